"""The tracker: on which path a state is towards consent to an agreement on a day, where it stands, what comes next, and what is in the way.

The acts of the agreement's own log count as the steps they are; what happened at home comes from the log of progress. Both as known on a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from foedera.law import conditions
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_, Phrase, dated, joined, say
from foedera.model.standing import BOUND, Participation, iso
from foedera.model.terms import word
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import DUTY, FULL_POWERS, Path, Procedure
from foedera.ratification.progress import Taken, seen
from foedera.ratification.stages import Course, Fact, Stage, of_line

#: How far a state is, in the order of need, as a face shows it.
STATUSES = {
    "blocked": N_("blocked"),
    "late": N_("overdue on record"),
    "under-way": N_("under way"),
    "signed": N_("signed"),
    "not-begun": N_("not begun"),
    "no-procedure": N_("no procedure on record"),
    "consented": N_("consented"),
    "bound": N_("bound"),
    "left": N_("no longer bound"),
}

_SIGNING = frozenset(("signature", "definitive-signature", "succession-to-signature"))
_CONSENTED = BOUND | {"contracting", "provisional"}
#: What a path is for where nothing else is said: this is software for defence cooperation.
DEFENCE = ("defence",)


@frozen(kw_only=True)
class Track:
    """Where one state stands with one agreement on a day, as the record was on `known`.

    `path` is None where the state has no procedure on record. `not_before` is the earliest lawful day of its consent, None once given or where
    nothing can be said; `late` the most days any step is overdue. `irregular` are steps recorded out of order or too early. `uncounted` are the
    chambers whose sitting days its periods need and the record does not have.
    """

    state: str
    agreement: str
    on: dt.date
    known: dt.date | None
    status: str
    where: str
    path: Path | None
    chosen: tuple[str, ...]
    stages: tuple[Stage, ...]
    next: tuple[str, ...]
    not_before: dt.date | None
    late: int
    blockers: tuple[str, ...]
    irregular: tuple[str, ...]
    participation: Participation | None
    signed: dt.date | None
    consented: dt.date | None
    because: tuple[str, ...]
    open_questions: tuple[str, ...]
    uncounted: tuple[str, ...] = ()

    def stage(self, name: str) -> Stage | None:
        """Return how a step stands, None where the path has none of that id."""
        return next((stage for stage in self.stages if stage.step.id == name), None)

    def as_json(self) -> dict[str, object]:
        """Return the object a program is given."""
        return {
            "state": self.state,
            "agreement": self.agreement,
            "on": iso(self.on),
            "known": iso(self.known),
            "status": self.status,
            "where": self.where,
            "path": self.path.id if self.path else None,
            "chosen": list(self.chosen),
            "steps": [
                {
                    "id": stage.step.id,
                    "kind": stage.step.kind,
                    "status": stage.status,
                    "on": iso(stage.on),
                    "not_before": iso(stage.not_before),
                    "due": iso(stage.due),
                    "late": stage.late,
                    "because": list(stage.because),
                }
                for stage in self.stages
            ],
            "next": list(self.next),
            "not_before": iso(self.not_before),
            "late": self.late,
            "blockers": list(self.blockers),
            "irregular": list(self.irregular),
            "signed": iso(self.signed),
            "consented": iso(self.consented),
            "because": list(self.because),
            "open_questions": list(self.open_questions),
        }


@frozen(kw_only=True)
class _Done:
    """What a state did towards the others by a day: the acts of the agreement's own log."""

    signature: Act | None
    consent: Act | None
    refusal: Act | None


