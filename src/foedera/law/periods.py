"""The arithmetic of periods: which day a clause gives, counted from a day (see `foedera.model.periods`)."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable

from foedera.model.periods import Period

_DAY = dt.timedelta(days=1)

#: Gives the day an agreement entered (or will certainly enter) into force, None while that is unknown.
EntryOf = Callable[[str], dt.date | None]


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months on; where that month has no such day, its last.

    >>> add_months(dt.date(2015, 11, 30), 3)
    datetime.date(2016, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if day.day <= 28:
        return dt.date(year, month, day.day)
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def first_of_next_month(day: dt.date) -> dt.date:
    """Return the first day of the month after the month of that day."""
    return add_months(day.replace(day=1), 1)


def after(period: Period, day: dt.date, entry_of: EntryOf | None = None, known: dt.date | None = None) -> dt.date | None:
    """Return the day a period gives, counted from `day`; None where no day follows (yet) from the clause.

    Where the clause counts from the day an act became known, it is counted from `known`.

    No day follows where a fixed date was missed and the clause says nothing else, or where it waits for the entry
    into force of an agreement that has none.

    >>> after(Period(days=90), dt.date(2015, 11, 30))
    datetime.date(2016, 2, 28)
    >>> after(Period(months=3, first_of_month=True), dt.date(2010, 11, 30))
    datetime.date(2011, 3, 1)
    >>> after(Period(nth_month=6), dt.date(1998, 9, 16))
    datetime.date(1999, 3, 1)
    >>> after(Period(date=dt.date(1992, 1, 1), if_met_by=dt.date(1992, 1, 1)), dt.date(1992, 5, 12)) is None
    True
    """
    result = _unbounded(period, day, entry_of, known)
    for bound in period.not_before:
        limit = bound if isinstance(bound, dt.date) else entry_of(bound) if entry_of is not None else None
        if limit is None or result is None:
            return None
        result = max(result, limit)
    return result


def _unbounded(period: Period, day: dt.date, entry_of: EntryOf | None, known: dt.date | None) -> dt.date | None:
    if period.date is not None:
        if period.if_met_by is None or day <= period.if_met_by:
            return period.date
        return after(period.otherwise, day, entry_of, known) if period.otherwise is not None else None
    if period.from_known and known is not None:
        day = known
    if period.nth_month is not None:
        result = add_months(day.replace(day=1), period.nth_month)
        return result + _DAY if period.expired else result
    months = period.years * 12 + period.months
    result = add_months(day, months) if months else day
    if period.days:
        result += dt.timedelta(days=period.days)
    if period.expired:
        result += _DAY
    return first_of_next_month(result) if period.first_of_month else result


def within(period: Period, start: dt.date, day: dt.date) -> bool:
    """Return whether `day` lies in the period that runs from `start`; its last day counts.

    >>> within(Period(months=12), dt.date(2010, 3, 15), dt.date(2011, 3, 15))
    True
    """
    end = after(period, start)
    return end is not None and start <= day <= end


def counts_from_known(period: Period) -> bool:
    """Return whether the period, or the one it falls back to, is counted from the day an act became known."""
    return period.from_known or (period.otherwise is not None and counts_from_known(period.otherwise))
