"""Periods as final clauses state them: "ninety days after", "the first day of the sixth month following", a fixed date.

A period is a value; what day it gives is computed by `foedera.law.periods`.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.model.phrases import Phrase, dated, joined, say, say_n

_AT_ONCE = say("the same day")
_NEXT_FIRST = say("the first day of the month following the expiry of the same day")
_ORDINALS = (
    *(say("first"), say("second"), say("third"), say("fourth"), say("fifth"), say("sixth")),
    *(say("seventh"), say("eighth"), say("ninth"), say("tenth"), say("eleventh"), say("twelfth")),
)


def _ordinal(number: int) -> Phrase:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else say("{n}th", n=number)


def _bound(bound: dt.date | str) -> str:
    return say("the entry into force of {agreement}", agreement=bound) if isinstance(bound, str) else dated(bound)


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

    def describe(self) -> Phrase:
        """Return the period in words, as a reason prints it."""
        if self.date is not None:
            text = self._fixed(self.date)
        elif self.nth_month is not None:
            text = say("the first day of the {ordinal} month after the month of that day", ordinal=_ordinal(self.nth_month))
        else:
            text = self._length()
        if self.expired:
            text = say("{period}, expired", period=text)
        if self.not_before:
            text = say("{period}, not before {bounds}", period=text, bounds=joined([_bound(bound) for bound in self.not_before], " or "))
        return say("{period}, from the day it became known", period=text) if self.from_known else text

    def _fixed(self, date: dt.date) -> Phrase:
        text = say("on {day}", day=dated(date))
        if self.if_met_by is not None:
            text = say("{period} if met by {day}", period=text, day=dated(self.if_met_by))
        if self.otherwise is not None:
            text = say("{period}, otherwise {otherwise}", period=text, otherwise=self.otherwise.describe())
        return text

    def _length(self) -> Phrase:
        parts = [say_n("{n} year", "{n} years", self.years)] if self.years else []
        parts += [say_n("{n} month", "{n} months", self.months)] if self.months else []
        parts += [say_n("{n} day", "{n} days", self.days)] if self.days else []
        if not parts:
            return _NEXT_FIRST if self.first_of_month else _AT_ONCE
        text = joined(parts, " and ")
        return say("the first day of the month following the expiry of {period}", period=text) if self.first_of_month else text


SAME_DAY = Period()

#: The time to object to a reservation (VCLT 20(5)), and the least notice where a text states none (56(2)).
TWELVE_MONTHS = Period(months=12)
