"""Reading the taxonomy of threats and files of threats; what ships with Foedera of both."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import evolve

import foedera.data
from foedera.library.holding import Read, cited, confidence, days_in_order, each_once, needed, read, slug, sources
from foedera.library.tables import Table
from foedera.model.phrases import N_, say
from foedera.threats.register import Kind, Taxonomy, Threat

_DATA = Path(foedera.data.__path__[0])

#: Objects of STIX 2.1 a kind can name.
STIX_OBJECTS = ("attack-pattern", "campaign", "intrusion-set", "threat-actor")


@cache
def taxonomy() -> Taxonomy:
    """Return the published kinds of threat; their words are phrases, so that a face can say them in its language.

    >>> taxonomy().find("ransomware").within
    'cyber'
    """
    file = _DATA / "vocabularies" / "threats.toml"
    found = read_taxonomy(file.read_bytes(), str(file)).sound()
    kinds = (evolve(k, name=say(k.name), meaning=say(k.meaning), elsewhere=say(k.elsewhere) if k.elsewhere else "") for k in found.kinds)
    return Taxonomy(found.version, tuple(kinds))


@cache
def public_threats() -> tuple[Threat, ...]:
    """Return the register of threats that ships, from public sources, in the order of their ids."""
    files = sorted((_DATA / "threats").glob("*.toml"))
    found = [threat for file in files for threat in read_threats(file.read_bytes(), str(file), taxonomy()).sound()]
    return tuple(sorted(found, key=lambda threat: threat.id))


def read_taxonomy(content: bytes, name: str) -> Read[Taxonomy]:
    """Read a taxonomy: its version and its kinds, each with what it takes in and what it leaves to others."""
    return read(content, name, "taxonomy", _taxonomy)


def _taxonomy(head: Table) -> Taxonomy:
    version = needed(head, "version")
    tables = head.tables("kind")
    kinds = tuple(_kind(table) for table in tables)
    each_once(tables, (kind.id for kind in kinds), N_("the kind '{id}' is given twice"))
    above = {kind.id: kind.within for kind in kinds}
    for table, kind in zip(tables, kinds, strict=True):
        if kind.within and kind.within not in above:
            message = say("no kind has the id '{id}'", id=kind.within[:60])
            table.fault("within", "F203", message, say("name the id of another kind of the file"))
        elif kind.within and above[kind.within]:
            message = say("'{kind}' lies within '{wider}' itself", kind=kind.within, wider=above[kind.within])
            table.fault("within", "F203", message, say("kinds have two storeys: name the wider one"))
    return Taxonomy(version, kinds)


def _kind(table: Table) -> Kind:
    kind = Kind(
        id=slug(table),
        name=needed(table, "name"),
        meaning=needed(table, "meaning"),
        elsewhere=table.text("elsewhere"),
        within=table.text("within"),
        stix=table.choice("stix", STIX_OBJECTS, ""),
        sources=sources(table),
    )
    table.finish()
    return kind


def read_threats(content: bytes, name: str, kinds: Taxonomy) -> Read[tuple[Threat, ...]]:
    """Read a file of threats; `illustrative` above them holds for all of them."""
    return read(content, name, "threats", lambda head: _threats(head, kinds))


def _threats(head: Table, kinds: Taxonomy) -> tuple[Threat, ...]:
    illustrative = head.boolean("illustrative")
    tables = head.tables("threat")
    if not tables:
        head.fault("threat", "F011", say("'{key}' is missing", key="threat"), say("add [[threat]] with id, title, kind and sources"))
    found = tuple(_threat(table, kinds, illustrative=illustrative) for table in tables)
    each_once(tables, (threat.id for threat in found), N_("the threat '{id}' is given twice"))
    return found


def _threat(table: Table, kinds: Taxonomy, *, illustrative: bool) -> Threat:
    kind = needed(table, "kind")
    if kind.strip() and kinds.find(kind) is None:
        table.fault("kind", "F203", say("'{kind}' is no kind of threat", kind=kind[:60]), advice(kind, kinds))
    days_in_order(table, "since", "until")
    threat = Threat(
        id=slug(table),
        title=needed(table, "title"),
        kind=kind,
        description=table.text("description"),
        actors=table.texts("actors"),
        regions=table.texts("regions"),
        confidence=confidence(table),
        since=table.date("since"),
        until=table.date("until"),
        sources=sources(table),
        reference=table.text("reference"),
        illustrative=table.boolean("illustrative", default=illustrative),
    )
    cited(table, threat.sources, illustrative=threat.illustrative)
    table.finish()
    return threat


def advice(kind: str, kinds: Taxonomy) -> str:
    """Return which kind may have been meant."""
    from difflib import get_close_matches

    ids = [found.id for found in kinds.kinds]
    close = [name for name in ids if kind.startswith(name)] or get_close_matches(kind[:60], ids, 1, 0.5)
    return say("did you mean '{word}'?", word=close[0]) if close else say("`foedera threats kinds` lists them")
