"""The vocabulary of parties: who existed on a day, under which name and code; held against the published lists where they are at hand."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.answers import shared

import foedera.data
from foedera.library.build import compact_parties
from foedera.library.vocabularies import parties

PARTIES = parties()
D = dt.date.fromisoformat

#: Code, day, whether it existed, its name that day, its Correlates of War code.
ON_A_DAY = [
    ("SUN", "1991-12-25", True, "Union of Soviet Socialist Republics", 365),
    ("SUN", "1991-12-26", False, None, None),
    ("RUS", "1992-01-01", True, None, 365),
    ("CSK", "1992-12-31", True, None, 315),
    ("CSK", "1993-01-01", False, None, None),
    ("YUG", "1992-04-27", True, None, 345),
    ("YUG", "1992-04-28", False, None, None),
    ("DDR", "1990-10-02", True, None, 265),
    ("DDR", "1990-10-03", False, None, None),
    ("DEU", "1960-01-01", True, "Federal Republic of Germany", 260),
    ("DEU", "2000-01-01", True, None, 255),
    ("YMD", "1990-05-21", True, None, 680),
    ("YEM", "1990-05-22", True, None, 679),
    ("ROC", "1971-10-25", True, "Republic of China", None),
    ("ROC", "1971-10-26", False, None, None),
    ("MMR", "1980-01-01", True, "Burma", 775),
    ("LKA", "1960-01-01", True, "Ceylon", 780),
    ("USA", "1816-01-01", True, None, 2),
]


@pytest.mark.parametrize(("code", "day", "exists", "name", "cow"), ON_A_DAY)
def test_on_a_day(code: str, day: str, exists: bool, name: str | None, cow: int | None) -> None:
    """The party existed or not, and bore that name and code."""
    party = PARTIES[code]
    assert party.exists(D(day)) is exists
    if name is not None:
        assert name in (party.name_on(D(day)), *party.aliases)
    if exists:
        assert party.cow_on(D(day)) == cow


def test_who_came_after() -> None:
    """Russia continues the USSR; Czechoslovakia has successors; Yemen unites two; China's seat passed, not the treaties."""
    assert PARTIES.continued["SUN"] == "RUS"
    assert set(PARTIES["CSK"].successors) == {"CZE", "SVK"}
    assert PARTIES.heirs["YMD"] == "YEM"
    assert PARTIES["ROC"].continuator == "CHN"
    assert "ROC" not in PARTIES.continued


def test_references_resolve_and_days_are_in_order() -> None:
    """Successors, continuators and united states are parties; nothing ends before it begins."""
    for party in PARTIES:
        for code in (*party.successors, *party.unites, *([party.continuator] if party.continuator else [])):
            assert code in PARTIES, (party.code, code)
        for spell in (party, *party.names, *party.cow, *party.gw):
            assert spell.since is None or spell.until is None or spell.since <= spell.until, party.code


def test_compact_form_is_up_to_date() -> None:
    """The compact form says what the source says: `python -m foedera.library.build` was run."""
    compact = Path(foedera.data.__path__[0]) / "vocabularies" / "parties.json"
    assert compact.read_text(encoding="utf-8") == compact_parties()


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_codes_by_day_are_those_of_the_published_lists(system: str) -> None:
    """On the first day of each year since 1816, the states of the list are exactly the parties that bear its codes."""
    table = shared() / "data" / "peace" / f"isard_{'cw' if system == 'cow' else 'gw'}_system.parquet"
    if not table.is_file() or find_spec("polars") is None:
        pytest.skip("the published lists are not beside the project")
    import polars as pl

    rows = pl.read_parquet(table).to_dicts()
    keys = {key.lower(): key for key in rows[0]}
    code = next(keys[k] for k in keys if "code" in k)
    start, end = (next(keys[k] for k in keys if word in k) for word in ("start", "end"))
    for year in range(1816, 2017):
        day = dt.date(year, 1, 1)
        listed = {int(r[code]) for r in rows if _day(r[start]) <= day <= _day(r[end])}
        ours = {found for party in PARTIES if (found := party.cow_on(day) if system == "cow" else party.gw_on(day)) is not None}
        assert ours == listed, (year, ours ^ listed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Germny", ("Germany", "DEU")),
        ("untied kingdom", ("United Kingdom", "GBR")),
        ("Allemange", ("Allemagne", "DEU")),
        ("Estland", None),  # no slip for Poland
        ("GER", None),  # nor for Niger
        ("NOR, POL", None),  # nor for Interpol
    ],
)
def test_a_slip_of_the_pen_is_told_from_another_name(typed: str, meant: tuple[str, str] | None) -> None:
    """What is like a name, in either language, is asked about as that is spelled; what is like none is not guessed at."""
    assert PARTIES.nearly(typed) == meant


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])