def track(
    procedure: Procedure | None,
    state: str,
    timeline: Timeline,
    log: Iterable[Taken],
    on: dt.date,
    calendars: Calendars | None = None,
    *,
    path: str = "",
    subjects: Sequence[str] = DEFENCE,
) -> Track:
    """Return where a state stands with an agreement on a day.

    `timeline` and the log are read as the record was on the timeline's `known`. `path` chooses the way of consent; without it the log says, else the
    procedure's default is taken, and where several could apply to `subjects` (words of `SUBJECTS`) that is an open question.
    """
    done = _acts(timeline, state, on)
    lines = seen(log, on, timeline.known, timeline.agreement.id, state)
    participation = timeline.participation(state, on)
    if procedure is None:
        return _without(state, timeline, on, done, participation)
    way, chosen, questions = _choose(procedure, lines, path, subjects, timeline.agreement)
    facts, needless = _facts(way, lines, done, state)
    if (acceding := _acceding(timeline, state, on, done)) is not None:
        needless = {**{step.id: acceding for step in way.steps if step.kind == "signature"}, **needless}
    course = Course(way, state, facts, (calendars or Calendars()).naming((procedure,)), on, needless)
    stages = course.stages()
    blockers = tuple(_blockers(procedure, timeline, on, done, stages, lines, course))
    following = tuple(stage.step.id for stage in stages if stage.status in ("next", "pending", "lapsed") and course.is_ready(stage.step.id))
    if done.consent is not None:
        following = ()
    overdue = max((stage.late for stage in stages if not stage.settled), default=0) if done.consent is None else 0
    ahead = next(stage for stage in stages if stage.step is way.act) if done.consent is None else None
    status = _status(participation, done, blockers, overdue, any(stage.settled and stage.step.kind != "signature" for stage in stages))
    open_questions = (
        *questions,
        *_unmatched(way, lines, done),
        *_consent_in_doubt(timeline, on, done, participation),
        *(question for stage in stages for question in stage.questions),
    )
    return Track(
        state=state,
        agreement=timeline.agreement.id,
        on=on,
        known=timeline.known,
        status=status,
        where=_where(state, status, done, participation, stages, following),
        path=way,
        chosen=chosen,
        stages=stages,
        next=following,
        not_before=ahead.not_before if ahead is not None else None,
        late=overdue,
        blockers=blockers,
        irregular=tuple(text for stage in stages for text in stage.irregular),
        participation=participation,
        signed=done.signature.on if done.signature else None,
        consented=done.consent.on if done.consent else None,
        because=(*chosen, *(ahead.because if ahead is not None else ())),
        open_questions=tuple(dict.fromkeys(open_questions)),
        uncounted=tuple(dict.fromkeys(chamber for stage in stages for chamber in stage.uncounted)),
    )


def _acts(timeline: Timeline, state: str, on: dt.date) -> _Done:
    ledger = timeline.era(on)
    key = ledger.key(state)
    own = [act for act in timeline.acts_until(on) if key in map(ledger.key, act.by)]
    consents = ledger.consent_kinds | ({"signature"} if ledger.signature_binds else set()) | {"definitive-signature"}
    return _Done(
        signature=next((act for act in own if act.kind in _SIGNING), None),
        consent=next((act for act in own if act.kind in consents), None),
        refusal=next((act for act in reversed(own) if act.kind == "refusal"), None),
    )


def _choose(
    procedure: Procedure, lines: Sequence[Taken], path: str, subjects: Sequence[str], agreement: Agreement
) -> tuple[Path, tuple[str, ...], tuple[str, ...]]:
    """Return the path taken, why, and what is open about it."""
    if path and (given := procedure.path(path)) is not None:
        return given, (say("path {path}: as asked for", path=given.title),), ()
    said = [line.path for line in lines if line.path and procedure.path(line.path) is not None]
    if said and (found := procedure.path(said[-1])) is not None:
        return found, (say("path {path}: the record says so", path=found.title),), ()
    names = {line.step for line in lines if not line.step.startswith(DUTY) and line.step != FULL_POWERS}
    fitting = [way for way in procedure.paths if names <= {step.id for step in way.steps}]
    if names and len(fitting) == 1:
        return fitting[0], (say("path {path}: the only one with the steps on record", path=fitting[0].title),), ()
    executive = next((way for way in fitting if way.form == "executive"), None)
    if agreement.kind == "executive-agreement" and executive is not None:
        return executive, (say("path {path}: it is an executive agreement", path=executive.title),), ()
    default = procedure.default or procedure.paths[0]
    if default not in fitting and fitting:
        default = fitting[0]
    others = [way for way in fitting or procedure.paths if way is not default and set(way.covers) & set(subjects)]
    why = say("path {path}: the one taken where nothing else is said", path=default.title)
    asked = N_("which path is taken is not on record; {path} is assumed, and {others} could apply too")
    questions = (say(asked, path=default.title, others=joined([way.title for way in others], ", ")),) if others else ()
    return default, (why,), questions


