"""Take a table in: looked at first (what each row would bring, and why others bring nothing), then recorded whole or not at all; again without change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field, frozen

from foedera.deeds import decide
from foedera.deeds.powers import Actor, require
from foedera.deeds.record import settled, what_was_done
from foedera.interchange.files import law_text
from foedera.interchange.sheets import read
from foedera.library.columns import Columns, guess_columns, override
from foedera.library.intake import take_in as propose
from foedera.library.intake_values import Intake, Origin
from foedera.library.names import Names
from foedera.library.vocabularies import parties
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault, FaultyFile, NotAllowed, NotThere, Unfit
from foedera.model.phrases import say
from foedera.model.sheets import Sheet
from foedera.store import logs, reading, uploads, writing
from foedera.store.register import current
from foedera.store.uploads import Upload

__all__ = ["Brought", "Contradiction", "Look", "Said", "Upload", "discard", "hand_in", "look", "look_at", "mine", "opened", "record", "said"]

Progress = Callable[[int, int], None]

#: Acts a party does once: a table that gives another day for one on record contradicts the record.
_ONCE = frozenset({"signature", "definitive-signature", "ratification", "acceptance", "approval", "accession", "succession", "formal-confirmation"})


@frozen(kw_only=True)
class Said:
    """What a person says of a table: where it comes from, what columns mean where the guess was wrong, how days are written.

    `whole` asks that nothing is recorded unless every row is in order; otherwise the rows in order are recorded and the others listed.
    """

    family: str
    source: str
    seen: dt.date
    url: str = ""
    title: str = ""
    key: str = ""
    sheet: str = ""
    roles: Mapping[str, str] = field(factory=dict)
    orders: Mapping[str, str] = field(factory=dict)
    whole: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be kept with the table."""
        plain = {name: getattr(self, name) for name in ("family", "source", "url", "title", "key", "sheet", "whole")}
        return {**plain, "seen": self.seen.isoformat(), "roles": dict(self.roles), "orders": dict(self.orders)}


def said(kept: Mapping[str, Any]) -> Said:
    """Return what was kept of a table as it was said."""
    return Said(**{**kept, "seen": dt.date.fromisoformat(kept["seen"])})


@frozen
class Contradiction:
    """An act of the table that contradicts one on record: it is listed, and neither is changed."""

    agreement: str
    on_record: Act
    in_table: Act


@frozen
class Brought:
    """What the table brings to one agreement: a new one, a law that replaces an earlier import's, acts not on record; nothing where all is there."""

    agreement: Agreement
    is_new: bool
    law: str | None
    acts: tuple[Act, ...]
    numbers: tuple[int, ...]

    @property
    def what(self) -> str:
        """In a word: new, changed, or known."""
        return "new" if self.is_new else "changed" if self.law is not None or self.acts else "known"


@frozen
class Look:
    """A table looked at, nothing recorded: its columns as understood, what it would bring, what contradicts the record, every row with its faults."""

    sheet: Sheet
    columns: Columns
    intake: Intake
    brought: tuple[Brought, ...]
    contradictions: tuple[Contradiction, ...]
    revision: int

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, agreements and acts of each kind, for one line of a report."""
        kinds = [b.what for b in self.brought]
        return {
            "rows": len(self.sheet.rows),
            "left_out": len(self.intake.left_out),
            "new": kinds.count("new"),
            "changed": kinds.count("changed"),
            "known": kinds.count("known"),
            "acts": sum(len(b.acts) for b in self.brought),
            "contradictions": len(self.contradictions),
            "names": len(self.intake.open_names()),
        }


def hand_in(actor: Actor, name: str, content: bytes, said_of_it: Said) -> int:
    """Keep a table for its owner until it is imported or thrown away; return its number.

    FaultyFile where it cannot be read at all. NotAllowed without the power to import for any party.
    """
    _require(actor, name)
    if actor.user is None:
        raise NotAllowed(say("tables are kept for people with an account: sign in first"))
    sheet = read(content, name, sheet=said_of_it.sheet or None)
    if sheet.refused:
        logs.note(actor.name, "import", name, allowed=False, why=str(sheet.faults[0]) if sheet.faults else "", address=actor.address)
        raise FaultyFile(sheet.faults)
    number = uploads.add(actor.user, name, content, said_of_it.as_json())
    logs.note(actor.name, "hand in a table", name, allowed=True, why=str(number), address=actor.address)
    return number


def mine(actor: Actor) -> list[Upload]:
    """Return the actor's own tables that wait to be imported."""
    return uploads.of(actor.user) if actor.user is not None else []


def opened(actor: Actor, number: int) -> tuple[Upload, bytes]:
    """Return a table of one's own. NotThere for any other: nobody sees what another has handed in."""
    found = uploads.find(number, actor.user) if actor.user is not None else None
    content = uploads.content(number, found.user) if found is not None else None
    if found is None or content is None:
        raise NotThere(say("you have handed in no table {number} that waits to be imported", number=number))
    return found, content


def revise(actor: Actor, number: int, said_of_it: Said) -> None:
    """Keep what is now said of a table of one's own."""
    found, _ = opened(actor, number)
    uploads.say(number, found.user, said_of_it.as_json())


def discard(actor: Actor, number: int) -> None:
    """Throw a table of one's own away."""
    found, _ = opened(actor, number)
    uploads.drop(number, found.user)
    logs.note(actor.name, "throw a table away", found.name, allowed=True, why=str(number), address=actor.address)


def look_at(actor: Actor, number: int, progress: Progress | None = None) -> Look:
    """Look at a table of one's own that was handed in."""
    found, content = opened(actor, number)
    return look(actor, found.name, content, said(found.said), progress)


