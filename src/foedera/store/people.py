"""People and their keys: accounts, roles, invitations, tokens. What deeds read and write of them, in plain values."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from attrs import frozen
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from foedera.store.locks import exclusive
from foedera.store.models import Invitation, Membership, Token, User

Memberships = frozenset[tuple[str, str]]


@frozen
class Person:
    """An account as administrators see it: `memberships` are pairs of party and role; `taken_up` where somebody has signed in or can."""

    id: int
    email: str
    name: str
    active: bool
    taken_up: bool
    memberships: Memberships
    last_sign_in: dt.datetime | None
    language: str
    feed_key: str


@frozen
class Invited:
    """An invitation: whom for, until when it holds, and whether it was taken up."""

    id: int
    user: int
    expires: dt.datetime
    taken: bool


@frozen
class Held:
    """A token as its owner sees it; the token itself is not kept."""

    id: int
    user: int
    name: str
    hint: str
    scopes: frozenset[str]
    created: dt.datetime
    expires: dt.datetime
    used: dt.datetime | None
    revoked: dt.datetime | None


def digest(key: str) -> str:
    """Return what is kept of a key: its SHA-256. Keys are random and long, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Do what changes accounts whole or not at all, and one at a time: nobody removes the last but one administrator while another does."""
    with transaction.atomic():
        exclusive()
        yield


def person(user: int) -> Person | None:
    """Return an account, None where there is none of this number."""
    return next(iter(_persons(User.objects.filter(pk=user))), None)


def person_of_email(email: str) -> Person | None:
    """Return the account of an e-mail address."""
    return next(iter(_persons(User.objects.filter(email=email.strip().casefold()))), None)


def person_of_feed(key: str) -> Person | None:
    """Return the active account whose private calendar feeds have this key."""
    return next(iter(_persons(User.objects.filter(feed_key=key, is_active=True))), None) if key.isprintable() and key else None


def everybody() -> tuple[Person, ...]:
    """Return every account, by e-mail address."""
    return tuple(_persons(User.objects.order_by("email")))


def administrators() -> frozenset[int]:
    """Return who can administer the register as a whole: active, the role held, the account taken up."""
    held = User.objects.filter(is_active=True, memberships__party="", memberships__role="administrator")
    return frozenset(found.id for found in _persons(held) if found.taken_up)


def email_fault(email: str) -> bool:
    """Return whether a text is no e-mail address."""
    try:
        validate_email(email)
    except ValidationError:
        return True
    return False


def password_faults(password: str, user: int) -> tuple[str, ...]:
    """Return what the rules of passwords have against this one, in the reader's language."""
    try:
        validate_password(password, User.objects.get(pk=user))
    except ValidationError as error:
        return tuple(error.messages)
    return ()


def create(email: str, name: str = "", *, active: bool = True, language: str = "") -> int:
    """Make an account nobody can sign in to yet; return its number."""
    first, _, last = name.strip().partition(" ")
    made = User.objects.create_user(email, None, first_name=first[:150], last_name=last[:150], is_active=active, language=language)
    return int(made.pk)


def change(user: int, **values: object) -> None:
    """Change fields of an account: `is_active`, `email`, `language`, `feed_key`."""
    User.objects.filter(pk=user).update(**values)


def set_password(user: int, password: str) -> None:
    """Set the password of an account; its sessions elsewhere end with the old one."""
    found = User.objects.get(pk=user)
    found.set_password(password)
    found.save(update_fields=["password"])


def forget_factors(user: int) -> None:
    """Forget the second factors and passkeys of an account: whoever takes up its next invitation enrols anew."""
    User.objects.get(pk=user).authenticator_set.all().delete()  # type: ignore[attr-defined]


def set_memberships(user: int, memberships: Iterable[tuple[str, str]]) -> None:
    """Give an account exactly these roles."""
    wanted = frozenset(memberships)
    with transaction.atomic():
        had = {(row.party, row.role): row for row in Membership.objects.filter(user_id=user)}
        Membership.objects.filter(pk__in=[row.pk for pair, row in had.items() if pair not in wanted]).delete()
        Membership.objects.bulk_create(Membership(user_id=user, party=party, role=role) for party, role in sorted(wanted - set(had)))


def invite(user: int, key: str, expires: dt.datetime, now: dt.datetime) -> None:
    """Keep an invitation by its digest; earlier ones of the same account end."""
    with transaction.atomic():
        void_invitations(user, now)
        Invitation.objects.create(user_id=user, digest=digest(key), expires=expires)


def void_invitations(user: int, now: dt.datetime) -> None:
    """End the open invitations of an account."""
    Invitation.objects.filter(user_id=user, taken__isnull=True, expires__gt=now).update(expires=now)


def invitation(key: str) -> Invited | None:
    """Return the invitation of a key."""
    row = Invitation.objects.filter(digest=digest(key)).first()
    return None if row is None else Invited(row.pk, row.user_id, row.expires, row.taken is not None)


def open_invitations(now: dt.datetime) -> dict[int, dt.datetime]:
    """Return the accounts with an open invitation, and when it ends."""
    return dict(Invitation.objects.filter(taken__isnull=True, expires__gt=now).values_list("user_id", "expires"))


def take(invited: int, now: dt.datetime) -> bool:
    """Mark an invitation as taken up; False where somebody was faster or it has ended."""
    return bool(Invitation.objects.filter(pk=invited, taken__isnull=True, expires__gt=now).update(taken=now))


def keep_token(user: int, name: str, text: str, scopes: Iterable[str], expires: dt.datetime) -> int:
    """Keep a token by its digest; return its number."""
    row = Token.objects.create(user_id=user, name=name[:80], digest=digest(text), hint=text[:8], scopes=sorted(scopes), expires=expires)
    return int(row.pk)


def tokens(user: int | None = None) -> tuple[Held, ...]:
    """Return the tokens of an account (None: of everybody), the latest first."""
    rows = Token.objects.all() if user is None else Token.objects.filter(user_id=user)
    return tuple(_held(row) for row in rows.order_by("-created", "-pk"))


def token(number: int) -> Held | None:
    """Return a token by its number."""
    row = Token.objects.filter(pk=number).first()
    return None if row is None else _held(row)


def token_of(text: str) -> Held | None:
    """Return the token of a text."""
    row = Token.objects.filter(digest=digest(text)).first()
    return None if row is None else _held(row)


def revoke(number: int | None, now: dt.datetime, user: int | None = None) -> None:
    """Revoke a token, or all of an account."""
    chosen = Q(pk=number) if number is not None else Q(user_id=user)
    Token.objects.filter(chosen, revoked__isnull=True).update(revoked=now)


def mark_used(number: int, now: dt.datetime) -> None:
    """Keep when a token was used last."""
    Token.objects.filter(pk=number).update(used=now)


def _persons(rows: Iterable[User]) -> Iterable[Person]:
    listed = list(rows)
    held: dict[int, set[tuple[str, str]]] = {}
    for user, party, role in Membership.objects.filter(user__in=listed).values_list("user_id", "party", "role"):
        held.setdefault(user, set()).add((party, role))
    for row in listed:
        yield Person(
            id=row.pk,
            email=row.email,
            name=row.get_full_name(),
            active=row.is_active,
            taken_up=row.last_login is not None or row.has_usable_password(),
            memberships=frozenset(held.get(row.pk, ())),
            last_sign_in=row.last_login,
            language=row.language,
            feed_key=row.feed_key,
        )


def _held(row: Token) -> Held:
    return Held(row.pk, row.user_id, row.name, row.hint, frozenset(row.scopes), row.created, row.expires, row.used, row.revoked)
