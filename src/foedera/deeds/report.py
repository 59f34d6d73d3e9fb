"""Report what was examined as plain values: kept with what was handed in, read by the pages page by page, and taken away as a table.

Its sentences are phrases, and are kept as what they were made of: every reader of a report is told in their own language.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import asdict, field, frozen

from foedera.deeds.examine import Look, Said
from foedera.deeds.match import Brought, Contradiction
from foedera.interchange.table_files import as_csv
from foedera.interchange.tables import Column, Table
from foedera.library.columns import Guess
from foedera.library.intake_values import Line
from foedera.model.acts import Act
from foedera.model.errors import Fault
from foedera.model.phrases import keep, kept

#: How many cells of a column are shown, and how much of each.
_SAMPLES, _SAMPLE = 4, 80
#: How much of a cell is kept with a row left out, and how many of its rows with a name.
_CELL, _ROWS = 400, 50

#: What is a sentence in the rows of a report, and what holds further rows.
_SENTENCES = frozenset(("why", "legend", "message", "hint", "reason"))
_NESTED = "faults"
#: The parts of a report that are lists of rows.
PARTS = ("new", "changed", "known", "left_out", "remarked", "names", "contradictions")

Rows = list[dict[str, Any]]


@frozen(kw_only=True)
class Report:
    """What was found in a file, as plain values.

    `said` is what it was examined by, `stamp` the decisions about names it rests on, `digest` what it would record: an import that would record
    something else is refused. `allowed` are the parties whose officers may import all of it.
    """

    shape: str
    made: dt.datetime
    said: dict[str, Any]
    stamp: tuple[int, int]
    revision: int
    digest: str
    counts: dict[str, int]
    allowed: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    columns: Rows = field(factory=list)
    questions: Rows = field(factory=list)
    beside: Rows = field(factory=list)
    parts: dict[str, Rows] = field(factory=dict)

    @property
    def brings(self) -> int:
        """How many agreements an import would record something of."""
        return self.counts["new"] + self.counts["changed"]

    def as_text(self) -> str:
        """Return it as it is kept."""
        whole = {**asdict(self), "made": self.made.isoformat()}
        return json.dumps(_sentences(whole, keep), separators=(",", ":"))


def report_of(text: str) -> Report:
    """Return a report that was kept; the sentences of one kept before they were phrases stay as they are."""
    found = _sentences(json.loads(text), kept)
    tuples = {name: tuple(found[name]) for name in ("stamp", "allowed", "sheets")}
    return Report(**{**found, **tuples, "made": dt.datetime.fromisoformat(found["made"])})


def _sentences(whole: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the values of a report with each sentence changed; what the file itself says stays."""

    def changed(rows: Rows) -> Rows:
        return [{name: one(name, value) for name, value in row.items()} for row in rows]

    def one(name: str, value: Any) -> Any:
        return change(value) if name in _SENTENCES else changed(value) if name == _NESTED else value

    flat = {name: changed(whole[name]) for name in ("columns", "questions", "beside")}
    return {**whole, **flat, "parts": {name: changed(rows) for name, rows in whole["parts"].items()}}


def report(look: Look, wish: Said, now: dt.datetime) -> Report:
    """Return what was examined as plain values."""
    brought: dict[str, Rows] = {"new": [], "changed": [], "known": []}
    for b in look.brought:
        brought[b.what].append(_brought(b))
    return Report(
        shape=look.shape,
        made=now,
        said=wish.as_json(),
        stamp=look.stamp,
        revision=look.revision,
        digest=look.digest,
        counts=look.counts,
        allowed=look.allowed,
        sheets=look.sheets,
        columns=_columns(look),
        questions=[_fault(look, fault) for fault in look.questions],
        beside=[_fault(look, fault) for fault in look.beside],
        parts={
            **brought,
            "left_out": lines(look),
            "remarked": [_line(look, line) for line in look.remarked],
            "names": [{**asdict(name), "first": _day(name.first), "last": _day(name.last), "numbers": name.numbers[:_ROWS]} for name in look.names],
            "contradictions": [_contradiction(c) for c in look.contradictions],
        },
    )


def _brought(b: Brought) -> dict[str, Any]:
    head = {"id": b.agreement.id, "title": b.agreement.short_title or b.agreement.title, "rows": b.numbers}
    if b.what == "known":
        return head
    return {**head, "law": b.law is not None, "acts": [_act(act) for act in b.acts], "questions": list(b.agreement.uncertain) if b.is_new else []}


