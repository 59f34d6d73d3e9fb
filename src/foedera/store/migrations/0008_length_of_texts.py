"""The index of PostgreSQL knows how long each text is, by which it is ranked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations


def add(_: Any, schema_editor: Any) -> None:
    """Add the column; what is there is as long as it has different words, until it is computed anew."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE store_words ADD COLUMN words integer NOT NULL DEFAULT 0")
        schema_editor.execute("UPDATE store_words SET words = length(vector)")
        schema_editor.execute("ALTER TABLE store_words ALTER COLUMN words DROP DEFAULT")


def remove(_: Any, schema_editor: Any) -> None:
    """Drop the column."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE store_words DROP COLUMN words")


class Migration(migrations.Migration):
    """A column of PostgreSQL's own index; SQLite's counts by itself."""

    dependencies: ClassVar = [("store", "0007_edited_comments_and_what_is_due")]
    operations: ClassVar = [migrations.RunPython(add, remove)]
