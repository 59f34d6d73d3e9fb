"""That a chair closed a round before its last day, once for good: the database itself refuses to change or delete it."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {"store_roundclosing": ("round_id",)}


class Migration(migrations.Migration):
    """A table and the triggers over it."""

    dependencies: ClassVar = [
        ("store", "0015_procedures"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RoundClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("round", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="closing", to="store.assessmentround")),
            ],
        ),
        append_only(SAME),
    ]
