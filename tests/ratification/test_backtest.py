"""The backtest of the forecast: its targets are those published, its score is the CRPS, and the level to beat is beaten."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks import backtest
from scoringrules import crps_ensemble

from foedera.ratification.history import Course, History

SHARED = Path(__file__).parents[2] / ".." / "shared"
LEVELS = SHARED / "oracle" / "decision" / "a5_eif_forecast_levels.json"


@pytest.fixture(scope="module")
def tables() -> list[History]:
    """The histories of the tables beside the project."""
    if not backtest.FOLDER.is_dir() or not LEVELS.is_file():
        pytest.skip("the tables of participants are not beside the project")
    return list(backtest.histories(backtest.FOLDER))


def test_the_targets_are_those_of_the_published_experiment(tables: list[History]) -> None:
    """All 124 of them, month by month: which deposit, of how many signatories, when it came or until when it had not."""
    published = json.loads(LEVELS.read_text())["inputs"]["targets"]
    _, tested = backtest.split(tables)
    wanted = {(target.history.agreement, target.quota): target for target in backtest.targets(tested)}
    assert len(wanted) == len(published) == 124
    for row in published:
        target = wanted[row["tid"], row["q"]]
        assert (target.count, target.came) == (row["k"], row["event"])
        assert target.month == pytest.approx(row["time"], abs=1e-9)
        assert target.history.watched == pytest.approx(row["horizon"], abs=1e-9)
        assert target.history.consents(24.0) == row["n24"]
        assert len(target.history.signatories(24.0)) == row["S24"]


def test_the_level_to_beat(tables: list[History]) -> None:
    """Below 8.65 months, and the middle 80 % of the forecast hold between 75 and 90 in a hundred of what happened."""
    taught, tested = backtest.split(tables)
    wanted = backtest.targets(tested)
    found = backtest.judged(list(backtest.MODELS)[-1], taught, wanted)
    assert found.scores.mean() < 8.65
    assert 0.75 <= found.covered(0.8) <= 0.90
    assert found.covered(0.5) < found.covered(0.8) < found.covered(0.9)


def test_the_comparison_is_with_what_was_published(tables: list[History]) -> None:
    """The survival curve and the log-logistic model, made anew, score as published: the comparison is on the same ground."""
    expected = json.loads(LEVELS.read_text())
    taught, tested = backtest.split(tables)
    wanted = backtest.targets(tested)
    names = list(backtest.MODELS)
    for name, published in ((names[0], "A climatology KM"), (names[4], "M2 direct AFT LogLogisticAFTFitter")):
        found = backtest.judged(name, taught, wanted)
        assert found.scores.mean() == pytest.approx(expected["expected"][published]["twCRPS"], abs=expected["tolerance"])


def test_nothing_of_the_future_is_learned(tables: list[History]) -> None:
    """What is taught ends on 1 January 1997, and a forecast does not change with what happens after month 24."""
    taught, tested = backtest.split(tables)
    end = dt.date(1997, 1, 1)
    assert all(history.opened < dt.date(1995, 1, 1) for history in taught)
    assert all((course.consented or 0) <= (end - history.opened).days / backtest.MONTH for history in taught for course in history.courses)
    target = backtest.targets(tested)[0]
    blind = backtest.Target(
        History(target.history.agreement, target.history.opened, target.history.cut(24.0).courses, 24.0), target.quota, target.count, 24.0, came=False
    )
    name = list(backtest.MODELS)[-1]
    answers = [backtest.MODELS[name][0](taught, [], np.random.default_rng(3))(asked) for asked in (target, blind)]
    assert answers[0].tolist() == answers[1].tolist()


def test_the_score_is_the_crps() -> None:
    """Where nothing is cut off it is the CRPS of the library, and of the closed form's published example."""
    history = History("x/y", dt.date(2000, 1, 1), (Course("a", 0.0, None),), 1e5)
    rng = np.random.default_rng(1)
    for _ in range(20):
        draws = 24 + rng.gamma(2.0, 10.0, 50)
        month = 24 + float(rng.gamma(2.0, 10.0))
        target = backtest.Target(history, 0.5, 1, month, came=True)
        assert backtest.crps(draws, target) == pytest.approx(float(crps_ensemble(month, draws, estimator="qd")), rel=1e-9)
    path = SHARED / "oracle" / "decision" / "a5_crps.json"
    if path.is_file():
        example = json.loads(path.read_text())
        members, seen = np.array(example["inputs"]["ensemble"]["members"], dtype=float), float(example["inputs"]["ensemble"]["obs"])
        target = backtest.Target(history, 0.5, 1, 100 + seen, came=True)
        assert backtest.crps(100 + members, target) == pytest.approx(example["expected"]["crps_ensemble"], abs=1e-9)
