"""Triggers by which the database itself refuses to change, delete or replace the rows of a table, whoever asks.

Migrations that have long run lay these: another wording of them is a further migration, never a change here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.migrations import RunPython

_ADVICE = "record a correction instead"
_FUNCTION = f"""
CREATE FUNCTION store_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is append-only: % refuses %; {_ADVICE}', TG_TABLE_NAME, TG_OP; END $$;
"""
_POSTGRESQL = "CREATE TRIGGER {table}_refused BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();"
_SQLITE = f"""
CREATE TRIGGER {{table}}_{{name}}_refused BEFORE {{event}} ON {{table}} {{when}}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {{table}} refuses {{verb}}; {_ADVICE}'); END;
"""
_IN_THE_WAY = "WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"


def make_refusal(schema_editor: Any) -> None:
    """Make what PostgreSQL's triggers call; SQLite's say it themselves."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)


def refuse(schema_editor: Any, table: str, same: Sequence[str] = (), *, deleting: bool = True) -> None:
    """Lay the triggers over a table; `same` are the columns that make a row one of its kind, beside its key.

    SQLite's REPLACE deletes a row in the way of a new one without asking the triggers on deletion, so it has a trigger of its own.
    """
    verbs = ("UPDATE", "DELETE") if deleting else ("UPDATE",)
    if schema_editor.connection.vendor == "postgresql":
        refused = (*verbs, "TRUNCATE") if deleting else verbs
        schema_editor.execute(_POSTGRESQL.format(table=table, verbs=" OR ".join(refused)))
        return
    for verb in verbs:
        schema_editor.execute(_SQLITE.format(table=table, name=verb.lower(), verb=verb, event=verb, when=""))
    alike = " AND ".join(f'"{column}" = NEW."{column}"' for column in same)
    there = _IN_THE_WAY.format(table=table, same=f"id = NEW.id OR ({alike})" if same else "id = NEW.id")
    schema_editor.execute(_SQLITE.format(table=table, name="replace", verb="REPLACE", event="INSERT", when=there))


def append_only(tables: Mapping[str, Sequence[str]]) -> RunPython:
    """Return the operation of a migration that lays the triggers over tables, each with the columns that make a row one of its kind."""

    def lay(_: Any, schema_editor: Any) -> None:
        for table, same in tables.items():
            refuse(schema_editor, table, same)

    return RunPython(lay, RunPython.noop)
