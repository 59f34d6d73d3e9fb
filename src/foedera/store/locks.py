"""The lock that lets one process at a time write what must not be written twice: recordings, agendas, the roles of administrators."""

from __future__ import annotations

from django.db import connection

#: Names the lock on PostgreSQL.
_LOCK = 0x0F0ED


def exclusive() -> None:
    """Let nobody else write under this lock until the transaction ends. SQLite's transactions are so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
