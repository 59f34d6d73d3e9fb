"""Spreadsheets taken in: what is read, what is refused and why, at what cost; files made to harm among them."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.answers import shared

from foedera.interchange import bundles, workbooks
from foedera.interchange.sheets import LARGEST, read, read_file
from foedera.library import toml_text
from foedera.model.sheets import Sheet

D = dt.date.fromisoformat
FIRST = "xl/worksheets/sheet1.xml"


def codes(sheet: Sheet) -> list[str]:
    """The codes of a sheet's faults."""
    return [fault.code for fault in sheet.faults]


def workbook(*rows: list[object]) -> bytes:
    """A workbook as a spreadsheet program writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def altered(content: bytes, part: str = "", change: Callable[[bytes], bytes] = bytes, **added: bytes) -> bytes:
    """A workbook with one part changed and others added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        for name, data in added.items():
            new.writestr(name, data)
    return target.getvalue()


BOOK = workbook(["Country", "Signed", "No"], ["Chad", D("1995-06-09"), 12], ["Chile", "9 Jun 1995", 1.5])

#: Text, what stands in the first row.
READ = [
    ("a,b\nx,y\n", ("x", "y")),
    ("a;b\nx, z;y\n", ("x, z", "y")),
    ("a\tb\nx\ty\n", ("x", "y")),
    ("sep=|\na|b\nx|y\n", ("x", "y")),
    ('a,b\n"x ""q"", z",y\n', ('x "q", z', "y")),
    ('a,b\n"two\nlines",y\n', ("two\nlines", "y")),
    ("a,b\r\nx,y\r\n", ("x", "y")),
    ("\n\na,b\n,\nx\n", ("x", "")),
]

