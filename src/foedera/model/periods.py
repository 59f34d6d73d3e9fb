"""Periods as final clauses state them: "ninety days after", "the first day of the sixth month following", a fixed date.

A period is a value; what day it gives is computed by `foedera.law.periods`.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen


@frozen
class Period:
    """A stretch of time from a day D, with the rounding its article gives.

    `years`, `months`, `days` add up. `nth_month = 6` is the first day of the sixth month after the month of D;
    `first_of_month` moves the end to the first day of the following month; `expired` means the period must have run
    out, one day later. `not_before` holds dates or ids of agreements whose entry into force must have come.
    `date` with `if_met_by` is a fixed day for those in time, `otherwise` the period for the rest.
    `from_known` counts from the day the act became known instead of its legal date.

    >>> Period(months=3, first_of_month=True).describe()
    'the first day of the month following the expiry of 3 months'
    """

    years: int = 0
    months: int = 0
    days: int = 0
    nth_month: int | None = None
    first_of_month: bool = False
    expired: bool = False
    not_before: tuple[dt.date | str, ...] = ()
    date: dt.date | None = None
    if_met_by: dt.date | None = None
    otherwise: Period | None = None
    from_known: bool = False

    def describe(self) -> str:
        """Return the period in words, as a reason prints it."""
        if self.date is not None:
            text = f"on {self.date}"
            if self.if_met_by is not None:
                text += f" if met by {self.if_met_by}"
            if self.otherwise is not None:
                text += f", otherwise {self.otherwise.describe()}"
        elif self.nth_month is not None:
            text = f"the first day of the {_ordinal(self.nth_month)} month after the month of that day"
        else:
            counts = ((self.years, "year"), (self.months, "month"), (self.days, "day"))
            parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in counts if n]
            text = " and ".join(parts) if parts else "the same day"
            if self.first_of_month:
                text = f"the first day of the month following the expiry of {text}"
        if self.expired:
            text += ", expired"
        if self.not_before:
            named = [str(n) if isinstance(n, dt.date) else f"the entry into force of {n}" for n in self.not_before]
            text += f", not before {' or '.join(named)}"
        return text + (", from the day it became known" if self.from_known else "")


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


def _ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


SAME_DAY = Period()

#: The time to object to a reservation (VCLT 20(5)), and the least notice where a text states none (56(2)).
TWELVE_MONTHS = Period(months=12)
