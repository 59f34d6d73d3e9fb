"""Documents are put with agreements, also where nothing was recorded from them."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of attachments."""

    dependencies: ClassVar = [("store", "0003_search")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(db_index=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="store.document")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("agreement", "document"), name="one_attachment")]},
        ),
    ]
