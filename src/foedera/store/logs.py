"""The log: what was done and what was refused, append-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen
from django.db.models import Q, QuerySet

from foedera.store.models import LogEntry


def note(who: str, deed: str, subject: str = "", *, allowed: bool, why: str = "", party: str = "", address: str = "") -> None:
    """Add a line to the log."""
    LogEntry.objects.create(who=who[:254], deed=deed[:40], subject=subject[:255], allowed=allowed, why=why, party=party, address=address[:45])


@frozen(kw_only=True)
class Line:
    """A line of the log: who did or was refused what, for which party, when, from where."""

    number: int
    at: dt.datetime
    who: str
    party: str
    deed: str
    subject: str
    allowed: bool
    why: str
    address: str


@frozen(kw_only=True)
class Sought:
    """Which lines of the log are wanted: of whom, of which deed, allowed or refused, of which days (both included), with which words."""

    who: str = ""
    deed: str = ""
    allowed: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""


_FIELDS = ("pk", "at", "who", "party", "deed", "subject", "allowed", "why", "address")


def lines(sought: Sought, parties: Iterable[str] | None, start: int, size: int) -> list[Line]:
    """Return lines of the log, the latest first; of these parties alone where they are given."""
    rows = _rows(sought, parties).order_by("-at", "-pk").values_list(*_FIELDS)[start : start + size]
    return [Line(**dict(zip(("number", *_FIELDS[1:]), row, strict=True))) for row in rows]


def count(sought: Sought, parties: Iterable[str] | None) -> int:
    """Return how many lines of the log are wanted."""
    return _rows(sought, parties).count()


def deeds(parties: Iterable[str] | None) -> list[str]:
    """Return the deeds the log has lines of."""
    return sorted(_rows(Sought(), parties).values_list("deed", flat=True).distinct())


def latest(deed: str) -> Line | None:
    """Return when a deed was done last."""
    return next(iter(lines(Sought(deed=deed, allowed=True), None, 0, 1)), None)


def _rows(sought: Sought, parties: Iterable[str] | None) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.all()
    if parties is not None:
        rows = rows.filter(party__in=list(parties))
    if sought.who:
        rows = rows.filter(who__icontains=sought.who)
    if sought.deed:
        rows = rows.filter(deed=sought.deed)
    if sought.allowed is not None:
        rows = rows.filter(allowed=sought.allowed)
    if sought.since is not None:
        rows = rows.filter(at__gte=_midnight(sought.since))
    if sought.until is not None:
        rows = rows.filter(at__lt=_midnight(sought.until + dt.timedelta(days=1)))
    if sought.words:
        rows = rows.filter(Q(subject__icontains=sought.words) | Q(why__icontains=sought.words) | Q(address__icontains=sought.words))
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
