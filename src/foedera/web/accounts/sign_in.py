"""The page to sign in: by password, by passkey, by the providers the register is set up for."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from foedera.web.accounts.context import passkeys_possible
from foedera.web.asking import as_of


class SignIn(LoginView):  # type: ignore[misc]
    """Sign in with what one has."""

    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        following = found.get("redirect_field_value") or ""
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return {
            **found,
            "when": as_of(self.request),
            "path": self.request.path,
            "actor": self.request.actor,
            "following": following,
            "providers": [(app["provider_id"], app["name"]) for app in apps],
            "passkeys": passkeys_possible(self.request),
            "mail": settings.MAIL,
        }
