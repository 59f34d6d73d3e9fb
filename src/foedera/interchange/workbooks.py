"""Workbooks (XLSX) taken in: what is in the archive is measured and copied out within bounds before any of it is interpreted.

Formulas are never computed: the value the spreadsheet program last stored is read, and a formula without one is a fault.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from foedera.interchange import xml
from foedera.interchange.refusals import Refused
from foedera.model.errors import Fault
from foedera.model.phrases import N_, say
from foedera.model.sheets import Cell

#: How much an archive may hold: bytes unpacked, and parts.
EXPANDED = 200 * 1024 * 1024
PARTS = 2_000

_OUT_OF_PLACE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|\x00")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])([^>]*)>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>/])([^>]*)>")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"']\s*(\d{1,9})")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,4})(\d{1,9})")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_HINT = say("export the table anew as XLSX or CSV")
_SHUT = say("do not open this file; export the table anew as XLSX or CSV")


def checked_kind(content: bytes, name: str, suffix: str) -> str:
    """Return "workbook" if an archive is one and named so."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused(name, "F103", say("the workbook is damaged: its archive cannot be opened"), _HINT) from error
    if "mimetype" in parts and not any(part.startswith("xl/") for part in parts):
        raise Refused(name, "F101", say("this is a document of the OpenDocument format"), say("save it as XLSX or CSV"))
    if not any(part.startswith("xl/") for part in parts):
        raise Refused(name, "F101", say("this is an archive (zip), not a workbook"), say("unpack it and send the tables one by one"))
    if suffix != ".xlsx":
        hint = say("save it as XLSX, without macros") if suffix == ".xlsm" else say("rename it to .xlsx")
        raise Refused(name, "F101", say("the content is a workbook, but the name ends in '{ending}'", ending=suffix[:12]), hint)
    return "workbook"


def rows(content: bytes, name: str, wanted: str | None, most_cells: int, faults: list[Fault]) -> Iterator[tuple[int, list[Cell]]]:
    """Return the rows of one sheet with their numbers; Refused where the archive or the sheet is not to be trusted."""
    import python_calamine as calamine

    parts = _unpacked(content, name)
    places = _sheet_parts(parts, name)
    if wanted is not None and wanted not in places:
        hint = say("it has: {sheets}", sheets=", ".join(places)[:200])
        raise Refused(name, "F101", say("the workbook has no sheet '{sheet}'", sheet=wanted[:60]), hint)
    filled = [title for title, part in places.items() if _CELL.search(parts[part])]
    chosen = wanted or next(iter(filled), None)
    if chosen is None or chosen not in filled:
        raise Refused(name, "F101", say("the sheet holds no table: every cell is empty"), say("save the table anew and send that file"))
    others = ", ".join(title for title in filled if title != chosen)[:200]
    if wanted is None and others:
        message = say("the sheet '{sheet}' is read; the workbook also has: {others}", sheet=chosen, others=others)
        faults.append(Fault(name, 1, 1, "note", "F112", message, say("name a sheet to read another")))
    data = parts[places[chosen]]
    _measured(data, name, most_cells)
    faults.extend(_valueless(data, name))
    try:
        sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(_repacked(parts))).get_sheet_by_name(chosen)
        table, first = sheet.to_python(skip_empty_area=True), (sheet.start or (0, 0))[0]
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        raise Refused(name, "F103", say("the workbook is damaged: {why}", why=str(error)[:120]), _HINT) from error
    return ((number, [_cell(value) for value in row]) for number, row in enumerate(table, first + 1))


