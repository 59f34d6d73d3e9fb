"""Clocks that run at home: last days of duties and of steps, and the first day a step may be taken, of agreements on their way and new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from foedera.deeds.follow import calendars, known_procedures
from foedera.deeds.kept_answers import Answers
from foedera.law.deadlines import Deadline
from foedera.law.timeline import Timeline
from foedera.model.phrases import say
from foedera.ratification.duties import duties
from foedera.ratification.procedures import applying
from foedera.ratification.progress import Taken, seen
from foedera.ratification.track import Track, track
from foedera.store import ratification as kept
from foedera.store import reading
from foedera.store.catalogue import catalogue
from foedera.store.register import Register

#: What these deadlines are about, besides those of the law.
ABOUT = ("duty", "step")
#: Agreements that had an act no longer ago are looked at, and all that are open: no duty on record runs longer.
RECENT = dt.timedelta(days=2 * 366)
#: How many agreements are looked at at most, those with the latest acts first; and how many answers a process keeps.
MOST, _KEPT = 100, 8
_ANSWERS = Answers(_KEPT)


@frozen(order=False)
class AtHome(Deadline):
    """A day of a state's own: the last one for a duty or a step, or the first on which a step may be taken."""

    kind: str = "duty"

    @property
    def about(self) -> str:
        """What it is about: one of `ABOUT`."""
        return self.kind


def running(register: Register, on: dt.date, known: dt.date | None = None, agreement: str = "") -> tuple[AtHome, ...]:
    """Return what runs at home on a day and ends after it, in order of date: of one agreement, or of those the module looks at.

    Computed once for each state of the record and day.
    """

    def compute() -> tuple[AtHome, ...]:
        names = [agreement] if agreement else _looked_at(on, known)
        return tuple(sorted(_of(register, names, on, known), key=lambda one: (one.on, one.agreement, one.party, str(one.what))))

    return _ANSWERS.get(register, (kept.revision(), on, known, agreement), compute)


def _looked_at(on: dt.date, known: dt.date | None) -> list[str]:
    shelf = catalogue()
    recent = reading.with_acts_between(on - RECENT, on, MOST)
    wanted = shelf.set_of([*recent, *kept.shipped(), *kept.recorded_agreements()]) & ~shelf.day(on, known).statuses.get("terminated", 0)
    wanted |= shelf.day(on, known).statuses.get("open", 0)
    return shelf.names(wanted, "latest", size=MOST)


def _of(register: Register, names: list[str], on: dt.date, known: dt.date | None) -> Iterator[AtHome]:
    register.fetch(names)
    docket, days, ways = register.known(known), calendars(), known_procedures()
    lines = kept.steps(names)
    for name in names:
        if register.find(name) is None:
            continue
        own = [line for line in lines if line.agreement == name]
        timeline = docket.timeline(name)
        for state in sorted(_moving(timeline, own, on) & ways.keys()):
            found = track(ways[state], state, timeline, own, on, days)
            yield from _steps(found, on)
            for owed in duties(applying(ways, state), timeline, found, own, days):
                if owed.due is not None and owed.due > on and owed.met is None:
                    what = say("last day for a duty: {what}", what=owed.duty.what)
                    yield AtHome(owed.due, name, what, state, owed.because, "duty")


def _moving(timeline: Timeline, lines: Iterable[Taken], on: dt.date) -> set[str]:
    """Return the states a clock may run for: those with an act, a step or a change of standing no longer ago than `RECENT`."""
    since = on - RECENT
    found = {code for act in timeline.acts_until(on) if act.on >= since for code in act.by}
    found |= {line.state for line in seen(lines, on, timeline.known) if line.on >= since}
    found |= {one.party for one in timeline.standing(on).participants if one.since is not None and one.since >= since}
    return found


def _steps(found: Track, on: dt.date) -> Iterator[AtHome]:
    if found.consented is not None:
        return
    for stage in found.stages:
        if stage.settled:
            continue
        if stage.due is not None and stage.due > on:
            yield AtHome(stage.due, found.agreement, say("last day: {step}", step=stage.step.describe()), found.state, stage.because, "step")
        if stage.step.id in found.next and stage.not_before is not None and stage.not_before > on:
            what = say("may be done from this day on: {step}", step=stage.step.describe())
            yield AtHome(stage.not_before, found.agreement, what, found.state, stage.because, "step")
