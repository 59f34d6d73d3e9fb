"""Spreadsheets taken in: CSV, XLSX and JSON Lines read strictly into a `Sheet`, whatever somebody uploads.

Nothing is raised: a file that cannot be read gives a sheet without columns and the fault that says why and how to mend it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from foedera.interchange import json_lines, workbooks
from foedera.interchange.refusals import Refused
from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import N_, say
from foedera.model.sheets import Cell, Sheet

#: What is read at most. A register of ten thousand agreements has a few megabytes.
LARGEST = 20 * 1024 * 1024
ROWS = 200_000
COLUMNS = 500
CELLS = 2_000_000
CELL = 32_767

_TEXT = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "json lines", ".ndjson": "json lines"}
_DELIMITERS = ",;\t|"
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")

#: What files begin with that are no table, and what to do about each.
_OTHERS = (
    (b"%PDF", N_("this is a PDF document, not a table"), N_("copy the table into a spreadsheet and save it as XLSX or CSV")),
    (b"\x1f\x8b", N_("this is a compressed file (gzip), not a table"), N_("unpack it first")),
    (b"7z\xbc\xaf", N_("this is a compressed file (7z), not a table"), N_("unpack it first")),
    (b"Rar!", N_("this is a compressed file (RAR), not a table"), N_("unpack it first")),
    (b"<", N_("this is a web page or XML document, not a table"), N_("open it in a spreadsheet program and save it as XLSX or CSV")),
    (b"{\\rtf", N_("this is a text document (RTF), not a table"), N_("copy the table into a spreadsheet and save it as XLSX or CSV")),
    (b"\x89PNG", N_("this is a picture, not a table"), N_("a table is needed")),
    (b"PAR1", N_("this is a Parquet file, not a table"), N_("save it as CSV")),
)


def read_file(path: Path, *, sheet: str | None = None) -> Sheet:
    """Read a table from a file; one that is too large is refused unread."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Sheet(path.name, faults=(_too_large(path.name, size),))
        return read(path.read_bytes(), path.name, sheet=sheet)
    except OSError as error:
        message = say("the file cannot be read: {why}", why=error.strerror or str(error))
        fault = Fault(path.name, 1, 1, "error", "F101", message, say("check its name and permissions"))
        return Sheet(path.name, faults=(fault,))


def read(content: bytes, name: str, *, sheet: str | None = None) -> Sheet:
    """Read a table from the content of a file; `sheet` names the sheet of a workbook, by default the first that holds anything.

    >>> table = read("Country;Signed\\nCôte d'Ivoire;03/04/1961\\n".encode("cp1252"), "register.csv")
    >>> table.columns, table.rows[0], [fault.code for fault in table.faults]
    (('Country', 'Signed'), ("Côte d'Ivoire", '03/04/1961'), ['F105'])
    """
    if len(content) > LARGEST:
        return Sheet(name, faults=(_too_large(name, len(content)),))
    faults: list[Fault] = []
    try:
        kind = _kind(content, name)
        if kind == "workbook":
            return _sheet(name, workbooks.rows(content, name, sheet, CELLS, faults), faults)
        text = _decoded(content, name, faults)
        if kind == "json lines":
            return _limited(json_lines.table(text, name, COLUMNS, faults), faults)
        return _sheet(name, _csv_rows(text, name), faults)
    except FaultyFile as refused:
        return Sheet(name, faults=(*faults, *refused.faults))


def _too_large(name: str, size: int) -> Fault:
    message = say("the file has {n} bytes, more than the {most} that are taken in", n=size, most=LARGEST)
    return Fault(name, 1, 1, "error", "F102", message, say("remove pictures and sheets that are not needed, or split it into several files"))


def _kind(content: bytes, name: str) -> str:
    """Return what a file is, by what it begins with; its name must agree."""
    suffix = Path(name).suffix.lower()
    start = content[:8].lstrip(b"\xef\xbb\xbf")
    if not content.strip():
        raise Refused(name, "F101", say("the file is empty"), say("save the table anew and send that file"))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return workbooks.checked_kind(content, name, suffix)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(name, "F101", say("the workbook is protected by a password"), say("remove the password and save it again as XLSX"))
        raise Refused(name, "F101", say("this is a workbook of the old format (XLS)"), say("open it and save it as XLSX"))
    for magic, what, hint in _OTHERS:
        if start.startswith(magic):
            raise Refused(name, "F101", say(what), say(hint))
    if suffix in (".xlsx", ".xlsm", ".xls"):
        raise Refused(
            name,
            "F101",
            say("the name ends in {ending}, but the content is no workbook", ending=suffix),
            say("export it anew, or rename it to .csv if it is text"),
        )
    if suffix not in _TEXT:
        message = say("files ending in '{ending}' are not taken in", ending=suffix[:12])
        raise Refused(name, "F101", message, say("save the table as .csv, .xlsx or .jsonl"))
    if start[:1] == b"{" and _TEXT[suffix] == "csv":
        raise Refused(name, "F101", say("the name ends in {ending}, but the content is JSON", ending=suffix), say("rename it to .jsonl"))
    if _TEXT[suffix] == "json lines" and start.lstrip()[:1] not in (b"{", b"[", b"\xff", b"\xfe"):
        message = say("the name ends in {ending}, but the content is no JSON", ending=suffix)
        raise Refused(name, "F101", message, say("rename it to .csv if it is a table of text"))
    return _TEXT[suffix]


