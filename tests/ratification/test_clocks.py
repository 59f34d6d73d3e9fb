"""Periods counted on dated cases a lawyer can check, and what must hold of every period."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.written import file_of

from foedera.library import vocabularies
from foedera.library.domestic import limit_of
from foedera.library.procedures import procedures
from foedera.library.sittings import read_sittings, sittings
from foedera.library.tables import Faults, Table
from foedera.model.phrases import Phrase
from foedera.ratification.calendars import Calendars
from foedera.ratification.clocks import Reckoning, reckon
from foedera.ratification.procedures import UNITS, TimeLimit
from foedera.ratification.sittings import Dissolution, Sittings

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "ratification" / "clocks.toml").read_text(encoding="utf-8"))["case"]

DAY = dt.timedelta(days=1)
START = dt.date(2024, 1, 1)
days = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))
lengths = st.integers(1, 40)


@cache
def shipped() -> Calendars:
    """The calendars that ship."""
    return Calendars(sittings())


def brought(case: dict[str, Any]) -> Calendars:
    """The sitting days a case brings."""
    head = {"foedera": 1, "holds": "sittings"}
    return Calendars(tuple(read_sittings(file_of(head | one), case["id"], vocabularies.parties()).sound() for one in case["sittings"]))


def limit_in(case: dict[str, Any]) -> TimeLimit:
    """The period of a case, from a step called "it"."""
    faults = Faults("case", "")
    limit = limit_of(Table({"limit": {**case["limit"], "from": "it"}}, (), faults), "limit", {"it"}, case["limit"].get("chambers", ()))
    assert not faults.found
    assert limit is not None
    return limit


def counted(case: dict[str, Any]) -> Reckoning:
    """How the period of a case runs."""
    return reckon(limit_in(case), case["start"], case["state"], brought(case) if "sittings" in case else shipped())


def periods(state: str, of: str) -> list[TimeLimit]:
    """The periods of a step or a duty of the procedure that ships, less the steps they name."""
    own, (way, name) = procedures()[state], of.split("/")
    path = own.path(way)
    step = path.step(name) if path is not None else None
    found = [duty.within for duty in own.duties if duty.id == name] if way == "duty" else [step.minimum, step.deadline] if step is not None else []
    return [evolve(limit, since="it", unless=()) for limit in found if limit is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    """The period ends on the day the case gives, or asks what the case says, for the reason it says."""
    limit, found = limit_in(case), counted(case)
    assert case.get("illustrative", False) == ("sittings" in case)
    assert found.last == case.get("last")
    if found.last is not None:
        assert found.questions == ()
        assert found.over == case.get("over", found.last + DAY)
    else:
        assert any(case["asks"] in question for question in found.questions), found.questions
        assert found.at_least == case["at_least"]
    assert case.get("because", "") in " | ".join(found.because)
    assert case["checked"]
    assert "of" not in case or limit in periods(case["state"], case["of"])


def test_cases_are_of_many_states() -> None:
    """More than ten states; weekends, holidays, recess, leap years and dissolution among them, and most are periods of procedures that ship."""
    assert len({case["state"] for case in CASES}) >= 15
    assert len({case["state"] for case in CASES if "of" in case}) > 10
    told = {reason.msgid for case in CASES for reason in counted(case).because if isinstance(reason, Phrase)}
    assert {
        "{day} is a day of rest",
        "{day} is a holiday: {name}",
        "no sitting day from {first} to {last}",
        "{chamber} was dissolved on {day}; the period stands still until its successor sits",
    } <= told
    over = [(case["start"], case["last"]) for case in CASES if "last" in case]
    assert any(start <= dt.date(year, 2, 29) <= last for start, last in over for year in (2020, 2024))


@settings(deadline=None)
@given(days, lengths, st.sampled_from([unit for unit in UNITS if unit != "sitting_days"]))
def test_longer_never_ends_earlier(start: dt.date, length: int, unit: str) -> None:
    """A longer period from the same day, and the same period from a later day, never ends earlier; no period ends before it begins."""
    calendars = Calendars()
    end = reckon(TimeLimit(length=length, unit=unit), start, "NOR", calendars).at_least
    assert start < end
    assert end < reckon(TimeLimit(length=length + 1, unit=unit), start, "NOR", calendars).at_least
    assert end <= reckon(TimeLimit(length=length, unit=unit), start + DAY, "NOR", calendars).at_least


@settings(deadline=None)
@given(days, lengths, st.sampled_from(["FRA", "USA", "JPN", "ISR"]))
def test_moved_to_a_working_day(start: dt.date, length: int, state: str) -> None:
    """A last day that moves ends on a working day, never earlier, and with none in between."""
    calendars = Calendars()
    plain = reckon(TimeLimit(length=length, unit="days"), start, state, calendars).last
    moved = reckon(TimeLimit(length=length, unit="days", if_not_working="next"), start, state, calendars).last
    assert plain is not None
    assert moved is not None
    assert plain <= moved
    assert calendars.working(state, moved)
    assert not any(calendars.working(state, plain + n * DAY) for n in range((moved - plain).days))


@st.composite
def houses(draw: st.DrawFn) -> tuple[Sittings, Sittings, dt.date]:
    """Two chambers that sit on some of the working days of a stretch, and a day in it."""
    calendars = Calendars()
    stretch = [START + n * DAY for n in range(120)]
    working = [day for day in stretch if calendars.working("GBR", day)]
    chosen = [frozenset(draw(st.lists(st.sampled_from(working), max_size=80))) for _ in range(2)]
    gone = draw(st.none() | st.sampled_from(stretch[:60]))
    dissolved = (Dissolution(on=gone, until=gone + 20 * DAY),) if gone else ()
    one, other = (
        Sittings(state="GBR", chamber=name, days=found, covers=(stretch[0], stretch[-1]), dissolved=dissolved)
        for name, found in zip(("commons", "lords"), chosen, strict=True)
    )
    return one, other, draw(st.sampled_from(stretch[:60]))


@settings(deadline=None)
@given(houses(), lengths)
def test_sitting_days_are_never_sooner_than_working_days(of: tuple[Sittings, Sittings, dt.date], length: int) -> None:
    """Where chambers sit on working days alone, so many sitting days never end before so many working days; nor before the bound."""
    one, other, start = of
    calendars = Calendars((one, other))
    both = reckon(TimeLimit(length=length, unit="sitting_days", chambers=("commons", "lords")), start, "GBR", calendars)
    either = reckon(TimeLimit(length=length, unit="sitting_days", chambers=("commons", "lords"), counting="any"), start, "GBR", calendars)
    working = reckon(TimeLimit(length=length, unit="working_days"), start, "GBR", calendars)
    assert either.at_least <= both.at_least
    if both.last is not None:
        assert working.last is not None
        assert working.last <= both.last
        assert calendars.sits("GBR", ("commons", "lords"), both.last)
    else:
        assert both.questions


@settings(deadline=None)
@given(houses(), st.integers(1, 10), st.integers(1, 59))
def test_what_becomes_known_only_sharpens(of: tuple[Sittings, Sittings, dt.date], length: int, known: int) -> None:
    """With a calendar that reaches less far the bound is never later, and a last day that is told stays."""
    one, _, start = of
    short = Sittings(state="GBR", chamber="commons", days=one.days, covers=(START, START + known * DAY))
    full = Sittings(state="GBR", chamber="commons", days=one.days, covers=one.covers)
    limit = TimeLimit(length=length, unit="sitting_days", chambers=("commons",))
    before, after = (reckon(limit, start, "GBR", Calendars((house,))) for house in (short, full))
    assert before.at_least <= after.at_least
    assert before.last in (None, after.last)


def test_files_that_contradict_each_other_tell_nothing() -> None:
    """Two calendars of one chamber that differ about a day leave it open."""
    one, other = (Sittings(state="GBR", chamber="lords", days=frozenset(sat), covers=(START, START)) for sat in ((), (START,)))
    assert Calendars((one,)).sits("GBR", ["lords"], START) is False
    assert Calendars((one, other)).sits("GBR", ["lords"], START) is None
