"""The day of entry into force as a fan: the chance of being in force by a day, over the intervals that hold half, eight and nine in ten.

Beside it may stand a second curve (the forecast without what is supposed) and the day on which it happened.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.ratification.forecast import Forecast
from foedera.web.drawings.time_axis import marks, scale

WIDTH, HIGH, LEFT, RIGHT, TOP, FOOT = 1000, 300, 52, 20, 26, 32
#: The drawing reaches at most so far beyond the day of the forecast; what lies later is said.
REACH = dt.timedelta(days=366 * 15)


@frozen
class Band:
    """An interval: the hundredths it holds, where it begins, how wide it is, whether its end lies beyond the drawing."""

    share: int
    x: float
    width: float
    beyond: bool


@frozen
class Fan:
    """The drawing: intervals, the widest first; the curve and the other's; the middle; what happened; times and shares to read them by."""

    bands: tuple[Band, ...]
    line: str
    other: str
    middle: tuple[float, float] | None
    happened: float | None
    marks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, int], ...]
    last: dt.date
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HIGH - FOOT
    height: int = HIGH


def draw(told: Forecast, other: Forecast | None = None, happened: dt.date | None = None) -> Fan:
    """Return the drawing of a forecast."""
    first, last = told.on, _last(told, other, happened)

    x = scale(first, last, LEFT, WIDTH - RIGHT)

    def y(share: float) -> float:
        return round(HIGH - FOOT - (HIGH - FOOT - TOP) * share, 1)

    def line(found: Forecast) -> str:
        points = [(x(found.on), y(0.0)), *((x(day), y(number / 100)) for number, day in enumerate(found.hundredths, 1) if day <= last)]
        points.append((x(last), points[-1][1]))
        return "M" + "L".join(f"{at} {up}" for at, up in points)

    bands = []
    for share, low, high in ((90, 0.05, 0.95), (80, 0.10, 0.90), (50, 0.25, 0.75)):
        start, end = told.entry.day(low), told.entry.day(high)
        if start is not None and start < last:
            bands.append(Band(share, x(start), round(x(end or last) - x(start), 1), end is None or end > last))
    middle = told.entry.day(0.5)
    return Fan(
        bands=tuple(bands),
        line=line(told),
        other=line(other) if other is not None else "",
        middle=(x(middle), y(0.5)) if middle is not None and middle <= last else None,
        happened=x(happened) if happened is not None else None,
        marks=marks(first, last, x),
        levels=tuple((y(number / 100), number) for number in (0, 25, 50, 75, 100)),
        last=last,
    )


def _last(told: Forecast, other: Forecast | None, happened: dt.date | None) -> dt.date:
    """Return the last day drawn: past nearly all of both curves and what happened, within reach."""
    ends = [found.entry.day(0.95) or found.on + REACH for found in (told, other) if found is not None and found.hundredths]
    wanted = max([told.on + dt.timedelta(days=365), *ends, *([happened] if happened is not None else [])])
    return min(wanted + (wanted - told.on) / 16, max(told.on + REACH, happened or dt.date.min))
