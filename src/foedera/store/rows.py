"""Rows by the thousand: values made ready for the database beforehand, so that they are written in little time while others wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import AutoField, Field, Model

Row = tuple[Any, ...]
Column: TypeAlias = "Field[Any, Any]"


def column(table: type[Model], name: str) -> Column:
    """Return a column of a table by its name."""
    found: Column = table._meta.get_field(name)  # type: ignore[assignment]
    return found


def ready(fields: Sequence[Column], values: Iterable[Any]) -> Row:
    """Return the values of one row, in the order of the fields, as this database takes them."""
    return tuple(field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True))


def ready_all(table: type[Model], rows: Iterable[Model]) -> list[Row]:
    """Return rows not yet saved as this database takes them, without the number it gives each."""
    fields = _given(table)
    return [ready(fields, (getattr(row, field.attname) for field in fields)) for row in rows]


def insert(table: type[Model], rows: Sequence[Row], fields: Sequence[Column] | None = None) -> None:
    """Write rows made ready, in the order of these fields (by default of all but the number the database gives)."""
    if not rows:
        return
    quoted = connection.ops.quote_name
    columns = [str(field.column) for field in (fields if fields is not None else _given(table))]
    names = ", ".join(quoted(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quoted(table._meta.db_table)} ({names}) VALUES ({places})", rows)  # noqa: S608 - names of our own tables


def _given(table: type[Model]) -> tuple[Column, ...]:
    return tuple(field for field in table._meta.concrete_fields if not isinstance(field, AutoField))