def sheet_names(content: bytes, name: str) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook in their order; of a file that is none, none."""
    return tuple(_sheet_parts(_unpacked(content, name), name)) if content.startswith(b"PK\x03\x04") else ()


def _sheet_parts(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Return for each sheet, in the order of the workbook, the part of the archive that holds it."""
    if "xl/workbook.xml" not in parts or "xl/_rels/workbook.xml.rels" not in parts:
        raise Refused(name, "F103", say("the workbook is damaged: it does not say which sheets it has"), _HINT)
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in xml.parse(parts["xl/_rels/workbook.xml.rels"], name).iter("{*}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    found: dict[str, str] = {}
    for sheet in xml.parse(parts["xl/workbook.xml"], name).iter("{*}sheet"):
        reference = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(reference)
        part = "" if target is None else target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts:
            found[sheet.get("name", "")] = part
    return found


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    """Return the XML parts of an archive, unpacked within bounds whatever its directory says."""
    found: dict[str, bytes] = {}
    left = EXPANDED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > PARTS:
                raise Refused(name, "F103", say("the archive has {n} parts, more than {most}", n=len(entries), most=PARTS), _HINT)
            for entry in entries:
                if _OUT_OF_PLACE.search(entry.filename):
                    raise Refused(name, "F103", say("the archive names a file outside itself: '{file}'", file=entry.filename[:80]), _SHUT)
                if entry.flag_bits & 1:
                    raise Refused(name, "F101", say("the workbook is protected by a password"), say("remove the password and save it again as XLSX"))
            declared = sum(entry.file_size for entry in entries)
            if declared > EXPANDED:
                message = say("unpacked the workbook has {n} bytes, more than {most}", n=declared, most=EXPANDED)
                raise Refused(name, "F102", message, say("remove what is not needed, or split it"))
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")) or entry.filename.startswith(("xl/externalLinks/", "customXml/")):
                    continue
                with archive.open(entry) as part:
                    data = part.read(left + 1)
                left -= len(data)
                if left < 0:
                    message = say("unpacked the workbook has more than {most} bytes", most=EXPANDED)
                    raise Refused(name, "F102", message, say("remove what is not needed, or split it"))
                if _DECLARATION.search(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
                    declares = N_("the part '{part}' declares a document type or entities, which no spreadsheet program writes")
                    message = say(declares, part=entry.filename[:60])
                    raise Refused(name, "F103", message, _SHUT)
                found[entry.filename] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused(name, "F103", say("the workbook is damaged: {why}", why=str(error)[:120]), _HINT) from error
    return found


def _repacked(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts and nothing else, so that no second reading of the original can find other content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, data in parts.items():
            archive.writestr(zipfile.ZipInfo(part), data)
    return target.getvalue()


def _measured(data: bytes, name: str, most_cells: int) -> None:
    """Refuse a sheet of too many cells, or whose cells lie so far apart that the table between them is too large."""
    row = column = last_row = last_column = 0
    for count, found in enumerate(_ROW_OR_CELL.finditer(data), 1):
        if count > 2 * most_cells:
            break
        if found[1] == b"row":
            number = _NUMBER.search(found[2])
            row, column = (int(number[1]) if number else row + 1), 0
        else:
            place = _PLACE.search(found[2])
            row, column = (int(place[2]), _column(place[1])) if place else (row, column + 1)
        last_row, last_column = max(last_row, row), max(last_column, column)
    else:
        if last_row * last_column <= most_cells:
            return
    reaches = N_("the sheet reaches to row {row} and column {column}, with what is empty more than {most} cells")
    message = say(reaches, row=last_row, column=last_column, most=most_cells)
    raise Refused(name, "F102", message, say("delete stray cells far from the table, or split it into several files"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _valueless(data: bytes, name: str) -> Iterator[Fault]:
    """Yield a fault for each cell whose value is not in the file: formulas never computed, and errors."""
    found = [
        (cell[1], "F110", say("the formula of this cell has no stored value"), say("open the file, let it compute, and save it again"))
        for cell in _UNCOMPUTED.finditer(data)
    ]
    found += [
        (cell[1], "F111", say("this cell holds an error such as #REF!"), say("mend the formula, or write the value"))
        for cell in _CELL.finditer(data)
        if _ERROR.search(cell[1])
    ]
    for attributes, code, message, hint in found:
        place = _PLACE.search(attributes)
        if place:
            yield Fault(name, int(place[2]), _column(place[1]), "error", code, message, hint)


def _cell(value: object) -> Cell:
    """Return a cell's value: a day without a time of day as a day, everything else as the text a person would type."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value).replace("\r\n", "\n")
