"""Indexes for what is asked every morning: what ends when, which agendas are old, acts of a kind."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes on views and acts."""

    dependencies: ClassVar = [("store", "0005_uploads")]
    operations: ClassVar = [
        migrations.AddIndex("entry", models.Index(fields=["agenda_on"], name="entry_agenda")),
        migrations.AddIndex("span", models.Index(fields=["until"], name="span_until", condition=models.Q(until__isnull=False))),
        migrations.AddIndex("recordedact", models.Index(fields=["kind"], name="act_kind")),
    ]
