"""Threats, positions and rounds of assessment, append-only like the record: the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {
    "store_threatentry": ("threat", "number"),
    "store_positionitem": ("nation", "item", "number"),
    "store_release": (),
    "store_assessmentround": ("name",),
    "store_roundwithdrawal": ("round_id", "nation"),
    "store_handedballot": ("round_id", "nation", "number"),
    "store_publishedpicture": ("round_id",),
}


class Migration(migrations.Migration):
    """Seven tables and the triggers over them."""

    dependencies: ClassVar = [
        ("store", "0009_handovers"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("chair", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="PublishedPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("round", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="published", to="store.assessmentround")),
            ],
        ),
        migrations.CreateModel(
            name="HandedBallot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nation", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("scores", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="store.assessmentround")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "nation", "number"), name="one_handed_ballot")],
            },
        ),
        migrations.CreateModel(
            name="PositionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nation", models.CharField(max_length=40)),
                ("item", models.CharField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("nation", "item", "number"), name="one_position_item")],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nation", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=80)),
                ("to", models.CharField(max_length=40)),
                ("released", models.BooleanField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "nation", "subject"], name="release_of")],
            },
        ),
        migrations.CreateModel(
            name="RoundWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nation", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="store.assessmentround")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "nation"), name="one_round_withdrawal")],
            },
        ),
        migrations.CreateModel(
            name="ThreatEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("threat", models.CharField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                ("party", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("threat", "number"), name="one_threat_entry")],
            },
        ),
        append_only(SAME),
    ]
