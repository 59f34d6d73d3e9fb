"""Record acts: the legal check first, what they will change shown, then appended whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, Need, require
from foedera.interchange.files import act_line, law_text, with_acts
from foedera.law.comparison import Difference
from foedera.library.agreements import read_text
from foedera.library.consequences import Consequence, consequences, touched
from foedera.library.supposing import suppose, supposed_docket
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import OutOfDate, Unfit, UnknownAgreement
from foedera.model.standing import Standing
from foedera.store import logs, reading, writing
from foedera.store.register import Register, act_name, answering, current

T = TypeVar("T")
#: How often a deed is checked anew because somebody else was faster; then the one who asked is told.
ATTEMPTS = 5

#: The code of the finding that an act is on record already.
ON_RECORD = "F039"
#: Kinds of act of which the note says what was done, so that two on one day may be two acts.
_TOLD_BY_NOTE = frozenset({"event", "declaration", "invocation", "reservation", "objection", "territorial-application"})
#: Kinds of act that answer what others did and leave it as it is; any other with `of` changes the act it names.
_TOWARDS_OTHERS = frozenset({"objection", "withdrawal-of-objection", "acceptance-of-reservation", "declaration", "event", "invocation"})
#: Relations by which one agreement changes how another stands, or which text governs.
_REACHING = ("amends", "modifies", "supersedes", "extends", "prevails_over")


@frozen
class Finding:
    """What the legal check says of an act: `severity` error (it cannot be recorded so), warning or note; `field` of the act it is about."""

    severity: str
    code: str
    field: str
    message: str
    hint: str = ""


@frozen
class Check:
    """What would come of recording acts: what is wrong, what it leaves open, how it stands before and after, every change, who is to be told.

    `changes` are all changes one by one, `consequences` the same by agreement and participant: the agreement itself first.
    """

    agreement: Agreement
    acts: tuple[Act, ...]
    revision: int
    findings: tuple[Finding, ...]
    questions: tuple[str, ...]
    before: Standing
    after: Standing
    changes: tuple[Difference, ...]
    consequences: tuple[Consequence, ...]
    told: tuple[str, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the acts from being recorded."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def check(name: str, acts: Iterable[Act], today: dt.date) -> Check:
    """Return what would come of recording these acts; nothing is recorded. UnknownAgreement where there is no such agreement."""
    register = current()
    agreement, given = answering(on_record(register, name), acts)
    return weigh(register, agreement, given, today)


def weigh(register: Register, agreement: Agreement, acts: tuple[Act, ...], today: dt.date) -> Check:
    """Return what would come of adding acts to an agreement, as it stands on a register."""
    supposed = evolve(agreement, acts=(*agreement.acts, *acts))
    day = max([today, *(act.on for act in acts)])
    register.fetch(touched(register.mentioning(agreement.id), (supposed,)))
    beside = supposed_docket(register, {agreement.id: supposed})
    before, after = register.docket.timeline(agreement.id), beside.timeline(agreement.id)
    asked = set(before.questions(day))
    changes = tuple(suppose(register, {agreement.id: supposed}, day))
    return Check(
        agreement=agreement,
        acts=acts,
        revision=register.revision,
        findings=tuple(findings(agreement, acts, register)),
        questions=tuple(question for question in after.questions(day) if question not in asked),
        before=before.standing(today),
        after=after.standing(today),
        changes=changes,
        consequences=tuple(consequences(register.docket, beside, changes, day, (agreement.id,))),
        told=_told(after.standing(day), acts),
    )


def findings(agreement: Agreement, acts: tuple[Act, ...], register: Register) -> Iterable[Finding]:
    """Yield what the strict reading says of acts added to an agreement: unknown codes, answers to nothing, days out of their time, doubles."""
    first = len(agreement.acts)
    text = with_acts(law_text(agreement), [act_line(act) for act in (*agreement.acts, *acts)])
    reading = read_text(text.encode(), agreement.id, register.parties)
    for path, severity, code, message, hint in reading.findings:
        if path[:1] == ("acts",) and len(path) > 1 and int(path[1]) >= first:
            yield Finding(severity, code, str(path[2]) if len(path) > 2 else "", message, hint)
    struck = {act.of for act in (*agreement.acts, *acts) if act.strikes}
    had = {what_was_done(act) for act in agreement.acts if not act.id or act.id not in struck}
    for act in acts:
        done = what_was_done(act)
        if done in had:
            yield Finding(
                "error", ON_RECORD, "", f"{act.describe()} is on record already", "record it again only if it was done again on another day"
            )
        had.add(done)


def what_was_done(act: Act) -> Act:
    """Return an act without what may be said of it in several ways; where the note says what was done, with the note."""
    return evolve(act, source="", confidence="", id="", note=act.note if act.kind in _TOLD_BY_NOTE else "")


def record(
    actor: Actor,
    name: str,
    acts: Iterable[Act],
    today: dt.date,
    *,
    note: str = "",
    document: int | None = None,
    seen: int | None = None,
) -> writing.Recorded:
    """Record acts of an agreement. `seen` is the revision the preview was made on: OutOfDate where the agreement has changed since.

    Raises NotAllowed where the actor may not record for an author, the depositary or, without one, a participant; Unfit where the
    legal check finds errors.
    """
    wanted = tuple(acts)
    return settled(lambda: _record(actor, name, wanted, today, note, document, seen))


def _record(actor: Actor, name: str, acts: tuple[Act, ...], today: dt.date, note: str, document: int | None, seen: int | None) -> writing.Recorded:
    found = check(name, acts, today)
    party = require(actor, "record", "record", name, may_be_recorded_by(found.agreement, found.acts))
    if not acts:
        raise Unfit((("", "there is no act to record; give at least one"),))
    refuse_errors(found)
    acts = found.acts
    if seen is not None and seen < found.revision and _changed_since(name, seen):
        message = f"{name} has changed since the preview was made (revision {seen}, now {found.revision}); look at the new preview and record again"
        raise OutOfDate(message)
    provenance = writing.Provenance(deed="record", by=actor.user, party=party, document=document, note=note)
    why = "; ".join(act.describe() for act in acts)
    return writing.record(
        [writing.Addition(name, None, acts)],
        provenance,
        today,
        checked=found.revision,
        noted=lambda: logs.note(actor.name, "record", name, allowed=True, why=why, party=party, address=actor.address),
    )


def refuse_errors(found: Check) -> None:
    """Raise Unfit with everything the legal check found that keeps the acts from being recorded."""
    if found.errors:
        raise Unfit(tuple((f.field, f"{f.message}{f' ({f.hint})' if f.hint else ''}") for f in found.errors))


def settled(deed: Callable[[], T]) -> T:
    """Do a deed; where somebody recorded on the same agreement between its check and its recording, check and do it again."""
    for _ in range(ATTEMPTS - 1):
        with suppress(writing.Moved):
            return deed()
    return deed()


def may_be_recorded_by(agreement: Agreement, acts: Iterable[Act]) -> tuple[str, ...]:
    """Return the parties whose officers may record these acts: the author of all of them, the depositary, without one every participant.

    What several did together is for the depositary, since nobody records another's act by doing it along with them; only of a mere event
    each of them may tell.
    """
    listed = tuple(acts)
    authors = set.intersection(*(_authors(act, agreement, listed) for act in listed)) if listed else set()
    if agreement.depositary:
        return tuple(sorted(authors | set(agreement.depositary)))
    return tuple(sorted(authors | {code for act in agreement.acts for code in act.by} | set(agreement.negotiating or ())))


def _authors(act: Act, agreement: Agreement, listed: tuple[Act, ...]) -> set[str]:
    """Return who may speak for an act alone: its author, unless it changes an act of somebody else's."""
    whose = set(act.by)
    if act.of and act.kind not in _TOWARDS_OTHERS:
        whose.update(code for name, other in (*by_name(agreement), *((other.id, other) for other in listed)) if name == act.of for code in other.by)
    return whose if len(whose) == 1 or act.kind == "event" else set()


