"""The collection as tables: agreements, standing on a day, acts, obligations, links, timeline, sources.

Columns are declared once, each with its type and meaning; `table_files` writes rows of them as CSV, XLSX and Parquet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from attrs import frozen

from foedera.law.docket import Docket
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.standing import Standing

Kind = Literal["text", "date", "integer", "number", "boolean"]
Row = dict[str, Any]

#: Between the items of a list inside one cell: codes, areas, ids and articles never hold it.
SEPARATOR = "; "


@frozen
class Column:
    """A column: its name, the type of its values (None: unknown, or does not apply) and what it means."""

    name: str
    kind: Kind
    meaning: str


@frozen
class Table:
    """A table: its name, what one row of it is, and its columns."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


@frozen
class Asked:
    """What tables are made of: the agreements, the docket that answers, the day asked about and the day of knowledge (the docket's)."""

    agreements: tuple[Agreement, ...]
    docket: Docket
    on: dt.date

    @property
    def known(self) -> dt.date | None:
        """The day as of whose record the answers are, None for the whole record."""
        return self.docket.known

    def name(self, agreement: Agreement, code: str, on: dt.date) -> str | None:
        """Return the name a party bore on a day, None where the vocabulary has none."""
        parties = self.docket.parties.over(agreement.participants)
        return parties[code].name_on(on) if code in parties else None


def _columns(*lines: str) -> tuple[Column, ...]:
    """Return columns from lines "name kind: meaning"."""
    found = []
    for line in lines:
        named, _, meaning = line.partition(": ")
        name, _, kind = named.partition(" ")
        found.append(Column(name, kind, meaning))  # type: ignore[arg-type]
    return tuple(found)


_AGREEMENT = "agreement text: id of the agreement"

AGREEMENTS = Table(
    "agreements",
    "an agreement as it stands on the day asked",
    _columns(
        _AGREEMENT,
        "title text: full title",
        "short_title text: the title tables show",
        "kind text: treaty, protocol, memorandum …",
        "binding boolean: binding under international law; false: a political commitment",
        "status text: computed: not-open, open, in-force, suspended, terminated",
        "in_force_since date: computed: entry into force, where it has come",
        "expected date: computed: the day already certain though still to come, of entry into force or of the end",
        "bound integer: computed: how many are bound",
        "at_least boolean: parties are known to be missing from the record, so that counts are lower bounds",
        "open_questions integer: how many questions the answer leaves open",
        "adopted date: adoption or first signing",
        "opened date: first day for signature",
        "closed date: last day for signature",
        "place text: place of adoption",
        "depositary text: codes of the depositaries",
        "languages text: authentic languages, ISO 639-3",
        "areas text: areas of cooperation",
        "registration text: where it is registered and published",
        "acts integer: how many acts are on record",
        "confidence text: of facts that say nothing else: high, medium, low",
        "illustrative boolean: an invented example",
    ),
)

STANDING = Table(
    "standing",
    "a participant of an agreement on the day asked",
    _columns(
        _AGREEMENT,
        "party text: code, ISO 3166-1 alpha-3 or of the vocabulary",
        "name text: the name it bore on the day asked",
        "status text: computed: signatory, contracting, provisional, party, suspended, withdrawing, withdrawn, terminated",
        "bound boolean: computed: whether it is bound on the day asked",
        "since date: computed: when this status began",
        "until date: computed: when it ends, where that is certain",
        "because text: the reasons, in the order applied",
    ),
)

ACTS = Table(
    "acts",
    "one participant's part in an act on record",
    _columns(
        _AGREEMENT,
        "act integer: place of the act among those of the agreement, from 1; acts of several participants have as many rows",
        "id text: name of the act, where it has one",
        "on date: day in law; of an instrument: its deposit",
        "precision text: day, or not-later-than where only the latest possible day is known",
        "kind text: signature, ratification, accession, withdrawal …",
        "party text: code of who did it",
        "name text: the name it bore that day",
        "to text: codes of those it addresses",
        "known date: day it came to be known",
        "effective date: a day the act itself names",
        "until date: the end it has",
        "of text: id of the act it answers",
        "articles text: articles it touches",
        "precludes boolean: an objection that keeps the treaty from entering into force between the two",
        "strikes boolean: a correction that strikes the act it answers from the record",
        "note text: note",
        "source text: id or name of its source",
        "confidence text: high, medium, low; empty: that of the agreement",
    ),
)

OBLIGATIONS = Table(
    "obligations",
    "an obligation, right or aim in a provision",
    _columns(
        _AGREEMENT,
        "article text: where it stands",
        "function text: what the provision does",
        "id text: name of the obligation",
        "bearer text: roles or codes of those who bear it",
        "to text: roles or codes of those it is owed to",
        "force text: shall, shall-not, may, should",
        "what text: content, in own words",
        "trigger text: what sets it in motion",
        "source text: id or name of its source",
        "confidence text: high, medium, low; empty: that of the agreement",
    ),
)

