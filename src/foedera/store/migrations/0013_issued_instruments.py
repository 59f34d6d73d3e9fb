"""Issued instruments, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = """
CREATE TRIGGER store_issuedinstrument_{verb}_refused BEFORE {VERB} ON store_issuedinstrument
BEGIN SELECT RAISE(ABORT, 'the record is append-only: store_issuedinstrument refuses {VERB}; record a correction instead'); END;
"""
SQLITE_REPLACE = """
CREATE TRIGGER store_issuedinstrument_replace_refused BEFORE INSERT ON store_issuedinstrument
WHEN EXISTS (SELECT 1 FROM store_issuedinstrument WHERE id = NEW.id OR (party = NEW.party AND year = NEW.year AND running = NEW.running))
BEGIN SELECT RAISE(ABORT, 'the record is append-only: store_issuedinstrument refuses REPLACE; record a correction instead'); END;
"""
POSTGRESQL = """
CREATE TRIGGER store_issuedinstrument_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON store_issuedinstrument
FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();
"""


def guard(_: Any, schema_editor: Any) -> None:
    """Lay the triggers over the table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(SQLITE.format(verb=verb, VERB=verb.upper()))
    schema_editor.execute(SQLITE_REPLACE)


class Migration(migrations.Migration):
    """A table and the triggers over it."""

    dependencies: ClassVar = [
        ("store", "0012_ratification"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="IssuedInstrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("year", models.PositiveIntegerField()),
                ("running", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("agreement", models.CharField(max_length=200)),
                ("act", models.PositiveIntegerField(default=0)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["agreement"], name="instruments_of")],
                "constraints": [models.UniqueConstraint(fields=("party", "year", "running"), name="one_issued_instrument")],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
