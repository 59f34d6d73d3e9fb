"""Steps at home and sitting days, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: What makes a row one of its kind, beside its key: SQLite's REPLACE would otherwise put another in its place.
SAME = {
    "store_domesticstep": ("agreement", "number"),
    "store_sittingsentry": ("state", "chamber", "number"),
}

SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} refuses {VERB}; record a correction instead'); END;
"""
SQLITE_REPLACE = """
CREATE TRIGGER {table}_replace_refused BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same}))
BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table} refuses REPLACE; record a correction instead'); END;
"""
POSTGRESQL = "CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();"


def guard(_: Any, schema_editor: Any) -> None:
    """Lay the triggers over the tables."""
    for table, columns in SAME.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL.format(table=table))
            continue
        for verb in ("update", "delete"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        schema_editor.execute(SQLITE_REPLACE.format(table=table, same=" AND ".join(f"{column} = NEW.{column}" for column in columns)))


class Migration(migrations.Migration):
    """Two tables and the triggers over them."""

    dependencies: ClassVar = [
        ("store", "0011_sealed_papers"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DomesticStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=40)),
                ("path", models.CharField(blank=True, max_length=80)),
                ("step", models.CharField(blank=True, max_length=80)),
                ("outcome", models.CharField(default="done", max_length=12)),
                ("on", models.DateField()),
                ("known", models.DateField()),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=12)),
                ("note", models.TextField(blank=True)),
                ("strikes", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agreement", "number"), name="one_domestic_step")],
                "indexes": [models.Index(fields=["state"], name="domestic_step_of")],
            },
        ),
        migrations.CreateModel(
            name="SittingsEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=40)),
                ("chamber", models.CharField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("state", "chamber", "number"), name="one_sittings_entry")],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
