"""The sitting days of a chamber, as somebody who answers for them put them on record; outside what they cover nothing is known."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.model.agreements import Source

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@frozen(kw_only=True)
class Dissolution:
    """A chamber's end, by dissolution or because its term ran out, until the day its successor first meets (None: not known, or not yet)."""

    on: dt.date
    until: dt.date | None = None


@frozen(kw_only=True)
class Sittings:
    """When a chamber sits. `covers` are the first and the last day for which `days` is complete; None: it says nothing of sitting days.

    >>> house = Sittings(state="GBR", chamber="commons", days=frozenset({dt.date(2024, 5, 23)}), covers=(dt.date(2024, 5, 20), dt.date(2024, 5, 24)))
    >>> house.sits(dt.date(2024, 5, 23)), house.sits(dt.date(2024, 5, 24)), house.sits(dt.date(2024, 6, 3))
    (True, False, None)
    """

    state: str
    chamber: str
    days: frozenset[dt.date] = frozenset()
    covers: tuple[dt.date, dt.date] | None = None
    dissolved: tuple[Dissolution, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: str = ""
    note: str = ""
    illustrative: bool = False

    def sits(self, day: dt.date) -> bool | None:
        """Return whether the chamber sat, or will sit, on a day; None where that is not on record."""
        if any(end.on <= day and end.until is not None and day < end.until for end in self.dissolved):
            return False
        if self.covers is None or not self.covers[0] <= day <= self.covers[1]:
            return None
        return day in self.days
