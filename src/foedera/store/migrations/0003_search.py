"""Full text search over titles, parties, clauses and notes, and the table the rate limits are counted in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def make(_: Any, schema_editor: Any) -> None:
    """Make the index each database has of its own: FTS5 on SQLite, a text search vector with GIN on PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE TABLE store_words (agreement varchar(200) PRIMARY KEY, vector tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX store_words_vector ON store_words USING gin (vector)")
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE store_words USING fts5 (agreement UNINDEXED, title, parties, clauses, notes, tokenize='unicode61', prefix='2 3 4')"
        )
    call_command("createcachetable", "store_cache", database=schema_editor.connection.alias, verbosity=0)


def unmake(_: Any, schema_editor: Any) -> None:
    """Drop the index."""
    schema_editor.execute("DROP TABLE store_words")


class Migration(migrations.Migration):
    """The index is a view: it is rebuilt from the record."""

    dependencies: ClassVar = [("store", "0002_append_only")]
    operations: ClassVar = [migrations.RunPython(make, unmake)]
