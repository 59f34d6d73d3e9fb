"""Threats as a register keeps them: what kind of danger, from where known, how surely, and what the kinds are."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen


@frozen(kw_only=True)
class Source:
    """Where something is known from: a title, an address where it has one, the day it was looked at."""

    title: str
    url: str = ""
    seen: dt.date | None = None


@frozen(kw_only=True)
class Kind:
    """A kind of threat of the published taxonomy: its words, what it takes in, what it leaves to others, and the wider kind it belongs to.

    `stix` is the STIX 2.1 object a threat of this kind honestly is; empty where STIX has none, because nobody acts behind it.
    """

    id: str
    name: str
    meaning: str
    elsewhere: str = ""
    within: str = ""
    stix: str = ""
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class Threat:
    """A threat a group of nations assesses.

    `kind` is an id of the taxonomy; `actors` are codes of parties or free words; `confidence` (low, moderate, high, empty: not said) is that of the
    description, not of anybody's assessment. `since` and `until` bound the time it is meant for; `reference` is its id in another system (STIX).
    """

    id: str
    title: str
    kind: str
    description: str = ""
    actors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    confidence: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[Source, ...] = ()
    reference: str = ""
    illustrative: bool = False


@frozen
class Taxonomy:
    """The published kinds of threat, in their order."""

    version: str
    kinds: tuple[Kind, ...] = field(default=())

    def find(self, name: str) -> Kind | None:
        """Return a kind by its id, None where there is none."""
        return next((kind for kind in self.kinds if kind.id == name), None)
