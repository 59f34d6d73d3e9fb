"""What a state owes for an agreement on a day: what must be reported, registered or published, by when, and whether that was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from attrs import frozen

from foedera.law.timeline import Timeline
from foedera.model.phrases import N_, Phrase, dated, say, say_n
from foedera.model.standing import BOUND, iso
from foedera.ratification.calendars import Calendars
from foedera.ratification.clocks import reckon
from foedera.ratification.procedures import DUTY, STEP, Duty, Procedure
from foedera.ratification.progress import Taken, seen
from foedera.ratification.track import Track

#: How a duty stands, in the order of need, as a face shows it.
STATUSES = {
    "late": N_("late"),
    "due": N_("due"),
    "unknown": N_("unknown"),
    "not-yet": N_("not yet"),
    "met-late": N_("met late"),
    "met": N_("met"),
}


@frozen(kw_only=True)
class Owed:
    """How a duty of a state stands: when its clock started, its last day (None: no fixed period, or not started), when it was done, days late."""

    state: str
    agreement: str
    duty: Duty
    status: str
    start: dt.date | None
    due: dt.date | None
    met: dt.date | None
    late: int
    because: tuple[str, ...]
    open_questions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object a program is given."""
        return {
            "state": self.state,
            "agreement": self.agreement,
            "duty": self.duty.id,
            "what": self.duty.what,
            "status": self.status,
            "start": iso(self.start),
            "due": iso(self.due),
            "met": iso(self.met),
            "late": self.late,
            "because": list(self.because),
            "open_questions": list(self.open_questions),
        }


def duties(
    procedures: Iterable[Procedure], timeline: Timeline, track: Track, log: Iterable[Taken], calendars: Calendars | None = None
) -> tuple[Owed, ...]:
    """Return the duties of the state of a track for its agreement, those in most need first.

    `procedures` are those whose duties are looked at: the state's own and that of every state. What a line `duty:<id>` of the log
    says was done is done; so is what one registration did for all parties.
    """
    lines = seen(log, track.on, timeline.known, track.agreement)
    own = tuple(procedures)
    days = (calendars or Calendars()).naming(own)
    found = [_owed(duty, timeline, track, lines, days) for procedure in own for duty in procedure.duties if _concerns(duty, timeline, track)]
    order = list(STATUSES)
    return tuple(
        sorted((owed for owed in found if owed is not None), key=lambda owed: (order.index(owed.status), owed.due or dt.date.max, owed.duty.id))
    )


def _concerns(duty: Duty, timeline: Timeline, track: Track) -> bool:
    binding = "binding" if timeline.agreement.binding else "non-binding"
    if duty.binding and binding not in duty.binding:
        return False
    if duty.paths and track.path is not None and track.path.id not in duty.paths:
        return False
    named = duty.when.removeprefix(STEP) if duty.when.startswith(STEP) else ""
    return not named or track.path is None or track.path.step(named) is not None


def _owed(duty: Duty, timeline: Timeline, track: Track, lines: Sequence[Taken], calendars: Calendars) -> Owed | None:
    start, why, questions = _start(duty, timeline, track)
    if start is not None and not duty.holds(start):
        return None
    if start is None and not questions and not duty.holds(track.on):
        return None
    because: list[str] = [why] if why else []
    due = None
    if start is not None and duty.within is not None:
        run = reckon(duty.within, start, track.state, calendars)
        due = run.last
        because += run.because
        questions += run.questions
    elif start is not None:
        because.append(say("no fixed period"))
    mine = [line for line in lines if line.step == DUTY + duty.id and line.outcome == "done" and (duty.shared or line.state == track.state)]
    done = mine[0] if mine else _along(duty, track)
    registered = timeline.agreement.registration if duty.shared and start is not None else ""
    late = max(((done.on if done else track.on) - due).days, 0) if due is not None else 0
    if done is not None:
        because.append(say("done by {state} on {day}", state=done.state, day=dated(done.on)))
    elif start is not None and not registered:
        because.append(say("nothing on record that it was done"))
    elif registered:
        because.append(say("registered: {registration}; the day is not on record", registration=registered))
        late = 0
    if late:
        because.append(say_n("{n} day late", "{n} days late", late))
    return Owed(
        state=track.state,
        agreement=track.agreement,
        duty=duty,
        status=_status(start, questions, late, done=done is not None or bool(registered)),
        start=start,
        due=due,
        met=done.on if done else None,
        late=late,
        because=tuple(because),
        open_questions=questions,
    )


def _along(duty: Duty, track: Track) -> Taken | None:
    """Return the step by which a duty was done along with the rest of it, as if it had been reported by itself; None where none was taken."""
    for name in duty.met_by:
        stage = track.stage(name)
        if stage is not None and stage.on is not None and stage.status == "done":
            return Taken(agreement=track.agreement, state=track.state, step=DUTY + duty.id, on=stage.on)
    return None


def _status(start: dt.date | None, questions: tuple[str, ...], late: int, *, done: bool) -> str:
    if done:
        return "met-late" if late else "met"
    if start is None:
        return "unknown" if questions else "not-yet"
    return "late" if late else "due"


def _start(duty: Duty, timeline: Timeline, track: Track) -> tuple[dt.date | None, Phrase | None, tuple[str, ...]]:
    """Return the day the clock of a duty starts, why, and what is open: the day may be unknown though the thing has happened."""
    if duty.when.startswith(STEP):
        return _from_step(duty.when.removeprefix(STEP), track)
    if duty.when == "signature":
        return _told(track.signed, N_("signed on {day}"))
    if duty.when in ("consent", "deposit"):
        return _told(track.consented, N_("consent given on {day}"))
    if duty.when == "later-consent":
        entry = timeline.entry_as_seen(track.on)
        later = entry is not None and track.consented is not None and entry < track.consented
        return _told(track.consented if later else None, N_("consent given on {day}, the agreement being in force"))
    if duty.when == "conclusion":
        return _told(track.signed or track.consented, N_("concluded on {day}"))
    standing = track.participation
    if standing is not None and standing.status in BOUND and standing.since is not None:
        return _told(standing.since, N_("in force for it since {day}"))
    if standing is not None and standing.status in BOUND:
        return None, None, (say("since when the agreement is in force for {state} is not known", state=track.state),)
    return None, None, ()


def _from_step(name: str, track: Track) -> tuple[dt.date | None, Phrase | None, tuple[str, ...]]:
    stage = track.stage(name)
    if stage is None or not stage.settled or stage.status == "not-needed":
        return None, None, ()
    if stage.on is None:
        return None, None, (say("the day of '{step}' is not on record", step=stage.step.describe()),)
    return stage.on, say("{step} on {day}", step=stage.step.describe(), day=dated(stage.on)), ()


def _told(day: dt.date | None, message: str) -> tuple[dt.date | None, Phrase | None, tuple[str, ...]]:
    return (day, say(message, day=dated(day)), ()) if day is not None else (None, None, ())
