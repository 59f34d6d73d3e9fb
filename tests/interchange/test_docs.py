"""The pages on interchange cannot drift: the columns are those of the tables, the examples run."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from foedera.interchange.tables import TABLES
from foedera.library.collection import Collection

DOCS = Path(__file__).resolve().parents[2] / "docs"
_COLUMNS = re.compile(r"(<!-- columns:.*?-->\n)(.*?)(<!-- end of columns -->)", re.DOTALL)


def columns() -> str:
    """Every table with its columns, as the reference has them."""
    found = []
    for table in TABLES:
        lines = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns]
        found.append("\n".join([f"\n`{table.name}`: one row is {table.row}.\n", "| column | type | meaning |", "|---|---|---|", *lines]))
    return "\n".join(found) + "\n\n"


def test_the_columns_are_those_of_the_tables() -> None:
    """Written anew with FOEDERA_GOLDEN=1."""
    page = DOCS / "reference" / "interchange.md"
    text = page.read_text(encoding="utf-8")
    right = _COLUMNS.sub(lambda match: match[1] + columns() + match[3], text)
    if os.environ.get("FOEDERA_GOLDEN"):
        page.write_text(right, encoding="utf-8")
        text = right
    assert _COLUMNS.search(text)
    assert text == right


def test_the_examples_run() -> None:
    """Each block of the how-to, one after the other, and what they make is what they say."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "howto" / "hand-out-the-record.md").read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "hand-out-the-record.md", "exec"), made)
    assert all(made[name].startswith(b"%PDF") for name in ("report", "portfolio", "listing"))
    assert all(made[name].startswith(b"PK") for name in ("workbook", "zip_of_csv", "archive"))
    assert made["frame"].columns == list(TABLES[1].names)
    assert b"<feed" in made["feed"]
    assert made["calendar"].startswith(b"BEGIN:VCALENDAR")
    assert made["file_again"].startswith("foedera = 1")
    assert len(made["everything"]) == len(Collection().ids())
