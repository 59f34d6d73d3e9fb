"""Tables: read back equal by polars, openpyxl and the csv module; no text of ours is ever a formula; LibreOffice opens the workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.interchange.golden import FOLDER, golden

from foedera.interchange import table_files as out
from foedera.interchange import tables
from foedera.law.docket import Docket
from foedera.library.agreements import read_text
from foedera.library.collection import Collection
from foedera.model.errors import UsageError

COLLECTION = Collection()
ON = dt.date(2026, 11, 25)
STAMP = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
EVIL = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "'=1",
    "''+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://192.0.2.1")',
    "https://x",
    "007",
)


@cache
def asked() -> tables.Asked:
    """The whole collection on a day."""
    return tables.Asked(tuple(COLLECTION), COLLECTION.docket, ON)


@cache
def rows(name: str) -> list[tables.Row]:
    """The rows of one of its tables."""
    return tables.rows(_table(name), asked())


def _table(name: str) -> tables.Table:
    return next(table for table in tables.TABLES if table.name == name)


def example(**changes: Any) -> tables.Asked:
    """The illustrative agreement of the golden files."""
    agreement = read_text((FOLDER / "agreement.toml").read_bytes(), "agreement.toml", COLLECTION.parties).agreement
    assert agreement is not None
    agreement = evolve(agreement, **changes)
    return tables.Asked((agreement,), Docket({agreement.id: agreement}.get, COLLECTION.parties), ON)


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_rows_are_of_the_declared_types(table: tables.Table) -> None:
    """Every row has every column and no other; what stands in it is of the column's type or unknown; something stands in each table."""
    kinds = {"text": str, "date": dt.date, "integer": int, "boolean": bool}
    assert rows(table.name)
    for row in rows(table.name):
        assert tuple(row) == table.names
        for column in table.columns:
            value = row[column.name]
            assert value is None or type(value) is kinds[column.kind] or (column.kind == "text" and isinstance(value, str)), (column, value)
            assert value != ""


def test_the_numbers_are_those_of_the_collection() -> None:
    """As many agreements, acts by author, obligations, links and sources as the collection has; the bound are those `status` gives."""
    found = list(COLLECTION)
    assert len(rows("agreements")) == len(found)
    assert len(rows("acts")) == sum(len(act.by) for agreement in found for act in agreement.acts)
    assert len(rows("obligations")) == sum(len(provision.obligations) for agreement in found for provision in agreement.provisions)
    assert len(rows("links")) == sum(len(ids) for agreement in found for ids in agreement.links.values())
    assert len(rows("sources")) == sum(len(agreement.sources) for agreement in found)
    nato = [row["party"] for row in rows("standing") if row["agreement"] == "nato/north-atlantic-treaty" and row["bound"]]
    assert len(nato) == 32
    assert next(row["bound"] for row in rows("agreements") if row["agreement"] == "nato/north-atlantic-treaty") == 32


def test_what_was_not_known_is_not_there() -> None:
    """On the record of 1 December 2001 the Luxembourg ratification, known on the 5th, has no row."""
    agreement = example().agreements[0]
    docket = Docket({agreement.id: agreement}.get, COLLECTION.parties, known=dt.date(2001, 12, 1))
    found = tables.rows(tables.ACTS, tables.Asked((agreement,), docket, ON))
    assert [(row["act"], row["kind"], row["party"]) for row in found if row["kind"] != "signature"] == [(2, "ratification", "BEL")]


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_csv_reads_back(table: tables.Table) -> None:
    """By polars, with the types declared, and by Python's csv; lines end as RFC 4180 wants them."""
    content = out.as_csv(table, rows(table.name))
    schema = {"text": pl.String, "date": pl.Date, "integer": pl.Int64, "boolean": pl.Boolean}
    frame = pl.read_csv(io.BytesIO(content), schema={column.name: schema[column.kind] for column in table.columns})
    texts = {column.name for column in table.columns if column.kind == "text"}
    found = [{name: out.meant(value) if name in texts and value is not None else value for name, value in row.items()} for row in frame.to_dicts()]
    assert found == rows(table.name)
    plain = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert tuple(plain[0]) == table.names
    assert len(plain) == len(rows(table.name)) + 1
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_parquet_reads_back(table: tables.Table) -> None:
    """Equal, and the file says what day it is of."""
    content = out.as_parquet(table, rows(table.name), out.about(asked(), "the bundled collection", STAMP))
    assert pl.read_parquet(io.BytesIO(content)).to_dicts() == rows(table.name)
    assert pl.read_parquet_metadata(io.BytesIO(content))["foedera.asked"] == "2026-11-25"


