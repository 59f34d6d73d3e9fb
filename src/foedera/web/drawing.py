"""The drawing of an agreement's life: a lane for each participant, statuses as bars, the day asked as a line. Plain numbers for SVG."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.law.timeline import Timeline

WIDTH, LANE, TOP, LEFT = 1000, 18, 26, 64


@frozen
class Bar:
    """One status of one participant over time, in the drawing's own units."""

    x: float
    width: float
    status: str
    title: str


@frozen
class Lane:
    """A participant's line: its code, height and bars."""

    code: str
    y: int
    bars: tuple[Bar, ...]


@frozen
class Drawing:
    """A membership timeline: lanes, year marks, where the day asked lies, and the size of it all."""

    lanes: tuple[Lane, ...]
    years: tuple[tuple[float, int], ...]
    cursor: float
    height: int
    first: dt.date
    last: dt.date


def draw(timeline: Timeline, on: dt.date, today: dt.date) -> Drawing | None:
    """Return the drawing of an agreement's participants from its first change to today, None where there is nothing to draw."""
    spans = timeline.spans(today)
    if not spans:
        return None
    first = min(start for _, found in spans for start, _, _ in found)
    last = max(today, on, first + dt.timedelta(days=365))
    scale = (WIDTH - LEFT) / (last - first).days

    def x(day: dt.date) -> float:
        return round(LEFT + (min(max(day, first), last) - first).days * scale, 1)

    lanes = []
    for number, (code, found) in enumerate(spans):
        bars = tuple(
            Bar(x(start), round(max(x(end or last) - x(start), 1.5), 1), status, f"{code}: {status} {start} – {end or 'today'}")
            for start, end, status in found
        )
        lanes.append(Lane(code, TOP + number * LANE, bars))
    step = max(1, round((last.year - first.year) / 9))
    years = tuple((x(dt.date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1, step))
    return Drawing(tuple(lanes), years, x(on), TOP + len(lanes) * LANE + 6, first, last)
