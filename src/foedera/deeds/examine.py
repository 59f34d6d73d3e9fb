"""Examine what is handed in to be imported: what each row or file would bring, and why others bring nothing. Nothing is recorded here."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from foedera.deeds import decide
from foedera.deeds.adopt import law_of
from foedera.deeds.match import Brought, Contradiction, Proposed, match
from foedera.interchange import bundles
from foedera.interchange.files import act_line, law_text
from foedera.interchange.sheets import read
from foedera.interchange.workbooks import sheet_names
from foedera.library.agreements import Reading, read_text
from foedera.library.columns import Columns, guess_columns, override
from foedera.library.intake import take_in
from foedera.library.intake_values import Intake, Line, OpenName, Origin, slug
from foedera.library.names import Names
from foedera.library.vocabularies import parties
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import say
from foedera.model.sheets import Sheet
from foedera.store import decisions, reading
from foedera.store.register import Register, current

Progress = Callable[[int, int], None]

#: What the source's state is of: the day somebody looked changes no law.
_SEEN = re.compile(r", seen = \d{4}-\d{2}-\d{2}")
_STEP = 100
#: How the names of tables of rows left out end: mended and handed in again they belong to the same source.
LEFT_OUT = "-left-out"


@frozen(kw_only=True)
class Said:
    """What a person says of a file: where it comes from, what columns mean where the guess was wrong, how days are written.

    `agreement` is the id of the one whose participants it lists, where it lists those of one. `whole` asks that nothing is recorded unless
    every row is in order; otherwise the rows in order are recorded and the others listed.
    """

    family: str
    source: str
    seen: dt.date
    url: str = ""
    title: str = ""
    agreement: str = ""
    sheet: str = ""
    roles: Mapping[str, str] = field(factory=dict)
    orders: Mapping[str, str] = field(factory=dict)
    whole: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be kept with the file."""
        plain = {name: getattr(self, name) for name in ("family", "source", "url", "title", "agreement", "sheet", "whole")}
        return {**plain, "seen": self.seen.isoformat(), "roles": dict(self.roles), "orders": dict(self.orders)}


def said(kept: Mapping[str, Any]) -> Said:
    """Return what was kept of a file as it was said."""
    return Said(**{**kept, "seen": dt.date.fromisoformat(kept["seen"])})


def presumed(name: str, today: dt.date) -> Said:
    """Return what may be said of a file by its name alone, to begin with."""
    stem = Path(name).stem.removesuffix(LEFT_OUT)
    return Said(family=slug(stem)[:40].strip("-") or "register", source=stem[:120] or name[:120], seen=today)