def _facts(way: Path, lines: Iterable[Taken], done: _Done, state: str) -> tuple[Mapping[str, Sequence[Fact]], Mapping[str, str]]:
    """Return what is on record of each step of a path, and the steps that fall away, with why."""
    found: dict[str, list[Fact]] = {}
    for line in lines:
        if line.path in ("", way.id):
            found.setdefault(line.step, []).append(of_line(line))
    needless: dict[str, str] = {}
    for step in way.steps:
        if not way.towards_others(step):
            continue
        # What binds is the act in the agreement's own log; a line at home that claims it is an open question.
        found.pop(step.id, None)
        if step is way.act and done.consent is not None:
            found[step.id] = [_of_act(done.consent, state)]
        elif step.kind == "signature" and done.signature is not None:
            found[step.id] = [_of_act(done.signature, state)]
        elif step.kind == "signature" and done.consent is not None:
            needless[step.id] = say("{act}: consent without signature", act=done.consent.describe(state))
    return found, needless


def _acceding(timeline: Timeline, state: str, on: dt.date, done: _Done) -> Phrase | None:
    """Return why a state does not sign: the agreement is in force among others, and lets further ones in when invited (VCLT 15)."""
    ledger, clause, entry = timeline.era(on), timeline.agreement.consent, timeline.entry_as_seen(on)
    if done.signature is not None or clause is None or "invitation" not in clause.open_to or "accession" not in ledger.consent_kinds:
        return None
    if entry is None or entry > on or ledger.key(state) in conditions.negotiating(ledger):
        return None
    return say("{rule}: who comes later accedes, and does not sign", rule=clause.cite(say("VCLT 15")))


def _of_act(act: Act, state: str) -> Fact:
    return Fact(on=act.on, known=act.known, source=act.source, confidence=act.confidence, note=act.note, act=act.describe(state))


def _unmatched(way: Path, lines: Iterable[Taken], done: _Done) -> Iterator[Phrase]:
    for line in lines:
        step = way.step(line.step) if line.path in ("", way.id) and line.outcome == "done" else None
        if step is None or not way.towards_others(step) or done.consent is not None:
            continue
        if step is way.act or done.signature is None:
            asked = N_("progress has '{step}' on {day}, but the agreement's own log has no such act by {state}; record the act")
            yield say(asked, step=step.describe(), day=dated(line.on), state=line.state)


def _consent_in_doubt(timeline: Timeline, on: dt.date, done: _Done, participation: Participation | None) -> Iterator[str]:
    """Yield the law's own open questions where an act of consent has not made the state a contracting one."""
    if done.consent is not None and (participation is None or participation.status == "signatory"):
        yield from timeline.questions(on)


def _blockers(
    procedure: Procedure, timeline: Timeline, on: dt.date, done: _Done, stages: Sequence[Stage], lines: Sequence[Taken], course: Course
) -> Iterator[str]:
    if done.consent is not None:
        return
    status, agreement = timeline.status_on(on), timeline.agreement
    if status == "not-open":
        yield say("the agreement is not open yet")
    if status == "terminated":
        yield say("the agreement is no longer in force")
    if done.signature is None and agreement.closed is not None and agreement.closed < on:
        yield say("closed for signature since {day}; only accession is left, where the agreement allows it", day=dated(agreement.closed))
    if done.refusal is not None:
        yield done.refusal.describe()
    powers = next((line for line in reversed(lines) if line.step == FULL_POWERS), None)
    if done.signature is None and powers is not None and powers.outcome != "done":
        yield say("no full powers (VCLT 7)")
    for stage in stages:
        yield from _blocking(procedure, stage)
    undone = [stage.step.id for stage in stages if stage.status == "lapsed"]
    for day, chamber in sorted({course.lapses[name] for name in undone}):
        begins = joined([course.called(name) for name in undone if course.lapses[name] == (day, chamber)], "; ")
        named = course.calendars.called(course.state, chamber)
        yield say("{chamber} was dissolved on {day}; to begin anew: {steps}", chamber=named, day=dated(day), steps=begins)


