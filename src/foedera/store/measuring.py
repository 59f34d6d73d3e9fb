"""How large the register is, and where it is kept: for who runs it."""

from __future__ import annotations

from attrs import frozen
from django.db import connection
from django.db.models import Count, Max

from foedera.store.models import Comment, Decision, Document, Draft, Entry, Job, LogEntry, RecordedAct, Recording, Text, Upload, User
from foedera.store.opening import place


@frozen
class State:
    """The register as it stands: where it is, how large, its revision, rows of each kind, work that waits, drafts and files not yet on record."""

    place: str
    engine: str
    size: int
    revision: int
    counts: dict[str, int]
    jobs: dict[str, int]


_COUNTED = {
    "agreements": Entry,
    "acts": RecordedAct,
    "texts": Text,
    "recordings": Recording,
    "documents": Document,
    "drafts": Draft,
    "comments": Comment,
    "decisions": Decision,
    "accounts": User,
    "log": LogEntry,
}


def state() -> State:
    """Return the register as it stands."""
    latest = Recording.objects.aggregate(latest=Max("id"))["latest"] or 0
    jobs = dict(Job.objects.values_list("state").annotate(n=Count("id")).order_by())
    counts = {name: table._default_manager.count() for name, table in _COUNTED.items()}
    counts["uploads"] = Upload.objects.filter(outcome__isnull=True).count()
    return State(place(), _engine(), _size(), latest, counts, jobs)


def _engine() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def _size() -> int:
    """Return how many bytes the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