def _decoded(content: bytes, name: str, faults: list[Fault]) -> str:
    """Return the text: UTF-8, UTF-16 where a byte order mark says so, else Windows-1252, which is said."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        if marked:
            raise Refused(name, "F104", say("the file says it is UTF-16 but is not"), say("save it as UTF-8")) from error
        line = content.count(b"\n", 0, error.start) + 1
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as second:
            line = content.count(b"\n", 0, second.start) + 1
            raise Refused(name, "F104", say("the text is neither UTF-8 nor Windows-1252"), say("save the file as UTF-8"), line) from error
        shown = text.split("\n")[line - 1].strip()[:60]
        message = say("the text is not UTF-8; it was read as Windows-1252, first needed at '{text}'", text=shown)
        faults.append(Fault(name, line, 1, "warning", "F105", message, say("see whether the letters are right; else save the file as UTF-8")))
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = say("the file is not text: it holds the control character {character}", character=f"U+{ord(control[0]):04X}")
        raise Refused(name, "F104", message, say("is it a table at all?"), line)
    return text


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of a delimited text; the number is that of the row, as a spreadsheet program shows it."""
    first = _SEPARATOR_LINE.match(text)
    delimiter = first[1] if first else _delimiter(text)
    reader = csv.reader(io.StringIO(text[first.end() :] if first else text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row: list[Cell] = [*next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            hint = say('write a quotation mark inside quoted text as ""')
            raise Refused(name, "F106", _csv_fault(str(error)), hint, reader.line_num) from error
        yield number, row


def _csv_fault(message: str) -> str:
    if "field larger" in message:
        return say("a cell does not end: is a quotation mark missing?")
    if "unexpected end of data" in message:
        return say("quoted text begins in this file and never ends")
    return say("the quotation marks are broken: {why}", why=message)


def _delimiter(text: str) -> str:
    """Return what separates the cells: of the usual ones that which cuts the first rows most evenly into most cells."""
    lines = io.StringIO(text, newline="").read(200_000)
    best, chosen = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        counts = []
        try:
            for _, row in zip(range(40), csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter), strict=False):
                if row:
                    counts.append(len(row))
        except csv.Error:
            continue
        if counts and counts[0] > 1:
            score = (sum(count == counts[0] for count in counts) / len(counts), counts[0])
            if score > best:
                best, chosen = score, delimiter
    return chosen


def _sheet(name: str, rows: Iterable[tuple[int, list[Cell]]], faults: list[Fault]) -> Sheet:
    """Return the sheet of rows whose first filled one names the columns."""
    columns: tuple[str, ...] = ()
    kept: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    cells = 0
    for number, row in rows:
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        if not columns:
            columns = _header(name, number, row, faults)
            continue
        cells += len(columns)
        if len(kept) >= ROWS or cells > CELLS:
            message = say("the table has more than {rows} rows or {cells} cells", rows=ROWS, cells=CELLS)
            raise Refused(name, "F102", message, say("split it into several files"), number)
        if len(row) > len(columns):
            message = say("row {row} has {cells} cells, the heading {columns}", row=str(number), cells=len(row), columns=len(columns))
            hint = say("put text that holds the separator in quotation marks")
            faults.append(Fault(name, number, len(columns) + 1, "error", "F107", message, hint))
        kept.append(tuple([*row, *[""] * (len(columns) - len(row))][: len(columns)]))
        numbers.append(number)
    if not columns:
        raise Refused(name, "F101", say("the file holds no table: every cell is empty"), say("save the table anew and send that file"))
    return _limited(Sheet(name, columns, tuple(kept), tuple(numbers)), faults)


def _header(name: str, number: int, row: list[Cell], faults: list[Fault]) -> tuple[str, ...]:
    """Return the names of the columns; one that is missing or given twice gets a name of its own, which is said."""
    if len(row) > COLUMNS:
        message = say("the table has {n} columns, more than {most}", n=len(row), most=COLUMNS)
        raise Refused(name, "F102", message, say("remove the columns that are not needed"), number)
    found: list[str] = []
    for position, cell in enumerate(row, 1):
        text = " ".join((cell.isoformat() if isinstance(cell, dt.date) else cell).split())
        heading = text or f"column {position}"
        while heading in found:
            heading += f" ({position})"
        if heading != text:
            if text:
                what = say("the heading '{heading}' is given twice; it is called '{name}' here", heading=text[:60], name=heading[:80])
            else:
                what = say("column {n} has no heading; it is called '{name}' here", n=str(position), name=heading[:80])
            faults.append(Fault(name, number, position, "warning", "F109", what, say("name each column once")))
        found.append(heading)
    return tuple(found)


def _limited(sheet: Sheet, faults: list[Fault]) -> Sheet:
    """Return the sheet with its faults, over-long cells among them."""
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        for position, cell in enumerate(row, 1):
            if isinstance(cell, str) and len(cell) > CELL:
                message = say("the cell has {n} characters, more than {most}", n=len(cell), most=CELL)
                faults.append(Fault(sheet.name, number, position, "error", "F108", message, say("shorten it, or keep the text as a document")))
    return Sheet(sheet.name, sheet.columns, sheet.rows, sheet.numbers, tuple(faults))
