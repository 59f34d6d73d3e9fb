"""How far nations agree: Kendall's W and tau, and Krippendorff's alpha for nominal, ordinal, interval and ratio levels with missing scores.

Sources: Kendall & Babington Smith (1939), with Kendall's correction for ties (1970, ch. 6); Siegel (1956), ch. 9; Krippendorff (2011).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from attrs import frozen

from foedera.threats.ranking import Matrix, ranks


@frozen
class Concordance:
    """Kendall's W of so many nations over so many threats: 0 no agreement, 1 the same order; `p` is the chance of as much without any agreement.

    `s` is the sum of squares of the deviations of rank sums from their mean. `p` is by chi-square, which is rough under eight threats.
    """

    w: float
    s: float
    chi_square: float
    p: float
    nations: int
    threats: int


def kendall_w(values: Matrix) -> Concordance | None:
    """Return Kendall's W of a profile, over the items every nation scored; None where that are fewer than two items or nations, or all of it is tied.

    >>> executives = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], float)
    >>> found = kendall_w(-executives)
    >>> found.s, round(found.w, 8)
    (25.5, 0.16190476)
    """
    from scipy.special import chdtrc  # of the chi-square distribution all that is needed here; `scipy.stats` takes seconds to load

    whole = values[:, ~np.isnan(values).any(axis=0)]
    nations, threats = whole.shape
    if nations < 2 or threats < 2:
        return None
    ranked = np.array([ranks(row) for row in whole])
    sums = ranked.sum(axis=0)
    s = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranked))
    room = nations**2 * (threats**3 - threats) - nations * ties
    if room <= 0:
        return None
    w = 12 * s / room
    chi_square = nations * (threats - 1) * w
    return Concordance(w, s, chi_square, float(chdtrc(threats - 1, chi_square)), nations, threats)


def kendall_tau(first: Matrix, second: Matrix) -> float | None:
    """Return Kendall's tau-b of two rows of scores over what both scored: 1 the same order, -1 the opposite; None where one says nothing of order.

    >>> round(kendall_tau(np.arange(1.0, 9), np.array([3.0, 4, 1, 2, 5, 7, 8, 6])), 10)
    0.5714285714
    """
    both = ~np.isnan(first) & ~np.isnan(second)
    one, other = (np.sign(row[both][:, None] - row[both][None, :]) for row in (first, second))
    room = math.sqrt((one**2).sum() * (other**2).sum())  # pairs that are not tied, of each row
    return float((one * other).sum()) / room if room else None


def krippendorff_alpha(values: Matrix, metric: str = "ordinal") -> float | None:
    """Return Krippendorff's alpha of nations (rows) over units (columns): 1 agreement, 0 what chance gives, below it worse; NaN is a missing score.

    None where no unit was scored by two nations, or all scores are the same value, so that nothing can be told from chance.

    >>> observers = np.array([[1, 2, 3, 3, np.nan], [1, 2, 3, 3, 1], [np.nan, 2, 3, 3, 2]])
    >>> round(krippendorff_alpha(observers), 3), round(krippendorff_alpha(observers, "nominal"), 3)
    (0.928, 0.778)
    """
    found, kinds = _coincidences(values)
    occurs = found.sum(axis=1)
    total = occurs.sum()
    if not total:
        return None
    distance = DISTANCES[metric](kinds, occurs)
    expected = float((np.outer(occurs, occurs) * distance).sum())
    return 1 - float(total - 1) * float((found * distance).sum()) / expected if expected else None


def _coincidences(values: Matrix) -> tuple[Matrix, Matrix]:
    """Return how often two values stand in one unit (each pair of nations weighs one less than the unit's scores), and the values in order."""
    kinds = np.unique(values[~np.isnan(values)])
    counts = np.array([(values == kind).sum(axis=0) for kind in kinds], dtype=float).reshape(len(kinds), values.shape[1])
    scored = counts.sum(axis=0)
    paired = scored > 1
    counts, scored = counts[:, paired], scored[paired]
    found: Matrix = (counts / (scored - 1)) @ counts.T - np.diag((counts / (scored - 1)).sum(axis=1))
    return found, kinds


def _nominal(kinds: Matrix, _occurs: Matrix) -> Matrix:
    return 1.0 - np.eye(len(kinds))


def _ordinal(_kinds: Matrix, occurs: Matrix) -> Matrix:
    """How many values lie between two, both ends counted half."""
    middle = np.cumsum(occurs) - occurs / 2
    found: Matrix = (middle[:, None] - middle[None, :]) ** 2
    return found


def _interval(kinds: Matrix, _occurs: Matrix) -> Matrix:
    found: Matrix = (kinds[:, None] - kinds[None, :]) ** 2
    return found


def _ratio(kinds: Matrix, _occurs: Matrix) -> Matrix:
    sums = kinds[:, None] + kinds[None, :]
    found: Matrix = np.where(sums == 0, 0.0, (kinds[:, None] - kinds[None, :]) / np.where(sums == 0, 1.0, sums)) ** 2
    return found


#: How the difference between two values can be measured. Levels of risk are ordinal.
DISTANCES: dict[str, Callable[[Matrix, Matrix], Matrix]] = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio}
