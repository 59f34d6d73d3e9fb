"""Tokens for programs: issued by a person for part of what that person may do, shown once, ended by time or by hand."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from attrs import frozen

from foedera.deeds.enrol import administers
from foedera.deeds.powers import POWERS, Actor, require_writing
from foedera.deeds.signing_in import acting
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import Phrase, dated, say
from foedera.store import logs, people
from foedera.store.people import Held

PREFIX = "fdr_"
LONGEST = dt.timedelta(days=365)
#: How exactly the last use of a token is kept: not every call writes.
USED_EVERY = dt.timedelta(minutes=1)


@frozen
class Issued:
    """A new token. Its `text` is shown now and never again; only its digest is kept."""

    number: int
    text: str
    expires: dt.datetime


def own_powers(actor: Actor) -> tuple[str, ...]:
    """Return the powers an actor has for any party, in the order of their table: what a token of theirs may be given."""
    held = {power for party, _ in actor.memberships for power in actor.powers(party)}
    return tuple(power for power in POWERS if power in held)


def issue(actor: Actor, name: str, scopes: Iterable[str], days: int, now: dt.datetime) -> Issued:
    """Issue a token to the actor's own account.

    Raises NotAllowed where a token asks for a token, Unfit where the name is missing, the term is not 1 to 365 days, or a scope is
    not one of the actor's own powers.
    """
    wanted = frozenset(scopes)
    if actor.user is None or actor.scopes is not None:
        message = say("tokens are issued to a person who is signed in; a token cannot issue another")
        logs.note(actor.name, "issue a token", name, allowed=False, why=message, address=actor.address)
        raise NotAllowed(message)
    own = own_powers(actor)
    mine = ", ".join(own)
    faults = [("scopes", say("'{scope}' is not a power of yours; yours are {own}", scope=scope, own=mine)) for scope in sorted(wanted - set(own))]
    if not wanted:
        faults.append(("scopes", say("choose at least one thing the token may do")))
    if not name.strip():
        faults.append(("name", say("give the token a name, so that you know later which program uses it")))
    if not 1 <= days <= LONGEST.days:
        faults.append(("days", say("a token holds for 1 to {most} days", most=LONGEST.days)))
    if faults:
        raise Unfit(tuple(faults))
    text = PREFIX + secrets.token_urlsafe(32)
    expires = now + dt.timedelta(days=days)
    number = people.keep_token(actor.user, name.strip(), text, wanted, expires)
    why = f"{', '.join(sorted(wanted))}, until {expires.date()}"
    logs.note(actor.name, "issue a token", name.strip(), allowed=True, why=why, address=actor.address)
    return Issued(number, text, expires)


def listing(actor: Actor) -> tuple[Held, ...]:
    """Return the actor's own tokens, the latest first."""
    return people.tokens(actor.user) if actor.user is not None else ()


def revoke(actor: Actor, number: int, now: dt.datetime) -> None:
    """Revoke a token of one's own, or as an administrator that of a person one administers. NotThere where there is no such token."""
    found = people.token(number)
    owner = people.person(found.user) if found is not None else None
    if found is None or owner is None or (found.user != actor.user and not administers(actor, owner)):
        message = say("you have no token number {number}", number=str(number))
        raise NotThere(message)
    require_writing(actor, "revoke a token", found.name)
    people.revoke(number, now)
    logs.note(actor.name, "revoke a token", found.name, allowed=True, why=f"of {owner.email}", address=actor.address)


def actor_of_token(text: str, now: dt.datetime, address: str = "") -> Actor:
    """Return who acts by a token: its owner, with the scopes of the token. NotAllowed, and a line in the log, where it does not hold."""
    found = people.token_of(text) if text.startswith(PREFIX) else None
    owner = people.person(found.user) if found is not None else None
    if found is None or owner is None:
        raise _refused(say("no token of this text was issued"), "", "", address)
    why = None
    if found.revoked is not None:
        why = say("the token was revoked")
    elif found.expires <= now:
        why = say("the token ended on {day}", day=dated(found.expires.date()))
    elif not owner.active:
        why = say("the account of the token is deactivated")
    if why is not None:
        raise _refused(why, owner.email, found.name, address)
    if found.used is None or now - found.used >= USED_EVERY:
        people.mark_used(found.id, now)
    return acting(owner, address, found.scopes)


def _refused(why: Phrase, who: str, subject: str, address: str) -> NotAllowed:
    logs.note(who, "token", subject, allowed=False, why=why, address=address)
    return NotAllowed(say("{why}; its owner can issue another under My account", why=why))
