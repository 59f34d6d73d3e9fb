"""Enrol people: an administrator invites, the invited take up their account by a link that is good once. Nobody signs up by themselves."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from attrs import frozen

from foedera.deeds.powers import ALL, ROLES, Actor, require
from foedera.library.vocabularies import parties
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import Phrase, say
from foedera.store import logs, people
from foedera.store.people import Memberships, Person

#: How long a link holds.
INVITED_FOR = dt.timedelta(hours=72)
FIRST_FOR = dt.timedelta(hours=1)
#: Why a link opens nothing.
NONE = say("there is no invitation of this link")
TAKEN = say("this invitation was taken up already")
ENDED = say("this invitation has ended")
CLOSED = say("this account is deactivated")
#: Stands in for the address of the first administrator until that person gives it.
NOBODY_YET = "first.administrator@register.invalid"


@frozen
class Link:
    """What an invited person is sent: `path` below the address of the register. Only its digest is kept, so it is shown once."""

    person: int
    email: str
    key: str
    expires: dt.datetime

    @property
    def path(self) -> str:
        """The path of the page that takes up the account."""
        return f"/account/invitation/{self.key}/"


@frozen
class Waiting:
    """An invitation that holds: whose account, and whether the person still has to give an address."""

    person: int
    email: str
    name: str
    first: bool


def invite(
    actor: Actor,
    email: str,
    now: dt.datetime,
    memberships: Iterable[tuple[str, str]] | None = None,
    *,
    name: str = "",
    language: str = "",
    forget_factors: bool = False,
) -> Link:
    """Invite a person, or one who has an account to set a new password: return the link to hand over.

    Earlier links of the same person end; a deactivated account opens again. `forget_factors` also forgets passkeys and one-time
    codes, for who has lost them. Raises NotAllowed where the actor may not administer each party concerned (whoever renews the
    way into an account could act as its owner), Unfit where the address is none, a role is unknown, or a new person has no role.
    """
    email = email.strip().casefold()
    found = people.person_of_email(email)
    wanted = None if memberships is None else checked(memberships)
    if people.email_fault(email) or email == NOBODY_YET:
        raise Unfit((("email", say("'{text}' is not an e-mail address; write it like office@example.org", text=email)),))
    if found is None and not wanted:
        raise Unfit((("memberships", say("give at least one role: {roles}", roles=", ".join(ROLES))),))
    if wanted or found is None:
        may_administer(actor, "invite", email, wanted or frozenset())
    if found is not None and not administers(actor, found):
        raise _not_yours(actor, email)
    with people.alone():
        user = found.id if found else people.create(email, name, language=language)
        if wanted is not None:
            if found is not None:
                keeps_an_administrator(found, wanted)
            people.set_memberships(user, wanted)
        if found is not None and not found.active:
            people.change(user, is_active=True)
        if forget_factors:
            people.forget_factors(user)
        link = _link(user, email, now, INVITED_FOR)
    what = describe(wanted) if wanted is not None else "roles as they were"
    forgotten = "; second factors forgotten" if forget_factors else ""
    logs.note(actor.name, "invite", email, allowed=True, why=what + forgotten, address=actor.address)
    return link


def first_administrator(now: dt.datetime) -> Link | None:
    """Return a link, good for an hour, by which whoever starts the register becomes its administrator; None where it has one."""
    with people.alone():
        if people.administrators():
            return None
        found = people.person_of_email(NOBODY_YET)
        user = found.id if found else people.create(NOBODY_YET, active=False)
        people.set_memberships(user, {(ALL, "administrator")})
        link = _link(user, "", now, FIRST_FOR)
    logs.note("operator", "invite", "the first administrator", allowed=True)
    return link


def waiting(key: str, now: dt.datetime, address: str = "") -> Waiting:
    """Return the invitation of a key. NotThere, and a line in the log, where there is none, or it has ended or was taken up."""
    found = people.invitation(key)
    person = people.person(found.user) if found is not None else None
    if found is None or person is None:
        raise _gone(NONE, "", address)
    first = person.email == NOBODY_YET
    if found.taken or found.expires <= now:
        raise _gone(TAKEN if found.taken else ENDED, person.email, address)
    if not person.active and not first:
        raise _gone(CLOSED, person.email, address)
    return Waiting(person.id, "" if first else person.email, person.name, first)


def take_up(key: str, now: dt.datetime, *, password: str | None, email: str = "", address: str = "") -> int:
    """Take up an account by its invitation; return its number. Without a password the caller adds a passkey in the same transaction.

    `email` is asked of the first administrator only. Raises NotThere where the invitation does not hold, Unfit where the password
    or the address will not do; then the invitation stays good.
    """
    found = waiting(key, now, address)
    email = email.strip().casefold()
    faults: list[tuple[str, str]] = []
    if found.first and people.email_fault(email):
        faults.append(("email", say("give your e-mail address, like office@example.org")))
    elif found.first and people.person_of_email(email) is not None:
        faults.append(("email", say("{email} has an account already; sign in with it, or give another address", email=email)))
    if password is not None:
        faults += [("password", fault) for fault in people.password_faults(password, found.person)]
    if faults:
        raise Unfit(tuple(faults))
    if not _take(key, found, now, email, password):
        raise _gone(TAKEN, found.email, address)
    how = "with a password" if password is not None else "with a passkey"
    logs.note(found.email or email, "take up an account", found.email or email, allowed=True, why=how, address=address)
    return found.person


def taken_up_by_provider(user: int, now: dt.datetime) -> None:
    """End the open invitations of a person who came in by single sign-on instead."""
    people.void_invitations(user, now)


def checked(memberships: Iterable[tuple[str, str]]) -> Memberships:
    """Return pairs of party and role as they are kept. Unfit where a role or a party is unknown."""
    wanted = frozenset((party.strip(), role.strip()) for party, role in memberships)
    known = parties()
    roles = sorted({role for _, role in wanted if role not in ROLES})
    strange = sorted({party for party, _ in wanted if party != ALL and party not in known})
    faults = [("role", say("there is no role '{role}'; the roles are {roles}", role=role, roles=", ".join(ROLES))) for role in roles]
    faults += [("party", say("no party has the code '{code}'; the list of parties shows them all", code=code)) for code in strange]
    if faults:
        raise Unfit(tuple(faults))
    return wanted


def may_administer(actor: Actor, deed: str, subject: str, concerned: Memberships) -> None:
    """NotAllowed unless the actor administers every party concerned; a person without any role is for the register's administrators."""
    for party in sorted({party for party, _ in concerned}) or [ALL]:
        require(actor, "administer", deed, subject, [party] if party else [])


