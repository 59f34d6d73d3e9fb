"""Issued instruments, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {"store_issuedinstrument": ("party", "year", "running")}


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
        append_only(SAME),
    ]
