"""A program with a token of each role, calling over the interface."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def token(register: Any) -> Callable[..., str]:
    """Issue a token to a new person with these roles (for the register, or `CODE:role` for a party)."""

    def issue(*roles: str, scopes: tuple[str, ...] | None = None) -> str:
        from foedera.deeds import signing_in, tokens
        from foedera.store.models import Membership, User

        user = User.objects.create_user(f"{'-'.join(roles).replace(':', '-').lower() or 'nobody'}@example.org")
        for role in roles:
            party, _, name = role.rpartition(":")
            Membership.objects.create(user=user, party=party, role=name)
        actor = signing_in.actor_of(user.pk, "127.0.0.1")
        wanted = scopes if scopes is not None else tokens.own_powers(actor)
        return tokens.issue(actor, "a program", wanted, 30, dt.datetime.now(dt.UTC)).text

    return issue


@pytest.fixture
def call(client: Client) -> Callable[..., Any]:
    """Call an operation: method, address below `/api/v1/`, body, token; return the answer."""

    def answer(method: str, address: str, body: Any = None, token: str = "", **headers: str) -> Any:
        extra = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if token:
            extra["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        content = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1/{address}", content, content_type="application/json", **extra)

    return answer
