"""Papers of sealed rounds, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {"store_sealedpaper": ("round_id", "kind", "of", "number")}


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
        append_only(SAME),
    ]
