"""Searches saved: a person names what was asked of the list of agreements, opens it again later, or deletes it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from foedera.deeds.powers import Actor, require, require_writing
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import searches
from foedera.store.searches import Kept

__all__ = ["ASKED", "Kept", "forget", "mine", "save"]

#: What a saved search remembers of an address; the day shown is not part of it.
ASKED = ("q", "status", "area", "kind", "family", "binding", "party", "order")
#: How many searches a person can keep, and how long their names can be.
MOST, LONGEST = 100, 120


def mine(actor: Actor) -> list[Kept]:
    """Return the searches of who asks; none without an account."""
    return searches.of(actor.user) if actor.user is not None else []


def save(actor: Actor, name: str, asked: Mapping[str, str]) -> int:
    """Keep a search under a name, in the place of one of the same name; Unfit without a name or with nothing asked."""
    user = _person(actor)
    name = " ".join(name.split())
    kept = {key: asked[key][:200] for key in ASKED if asked.get(key)}
    faults = []
    if not name or len(name) > LONGEST:
        faults.append(("name", say("give the search a name of 1 to {most} characters", most=LONGEST)))
    if not kept:
        faults.append(("", say("nothing is asked for yet: search or choose a filter first, then save")))
    had = searches.of(user)
    if len(had) >= MOST and all(name != search.name for search in had):
        faults.append(("", say("you keep {most} searches already; delete one first", most=MOST)))
    if faults:
        raise Unfit(tuple(faults))
    return searches.add(user, name, urlencode(kept))


def forget(actor: Actor, number: int) -> None:
    """Delete a search of one's own; NotThere for any other."""
    if not searches.drop(_person(actor), number):
        raise NotThere(say("you keep no search of this number"))


def _person(actor: Actor) -> int:
    require(actor, "read", "searches")
    if actor.user is None:
        raise NotAllowed(say("searches are kept for people with an account: sign in first"))
    require_writing(actor, "searches")
    return actor.user
