"""One Akoma Ntoso document in the making: what is written, how others are found, and adding an element."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field, frozen
from lxml import etree  # type: ignore[import-untyped]

from foedera.interchange.akoma_ntoso_names import AKN, OWN, Names
from foedera.interchange.xml import clean
from foedera.law.timeline import Timeline
from foedera.model.agreements import Agreement
from foedera.model.parties import Parties


@frozen
class Related:
    """How other agreements are found: by id, and by who points to one with a relation."""

    find: Callable[[str], Agreement | None] = lambda _: None
    citing: Callable[[str, str], Iterable[str]] = lambda _, __: ()


ALONE = Related()


@frozen
class Writing:
    """One document in the making: what is written, on which day, and the names given so far."""

    agreement: Agreement
    parties: Parties
    stamp: dt.datetime
    timeline: Timeline | None
    related: Related
    names: Names = field(factory=Names)

    @property
    def day(self) -> dt.date:
        """The day the record is given as of."""
        return self.stamp.astimezone(dt.UTC).date()

    def party(self, code: str) -> str:
        """Return the reference to a party."""
        return f"#{self.names.of('party', code)}"

    def concept(self, word: str) -> str:
        """Return the reference to a word of our vocabularies."""
        return f"#{self.names.of('concept', word)}"


def add(parent: Any, name: str, text: str | None = None, extra: Mapping[str, str] | None = None, /, **attributes: str) -> Any:
    """Add an element of the standard; attributes of `extra` are of our namespace."""
    given = {key: clean(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{AKN}}}{name}", given)
    for key, value in (extra or {}).items():
        element.set(f"{{{OWN}}}{key}", clean(value))
    if text is not None:
        element.text = clean(text)
    return element
