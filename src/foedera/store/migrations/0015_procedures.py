"""How states come to consent, as officers put it on record: append-only, a state of it after another."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {"store_procedurefile": ("state", "number")}


class Migration(migrations.Migration):
    """A table and the triggers over it."""

    dependencies: ClassVar = [
        ("store", "0014_cancelled_instruments"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ProcedureFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("state", "number"), name="one_procedure_file")],
            },
        ),
        append_only(SAME),
    ]
