"""Take a table a page shows away, exactly as it is shown to whoever asks: CSV, XLSX or JSON, the mark of an invented example included."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from foedera.deeds.powers import Actor, require
from foedera.interchange.table_files import as_csv, as_workbook
from foedera.interchange.tables import Row, Table
from foedera.model.errors import UsageError
from foedera.model.phrases import say
from foedera.store import logs


@frozen
class Paper:
    """A table as a file: its name, its media type, its content."""

    name: str
    media_type: str
    content: bytes


def take(actor: Actor, table: Table, rows: Sequence[Row], form: str, told: Mapping[str, str], stamp: dt.datetime) -> Paper:
    """Return rows that a page showed to this actor as a file. UsageError for a form there is none of.

    `told` is what the file says of itself beside when it was made: the source, what of it is illustrative. The log says which table was taken,
    and nothing of what stood in it.
    """
    require(actor, "export", "take a table", table.name)
    if form not in FORMS:
        raise UsageError(say("a table can be taken as {forms}, not as '{form}'", forms=", ".join(FORMS), form=form[:20]))
    made = stamp.astimezone(dt.UTC)
    media_type, write = FORMS[form]
    content = write(table, rows, {**told, "made": made.strftime("%Y-%m-%d %H:%M UTC")})
    logs.note(actor.name, "take a table", f"{table.name}.{form}", allowed=True, address=actor.address)
    return Paper(f"{table.name}-{made.date()}.{form}", media_type, content)


def _csv(table: Table, rows: Sequence[Row], _: Mapping[str, str]) -> bytes:
    return as_csv(table, rows)


def _xlsx(table: Table, rows: Sequence[Row], told: Mapping[str, str]) -> bytes:
    return as_workbook([(table, rows)], told)


def _json(table: Table, rows: Sequence[Row], told: Mapping[str, str]) -> bytes:
    plain = [{key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()} for row in rows]
    return json.dumps({"about": dict(told), table.name: plain}, ensure_ascii=False, indent=1).encode()


#: The forms a table can be taken in: media type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Table, Sequence[Row], Mapping[str, str]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": ("application/json", _json),
}
