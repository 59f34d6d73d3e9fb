"""What waits for whom in rounds, day by day: an answer while the round is open, its release and the picture once it has closed."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.deeds.test_rounds import AFTER, CLOSES, FIRST, OPEN, OPENS, answer, called, officers, person

from foedera.deeds import assess, chair, release
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.deeds.waiting import waiting

__all__ = ["called", "officers"]

pytestmark = pytest.mark.usefixtures("register")

DAY = dt.timedelta(days=1)


@pytest.fixture
def round_(called: dict[str, Actor]) -> dict[str, Actor]:
    """Finland chairs a round: Norway has answered, Iceland answered and withdrew, Denmark withdrew, Sweden and Finland have not answered."""
    for nation in ("NOR", "ISL"):
        assess.hand_in(called[nation], "nordic-1", answer(nation, 3), OPENS)
    for nation in ("ISL", "DNK"):
        chair.withdraw(called[nation], "nordic-1", nation, OPEN)
    return called


def waits(actor: Actor, day: dt.date, party: str = "") -> str:
    """What waits, in words: what is to be done, for whom."""
    found = waiting(actor, day, party)
    own = [(deed, nation) for deed, lines in (("answer", found.answer), ("release", found.release)) for _, nation in lines]
    said = ", ".join([*(f"{deed} {nation}" for deed, nation in own), *("publish" for _ in found.publish)])
    assert found.anything == bool(said)
    return said


@pytest.mark.parametrize(
    ("nation", "day", "expected"),
    [
        ("SWE", OPENS - DAY, ""),
        ("SWE", OPENS, "answer SWE"),
        ("SWE", CLOSES, "answer SWE"),
        ("SWE", AFTER, ""),
        ("NOR", OPEN, ""),
        ("NOR", CLOSES, ""),
        ("NOR", AFTER, "release NOR"),
        ("NOR", CLOSES + 90 * DAY, "release NOR"),
        ("NOR", CLOSES + 91 * DAY, ""),
        ("ISL", OPEN, ""),
        ("ISL", AFTER, ""),
        ("DNK", OPEN, ""),
        ("DNK", AFTER, ""),
        ("FIN", OPEN, "answer FIN"),
        ("FIN", CLOSES, "answer FIN"),
        ("FIN", AFTER, "publish"),
        ("FIN", CLOSES + 400 * DAY, "publish"),
        ("FRA", OPEN, ""),
        ("FRA", AFTER, ""),
    ],
)
def test_what_waits_on_which_day(round_: dict[str, Actor], nation: str, day: dt.date, expected: str) -> None:
    """Of nations that answered, did not, withdrew, chair and were not called."""
    assert waits(round_[nation], day) == expected


def test_what_was_done_waits_no_longer(round_: dict[str, Actor]) -> None:
    """An answer, one score released to one partner (taken back it waits again), the picture published."""
    assess.hand_in(round_["SWE"], "nordic-1", answer("SWE", 3), OPEN)
    assert waits(round_["SWE"], OPEN) == ""
    release.ballot(round_["NOR"], "NOR", "nordic-1", "DNK", AFTER, [FIRST])
    assert waits(round_["NOR"], AFTER) == ""
    release.ballot(round_["NOR"], "NOR", "nordic-1", "DNK", AFTER, [FIRST], released=False)
    assert waits(round_["NOR"], AFTER) == "release NOR"
    chair.publish(round_["FIN"], "nordic-1", AFTER)
    assert waits(round_["FIN"], AFTER) == ""


def test_for_whom_it_waits(round_: dict[str, Actor]) -> None:
    """For who may do it, and of several parties for the one asked about; a chair's picture by the party that chairs."""
    for actor in (person(("SWE", "reader"), name="reader"), READER, OPERATOR):
        assert waits(actor, OPEN) == waits(actor, AFTER) == ""
    analyst = person(("NOR", "analyst"), ("SWE", "analyst"), name="analyst")
    assert (waits(analyst, OPEN), waits(analyst, AFTER)) == ("answer SWE", "")
    both = person(("FIN", "treaty-officer"), ("NOR", "treaty-officer"), name="both")
    assert (waits(both, AFTER), waits(both, AFTER, "NOR"), waits(both, AFTER, "FIN")) == ("release NOR, publish", "release NOR", "publish")
    assert waits(both, AFTER, "SWE") == ""