def _act(act: Act) -> dict[str, Any]:
    plain = {"on": act.on.isoformat(), "kind": act.kind, "by": act.by}
    rare = {"to": act.to, "note": act.note, "precision": act.precision if act.precision != "day" else ""}
    return {**plain, **{name: value for name, value in rare.items() if value}}


def act(row: Mapping[str, Any]) -> Act:
    """Return an act of a report."""
    return Act(
        dt.date.fromisoformat(row["on"]),
        row["kind"],
        tuple(row["by"]),
        tuple(row.get("to", ())),
        note=row.get("note", ""),
        precision=row.get("precision", "day"),
    )


def _contradiction(c: Contradiction) -> dict[str, Any]:
    return {"id": c.agreement, "on_record": _act(c.on_record), "proposed": _act(c.proposed), "struck": c.struck, "closer": c.closer}


def _line(look: Look, line: Line) -> dict[str, Any]:
    content = [(column, cell if len(cell) <= _CELL else f"{cell[:_CELL]}…") for column, cell in line.content]
    return {
        "row": line.number,
        "title": _heading(look, line),
        "id": line.proposed,
        "content": content,
        "faults": [_fault(look, fault) for fault in line.faults],
    }


def _heading(look: Look, line: Line) -> str:
    """Return what tells a row from the others: the title it gives, else its participant or reference; of a file its title or name."""
    cells = dict(line.content)
    wanted = ("title", "participant", "key")
    named = [guess.column for role in wanted if look.columns is not None and (guess := look.columns.column(role))] or ["title", "file"]
    return next((cells[column][:_CELL] for column in named if cells.get(column)), "")


def _fault(look: Look, fault: Fault) -> dict[str, Any]:
    """Return a fault; in a table with the name of its column, in a file with its line."""
    columns = look.sheet.columns if look.sheet is not None else ()
    column = columns[fault.column - 1] if 0 < fault.column <= len(columns) else ""
    plain = {name: getattr(fault, name) for name in ("line", "severity", "code", "message", "hint")}
    return {**plain, "column": column}


def _columns(look: Look) -> Rows:
    if look.columns is None or look.sheet is None:
        return []
    return [{**_guess(guess), "samples": _samples(look, position)} for position, guess in enumerate(look.columns.guesses)]


def _guess(guess: Guess) -> dict[str, Any]:
    legend = guess.legend.describe() if guess.legend is not None else ""
    plain = {name: getattr(guess, name) for name in ("column", "role", "confidence", "why")}
    return {**plain, "order": guess.order or "", "legend": legend}


def _samples(look: Look, position: int) -> list[str]:
    """Return some different cells of a column."""
    assert look.sheet is not None
    found: dict[str, None] = {}
    for row in look.sheet.rows[:1000]:
        cell = row[position]
        text = cell if isinstance(cell, str) else cell.isoformat()
        if text.strip():
            found[text if len(text) <= _SAMPLE else f"{text[:_SAMPLE]}…"] = None
        if len(found) == _SAMPLES:
            break
    return list(found)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def lines(look: Look) -> Rows:
    """Return the rows left out, as a report has them."""
    return [_line(look, line) for line in look.left_out]


def left_out(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows left out as CSV: the number of each, what is wrong and how to mend it, then its own cells; no cell can be run as a formula."""
    listed = list(rows)
    own = list(dict.fromkeys(column for row in listed for column, _ in row["content"]))
    # A column of the table may be called as one of ours is.
    names = {column: column if column not in ("row", "fault", "remedy") else f"{column} (table)" for column in own}
    columns = (
        Column("row", "integer", ""),
        Column("fault", "text", ""),
        Column("remedy", "text", ""),
        *(Column(n, "text", "") for n in names.values()),
    )
    found = []
    for row in listed:
        cells = {names[column]: cell for column, cell in row["content"]}
        faults = [f for f in row["faults"] if f["severity"] == "error"] or row["faults"]
        why = "; ".join(f"{f['code']} {f['column'] or f['line']}: {f['message']}" for f in faults)
        remedy = "; ".join(dict.fromkeys(f["hint"] for f in faults if f["hint"]))
        found.append({**dict.fromkeys(names.values(), ""), **cells, "row": row["row"], "fault": why, "remedy": remedy})
    return as_csv(Table("left out", "a row left out", columns), found)
