"""Rebuild the views from the record: after an upgrade that computes differently, or where a view is doubted. The record is not touched."""

from __future__ import annotations

import datetime as dt

from foedera.deeds.powers import Actor, require
from foedera.store import logs, rebuilding
from foedera.store.writing import Progress


def rebuild(actor: Actor, today: dt.date, progress: Progress | None = None) -> int:
    """Write every view anew from the record; return of how many agreements. Stopped half-way, the rest is as it was and nothing is lost."""
    require(actor, "administer", "rebuild")
    count = rebuilding.rebuild(today, progress)
    logs.note(actor.name, "rebuild", "", allowed=True, why=f"agreements: {count}", address=actor.address)
    return count
