"""Papers of sealed rounds, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: What makes a row one of its kind, beside its key: SQLite's REPLACE would otherwise put another in its place.
SAME = ("round_id", "kind", "of", "number")

SQLITE = """
CREATE TRIGGER store_sealedpaper_{verb}_refused BEFORE {VERB} ON store_sealedpaper
BEGIN SELECT RAISE(ABORT, 'the record is append-only: store_sealedpaper refuses {VERB}; record a correction instead'); END;
"""
SQLITE_REPLACE = """
CREATE TRIGGER store_sealedpaper_replace_refused BEFORE INSERT ON store_sealedpaper
WHEN EXISTS (SELECT 1 FROM store_sealedpaper WHERE id = NEW.id OR ({same}))
BEGIN SELECT RAISE(ABORT, 'the record is append-only: store_sealedpaper refuses REPLACE; record a correction instead'); END;
"""
POSTGRESQL = """
CREATE TRIGGER store_sealedpaper_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON store_sealedpaper FOR EACH STATEMENT EXECUTE FUNCTION store_refuse();
"""


def guard(_: Any, schema_editor: Any) -> None:
    """Lay the triggers over the table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(SQLITE.format(verb=verb, VERB=verb.upper()))
    schema_editor.execute(SQLITE_REPLACE.format(same=" AND ".join(f'"{column}" = NEW."{column}"' for column in SAME)))


class Migration(migrations.Migration):
    """One table and the triggers over it."""

    dependencies: ClassVar = [
        ("store", "0010_threats"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SealedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("of", models.CharField(blank=True, max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sealed_papers", to="store.assessmentround"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "kind", "of", "number"), name="one_sealed_paper")],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
