"""Who asks: turns the session's account into `request.actor`, in the person's language; ends old sessions; keeps closed what is closed."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from attrs import evolve
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext

from foedera.deeds import people, signing_in
from foedera.deeds.powers import READER, Actor
from foedera.model.errors import NotAllowed
from foedera.web.accounts.addresses import address_of
from foedera.web.pages import faults

Answer = Callable[[HttpRequest], HttpResponse]

#: Where in the session its beginning and its last request are kept, in seconds since 1970.
BEGAN, SEEN = "foedera.began", "foedera.seen"
#: How exactly the last request is kept: not every one writes.
SEEN_EVERY = 60
#: What a session that lacks its second factor still reaches: enrolling one, confirming who one is, leaving.
ENROLMENT = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
#: What a visitor reaches although reading needs an account.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "invitation",
        "mfa_login_webauthn",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "set_language",
        "robots",
    }
)
#: Below these, faces with their own way to say who asks answer for themselves; there a session without its second factor reads only.
APART = ("/api/",)
#: How the names of pages end that calendar programs read by a key, having no session.
FEED = "-feed"


class WhoAsks:
    """Gives every request its actor; stands behind the sessions, the accounts and allauth."""

    def __init__(self, get_response: Answer) -> None:
        """Stand before the pages."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who asks, then hand on, or answer for what is closed."""
        address = address_of(request)
        apart = request.path.startswith(APART)
        if "key" in request.GET and _name(request).endswith(FEED):
            try:
                request.actor = signing_in.of_feed(request.GET["key"], address)  # type: ignore[attr-defined]
            except NotAllowed as error:
                return faults.not_allowed(request, error)
            _speak(request, people.language(request.actor))  # type: ignore[attr-defined]
            response = self.get_response(request)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        if not request.user.is_authenticated:
            request.actor = evolve(READER, address=address) if settings.READING == "everybody" else Actor(address=address)  # type: ignore[attr-defined]
            if settings.READING != "everybody" and not apart and _name(request) not in OPEN:
                return redirect_to_login(request.get_full_path())
            return self.get_response(request)
        try:
            actor = signing_in.actor_of(int(request.user.pk), address)
        except NotAllowed:
            logout(request)
            return redirect_to_login(request.get_full_path())
        if why := _ended(request, actor):
            signing_in.note("session-ended", actor.name, address=address, why=why)
            logout(request)
            messages.info(request, gettext("You were signed out after a while without a request. Sign in again to go on."))
            return redirect_to_login(request.get_full_path())
        request.actor = actor  # type: ignore[attr-defined]
        if lacks_second_factor(request, actor):
            if apart:
                request.actor = evolve(actor, scopes=frozenset({"read"}))  # type: ignore[attr-defined]
            elif _name(request) not in ENROLMENT:
                signing_in.note("no-factor", actor.name, address=address, subject=request.path)
                return redirect("mfa_index")
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Answer an account: in its language, and for its eyes only."""
        _speak(request, request.user.language)  # type: ignore[union-attr]
        response = self.get_response(request)
        if "Cache-Control" not in response:
            # Nothing is kept: after signing out, the browser's Back shows nothing of what was read.
            patch_cache_control(response, private=True, no_store=True)
        return response


def _speak(request: HttpRequest, language: str) -> None:
    """Answer in a person's language, where one was chosen."""
    if language and language != translation.get_language():
        translation.activate(language)
        request.LANGUAGE_CODE = language


def lacks_second_factor(request: HttpRequest, actor: Actor) -> bool:
    """Return whether this account may do what asks for a second factor, has none, and its provider did not ask for one."""
    if settings.SECOND_FACTOR != "required" or not signing_in.needs_second_factor(actor):
        return False
    if Authenticator.objects.filter(user_id=request.user.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]).exists():
        return False
    records = get_authentication_records(request, request.user)
    return not any(r.get("method") == "socialaccount" and r.get("provider") in settings.PROVIDERS_WITH_SECOND_FACTOR for r in records)


def _ended(request: HttpRequest, actor: Actor) -> str:
    """Return why a session has ended, empty where it goes on; then keep that it was seen."""
    now = time.time()
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        request.session[BEGAN] = request.session[SEEN] = now
        return ""
    if now - began > settings.SESSION_COOKIE_AGE:
        return "its longest time was over"
    if signing_in.needs_second_factor(actor) and now - seen > settings.SESSION_IDLE.total_seconds():
        return "nothing was asked for a while"
    if now - seen > SEEN_EVERY:
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    return ""


def _name(request: HttpRequest) -> str:
    """Return the name of the page asked for, empty where there is none."""
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
