"""How firm a joint ranking is: rounds simulated within what nations say of their own uncertainty, and where each threat ranks in them.

Each score is drawn from its range independently of all others; that nations may err together is not in it. The same seed gives the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from foedera.threats.assessments import Ballot, Estimate, Score
from foedera.threats.ranking import Matrix
from foedera.threats.scales import LEVELS, RISK

#: How much of the chance lies outside what a nation's range says, spread evenly over all levels, by its confidence. An assumption of ours: no source
#: gives figures for it. High confidence takes the range at its word.
OPEN: Mapping[str, float] = {"low": 0.25, "moderate": 0.10, "high": 0.0}

#: How many simulated rounds are held at once: few enough for their scores to stay in the processor's cache.
_BATCH = 50
#: Means closer than this are the same mean, computed in another order.
_DIGITS = 9


@frozen(eq=False)
class Stability:
    """Where threats ranked by Borda in simulated rounds, one figure a threat in the order asked; NaN where nobody scored it.

    `first` and `last` hold the middle nine in ten of its ranks, in whole ranks outward, `middle` is the median. `top` gives for each `k` asked the
    chance to be among the first `k`; those of all threats add up to `k`, because a tie across the border counts in part.
    """

    simulations: int
    seed: int
    first: Matrix
    middle: Matrix
    last: Matrix
    top: Mapping[int, Matrix]
    ranks: NDArray[np.float32] = field(repr=False)

    def above(self, one: int, other: int) -> float:
        """Return the chance that one threat ranks above another, half of it where they tie; NaN where nobody scored one of them."""
        ahead = np.sign(self.ranks[:, other] - self.ranks[:, one])
        return float((ahead.mean(dtype=float) + 1) / 2) if len(ahead) else math.nan


def spread(estimate: Estimate, confidence: str, outside: Mapping[str, float] = OPEN) -> Matrix:
    """Return the chance of each level: falling from the best estimate to the ends of its range, and what confidence leaves open over all alike.

    The ends of the range are possible themselves: the triangle reaches zero one level beyond them.

    >>> spread(Estimate(1, 2, 4), "high").round(3).tolist(), spread(Estimate(3, 3, 3), "moderate").round(2).tolist()
    ([0.0, 0.2, 0.4, 0.267, 0.133], [0.02, 0.02, 0.02, 0.92, 0.02])
    """
    level = np.arange(len(LEVELS))
    rising = (level - estimate.lowest + 1) / (estimate.best - estimate.lowest + 1)
    falling = (estimate.highest + 1 - level) / (estimate.highest + 1 - estimate.best)
    triangle = np.clip(np.minimum(rising, falling), 0, None)
    share = outside[confidence]
    found: Matrix = (1 - share) * triangle / triangle.sum() + share / len(LEVELS)
    return found


def risk_spread(score: Score, outside: Mapping[str, float] = OPEN) -> Matrix:
    """Return the chance of each level of risk, likelihood and impact drawn apart and joined by NIST Table I-2.

    >>> risk_spread(Score("cyber", Estimate(2, 2, 3), Estimate(3, 3, 3), "high")).round(3).tolist()
    [0.0, 0.0, 0.667, 0.333, 0.0]
    """
    joint = np.outer(spread(score.likelihood, score.confidence, outside), spread(score.impact, score.confidence, outside))
    return np.bincount(np.ravel(RISK), weights=joint.ravel(), minlength=len(LEVELS)).astype(float)


def stability(
    threats: Sequence[str],
    ballots: Sequence[Ballot],
    *,
    simulations: int = 10_000,
    seed: int = 1,
    tops: Collection[int] = (1, 3, 5),
    outside: Mapping[str, float] = OPEN,
) -> Stability:
    """Return where the threats rank in simulated rounds; a score that was not given is missing in every one of them.

    `tops` are the heads of the ranking asked about, `outside` what each confidence leaves open.

    >>> sure = Estimate(4, 4, 4), Estimate(4, 4, 4), "high"
    >>> ballot = Ballot("FIN", (Score("cyber", *sure), Score("flood", Estimate(0, 1, 2), Estimate(2, 2, 2))))
    >>> found = stability(["cyber", "flood", "piracy"], [ballot], simulations=1000)
    >>> found.first.tolist(), found.last.tolist(), found.above(0, 1) > 0.99
    ([1.0, 2.0, nan], [1.0, 2.0, nan], True)
    """
    column = {threat: number for number, threat in enumerate(threats)}
    rng = np.random.default_rng(seed)
    reach = np.full((len(LEVELS) - 1, len(ballots), len(threats)), np.inf)
    for nation, ballot in enumerate(ballots):
        for score in ballot.scores:
            # A level is reached where a number drawn from 0 to 1 is beyond the chance of all levels below it.
            reach[:, nation, column[score.threat]] = np.cumsum(risk_spread(score, outside))[:-1]
    said = np.isfinite(reach[0])
    means = np.concatenate([np.empty((0, len(threats))), *(_means(reach, said, rng, count) for count in _batches(simulations))])
    ranks, sharing = _ranked(means.round(_DIGITS))
    # A threat's rank is known in all rounds or in none; quantiles of none would be of nothing.
    known = np.array([simulations > 0 and not np.isnan(own).any() for own in ranks.T], dtype=bool)
    bounds = np.full((3, len(threats)), np.nan)
    if known.any():
        bounds[:, known] = np.quantile(ranks[:, known], (0.05, 0.5, 0.95), axis=0, method="inverted_cdf")
    heads = {k: _top(ranks, sharing, known, k) for k in tops}
    return Stability(simulations, seed, np.floor(bounds[0]), bounds[1], np.ceil(bounds[2]), heads, ranks)


def _top(ranks: NDArray[np.float32], sharing: NDArray[np.int16], known: NDArray[np.bool_], k: int) -> Matrix:
    found = np.full(ranks.shape[1], np.nan)
    ahead = ranks[:, known] - (sharing[:, known] + 1) / 2
    if known.any():
        found[known] = np.clip((k - ahead) / sharing[:, known], 0, 1).mean(axis=0, dtype=float)
    return found


def _batches(simulations: int) -> Iterator[int]:
    whole, rest = divmod(simulations, _BATCH)
    yield from [_BATCH] * whole
    if rest:
        yield rest


def _means(reach: Matrix, said: NDArray[np.bool_], rng: np.random.Generator, count: int) -> Matrix:
    """Return Borda's mean share (`ranking.mean_borda`) of each threat in so many simulated rounds.

    A nation's points rise with the level in at most four steps, whose heights follow from how many threats it puts at each level.
    """
    drawn = rng.random((count, *said.shape), dtype=np.float32)
    scored = said.sum(axis=1)
    comparing = scored > 1
    others = np.where(comparing, scored - 1.0, np.inf)
    at_least = [np.broadcast_to(scored.astype(float), (count, len(scored)))]
    reached = []
    for level in reach.astype(np.float32):
        there = (drawn >= level).astype(np.float32)
        reached.append(there)
        at_least.append(there.sum(axis=2, dtype=np.float64))
    at_least.append(np.zeros((count, len(scored))))
    # Points of a level: one for each threat below it, half a one for each other at it.
    levels = [scored - (at_least[number] + at_least[number + 1]) / 2 - 0.5 for number in range(len(LEVELS))]
    found = (levels[0] / others) @ (said & comparing[:, None]).astype(float)
    for number, there in enumerate(reached, 1):
        found += np.einsum("bn,bnt->bt", (levels[number] - levels[number - 1]) / others, there)
    nations = (said & comparing[:, None]).sum(axis=0)
    means: Matrix = np.divide(found, nations, out=np.full(found.shape, np.nan), where=nations > 0)
    return means


def _ranked(means: Matrix) -> tuple[NDArray[np.float32], NDArray[np.int16]]:
    """Return for each row the ranks, the highest first and ties sharing the mean of theirs, and how many share each."""
    order = np.argsort(-means, axis=1, kind="stable")  # NaN goes last
    ordered = np.take_along_axis(means, order, axis=1)
    places = np.arange(means.shape[1])
    fresh = np.ones(means.shape, dtype=bool)
    fresh[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(fresh, places, 0), axis=1)
    ends = np.ones(means.shape, dtype=bool)
    ends[:, :-1] = fresh[:, 1:]
    last = np.minimum.accumulate(np.where(ends, places, len(places))[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty(means.shape, dtype=np.float32)
    sharing = np.empty(means.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, ((first + last) / 2 + 1).astype(np.float32), axis=1)
    np.put_along_axis(sharing, order, (last - first + 1).astype(np.int16), axis=1)
    ranks[np.isnan(means)] = np.nan
    return ranks, sharing