def may_be_reached_by(register: Register, agreement: Agreement, had: Agreement | None) -> frozenset[str] | None:
    """Return the parties whose officers may let an agreement's law reach into those it newly points to; None where it reaches into none.

    An agreement can end, amend or give way to another: that is for those who may revise the other's law.
    """
    found: frozenset[str] | None = None
    for relation in _REACHING:
        for name in set(agreement.linked(relation)) - set(had.linked(relation) if had is not None else ()):
            other = register.find(name)
            allowed = frozenset(may_be_recorded_by(other, ())) if other is not None else frozenset()
            found = allowed if found is None else found & allowed
    return found


def by_name(agreement: Agreement) -> list[tuple[str, Act]]:
    """Return the acts on record, each with the name by which others answer it: its own, or the one its number gives it."""
    return [(act.id or act_name(number), act) for number, act in enumerate(agreement.acts, 1)]


def may_record(actor: Actor, agreement: Agreement, acts: Iterable[Act]) -> bool:
    """Return whether an actor may record these acts; nothing is logged, for faces that show only what can be done."""
    return Need("record", may_be_recorded_by(agreement, acts)).met_by(actor) is not None


def number_of(actor: Actor, name: str, act: Act) -> int | None:
    """Return the number under which exactly this act is on record and not struck, None where it is not."""
    require(actor, "read", "record", name)
    agreement, (act,) = answering(on_record(current(), name), (act,))
    acts = agreement.acts
    struck = {other.of for other in acts if other.strikes}
    return next((n for n, had in enumerate(acts, 1) if had.id not in struck and what_was_done(had) == what_was_done(act)), None)


def on_record(register: Register, name: str) -> Agreement:
    """Return an agreement on record; UnknownAgreement where there is none."""
    found = register.find(name)
    if found is None:
        message = f"no agreement on record has the id '{name}'; search finds ids by title"
        raise UnknownAgreement(message)
    return found


def _changed_since(name: str, seen: int) -> bool:
    return reading.latest_recording(name) > seen


def _told(standing: Standing, acts: tuple[Act, ...]) -> tuple[str, ...]:
    authors = {code for act in acts for code in act.by}
    return tuple(p.party for p in standing.participants if p.party not in authors)
