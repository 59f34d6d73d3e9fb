"""Steps at home, sitting days and issued instruments are append-only: the database itself refuses to change or delete them, however it is asked."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from tests.store.children import step_at_home

from foedera.store.models import DomesticStep, IssuedInstrument, SittingsEntry, User

pytestmark = pytest.mark.django_db

#: The tables, and for each a column somebody could wish to change.
WISH: dict[type[models.Model], str] = {DomesticStep: "outcome", SittingsEntry: "chamber", IssuedInstrument: "kind"}


@pytest.fixture(autouse=True)
def _rows(db: None) -> None:
    """A row in each table."""
    step_at_home(User.objects.create_user("officer@example.org"))
    connection.check_constraints()  # what is checked at the end of a transaction would keep PostgreSQL from being asked to truncate


def refused(statement: str) -> str:
    """Run a statement on the tables, as their owner; return what the database says against it."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.mark.parametrize("table", WISH, ids=lambda table: table.__name__)
def test_nothing_is_changed_deleted_or_replaced(table: type[models.Model]) -> None:
    """UPDATE, DELETE, TRUNCATE and REPLACE are refused, by key and by what makes a row one of its kind; the row stays."""
    name, column = table._meta.db_table, WISH[table]
    before = list(table._default_manager.values())
    assert before
    for statement in (f"UPDATE {name} SET \"{column}\" = '7'", f"DELETE FROM {name}"):
        assert "append-only" in refused(statement)
    if connection.vendor == "postgresql":
        assert "append-only" in refused(f"TRUNCATE {name} CASCADE")
    else:
        columns = [field.column for field in table._meta.concrete_fields]
        names = ", ".join(f'"{each}"' for each in columns)
        renamed = ", ".join("NULL" if each == "id" else f'"{each}"' for each in columns)
        for given in (names, renamed):
            assert "append-only" in refused(f"INSERT OR REPLACE INTO {name} ({names}) SELECT {given} FROM {name}")
    assert list(table._default_manager.values()) == before


def test_a_place_in_the_log_is_taken_once() -> None:
    """Two lines of one agreement never have the same number, so that a number strikes one line."""
    row = DomesticStep.objects.get()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        DomesticStep.objects.create(agreement=row.agreement, number=1, state="DEU", step="lodged", on=row.on, known=row.known)


def test_a_number_is_given_once() -> None:
    """Two instruments of a party never bear the same number of a year."""
    row = IssuedInstrument.objects.get()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        IssuedInstrument.objects.create(party="FRA", year=2026, running=1, kind="approval", agreement="a/b", content={}, by=row.by, at=row.at)
