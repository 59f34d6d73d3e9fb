"""Which issued instruments are cancelled: a row beside the instrument, append-only as that is."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foedera.store.append_only import append_only

#: What makes a row one of its kind, beside its key.
SAME = {"store_instrumentcancellation": ("instrument_id",)}


class Migration(migrations.Migration):
    """A table and the triggers over it."""

    dependencies: ClassVar = [
        ("store", "0013_issued_instruments"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="InstrumentCancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                (
                    "instrument",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="cancellation", to="store.issuedinstrument"),
                ),
            ],
        ),
        append_only(SAME),
    ]
