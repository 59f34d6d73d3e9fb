"""My account: what I may do, my second factor and passkeys, sessions, tokens, language and private feeds."""

from __future__ import annotations

import datetime as dt
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as set_cookie

from foedera.deeds import people
from foedera.deeds import tokens as keys
from foedera.deeds.powers import POWERS, SPOKEN
from foedera.model.errors import Unfit
from foedera.web.asking import actor, page
from foedera.web.tongues import translated

#: Terms a token may be given, in days.
TERMS = (7, 30, 90, 365)


def now() -> dt.datetime:
    """Return the time: the pages of accounts read the clock here."""
    return dt.datetime.now(tz=dt.UTC)


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here and lead to what I can change."""
    who, person = actor(request), cast("AbstractBaseUser", request.user)
    factors = list(Authenticator.objects.filter(user_id=who.user).values_list("type", flat=True))
    return page(
        request,
        "account/mine.html",
        person=person,
        memberships=sorted(who.memberships),
        powers=[POWERS[power] for power in keys.own_powers(who)],
        spoken=SPOKEN,
        totp="totp" in factors,
        passkeys=factors.count("webauthn"),
        sessions=UserSession.objects.filter(user_id=who.user).count(),
        tokens=sum(1 for held in keys.listing(who) if held.revoked is None and held.expires > now()),
        feed=request.build_absolute_uri(f"{reverse('calendar-feed')}?key={people.feed_key(who)}"),
        languages=settings.LANGUAGES,
        has_password=person.has_usable_password(),
    )


def set_language(request: HttpRequest) -> HttpResponse:
    """Set the language of the pages: in this browser, and for an account wherever it signs in."""
    who = actor(request)
    chosen = request.POST.get("language", "")
    if who.user is not None and chosen in people.LANGUAGES:
        people.set_language(who, chosen)
    return set_cookie(request)


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """Set the language of the pages from My account."""
    set_language(request)
    return redirect("account")


@require_POST
@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def feed(request: HttpRequest) -> HttpResponse:
    """Make a new key for my private feeds."""
    people.renew_feed_key(actor(request))
    messages.success(request, gettext("Your feeds have a new address. Calendars that use the old one are refused from now on."))
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def tokens(request: HttpRequest) -> HttpResponse:
    """List my tokens and issue one, shown once."""
    who = actor(request)
    issued, faults = None, {}
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            name, scopes = request.POST.get("name", ""), request.POST.getlist("scopes")
            issued = keys.issue(who, name, scopes, int(days) if days.isdecimal() and len(days) < 5 else 0, now())
        except Unfit as error:
            faults = {field: translated(text) for field, text in error.faults}
    return page(
        request,
        "account/tokens.html",
        http=400 if faults else 200,
        held=keys.listing(who),
        issued=issued,
        faults=faults,
        own=[(power, POWERS[power]) for power in keys.own_powers(who)],
        powers=POWERS,
        terms=TERMS,
        now=now(),
        given=request.POST if faults else {},
        chosen=request.POST.getlist("scopes") if faults else ["read"],
    )


@require_POST
@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one of my tokens."""
    keys.revoke(actor(request), number, now())
    messages.success(request, gettext("The token is revoked: programs that use it are refused from now on."))
    return redirect("account_tokens")


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    for session in UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key):
        session.end()
    logout(request)
    messages.success(request, gettext("You are signed out everywhere."))
    return redirect("account_login")
