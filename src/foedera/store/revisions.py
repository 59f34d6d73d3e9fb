"""A state of something that is revised, as it stands in a table to which every state of it is added."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, TypeVar

from attrs import frozen

T = TypeVar("T")


@frozen
class Revision(Generic[T]):
    """A state of something that is revised: the value, its number, by whom and when."""

    value: T
    number: int
    by: str
    at: dt.datetime


def revision_of(row: Any, value: T) -> Revision[T]:
    """Return the state a row holds; `row` has a number, who put it there and when."""
    return Revision(value, row.number, str(row.by) if row.by else "", row.at)
