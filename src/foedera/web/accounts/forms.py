"""Forms of allauth's whose labels it does not translate."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey or a security key under a name of its own."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=80)


class RenameKey(EditWebAuthnForm):  # type: ignore[misc]
    """Call a passkey or a security key otherwise."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
