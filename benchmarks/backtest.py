"""Backtest of the forecast: fitted on UN treaties opened before 1995, it forecasts deposits to later ones from their first 24 months.

Run `python benchmarks/backtest.py [FOLDER]`; FOLDER holds tables of participants as the UN Treaty Collection prints them, one CSV a treaty (default:
`../shared/data/untc/treaties`). The target is the month of the k-th deposit, k being 25, 40 and 50 % of those that had signed by month 24, where
that had not come by then. The score is the CRPS up to the day the tables end (the integral of the squared distance between the forecast and what
happened, in months), and how many targets lie in the middle 50, 80 and 90 % of the forecast. The other models are those people reach for: a
survival curve of past targets, the rate of the first two years, Weibull times of each signatory alone and with a frailty, and a log-logistic model
of the target; beside each stands what others found for it on these tables before.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from attrs import frozen
from lifelines import KaplanMeierFitter, LogLogisticAFTFitter, WeibullFitter

from foedera.ratification.draws import draw
from foedera.ratification.hazards import Vector, fared, fit
from foedera.ratification.history import MONTH, Course, History, spells

FOLDER = Path(__file__).parents[1] / ".." / "shared" / "data" / "untc" / "treaties"
#: The day what is taught ends, the first opening that is tested, and the day of the tables (they were read over some months from that day on).
TAUGHT, TESTED, TABLES = dt.date(1997, 1, 1), dt.date(1995, 1, 1), dt.date(2014, 7, 1)
LANDMARK, LEAST, WATCHED = 24.0, 10, 30.0
QUOTAS = (0.25, 0.40, 0.50)
DRAWS, SEED = 4000, 1
#: Nothing comes later than this, in months: further than any forecast is scored.
_FAR = 1e6

_DAY = re.compile(r"(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*\.?\s+(\d{4})(.*)")
_MONTHS = {name: number for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}
_CONSENT = re.compile("ratif|accept|access|approv|confirm|consent|definitive|succession(?!.*to signature)", re.IGNORECASE)


@frozen
class Target:
    """The k-th deposit of a treaty: when it came, or until when it had not."""

    history: History
    quota: float
    count: int
    month: float
    came: bool


def histories(folder: Path) -> Iterator[History]:
    """Yield the history of each table; successions and provisional application are no deposits."""
    for path in sorted(folder.glob("*.csv")):
        head, *rows = csv.reader(path.read_text(encoding="utf-8", errors="replace").splitlines())
        consent = [number for number, title in enumerate(head) if number and _deposits(title)]
        signing = [number for number, title in enumerate(head) if re.search("signature", title, re.IGNORECASE) and number not in consent]
        found = [(_plain(row[0]), _first(row, signing, "d"), _first(row, consent, "dn")) for row in rows if row]
        opened = min((signed for _, signed, _ in found if signed is not None), default=None)
        if opened is not None:
            courses = tuple(Course(name, _age(signed, opened), _age(given, opened)) for name, signed, given in found if signed or given)
            yield History(path.stem, opened, courses, (TABLES - opened).days / MONTH)


def _deposits(title: str) -> bool:
    only_signing = title.startswith("Signature") and not re.search("ratif|accept|access|approv|consent", title, re.IGNORECASE)
    return bool(_CONSENT.search(title)) and not title.startswith("Provisional") and not only_signing


def _first(row: Sequence[str], columns: Sequence[int], but: str) -> dt.date | None:
    for number in columns:
        found = _DAY.search(row[number]) if number < len(row) else None
        if found and found[2] in _MONTHS:
            return dt.date(int(found[3]), _MONTHS[found[2]], int(found[1])) if found[4].strip() not in tuple(but) else None
    return None


def _age(day: dt.date | None, opened: dt.date) -> float | None:
    return (day - opened).days / MONTH if day is not None else None


def _plain(name: str) -> str:
    return re.sub(r"[\d\s,*]+$", "", re.sub(r"\(.*?\)", "", name)).strip().lower()


def split(found: Sequence[History]) -> tuple[list[History], list[History]]:
    """Return the treaties to learn from, as they stood when what is taught ends, and those to forecast."""
    wide = [history for history in found if len(history.signatories(LANDMARK)) >= LEAST]
    taught = [history.cut((TAUGHT - history.opened).days / MONTH) for history in wide if dt.date(1946, 1, 1) <= history.opened < TESTED]
    tested = [history for history in wide if history.opened >= TESTED]
    return [history for history in taught if history.watched >= WATCHED], [history for history in tested if history.watched >= WATCHED]


def targets(found: Sequence[History]) -> list[Target]:
    """Return the deposits to forecast: those that had not come by the landmark."""
    wanted = []
    for history in found:
        deposits = sorted(course.consented for course in history.courses if course.consented is not None)
        for quota in QUOTAS:
            count = math.ceil(quota * len(history.signatories(LANDMARK)) - 1e-9)
            if history.consents(LANDMARK) < count:
                month = deposits[count - 1] if len(deposits) >= count else math.inf
                wanted.append(Target(history, quota, count, min(month, history.watched), month <= history.watched))
    return wanted


def _near(months: Vector) -> Vector:
    found: Vector = np.minimum(months, _FAR)
    return found


Answer = Callable[[Target], Vector]


def frailty(taught: Sequence[History], _: Sequence[Target], rng: np.random.Generator) -> Answer:
    """The product's own model: rates by age, a tempo a state, a frailty a treaty whose mean follows from its pace so far."""
    model = fit(taught, LANDMARK)
    assert model is not None
    lives: dict[str, Vector] = {}

    def answer(target: Target) -> Vector:
        if target.history.agreement not in lives:
            lives[target.history.agreement] = draw(model, target.history, rng, DRAWS).ordered()
        ages, column = lives[target.history.agreement], target.count - target.history.consents(LANDMARK) - 1
        return _near(ages[:, column]) if ages.shape[1] > column else np.full(DRAWS, _FAR)

    return answer


