"""Rows by the thousand: values made ready for the database beforehand, so that they are written in little time while others wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, CharField, DateField, Field, Model, TextField

from foedera.model.errors import UsageError

Row = tuple[Any, ...]
Column: TypeAlias = "Field[Any, Any]"


def column(table: type[Model], name: str) -> Column:
    """Return a column of a table by its name."""
    found: Column = table._meta.get_field(name)  # type: ignore[assignment]
    return found


def ready(fields: Sequence[Column], values: Iterable[Any]) -> Row:
    """Return the values of one row, in the order of the fields, as this database takes them; UsageError where one of the two would not take one."""
    listed = tuple(values)
    for field, value in zip(fields, listed, strict=True):
        if value.__class__ is str:
            _fits(field, value)
        elif value.__class__ is list:
            for item in value:
                if isinstance(item, str):
                    _fits(field, item)
    database = connections[DEFAULT_DB_ALIAS]  # itself: the framework's proxy is asked anew for each value
    return tuple(_prepared(field, value, database) for field, value in zip(fields, listed, strict=True))


def _prepared(field: Column, value: Any, database: BaseDatabaseWrapper) -> Any:
    """Return a value as the field would prepare it; texts and days, nearly all there is, without its detours."""
    if value.__class__ is str and isinstance(field, CharField | TextField):
        return value
    if value.__class__ is dt.date and field.__class__ is DateField:
        return database.ops.adapt_datefield_value(value)
    return field.get_db_prep_save(value, database)


def _fits(field: Column, text: str) -> None:
    """Refuse what PostgreSQL would refuse, on SQLite too: else a register could not move from one to the other."""
    if "\0" in text:
        message = f"a text of {field.name} holds the character U+0000, which is no text; take it out: {text[:60]!r}"
        raise UsageError(message)
    if field.max_length is not None and len(text) > field.max_length:
        message = f"a text of {field.name} has {len(text):,} characters, {field.max_length} is the most; shorten it: “{text[:60]}…”"
        raise UsageError(message)


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


@cache
def _given(table: type[Model]) -> tuple[Column, ...]:
    return tuple(field for field in table._meta.concrete_fields if not isinstance(field, AutoField))