@frozen(kw_only=True)
class Look:
    """A file examined: its columns as understood (of a table), what it would bring, what contradicts the record, every row left out with its faults.

    `shape` is agreements, participants or files. `questions` must be answered before anything can be imported; `stamp` is the state of the
    decisions about names it rests on, `settled` the names those settled.
    """

    shape: str
    sheet: Sheet | None = None
    columns: Columns | None = None
    sheets: tuple[str, ...] = ()
    rows: int = 0
    questions: tuple[Fault, ...] = ()
    beside: tuple[Fault, ...] = ()
    brought: tuple[Brought, ...] = ()
    left_out: tuple[Line, ...] = ()
    remarked: tuple[Line, ...] = ()
    names: tuple[OpenName, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    revision: int = 0
    stamp: tuple[int, int] = (0, 0)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, agreements and acts of each kind, for one line of a report."""
        kinds = [b.what for b in self.brought]
        return {
            "rows": self.rows,
            "left_out": len(self.left_out),
            "remarked": len(self.remarked),
            "new": kinds.count("new"),
            "changed": kinds.count("changed"),
            "known": kinds.count("known"),
            "acts": sum(len(b.acts) for b in self.brought),
            "contradictions": len(self.contradictions),
            "names": len(self.names),
        }

    @property
    def allowed(self) -> tuple[str, ...]:
        """The parties whose officers may import all of it without a power for the register."""
        sets = [b.allowed for b in self.brought if b.what != "known"]
        return tuple(sorted(frozenset.intersection(*sets))) if sets else ()

    @property
    def digest(self) -> str:
        """What it would record, in short: the same for as long as an import does what was shown."""
        whole = hashlib.sha256()
        for b in self.brought:
            if b.what != "known":
                lines = (b.agreement.id, b.law or "", *(act_line(act) for act in b.acts), "")
                whole.update("\n".join(lines).encode("utf-8", "surrogatepass"))
        return whole.hexdigest()


def examine(name: str, content: bytes, wish: Said, progress: Progress | None = None) -> Look:
    """Return what a file would bring; nothing is recorded. FaultyFile where it cannot be read at all."""
    if bundles.is_bundle(name):
        return _files(name, content, progress)
    stamp = decisions.state()
    sheet = read(content, name, sheet=wish.sheet or None)
    if sheet.refused:
        raise FaultyFile(sheet.faults)
    names = Names(parties(), decide.decisions())
    orders: Mapping[str, Any] = wish.orders
    columns = override(sheet, guess_columns(sheet, names), wish.roles, orders)
    look = Look(shape=columns.shape, sheet=sheet, columns=columns, sheets=sheet_names(content, name), rows=len(sheet.rows), stamp=stamp)
    register = current()
    origin = _origin(wish, name, register)
    if columns.shape == "participants" and not origin.title:
        return evolve(look, questions=(_of_which(name, wish),))
    return _weighed(look, take_in(sheet, columns, names, origin, progress), register)


def _origin(wish: Said, name: str, register: Register) -> Origin:
    """Return where a table comes from; of the participants of an agreement on record, under its id and title."""
    family, _, key = wish.agreement.partition("/")
    had = register.find(wish.agreement) if key else None
    title = had.title if had is not None else wish.title
    return Origin(family if key else wish.family, wish.source, wish.seen, wish.url, title, key or slug(Path(name).stem))


def _of_which(name: str, wish: Said) -> Fault:
    if wish.agreement:
        message = say("the table lists the participants of one agreement, and none on record has the id '{id}'", id=wish.agreement[:80])
        return Fault(name, 1, 1, "error", "F114", message, say("correct the id, or give its title: then it is a new one"))
    message = say("the table lists the participants of one agreement")
    return Fault(name, 1, 1, "error", "F114", message, say("say which: its id where it is on record, else its title"))


def _weighed(look: Look, intake: Intake, register: Register) -> Look:
    """Return what proposals bring beside what is on record. A law that a person has given or revised stays."""
    imported = reading.imported([proposal.id for proposal in intake.proposals])

    def revises(proposed: Proposed, had: Agreement) -> bool:
        law = imported.get(had.id)
        return look.shape == "agreements" and law is not None and _SEEN.sub("", law) != _SEEN.sub("", proposed.law)

    proposed = [Proposed(p.agreement, law_text(p.agreement), p.numbers) for p in intake.proposals]
    found = match(register, proposed, revises)
    return evolve(
        look,
        questions=intake.questions,
        beside=intake.beside,
        brought=found.brought,
        left_out=intake.left_out,
        remarked=tuple(line for line in intake.lines if line.proposed and line.faults),
        names=intake.open_names(),
        contradictions=found.contradictions,
        revision=found.revision,
    )


def _files(name: str, content: bytes, progress: Progress | None) -> Look:
    """Return what agreement files would bring: one that cannot be read, or points to none on record or beside it, brings nothing."""
    listed = bundles.files(content, name)
    known = parties()
    found: list[tuple[Reading, bytes]] = []
    for done, (file, data) in enumerate(listed, 1):
        found.append((read_text(data, file, known), data))
        if progress is not None and (done % _STEP == 0 or done == len(listed)):
            progress(done, len(listed))
    register = current()
    good, faults = _fit_together(found, register)
    proposed = [Proposed(r.agreement, law_of(r.agreement, data)) for r, data in found if r.file in good and r.agreement is not None]
    matched = match(register, proposed, lambda p, had: evolve(p.agreement, acts=(), file="") != evolve(had, acts=(), file=""))
    lines = [(n, r) for n, (r, _) in enumerate(found, 1)]
    return Look(
        shape="files",
        rows=len(listed),
        brought=matched.brought,
        left_out=tuple(Line(n, _told(r), "", faults[r.file]) for n, r in lines if r.file not in good),
        remarked=tuple(Line(n, _told(r), r.agreement.id, r.faults) for n, r in lines if r.file in good and r.faults and r.agreement),
        contradictions=matched.contradictions,
        revision=matched.revision,
        stamp=decisions.state(),
    )


def _told(read: Reading) -> tuple[tuple[str, str], ...]:
    head = (("id", read.agreement.id), ("title", read.agreement.title)) if read.agreement is not None else ()
    return (("file", read.file), *head)


def _fit_together(found: Iterable[tuple[Reading, bytes]], register: Register) -> tuple[set[str], dict[str, tuple[Fault, ...]]]:
    """Return the files that can be recorded together, and what is wrong with each of the others."""
    faults: dict[str, tuple[Fault, ...]] = {}
    good: dict[str, Reading] = {}
    by_id: dict[str, str] = {}
    for one, _ in found:
        if one.agreement is None or one.errors:
            faults[one.file] = one.errors
        elif one.agreement.id in by_id:
            message = say("the file '{file}' gives the agreement '{id}' too", file=by_id[one.agreement.id], id=one.agreement.id)
            faults[one.file] = (Fault(one.file, 1, 1, "error", "F144", message, say("hand in one of the two")),)
        else:
            by_id[one.agreement.id] = one.file
            good[one.file] = one
    register.fetch(target for one in good.values() for _, target in one.references)
    while True:
        here = {one.agreement.id for one in good.values() if one.agreement is not None}
        lost = {
            file: missing
            for file, one in good.items()
            if (missing := tuple(dict.fromkeys(t for _, t in one.references if t not in here and register.find(t) is None)))
        }
        if not lost:
            return set(good), faults
        for file, missing in lost.items():
            hint = say("hand it in too, or mend its own file, or correct the id")
            faults[file] = tuple(
                Fault(file, 1, 1, "error", "F041", say("no agreement on record or in order here has the id '{id}'", id=target), hint)
                for target in missing
            )
            del good[file]
