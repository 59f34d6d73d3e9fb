"""The record is append-only: the database itself refuses to change or delete it, however it is asked, and whoever owns its tables."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, models, transaction

from foedera.store.models import Document, LogEntry, RecordedAct, Recording, Text

pytestmark = pytest.mark.django_db

RECORD = [Recording, Text, RecordedAct, LogEntry]
#: For each table of the record a column somebody could wish to change.
WISH = {"store_recording": "note", "store_text": "law", "store_recordedact": "note", "store_logentry": "why"}


def refused(statement: str) -> str:
    """Run a statement on the tables, as their owner; return what the database says against it."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.fixture(autouse=True)
def _on_record(register: object) -> None:
    """Something is on record in each of the tables."""
    assert all(table.objects.exists() for table in RECORD)


@pytest.mark.parametrize("table", RECORD, ids=lambda t: t._meta.db_table)
def test_sql_cannot_change_it(table: type[models.Model]) -> None:
    """UPDATE, DELETE, and UPDATE of nothing in particular are refused with advice; what is on record stays."""
    name = table._meta.db_table
    before = list(table._default_manager.order_by("pk").values())
    for statement in (f"UPDATE {name} SET {WISH[name]} = 'other'", f"DELETE FROM {name}", f"UPDATE {name} SET id = id + 100000 WHERE id = 1"):
        said = refused(statement)
        assert "append-only" in said
        assert "record a correction instead" in said
    assert list(table._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("table", RECORD, ids=lambda t: t._meta.db_table)
def test_models_cannot_change_it(table: type[models.Model]) -> None:
    """Neither a row saved again, nor a query's update or delete, nor many rows at once."""
    column = WISH[table._meta.db_table]
    row = table._default_manager.order_by("pk").first()
    assert row is not None
    setattr(row, column, "other")
    tries = [
        row.save,
        row.delete,
        lambda: table._default_manager.all().update(**{column: "other"}),
        lambda: table._default_manager.filter(pk=row.pk)._raw_delete(connection.alias),
        lambda: table._default_manager.bulk_update([row], [column]),
        lambda: table._default_manager.bulk_create([row], update_conflicts=True, update_fields=[column], unique_fields=["id"]),
    ]
    for attempt in tries:
        with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
            attempt()
    assert getattr(table._default_manager.get(pk=row.pk), column) != "other"


@pytest.mark.parametrize("table", RECORD, ids=lambda t: t._meta.db_table)
def test_nothing_replaces_it(table: type[models.Model]) -> None:
    """Neither TRUNCATE (PostgreSQL) nor REPLACE (SQLite), which deletes what is in the way without asking triggers on deletion."""
    name = table._meta.db_table
    if connection.vendor == "postgresql":
        assert "append-only" in refused(f"TRUNCATE {name} CASCADE")
        return
    columns = [field.column for field in table._meta.concrete_fields]
    other = ", ".join("'other'" if column == WISH[name] else f'"{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    assert "append-only" in refused(f"INSERT OR REPLACE INTO {name} ({names}) SELECT {other} FROM {name} LIMIT 1")
    assert "append-only" in refused(f"UPDATE OR REPLACE {name} SET {WISH[name]} = 'other'")
    if table in (Text, RecordedAct):  # the same number of the same agreement under another key
        renamed = ", ".join("NULL" if column == "id" else f'"{column}"' for column in columns)
        assert "append-only" in refused(f"INSERT OR REPLACE INTO {name} ({names}) SELECT {renamed} FROM {name} LIMIT 1")


def test_a_document_never_changes() -> None:
    """What was handed in stays byte for byte; it can go while nothing rests on it, and only then."""
    kept = Document.objects.create(name="a.pdf", media_type="application/pdf", sha256="0" * 64, size=1, content=b"1")
    assert "append-only" in refused(f"UPDATE store_document SET name = 'b.pdf' WHERE id = {kept.pk}")
    Recording.objects.create(deed="record", document=kept)
    with pytest.raises(models.ProtectedError):
        kept.delete()
    free = Document.objects.create(name="c.pdf", media_type="application/pdf", sha256="1" * 64, size=1, content=b"1")
    free.delete()
    assert not Document.objects.filter(sha256="1" * 64).exists()
