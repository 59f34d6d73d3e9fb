"""Comments can be edited; agendas say what is due. Agendas are views: those there are, are computed anew when the calendar is next asked."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import migrations, models

#: So long ago that an agenda of that day is computed anew.
_LONG_AGO = dt.date(1900, 1, 1)


def age(apps: Any, _: Any) -> None:
    """Make every agenda old."""
    apps.get_model("store", "Entry").objects.update(agenda_on=_LONG_AGO)


class Migration(migrations.Migration):
    """Two columns."""

    dependencies: ClassVar = [("store", "0006_indexes")]
    operations: ClassVar = [
        migrations.AddField("comment", "edited", models.DateTimeField(null=True)),
        migrations.AddField("agenda", "about", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.RunPython(age, migrations.RunPython.noop),
    ]
