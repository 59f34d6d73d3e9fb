"""When states may consent: for each a bar over the interval that holds eight in ten, a broader one over half, its middle, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

from foedera.ratification.forecast import Spread
from foedera.web.drawings.time_axis import marks, scale

WIDTH, LANE, TOP, LEFT, RIGHT, FOOT = 1000, 26, 30, 210, 96, 8
#: The drawing reaches at most so far beyond the day of the forecast.
REACH = dt.timedelta(days=366 * 15)


@frozen
class Row:
    """What is drawn of a state: its name, its days, how often its consent completes, when it consented in fact (`by`: at the latest)."""

    name: str
    consent: Spread
    completes: float
    happened: dt.date | None = None
    by: bool = False


@frozen
class Lane:
    """A state's line; None where nothing of it lies in the drawing."""

    row: Row
    y: int
    whole: tuple[float, float] | None
    half: tuple[float, float] | None
    middle: float | None
    happened: float | None


@frozen
class Consents:
    """The drawing: lanes, times to read them by, its height."""

    lanes: tuple[Lane, ...]
    marks: tuple[tuple[float, str], ...]
    height: int
    right: int = WIDTH - RIGHT


def draw(rows: Sequence[Row], on: dt.date) -> Consents:
    """Return the drawing of states in the order given."""
    ends = [row.consent.day(0.90) or on + REACH for row in rows] + [row.happened for row in rows if row.happened is not None]
    wanted = max([on + dt.timedelta(days=365), *ends])
    last = min(wanted + (wanted - on) / 16, on + REACH)

    x = scale(on, last, LEFT, WIDTH - RIGHT)

    def bar(row: Row, low: float, high: float) -> tuple[float, float] | None:
        start, end = row.consent.day(low), row.consent.day(high)
        return (x(start), round(max(x(end or last) - x(start), 2.0), 1)) if start is not None and start < last else None

    lanes = []
    for number, row in enumerate(rows):
        middle = row.consent.day(0.5)
        place = x(middle) if middle is not None and middle <= last else None
        happened = x(row.happened) if row.happened is not None else None
        lanes.append(Lane(row, TOP + number * LANE, bar(row, 0.10, 0.90), bar(row, 0.25, 0.75), place, happened))
    return Consents(tuple(lanes), marks(on, last, x, 8), TOP + len(lanes) * LANE + FOOT)
