"""The life of an agreement: a lane for each participant with its statuses as bars and its acts as marks, and the days something changed."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.law.timeline import Timeline
from foedera.model.acts import CONSENT_KINDS
from foedera.web.drawings.time_axis import scale

WIDTH, LANE, TOP, LEFT, RIGHT = 1000, 20, 26, 168, 12
#: Height of the marks under the slider.
TICKS = 18

#: The mark an act leaves on its author's lane.
MARKS = {
    "signature": "sign",
    "definitive-signature": "consent",
    "succession-to-signature": "sign",
    "withdrawal": "notice",
    "revocation-of-withdrawal": "revoked",
    "reservation": "reserve",
    "expulsion": "notice",
} | dict.fromkeys(CONSENT_KINDS, "consent")

#: A status under which nothing is drawn but the mark of its beginning.
_OVER = ("withdrawn", "terminated")
#: On a day only the weightiest mark of a lane is shown.
_WEIGHT = ("exit", "notice", "revoked", "consent", "sign", "reserve")


@frozen
class Bar:
    """One status of one participant over time, in the drawing's own units."""

    x: float
    width: float
    status: str
    since: dt.date
    until: dt.date | None


@frozen
class Mark:
    """An act, or the end of a participation, on a lane."""

    x: float
    sign: str
    kind: str
    on: dt.date


@frozen
class Lane:
    """A participant's line: its code, height, bars and marks."""

    code: str
    y: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@frozen
class Life:
    """A membership timeline: lanes, year marks, its first and last day, and how days become places."""

    lanes: tuple[Lane, ...]
    years: tuple[tuple[float, int], ...]
    height: int
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Return where a day lies."""
        return _place(day, self.first, self.last)


@frozen
class Ticks:
    """The days on which something changed, for the slider: place in thousandths, the day, how many changed; years to read them by."""

    ticks: tuple[tuple[float, dt.date, int], ...]
    years: tuple[tuple[float, int], ...]
    first: dt.date
    last: dt.date


def _place(day: dt.date, first: dt.date, last: dt.date) -> float:
    return scale(first, last, LEFT, WIDTH - RIGHT)(day)


def bounds(timeline: Timeline, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days a drawing runs from and to: a little before the first change, to today or the last change certain to come."""
    days = timeline.change_days()
    first = min([*days, today])
    ahead = [day for day in days if day > today] + [change.on for change in timeline.changes(today)]
    last = max([today, *ahead])
    room = max((last - first).days // 60, 15)
    return first - dt.timedelta(days=room), last


def draw(timeline: Timeline, today: dt.date) -> Life | None:
    """Return the drawing of an agreement's participants, None where nobody ever took part."""
    first, last = bounds(timeline, today)
    spans = timeline.spans(last)
    if not spans:
        return None
    marks = _marks(timeline, first, last)
    lanes = []
    for number, (code, found) in enumerate(spans):
        bars = tuple(
            Bar(x := _place(start, first, last), round(max(_place(end or last, first, last) - x, 1.5), 1), status, start, end)
            for start, end, status in found
            if status not in _OVER
        )
        ends = [Mark(_place(start, first, last), "exit", status, start) for start, _, status in found if status in _OVER]
        own = {mark.x: mark for mark in sorted((*marks.get(timeline.ledger.key(code), ()), *ends), key=lambda m: -_WEIGHT.index(m.sign))}
        lanes.append(Lane(code, TOP + number * LANE, bars, tuple(sorted(own.values(), key=lambda m: m.x))))
    return Life(tuple(lanes), _years(first, last), TOP + len(lanes) * LANE + 8, first, last)


def _marks(timeline: Timeline, first: dt.date, last: dt.date) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for act in timeline.ledger.acts:
        sign = MARKS.get(act.kind)
        if sign is not None and first <= act.on <= last:
            for code in act.by:
                found.setdefault(timeline.ledger.key(code), []).append(Mark(_place(act.on, first, last), sign, act.kind, act.on))
    return found


def _years(first: dt.date, last: dt.date, most: int = 9) -> tuple[tuple[float, int], ...]:
    """Return years at whole steps with their places, at most about `most` of them."""
    span = max(last.year - first.year, 1)
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100, 1000) if span / step <= most)
    start = first.year + 1
    return tuple((_place(dt.date(year, 1, 1), first, last), year) for year in range(start + -start % step, last.year + 1, step))


def ticks(timeline: Timeline, today: dt.date) -> Ticks:
    """Return the days of change for the slider."""
    first, last = bounds(timeline, today)
    place = scale(first, last, 0, 1000)
    count: dict[dt.date, int] = dict.fromkeys((day for day in timeline.change_days() if day <= last), 0)
    for change in timeline.changes(today):
        if change.on <= last:
            count[change.on] = count.get(change.on, 0) + 1
    found = tuple((place(day), day, number) for day, number in sorted(count.items()))
    years = tuple((place(dt.date(year, 1, 1)), year) for _, year in _years(first, last, 8))
    return Ticks(found, years, first, last)