@cache
def workbook() -> openpyxl.Workbook:
    """The workbook of the collection as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(out.as_xlsx(asked(), "the bundled collection", STAMP)))


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_xlsx_reads_back(table: tables.Table) -> None:
    """Equal; the header is frozen and has filters; days are days."""
    sheet = workbook()[table.name]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    header, *lines = sheet.iter_rows(values_only=True)
    assert header == table.names
    found = [tuple(value.date() if isinstance(value, dt.datetime) else value for value in line) for line in lines]
    assert found == [tuple(_as_excel(value) for value in row.values()) for row in rows(table.name)]


def _as_excel(value: Any) -> Any:
    """What a workbook can hold of a value: days from 1900 on are days, breaks of a line are one sign."""
    if isinstance(value, dt.date) and value.year < 1900:
        return value.isoformat()
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def test_the_first_sheet_says_what_the_others_are() -> None:
    """The day asked, the record, the source, that it is computed; every column of every table."""
    sheet = workbook()["About"]
    assert workbook().sheetnames == ["About", *(table.name for table in tables.TABLES)]
    said = {str(value) for line in sheet.iter_rows(values_only=True) for value in line if value is not None}
    assert {"2026-11-25", "the whole record", "the bundled collection", "2026-11-25 09:30 UTC"} <= said
    assert any("computed by Foedera" in text for text in said)
    assert {column.name for table in tables.TABLES for column in table.columns} <= said


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_a_formula(text: str) -> None:
    """In CSV an apostrophe goes before what looks like one; in a workbook it is a text, marked as one, and the same text."""
    found = example(title=text, place=text)
    content = out.as_csv(tables.AGREEMENTS, tables.rows(tables.AGREEMENTS, found)).decode()
    cell = next(csv.DictReader(io.StringIO(content, newline="")))["title"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert out.meant(cell) == text
    book = openpyxl.load_workbook(io.BytesIO(out.as_xlsx(found, text, STAMP)))
    shown = book["agreements"]["B2"]
    assert shown.data_type == "s"
    assert shown.hyperlink is None
    assert str(shown.value).replace("_x000D_", "\r") == text
    assert shown.quotePrefix is (text != cell or text.startswith("'"))


@given(st.text())
def test_neutral_and_meant_are_inverse(text: str) -> None:
    """Whatever the text."""
    assert out.meant(out.neutral(text)) == text


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """Excel holds 32,767 characters; the CSV holds all."""
    found = example(title="x" * 40_000)
    value = openpyxl.load_workbook(io.BytesIO(out.as_xlsx(found, "x", STAMP)))["agreements"]["B2"].value
    assert len(value) == 32_767
    assert value.endswith("the CSV and Parquet files hold all]")
    assert b"x" * 40_000 in out.as_csv(tables.AGREEMENTS, tables.rows(tables.AGREEMENTS, found))


def test_a_table_taller_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With advice, not silently short."""
    monkeypatch.setattr(out, "_TALLEST", 3)
    with pytest.raises(UsageError, match="take the CSV or Parquet files"):
        out.as_xlsx(example(), "x", STAMP)


def test_days_before_1900_are_text() -> None:
    """A workbook has no such days; the CSV has."""
    found = example(opened=dt.date(1815, 6, 9), adopted=None, closed=dt.date(1900, 2, 28))
    sheet = openpyxl.load_workbook(io.BytesIO(out.as_xlsx(found, "x", STAMP)))["agreements"]
    line = dict(zip(tables.AGREEMENTS.names, next(sheet.iter_rows(min_row=2, values_only=True)), strict=True))
    assert line["opened"] == "1815-06-09"
    assert line["closed"] == dt.datetime(1900, 2, 28)  # noqa: DTZ001 - a workbook knows no zones
    assert line["adopted"] is None


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_all_tables_in_a_zip(form: str) -> None:
    """With a README that says what they are; the same bytes each time."""
    content = out.packed(example(), form, "the example", STAMP)
    assert content == out.packed(example(), form, "the example", STAMP)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == ["README.txt", *(f"{table.name}.{form}" for table in tables.TABLES)]
        assert "example/mutual-support-2001" in packed.read("README.txt").decode()
    with pytest.raises(UsageError, match="not 'xls'"):
        out.packed(example(), "xls", "x", STAMP)


def test_golden_files() -> None:
    """Acts, standing and timeline of the example as CSV."""
    for table in (tables.ACTS, tables.STANDING, tables.TIMELINE):
        golden(f"{table.name}.csv", out.as_csv(table, tables.rows(table, example())))


def test_an_empty_collection_has_headers() -> None:
    """No row, still a table."""
    nothing = tables.Asked((), COLLECTION.docket, ON)
    assert out.as_csv(tables.LINKS, tables.rows(tables.LINKS, nothing)) == b"agreement,relation,other,title\r\n"
    assert openpyxl.load_workbook(io.BytesIO(out.as_xlsx(nothing, "x", STAMP)))["links"].max_row == 1
    assert out.frame(tables.LINKS, []).columns == ["agreement", "relation", "other", "title"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-calc)")
def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    """It makes a PDF of it."""
    file = tmp_path / "tables.xlsx"
    file.write_bytes(out.as_xlsx(example(), "the example", STAMP))
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(office, check=True, capture_output=True, timeout=240)
    assert (tmp_path / "tables.pdf").read_bytes().startswith(b"%PDF")