def climatology(_: Sequence[History], past: Sequence[Target], __: np.random.Generator) -> Answer:
    """The survival curve of past targets of the same quota."""
    curves = {}
    for quota in QUOTAS:
        own = [target for target in past if target.quota == quota]
        curves[quota] = KaplanMeierFitter().fit([t.month for t in own], [t.came for t in own]).survival_function_.iloc[:, 0]

    def answer(target: Target) -> Vector:
        curve = curves[target.quota]
        chances = (np.arange(DRAWS) + 0.5) / DRAWS
        reached = np.searchsorted(-curve.to_numpy(), -(1 - chances), side="left")
        months = np.append(curve.index.to_numpy(dtype=float), _FAR)
        return _near(months[np.minimum(reached, len(curve))])

    return answer


def constant_rate(_: Sequence[History], __: Sequence[Target], rng: np.random.Generator) -> Answer:
    """Deposits go on as in the first 24 months, the rate known as far as their number tells it."""

    def answer(target: Target) -> Vector:
        before = target.history.consents(LANDMARK)
        rate = rng.gamma(before + 0.5, 1 / LANDMARK, DRAWS)
        return _near(LANDMARK + rng.gamma(target.count - before, 1.0, DRAWS) / np.maximum(rate, 1e-9))

    return answer


def _joining(taught: Sequence[History]) -> float:
    """Return how many states that had not signed consent in a month, for each that signed."""
    joined = sum(c.consented is not None and c.signed is None for history in taught for c in history.courses)
    return joined / sum(history.watched * len(history.signatories(LANDMARK)) for history in taught)


def _weibull(taught: Sequence[History], rng: np.random.Generator, shape: float | None) -> Answer:
    times, ended = spells(taught)
    curve = WeibullFitter().fit(times, ended)
    joining = _joining(taught)

    def answer(target: Target) -> Vector:
        signed = [LANDMARK - c.signed for c in target.history.signatories(LANDMARK) if c.consented is None or c.consented > LANDMARK]  # type: ignore[operator]
        gone = (np.array(signed) / curve.lambda_) ** curve.rho_
        frail = rng.gamma(shape, 1 / shape, (DRAWS, 1)) if shape is not None else np.ones((DRAWS, 1))
        hazard = gone + rng.exponential(1.0, (DRAWS, len(signed))) / frail
        months = np.sort(LANDMARK - np.array(signed) + curve.lambda_ * hazard ** (1 / curve.rho_), axis=1)
        # States that did not sign join at the rate they joined others, for each that signed.
        waits = rng.exponential(1.0, (DRAWS, target.count)) / (frail * joining * len(target.history.signatories(LANDMARK)))
        months = np.sort(np.concatenate([months, LANDMARK + np.cumsum(waits, axis=1)], axis=1), axis=1)
        return _near(months[:, target.count - target.history.consents(LANDMARK) - 1])

    return answer