def administers(actor: Actor, person: Person) -> bool:
    """Return whether an actor administers every party a person has a role for; a person without any is for the register's administrators."""
    return all(actor.may("administer", party) for party in {party for party, _ in person.memberships} or {ALL})


def keeps_an_administrator(person: Person, memberships: Memberships) -> None:
    """Unfit where a change would leave the register without anybody who can administer it."""
    if (ALL, "administrator") not in memberships and people.administrators() == {person.id}:
        fault = say("{email} is the last administrator of the register; make somebody else one first", email=person.email)
        raise Unfit((("", fault),))


def describe(memberships: Memberships) -> str:
    """Return roles in words."""
    return ", ".join(f"{role}{f' for {party}' if party else ''}" for party, role in sorted(memberships)) or "no roles"


def _not_yours(actor: Actor, email: str) -> NotAllowed:
    """Return the refusal to invite somebody who is (also) with others, kept in the log: it does not tell with whom."""
    why = say("{email} cannot be invited by you; ask an administrator of the register as a whole", email=email)
    logs.note(actor.name, "invite", email, allowed=False, why=why, address=actor.address)
    return NotAllowed(why)


def _link(user: int, email: str, now: dt.datetime, hold: dt.timedelta) -> Link:
    key = secrets.token_urlsafe(32)
    people.invite(user, key, now + hold, now)
    return Link(user, email, key, now + hold)


def _take(key: str, found: Waiting, now: dt.datetime, email: str, password: str | None) -> bool:
    """Take up an account, whole or not at all; False where somebody was faster."""
    with people.alone():
        held = people.invitation(key)
        if held is None or not people.take(held.id, now):
            return False
        if found.first:
            people.change(found.person, email=email, is_active=True)
        if password is not None:
            people.set_password(found.person, password)
    return True


def _gone(why: Phrase, email: str, address: str) -> NotThere:
    logs.note("" if email == NOBODY_YET else email, "take up an account", "", allowed=False, why=why, address=address)
    return NotThere(say("{why}; ask an administrator of the register for a new link", why=why))
