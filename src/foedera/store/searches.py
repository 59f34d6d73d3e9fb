"""Searches people keep: a name and the query of its address, each person's own."""

from __future__ import annotations

from attrs import frozen

from foedera.store.models import SavedSearch


@frozen
class Kept:
    """A search a person keeps."""

    id: int
    name: str
    query: str


def of(user: int) -> list[Kept]:
    """Return the searches of a person, by name."""
    return [Kept(*row) for row in SavedSearch.objects.filter(user_id=user).order_by("name", "id").values_list("id", "name", "query")]


def add(user: int, name: str, query: str) -> int:
    """Keep a search; one of the same name is replaced."""
    SavedSearch.objects.filter(user_id=user, name=name).delete()
    return SavedSearch.objects.create(user_id=user, name=name, query=query).pk


def drop(user: int, number: int) -> bool:
    """Delete a person's own search; return whether there was one."""
    deleted, _ = SavedSearch.objects.filter(user_id=user, pk=number).delete()
    return bool(deleted)
