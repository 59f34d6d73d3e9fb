"""A table a page shows is taken away as it is shown, says so itself where it is invented, and the log does not say what stood in it."""

from __future__ import annotations

import datetime as dt
import io
import json

import openpyxl
import pytest

from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.deeds.take_table import FORMS, take
from foedera.interchange.tables import Column, Table
from foedera.model.errors import NotAllowed, UsageError
from foedera.store.models import LogEntry

NOW = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
SHOWN = Table("ranking", "a threat", (Column("threat", "text", ""), Column("borda", "number", ""), Column("illustrative", "boolean", "")))
ROWS = [{"threat": "=cyber", "borda": 0.25, "illustrative": True}, {"threat": "space", "borda": None, "illustrative": True}]
TOLD = {"source": "the register", "illustrative": "round-1"}
pytestmark = pytest.mark.django_db


def test_csv() -> None:
    """What looks like a formula is neutral, unknown is empty and not zero."""
    assert take(READER, SHOWN, ROWS, "csv", TOLD, NOW).content.decode() == "threat,borda,illustrative\r\n'=cyber,0.25,true\r\nspace,,true\r\n"


def test_xlsx_holds_numbers_and_says_what_is_invented() -> None:
    """A number is a number in its cell; the first sheet names the invented example."""
    book = openpyxl.load_workbook(io.BytesIO(take(READER, SHOWN, ROWS, "xlsx", TOLD, NOW).content))
    assert [cell.value for cell in book["ranking"][2]] == ["=cyber", 0.25, True]
    assert [cell.value for cell in book["ranking"][3]] == ["space", None, True]
    assert "round-1" in [cell.value for row in book["About"].iter_rows() for cell in row]


def test_json() -> None:
    """Programs get the same with what it is beside it."""
    found = json.loads(take(READER, SHOWN, ROWS, "json", TOLD, NOW).content)
    assert found["ranking"] == ROWS
    assert found["about"] == {**TOLD, "made": "2026-11-25 09:30 UTC"}


@pytest.mark.parametrize("form", FORMS)
def test_the_log_says_that_it_was_taken_and_nothing_of_it(form: str) -> None:
    """Who, which table, which form."""
    take(OPERATOR, SHOWN, ROWS, form, TOLD, NOW)
    line = LogEntry.objects.latest("id")
    assert (line.who, line.deed, line.subject) == ("operator", "take a table", f"ranking.{form}")
    assert "cyber" not in line.why


def test_refused() -> None:
    """A form there is none of, and somebody who may read nothing."""
    with pytest.raises(UsageError, match="csv, xlsx, json, not as 'exe'"):
        take(READER, SHOWN, ROWS, "exe", TOLD, NOW)
    with pytest.raises(NotAllowed):
        take(Actor(), SHOWN, ROWS, "csv", TOLD, NOW)
