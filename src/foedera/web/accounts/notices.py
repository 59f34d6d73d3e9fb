"""What happens to accounts, told to the log: signing in and out, lock-out, wrong codes, changes of passwords and second factors."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache
from django.http import HttpRequest

from foedera.deeds import signing_in
from foedera.web.accounts.addresses import address_of
from foedera.web.accounts.middleware import BEGAN, SEEN


def listen() -> None:
    """Connect what happens with what is kept of it."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="foedera.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="foedera.signed-out")
    user_locked_out.connect(_locked, dispatch_uid="foedera.locked")
    mfa.authentication_failed.connect(_wrong_code, dispatch_uid="foedera.wrong-code")
    for signal, event in (
        (account.password_changed, "password-changed"),
        (account.password_set, "password-changed"),
        (account.password_reset, "password-changed"),
        (mfa.authenticator_added, "factor-added"),
        (mfa.authenticator_removed, "factor-removed"),
        (mfa.authenticator_reset, "codes-renewed"),
    ):
        signal.connect(_Kept(event), weak=False, dispatch_uid=f"foedera.{event}")


class _Kept:
    """Keeps one kind of event in the log."""

    def __init__(self, event: str) -> None:
        self.event = event

    def __call__(self, *, request: HttpRequest, user: Any, authenticator: Any = None, **_: Any) -> None:
        why = str(authenticator.get_type_display()) if authenticator is not None else ""
        signing_in.note(self.event, user.email, address=address_of(request), why=why)


def _signed_in(*, request: HttpRequest, user: Any, sociallogin: Any = None, **_: Any) -> None:
    """Keep how somebody signed in, begin the session's time anew, and once an hour clear away sessions that are over."""
    request.session[BEGAN] = request.session[SEEN] = time.time()
    if cache.add("foedera.sessions-cleared", 1, 3600):
        request.session.clear_expired()
    how = f"by {sociallogin.account.provider}" if sociallogin is not None else ""
    signing_in.note("signed-in", user.email, address=address_of(request), why=how)


def _signed_out(*, request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None:
        signing_in.note("signed-out", user.email, address=address_of(request))


def _locked(*, request: HttpRequest, username: str, **_: Any) -> None:
    signing_in.note("locked", username or "", address=address_of(request))


def _wrong_code(*, request: HttpRequest, user: Any, **_: Any) -> None:
    signing_in.note("wrong-code", user.email, address=address_of(request))
