"""The steps of a path as they stand on a day: what is done, what may come next and not before when, what is late, what has lapsed.

"Not before" rests on the order of steps and on periods that must run; it is the earliest lawful day, never a forecast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from graphlib import TopologicalSorter

from attrs import frozen

from foedera.model.phrases import N_, Phrase, dated, joined, say, say_n
from foedera.ratification.calendars import Calendars
from foedera.ratification.clocks import Reckoning, reckon
from foedera.ratification.procedures import PARLIAMENTARY, Path, Step, TimeLimit
from foedera.ratification.progress import Taken

#: How a step stands, in the words a face shows.
STATUSES = {
    "done": N_("done"),
    "unrecorded": N_("taken, not recorded how"),
    "passed-over": N_("not recorded whether taken"),
    "elapsed": N_("period run out"),
    "not-needed": N_("not needed"),
    "pending": N_("under way"),
    "refused": N_("refused"),
    "next": N_("next"),
    "open": N_("may be taken"),
    "waiting": N_("waiting"),
    "lapsed": N_("lapsed"),
    "unknown": N_("unknown"),
}

#: With these a step no longer stands in the way of those after it.
SETTLED = frozenset(("done", "unrecorded", "passed-over", "elapsed", "not-needed"))

_NO_DAY = dt.date.min

#: How a line of progress is told, by its outcome.
_TOLD = {
    "done": N_("{step}: {day}"),
    "refused": N_("{step}: refused on {day}"),
    "pending": N_("{step}: begun on {day}, nothing decided yet"),
}


@frozen(kw_only=True)
class Stage:
    """A step as it stands: since when, from which source; for what is to come the earliest lawful day; its deadline and how many days it is late.

    `uncounted` are the chambers whose sitting days are not on record so far as its periods need them.
    """

    step: Step
    status: str
    on: dt.date | None = None
    known: dt.date | None = None
    source: str = ""
    confidence: str = ""
    note: str = ""
    not_before: dt.date | None = None
    due: dt.date | None = None
    late: int = 0
    because: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    irregular: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it no longer stands in the way of those after it."""
        return self.status in SETTLED


@frozen(kw_only=True)
class Fact:
    """That a step was taken: on which day, known since when, from which source; `act` where it is an act of the agreement's own log."""

    on: dt.date
    known: dt.date
    outcome: str = "done"
    source: str = ""
    confidence: str = ""
    note: str = ""
    act: str = ""


def of_line(line: Taken) -> Fact:
    """Return the fact a line of progress states."""
    return Fact(on=line.on, known=line.known, outcome=line.outcome, source=line.source, confidence=line.confidence, note=line.note)