def weibull(taught: Sequence[History], _: Sequence[Target], rng: np.random.Generator) -> Answer:
    """Each signatory by itself, its time to deposit Weibull."""
    return _weibull(taught, rng, None)


def weibull_frailty(taught: Sequence[History], _: Sequence[Target], rng: np.random.Generator) -> Answer:
    """The same with a gamma frailty a treaty, its shape from how many deposits treaties had beside what was to be expected."""
    curve, joining = WeibullFitter().fit(*spells(taught)), _joining(taught)
    counts = []
    for history in taught:
        times, ended = spells([history])
        others = sum(c.consented is not None and c.signed is None for c in history.courses)
        due = float(((np.array(times) / curve.lambda_) ** curve.rho_).sum()) + joining * history.watched * len(history.signatories(LANDMARK))
        counts.append((sum(ended) + others, due))
    from scipy.special import gammaln

    shapes = np.exp(np.linspace(-1.5, 3, 60))
    likely = [
        sum(gammaln(a + n) - gammaln(a) + a * math.log(a) - (a + n) * math.log(a + due) + n * math.log(max(due, 1e-9)) for n, due in counts)
        for a in shapes
    ]
    return _weibull(taught, rng, float(shapes[int(np.argmax(likely))]))


def log_logistic(_: Sequence[History], past: Sequence[Target], __: np.random.Generator) -> Answer:
    """A log-logistic model of the target itself by how many deposits are missing, how many there are and how many signed."""
    table = pd.DataFrame([{**_described(t), "month": max(t.month - LANDMARK, 0.05), "came": t.came} for t in past])
    model = LogLogisticAFTFitter(penalizer=0.01).fit(table, "month", "came")
    shape = float(np.exp(model.params_["beta_"]["Intercept"]))

    def answer(target: Target) -> Vector:
        middle = float(model.predict_median(pd.DataFrame([_described(target)])).iloc[0])
        chances = (np.arange(DRAWS) + 0.5) / DRAWS
        return _near(LANDMARK + middle * (chances / (1 - chances)) ** (1 / shape))

    return answer


def _described(target: Target) -> dict[str, float]:
    missing = target.count - target.history.consents(LANDMARK)
    pace = fared(target.history, LANDMARK)
    return {"missing": math.log(missing), "pace": float(pace[0]), "size": math.log(len(target.history.signatories(LANDMARK)))}


def pooled(taught: Sequence[History], past: Sequence[Target], rng: np.random.Generator) -> Answer:
    """Half of the draws of the Weibull model with frailty, half of the log-logistic."""
    one, other = weibull_frailty(taught, past, rng), log_logistic(taught, past, rng)
    return lambda target: np.concatenate([one(target), other(target)])


def crps(draws: Vector, target: Target) -> float:
    """Return the CRPS of draws up to the day the tables end, in months: exact, by the steps of both curves."""
    end = target.history.watched
    steps = np.unique(np.clip(np.concatenate([draws, [LANDMARK, end, target.month]]), LANDMARK, end))
    share = np.searchsorted(np.sort(draws), steps[:-1], side="right") / len(draws)
    happened = (steps[:-1] >= target.month) & target.came
    return float(((share - happened) ** 2 * np.diff(steps)).sum())


def place(draws: Vector, target: Target, rng: np.random.Generator) -> float:
    """Return where what happened lies in the draws, 0 to 1; drawn from what is left where it had not come."""
    share = float((draws <= target.month).mean())
    return share if target.came else float(rng.uniform((draws < target.month).mean(), 1))


