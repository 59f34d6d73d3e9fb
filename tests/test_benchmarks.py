"""The benchmarks measure what they say: their table reads on either side, also where the published one is absent; the page of results is whole."""

from __future__ import annotations

import importlib
import re
import sqlite3
from pathlib import Path
from types import ModuleType

import pytest

from foedera.deeds import take_in
from foedera.deeds.powers import OPERATOR

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The office of the benchmarks where the published table is absent, with a hundredth of its rows."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    found = importlib.import_module("office")
    monkeypatch.setattr(found, "REAL", tmp_path / "absent.jsonl")
    monkeypatch.setattr(found, "ROWS", 80)
    return found


@pytest.mark.django_db
def test_an_illustrative_table_takes_the_place_of_an_absent_one(office: ModuleType) -> None:
    """It is read like the published one: the same columns, no question, every row an agreement; and says what it is."""
    assert not office.is_real()
    look = take_in.look(OPERATOR, office.NAME, office.table(), office.wish())
    assert not look.questions
    assert look.columns is not None
    assert look.columns.shape == "agreements"
    assert look.rows == 80
    assert [line.faults for line in look.left_out] == []
    assert look.counts["new"] == 80
    assert "llustrative" in office.wish().source


def test_datasette_serves_the_same_table(office: ModuleType, tmp_path: Path) -> None:
    """Every row is there, days as days, participants as a list it can count, and the search finds titles."""
    serving = importlib.import_module("serving")
    file = tmp_path / "treaties.db"
    serving._make(file)
    database = sqlite3.connect(file)
    try:
        rows = database.execute("SELECT title, signed, json_array_length(countries) FROM treaties").fetchall()
        assert [row[0] for row in rows] == [row["title"] for row in office.rows()]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[1]) and row[2] >= 2 for row in rows)
        assert database.execute("SELECT count(*) FROM treaties_fts WHERE treaties_fts MATCH 'illustrative'").fetchone() == (80,)
    finally:
        database.close()


def test_page_of_results_is_whole(office: ModuleType) -> None:
    """Each section the benchmarks write is on the page, with every place filled."""
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    sections = importlib.import_module("sections")
    for text in (importlib.import_module("run").TEXT, sections.IMPORT, sections.LISTS, sections.QUERIES, sections.LARGER, sections.PICTURE):
        for heading in re.findall(r"^## .*$", text, re.MULTILINE):
            pattern = "[0-9,]+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", heading))
            assert re.search(f"^{pattern}$", page, re.MULTILINE), heading
    assert "{" not in page


def test_rounds_that_are_measured_are_rounds(office: ModuleType) -> None:
    """The generated round can be pictured, is marked as invented, and has scores missing."""
    picture = importlib.import_module("picture")
    asked, given = picture.ballots(6)
    assert asked.illustrative
    assert len(given) == len(asked.nations) == picture.NATIONS
    assert any(len(ballot.scores) < 6 for ballot in given)
    assert picture.pictured(6, 20)["proven"]
    assert picture.ranked(6, picture.MINDS[1])["proven"]
