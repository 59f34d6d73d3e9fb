"""The record is append-only: the database itself refuses to change or delete it, whoever asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from foedera.store.append_only import make_refusal, refuse

#: The tables of the record, and what makes a row one of its kind, beside its key.
RECORD = {
    "store_recording": (),
    "store_text": ("agreement", "number"),
    "store_recordedact": ("agreement", "number"),
    "store_logentry": (),
}


def guard(_: Any, schema_editor: Any) -> None:
    """Lay the triggers over the tables of the record; a document may go while nothing was recorded from it, never change."""
    make_refusal(schema_editor)
    for table, same in RECORD.items():
        refuse(schema_editor, table, same)
    refuse(schema_editor, "store_document", deleting=False)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies: ClassVar = [("store", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