MODELS: dict[str, tuple[Callable[[Sequence[History], Sequence[Target], np.random.Generator], Answer], str]] = {
    "survival curve of past targets, by quota": (climatology, "12.02 .49/.81/.90"),
    "constant rate of the first 24 months": (constant_rate, "21.09 .17/.32/.40"),
    "Weibull a signatory, independent": (weibull, "9.14 .31/.54/.65"),
    "the same with a gamma frailty a treaty": (weibull_frailty, "8.86 .73/.92/.96"),
    "log-logistic, treaty level": (log_logistic, "8.70 .58/.86/.92"),
    "the last two pooled": (pooled, "8.65 .67/.90/.94"),
    "**Foedera**: rates by age, tempo of states, frailty by pace": (frailty, ""),
}


@frozen
class Result:
    """How a model did: its score on each target, and where what happened lay."""

    scores: Vector
    places: Vector

    def covered(self, share: float) -> float:
        """Return how many targets lie in the middle share of the forecast."""
        return float(((self.places > (1 - share) / 2) & (self.places < (1 + share) / 2)).mean())


def judged(name: str, taught: Sequence[History], wanted: Sequence[Target]) -> Result:
    """Return how a model does that learns from some treaties and forecasts others."""
    rng = np.random.default_rng(SEED)
    answer = MODELS[name][0](taught, targets(taught), rng)
    drawn = [answer(target) for target in wanted]
    return Result(
        np.array([crps(d, t) for d, t in zip(drawn, wanted, strict=True)]), np.array([place(d, t, rng) for d, t in zip(drawn, wanted, strict=True)])
    )


def gain(one: Result, other: Result, wanted: Sequence[Target]) -> tuple[float, float, float]:
    """Return by how much the first scores better, and the 90 % interval of that, treaties drawn again and again (the k of one go together)."""
    rng = np.random.default_rng(SEED)
    names = sorted({target.history.agreement for target in wanted})
    rows = {name: [number for number, target in enumerate(wanted) if target.history.agreement == name] for name in names}
    apart = other.scores - one.scores
    means = []
    for _ in range(2000):
        chosen = [row for number in rng.integers(0, len(names), len(names)) for row in rows[names[number]]]
        means.append(float(apart[chosen].mean()))
    return float(apart.mean()), float(np.quantile(means, 0.05)), float(np.quantile(means, 0.95))


def cross_validated(taught: Sequence[History], folds: int = 6) -> tuple[float, float]:
    """Return how the product's model does within what is taught: the score by which its form was chosen, and the coverage of 80 %."""
    name = list(MODELS)[-1]
    results = []
    for fold in range(folds):
        kept = [history for number, history in enumerate(taught) if number % folds != fold]
        results.append(judged(name, kept, targets([history for number, history in enumerate(taught) if number % folds == fold])))
    places = np.concatenate([result.places for result in results])
    return float(np.concatenate([result.scores for result in results]).mean()), float(((places > 0.1) & (places < 0.9)).mean())


def main() -> None:
    """Print the table."""
    warnings.filterwarnings("ignore")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not folder.is_dir():
        sys.exit(f"no tables of participants in {folder}; name the folder that holds them")
    taught, tested = split(list(histories(folder)))
    wanted = targets(tested)
    came = sum(target.came for target in wanted)
    treaties = len({target.history.agreement for target in wanted})
    print(f"{len(taught)} treaties to learn from, {len(tested)} to forecast: {len(wanted)} targets of {treaties} treaties, {came} of which came\n")
    print("| model | CRPS, months | 50/80/90 % | given before |\n|---|---|---|---|")
    results = {}
    for name, (_, given) in MODELS.items():
        start = time.process_time()
        results[name] = found = judged(name, taught, wanted)
        shares = "/".join(f"{found.covered(share):.2f}"[1:] for share in (0.5, 0.8, 0.9))
        print(f"| {name} | {found.scores.mean():.2f} | {shares} | {given} |", flush=True)
        print(f"{name}: {time.process_time() - start:.1f} s CPU", file=sys.stderr)
    *others, own = results
    for name in (others[-1], others[0], others[1]):
        better, low, high = gain(results[own], results[name], wanted)
        print(f"\nBetter than {name} by {better:.1f} months (90 % interval, treaties drawn again: {low:.1f} to {high:.1f})")
    score, covered = cross_validated(taught)
    print(f"\nWithin the {len(taught)} treaties, six-fold: {score:.2f} months, 80 % covered {covered:.2f}")


if __name__ == "__main__":
    main()
