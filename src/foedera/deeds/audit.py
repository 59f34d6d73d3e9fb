"""Audit: read the log of what was done and what was refused, by those who may; nobody can change it."""

from __future__ import annotations

from attrs import frozen

from foedera.deeds.powers import ALL, Actor, require
from foedera.interchange.table_files import as_csv
from foedera.interchange.tables import Column, Table
from foedera.model.phrases import N_
from foedera.store import logs
from foedera.store.logs import Line, Sought

__all__ = ["MOST", "SPOKEN", "Found", "Line", "Sought", "audit", "deeds", "take"]

#: How many lines are taken away at once.
MOST = 100_000

#: Deeds by their codes in the log, as they are spoken; a code that is not here is spoken as it is.
SPOKEN = {
    "administration": N_("open the administration"),
    "adopt": N_("put an agreement on record"),
    "align": N_("set agreements against threats"),
    "assess": N_("answer a round of assessment"),
    "backup": N_("make a backup"),
    "brief": N_("open the home page"),
    "call a round": N_("call a round of assessment"),
    "cancel": N_("cancel work in the background"),
    "cancel an instrument": N_("cancel an instrument"),
    "change roles": N_("change roles"),
    "check": N_("check acts"),
    "close a round": N_("close a round before its day"),
    "comment": N_("comment on an agreement"),
    "compare": N_("compare two parties"),
    "consult": N_("read an agreement"),
    "correct": N_("correct an act"),
    "deactivate": N_("close an account"),
    "decide a name": N_("decide what a name means"),
    "decisions": N_("read decisions about names"),
    "declare": N_("keep an item of a position"),
    "discard": N_("throw a draft away"),
    "documents": N_("open a document"),
    "draft": N_("draft"),
    "draft an instrument": N_("draft an instrument"),
    "enter a threat": N_("enter a threat"),
    "export": N_("take a copy"),
    "feed": N_("open a feed"),
    "follow": N_("follow how states come to consent"),
    "foresee": N_("read the calendar"),
    "foretell": N_("forecast an entry into force"),
    "hand back": N_("hand a draft back"),
    "hand in a file": N_("hand in a file"),
    "hand over": N_("hand a draft over"),
    "import": N_("import"),
    "invite": N_("invite a person"),
    "issue a token": N_("issue a token"),
    "issue an instrument": N_("issue an instrument"),
    "keep a document": N_("keep a document"),
    "keep a receipt": N_("keep the receipt for a sealed answer"),
    "keep a sealed outcome": N_("keep what a sealed round came to"),
    "keep a sealed plan": N_("keep the plan of a sealed round"),
    "keep a procedure": N_("keep a procedure"),
    "keep sitting days": N_("keep sitting days"),
    "list people": N_("list people"),
    "look up instruments": N_("look up instruments"),
    "look up kinds of threat": N_("look up kinds of threat"),
    "look up positions": N_("look up positions"),
    "look up procedures": N_("look up procedures"),
    "look up rounds": N_("look up rounds of assessment"),
    "look up sitting days": N_("look up sitting days"),
    "look up threats": N_("look up threats"),
    "make a feed key": N_("make an address for private feeds"),
    "notify": N_("read notifications"),
    "oversee": N_("look after the register"),
    "publish a round": N_("publish the picture of a round"),
    "read the log": N_("read the log"),
    "rebuild": N_("compute the views anew"),
    "record": N_("record acts"),
    "release": N_("release what a nation keeps for itself"),
    "renew the feed key": N_("renew the address of private feeds"),
    "report a step": N_("report a step at home"),
    "restore": N_("restore a backup"),
    "revoke a token": N_("revoke a token"),
    "searches": N_("keep a search"),
    "see the decisions about names": N_("read decisions about names"),
    "see who has answered": N_("see who has answered a round"),
    "settle": N_("record from a draft"),
    "strike a step": N_("strike a step at home"),
    "suppose": N_("suppose acts"),
    "survey": N_("read a party's portfolio"),
    "take a briefing": N_("take a briefing away"),
    "take a document away": N_("take a document away"),
    "take a list": N_("take a list away"),
    "take a position away": N_("take a nation's position away"),
    "take a table": N_("take a table away"),
    "take an instrument": N_("take an instrument away"),
    "take the log away": N_("take the log away"),
    "take up an account": N_("take up an account"),
    "throw a file away": N_("throw a file away"),
    "token": N_("use a token"),
    "weigh": N_("weigh what a change does"),
    "withdraw a decision": N_("withdraw a decision about a name"),
    "withdraw a release": N_("withdraw a release"),
    "withdraw from a round": N_("withdraw from a round"),
}

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
