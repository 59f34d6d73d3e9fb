"""Finland and Sweden to NATO as forecast on 1 October 2022 from what was known then, beside what happened; and what no forecast is made of."""

from __future__ import annotations

import datetime as dt

import pytest

from foedera.law.prospects import Quota
from foedera.library.collection import Collection
from foedera.library.foretelling import foretold
from foedera.model.errors import Unfit
from foedera.ratification.events import Event
from foedera.ratification.foretelling import Foretold, earlier_days

FINLAND, SWEDEN = "nato/accession-finland-2022", "nato/accession-sweden-2022"
ON = dt.date(2022, 10, 1)


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The collection that ships."""
    return Collection()


@pytest.fixture(scope="module")
def finland(collection: Collection) -> Foretold:
    """Finland's protocol as forecast on that day."""
    return foretold(collection, FINLAND, ON, ON)


def test_on_that_day_hungary_and_turkiye_alone_were_not_through(finland: Foretold) -> None:
    """The board of the day: two parliaments had not decided."""
    assert finland.missing == ("HUN", "TUR")


def test_the_protocol_waits_for_all_thirty(finland: Foretold) -> None:
    """Six deposits are on record: Canada, Denmark, Poland, the United States, Romania, Czechia."""
    need = finland.prospect.need
    assert isinstance(need, Quota)
    assert (need.needed, len(need.given), len(need.of or ())) == (30, 6, 30)


def test_the_forecast_of_that_day_holds_what_happened(finland: Foretold) -> None:
    """4 April 2023 lies in the middle half."""
    first, last = finland.forecast.entry.interval
    assert first is not None
    assert last is not None
    assert dt.date(2022, 12, 15) < first < dt.date(2023, 2, 15)
    assert dt.date(2023, 5, 1) < last < dt.date(2023, 12, 15)
    assert finland.happened is not None
    assert finland.happened.entry is not None
    assert (finland.happened.entry.day, finland.happened.entry.within) == (dt.date(2023, 4, 4), 0.5)


def test_what_came_only_by_a_day_is_held_against_no_interval(finland: Foretold) -> None:
    """A bound is no date."""
    assert finland.happened is not None
    turkiye, spain = finland.happened.consents["TUR"], finland.happened.consents["ESP"]
    assert (turkiye.day, turkiye.by) == (dt.date(2023, 4, 4), False)
    assert (spain.by, spain.within) == (True, None)


def test_nothing_that_followed_is_seen(collection: Collection, finland: Foretold) -> None:
    """Without all acts of later days the forecast is the same."""
    from attrs import evolve

    class Cut(Collection):
        def find(self, name: str):  # type: ignore[no-untyped-def]
            found = super().find(name)
            return found and evolve(found, acts=tuple(act for act in found.acts if act.on <= ON))

    blind = foretold(Cut(), FINLAND, ON, ON)
    assert blind.forecast == finland.forecast
    assert blind.happened is None


def test_sweden_came_later_than_nine_in_ten(collection: Collection) -> None:
    """The forecast misses, and that is shown as it is."""
    found = foretold(collection, SWEDEN, ON, ON)
    assert found.happened is not None
    assert found.happened.entry is not None
    assert found.happened.entry.day == dt.date(2024, 3, 7)
    last = found.forecast.entry.day(0.90)
    assert last is not None
    assert last < found.happened.entry.day


def test_who_decides_stands_first(finland: Foretold) -> None:
    """All can keep it from entering into force; two can move it."""
    assert {one.party for one in finland.forecast.influences[:2]} == {"HUN", "TUR"}
    assert all(one.share_without == 0 for one in finland.forecast.influences)


def test_hundredths_never_go_back(finland: Foretold) -> None:
    """The curve of the picture rises, and meets the quantiles."""
    days = finland.forecast.hundredths
    assert list(days) == sorted(days)
    assert days[0] > ON
    assert days[49] == finland.forecast.entry.day(0.5)


def test_a_supposed_refusal_is_the_end_of_it(collection: Collection) -> None:
    """All thirty are needed."""
    found = foretold(collection, FINLAND, ON, ON, events=(Event(party="HUN", kind="refuses", since=ON),), simulations=500)
    assert found.forecast.entry.never == 1


@pytest.mark.parametrize(
    ("name", "on", "field", "says"),
    [
        ("nato/north-atlantic-treaty", dt.date(2022, 10, 1), "on", "in force since 1949-08-24"),
        (FINLAND, dt.date(2022, 6, 1), "on", "opened on 2022-07-05"),
        ("nato/founding-act-1997", dt.date(1997, 6, 1), "agreement", "political commitment"),
    ],
)
def test_what_no_forecast_is_made_of(collection: Collection, name: str, on: dt.date, field: str, says: str) -> None:
    """Each refusal names the field and says what to ask instead."""
    if name not in collection:
        name = next(agreement.id for agreement in collection if not agreement.binding)
    with pytest.raises(Unfit) as raised:
        foretold(collection, name, on)
    ((at, text),) = raised.value.faults
    assert at == field
    assert says in text


def test_too_few_to_learn_from_is_said(collection: Collection) -> None:
    """One agreement is no history."""
    with pytest.raises(Unfit, match="name at least three agreements"):
        foretold(collection, FINLAND, ON, ON, like=("nato/accession-spain-1981",))


def test_days_before_the_entry_into_force_are_offered(collection: Collection) -> None:
    """From its opening to the day before."""
    offered = earlier_days(collection.known(None), FINLAND, dt.date(2026, 1, 1))
    assert next(day for _, day in offered) == dt.date(2022, 7, 5)
    assert all(day < dt.date(2023, 4, 4) for _, day in offered)
