"""Rank and picture rounds of assessment, generated and illustrative, and print what it took, as one JSON object: `picture.py`."""

from __future__ import annotations

import datetime as dt
import json
import resource
import time
from typing import Any

import numpy as np

from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.kemeny import components, kemeny
from foedera.threats.picture import common_picture
from foedera.threats.ranking import Matrix, support
from foedera.threats.scales import CONFIDENCE

NATIONS, SECONDS = 32, 60
#: How many threats are ranked, and what nations make of them: one view with more or less doubt, levels or orders at random.
MINDS = ("one view, with doubts", "levels at random", "orders at random")
RANKED = (*((threats, mind) for threats in (30, 60) for mind in MINDS), (100, MINDS[0]), (200, MINDS[0]))


def profile(threats: int, mind: str, nations: int = NATIONS) -> Matrix:
    """Return what nations make of threats, one score in ten missing."""
    rng = np.random.default_rng(threats)
    if mind == "orders at random":
        values = rng.permuted(np.tile(np.arange(threats, dtype=float), (nations, 1)), axis=1)
    elif mind == "levels at random":
        values = rng.integers(0, 5, (nations, threats)).astype(float)
    else:
        values = np.clip(np.round(rng.normal(np.linspace(0, 4, threats), 1.2, (nations, threats))), 0, 4)
    values[rng.random(values.shape) < 0.1] = np.nan
    return values


def ballots(threats: int, nations: int = NATIONS) -> tuple[Round, list[Ballot]]:
    """Return a round and its ballots: one view held with doubts, ranges a level wide at most to each side, one score in ten missing."""
    rng = np.random.default_rng(7)
    names = tuple(f"threat-{number}" for number in range(threats))

    def estimate(middle: float) -> Estimate:
        best = int(np.clip(round(rng.normal(middle, 1.0)), 0, 4))
        return Estimate(max(best - int(rng.integers(0, 2)), 0), best, min(best + int(rng.integers(0, 2)), 4))

    given = []
    for number in range(nations):
        scored = [(name, 4 * place / threats) for place, name in enumerate(names) if rng.random() >= 0.1]
        scores = [Score(name, estimate(middle), estimate(middle), str(rng.choice(CONFIDENCE))) for name, middle in scored]
        given.append(Ballot(f"N{number:02d}", tuple(scores)))
    nations_called = tuple(ballot.nation for ballot in given)
    opens, closes = dt.date(2026, 1, 1), dt.date(2026, 1, 31)
    asked = Round(id="r", title="Illustrative", threats=names, nations=nations_called, opens=opens, closes=closes, illustrative=True)
    return asked, given


def ranked(threats: int, mind: str) -> dict[str, Any]:
    """Rank one profile."""
    preferred = support(profile(threats, mind))
    started = time.process_time()
    found = kemeny(preferred, seconds=SECONDS)
    spent = time.process_time() - started
    largest = max(len(group) for group in components(preferred))
    return {"threats": threats, "mind": mind, "largest": largest, "cpu_s": round(spent, 2), "proven": found.proven, "gap": round(found.gap * 100, 3)}


def pictured(threats: int, simulations: int) -> dict[str, Any]:
    """Make one whole picture."""
    asked, given = ballots(threats)
    started = time.process_time()
    found = common_picture(asked, given, simulations=simulations)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "threats": threats,
        "simulations": simulations,
        "cpu_s": round(spent, 2),
        "proven": found.ranking.proven,
        "gap": round(found.ranking.gap * 100, 3),
        "peak_mb": round(peak / 1024),
    }


def main() -> None:
    """Rank and picture; what loads the libraries comes first and is not counted."""
    pictured(10, 100)
    found = {
        "pictures": [pictured(threats, 10_000) for threats in (30, 200)],
        "rankings": [ranked(*case) for case in RANKED],
        "nations": NATIONS,
        "seconds": SECONDS,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
