"""What is said, and kept in the log, where signing in or a form is refused: forged forms, lock-out, too many requests, a provider's bad answer."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from foedera.deeds import signing_in
from foedera.web.accounts.addresses import address_of
from foedera.web.asking import page
from foedera.web.pages import faults


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its token, and keep it in the log."""
    signing_in.note("forged", email_of(request), address=address_of(request), subject=request.path, why=reason)
    return faults.forged(request, reason)


def locked(request: HttpRequest, *_: Any) -> HttpResponse:
    """Say that this address has failed too often on this account; the same whether or not there is such an account."""
    words = gettext("Too many attempts to sign in have failed. Wait a quarter of an hour, or ask an administrator of the register for a new link.")
    return page(request, "refused.html", http=429, title=gettext("Locked for a while"), reason=words)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that too many requests came in a short time; kept in the log once a minute for each address."""
    address = address_of(request)
    if cache.add(f"too-many:{address}:{request.path}"[:200], 1, 60):
        signing_in.note("too-many", email_of(request), address=address, subject=request.path)
    words = gettext("Too many requests came from your address in a short time. Wait a minute and try again.")
    return page(request, "refused.html", http=429, title=gettext("Too many requests"), reason=words)


def provider(request: HttpRequest, event: str, words: str, *, why: str = "") -> HttpResponse:
    """Say why a provider's word did not open an account, and keep it in the log."""
    signing_in.note(event, address=address_of(request), why=why, subject=request.path)
    return page(request, "refused.html", http=403, title=gettext("You could not be signed in"), reason=words)


def email_of(request: HttpRequest) -> str:
    """Return the address of the account signed in, empty where none is."""
    user = getattr(request, "user", None)
    return user.email if user is not None and user.is_authenticated else ""
