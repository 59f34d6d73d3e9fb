"""What the record says of the time to consent, without any model: survival curves with their bounds, and how two groups of states compare.

Kaplan & Meier (1958), bounds by Greenwood on the log-log scale; the log-rank test; Cox (1972) with Efron's ties; all by the library lifelines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

_TWENTIETH = 0.05


@frozen
class Step:
    """The share still without consent from a time on, with the bounds that hold 95 in a hundred."""

    months: float
    share: float
    lowest: float
    highest: float


@frozen
class Curve:
    """A survival curve: its steps, the months by which half had consented (None: fewer did), and how many were watched and came."""

    steps: tuple[Step, ...]
    median: float | None
    watched: int
    came: int

    def share(self, months: float) -> float:
        """Return the share still without consent after so many months."""
        return next((step.share for step in reversed(self.steps) if step.months <= months), 1.0)

    def thinned(self) -> tuple[Step, ...]:
        """Return the steps at which the share has fallen by another twentieth, and the last."""
        shown: list[Step] = []
        for step in self.steps:
            if not shown or shown[-1].share - step.share >= _TWENTIETH or step is self.steps[-1]:
                shown.append(step)
        return tuple(shown)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The months between which the middle lies with 95 in a hundred (Brookmeyer & Crowley 1982); None where a bound is never reached."""
        return (
            next((step.months for step in self.steps if step.lowest <= 0.5), None),
            next((step.months for step in self.steps if step.highest <= 0.5), None),
        )


def curve(months: Sequence[float], came: Sequence[bool]) -> Curve | None:
    """Return the survival curve of times to consent, those not come to an end watched so long; None where nothing was watched.

    >>> found = curve([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], [True] * 9 + [False] * 12)
    >>> [(step.months, round(step.share, 4)) for step in found.steps][:4], found.median
    ([(0.0, 1.0), (6.0, 0.8571), (7.0, 0.8067), (10.0, 0.7529)], 23.0)
    """
    if not len(months):
        return None
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter().fit(months, came)
    shares = fitted.survival_function_.iloc[:, 0]
    bounds = fitted.confidence_interval_
    steps = [
        Step(float(at), float(share), float(bounds.iloc[number, 0]), float(bounds.iloc[number, 1]))
        for number, (at, share) in enumerate(shares.items())
    ]
    changing = [step for number, step in enumerate(steps) if not number or step.share != steps[number - 1].share]
    median = float(fitted.median_survival_time_)
    return Curve(tuple(changing), median if np.isfinite(median) else None, len(months), sum(map(bool, came)))


@frozen
class Comparison:
    """How much readier one group consents than another: the hazard ratio with its 95 % bounds, and the log-rank test.

    `ratio` above 1: the first is quicker. `p` is the chance of so large a difference where there is none.
    """

    ratio: float
    lowest: float
    highest: float
    chi_square: float
    p: float


def compare(one: tuple[Sequence[float], Sequence[bool]], other: tuple[Sequence[float], Sequence[bool]]) -> Comparison | None:
    """Return how two groups compare (months, whether they came); None where one of them has nothing that came."""
    if not any(one[1]) or not any(other[1]):
        return None
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.statistics import logrank_test

    rows = [(months, bool(came), group) for group, (times, ended) in ((1, one), (0, other)) for months, came in zip(times, ended, strict=True)]
    fitted = CoxPHFitter().fit(pd.DataFrame(rows, columns=["months", "came", "first"]), "months", "came")
    test = logrank_test(one[0], other[0], one[1], other[1])
    found = fitted.summary.loc["first"]
    return Comparison(
        ratio=float(found["exp(coef)"]),
        lowest=float(found["exp(coef) lower 95%"]),
        highest=float(found["exp(coef) upper 95%"]),
        chi_square=float(test.test_statistic),
        p=float(test.p_value),
    )