class Course:
    """A path with what is on record of its steps by a day; works out how each step stands."""

    def __init__(
        self,
        path: Path,
        state: str,
        facts: Mapping[str, Sequence[Fact]],
        calendars: Calendars,
        on: dt.date,
        needless: Mapping[str, str] | None = None,
    ) -> None:
        """Look at a path on a day; `facts` are those on record by it, in order of date; `needless` the steps that fall away, and why."""
        self.path = path
        self.state = state
        self.facts = facts
        self.calendars = calendars
        self.on = on
        self.needless = needless or {}
        self.steps = {step.id: step for step in path.steps}
        self.before = path.preceding()
        self.in_order = tuple(TopologicalSorter(self.before).static_order())
        self._earliest: dict[str, tuple[dt.date, tuple[str, ...], tuple[str, ...]]] = {}

    def stages(self) -> tuple[Stage, ...]:
        """Return every step of the path as it stands, in the order of the path."""
        return tuple(self._stage(step) for step in self.path.steps)

    # What is on record.

    @cached_property
    def lapses(self) -> Mapping[str, tuple[dt.date, str]]:
        """The steps that begin anew, each with the day and the chamber of the last dissolution that undid it."""
        return self._undone[0]

    @cached_property
    def doubts(self) -> Mapping[str, tuple[dt.date, str]]:
        """The steps of which it is not on record whether a dissolution undid them."""
        return self._undone[1]

    @cached_property
    def _undone(self) -> tuple[dict[str, tuple[dt.date, str]], dict[str, tuple[dt.date, str]]]:
        undone: dict[str, tuple[dt.date, str]] = {}
        doubts: dict[str, tuple[dt.date, str]] = {}
        parliamentary = [step for step in self.path.steps if step.kind in PARLIAMENTARY]
        for chamber, end in self.calendars.dissolutions(self.state):
            if end.on > self.on:
                continue
            done = {step.id: fact.on for step in self.path.steps if (fact := self._latest(step.id, undone, end.on)) and fact.outcome == "done"}
            if not any(step.id in done for step in parliamentary):
                continue
            pending = next((step for step in parliamentary if step.id not in done and not step.optional and not self._passed(step.id, done)), None)
            if pending is None or (pending.chambers and chamber not in pending.chambers):
                continue
            for step in self.path.steps:
                if step.id in done and step.lapses:
                    undone[step.id] = (end.on, chamber)
                elif step.id in done and step.lapses is None:
                    doubts[step.id] = (end.on, chamber)
        return undone, {name: doubt for name, doubt in doubts.items() if not self._since(name, doubt[0])}

    def _since(self, name: str, day: dt.date) -> bool:
        return any(fact.on > day for fact in self.facts.get(name, ()))

    def _passed(self, name: str, done: Mapping[str, dt.date]) -> bool:
        """Return whether a later step that presupposes this one is done."""
        return any(name in self.ancestors[later] for later in done)

    def _latest(self, name: str, undone: Mapping[str, tuple[dt.date, str]], until: dt.date) -> Fact | None:
        """Return the last fact of a step by a day that no dissolution has undone."""
        since = undone[name][0] if name in undone else _NO_DAY
        found = [fact for fact in self.facts.get(name, ()) if since < fact.on <= until]
        return found[-1] if found else None

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """For each step all those that must come before it."""
        found: dict[str, frozenset[str]] = {}
        for name in self.in_order:
            found[name] = frozenset(self.before[name]).union(*(found[one] for one in self.before[name]))
        return found

    @cached_property
    def current(self) -> Mapping[str, Fact]:
        """The fact that counts of each step that has one."""
        return {step.id: fact for step in self.path.steps if (fact := self._latest(step.id, self.lapses, self.on)) is not None}

    @cached_property
    def done(self) -> Mapping[str, Fact]:
        """The facts of the steps that are done."""
        return {name: fact for name, fact in self.current.items() if fact.outcome == "done"}

    # How each step stands.

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """The status of each step."""
        found: dict[str, str] = {}
        for name in self.in_order:
            found[name] = self._status(name, found)
        return found

    def _status(self, name: str, earlier: Mapping[str, str]) -> str:
        """Return the status of a step, given those of the steps that come before it."""
        step = self.steps[name]
        if name in self.done:
            return "unknown" if name in self.doubts and not self._followed(name) else "done"
        if name in self.needless:
            return "not-needed"
        fact = self.current.get(name)
        if fact is not None and not (self._followed(name) and fact.outcome == "pending"):
            return fact.outcome
        if self._followed(name):
            return "passed-over" if step.optional else "unrecorded"
        if step.optional and fact is None and self._moved_on(name):
            return "passed-over"
        if step.kind == "tacit" and self._has_run(step, earlier):
            return "elapsed"
        if not self._ready(name, earlier):
            return "lapsed" if name in self.lapses else "waiting"
        if name in self.lapses:
            return "lapsed"
        return "open" if step.optional else "next"

    def called(self, name: str) -> str:
        """Return what a step is called in a sentence."""
        return self.steps[name].describe()

    def is_ready(self, name: str) -> bool:
        """Return whether everything that must come before a step is settled."""
        return self._ready(name, self.standing)

    def _followed(self, name: str) -> bool:
        return self._passed(name, {later: fact.on for later, fact in self.done.items()})

    def _moved_on(self, name: str) -> bool:
        """Return whether a later step of the path is done, which an optional step beside it need not have preceded."""
        names = [step.id for step in self.path.steps]
        return any(later in self.done for later in names[names.index(name) + 1 :])

    def _has_run(self, step: Step, earlier: Mapping[str, str]) -> bool:
        """Return whether a period of silence has certainly run out; that nobody objected is only that nothing is on record."""
        start = self._start(step)
        if step.minimum is None or start is None or self._changed(step.minimum) or not self._ready(step.id, earlier):
            return False
        run = reckon(step.minimum, start, self.state, self.calendars)
        return run.last is not None and run.last < self.on

    def _changed(self, limit: TimeLimit) -> tuple[Phrase, ...]:
        """Return what is open about a period because steps on record have changed it."""
        asked = N_("'{step}' on {day} changed the period of {period}; how long it is now is not on record")
        return tuple(
            say(asked, step=self.called(name), day=dated(self.done[name].on), period=limit.describe()) for name in limit.unless if name in self.done
        )

    def _start(self, step: Step) -> dt.date | None:
        """Return the day from which the period a step must wait for runs, None while that is open."""
        fact = self.done.get(step.minimum.since) if step.minimum is not None else None
        return fact.on if fact is not None else None

    def _ready(self, name: str, standing: Mapping[str, str]) -> bool:
        """Return whether nothing stands before a step: what is optional and not begun does not."""
        for one in self.before[name]:
            if standing[one] in SETTLED:
                continue
            if not self.steps[one].optional or standing[one] in ("pending", "refused") or not self._ready(one, standing):
                return False
        return True

    def _stage(self, step: Step) -> Stage:
        status = self.standing[step.id]
        fact = self.current.get(step.id)
        because = list(self._why(step, status, fact))
        questions: list[str] = []
        not_before = None
        if status not in SETTLED:
            not_before, why, open_ = self._not_before(step.id)
            because += why
            questions += open_
        if step.id in self.doubts and status == "unknown":
            day, chamber = self.doubts[step.id]
            asked = N_("{chamber} was dissolved on {day} before it was through; whether '{step}' begins anew is not on record")
            questions.append(say(asked, chamber=self.calendars.called(self.state, chamber), day=dated(day), step=step.describe()))
        due, late, told, open_ = self._deadline(step, status, fact)
        return Stage(
            step=step,
            status=status,
            on=self._day(step, status, fact),
            known=fact.known if fact else None,
            source=fact.source if fact else "",
            confidence=fact.confidence if fact else "",
            note=fact.note if fact else "",
            not_before=not_before,
            due=due,
            late=late,
            because=tuple(dict.fromkeys((*because, *told))),
            questions=tuple(dict.fromkeys((*questions, *open_))),
            irregular=tuple(self._irregular(step, fact)) if fact is not None and status == "done" else (),
            uncounted=self._uncounted(step, status),
        )

    def _day(self, step: Step, status: str, fact: Fact | None) -> dt.date | None:
        if fact is not None:
            return fact.on
        if status == "elapsed" and step.minimum is not None and (start := self._start(step)) is not None:
            return reckon(step.minimum, start, self.state, self.calendars).last
        return None

    def _why(self, step: Step, status: str, fact: Fact | None) -> Iterator[Phrase | str]:
        if fact is not None:
            if fact.act:
                yield fact.act
            else:
                yield say(_TOLD[fact.outcome], step=step.describe(), day=dated(fact.on))
        if status == "not-needed":
            yield self.needless[step.id]
        if status in ("unrecorded", "passed-over"):
            names = [one.id for one in self.path.steps]
            beyond = names[names.index(step.id) + 1 :]
            followed = [later for later in self.done if step.id in self.ancestors[later]] or [later for later in beyond if later in self.done]
            after = min((self.done[later].on, later) for later in followed)
            yield say("not on record; '{step}' followed on {day}", step=self.called(after[1]), day=dated(after[0]))
        if status == "elapsed" and step.minimum is not None and (start := self._start(step)) is not None:
            yield from reckon(step.minimum, start, self.state, self.calendars).because
            yield say("no objection is on record")
        if status in ("waiting", "lapsed"):
            missing = [self.called(one) for one in self.before[step.id] if self.standing[one] not in SETTLED]
            if missing:
                yield say("waits for: {steps}", steps=joined(missing, "; "))
        if step.id in self.lapses:
            day, chamber = self.lapses[step.id]
            yield say(
                "lapsed: {chamber} was dissolved on {day} while the matter lay before it",
                chamber=self.calendars.called(self.state, chamber),
                day=dated(day),
            )

    # Days.

    def _not_before(self, name: str) -> tuple[dt.date, tuple[str, ...], tuple[str, ...]]:
        """Return the earliest lawful day of a step that is not settled, with reasons and what is open about it."""
        if name in self._earliest:
            return self._earliest[name]
        step = self.steps[name]
        day = self.on
        because: list[str] = []
        questions: list[str] = []
        for one in self._standing_before(name):
            if self.standing[one] in SETTLED:
                continue
            earlier, why, open_ = self._not_before(one)
            questions += open_
            if earlier > day:
                day = earlier
                because += [say("not before '{step}': {day}", step=self.called(one), day=dated(earlier)), *why]
        if step.minimum is not None:
            run = self._minimum(step)
            if run is None:
                questions.append(
                    say(
                        "since when {period} run is not on record: the day of '{step}' is missing",
                        period=step.minimum.describe(),
                        step=self.called(step.minimum.since),
                    )
                )
            else:
                questions += run.questions
                because += run.because
                if run.over > day:
                    day = run.over
                    because.append(say("not before {day}, when {period} have run", day=dated(day), period=step.minimum.describe()))
            questions += self._changed(step.minimum)
        found = self._earliest[name] = (day, tuple(dict.fromkeys(because)), tuple(dict.fromkeys(questions)))
        return found

    def _standing_before(self, name: str) -> Iterator[str]:
        """Yield the steps that stand before one: for an optional one not begun those before it."""
        for one in self.before[name]:
            if self.steps[one].optional and self.standing[one] not in (*SETTLED, "pending", "refused"):
                yield from self._standing_before(one)
            else:
                yield one

    def _minimum(self, step: Step) -> Reckoning | None:
        """Return the period that must run before a step: from the day it runs from, or the earliest that can be; None where that is unknown."""
        assert step.minimum is not None
        since = step.minimum.since
        if since in self.done:
            start = self.done[since].on
        elif self.standing[since] in SETTLED:
            return None
        else:
            start = self._not_before(since)[0]
        return reckon(step.minimum, start, self.state, self.calendars)

    def _uncounted(self, step: Step, status: str) -> tuple[str, ...]:
        """Return the chambers whose sitting days the periods of a step need and the record does not have."""
        runs = [self._minimum(step)] if step.minimum is not None and status not in SETTLED else []
        if step.deadline is not None and step.deadline.since in self.done:
            runs.append(reckon(step.deadline, self.done[step.deadline.since].on, self.state, self.calendars))
        return tuple(dict.fromkeys(chamber for run in runs if run is not None for chamber in run.uncounted))

    def _deadline(self, step: Step, status: str, fact: Fact | None) -> tuple[dt.date | None, int, tuple[str, ...], tuple[str, ...]]:
        """Return the last day for a step, how many days late it is or was, with reasons and what is open."""
        if step.deadline is None or step.deadline.since not in self.done:
            return None, 0, (), ()
        run = reckon(step.deadline, self.done[step.deadline.since].on, self.state, self.calendars)
        if run.last is None:
            return None, 0, run.because, run.questions
        if changed := self._changed(step.deadline):
            return None, 0, run.because, () if status in SETTLED else changed
        if status in ("unrecorded", "passed-over", "not-needed", "elapsed"):
            return run.last, 0, run.because, ()
        begun = not step.optional or fact is not None
        day = fact.on if fact is not None and fact.outcome == "done" else self.on
        late = max((day - run.last).days, 0) if begun else 0
        if late and status == "done":
            return run.last, late, (*run.because, say_n("{n} day late", "{n} days late", late)), ()
        if late:
            told = say_n(
                "{n} day past it, and nothing on record that it was taken", "{n} days past it, and nothing on record that it was taken", late
            )
            return run.last, late, (*run.because, told), ()
        return run.last, 0, run.because, ()

    def _irregular(self, step: Step, fact: Fact) -> Iterator[Phrase]:
        """Yield what of the record cannot be right, or was not lawful: out of order, or before its period had run."""
        for one in sorted(self.ancestors[step.id]):
            earlier = self.done.get(one)
            if earlier is not None and earlier.on > fact.on:
                text = N_("'{step}' is recorded on {day}, before '{earlier}', {other}, which it presupposes")
                yield say(text, step=step.describe(), day=dated(fact.on), earlier=self.called(one), other=dated(earlier.on))
        if step.minimum is not None and (start := self._start(step)) is not None:
            run = reckon(step.minimum, start, self.state, self.calendars)
            if fact.on < run.over:
                text = N_("'{step}' is recorded on {day}, before {period} had run from {start}: not before {over}")
                yield say(text, step=step.describe(), day=dated(fact.on), period=step.minimum.describe(), start=dated(start), over=dated(run.over))
