"""What allauth asks its house: nobody signs up, redirects stay here, secrets of one-time codes are kept encrypted, providers vouch for an address."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from foedera.deeds import enrol, signing_in
from foedera.web.accounts import refusals
from foedera.web.accounts.addresses import address_of


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation; addresses come from `addresses`; a link after signing in leads to this host only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator invites."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether a link leads to this very host, by no less safe a way."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return from where the request comes."""
        return address_of(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep in the log that a password was wrong; what was locked is kept as such elsewhere."""
        if not getattr(request, "axes_locked_out", False):
            signing_in.note("wrong-password", credentials.get("email", ""), address=address_of(request))

    def validation_error(self, code: str, *args: Any) -> Any:
        """Return the error of a form; too many attempts are kept in the log."""
        if code == "too_many_login_attempts":
            signing_in.note("too-many", address=address_of(self.request), why="failed attempts to sign in")
        return super().validation_error(code, *args)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Say that an account is deactivated, to who knew its password, and keep it in the log."""
        signing_in.note("inactive", user.email, address=address_of(request))
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to My account."""
        return "/account/"


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors carry our name; the secret of one-time codes is encrypted with a key the database does not hold."""

    def _get_site_name(self) -> str:
        return "Foedera"

    def validation_error(self, code: str, *args: Any) -> Any:
        """Return the error of a form; a passkey that was not accepted is kept in the log (codes are kept where they are checked)."""
        if code == "incorrect_code" and "credential" in self.request.POST:
            signing_in.note("wrong-passkey", refusals.email_of(self.request), address=address_of(self.request))
        return super().validation_error(code, *args)

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was given; one that another secret key closed is replaced by one no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def _box() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    derived = (HKDF(SHA256(), 32, salt=None, info=b"foedera second factors").derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on: a provider's word on who somebody is opens an account that exists, by an address the provider has verified."""

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """Return the account of the first verified address; "true" as a text is not true."""
        sociallogin.email_addresses = [found for found in sociallogin.email_addresses if found.verified is True]
        found: tuple[Any, str] | None = super().authenticate_by_email(sociallogin)
        if found is not None:
            # Its address is vouched for twice now; allauth would otherwise take the password away as a stranger's.
            user, email = found
            EmailAddress.objects.update_or_create(user=user, email=email.lower(), defaults={"verified": True, "primary": True})
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse to tie a foreign account to the one signed in: only a verified address ties them."""
        if sociallogin.state.get("process") not in (None, "login"):
            raise ImmediateHttpResponse(refusals.provider(request, "provider", gettext("Accounts are tied to a provider by signing in there.")))
        if sociallogin.is_existing:
            enrol.taken_up_by_provider(sociallogin.user.pk, dt.datetime.now(tz=dt.UTC))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Say that nobody with this address is invited, or that the provider does not vouch for the address."""
        if not sociallogin.email_addresses:
            words = gettext("The provider does not say that it has verified your e-mail address, so we cannot find your account by it.")
            raise ImmediateHttpResponse(refusals.provider(request, "unverified", words))
        words = gettext("No account has the e-mail address the provider gives. An administrator of the register can invite you.")
        raise ImmediateHttpResponse(refusals.provider(request, "not-invited", words))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say that the provider's answer was not accepted; the log keeps why."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))
        why = f"{type(exception).__name__}: {exception}" if exception is not None else str(error)
        words = gettext(
            "The answer of the sign-in provider was not accepted. Try once more; if it happens again, tell an administrator of the register."
        )
        raise ImmediateHttpResponse(refusals.provider(request, "provider", words, why=why[:200]))
