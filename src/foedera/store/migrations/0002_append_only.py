"""The record is append-only: the database itself refuses to change or delete it, whoever asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

RECORD = ("store_recording", "store_text", "store_recordedact", "store_logentry")

SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} refuses {VERB}; record a correction instead'); END;
"""

#: SQLite's REPLACE deletes a row in the way of a new one without asking the triggers on deletion.
SQLITE_REPLACE = """
CREATE TRIGGER {table}_replace_refused BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} refuses REPLACE; record a correction instead'); END;
"""
SAME = "id = NEW.id"
SAME_NUMBER = "id = NEW.id OR (agreement = NEW.agreement AND number = NEW.number)"

POSTGRESQL_FUNCTION = """
CREATE FUNCTION store_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is append-only: % refuses %; record a correction instead', TG_TABLE_NAME, TG_OP; END $$;
"""
POSTGRESQL = "CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();"


def guard(_: Any, schema_editor: Any) -> None:
    """Lay the triggers over the tables of the record; a document may go while nothing was recorded from it, never change."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for table in RECORD:
            schema_editor.execute(POSTGRESQL.format(table=table))
        schema_editor.execute(
            "CREATE TRIGGER store_document_refused BEFORE UPDATE ON store_document FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();"
        )
        return
    for table in RECORD:
        for verb in ("update", "delete"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        schema_editor.execute(SQLITE_REPLACE.format(table=table, same=SAME_NUMBER if table in ("store_text", "store_recordedact") else SAME))
    schema_editor.execute(SQLITE.format(table="store_document", verb="update", VERB="UPDATE"))
    schema_editor.execute(SQLITE_REPLACE.format(table="store_document", same=SAME))


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies: ClassVar = [("store", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
