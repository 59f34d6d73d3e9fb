"""Take a list of agreements away as a table, exactly as it was searched and narrowed: CSV, XLSX, JSON or Parquet."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require
from foedera.interchange.table_files import as_csv, as_parquet, as_workbook
from foedera.interchange.tables import AGREEMENTS, Column, Row, Table
from foedera.model.errors import UsageError
from foedera.model.phrases import say
from foedera.store import lists, logs
from foedera.store.lists import Line, Wanted
from foedera.store.register import BATCH

_SHOWN = ("agreement", "title", "short_title", "kind", "binding", "status", "in_force_since", "expected", "bound", "at_least", "open_questions")

#: A list of agreements as a table: what the list shows, in the columns the whole collection's table has them in.
LIST = Table(
    "agreements",
    AGREEMENTS.row,
    (
        *(column for column in AGREEMENTS.columns if column.name in _SHOWN),
        Column("parties", "text", "computed: codes of those bound"),
        Column("latest_act", "date", "day of the latest act on record"),
        *(column for column in AGREEMENTS.columns if column.name in ("adopted", "illustrative")),
    ),
)


@frozen
class Taken:
    """A list as a file: its name, its media type, its content, how many agreements it holds."""

    name: str
    media_type: str
    content: bytes
    agreements: int


def take(actor: Actor, wanted: Wanted, form: str, stamp: dt.datetime) -> Taken:
    """Return every agreement that meets what is wanted, in the order of the list. UsageError for a form there is none of.

    Like the list itself it answers from the whole record where the register is too large to be asked as it was known on an earlier day.
    """
    require(actor, "export", "take a list", form)
    if form not in FORMS:
        raise UsageError(say("a list can be taken as {forms}, not as '{form}'", forms=", ".join(FORMS), form=form[:20]))
    names, as_known = lists.chosen(wanted)
    rows = [_row(line) for start in range(0, len(names), BATCH) for line in lists.lines_on(names[start : start + BATCH], wanted)]
    told = {
        "asked": wanted.on.isoformat(),
        "known": wanted.known.isoformat() if wanted.known is not None and as_known else "the whole record",
        "source": "the register",
        "search": "; ".join(f"{key} {value}" for key, value in _asked(wanted).items()) or "all agreements",
        "made": stamp.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "agreements": str(len(rows)),
        "computed": "Statuses and their dates are computed by Foedera from final clauses and acts on record; nobody has certified them.",
        "illustrative": "; ".join(row["agreement"] for row in rows if row["illustrative"]) or "none",
        "incomplete": "; ".join(row["agreement"] for row in rows if row["at_least"]) or "none",
    }
    logs.note(actor.name, "take a list", form, allowed=True, why=f"agreements: {len(rows)}", address=actor.address)
    media_type, write = FORMS[form]
    return Taken(f"agreements-{wanted.on}.{form}", media_type, write(rows, told), len(rows))


def _row(line: Line) -> Row:
    return {
        "agreement": line.agreement,
        "title": line.title,
        "short_title": line.short_title or None,
        "kind": line.kind,
        "binding": line.binding,
        "status": line.status,
        "in_force_since": line.since,
        "expected": line.expected,
        "bound": line.parties,
        "at_least": line.incomplete,
        "open_questions": line.questions,
        "parties": "; ".join(line.bound) or None,
        "latest_act": line.latest,
        "adopted": line.adopted,
        "illustrative": line.illustrative,
    }


def _asked(wanted: Wanted) -> dict[str, str]:
    shown = evolve(wanted, page=1)
    return {name: value for name in ("words", *lists.FACETS) if (value := getattr(shown, name))}


def _csv(rows: list[Row], _: Mapping[str, str]) -> bytes:
    return as_csv(LIST, rows)


def _xlsx(rows: list[Row], told: Mapping[str, str]) -> bytes:
    return as_workbook([(LIST, rows)], told)


def _parquet(rows: list[Row], told: Mapping[str, str]) -> bytes:
    return as_parquet(LIST, rows, told)


def _json(rows: list[Row], told: Mapping[str, str]) -> bytes:
    plain = [{key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()} for row in rows]
    return json.dumps({"about": dict(told), "agreements": plain}, ensure_ascii=False, indent=1).encode()


#: The forms a list can be taken in: media type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[list[Row], Mapping[str, str]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": ("application/json", _json),
    "parquet": ("application/vnd.apache.parquet", _parquet),
}
