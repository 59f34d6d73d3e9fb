"""People for the tests of accounts: made as an administrator and they themselves make them, and signed in as a browser does."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from foedera.deeds import enrol
from foedera.deeds.powers import OPERATOR
from foedera.store.models import LogEntry, User
from foedera.web.accounts.passwords import NormalisingArgon2

PASSWORD = "four unrelated words of mine"
LOGIN = "/account/login/"


def now() -> dt.datetime:
    """The time: invitations are taken up through pages that read the clock."""
    return dt.datetime.now(tz=dt.UTC)


def person(email: str = "ada@ministry.example", *memberships: tuple[str, str]) -> User:
    """Somebody with an account and a password."""
    link = enrol.invite(OPERATOR, email, now(), memberships or [("", "reader")])
    enrol.take_up(link.key, now(), password=PASSWORD)
    return User.objects.get(pk=link.person)


def sign_in(client: Client, email: str = "ada@ministry.example", password: str = PASSWORD, **more: Any) -> Any:
    """Send the form."""
    following = {"next": more.pop("next")} if "next" in more else {}
    return client.post(LOGIN, {"login": email, "password": password, **following}, **more)


def signed_in(client: Client) -> bool:
    """Whether the session is somebody's."""
    return "_auth_user_id" in client.session


def lines() -> list[tuple[str, str, bool, str]]:
    """The log: who, deed, allowed, why."""
    return list(LogEntry.objects.order_by("id").values_list("who", "deed", "allowed", "why"))


def code_of(user: User, later: int = 0) -> str:
    """The code an authenticator app shows, so many half minutes from now."""
    secret = totp.decrypt(user.authenticator_set.get(type="totp").data["secret"])  # type: ignore[attr-defined]
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def with_totp(user: User) -> User:
    """Give somebody an authenticator app."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing a password costs a tenth of a second on purpose; in most tests it may be cheap."""
    monkeypatch.setattr(NormalisingArgon2, "time_cost", 1)
    monkeypatch.setattr(NormalisingArgon2, "memory_cost", 64)
