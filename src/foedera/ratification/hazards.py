"""How readily states consent: rates by the age of an agreement, a tempo for each state, and a frailty that an agreement's signatories share.

Deposits are not independent: some agreements are taken up everywhere, others nowhere. The rate of an agreement is therefore multiplied by a gamma
variable of its own (shared frailty: Vaupel, Manton & Stallard 1979; Duchateau & Janssen 2008), whose mean depends on how the agreement has fared so
far (landmarking: van Houwelingen 2007), so that a forecast made at an age rests on what could be seen at that age alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from foedera.ratification.history import Course, History

Vector = NDArray[np.float64]

#: Ages in months between which a rate is held constant. Later than the last nothing is expected.
EDGES: Vector = np.array([0, 3, 6, 9, 12, 15, 18, 21, 24, 30, 36, 42, 48, 60, 72, 84, 108, 144, 192, 264, 400], dtype=float)
#: How long after the landmark a history is used, in months: what follows a decade later says little of what comes next.
REACH = 96.0
#: How much an agreement must have been watched beyond the landmark, in months, to teach anything.
WATCHED = 6.0
#: How many consents of its own a state's tempo weighs against the common one.
PRIOR = 8.0
#: How many consents in each interval the rate over all intervals weighs: a little, for intervals in which nearly nothing was seen.
_SIGNED, _JOINED = 0.5, 0.2
#: How strongly the weights of the pace are held near nothing and the spread near `_SPREAD`: as by a normal prior of a third, which a hundred
#: agreements overrule and five do not.
_PENALTY = 5.0
#: What the spread is held near while few agreements speak: that of the treaties of the United Nations (docs/benchmarks.md).
_SPREAD = 3.0
#: The logarithm of the spread is sought between these.
_NARROW, _WIDE = -5.0, 7.0
#: The spread taken while the tempo of states is counted, before that of the agreements is known.
_ROUGH = 2.0
_ROUNDS = 25


@frozen(eq=False)
class Model:
    """Rates of consent, fitted at an age of an agreement (`landmark`, in months).

    `signed` is the rate a month of a signatory that has not consented, `joined` that of consents by others for each signatory, both by interval of
    `edges`; `tempo` multiplies the rate of a state; `pace` are the weights of how the agreement has fared (`fared`), `spread` the shape of the
    frailty: the smaller, the more agreements differ. `agreements` and `consents` say how much it rests on.
    """

    landmark: float
    signed: Vector
    joined: Vector
    tempo: Mapping[str, float]
    pace: tuple[float, float]
    spread: float
    agreements: int
    consents: int
    edges: Vector = field(factory=EDGES.copy)

    @property
    def unsure(self) -> float:
        """How unsure the level of all rates is, as a standard deviation of its logarithm: large where few agreements and consents teach."""
        return math.sqrt(1 / (self.spread * self.agreements) + 1 / max(self.consents, 1))

    def expected(self, history: History) -> float:
        """Return the mean of the frailty of an agreement, by how it has fared up to the landmark."""
        return float(math.exp(np.dot(self.pace, fared(history, self.landmark))))


def fared(history: History, age: float) -> Vector:
    """Return how an agreement has fared up to an age: the logarithms of the share that consented, and of that which did in the second half.

    Half a consent is added to each, so that none is not infinitely few.
    """
    if age <= 0:
        return np.zeros(2)
    base = len(history.signatories(age)) + 1
    return np.array([math.log((history.consents(age) + 0.5) / base), math.log((history.consents(age, age / 2) + 0.5) / base)])


def fit(histories: Sequence[History], landmark: float = 0.0) -> Model | None:
    """Return the model of agreements that were still open for consent at an age; None where fewer than three of them can teach anything.

    Rates and frailties are found in turn (expectation and maximisation), the weights of the pace and the spread by maximum likelihood of the counts,
    which are negative binomial.
    """
    taught = [history for history in histories if history.watched >= landmark + WATCHED and len(history.signatories(landmark)) > 1]
    if len(taught) < 3:
        return None
    edges = _edges(landmark)
    tempo = _tempo(taught, edges, landmark)
    seen = [_counted(history, edges, landmark, landmark + REACH, tempo) for history in taught]
    shares = np.array([fared(history, landmark) for history in taught])
    signed, joined, pace, spread = _converge(seen, shares, paced=landmark > 0)
    consents = int(sum(part.signed.sum() + part.joined.sum() for part in seen))
    return Model(landmark, signed, joined, tempo, pace, spread, len(taught), consents, edges)


def _edges(landmark: float) -> Vector:
    return np.array(sorted({*EDGES.tolist(), landmark}))


@frozen(eq=False)
class _Counted:
    """Consents of an agreement by interval, and what they are divided by: months of signatories still out, months of the agreement a signatory."""

    signed: Vector
    months: Vector
    joined: Vector
    open: Vector


def _counted(history: History, edges: Vector, after: float, until: float, tempo: Mapping[str, float]) -> _Counted:
    """Return what is seen of a history from one age to another; `tempo` weighs the months of each state."""
    end = min(history.watched, until)
    signed, months, joined = np.zeros(len(edges) - 1), np.zeros(len(edges) - 1), np.zeros(len(edges) - 1)
    count = 0
    for course in history.courses:
        through = course.through
        at = through if through is not None and through <= end else None
        if course.signed is not None and course.signed <= after:
            count += 1
            if through is not None and through <= after:
                continue
            months += tempo.get(course.party, 1.0) * _spent(edges, after, at if at is not None else end)
            if at is not None:
                signed[_interval(edges, at)] += 1
        elif at is not None and at > after:
            joined[_interval(edges, at)] += 1
    return _Counted(signed, months, joined, count * _spent(edges, after, end))


def _spent(edges: Vector, start: float, end: float) -> Vector:
    """Return how many months between two ages lie in each interval."""
    spent: Vector = np.maximum(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0)
    return spent


def _interval(edges: Vector, age: float) -> int:
    return min(int(np.searchsorted(edges, age, side="right")) - 1, len(edges) - 2)


def _converge(seen: Sequence[_Counted], shares: Vector, *, paced: bool) -> tuple[Vector, Vector, tuple[float, float], float]:
    """Return the rates of signatories and of others, the weights of the pace and the spread of the frailty."""
    signed, months = np.array([part.signed for part in seen]), np.array([part.months for part in seen])
    joined, opened = np.array([part.joined for part in seen]), np.array([part.open for part in seen])
    total = (signed + joined).sum(axis=1)
    mean, frail, spread, pace = np.ones(len(seen)), np.ones(len(seen)), _ROUGH, np.zeros(2)
    rate, other = np.zeros(signed.shape[1]), np.zeros(signed.shape[1])
    for _ in range(_ROUNDS):
        weight = (frail * mean)[:, None]
        rate = _rates(signed.sum(axis=0), (weight * months).sum(axis=0), _SIGNED)
        other = _rates(joined.sum(axis=0), (weight * opened).sum(axis=0), _JOINED)
        exposure = months @ rate + opened @ other
        level, pace, spread = _likeliest(total, exposure, shares, pace, spread, paced=paced)
        mean = np.exp(shares @ pace)
        frail = (spread + total) / (spread + mean * exposure * math.exp(level))
        rate, other = rate * math.exp(level), other * math.exp(level)
    return rate, other, (float(pace[0]), float(pace[1])), spread


def _rates(consents: Vector, months: Vector, prior: float) -> Vector:
    """Return the rate in each interval, drawn a little towards that over all of them; nothing where nothing was ever seen."""
    over_all = float(consents.sum() / months.sum()) if months.sum() else 0.0
    if not over_all:
        return np.zeros(len(consents))
    found: Vector = (consents + prior) / (months + prior / over_all)
    return found


def _likeliest(total: Vector, exposure: Vector, shares: Vector, pace: Vector, spread: float, *, paced: bool) -> tuple[float, Vector, float]:
    """Return the level, the weights and the spread under which the counts are likeliest, sought from those given; the weights are held small."""
    from scipy.optimize import minimize
    from scipy.special import gammaln

    size = 2 if paced else 0

    def minus(values: Vector) -> float:
        logs = values[0] + (shares @ values[1:3] if size else 0.0)
        shape = math.exp(min(max(values[-1], _NARROW), _WIDE))
        likely = gammaln(shape + total) - gammaln(shape) + shape * math.log(shape) + total * logs
        likely -= (shape + total) * np.log(shape + np.exp(logs) * exposure)
        held = _PENALTY * ((values[1:-1] ** 2).sum() + (values[-1] - math.log(_SPREAD)) ** 2)
        return float(held - likely.sum())

    start = np.array([0.0, *(pace if size else ()), math.log(spread)])
    found = minimize(minus, start, method="BFGS").x
    weights = np.asarray(found[1:3]) if size else np.zeros(2)
    return float(found[0]), weights, math.exp(min(max(float(found[-1]), _NARROW), _WIDE))


def _tempo(histories: Sequence[History], edges: Vector, landmark: float) -> dict[str, float]:
    """Return by how much each state is quicker or slower than others, its own consents weighed against `PRIOR` of the common kind.

    All of a state's way counts, from its signature on, not only what follows the landmark; days that were made up say nothing of a state.
    """
    plain = [_counted(history, edges, 0.0, landmark + REACH, {}) for history in histories]
    rate = _rates(np.sum([part.signed for part in plain], axis=0), np.sum([part.months for part in plain], axis=0), _SIGNED)
    running = np.concatenate([[0.0], np.cumsum(rate * np.diff(edges))])
    consents: dict[str, float] = defaultdict(float)
    expected: dict[str, float] = defaultdict(float)
    for history in histories:
        end = min(history.watched, landmark + REACH)
        own = [course for course in history.signatories(end) if course.party not in history.spread]
        parts = [part for course in own if (part := _part(course, end, edges, running)) is not None]
        given, due = sum(part[1] for part in parts), sum(part[2] for part in parts)
        frail = (_ROUGH + given) / (_ROUGH + due)
        for party, count, months in parts:
            consents[party] += count
            expected[party] += frail * months
    return {party: (PRIOR + consents[party]) / (PRIOR + expected[party]) for party in sorted(consents)}


def _part(course: Course, end: float, edges: Vector, running: Vector) -> tuple[str, int, float] | None:
    assert course.signed is not None
    through = course.through
    stop = min(through if through is not None else end, end)
    if through is None and stop <= course.signed:
        return None
    due = np.interp(stop, edges, running) - np.interp(course.signed, edges, running)
    return course.party, int(through is not None and through <= end), max(float(due), 0.02)
