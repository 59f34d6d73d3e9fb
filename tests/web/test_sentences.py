"""Consequences in sentences: what moves is said with its days, who goes the same way together, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from django.utils import translation
from tests.conftest import TODAY

from foedera.deeds.powers import READER
from foedera.deeds.suppose import ask
from foedera.law.comparison import Difference
from foedera.library.consequences import Consequence, Count, Mover
from foedera.library.supposing import read_act
from foedera.model.agreements import Agreement
from foedera.model.standing import Change
from foedera.web.sentences import names, sentences

D = dt.date
PLAIN = Consequence(Agreement(id="a/b", title="T"), False, (None, None), (None, None), (), (), (), (), ())


def step(day: dt.date, party: str | None, change: str, *, added: bool = True) -> Difference:
    """Return a change that comes, or falls away."""
    return Difference(Change("a/b", day, party, change), added)


def mover(party: str, *steps: Difference) -> Mover:
    """Return a participant that goes these steps."""
    return Mover(party, max(s.change.on for s in steps), None, None, steps)


def test_dates_that_move() -> None:
    """Entry into force and end: from unknown, to unknown, from a day to another."""
    for entry, said in (
        ((None, D(2024, 3, 7)), "Entry into force moves from unknown to 7 March 2024."),
        ((D(2024, 3, 7), None), "Entry into force, until now on 7 March 2024, becomes unknown."),
        ((D(2024, 3, 7), D(2024, 4, 1)), "Entry into force moves from 7 March 2024 to 1 April 2024."),
    ):
        assert sentences(evolve(PLAIN, entry=entry)) == [said]
    assert sentences(evolve(PLAIN, entry=(None, D(2024, 3, 7)), is_new=True)) == ["It enters into force on 7 March 2024."]
    for end, said in (
        ((None, D(2030, 1, 1)), "It ends on 1 January 2030."),
        ((D(2030, 1, 1), None), "It no longer ends on 1 January 2030."),
        ((D(2030, 1, 1), D(2031, 1, 1)), "Its end moves from 1 January 2030 to 1 January 2031."),
    ):
        assert sentences(evolve(PLAIN, end=end)) == [said]


def test_who_goes_the_same_way_is_told_of_together() -> None:
    """Two that ratify the same day in one sentence; one whose day moves in another."""
    day = D(2027, 1, 1)
    moved = mover("NOR", step(day, "NOR", "party"), step(D(2028, 1, 1), "NOR", "party", added=False))
    found = evolve(
        PLAIN,
        movers=(mover("FRA", step(day, "FRA", "party")), mover("BEL", step(day, "BEL", "party")), moved),
        counts=(Count(day, None, 1, 4), Count(day, D(2027, 6, 1), 3, 0)),
    )
    assert sentences(found) == [
        "France and Belgium become parties on 1 January 2027.",
        "Norway is party from 1 January 2027 instead of 1 January 2028.",
        "On 1 January 2027 1 party becomes 4.",
        "From 1 January 2027 to 1 June 2027 0 parties instead of 3.",
    ]


def test_many_names_are_counted() -> None:
    """A few by name, the rest as a number."""
    codes = ["FRA", "BEL", "NOR", "DNK", "ISL", "ITA", "CAN", "USA"]
    assert names(codes) == "France, Belgium, Norway, Denmark, Iceland, Italy and 2 others"
    assert names(codes[:7]) == "France, Belgium, Norway, Denmark, Iceland, Italy and 1 other"
    assert names(codes[:1]) == "France"


def test_a_real_one_in_both_languages(register: Any) -> None:
    """Leaving the North Atlantic Treaty, as an office would put it; nothing English is left in the French."""
    found = ask(READER, [("nato/north-atlantic-treaty", read_act("2027-01-01 withdrawal USA", str))], TODAY).consequences[0]
    assert sentences(found) == [
        "United States gives notice of leaving; it runs from 1 January 2027.",
        "United States leaves on 1 January 2028.",
        "On 1 January 2028 32 parties become 31.",
    ]
    with translation.override("fr"):
        french = sentences(found)
    assert len(french) == 3
    assert all("2028" in line or "2027" in line for line in french)
    assert "1er janvier 2028" in french[1]
    for word in ("leaves", "notice", "parties become", "January", "United"):
        assert not any(word in line for line in french)
