"""What people decided names in sources mean: kept with who and when, withdrawn but never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

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


def listing(*, withdrawn: bool = False) -> list[Decided]:
    """Return the decisions in the order they were made: those that hold, or all."""
    rows = Row.objects.select_related("by").order_by("id")
    return [
        Decided(row.pk, row.name, row.code, row.since, row.until, str(row.by) if row.by else "", row.at, row.withdrawn)
        for row in (rows if withdrawn else rows.filter(withdrawn__isnull=True))
    ]


def withdraw(number: int, now: dt.datetime) -> bool:
    """Let a decision no longer hold; return whether there was one that held."""
    return bool(Row.objects.filter(pk=number, withdrawn__isnull=True).update(withdrawn=now))
