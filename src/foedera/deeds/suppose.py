"""Suppose acts that nobody has done, over several agreements at once: what would follow, on any day; kept under a key to hand on, never recorded."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require, require_writing
from foedera.law.comparison import Difference
from foedera.library.collection import Holdings
from foedera.library.consequences import Beside, Consequence, beside, consequences, touched
from foedera.library.supposing import suppose, supposed_docket
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import NotThere, Unfit
from foedera.store import drafts as desk
from foedera.store import logs
from foedera.store.drafts import KeptSupposition
from foedera.store.register import answering, current

__all__ = ["KeptSupposition", "Supposed", "ask", "forget", "keep", "kept", "laid_open", "mine"]

#: The most acts one question may suppose, and the most characters a line of one has.
MOST_ACTS, LONGEST = 60, 400
_KEY = re.compile(r"[A-Za-z0-9_-]{16,32}\Z")


@frozen
class Supposed:
    """What would follow: change by change, agreement by agreement, and side by side on the day asked."""

    day: dt.date
    changes: tuple[Difference, ...]
    consequences: tuple[Consequence, ...]
    beside: tuple[Beside, ...]


def laid_open(actor: Actor, names: Iterable[str]) -> Holdings:
    """Return the register with these agreements read together, in as many queries as for one; ids that are not on record do no harm."""
    require(actor, "read", "suppose")
    register = current()
    register.fetch(names)
    return register


def ask(actor: Actor, acts: Iterable[tuple[str, Act]], today: dt.date, on: dt.date | None = None, known: dt.date | None = None) -> Supposed:
    """Return what would follow from acts supposed in agreements on record, in them and in every other they touch. Nothing is recorded.

    `on` is the day for the comparison side by side, by default the last day on which something would change. UnknownAgreement where an
    agreement is not on record.
    """
    require(actor, "read", "suppose")
    wanted = list(acts)
    if len(wanted) > MOST_ACTS:
        raise Unfit((("", f"{len(wanted)} acts are supposed, more than the {MOST_ACTS} one question may have; leave some out"),))
    register = current()
    register.fetch(name for name, _ in wanted)
    supposed: dict[str, Agreement] = {}
    for name, act in wanted:
        found, given = answering(supposed.get(name) or register[name], (act,))
        supposed[name] = evolve(found, acts=(*found.acts, *given))
    mentioning = [other for name in supposed for other in register.mentioning(name)]
    register.fetch(touched(mentioning, supposed.values()))
    until = max([today, *(act.on for _, act in wanted)])
    changes = tuple(suppose(register, supposed, until, known))
    before, after = register.known(known), supposed_docket(register, supposed, known)
    found_in = dict.fromkeys((*supposed, *(d.change.agreement for d in changes)))
    day = on if on is not None else max([today, *(d.change.on for d in changes)])
    return Supposed(
        day,
        changes,
        tuple(consequences(before, after, changes, until, supposed)),
        tuple(beside(before, after, found_in, day)),
    )


def keep(actor: Actor, title: str, lines: Iterable[str], party: str = "") -> str:
    """Keep a question under a key that cannot be guessed, and return the key.

    Who has the key may read; the author, and the members of the party it is kept for, find it listed.
    """
    wanted = [line.strip() for line in lines if line.strip()]
    require(actor, "suppose", "suppose", "", (party,) if party else sorted({own for own, _ in actor.memberships}))
    if party and not actor.sees(party):
        raise Unfit((("party", f"you are no member of {party}; keep it for a party of yours, or for yourself"),))
    if not wanted:
        raise Unfit((("", "there is nothing to keep: suppose at least one act"),))
    if len(wanted) > MOST_ACTS or any(len(line) > LONGEST for line in wanted):
        raise Unfit((("", f"at most {MOST_ACTS} acts of {LONGEST} characters each are kept under one key"),))
    key = secrets.token_urlsafe(15)
    desk.add_supposition(key, actor.user, party, title.strip(), wanted)
    logs.note(actor.name, "suppose", "", allowed=True, why=f"kept; acts: {len(wanted)}", party=party, address=actor.address)
    return key


def kept(actor: Actor, key: str) -> KeptSupposition:
    """Return a question by its key, for anybody who has it and may read the register."""
    require(actor, "read", "suppose")
    found = desk.supposition(key) if _KEY.match(key) else None
    if found is None:
        message = "no supposition is kept under this key; it was thrown away, or the address is not complete"
        raise NotThere(message)
    return found


def mine(actor: Actor) -> list[KeptSupposition]:
    """Return the actor's own questions and those kept for its parties, the latest first."""
    if actor.user is None:
        return []
    return desk.suppositions_of(actor.user, sorted({party for party, _ in actor.memberships if party}))


def forget(actor: Actor, key: str) -> None:
    """Throw a question away; only its author may."""
    found = kept(actor, key)
    require_writing(actor, "suppose")
    if actor.user is None or found.author != actor.user:
        message = f"only its author, {found.author_name or 'who has no account any more'}, may throw this supposition away"
        raise Unfit((("", message),))
    desk.drop_supposition(key)
    logs.note(actor.name, "suppose", "", allowed=True, why="thrown away", party=found.party, address=actor.address)
