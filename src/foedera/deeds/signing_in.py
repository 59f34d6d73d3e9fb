"""Who acts: the actor behind an account; and what the log keeps of signing in, of signing out and of every refusal. It never holds a secret."""

from __future__ import annotations

from foedera.deeds.powers import ROLES, Actor
from foedera.model.errors import NotAllowed
from foedera.model.phrases import say
from foedera.store import logs, people
from foedera.store.people import Person

#: Powers that need a second factor where the register asks for one.
GUARDED = frozenset({"record", "import", "administer", "audit"})

#: What the log says happened; whether it was allowed.
EVENTS: dict[str, tuple[bool, str]] = {
    "signed-in": (True, "signed in"),
    "signed-out": (True, "signed out"),
    "session-ended": (True, "the session ended"),
    "password-changed": (True, "the password was changed"),
    "factor-added": (True, "a second factor was added"),
    "factor-removed": (True, "a second factor was removed"),
    "codes-renewed": (True, "recovery codes were made anew"),
    "wrong-password": (False, "the e-mail address and the password do not belong together"),
    "wrong-code": (False, "the code of the second factor was wrong"),
    "wrong-passkey": (False, "the passkey was not accepted"),
    "locked": (False, "too many failed attempts: locked for a while"),
    "too-many": (False, "too many requests in a short time"),
    "inactive": (False, "the account is deactivated"),
    "forged": (False, "a form came without its token, or with a wrong one"),
    "no-factor": (False, "a second factor is needed first"),
    "provider": (False, "the sign-in provider's answer was not accepted"),
    "not-invited": (False, "nobody with this address is invited"),
    "unverified": (False, "the sign-in provider does not vouch for the e-mail address"),
}


def note(event: str, email: str = "", *, address: str = "", why: str = "", subject: str = "") -> None:
    """Keep in the log what happened to an account, at the hands of whom and from where.

    An e-mail address is kept only where it is an account's: what somebody typed into the wrong field may be a password.
    """
    allowed, sentence = EVENTS[event]
    known = people.person_of_email(email) if email else None
    who = known.email if known is not None else ""
    logs.note(who, event, subject, allowed=allowed, why=f"{sentence}: {why}" if why else sentence, address=address)


def actor_of(user: int, address: str = "") -> Actor:
    """Return the actor behind an account. NotAllowed where there is no such account or it is deactivated."""
    found = people.person(user)
    if found is None or not found.active:
        message = say("this account is deactivated; an administrator can invite the person anew")
        raise NotAllowed(message)
    return acting(found, address)


def acting(found: Person, address: str = "", scopes: frozenset[str] | None = None) -> Actor:
    """Return a person as an actor, bound to scopes where they are given."""
    return Actor(found.id, found.email, tuple(sorted(found.memberships)), scopes, address)


def needs_second_factor(actor: Actor) -> bool:
    """Return whether what this actor may do, for any party, asks for a second factor."""
    return any(ROLES.get(role, frozenset()) & GUARDED for _, role in actor.memberships)


def of_feed(key: str, address: str = "") -> Actor:
    """Return who reads by the key of a private feed: the person, who may only read. NotAllowed where no account has the key."""
    found = people.person_of_feed(key)
    if found is None:
        message = say("no account has a feed of this key; its owner finds the present one under My account")
        logs.note("", "feed", "", allowed=False, why=message, address=address)
        raise NotAllowed(message)
    return acting(found, address, frozenset({"read"}))
