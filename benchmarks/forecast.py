"""The forecast: 10,000 simulated lives of an agreement among 193 states with a threshold, and what the parts of it cost.

Run `python benchmarks/forecast.py [STATES] [SIMULATIONS]`. The agreement and the past it is learned from are invented.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from fractions import Fraction

import numpy as np

from foedera.law.docket import Docket
from foedera.law.prospects import prospect
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import EntryIntoForce
from foedera.model.conditions import Condition, Consents, FractionOf, Population
from foedera.model.parties import Parties, Party
from foedera.model.periods import Period
from foedera.ratification.forecast import forecast
from foedera.ratification.hazards import fit
from foedera.ratification.history import Course, History, history_of

START, ON = dt.date(2024, 1, 1), dt.date(2026, 1, 1)


def past(codes: list[str], count: int = 100) -> list[History]:
    """Return invented histories of agreements among these states."""
    rng = np.random.default_rng(1)
    found = []
    for number in range(count):
        ages = rng.exponential(1.0, len(codes)) / (0.02 * rng.gamma(3.0, 1 / 3))
        courses = [Course(code, 0.0, float(age) if age < 240 else None) for code, age in zip(codes, ages, strict=True)]
        found.append(History(f"x/past-{number}", dt.date(1990, 1, 1), tuple(courses), 240.0))
    return found


def main() -> None:
    """Print what each part takes, in seconds of CPU."""
    states = int(sys.argv[1]) if len(sys.argv) > 1 else 193
    simulations = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    codes = [f"X-{number:03}" for number in range(states)]
    acts = (Act(START, "signature", tuple(codes)), *(Act(dt.date(2025, 1, 1), "ratification", (code,)) for code in codes[: states // 10]))
    parties = Parties({code: Party(code, code) for code in codes})
    start = time.process_time()
    histories = past(codes)
    own = history_of(Agreement(id="x/y", title="", acts=acts), ON)
    assert own is not None
    model = fit(histories, own.age(ON))
    assert model is not None
    print(f"learning from {len(histories)} agreements, {model.consents} consents: {time.process_time() - start:.2f} s")
    rules: dict[str, Condition] = {
        f"{states // 2} consents": Consents(states // 2),
        "two thirds": FractionOf(Fraction(2, 3), Population(("signatories",))),
    }
    for name, condition in rules.items():
        clause = EntryIntoForce(when=condition, then=Period(nth_month=6))
        found = Agreement(id="x/y", title="Invented", opened=START, entry_into_force=clause, acts=acts)
        seen = prospect(Docket({"x/y": found}.get, parties), "x/y", ON)
        for which in (False, True):
            start = time.process_time()
            told = forecast(seen, model, own, simulations=simulations, influences=which)
            spent = time.process_time() - start
            asked = ", which states matter" if which else ""
            print(f"{states} states, {name}, {simulations:,} simulations{asked}: {spent:.2f} s; by {told.years[-1]}")


if __name__ == "__main__":
    main()
