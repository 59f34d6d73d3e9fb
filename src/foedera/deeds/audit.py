"""Audit: read the log of what was done and what was refused, by those who may; nobody can change it."""

from __future__ import annotations

from attrs import frozen

from foedera.deeds.powers import ALL, Actor, require
from foedera.interchange.table_files import as_csv
from foedera.interchange.tables import Column, Table
from foedera.store import logs
from foedera.store.logs import Line, Sought

__all__ = ["MOST", "Found", "Line", "Sought", "audit", "deeds", "take"]

#: How many lines are taken away at once.
MOST = 100_000

LOG = Table(
    "log",
    "a line of the log",
    (
        Column("number", "integer", "number of the line"),
        Column("at", "text", "when, in universal time"),
        Column("who", "text", "the account, empty for a visitor"),
        Column("party", "text", "the party it was done for, empty for the register"),
        Column("deed", "text", "what was done or asked"),
        Column("subject", "text", "of what"),
        Column("allowed", "boolean", "whether it was allowed"),
        Column("why", "text", "what came of it, or why it was refused"),
        Column("address", "text", "where the request came from"),
    ),
)


@frozen
class Found:
    """One page of the log, and how many lines there are in all."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def audit(actor: Actor, sought: Sought, page: int = 1, size: int = 100) -> Found:
    """Return a page of the log, the latest first: all of it, or what concerns the parties the actor audits."""
    parties = _parties(actor)
    total = logs.count(sought, parties)
    pages = max(1, -(-total // size))
    at = min(max(page, 1), pages)
    return Found(tuple(logs.lines(sought, parties, (at - 1) * size, size)), total, at, pages)


def deeds(actor: Actor) -> list[str]:
    """Return the deeds the log has lines of."""
    return logs.deeds(_parties(actor))


def take(actor: Actor, sought: Sought) -> bytes:
    """Return the lines sought as CSV, the latest first; that they were taken is itself in the log."""
    found = logs.lines(sought, _parties(actor), 0, MOST)
    logs.note(actor.name, "take the log away", "", allowed=True, why=f"{len(found)} lines", address=actor.address)
    names = LOG.names
    return as_csv(LOG, ({**{name: getattr(line, name) for name in names}, "at": line.at.isoformat(sep=" ", timespec="seconds")} for line in found))


def _parties(actor: Actor) -> tuple[str, ...] | None:
    """Return the parties whose lines an actor may read, None for all. NotAllowed where there are none."""
    mine = actor.parties_with("audit")
    if not mine:
        require(actor, "audit", "read the log")
    return None if ALL in mine else mine
