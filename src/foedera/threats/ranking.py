"""Joint rankings of what several nations put in order: who prefers what to what, Borda, Copeland, Condorcet. Ties and missing scores are allowed.

A profile is a matrix of nations by items: the higher a value the higher that nation puts the item, NaN where it says nothing. Weights count a row
several times. Sources: Borda (1781); Copeland (1951); Young (1988); OECD/JRC Handbook on Composite Indicators (2008), pp. 103-107.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def profile(ballots: Sequence[tuple[int, str]], items: str) -> tuple[Matrix, Matrix]:
    """Return the profile and the weights of strict orders as the literature prints them: how many voters, and their order, best first.

    >>> values, weights = profile([(3, "abc"), (2, "bca")], "abc")
    >>> values.tolist(), weights.tolist()
    ([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0]], [3.0, 2.0])
    """
    values = [[float(len(order) - order.index(item)) for item in items] for _, order in ballots]
    return np.array(values), np.array([float(count) for count, _ in ballots])


def support(values: Matrix, weights: Matrix | None = None) -> Matrix:
    """Return for each two items how many (or how much weight of) nations put the first strictly above the second; who scored one only is left out.

    >>> support(np.array([[3.0, 1.0], [1.0, np.nan], [2.0, 2.0]])).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    counted = np.ones(len(values)) if weights is None else weights
    found = np.zeros((values.shape[1], values.shape[1]))
    for row, weight in zip(values, counted, strict=True):
        with np.errstate(invalid="ignore"):
            found += weight * (row[:, None] > row[None, :])
    return found


def points(values: Matrix) -> Matrix:
    """Return Borda's points of each nation for each item: one for each item it puts below, half a one for each beside; NaN where it says nothing.

    >>> points(np.array([[4.0, 4.0, 1.0, np.nan]])).tolist()
    [[1.5, 1.5, 0.0, nan]]
    """
    found = np.full(values.shape, np.nan)
    for row, line in zip(values, found, strict=True):
        said = ~np.isnan(row)
        own = row[said]
        line[said] = (own[:, None] > own[None, :]).sum(axis=1) + ((own[:, None] == own[None, :]).sum(axis=1) - 1) / 2
    return found


def borda(values: Matrix, weights: Matrix | None = None) -> Matrix:
    """Return Borda's count of each item: the sum of its points. For complete profiles; where scores are missing take `mean_borda`.

    >>> borda(*profile([(3, "abcd"), (5, "acbd"), (7, "bdca"), (6, "cbda")], "abcd")).tolist()
    [24.0, 44.0, 38.0, 20.0]
    """
    counted = np.ones(len(values)) if weights is None else weights
    found: Matrix = counted @ points(values)
    return found


def mean_borda(values: Matrix) -> Matrix:
    """Return the mean share of the other items a nation puts each item above, over the nations that scored it: 0 to 1, NaN where nobody did.

    A nation that scored one item alone compares nothing and is left out.

    >>> mean_borda(np.array([[2.0, 1.0, 0.0], [1.0, 2.0, np.nan]])).tolist()
    [0.5, 0.75, 0.0]
    """
    others = (~np.isnan(values)).sum(axis=1, keepdims=True) - 1.0
    shares = points(values) / np.where(others > 0, others, np.nan)
    said = ~np.isnan(shares)
    with np.errstate(invalid="ignore"):
        found: Matrix = np.where(said.any(axis=0), np.nansum(shares, axis=0) / said.sum(axis=0), np.nan)
    return found


def copeland(preferred: Matrix) -> NDArray[np.int64]:
    """Return for each item how many others a majority puts it above, less how many a majority puts above it. `preferred` is `support`.

    >>> copeland(support(*profile([(42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")], "MNCK"))).tolist()
    [-3, 3, 1, -1]
    """
    found: NDArray[np.int64] = np.sign(preferred - preferred.T).sum(axis=1).astype(np.int64)
    return found


def condorcet(preferred: Matrix) -> tuple[int, ...] | None:
    """Return the order in which each item is put above every later one by a majority; None where there is no such order.

    >>> condorcet(support(*profile([(3, "abcd"), (5, "acbd"), (7, "bdca"), (6, "cbda")], "abcd")))
    (2, 1, 3, 0)
    """
    order = np.argsort(-copeland(preferred), kind="stable")
    above = preferred > preferred.T
    ranked = above[np.ix_(order, order)]
    return tuple(int(item) for item in order) if ranked[np.triu_indices(len(order), 1)].all() else None


def plurality(values: Matrix, weights: Matrix | None = None) -> Matrix:
    """Return for each item how many nations put it first; who puts several first counts for each in part.

    >>> plurality(*profile([(3, "abcd"), (5, "acbd"), (7, "bdca"), (6, "cbda")], "abcd")).tolist()
    [8.0, 7.0, 6.0, 0.0]
    """
    counted = np.ones(len(values)) if weights is None else weights
    with np.errstate(invalid="ignore"):
        first = values == np.nanmax(values, axis=1, keepdims=True)
    found: Matrix = counted @ (first / first.sum(axis=1, keepdims=True))
    return found


def ranks(scores: Matrix) -> Matrix:
    """Return ranks by a score, the highest first; those that are equal share the mean of their ranks, NaN has none.

    >>> ranks(np.array([0.5, 0.9, 0.5, np.nan])).tolist()
    [2.5, 1.0, 2.5, nan]
    """
    with np.errstate(invalid="ignore"):
        above = (scores[None, :] > scores[:, None]).sum(axis=1)
        beside = (scores[None, :] == scores[:, None]).sum(axis=1)
    found: Matrix = np.where(np.isnan(scores), np.nan, above + (beside + 1) / 2)
    return found
