"""JSON Lines taken in: an object a line, its keys the columns in the order they first appear."""

from __future__ import annotations

import json
import re
from typing import Any

from foedera.interchange.refusals import Refused
from foedera.model.errors import Fault
from foedera.model.phrases import say
from foedera.model.sheets import Cell, Sheet

#: What stands between the items of a list in one cell.
BETWEEN = " ; "

#: What JSON can write by number and no text has: control characters, halves of characters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")

_HINT = say("one object a line, its values text, numbers, true, false, null or lists of these")


def table(text: str, name: str, most_columns: int, faults: list[Fault]) -> Sheet:
    """Return the table; a line that is no object is a fault of that row, and the others are read."""
    columns: dict[str, int] = {}
    found: list[tuple[int, dict[str, Cell]]] = []
    if text.lstrip()[:1] == "[":
        hint = say("write each object on a line of its own, without [ ] and commas")
        raise Refused(name, "F106", say("this is one JSON list, not JSON Lines"), hint)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _row(line, name, number, faults)
        if row is None:
            continue
        for column in row:
            columns.setdefault(column, len(columns))
        if len(columns) > most_columns:
            message = say("the table has more than {most} columns", most=most_columns)
            raise Refused(name, "F102", message, say("remove the keys that are not needed"), number)
        found.append((number, row))
    if not columns:
        raise Refused(name, "F106", say("no line is a JSON object with a key"), _HINT)
    rows = tuple(tuple(row.get(column, "") for column in columns) for _, row in found)
    return Sheet(name, tuple(columns), rows, tuple(number for number, _ in found))


def _row(line: str, name: str, number: int, faults: list[Fault]) -> dict[str, Cell] | None:
    doubled: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for key, value in pairs:
            if key in row:
                doubled.append(key)
            row[key] = value
        return row

    try:
        data = json.loads(line, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        faults.append(Fault(name, number, error.colno, "error", "F106", say("the line is not JSON: {why}", why=error.msg), _HINT))
        return None
    except (ValueError, RecursionError):
        message = say("the line is not JSON that can be read: nested too deeply, or a number too long")
        faults.append(Fault(name, number, 1, "error", "F106", message, _HINT))
        return None
    if not isinstance(data, dict):
        faults.append(Fault(name, number, 1, "error", "F106", say("the line is JSON, but no object"), _HINT))
        return None
    for key in doubled:
        faults.append(Fault(name, number, 1, "error", "F106", say("the key '{key}' is given twice", key=key[:60]), say("keep one")))
    row: dict[str, Cell] = {}
    for written, value in data.items():
        key, cell = _NO_TEXT.sub("\ufffd", written), _cell(value)
        if cell is None:
            faults.append(Fault(name, number, 1, "error", "F106", say("the value of '{key}' is an object", key=key[:60]), _HINT))
        elif key != written or _NO_TEXT.search(cell):
            faults.append(Fault(name, number, 1, "error", "F106", say("'{key}' holds a character that is no text", key=key[:60]), say("remove it")))
            cell = _NO_TEXT.sub("\ufffd", cell)
        row[" ".join(key.split()) or "column 1"] = cell or ""
    return row


def _cell(value: Any) -> str | None:
    """Return a value as the text of a cell, None where it is no value of a table."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, list):
        items = [_cell(item) if not isinstance(item, list) else None for item in value]
        return BETWEEN.join(item for item in items if item) if None not in items else None
    return None
