"""Periods as they run: from a day and a time limit to its last day, with reasons; an open question where a calendar does not reach so far."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence

from attrs import evolve, frozen

from foedera.law.periods import add_months
from foedera.model.phrases import Phrase, dated, joined, say, say_n
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import TimeLimit

_DAY = dt.timedelta(days=1)

#: Days without a sitting are told of where there are so many in a row: a weekend is no recess.
_RECESS = 5


@frozen(kw_only=True)
class Reckoning:
    """A period that runs from a day. `last` is its last day, None where that cannot be told; `at_least` the earliest day it can be.

    `uncounted` are the chambers whose sitting days are not on record so far.
    """

    limit: TimeLimit
    start: dt.date
    last: dt.date | None
    at_least: dt.date
    because: tuple[str, ...]
    questions: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def over(self) -> dt.date:
        """The first day on which the period can have run out."""
        return self.at_least + _DAY


def reckon(limit: TimeLimit, start: dt.date, state: str, calendars: Calendars) -> Reckoning:
    """Return how a time limit runs from a day in a state.

    >>> thirty = reckon(TimeLimit(length=30, unit="days"), dt.date(2024, 1, 31), "NLD", Calendars())
    >>> thirty.last, thirty.because
    (datetime.date(2024, 3, 1), ('30 days from 2024-01-31, which does not count: the last day is 2024-03-01',))
    """
    if limit.unit == "sitting_days":
        found = _sitting(limit, start, state, calendars)
    elif limit.unit == "working_days":
        found = _working(limit, start, state, calendars)
    else:
        last = _calendar(limit, start)
        found = Reckoning(limit=limit, start=start, last=last, at_least=last, because=(_told(limit, start, last),))
    return _moved(found, state, calendars) if limit.if_not_working == "next" and found.last is not None else found


def _calendar(limit: TimeLimit, start: dt.date) -> dt.date:
    if limit.unit == "month_ends":
        month = add_months(start.replace(day=1), limit.length)
        return month.replace(day=monthrange(month.year, month.month)[1])
    if limit.unit in ("months", "years"):
        last = add_months(start, limit.length * (12 if limit.unit == "years" else 1))
    else:
        last = start + dt.timedelta(days=limit.length * (7 if limit.unit == "weeks" else 1))
    return last - _DAY if limit.inclusive else last


def _told(limit: TimeLimit, start: dt.date, last: dt.date) -> Phrase:
    period = limit.describe()
    if limit.unit == "month_ends":
        return say("{period} after {day}: {last}", period=period, day=dated(start), last=dated(last))
    if limit.inclusive:
        return say("{period} from {day}, which counts: the last day is {last}", period=period, day=dated(start), last=dated(last))
    return say("{period} from {day}, which does not count: the last day is {last}", period=period, day=dated(start), last=dated(last))


def _working(limit: TimeLimit, start: dt.date, state: str, calendars: Calendars) -> Reckoning:
    day, left = start if limit.inclusive else start + _DAY, limit.length
    while True:
        works = calendars.working(state, day)
        if works is None:
            bound = day + (left - 1) * _DAY
            question = say(
                "the public holidays of {state} are not known for {year}, so working days cannot be counted", state=state, year=str(day.year)
            )
            because = (say("{period} from {day}", period=limit.describe(), day=dated(start)),)
            return Reckoning(limit=limit, start=start, last=None, at_least=bound, because=because, questions=(question,))
        left -= works
        if not left:
            return Reckoning(limit=limit, start=start, last=day, at_least=day, because=(_told(limit, start, day),))
        day += _DAY


def _sitting(limit: TimeLimit, start: dt.date, state: str, calendars: Calendars) -> Reckoning:
    """Count sitting days up to the last, or up to the first day of which nothing is on record; each day beyond it may be one."""
    day, run = start if limit.inclusive else start + _DAY, 0
    since_last, breaks = day, list[Phrase]()
    because: tuple[str, ...]
    while (sits := calendars.sits(state, limit.chambers, day, limit.counting)) is not None:
        if sits:
            run += 1
            if (day - since_last).days >= _RECESS:
                breaks.append(say("no sitting day from {first} to {last}", first=dated(since_last), last=dated(day - _DAY)))
            since_last = day + _DAY
            if run == limit.length:
                because = (_told(limit, start, day), *breaks, *_ends(limit, start, day, state, calendars), *_doubts(limit, state, calendars))
                return Reckoning(limit=limit, start=start, last=day, at_least=day, because=because)
        day += _DAY
    houses = _houses(limit.chambers, limit.counting, state, calendars)
    uncounted = tuple(chamber for chamber in limit.chambers if calendars.sits(state, (chamber,), day) is None)
    question = say(
        "whether {houses} sat on {day}, or will, is not on record, so sitting days cannot be counted further", houses=houses, day=dated(day)
    )
    counted = say_n(
        "{n} sitting day counted from {start} to {day}",
        "{n} sitting days counted from {start} to {day}",
        run,
        start=dated(start),
        day=dated(day - _DAY),
    )
    because = (
        say("{period} from {day}", period=limit.describe(), day=dated(start)),
        counted,
        *breaks,
        *_ends(limit, start, day, state, calendars),
        *_doubts(limit, state, calendars),
    )
    bound = day + (limit.length - run - 1) * _DAY
    return Reckoning(limit=limit, start=start, last=None, at_least=bound, because=because, questions=(question,), uncounted=uncounted)


def _houses(chambers: Sequence[str], counting: str, state: str, calendars: Calendars) -> str:
    return joined([calendars.called(state, chamber) for chamber in chambers], " or " if counting == "any" else " and ")


def _doubts(limit: TimeLimit, state: str, calendars: Calendars) -> tuple[Phrase, ...]:
    chambers = calendars.doubtful(state, limit.chambers)
    if not chambers:
        return ()
    return (
        say(
            "the sitting days of {houses} on record are of low confidence: the day may be another", houses=_houses(chambers, "each", state, calendars)
        ),
    )


def _ends(limit: TimeLimit, start: dt.date, last: dt.date, state: str, calendars: Calendars) -> tuple[Phrase, ...]:
    """Return that a chamber was dissolved while the period ran: it stands still, and goes on when the new chamber sits."""
    return tuple(
        say(
            "{chamber} was dissolved on {day}; the period stands still until its successor sits",
            chamber=calendars.called(state, chamber),
            day=dated(end.on),
        )
        for chamber, end in calendars.dissolutions(state, limit.chambers)
        if start <= end.on <= last
    )


def _moved(found: Reckoning, state: str, calendars: Calendars) -> Reckoning:
    """Return the reckoning with its last day moved to the next working day."""
    last = found.at_least
    because = list(found.because)
    while (works := calendars.working(state, last)) is False:
        because.append(calendars.off(state, last))
        last += _DAY
    if works is None:
        question = say(
            "the public holidays of {state} are not known for {year}: the last day may move to a working day", state=state, year=str(last.year)
        )
        return evolve(found, last=None, questions=(*found.questions, question))
    if last != found.at_least:
        because.append(say("the period ends on the next working day, {day}", day=dated(last)))
    return evolve(found, last=last, at_least=last, because=tuple(because))
