"""`foedera ratification forecast | change | history` as a user meets them: what is said, what is refused, one object a line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foedera.cli.main import program
from foedera.model.errors import FoederaError, Unfit, UsageError

FINLAND = "nato/accession-finland-2022"
AT = ("--on", "2022-10-01", "--known", "2022-10-01")
FEW = ("--simulations", "300")


def run(*words: str) -> Result:
    """Run `foedera ratification` in this process; what it raises is in the result."""
    return CliRunner().invoke(program, ["ratification", *words])


def rows(*words: str) -> list[dict[str, Any]]:
    """Run with --json and return the objects it prints."""
    done = run(*words, "--json")
    assert done.exit_code == 0, done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


#: Arguments and what must be said.
SAID = [
    (["forecast", FINLAND, *AT, *FEW], "not through at home: HUN, TUR"),
    (["forecast", FINLAND, *AT, *FEW], "what happened: in force on 2023-04-04, inside the interval that holds"),
    (["forecast", FINLAND, *AT, *FEW], "only a latest day is on record; they are spread"),
    (["forecast", FINLAND, *AT, *FEW, "--event", "HUN election 2022-11-01 2023-03-01"], "supposed, not known: HUN: an election"),
    (["forecast", "nato/accession-sweden-2022", *AT], "outside the interval that holds 90 in 100"),
    (["forecast", "pacific/pukpuk-2025", "--on", "2026-11-26", *FEW], "eight in ten: "),
    (["change", FINLAND, "HUN", "--refuses", *AT, *FEW], "with it: eight in ten not within sight; never within sight: 100%"),
    (["change", FINLAND, "Hungary", "--delays-until", "2023-06-01", *AT, *FEW], "no act: nothing changes in law"),
    (["change", "nato/north-atlantic-treaty", "USA", "--withdraws"], "withdrawal takes effect 1 year after the notice"),
    (["history", "--on", "2026-01-01"], "left out: "),
    (["history", FINLAND, "--on", "2026-01-01"], "all signatories"),
    (["history", "--party", "USA", "--party", "FRA,DEU", "--on", "2026-01-01"], "times as readily as FRA, DEU"),
    (["history", FINLAND, "--party", "USA", "--party", "CHE", "--on", "2026-01-01"], "cannot be compared"),
]


@pytest.mark.parametrize(("words", "said"), SAID, ids=[" ".join(words) for words, _ in SAID])
def test_says(words: list[str], said: str) -> None:
    """Each verb ends well and says what it should."""
    done = run(*words)
    assert done.exit_code == 0, done.exception
    assert said in " ".join(done.stdout.split())


#: Arguments, the error, a word of it.
REFUSED = [
    (["forecast", FINLAND], Unfit, "in force since 2023-04-04"),
    (["forecast", "nato"], UsageError, "name one of"),
    (["forecast", FINLAND, *AT, "--event", "HUN dances 2022-11-01"], UsageError, "no kind of event"),
    (["forecast", FINLAND, *AT, "--event", "HUN election"], UsageError, "is not an event"),
    (["forecast", FINLAND, *AT, "--event", "CHE refuses 2022-11-01"], Unfit, "not awaited"),
    (["forecast", FINLAND, *AT, "--like", "nato/accession-spain-1981"], Unfit, "name at least three"),
    (["change", FINLAND, "HUN", *AT], UsageError, "say one thing the state does"),
    (["change", FINLAND, "HUN", "--refuses", "--delays-until", "2023-01-01", *AT], UsageError, "say one thing the state does"),
    (["change", FINLAND, "USA", "--refuses", *AT], Unfit, "can only withdraw"),
]


@pytest.mark.parametrize(("words", "error", "said"), REFUSED, ids=[" ".join(words) for words, _, _ in REFUSED])
def test_refuses(words: list[str], error: type[FoederaError], said: str) -> None:
    """With what would help."""
    done = run(*words)
    assert isinstance(done.exception, error)
    assert said in str(done.exception)


def test_forecast_as_data() -> None:
    """One object, the same seed the same figures, another seed others."""
    (one,), (again,), (other,) = (rows("forecast", FINLAND, *AT, *FEW, "--seed", seed) for seed in ("3", "3", "4"))
    assert one == again
    assert one["entry"] != other["entry"]
    assert one["happened"]["entry"]["on"] == "2023-04-04"
    assert len(one["states"]) == 24
    assert one["years"][-1]["in_force"] >= one["years"][0]["in_force"]


def test_change_as_data() -> None:
    """What is supposed, and both forecasts."""
    (found,) = rows("change", FINLAND, "USA", "--withdraws", *AT, *FEW)
    assert found["supposed_acts"] == ["2022-10-01 withdrawal USA"]
    assert (found["without"]["entry"]["never"] < 0.1, found["with"]["entry"]["never"]) == (True, 1.0)


def test_history_as_data() -> None:
    """A curve for each group, then how they compare."""
    *groups, compared = rows("history", "--party", "USA", "--party", "FRA", "--on", "2026-01-01")
    assert [group["parties"] for group in groups] == [["USA"], ["FRA"]]
    assert all(group["median_lowest"] <= group["median"] for group in groups)
    assert compared["lowest"] < compared["ratio"] < compared["highest"]
