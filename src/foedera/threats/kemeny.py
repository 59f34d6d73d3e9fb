"""Kemeny's joint ranking: the order that agrees with most of the single preferences, exact and proven, or said to be unproven with its bound.

Sources: Kemeny (1959); Young & Levenglick (1978); the extended Condorcet criterion of Truchon (1998), by which the problem falls apart; linear
ordering with triangle inequalities added as they are needed (Grötschel, Jünger & Reinelt 1984), solved by HiGHS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from foedera.threats.ranking import Matrix

#: How many violated triangles are added at once, and what counts as violated.
_AT_ONCE, _TOLERANCE = 2000, 1e-6


@frozen
class Kemeny:
    """A ranking: items in order, how much preference agrees with it, the most that any order could have, whether it is proven the best.

    `places` are, for items of a proven ranking that were asked about, the first and the last place (from 1) it takes in any ranking as good: where
    they differ, saying that it is *the* first would be saying too much. `loose` are the items that moving a single one without loss puts elsewhere.
    """

    order: tuple[int, ...]
    agreement: float
    bound: float
    proven: bool
    places: dict[int, tuple[int, int]]
    loose: frozenset[int] = frozenset()

    def elsewhere(self, item: int) -> bool | None:
        """Return whether another ranking as good puts an item elsewhere; None where that is not known."""
        if not self.proven:
            return None
        first, last = self.places.get(item, (0, 0))
        return True if item in self.loose or first != last else False if first else None

    @property
    def gap(self) -> float:
        """By how much of its own agreement a better order might still exceed it; zero where it is proven."""
        return 0.0 if self.proven or not self.agreement else (self.bound - self.agreement) / self.agreement


def agreement(preferred: Matrix, order: tuple[int, ...] | list[int]) -> float:
    """Return how much single preference agrees with an order: Kemeny's score.

    >>> agreement(np.array([[0.0, 3.0], [1.0, 0.0]]), (0, 1))
    3.0
    """
    placed = preferred[np.ix_(order, order)]
    return float(placed[np.triu_indices(len(order), 1)].sum())


def kemeny(preferred: Matrix, *, seconds: float = 20.0, few: int = 0) -> Kemeny:
    """Return Kemeny's ranking of a matrix of `ranking.support`, found within so many seconds of solving, or the best order known by then.

    `few` items at its head are asked about: in which places do they stand in other rankings as good. Of an item that every majority puts apart
    from all others the place is certain without asking.

    >>> from foedera.threats.ranking import profile, support
    >>> found = kemeny(support(*profile([(42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")], "MNCK")), few=1)
    >>> "".join("MNCK"[item] for item in found.order), found.agreement, found.proven, found.places
    ('NCKM', 393.0, True, {1: (1, 1), 2: (2, 2), 3: (3, 3), 0: (4, 4)})
    """
    order: list[int] = []
    open_to, proven, left = 0.0, True, seconds
    places: dict[int, tuple[int, int]] = {}
    for group in components(preferred):
        start = len(order) + 1
        part = _Part(preferred[np.ix_(group, group)])
        part.solve(left)
        order += [group[item] for item in part.order]
        open_to += part.bound - agreement(part.preferred, part.order)
        proven &= part.proven
        for item in part.order if part.size == 1 else part.order[: max(few + 1 - start, 0)]:
            if part.proven and (span := part.places(item, left - part.took())) is not None:
                places[group[item]] = (start + span[0], start + span[1])
        left -= part.took()
    reached = agreement(preferred, order)
    return Kemeny(tuple(order), reached, reached + open_to, proven, places if proven else {}, loose(preferred, order) if proven else frozenset())


def components(preferred: Matrix) -> list[list[int]]:
    """Return the items in groups, such that a majority puts each item of a group above each of every later group: every best order keeps to that.

    >>> components(np.array([[0, 2, 2], [1, 0, 1], [1, 1, 0]]))
    [[0], [1, 2]]
    """
    from scipy.sparse.csgraph import connected_components

    not_below = preferred >= preferred.T
    np.fill_diagonal(not_below, val=False)
    count, label = connected_components(not_below, directed=True, connection="strong")
    groups = [[int(item) for item in np.flatnonzero(label == number)] for number in range(count)]
    # Between two groups one side has a strict majority throughout, so one item of each tells which comes first.
    beaten = [sum(preferred[other[0], group[0]] > preferred[group[0], other[0]] for other in groups if other is not group) for group in groups]
    return [group for _, group in sorted(zip(beaten, groups, strict=True))]


class _Part:
    """A group that does not fall apart further: its order is found by integer programming over who comes before whom."""

    def __init__(self, preferred: Matrix) -> None:
        self.preferred = preferred
        self.size = len(preferred)
        self.order = improved(preferred, [int(i) for i in np.argsort(-(preferred - preferred.T).sum(axis=1), kind="stable")])
        best = np.maximum(preferred, preferred.T)
        self.bound = float(best[np.triu_indices(self.size, 1)].sum())
        self.proven = self._is_best()
        self._solver: Any = None
        self._integral = False
        self._asking = 0.0

    def _is_best(self) -> bool:
        return self.bound - agreement(self.preferred, self.order) < (1 - _TOLERANCE if self._whole() else _TOLERANCE)

    def _whole(self) -> bool:
        """Whether preferences are whole numbers, so that a bound less than one away proves."""
        return bool(np.all(self.preferred == np.round(self.preferred)))

    def took(self) -> float:
        """Return the seconds the solver took so far."""
        return self._asking + (0.0 if self._solver is None else float(self._solver.getRunTime()))

    def solve(self, seconds: float) -> None:
        """Find the best order, and prove it, as far as the time goes."""
        if self.proven:
            self.bound = agreement(self.preferred, self.order)
            return
        for before in self._relaxed(seconds):
            found = improved(self.preferred, [int(i) for i in np.argsort(-before.sum(axis=1), kind="stable")])
            if agreement(self.preferred, found) > agreement(self.preferred, self.order):
                self.order = found
            if self._is_best():
                self.proven = True
                self.bound = agreement(self.preferred, self.order)
                return

    def _relaxed(self, seconds: float) -> Iterator[Matrix]:
        """Yield who comes before whom in ever tighter relaxations, lowering the bound with each; whole numbers once fractions lead no further."""
        self._open()
        whole = False
        while (left := seconds - self.took()) > 0:
            solved = self._run(left)
            if solved is None:
                return
            before, most = solved
            self.bound = min(self.bound, most)
            yield before
            if not self._tighten(before):
                if whole:
                    return
                self._demand_whole()
                whole = True

    def _open(self) -> None:
        import highspy

        self._solver = solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        # HiGHS would stop within a ten-thousandth of the best and call it optimal; of whole numbers less than one apart is none apart.
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.99 if self._whole() else 0.0)
        rows, columns = np.triu_indices(self.size, 1)
        self._column = np.full((self.size, self.size), -1)
        self._column[rows, columns] = np.arange(len(rows))
        gain = (self.preferred - self.preferred.T)[rows, columns]
        self._floor = float(self.preferred.T[rows, columns].sum())
        none = np.array([], dtype=np.int32)
        solver.addCols(len(rows), gain, np.zeros(len(rows)), np.ones(len(rows)), 0, none, none, np.array([]))
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def _run(self, seconds: float) -> tuple[Matrix, float] | None:
        """Solve what stands; return who comes before whom and the most any order can reach, None where the time was not enough."""
        import highspy

        self._solver.setOptionValue("time_limit", float(self._solver.getRunTime() + seconds))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        rows, columns = np.triu_indices(self.size, 1)
        before = np.zeros((self.size, self.size))
        before[rows, columns] = self._solver.getSolution().col_value
        before[columns, rows] = 1 - before[rows, columns]
        told = self._solver.getInfo()
        most = told.mip_dual_bound if self._integral else told.objective_function_value
        return before, self._floor + float(most)

    def _tighten(self, before: Matrix) -> bool:
        """Forbid circles the solution goes in: i before j before k before i; return whether there were any."""
        if self.size < 3:
            return False
        circles = []
        for item in range(self.size - 2):
            rest = before[item + 1 :, item + 1 :]
            excess = before[item, item + 1 :, None] + rest + before[item + 1 :, item] - 2
            second, third = np.nonzero(excess > _TOLERANCE)
            circles.append((np.full(len(second), item), second + item + 1, third + item + 1, excess[second, third]))
        first, second, third, excess = (np.concatenate(part) for part in zip(*circles, strict=True))
        if not len(first):
            return False
        worst = np.argsort(-excess, kind="stable")[:_AT_ONCE]
        self._forbid(first[worst], second[worst], third[worst])
        return True

    def _forbid(self, first: NDArray[np.intp], second: NDArray[np.intp], third: NDArray[np.intp]) -> None:
        columns, signs, limits = [], [], np.full(len(first), 2.0)
        for a, b in ((first, second), (second, third), (third, first)):
            turned = a > b
            columns.append(np.where(turned, self._column[b, a], self._column[a, b]))
            signs.append(np.where(turned, -1.0, 1.0))
            limits -= turned
        indices = np.stack(columns, axis=1).ravel().astype(np.int32)
        values = np.stack(signs, axis=1).ravel()
        starts = np.arange(0, len(indices), 3, dtype=np.int32)
        self._solver.addRows(len(first), np.full(len(first), -np.inf), limits, len(indices), starts, indices, values)

    def _demand_whole(self) -> None:
        import highspy

        self._integral = True
        count = self._solver.getNumCol()
        self._solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.full(count, highspy.HighsVarType.kInteger))

    def places(self, item: int, seconds: float) -> tuple[int, int] | None:
        """Return the first and the last place (from 0) an item has in any best order; None where the time is not enough to say."""
        if self.size == 1:
            return 0, 0
        until = self.took() + seconds
        found = [self._extreme(item, sign, until - self.took()) for sign in (1.0, -1.0)]
        return None if None in found else (found[0], found[1])  # type: ignore[return-value]

    def _extreme(self, item: int, sign: float, seconds: float) -> int | None:
        """Return the earliest (sign 1) or latest (-1) place of an item among orders as good as the best."""
        other = _Part(self.preferred)
        other._open()
        solver = other._solver
        rows, columns = np.triu_indices(self.size, 1)
        count = len(rows)
        gain = (self.preferred - self.preferred.T)[rows, columns]
        least = agreement(self.preferred, self.order) - other._floor - (0.5 if self._whole() else _TOLERANCE)
        used = np.flatnonzero(gain).astype(np.int32)
        solver.addRow(least, np.inf, len(used), used, gain[used])
        # Where the item is the first of a pair, one more for it coming before; where it is the second, one less.
        wish = np.where(rows == item, 1.0, np.where(columns == item, -1.0, 0.0)) * sign
        solver.changeColsCost(count, np.arange(count, dtype=np.int32), wish)
        other._demand_whole()
        place = None
        while place is None and (left := seconds - other.took()) > 0:
            solved = other._run(left)
            if solved is None:
                break
            if not other._tighten(solved[0]):
                place = self.size - 1 - round(float(solved[0][item].sum()))
        self._asking += other.took()
        return place


def improved(preferred: Matrix, order: list[int]) -> list[int]:
    """Return an order no single item of which can be put elsewhere with gain: a good start, and often the best.

    >>> improved(np.array([[0, 1, 1], [2, 0, 2], [2, 1, 0]]), [0, 1, 2])
    [1, 2, 0]
    """
    margin = preferred - preferred.T
    found = list(order)
    moved = True
    while moved:
        moved = False
        for item in order:
            place = found.index(item)
            rest = found[:place] + found[place + 1 :]
            # What is gained by standing before the n-th of the rest and all after it.
            gains = np.concatenate([[0.0], np.cumsum(-margin[item, rest])])
            best = int(np.argmax(gains))
            if gains[best] > gains[place] + _TOLERANCE:
                found = [*rest[:best], item, *rest[best:]]
                moved = True
    return found


def loose(preferred: Matrix, order: Sequence[int]) -> frozenset[int]:
    """Return the items of an order that stand elsewhere once one of them is moved without loss: it, and those it passes.

    >>> sorted(loose(np.array([[0, 2, 2], [1, 0, 1], [1, 1, 0]]), [0, 1, 2]))
    [1, 2]
    """
    margin = preferred - preferred.T
    found: set[int] = set()
    for place, item in enumerate(order):
        lost = np.concatenate([np.cumsum(margin[order[:place], item][::-1])[::-1], [0.0], np.cumsum(margin[item, order[place + 1 :]])])
        free = np.flatnonzero(np.abs(lost) < _TOLERANCE)
        found.update(order[free[0] : free[-1] + 1] if len(free) > 1 else ())
    return frozenset(found)
