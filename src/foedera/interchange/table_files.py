"""Tables as files: CSV (RFC 4180), a workbook (XLSX) and Parquet, none of which can make a spreadsheet program run anything."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from foedera.interchange.files import add
from foedera.interchange.tables import TABLES, Asked, Row, Table, rows
from foedera.model.errors import UsageError

if TYPE_CHECKING:
    import polars
    import xlsxwriter  # type: ignore[import-untyped]

#: What spreadsheet programs take for the start of a formula, their wide forms in East Asian locales included.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

#: Excel's limits: characters of a cell, rows of a sheet.
_LONGEST, _TALLEST = 32_767, 1_048_576
_CUT = " … [cut here: a cell holds no more; the CSV and Parquet files hold all]"

#: The first day a workbook can hold as a day; earlier ones are written as text.
_FIRST = dt.date(1900, 1, 1)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe goes before one that looks like it.

    A text that has apostrophes there already gets one more, so that `meant` gives every text back.

    >>> neutral("=HYPERLINK(1)"), neutral("plain"), neutral("'=1")
    ("'=HYPERLINK(1)", 'plain', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def meant(cell: str) -> str:
    """Return the text a cell of ours stands for: the inverse of `neutral`.

    >>> meant("'=1"), meant("'tis")
    ('=1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def as_csv(table: Table, found: Iterable[Row]) -> bytes:
    """Return rows as CSV: UTF-8, a line of names, comma, CRLF; days as YYYY-MM-DD, true and false, unknown as nothing; texts made `neutral`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in table.names])
    writer.writerows([_cell(row[name]) for name in table.names] for row in found)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case str():
            return neutral(value)
        case _:
            return str(value)


def frame(table: Table, found: Iterable[Row]) -> polars.DataFrame:
    """Return rows as a polars frame with the types of the table; unknown is null."""
    import polars as pl

    kinds: Mapping[str, Any] = {"text": pl.String, "date": pl.Date, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
    return pl.DataFrame(list(found), schema={column.name: kinds[column.kind] for column in table.columns}, orient="row")


def as_parquet(table: Table, found: Iterable[Row], about: Mapping[str, str]) -> bytes:
    """Return rows as Parquet; `about` (day asked, day known, source) stands in the file's own metadata under `foedera.…`."""
    content = io.BytesIO()
    frame(table, found).write_parquet(content, metadata={f"foedera.{key}": value for key, value in about.items()})
    return content.getvalue()


def about(asked: Asked, source: str, stamp: dt.datetime) -> dict[str, str]:
    """Return what every export says of itself: which day was asked, on which record, from where, when, and that it is computed."""
    return {
        "asked": asked.on.isoformat(),
        "known": asked.known.isoformat() if asked.known is not None else "the whole record",
        "source": source,
        "made": stamp.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "agreements": str(len(asked.agreements)),
        "computed": "Statuses, their dates and the reasons are computed by Foedera from final clauses and acts on record; nobody has certified them.",
        "illustrative": "; ".join(a.id for a in asked.agreements if a.illustrative) or "none",
        "incomplete": "; ".join(a.id for a in asked.agreements if a.incomplete) or "none",
    }


def packed(asked: Asked, form: str, source: str, stamp: dt.datetime) -> bytes:
    """Return every table in a zip, as `csv` or `parquet`, with a README that says what they are."""
    told = about(asked, source, stamp)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        add(archive, "README.txt", _readme(told).encode(), stamp)
        for table in TABLES:
            found = rows(table, asked)
            if form not in ("csv", "parquet"):
                message = f"tables are written as 'csv' or 'parquet', not '{form}'; a workbook is `as_xlsx`"
                raise UsageError(message)
            add(archive, f"{table.name}.{form}", as_csv(table, found) if form == "csv" else as_parquet(table, found, told), stamp)
    return content.getvalue()


def _readme(told: Mapping[str, str]) -> str:
    lines = [*(f"{key}: {value}" for key, value in told.items()), ""]
    for table in TABLES:
        lines += [f"{table.name}: one row is {table.row}", *(f"  {c.name} ({c.kind}): {c.meaning}" for c in table.columns), ""]
    return "\n".join(lines)


def as_xlsx(asked: Asked, source: str, stamp: dt.datetime, only: Sequence[Table] = TABLES) -> bytes:
    """Return a workbook: a sheet that says what it is, then a sheet a table, header frozen, filters on, days as days."""
    return as_workbook([(table, rows(table, asked)) for table in only], about(asked, source, stamp))


def as_workbook(sheets: Sequence[tuple[Table, Sequence[Row]]], told: Mapping[str, str]) -> bytes:
    """Return a workbook of tables and their rows; `told` is what its first sheet says of it, as `about` gives it."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    made = dt.datetime.strptime(told["made"], "%Y-%m-%d %H:%M UTC")  # noqa: DTZ007 - workbooks have no zone
    book.set_properties({"title": "Foedera: tables", "author": "Foedera", "created": made})
    styles = _styles(book)
    _about_sheet(book, styles, told, [table for table, _ in sheets])
    for table, found in sheets:
        _sheet(book, styles, table, found)
    book.close()
    return content.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    return {
        "head": book.add_format({**base, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True}),
        "title": book.add_format({**base, "bold": True, "font_size": 16, "font_color": "#1F3A5F"}),
        "label": book.add_format({**base, "bold": True}),
        "text": book.add_format(base),
        "wrap": book.add_format({**base, "text_wrap": True}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "number": book.add_format({**base, "align": "right", "indent": 1}),
        # LibreOffice holds truth values as 1 and 0 and shows them by this; Excel shows its own words
        "boolean": book.add_format({**base, "num_format": '"TRUE";"TRUE";"FALSE"', "align": "left"}),
        # Excel's own mark of a text: shown without the apostrophe, and still a text after somebody has edited the cell
        "formula-like": book.add_format({**base, "quote_prefix": True}),
    }


def _sheet(book: xlsxwriter.Workbook, styles: Mapping[str, Any], table: Table, found: Sequence[Row]) -> None:
    if len(found) >= _TALLEST:
        message = f"the table {table.name} has {len(found):,} rows, more than the {_TALLEST:,} of a sheet; take the CSV or Parquet files"
        raise UsageError(message)
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, styles["head"])
        longest = max((len(str(row[column.name])) for row in found[:2000] if row[column.name] is not None), default=0)
        sheet.set_column(place, place, min(max(longest, len(column.name) + 3) + 1, 60))
    for number, row in enumerate(found, 1):
        for place, name in enumerate(table.names):
            _write(sheet, styles, number, place, row[name])
    sheet.autofilter(0, 0, len(found), len(table.columns) - 1)
    sheet.print_area(0, 0, len(found), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, styles: Mapping[str, Any], number: int, place: int, value: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(number, place, value, styles["boolean"])
        case int() | float():
            sheet.write_number(number, place, value, styles["number"])
        case dt.date() if value >= _FIRST:
            sheet.write_datetime(number, place, dt.datetime(value.year, value.month, value.day), styles["date"])  # noqa: DTZ001 - cells have no zone
        case _:
            text = str(value)
            if len(text) > _LONGEST:
                text = text[: _LONGEST - len(_CUT)] + _CUT
            sheet.write_string(number, place, text, styles["formula-like" if _FORMULA.match(text) else "text"])


def _about_sheet(book: xlsxwriter.Workbook, styles: Mapping[str, Any], told: Mapping[str, str], only: Sequence[Table]) -> None:
    sheet = book.add_worksheet("About")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 3, 90)
    sheet.write_string(0, 0, "Foedera: the register as tables", styles["title"])
    labels = {"asked": "As of", "known": "As known on", "source": "Source", "made": "Made", "agreements": "Agreements", "computed": "Computed"}
    labels |= {"search": "Search", "answers": "Answers of", "illustrative": "Invented examples", "incomplete": "Parties missing"}
    line = 2
    for key, label in labels.items():
        if key not in told:
            continue
        sheet.write_string(line, 0, label, styles["label"])
        sheet.merge_range(line, 1, line, 3, "", styles["wrap"])
        sheet.write_string(line, 1, told[key][:_LONGEST], styles["wrap"])
        line += 1
    line += 1
    for place, word in enumerate(("Table", "Column", "Type", "Meaning")):
        sheet.write_string(line, place, word, styles["head"])
    for table in only:
        line += 1
        sheet.write_url(line, 0, f"internal:'{table.name}'!A1", styles["label"], table.name)
        sheet.write_string(line, 3, f"One row is {table.row}.", styles["label"])
        for column in table.columns:
            line += 1
            sheet.write_string(line, 1, column.name, styles["text"])
            sheet.write_string(line, 2, column.kind, styles["text"])
            sheet.write_string(line, 3, column.meaning, styles["wrap"])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
