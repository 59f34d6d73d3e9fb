"""People: who the caller is and may do, its tokens, and for administrators accounts and roles."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foedera.api.answers import Number, actor, either
from foedera.api.forms import Code, Short
from foedera.deeds import enrol, tokens
from foedera.deeds import people as deed
from foedera.deeds.powers import ROLES

router = Router(tags=["people"])


class MembershipIn(Schema):
    """A role for a party; `party` empty: for the register as a whole."""

    party: Code | Literal[""] = ""
    role: Literal[tuple(ROLES)]  # type: ignore[valid-type]


class MeOut(Schema):
    """The caller: its name, roles, and the powers this token has for each party."""

    name: str
    memberships: list[MembershipIn]
    powers: dict[str, list[str]]


@router.get("/me", response=either(MeOut), summary="Who calls", operation_id="getMe")
def me(request: HttpRequest) -> Any:
    """Who the caller is and what it may do; for a visitor without a token, what a reader may."""
    caller = actor(request)
    parties = {party for party, _ in caller.memberships}
    return {
        "name": caller.name,
        "memberships": [{"party": party, "role": role} for party, role in caller.memberships],
        "powers": {party: sorted(caller.powers(party)) for party in parties},
    }


class TokenOut(Schema):
    """A token as its owner sees it; the token itself is not kept."""

    id: int
    name: str
    hint: str
    scopes: list[str]
    created: dt.datetime
    expires: dt.datetime
    used: dt.datetime | None
    revoked: dt.datetime | None


@router.get("/tokens", response=either(list[TokenOut]), summary="Tokens", operation_id="listTokens")
def list_tokens(request: HttpRequest) -> Any:
    """The caller's own tokens. New ones are issued on the account page: a token cannot issue another."""
    return [{**{key: getattr(held, key) for key in TokenOut.model_fields}, "scopes": sorted(held.scopes)} for held in tokens.listing(actor(request))]


@router.delete("/tokens/{number}", response=either(None, 204), summary="Revoke a token", operation_id="revokeToken")
def revoke_token(request: HttpRequest, number: Number) -> Any:
    """Revoke a token, from this moment on."""
    tokens.revoke(actor(request), number, dt.datetime.now(dt.UTC))
    return Status(204, None)


class PersonOut(Schema):
    """An account as administrators see it."""

    id: int
    email: str
    name: str
    active: bool
    taken_up: bool
    memberships: list[MembershipIn]
    last_sign_in: dt.datetime | None
    invited_until: dt.datetime | None


def _person(person: Any, invited_until: dt.datetime | None = None) -> dict[str, Any]:
    shown = {key: getattr(person, key) for key in ("id", "email", "name", "active", "taken_up", "last_sign_in")}
    return {**shown, "memberships": [{"party": p, "role": r} for p, r in sorted(person.memberships)], "invited_until": invited_until}


@router.get("/people", response=either(list[PersonOut]), summary="People", operation_id="listPeople")
def people(request: HttpRequest) -> Any:
    """The accounts the caller administers."""
    return [_person(account.person, account.invited_until) for account in deed.listing(actor(request), dt.datetime.now(dt.UTC))]


class InvitationIn(Schema):
    """A person to invite, or to give a new way into an account."""

    email: str = Field(max_length=254)
    name: Short = ""
    memberships: list[MembershipIn] | None = Field(None, max_length=400, description="Exactly these roles; null: as they are.")


class InvitationOut(Schema):
    """The key of the link to hand over: shown now and never again."""

    person: int
    email: str
    key: str
    expires: dt.datetime


@router.post("/people", response=either(InvitationOut, 201), summary="Invite", operation_id="invite")
def invite(request: HttpRequest, given: InvitationIn) -> Any:
    """Invite a person with roles; the link is `/account/invitation/<key>/`."""
    roles = None if given.memberships is None else [(m.party, m.role) for m in given.memberships]
    return Status(201, enrol.invite(actor(request), given.email, dt.datetime.now(dt.UTC), roles, name=given.name))


@router.put("/people/{number}/memberships", response=either(PersonOut), summary="Change roles", operation_id="changeRoles")
def change_roles(request: HttpRequest, number: Number, memberships: list[MembershipIn]) -> Any:
    """Give a person exactly these roles."""
    return _person(deed.change_roles(actor(request), number, [(m.party, m.role) for m in memberships]))


@router.post("/people/{number}/deactivate", response=either(None, 204), summary="Deactivate", operation_id="deactivate")
def deactivate(request: HttpRequest, number: Number) -> Any:
    """Close an account: sessions and tokens end; the record keeps its name."""
    deed.deactivate(actor(request), number, dt.datetime.now(dt.UTC))
    return Status(204, None)
