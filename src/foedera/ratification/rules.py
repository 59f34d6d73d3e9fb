"""An agreement's own rule on simulated days of consent: on what day each simulation meets it, and when the agreement then enters into force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from foedera.law.periods import EntryOf, after
from foedera.law.prospects import Certain, Either, Every, Need, Quota, Waiting, Weighed
from foedera.model.clauses import EntryIntoForce
from foedera.model.periods import Period

#: Days as ordinals (`date.toordinal`); infinite: never.
Days: TypeAlias = NDArray[np.float64]


@frozen(eq=False)
class Simulated:
    """Days on which states consent, one value a simulation: of each state by code, and of unnamed others, earliest first."""

    days: Mapping[str, Days]
    others: Days
    simulations: int

    def of(self, code: str) -> Days:
        """Return the days of a state; never, where nothing was simulated of it."""
        found = self.days.get(code)
        return found if found is not None else np.full(self.simulations, np.inf)

    def with_day(self, code: str, days: Days | float) -> Simulated:
        """Return the same simulations with another day for a state."""
        return Simulated({**self.days, code: np.broadcast_to(np.asarray(days, dtype=float), (self.simulations,))}, self.others, self.simulations)

    def first(self, count: int) -> Simulated:
        """Return the first so many simulations."""
        return Simulated({code: days[:count] for code, days in self.days.items()}, self.others[:count], min(count, self.simulations))


def met(need: Need, simulated: Simulated) -> Days:
    """Return the day on which each simulation meets a need; infinite where it never does.

    >>> days = Simulated({"FIN": np.array([10.0, 30.0]), "SWE": np.array([20.0, np.inf])}, np.empty((2, 0)), 2)
    >>> met(Quota(2, {}, frozenset({"FIN", "SWE"})), days).tolist(), met(Quota(1, {}, None, open_to=True), days).tolist()
    ([20.0, inf], [10.0, 30.0])
    """
    if isinstance(need, Certain):
        return np.full(simulated.simulations, float(need.day.toordinal()))
    if isinstance(need, Waiting):
        return np.full(simulated.simulations, np.inf)
    if isinstance(need, Every):
        return _latest([met(part, simulated) for part in need.parts])
    if isinstance(need, Either):
        return -_latest([-met(part, simulated) for part in need.parts])
    if isinstance(need, Weighed):
        return _weighed(need, simulated)
    return _quota(need, simulated)


def _latest(days: Sequence[Days]) -> Days:
    found: Days = np.stack(days).max(axis=0)
    return found


def _quota(need: Quota, simulated: Simulated) -> Days:
    missing = need.missing
    if not missing:
        met_on = sorted(day.toordinal() for day in need.given.values())[need.needed - 1] if need.needed else 0
        return np.full(simulated.simulations, float(met_on))
    among = need.of if need.of is not None else simulated.days.keys() - need.barred
    columns = [simulated.of(code) for code in sorted(among - need.given.keys())]
    if need.open_to:
        columns += list(simulated.others[:, :missing].T)
    if len(columns) < missing:
        return np.full(simulated.simulations, np.inf)
    table = np.stack(columns, axis=1)
    return np.partition(table, missing - 1, axis=1)[:, missing - 1]


def _weighed(need: Weighed, simulated: Simulated) -> Days:
    codes = sorted(need.weights)
    table = np.stack([_given_or_drawn(need.given, code, simulated) for code in codes], axis=1)
    order = np.argsort(table, axis=1, kind="stable")
    held = np.cumsum(np.array([need.weights[code] for code in codes])[order], axis=1)
    enough = held >= need.needed
    at = np.argmax(enough, axis=1)
    rows = np.arange(len(table))
    return np.where(enough.any(axis=1), table[rows, order[rows, at]], np.inf)


def _given_or_drawn(given: Mapping[str, dt.date], code: str, simulated: Simulated) -> Days:
    day = given.get(code)
    return np.full(simulated.simulations, float(day.toordinal())) if day is not None else simulated.of(code)


def in_force(clause: EntryIntoForce, days: Days, entry_of: EntryOf | None = None) -> Days:
    """Return the days of entry into force where the condition is met on these days; never where no day follows from the clause.

    >>> from foedera.model.conditions import Consents
    >>> day = float(dt.date(2027, 1, 31).toordinal())
    >>> found = in_force(EntryIntoForce(when=Consents(1), then=Period(months=1)), np.array([day, np.inf]))
    >>> dt.date.fromordinal(int(found[0])), bool(np.isinf(found[1]))
    (datetime.date(2027, 2, 28), True)
    """
    if clause.then == Period():
        return days
    seen, places = np.unique(days, return_inverse=True)
    moved = np.full(len(seen), np.inf)
    for number, ordinal in enumerate(seen):
        # Days beyond the calendar are as good as never.
        if np.isfinite(ordinal) and ordinal < dt.date(9900, 1, 1).toordinal():
            day = after(clause.then, dt.date.fromordinal(int(ordinal)), entry_of)
            moved[number] = float(day.toordinal()) if day is not None else np.inf
    return moved[places].reshape(days.shape)


def unmet(need: Need) -> list[Waiting]:
    """Return what has to happen that no consent brings about, as far as the rule cannot do without it."""
    if isinstance(need, Waiting):
        return [need]
    if isinstance(need, Every):
        return [waiting for part in need.parts for waiting in unmet(part)]
    if isinstance(need, Either):
        found = [unmet(part) for part in need.parts]
        return [waiting for part in found for waiting in part] if all(found) else []
    return []
