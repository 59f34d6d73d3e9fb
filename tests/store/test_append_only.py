"""What is append-only: the database itself refuses to change or delete it, however it is asked, and whoever owns its tables."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, models, transaction
from tests.store.children import assess, step_at_home

from foedera.store.models import (
    AssessmentRound,
    Document,
    DomesticStep,
    HandedBallot,
    InstrumentCancellation,
    IssuedInstrument,
    LogEntry,
    PositionItem,
    ProcedureFile,
    PublishedPicture,
    RecordedAct,
    Recording,
    Release,
    RoundClosing,
    RoundWithdrawal,
    SealedPaper,
    SittingsEntry,
    Text,
    ThreatEntry,
    User,
    ratification,
    record,
    threats,
)

pytestmark = pytest.mark.django_db

#: The tables, and for each a column somebody could wish to change.
WISH: dict[type[models.Model], str] = {
    Recording: "note",
    Text: "law",
    RecordedAct: "note",
    LogEntry: "why",
    ThreatEntry: "party",
    PositionItem: "nation",
    Release: "to",
    AssessmentRound: "chair",
    RoundClosing: "round_id",
    RoundWithdrawal: "nation",
    HandedBallot: "nation",
    PublishedPicture: "content",
    SealedPaper: "of",
    DomesticStep: "outcome",
    SittingsEntry: "chamber",
    ProcedureFile: "content",
    IssuedInstrument: "kind",
    InstrumentCancellation: "reason",
}


def refused(statement: str) -> str:
    """Run a statement on the tables, as their owner; return what the database says against it."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


def kept(table: type[models.Model]) -> list[dict[str, object]]:
    """Return the rows of a table as they are."""
    return list(table._default_manager.order_by("pk").values())


def one_of_a_kind(table: type[models.Model]) -> bool:
    """Return whether something beside its key makes a row one of its kind."""
    alone = any(field.unique and not field.primary_key for field in table._meta.concrete_fields)
    return alone or any(isinstance(rule, models.UniqueConstraint) for rule in table._meta.constraints)


each = pytest.mark.parametrize("table", WISH, ids=lambda table: table.__name__)
each_of_a_kind = pytest.mark.parametrize("table", list(filter(one_of_a_kind, WISH)), ids=lambda table: table.__name__)


@pytest.fixture(autouse=True)
def _rows(register: object) -> None:
    """A row in each of the tables."""
    user = User.objects.create_user("rows@example.org")
    assess(user)
    step_at_home(user)
    connection.check_constraints()  # what is checked at the end of a transaction would keep PostgreSQL from being asked to truncate
    assert all(kept(table) for table in WISH)


def test_no_table_is_forgotten() -> None:
    """Every table of the record, of threats and rounds and of ratifications is here; a document alone may go, while nothing rests on it."""
    modules = {module.__name__ for module in (record, threats, ratification)}
    tables = {table for table in Text._meta.apps.get_models() if table.__module__ in modules}
    assert tables - {Document} == WISH.keys()


@each
def test_sql_cannot_change_it(table: type[models.Model]) -> None:
    """UPDATE, DELETE, and UPDATE of a key are refused with advice; what is on record stays."""
    name, before = table._meta.db_table, kept(table)
    changed = f"UPDATE {name} SET \"{WISH[table]}\" = '7'"
    for statement in (changed, f"DELETE FROM {name}", f"UPDATE {name} SET id = id + 100000 WHERE id = {before[0]['id']}"):
        said = refused(statement)
        assert "append-only" in said
        assert "record a correction instead" in said
    assert kept(table) == before


@each
def test_models_cannot_change_it(table: type[models.Model]) -> None:
    """Neither a row saved again, nor a query's update or delete, nor many rows at once."""
    column, before = WISH[table], kept(table)
    row = table._default_manager.order_by("pk").first()
    assert row is not None
    setattr(row, column, "7")
    tries = [
        row.save,
        row.delete,
        lambda: table._default_manager.all().update(**{column: "7"}),
        lambda: table._default_manager.filter(pk=row.pk)._raw_delete(connection.alias),
        lambda: table._default_manager.bulk_update([row], [column]),
        lambda: table._default_manager.bulk_create([row], update_conflicts=True, update_fields=[column], unique_fields=["id"]),
    ]
    for attempt in tries:
        with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
            attempt()
    assert kept(table) == before


@each
def test_nothing_replaces_it(table: type[models.Model]) -> None:
    """Neither TRUNCATE (PostgreSQL) nor REPLACE (SQLite), which deletes what is in the way without asking triggers on deletion."""
    name, before = table._meta.db_table, kept(table)
    if connection.vendor == "postgresql":
        assert "append-only" in refused(f"TRUNCATE {name} CASCADE")
    else:
        columns = [field.column for field in table._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        other = ", ".join("'7'" if column == WISH[table] else f'"{column}"' for column in columns)
        assert "append-only" in refused(f"INSERT OR REPLACE INTO {name} ({names}) SELECT {other} FROM {name} LIMIT 1")
        assert "append-only" in refused(f"UPDATE OR REPLACE {name} SET \"{WISH[table]}\" = '7'")
        if one_of_a_kind(table):  # the same under another key
            renamed = ", ".join("NULL" if column == "id" else f'"{column}"' for column in columns)
            assert "append-only" in refused(f"INSERT OR REPLACE INTO {name} ({names}) SELECT {renamed} FROM {name} LIMIT 1")
    assert kept(table) == before


@each_of_a_kind
def test_one_of_its_kind_is_kept_once(table: type[models.Model]) -> None:
    """A place in a log, a number of an instrument, a state of a round's paper is given once: the same under another key is refused."""
    before = kept(table)
    row = table._default_manager.order_by("pk").first()
    assert row is not None
    row.pk = None
    with pytest.raises(DatabaseError, match=r"unique|append-only"), transaction.atomic():
        row.save(force_insert=True)
    assert kept(table) == before


def test_a_document_never_changes() -> None:
    """What was handed in stays byte for byte; it can go while nothing rests on it, and only then."""
    document = Document.objects.create(name="a.pdf", media_type="application/pdf", sha256="0" * 64, size=1, content=b"1")
    assert "append-only" in refused(f"UPDATE store_document SET name = 'b.pdf' WHERE id = {document.pk}")
    Recording.objects.create(deed="record", document=document)
    with pytest.raises(models.ProtectedError):
        document.delete()
    free = Document.objects.create(name="c.pdf", media_type="application/pdf", sha256="1" * 64, size=1, content=b"1")
    free.delete()
    assert not Document.objects.filter(sha256="1" * 64).exists()
