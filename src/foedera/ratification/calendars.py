"""Which days count: working days by a kept library of public holidays, sitting days by what is on record of the chambers.

Holidays are those of the whole state; those of its parts are left out. What is not known is None, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from attrs import evolve, field, frozen

from foedera.model.phrases import Phrase, dated, say
from foedera.ratification.procedures import Procedure
from foedera.ratification.sittings import Dissolution, Sittings


@cache
def _public_holidays(state: str) -> Any:
    """Return the holidays of a state by its code, None where the library has none."""
    import holidays

    try:
        return holidays.country_holidays(state, language="en_US")
    except NotImplementedError:
        return None


@frozen
class Calendars:
    """The calendars at hand: holidays of states, and the sitting days somebody has put on record; `names` are those of chambers.

    >>> calendars = Calendars()
    >>> calendars.working("FRA", dt.date(2022, 7, 14)), calendars.working("FRA", dt.date(2022, 7, 15)), calendars.working("XKX", dt.date(2022, 7, 15))
    (False, True, None)
    """

    sittings: tuple[Sittings, ...] = ()
    names: Mapping[tuple[str, str], str] = field(factory=dict, eq=False)

    def naming(self, procedures: Iterable[Procedure]) -> Calendars:
        """Return the same calendars, calling the chambers of these procedures by their names."""
        names = {(procedure.state, chamber.id): chamber.name for procedure in procedures for chamber in procedure.chambers}
        return evolve(self, names={**self.names, **names})

    def called(self, state: str, chamber: str) -> str:
        """Return the name of a chamber, its id where none is at hand."""
        return self.names.get((state, chamber), chamber)

    def working(self, state: str, day: dt.date) -> bool | None:
        """Return whether a day is a working day in a state; None where its holidays are not known."""
        found = _public_holidays(state)
        if found is None or not found.start_year <= day.year <= found.end_year:
            return None
        return bool(found.is_working_day(day))

    def off(self, state: str, day: dt.date) -> Phrase:
        """Return why a day is no working day, in words."""
        name = _public_holidays(state).get(day)
        return say("{day} is a holiday: {name}", day=dated(day), name=name) if name else say("{day} is a day of rest", day=dated(day))

    def sits(self, state: str, chambers: Iterable[str], day: dt.date, counting: str = "each") -> bool | None:
        """Return whether each of the chambers sits on a day (or with `counting = "any"` one of them); None where that is not on record."""
        sitting = [self._sits(state, chamber, day) for chamber in chambers]
        decisive = counting == "any"
        if decisive in sitting:
            return decisive
        return None if None in sitting or not sitting else not decisive

    def _sits(self, state: str, chamber: str, day: dt.date) -> bool | None:
        told = {answer for house in self._of(state, chamber) if (answer := house.sits(day)) is not None}
        return told.pop() if len(told) == 1 else None

    def doubtful(self, state: str, chambers: Iterable[str]) -> tuple[str, ...]:
        """Return the chambers whose sitting days are on record with low confidence."""
        return tuple(chamber for chamber in chambers if any(house.confidence == "low" for house in self._of(state, chamber)))

    def dissolutions(self, state: str, chambers: Iterable[str] = ()) -> Iterator[tuple[str, Dissolution]]:
        """Yield when chambers of a state were dissolved (all of them where none is named), in order of date."""
        wanted = set(chambers)
        found = {(end.on, house.chamber, end) for house in self.sittings if house.state == state for end in house.dissolved}
        for _, chamber, end in sorted(found, key=lambda item: item[:2]):
            if not wanted or chamber in wanted:
                yield chamber, end

    def _of(self, state: str, chamber: str) -> Iterator[Sittings]:
        return (house for house in self.sittings if house.state == state and house.chamber == chamber)
