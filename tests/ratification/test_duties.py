"""What states owe and by when: the duties that ship, on dated cases."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from foedera.law.docket import Docket
from foedera.library import vocabularies
from foedera.library.procedures import procedures
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.ratification.duties import STATUSES, Owed, duties
from foedera.ratification.procedures import EVERY_STATE
from foedera.ratification.progress import Taken
from foedera.ratification.track import track

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "ratification" / "duties.toml").read_text(encoding="utf-8"))["case"]
NAME = "test/agreement"


def owed(case: dict[str, Any]) -> list[Owed]:
    """The duties of a case."""
    state, other = case["state"], "NOR"
    first = ("DNK", other) if "accedes" in case else (state, other)
    acts = [Act(case["signed"], "signature", first)]
    if "in_force" in case:
        acts.append(Act(case["in_force"], "ratification", first))
    if "accedes" in case:
        acts.append(Act(case["accedes"], "accession", (state,)))
    agreement = Agreement(
        id=NAME,
        title="Agreement",
        binding=case.get("binding", True),
        acts=tuple(acts),
        negotiating=first,
        registration=case.get("registration", ""),
    )
    timeline = Docket({NAME: agreement}.get, vocabularies.parties()).timeline(NAME)
    log = [
        Taken(agreement=NAME, state=code, step=f"duty:{name}", on=on)
        for code, key in ((state, "done"), (other, "done_by_other"))
        for name, on in case.get(key, {}).items()
    ]
    own = procedures()[state]
    stands = track(own, state, timeline, log, case["on"], path=case.get("path", ""))
    return list(duties((own, procedures()[EVERY_STATE]), timeline, stands, log))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    """The duty stands as the case says, or is not owed at all."""
    found = [one for one in owed(case) if one.duty.id == case["duty"]]
    if not case["status"]:
        assert found == []
        return
    (one,) = found
    assert (one.status, one.due, one.late) == (case["status"], case.get("due"), case.get("late", 0))
    assert case.get("asks", "") in " ".join(one.open_questions)
    assert one.as_json()["duty"] == case["duty"]
    assert one.because or one.open_questions or one.status == "not-yet"


def test_most_pressing_first() -> None:
    """What is late stands before what is due, and that before what is done."""
    found = owed(
        {
            "state": "USA",
            "path": "executive",
            "signed": dt.date(2024, 1, 31),
            "on": dt.date(2024, 3, 5),
            "done": {"text-to-department": dt.date(2024, 2, 1)},
        }
    )
    order = list(STATUSES)
    assert [order.index(one.status) for one in found] == sorted(order.index(one.status) for one in found)
    assert {"late", "met"} <= {one.status for one in found}


@pytest.mark.parametrize("state", sorted(set(procedures()) - {EVERY_STATE}))
def test_every_state_has_duties(state: str) -> None:
    """Of each state the duties can be told, and each says why."""
    found = owed({"state": state, "signed": dt.date(2024, 1, 31), "in_force": dt.date(2024, 6, 1), "on": dt.date(2025, 3, 5)})
    assert {"un-registration"} <= {one.duty.id for one in found}
    assert all(one.because or one.open_questions or one.status == "not-yet" for one in found)


def test_a_step_that_does_a_duty_along_meets_it() -> None:
    """The United Kingdom's memorandum is laid with the treaty (s. 24 CRaG): once that is laid it is not due any more, on the day it was laid."""
    from foedera.library.collection import Collection
    from foedera.library.procedures import procedures

    name, laid = "arms-control/arms-trade-treaty-2013", dt.date(2013, 6, 10)
    timeline = Collection().known(None).timeline(name)
    line = Taken(agreement=name, state="GBR", path="laying", step="laid", on=laid)
    for log, status, met in (([], "not-yet", None), ([line], "met", laid)):
        found = track(procedures()["GBR"], "GBR", timeline, log, dt.date(2013, 7, 1), path="laying")
        one = next(owed for owed in duties([procedures()["GBR"]], timeline, found, log) if owed.duty.id == "explanatory-memorandum")
        assert (one.status, one.met) == (status, met)
