"""Forms of allauth's, where its labels are not translated, or it would take a code twice."""

from __future__ import annotations

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy

#: allauth's name for the error of a code that does not open.
WRONG = "incorrect_code"


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey or a security key under a name of its own."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=80)


class RenameKey(EditWebAuthnForm):  # type: ignore[misc]
    """Call a passkey or a security key otherwise."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)


class _Once:
    """Takes a code once in all the time it holds: allauth remembers it for half a minute, and it holds that long before and after too."""

    def clean_code(self) -> str:
        """Return the code; the error of a wrong one where it was used already."""
        code: str = super().clean_code()  # type: ignore[misc]
        held = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"code-used:{self.user.pk}:{''.join(code.split())}", 1, held):  # type: ignore[attr-defined]
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise get_adapter().validation_error(WRONG)
        return code


class Code(_Once, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class CodeAgain(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The code before something that asks who one is."""
