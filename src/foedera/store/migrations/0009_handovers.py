"""Drafts are handed over from one party's desk to another's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of handovers."""

    dependencies: ClassVar = [("store", "0008_length_of_texts")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(blank=True, max_length=40)),
                ("receiver", models.CharField(blank=True, max_length=40)),
                ("word", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("answer", models.TextField(blank=True)),
                ("answered", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=models.PROTECT, related_name="handed_over", to=settings.AUTH_USER_MODEL)),
                (
                    "answered_by",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="handed_back", to=settings.AUTH_USER_MODEL),
                ),
                ("source", models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name="handed", to="store.draft")),
                ("copy", models.OneToOneField(null=True, on_delete=models.SET_NULL, related_name="came", to="store.draft")),
            ],
        ),
    ]
