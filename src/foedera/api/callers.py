"""Who calls: the owner of a token, or, where the register is open to everybody, a reader without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from attrs import evolve
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from foedera.deeds import tokens
from foedera.deeds.powers import READER, Actor
from foedera.model.errors import NotAllowed


def address(request: HttpRequest) -> str:
    """Return where a request came from, as the middleware that knows the proxies has it."""
    return str(request.actor.address)  # type: ignore[attr-defined]


class Token(HttpBearer):
    """A token in the header; its scopes bound what it may do."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who owns the token, None where it is unknown, over or revoked: the log says which."""
        try:
            return tokens.actor_of_token(token, dt.datetime.now(dt.UTC), address(request))
        except NotAllowed:
            return None


def visitor(request: HttpRequest) -> Actor | None:
    """Return the reader without an account, where reading is open to everybody and no token was tried."""
    return evolve(READER, address=address(request)) if settings.READING == "everybody" and "Authorization" not in request.headers else None


CALLERS: list[Callable[..., Any]] = [Token(), visitor]
