"""Survival methods and scores against published numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foedera.ratification.survival import compare, curve

ORACLE = Path(__file__).parents[2] / ".." / "shared" / "oracle" / "decision"


def published(name: str) -> dict[str, Any]:
    """Return a published example, or skip where it is not beside the project."""
    path = ORACLE / name
    if not path.is_file():
        pytest.skip("the published examples are not beside the project")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_the_remission_times_of_freireich() -> None:
    """Kaplan-Meier, medians, log-rank and Cox to the printed digits (Freireich et al. 1963; Kleinbaum & Klein)."""
    example = published("a5_freireich_6mp.json")
    given, expected = example["inputs"], example["expected"]
    ended = [bool(came) for came in given["mp_event"]]
    treated = curve(given["mp_time"], ended)
    placebo = curve(given["placebo_time"], [True] * len(given["placebo_time"]))
    assert treated is not None
    assert placebo is not None
    for months, share in expected["km_mp"].items():
        assert treated.share(float(months)) == pytest.approx(share, abs=5e-5)
    assert (treated.median, placebo.median) == (expected["median_mp"], expected["median_placebo"])
    found = compare((given["mp_time"], ended), (given["placebo_time"], [True] * len(given["placebo_time"])))
    assert found is not None
    assert found.chi_square == pytest.approx(expected["logrank_chi2"], abs=5e-3)
    assert np.log(found.ratio) == pytest.approx(expected["cox_efron_beta"], abs=1e-3)
    error = (np.log(found.highest) - np.log(found.lowest)) / (2 * 1.959964)
    assert error == pytest.approx(expected["cox_efron_se"], abs=1e-3)


def test_weibull_of_the_same_times() -> None:
    """The accelerated-failure-time form of the library the backtest compares with gives the published coefficients."""
    import pandas as pd
    from lifelines import WeibullAFTFitter

    example = published("a5_freireich_6mp.json")
    given, expected = example["inputs"], example["expected"]["weibull_aft"]
    rows = [(months, came, 1) for months, came in zip(given["mp_time"], given["mp_event"], strict=True)]
    rows += [(months, 1, 0) for months in given["placebo_time"]]
    fitted = WeibullAFTFitter().fit(pd.DataFrame(rows, columns=["months", "came", "treated"]), "months", "came")
    assert fitted.params_["lambda_"]["Intercept"] == pytest.approx(expected["intercept"], abs=1e-3)
    assert fitted.params_["lambda_"]["treated"] == pytest.approx(expected["treatment"], abs=1e-3)
    assert np.exp(-fitted.params_["rho_"]["Intercept"]) == pytest.approx(expected["scale"], abs=1e-3)


def test_nothing_watched_is_nothing_known() -> None:
    """No curve of nobody, no comparison with a group in which nothing came; a curve in which fewer than half came has no median."""
    assert curve([], []) is None
    assert compare(([1.0], [False]), ([2.0], [True])) is None
    found = curve([3.0, 5.0, 9.0], [True, False, False])
    assert found is not None
    assert found.median is None
    assert (found.watched, found.came) == (3, 1)
