"""The log: what was done and what was refused, append-only."""

from __future__ import annotations

from foedera.store.models import LogEntry


def note(who: str, deed: str, subject: str = "", *, allowed: bool, why: str = "", party: str = "", address: str = "") -> None:
    """Add a line to the log."""
    LogEntry.objects.create(who=who[:254], deed=deed[:40], subject=subject[:255], allowed=allowed, why=why, party=party, address=address[:45])
