"""What people decided names in sources mean: kept with who and when, withdrawn but never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen
from django.db.models import Count, Max

from foedera.store.models import Decision as Row


@frozen
class Decided:
    """A decision about a name: the code of a party (empty: no party), the days it is about, who made it; `withdrawn` where it no longer holds."""

    id: int
    name: str
    code: str
    since: dt.date | None
    until: dt.date | None
    by: str
    at: dt.datetime
    withdrawn: dt.datetime | None


def add(rows: Iterable[tuple[str, str, dt.date | None, dt.date | None]], by: int | None) -> None:
    """Keep decisions: name, code, and the days they are about."""
    Row.objects.bulk_create([Row(name=name[:255], code=code, since=since, until=until, by_id=by) for name, code, since, until in rows])


def listing(*, withdrawn: bool = False, after: int = 0) -> list[Decided]:
    """Return the decisions in the order they were made: those that hold, or all; those made after one, by its number."""
    rows = Row.objects.filter(pk__gt=after).select_related("by").order_by("id")
    return [
        Decided(row.pk, row.name, row.code, row.since, row.until, str(row.by) if row.by else "", row.at, row.withdrawn)
        for row in (rows if withdrawn else rows.filter(withdrawn__isnull=True))
    ]


def state() -> tuple[int, int]:
    """Return the number of the latest decision and how many were withdrawn: while both stay, names resolve alike."""
    found = Row.objects.aggregate(latest=Max("id"), withdrawn=Count("withdrawn"))
    return found["latest"] or 0, found["withdrawn"]


def withdraw(number: int, now: dt.datetime) -> str | None:
    """Let a decision no longer hold; return the name it was about, None where none of that number held."""
    row = Row.objects.filter(pk=number, withdrawn__isnull=True)
    name: str | None = row.values_list("name", flat=True).first()
    return name if row.update(withdrawn=now) else None
