"""Simulated lives of an agreement: when each state consents, drawn from a model, given all that is seen up to now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from foedera.ratification.hazards import Model, Vector
from foedera.ratification.history import History

#: More consents by others than this are not drawn: no agreement has so many states to join it.
_MOST = 250
#: How many months a deposit takes on average after the procedure at home, and how many deposits on record this weighs: an assumption of ours.
DEPOSIT, WEIGHT = 1.0, 5.0


@frozen(eq=False)
class Draws:
    """Ages in months at which states consent, a row a simulation: a column for each of `parties`, infinite where it never does.

    `others` holds the ages of consents by states that had not signed, earliest first; which states those are is not said.
    """

    parties: tuple[str, ...]
    ages: Vector
    others: Vector

    def ordered(self) -> Vector:
        """Return all ages of a simulation together, the earliest first."""
        return np.sort(np.concatenate([self.ages, self.others], axis=1), axis=1)


def draw(
    model: Model,
    history: History,
    rng: np.random.Generator,
    simulations: int,
    *,
    among: Sequence[str] = (),
    others: bool = True,
    lags: Sequence[float] = (),
) -> Draws:
    """Return simulated lives of an agreement from the model's landmark on.

    Drawn are the signatories that have not consented, and those of `among` that have neither signed nor consented (they are taken to be as quick as a
    signatory of their tempo); where `others` is true, consents of unnamed states besides. One frailty is drawn for each simulation: where one state
    is slow, all are likelier to be; and how unsure the model is of its rates (`Model.unsure`). Who is through at home only has to deposit: how long
    that takes is drawn by a constant rate, learned from `lags`, in months, weighed against `DEPOSIT`, and as unsure as these are few.
    """
    now = model.landmark
    seen = history.cut(now)
    home = {course.party for course in seen.courses if course.approved is not None and course.consented is None}
    done = {course.party for course in seen.courses if course.consented is not None}
    waiting = dict.fromkeys([*(course.party for course in seen.signatories(now)), *among])
    parties = tuple(party for party in waiting if party not in done)
    frail = model.expected(history) * rng.gamma(model.spread, 1 / model.spread, simulations)
    frail *= rng.lognormal(-(model.unsure**2) / 2, model.unsure, simulations)
    ages = _later(model.edges, model.signed, now, rng.exponential(1.0, (simulations, len(parties))) / (frail[:, None] * _tempo(model.tempo, parties)))
    if at_home := [number for number, party in enumerate(parties) if party in home]:
        rate = rng.gamma(WEIGHT + len(lags), 1 / (WEIGHT * DEPOSIT + sum(lags)), (simulations, 1))
        ages[:, at_home] = now + rng.exponential(1.0, (simulations, len(at_home))) / rate
    joining = np.empty((simulations, 0))
    size = len(history.signatories(now))
    if others and size:
        running = _running(model.edges, model.joined)
        before = float(np.interp(now, model.edges, running))
        count = np.minimum(rng.poisson(frail * size * (running[-1] - before)), _MOST)
        drawn = np.interp(before + rng.random((simulations, int(count.max(initial=0)))) * (running[-1] - before), running, model.edges)
        joining = np.sort(np.where(np.arange(drawn.shape[1]) < count[:, None], drawn, np.inf), axis=1)
    return Draws(parties, ages, joining)


def _tempo(tempo: Mapping[str, float], parties: Sequence[str]) -> Vector:
    return np.array([tempo.get(party, 1.0) for party in parties])


def _running(edges: Vector, rate: Vector) -> Vector:
    found: Vector = np.concatenate([[0.0], np.cumsum(rate * np.diff(edges))])
    return found


def _later(edges: Vector, rate: Vector, now: float, hazard: NDArray[np.float64]) -> Vector:
    """Return the age at which so much hazard has run since now; infinite where all that is left does not reach."""
    running = _running(edges, rate)
    due = hazard + np.interp(now, edges, running)
    return np.where(due >= running[-1], np.inf, np.interp(due, running, edges))