LINKS = Table(
    "links",
    "a relation of one agreement to another",
    _columns(
        _AGREEMENT,
        "relation text: amends, modifies, protocol_to, implements, supersedes, extends, subject_to, prevails_over",
        "other text: id of the other agreement",
        "title text: title of the other, where it is on record",
    ),
)

TIMELINE = Table(
    "timeline",
    "a change in the life of an agreement, certain ones to come included",
    _columns(
        _AGREEMENT,
        "on date: computed: when it takes effect",
        "party text: code of whom it concerns, empty for the agreement itself",
        "change text: computed: the status that begins, or renewed, extended, ceased …",
        "because text: the reasons, in the order applied",
    ),
)

SOURCES = Table(
    "sources",
    "a source the record of an agreement rests on",
    _columns(
        _AGREEMENT,
        "id text: name by which acts and clauses refer to it",
        "title text: title",
        "url text: where it can be seen",
        "seen date: when it was",
    ),
)


def rows(table: Table, asked: Asked) -> list[Row]:
    """Return the rows of a table, each with every column of it and no other; unknown is None, never zero or empty."""
    return [{name: _known(row[name]) for name in table.names} for row in _MAKERS[table.name](asked)]


def _known(value: Any) -> Any:
    """Return a value as a cell holds it: lists joined, what is empty as None."""
    if isinstance(value, tuple | list):
        value = SEPARATOR.join(value)
    return None if value == "" else value


def _agreements(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        standing = _standing(asked, agreement)
        yield {name: getattr(agreement, name, None) for name in AGREEMENTS.names} | {
            "agreement": agreement.id,
            "status": standing.status,
            "in_force_since": standing.in_force_since,
            "expected": standing.expected,
            "bound": len(standing.parties),
            "at_least": agreement.incomplete,
            "open_questions": len(standing.open_questions),
            "acts": len(agreement.acts),
        }


def _participants(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        standing = _standing(asked, agreement)
        bound = set(standing.parties)
        for shown in standing.participants:
            yield {
                "agreement": agreement.id,
                "party": shown.party,
                "name": asked.name(agreement, shown.party, asked.on),
                "status": shown.status,
                "bound": shown.party in bound,
                "since": shown.since,
                "until": shown.until,
                "because": shown.because,
            }


def _acts(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        for position, act in enumerate(agreement.acts, 1):
            if asked.known is not None and act.known > asked.known:
                continue
            yield from (_act(asked, agreement, position, act, code) for code in act.by)


def _act(asked: Asked, agreement: Agreement, position: int, act: Act, code: str) -> Row:
    own = {name: getattr(act, name, None) for name in ACTS.names}
    return own | {"agreement": agreement.id, "act": position, "party": code, "name": asked.name(agreement, code, act.on)}


def _obligations(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        for provision in agreement.provisions:
            for duty in provision.obligations:
                yield {
                    "agreement": agreement.id,
                    "article": provision.article,
                    "function": provision.function,
                    "id": duty.id,
                    "bearer": duty.bearer,
                    "to": duty.to,
                    "force": duty.force,
                    "what": duty.what,
                    "trigger": str(duty.trigger.describe()),
                    "source": provision.source,
                    "confidence": provision.confidence,
                }


def _links(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        for relation, ids in agreement.links.items():
            for other in ids:
                found = asked.docket.find(other)
                yield {"agreement": agreement.id, "relation": relation, "other": other, "title": found.title if found is not None else None}


def _timeline(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        for change in asked.docket.timeline(agreement.id).changes(asked.on):
            yield {"agreement": agreement.id, "on": change.on, "party": change.party, "change": change.change, "because": change.because}


def _sources(asked: Asked) -> Iterator[Row]:
    for agreement in asked.agreements:
        for source in agreement.sources:
            yield {"agreement": agreement.id, "id": source.id, "title": source.title, "url": source.url, "seen": source.seen}


def _standing(asked: Asked, agreement: Agreement) -> Standing:
    return asked.docket.timeline(agreement.id).standing(asked.on)


_MAKERS: dict[str, Callable[[Asked], Iterable[Row]]] = {
    "agreements": _agreements,
    "standing": _participants,
    "acts": _acts,
    "obligations": _obligations,
    "links": _links,
    "timeline": _timeline,
    "sources": _sources,
}

TABLES = (AGREEMENTS, STANDING, ACTS, OBLIGATIONS, LINKS, TIMELINE, SOURCES)