def look(actor: Actor, name: str, content: bytes, said_of_it: Said, progress: Progress | None = None) -> Look:
    """Return what a table would bring, row by row; nothing is recorded. FaultyFile where it cannot be read at all."""
    _require(actor, name)
    sheet = read(content, name, sheet=said_of_it.sheet or None)
    if sheet.refused:
        raise FaultyFile(sheet.faults)
    names = Names(parties(), decide.decisions())
    orders: Mapping[str, Any] = said_of_it.orders
    columns = override(sheet, guess_columns(sheet, names), said_of_it.roles, orders)
    origin = Origin(said_of_it.family, said_of_it.source, said_of_it.seen, said_of_it.url, said_of_it.title, said_of_it.key)
    if columns.shape == "participants" and not origin.title:
        fault = Fault(
            name, 1, 1, "error", "F114", "the table lists the participants of one agreement", "say which: its title, and its id where it is on record"
        )
        return Look(sheet, columns, Intake(questions=(fault,)), (), (), current().revision)
    intake = propose(sheet, columns, names, origin, progress)
    brought, contradictions, revision = _weigh(intake)
    return Look(sheet, columns, intake, brought, contradictions, revision)


def _weigh(intake: Intake) -> tuple[tuple[Brought, ...], tuple[Contradiction, ...], int]:
    """Return what proposals bring beside what is on record: acts that are there are left out, so is a law that a person has revised since."""
    register = current()
    ids = [proposal.id for proposal in intake.proposals]
    register.fetch(ids)
    imported = reading.imported(ids)
    brought: list[Brought] = []
    contradictions: list[Contradiction] = []
    for proposal in intake.proposals:
        had = register.find(proposal.id)
        law = law_text(proposal.agreement)
        if had is None:
            brought.append(Brought(proposal.agreement, True, law, proposal.agreement.acts, proposal.numbers))
            continue
        known = {what_was_done(act) for act in had.acts}
        fresh = [act for act in proposal.agreement.acts if what_was_done(act) not in known]
        against = [Contradiction(had.id, other, act) for act in fresh if (other := _contradicted(had, act)) is not None]
        contradictions += against
        out = {id(c.in_table) for c in against}
        added = tuple(act for act in fresh if id(act) not in out)
        revised = law if imported.get(had.id, law) != law else None
        brought.append(Brought(proposal.agreement, False, revised, added, proposal.numbers))
    return tuple(brought), tuple(contradictions), register.revision


def _contradicted(had: Agreement, act: Act) -> Act | None:
    """Return the act on record that an act of the table contradicts: the same, done by one of the same on another day."""
    if act.kind not in _ONCE:
        return None
    struck = {other.of for other in had.acts if other.strikes}
    return next((o for o in had.acts if o.kind == act.kind and set(o.by) & set(act.by) and o.on != act.on and not (o.id and o.id in struck)), None)


@frozen
class Taken:
    """What came of an import: the recording (None: nothing was new), the counts of the look it rests on."""

    revision: int | None
    counts: dict[str, int]


def record(actor: Actor, number: int, today: dt.date, progress: Progress | None = None, phase: Callable[[str], None] | None = None) -> Taken:
    """Import a table of one's own: everything it brings in one recording, or nothing.

    Unfit where columns are in question, or `whole` was asked for and a row has faults. A repeated import records nothing.
    """
    found, content = opened(actor, number)
    return settled(lambda: _record(actor, found, content, today, progress, phase))


def _record(actor: Actor, upload: Upload, content: bytes, today: dt.date, progress: Progress | None, phase: Callable[[str], None] | None) -> Taken:
    begin = phase if phase is not None else _silently
    wish = said(upload.said)
    begin(say("Reading the table"))
    found = look(actor, upload.name, content, wish, progress)
    if found.intake.questions:
        raise Unfit(tuple((fault.file, str(fault)) for fault in found.intake.questions))
    if wish.whole and found.intake.left_out:
        first = found.intake.left_out[0]
        message = say(
            "{n} rows have faults, the first is row {row}; nothing was recorded, since all or none was asked for",
            n=len(found.intake.left_out),
            row=first.number,
        )
        raise Unfit((("", message),))
    additions = [writing.Addition(b.agreement.id, b.law, b.acts) for b in found.brought if b.what != "known"]
    party = require(actor, "import", "import", upload.name, _authors(additions))
    if not additions:
        uploads.drop(upload.id, upload.user)
        logs.note(actor.name, "import", upload.name, allowed=True, why="nothing new", party=party, address=actor.address)
        return Taken(None, found.counts)
    begin(say("Recording, and computing what follows"))
    document = writing.keep_document(upload.name, "application/octet-stream", content, upload.sha256, by=actor.user)
    why = f"{len(additions)} agreements, {found.counts['acts']} acts"
    recorded = writing.record(
        additions,
        writing.Provenance(deed="import", by=actor.user, party=party, document=document, note=wish.source),
        today,
        progress,
        checked=found.revision,
        noted=lambda: logs.note(actor.name, "import", upload.name, allowed=True, why=why, party=party, address=actor.address),
    )
    uploads.drop(upload.id, upload.user)
    return Taken(recorded.revision, found.counts)


def _authors(additions: Iterable[writing.Addition]) -> tuple[str, ...]:
    """Return the parties that are authors of every act: whose officers may import them without the power for the register as a whole."""
    authors = [set(act.by) for addition in additions for act in addition.acts]
    return tuple(sorted(set.intersection(*authors))) if authors else ()


def _require(actor: Actor, subject: str) -> None:
    if not actor.parties_with("import"):
        require(actor, "import", "import", subject)


def _silently(_: str) -> None:
    """Say nothing of how far it is."""