#: Content, name, code, words of the message.
REFUSED: list[tuple[bytes, str, str, str]] = [
    (b"", "a.csv", "F101", "empty"),
    (b"\n \n", "a.csv", "F101", "empty"),
    (b",,\n,,\n", "a.csv", "F101", "every cell is empty"),
    (b"%PDF-1.7\n", "a.csv", "F101", "PDF"),
    (b"\x1f\x8b\x08\x00", "a.csv", "F101", "gzip"),
    (b"<html><table>", "a.xlsx", "F101", "web page"),
    (b"a,b\n1,2\n", "a.xlsx", "F101", "no workbook"),
    (b"a,b\n1,2\n", "a.doc", "F101", "not taken in"),
    (b'{"a": 1}\n', "a.csv", "F101", "JSON"),
    (b"a,b\n", "a.jsonl", "F101", "no JSON"),
    (b'[{"a": 1}]\n', "a.jsonl", "F106", "not JSON Lines"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.xls", "F101", "old format"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "F101", "password"),
    (b"a,b\nx,\x00\n", "a.csv", "F104", "not text"),
    (b"a,b\n\x81\x8d,x\n", "a.csv", "F104", "neither UTF-8"),
    (b"\xff\xfea\x00b", "a.csv", "F104", "UTF-16"),
    (b'a,b\n"x,y\n', "a.csv", "F106", "never ends"),
    (b'a,b\n"x"z,y\n', "a.csv", "F106", "quotation marks"),
    (b"a" + b",a" * 600 + b"\n", "a.csv", "F102", "columns"),
    (BOOK, "a.csv", "F101", "rename it to .xlsx"),
    (BOOK[:2000], "a.xlsx", "F103", "damaged"),
    (altered(BOOK, **{"../../outside.xml": b"<a/>"}), "a.xlsx", "F103", "outside itself"),
    (altered(BOOK, **{"C:\\outside.xml": b"<a/>"}), "a.xlsx", "F103", "outside itself"),
    (altered(BOOK, FIRST, lambda data: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + data), "a.xlsx", "F103", "entities"),
    (altered(BOOK, FIRST, lambda data: data.decode().encode("utf-16")), "a.xlsx", "F103", "entities"),
    (altered(BOOK, FIRST, lambda data: data.replace(b'"C3"', b'"XFD1048576"')), "a.xlsx", "F102", "row 1048576"),
    (altered(BOOK, FIRST, lambda data: data.replace(b'<row r="3"><c r="A3"', b'<row r="1048576"><c ')), "a.xlsx", "F102", "row 1048576"),
    (workbook([]), "a.xlsx", "F101", "every cell is empty"),
]


@pytest.mark.parametrize(("text", "row"), READ)
def test_delimited_text(text: str, row: tuple[str, ...]) -> None:
    """Separators are found, quoted text is one cell, empty lines are passed over."""
    sheet = read(text.encode(), "a.csv")
    assert sheet.columns == ("a", "b")
    assert sheet.rows[0] == row
    assert not sheet.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    """The text is the same in each encoding; that it was guessed is said."""
    sheet = read("Pays,Lieu\nCôte d’Ivoire,Genève\n".encode(encoding), "a.csv")
    assert sheet.rows == (("Côte d’Ivoire", "Genève"),)
    assert codes(sheet) == (["F105"] if encoding == "cp1252" else [])


@pytest.mark.parametrize(("content", "name", "code", "words"), REFUSED)
def test_refused(content: bytes, name: str, code: str, words: str) -> None:
    """A file that is no table, or not to be trusted, is refused with the reason and a remedy."""
    sheet = read(content, name)
    assert sheet.refused
    fault = sheet.faults[-1]
    assert (fault.code, fault.severity) == (code, "error")
    assert words in f"{fault.message} {fault.hint}"
    assert fault.hint


def test_rows_keep_their_numbers() -> None:
    """A row's number is that of the spreadsheet program; one with too many cells is faulty, the others are read."""
    sheet = read(b"a,b\n1,2\n\n3,4,5\n6\n", "a.csv")
    assert sheet.numbers == (2, 4, 5)
    assert sheet.rows == (("1", "2"), ("3", "4"), ("6", ""))
    assert [(fault.code, fault.line, fault.column) for fault in sheet.faults] == [("F107", 4, 3)]
    assert sheet.faulty == {4}


def test_headings_are_told_apart() -> None:
    """A heading given twice, or none, gets a name of its own."""
    sheet = read(b"a,a,,b\n1,2,3,4\n", "a.csv")
    assert sheet.columns == ("a", "a (2)", "column 3", "b")
    assert codes(sheet) == ["F109", "F109"]


def test_a_cell_too_long() -> None:
    """An over-long cell makes its row faulty, not the file."""
    sheet = read(b"a,b\n" + b"x" * 40_000 + b",y\n1,2\n", "a.csv")
    assert codes(sheet) == ["F108"]
    assert sheet.faulty == {2}


def test_json_lines() -> None:
    """An object a line; a line that is none, a doubled key and a nested object are faults of their rows."""
    text = b'{"a": "x", "b": 1}\n{"a": ["p", "q"], "c": null}\nnot json\n{"a": {"n": 1}}\n{"a": 1, "a": 2}\n' + b"[" * 5000 + b"\n"
    sheet = read(text, "a.jsonl")
    assert sheet.columns == ("a", "b", "c")
    assert sheet.rows[:2] == (("x", "1", ""), ("p ; q", "", ""))
    assert sorted(sheet.faulty) == [3, 4, 5, 6]
    assert set(codes(sheet)) == {"F106"}


def test_a_workbook() -> None:
    """Days are days, numbers are as typed, and the sheet read is said where there are several."""
    sheet = read(BOOK, "a.xlsx")
    assert sheet.columns == ("Country", "Signed", "No")
    assert sheet.rows == (("Chad", D("1995-06-09"), "12"), ("Chile", "9 Jun 1995", "1.5"))
    assert sheet.numbers == (2, 3)
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book.create_sheet("Other")["C4"] = "Heading"
    target = io.BytesIO()
    book.save(target)
    assert codes(read(target.getvalue(), "a.xlsx")) == ["F112"]
    assert read(target.getvalue(), "a.xlsx", sheet="Other").columns[0] == "Heading"
    assert "it has: Sheet, Other" in read(target.getvalue(), "a.xlsx", sheet="Third").faults[0].hint


def test_formulas_are_never_computed() -> None:
    """Of a formula the stored value is read; one without, and an error, are faults of their cells."""
    book = workbook(["a", "b"], ["=1+1", "x"], ["#REF!", "y"])
    sheet = read(book, "a.xlsx")
    assert [(fault.code, fault.line, fault.column) for fault in sheet.faults] == [("F110", 2, 1), ("F111", 3, 1)]
    stored = altered(
        book, FIRST, lambda data: data.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>")
    )
    assert read(stored, "a.xlsx").rows[0] == ("2", "x")


@pytest.mark.parametrize("honest", [True, False], ids=["declared", "hidden"])
def test_a_zip_bomb(honest: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one costs no memory, whether its directory says so or lies."""
    monkeypatch.setattr(workbooks, "EXPANDED", 4 << 20)
    size = 5 << 20
    bomb = altered(BOOK, **{"xl/worksheets/sheet9.xml": b" " * size})
    assert len(bomb) < 50_000
    if not honest:
        bomb = bomb.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    sheet = read(bomb, "a.xlsx")
    assert sheet.refused
    assert codes(sheet) == ["F102" if honest else "F103"]


def test_many_parts() -> None:
    """An archive of thousands of parts is refused."""
    assert codes(read(altered(BOOK, **{f"xl/p{number}.xml": b"" for number in range(2100)}), "a.xlsx")) == ["F103"]


def test_fifty_megabytes(tmp_path: Path) -> None:
    """A spreadsheet of 50 MB is refused at once, unread."""
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1000 * 1000)
    started = time.perf_counter()
    sheet = read_file(path)
    assert time.perf_counter() - started < 1
    assert codes(sheet) == ["F102"]
    assert str(LARGEST) in sheet.faults[0].message
    assert codes(read(bytes(LARGEST + 1), "a.csv")) == ["F102"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is a fault like any other."""
    assert codes(read_file(tmp_path / "none.csv")) == ["F101"]


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.txt", "a"]))
def test_garbage_is_read_or_refused(content: bytes, name: str) -> None:
    """Whatever the bytes, there is a table or a reason."""
    sheet = read(content, name)
    assert sheet.refused != bool(sheet.columns)
    assert not sheet.refused or sheet.faults
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    """Bytes changed anywhere in a workbook stop nothing but that file."""
    content = bytearray(BOOK)
    for place, value in changes:
        content[place] = value
    sheet = read(bytes(content), "a.xlsx")
    assert sheet.columns or sheet.faults


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20), min_size=2, max_size=2), min_size=1, max_size=6
    )
)
def test_what_is_written_as_csv_is_read(rows: list[list[str]]) -> None:
    """Cells of any text come back as they were written."""
    import csv

    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([["first", "second"], *rows])
    sheet = read(target.getvalue().encode(), "a.csv")
    kept = [(row[0], row[1]) for row in rows if row[0] or row[1]]
    assert [tuple(row) for row in sheet.rows] == kept


def test_the_real_tables() -> None:
    """The register of 8,133 rows and the 324 tables of participants are read without a fault."""
    data = shared() / "data"
    if not data.is_dir():
        pytest.skip("the real tables are not beside the project")
    register = read_file(data / "uk-treaties.jsonl")
    assert len(register.rows) == 8133
    assert not register.faults
    tables = [read_file(path) for path in sorted((data / "untc" / "treaties").glob("*.csv"))]
    assert sum(len(table.rows) for table in tables) == 23_757
    assert not [fault for table in tables for fault in table.faults]


def test_bundles_agree_with_the_reader() -> None:
    """An agreement file in a zip may be as large as one on disk."""
    assert bundles.ONE == toml_text.LARGEST
