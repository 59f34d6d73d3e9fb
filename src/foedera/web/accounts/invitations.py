"""Taking up an account: the page behind an invitation's link, where one chooses a password or makes a passkey."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth import get_user_model, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import json_script
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foedera.deeds import enrol
from foedera.model.errors import NotThere, Unfit
from foedera.web.accounts.addresses import address_of
from foedera.web.accounts.context import passkeys_possible
from foedera.web.accounts.mine import now
from foedera.web.asking import page
from foedera.web.tongues import translated


@sensitive_post_parameters("password", "credential")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Show the invitation; a form sent takes it up, and signs in."""
    address = address_of(request)
    try:
        found = enrol.waiting(key, now(), address)
    except NotThere as error:
        return page(request, "refused.html", http=410, title=gettext("This link opens nothing"), reason=translated(error.args[0]))
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("credential"):
                return _by_passkey(request, key, found, address)
            return _by_password(request, key, address)
        except Unfit as error:
            for field, text in error.faults:
                faults[field] = f"{faults[field]} {translated(text)}" if field in faults else translated(text)
    return _page(request, found, faults)


def _by_password(request: HttpRequest, key: str, address: str) -> HttpResponse:
    user = enrol.take_up(key, now(), password=request.POST.get("password", ""), email=request.POST.get("email", ""), address=address)
    person = _leave_for(request, user)
    # Whoever chose the password this moment need not give it again to enrol a second factor.
    record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
    return _sign_in(request, person)


def _by_passkey(request: HttpRequest, key: str, found: enrol.Waiting, address: str) -> HttpResponse:
    form = SignupWebAuthnForm(user=get_user_model().objects.get(pk=found.person), data=request.POST)
    if not form.is_valid():
        raise Unfit((("credential", gettext("The passkey was not accepted; make it once more.")),))
    with transaction.atomic():
        user = enrol.take_up(key, now(), password=None, email=request.POST.get("email", ""), address=address)
        person = _leave_for(request, user)
        made = flows.signup_authenticator(request, user=person, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"])
    flows.post_authentication(request, made, reauthenticated=True, passwordless=True)
    return _sign_in(request, person)


def _leave_for(request: HttpRequest, user: int) -> Any:
    """Return the person of an account; another account signed in here signs out first."""
    if request.user.is_authenticated:
        logout(request)
    return get_user_model().objects.get(pk=user)


def _sign_in(request: HttpRequest, person: Any) -> HttpResponse:
    response: HttpResponse = perform_login(request, Login(user=person, email=person.email))
    return response


def _page(request: HttpRequest, found: enrol.Waiting, faults: dict[str, str]) -> HttpResponse:
    # The first administrator's address is not known before the form is sent, and a passkey bears it: a password first, passkeys later.
    passkeys = passkeys_possible(request) and not found.first
    person = get_user_model().objects.get(pk=found.person)
    options = auth.begin_registration(person, True) if passkeys else {}
    return page(
        request,
        "account/invitation.html",
        http=400 if faults else 200,
        found=found,
        faults=faults,
        given=request.POST,
        passkeys=passkeys,
        options=json_script({"creation_options": options}, "js_data"),
        enrolled=Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists(),
        again=person.last_login is not None,
    )
