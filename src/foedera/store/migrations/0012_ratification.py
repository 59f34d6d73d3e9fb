"""Steps at home and sitting days, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {
    "store_domesticstep": ("agreement", "number"),
    "store_sittingsentry": ("state", "chamber", "number"),
}


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
        append_only(SAME),
    ]
