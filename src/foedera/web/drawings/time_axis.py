"""Time as an axis: days at whole years, or at quarters where the span is short, with their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

#: Spans shorter than this are read by quarters.
_SHORT = dt.timedelta(days=900)


def scale(first: dt.date, last: dt.date, left: float, right: float) -> Callable[[dt.date], float]:
    """Return what gives a day its place between two edges; days outside stand at the nearer one.

    >>> x = scale(dt.date(2022, 1, 1), dt.date(2022, 1, 11), 100, 200)
    >>> x(dt.date(2022, 1, 6)), x(dt.date(2021, 1, 1))
    (150.0, 100.0)
    """

    def place(day: dt.date) -> float:
        share = (min(max(day, first), last) - first).days / max((last - first).days, 1)
        return round(left + (right - left) * share, 1)

    return place


def marks(first: dt.date, last: dt.date, x: Callable[[dt.date], float], most: int = 10) -> tuple[tuple[float, str], ...]:
    """Return the marks of an axis, at most about `most`.

    >>> marks(dt.date(2022, 10, 1), dt.date(2023, 8, 1), lambda day: float(day.toordinal() - dt.date(2022, 10, 1).toordinal()))
    ((92.0, '2023-01'), (182.0, '2023-04'), (273.0, '2023-07'))
    """
    if last - first < _SHORT:
        quarters = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
        return tuple((x(day), f"{day:%Y-%m}") for day in quarters if first < day <= last)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if (last.year - first.year) / step <= most)
    start = first.year + 1
    return tuple((x(dt.date(year, 1, 1)), str(year)) for year in range(start + -start % step, last.year + 1, step))
