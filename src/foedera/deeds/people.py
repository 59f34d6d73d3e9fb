"""Administer people: who has an account and may do what; change roles, deactivate; and what each sets for themselves, language and feeds."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from attrs import frozen

from foedera.deeds.enrol import NOBODY_YET, checked, describe, keeps_an_administrator, may_administer
from foedera.deeds.powers import ALL, Actor, require
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import logs, people
from foedera.store.people import Person

LANGUAGES = ("en", "fr")


@frozen
class Account:
    """A person, and until when an invitation of theirs is open."""

    person: Person
    invited_until: dt.datetime | None


def listing(actor: Actor, now: dt.datetime) -> tuple[Account, ...]:
    """Return the accounts the actor administers: all of them, or those with a role for a party it administers."""
    mine = actor.parties_with("administer")
    if not mine:
        require(actor, "administer", "list people")
    waiting = people.open_invitations(now)
    shown = (p for p in people.everybody() if p.email != NOBODY_YET)
    return tuple(Account(p, waiting.get(p.id)) for p in shown if _is_listed(p, mine))


def by_email(email: str) -> Person:
    """Return the account of an e-mail address. NotThere where there is none."""
    found = people.person_of_email(email)
    if found is None or found.email == NOBODY_YET:
        message = say("no account has the address '{email}'; the list of people shows all", email=email)
        raise NotThere(message)
    return found


def change_roles(actor: Actor, user: int, memberships: Iterable[tuple[str, str]]) -> Person:
    """Give a person exactly these roles. The actor must administer every party whose roles change; one administrator always stays."""
    wanted = checked(memberships)
    found = _administered(actor, "change roles", user)
    may_administer(actor, "change roles", found.email, found.memberships ^ wanted)
    with people.alone():
        keeps_an_administrator(found, wanted)
        people.set_memberships(user, wanted)
    logs.note(actor.name, "change roles", found.email, allowed=True, why=f"{describe(found.memberships)} → {describe(wanted)}", address=actor.address)
    return _person(user)


def deactivate(actor: Actor, user: int, now: dt.datetime) -> None:
    """Close an account: its sessions, tokens and invitations end. It is kept, since the record names it, and can be invited anew."""
    found = _administered(actor, "deactivate", user)
    may_administer(actor, "deactivate", found.email, found.memberships)
    with people.alone():
        keeps_an_administrator(found, frozenset())
        people.change(user, is_active=False)
        people.void_invitations(user, now)
        people.revoke(None, now, user)
    logs.note(actor.name, "deactivate", found.email, allowed=True, address=actor.address)


def set_language(actor: Actor, language: str) -> None:
    """Keep the language a person reads in, on every machine."""
    if language not in LANGUAGES:
        raise Unfit(
            (
                (
                    "language",
                    say("'{language}' is not a language of the pages; they are {languages}", language=language, languages=", ".join(LANGUAGES)),
                ),
            )
        )
    people.change(_self(actor).id, language=language)


def language(actor: Actor) -> str:
    """Return the language a person reads in, empty where none was chosen."""
    return _self(actor).language


def feed_key(actor: Actor) -> str:
    """Return the key of the actor's private calendar feeds, made on first use."""
    return _self(actor).feed_key or _new_feed_key(actor, "make a feed key")


def renew_feed_key(actor: Actor) -> str:
    """Make a new key for the actor's private feeds; calendars that use the old one are refused from now on."""
    return _new_feed_key(actor, "renew the feed key")


def _new_feed_key(actor: Actor, deed: str) -> str:
    found = _self(actor)
    key = secrets.token_urlsafe(32)
    people.change(found.id, feed_key=key)
    logs.note(actor.name, deed, found.email, allowed=True, address=actor.address)
    return key


def _is_listed(person: Person, mine: tuple[str, ...]) -> bool:
    return ALL in mine or any(party in mine for party, _ in person.memberships)


def _administered(actor: Actor, deed: str, user: int) -> Person:
    """Return a person the actor finds in its list; for all others the answer is that of a number nobody has."""
    mine = actor.parties_with("administer")
    if not mine:
        require(actor, "administer", deed, str(user))
    found = _person(user)
    if not _is_listed(found, mine):
        logs.note(actor.name, deed, str(user), allowed=False, why="of a party the asker does not administer", address=actor.address)
        raise _nobody(user)
    return found


def _nobody(user: int) -> NotThere:
    return NotThere(say("there is no account number {number}", number=str(user)))


def _person(user: int) -> Person:
    found = people.person(user)
    if found is None:
        raise _nobody(user)
    return found


def _self(actor: Actor) -> Person:
    if actor.user is None:
        raise Unfit((("", say("this belongs to an account; sign in first")),))
    return _person(actor.user)