def _blocking(procedure: Procedure, stage: Stage) -> Iterator[Phrase]:
    step, day = stage.step, dated(stage.on) if stage.on else ""
    if stage.status == "pending" and step.kind == "review":
        yield say("{actor} has had the matter since {day}", actor=step.actor or step.describe(), day=day)
    elif stage.status == "pending" and step.kind == "referendum":
        yield say("a referendum was called on {day}", day=day)
    elif stage.status == "refused" and step.kind == "referendum":
        binding = procedure.referendum.binding if procedure.referendum is not None else None
        if binding is None:
            yield say("the referendum of {day} was lost; whether that binds is not on record", day=day)
        else:
            yield say(
                "the referendum of {day} was lost, and that binds" if binding else "the referendum of {day} was lost; it does not bind", day=day
            )
    elif stage.status == "refused":
        yield say("{step}: refused on {day}", step=step.describe(), day=day)


def _status(participation: Participation | None, done: _Done, blockers: Sequence[str], late: int, begun: bool) -> str:
    if participation is not None and participation.status in BOUND:
        return "bound"
    if participation is not None and participation.status in ("withdrawn", "terminated"):
        return "left"
    if done.consent is not None:
        return "consented"
    if blockers:
        return "blocked"
    if late:
        return "late"
    if begun:
        return "under-way"
    return "signed" if done.signature is not None else "not-begun"


def _where(state: str, status: str, done: _Done, participation: Participation | None, stages: Sequence[Stage], following: Sequence[str]) -> Phrase:
    """Return in one sentence how far a state is."""
    if participation is not None and status in ("bound", "left"):
        if participation.since is None:
            return say("{status}; since when is not known", status=word(participation.status))
        return say("{status} since {day}", status=word(participation.status), day=dated(participation.since))
    if done.consent is not None:
        return say("{act}; not bound yet", act=done.consent.describe(state))
    upcoming = (
        joined([stage.step.describe() for stage in stages if stage.step.id in following], "; ") if following else say("open, see the questions")
    )
    recorded = [stage for stage in stages if stage.status in ("done", "elapsed") and stage.on is not None]
    if not recorded:
        return say("nothing on record yet; next: {next}", next=upcoming)
    latest = max(reversed(recorded), key=lambda stage: stage.on or dt.date.min)
    text = say("{step}: {day}", step=latest.step.describe(), day=dated(latest.on or dt.date.min))
    return say("{step}; next: {next}", step=text, next=upcoming)


def _without(state: str, timeline: Timeline, on: dt.date, done: _Done, participation: Participation | None) -> Track:
    """Return what can be said of a state whose procedure is not on record: its acts alone."""
    status = _status(participation, done, (), 0, begun=False)
    if status in ("signed", "not-begun"):
        status = "no-procedure"
    signed = say("signed on {day}", day=dated(done.signature.on)) if done.signature is not None else say("nothing on record yet")
    where = _where(state, status, done, participation, (), ()) if status != "no-procedure" else signed
    question = say("no procedure of {state} is on record, so its steps at home cannot be told", state=state)
    return Track(
        state=state,
        agreement=timeline.agreement.id,
        on=on,
        known=timeline.known,
        status=status,
        where=where,
        path=None,
        chosen=(),
        stages=(),
        next=(),
        not_before=None,
        late=0,
        blockers=(),
        irregular=(),
        participation=participation,
        signed=done.signature.on if done.signature else None,
        consented=done.consent.on if done.consent else None,
        because=(),
        open_questions=() if done.consent is not None else (question,),
    )
