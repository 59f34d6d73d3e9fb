"""Single sign-on by OpenID Connect, strictly: the provider is who it says, its word is signed by its key, for us, and speaks of one person only."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from requests import RequestException

from foedera.web.accounts import refusals

#: Signatures that only the holder of a private key can make.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
#: How far a provider's clock may be from ours, in seconds.
LEEWAY = 60


class Strict(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Reads a provider's answer as OpenID Connect Core 1.0 asks, signature always, and more than allauth insists on."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description of itself; another issuer than the one configured is refused."""
        config: dict[str, Any] = super().openid_config
        configured = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != configured:
            message = f"the provider calls itself {config.get('issuer')}, configured is {configured}"
            raise OAuth2Error(message)
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return who signed in; an answer without an ID token, or whose two halves speak of different people, is refused."""
        if not kwargs["response"].get("id_token"):
            message = "the provider gave no ID token"
            raise OAuth2Error(message)
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if told.get("userinfo", told["id_token"]).get("sub") != told["id_token"]["sub"]:
            message = "the user information is about somebody else than the ID token"
            raise OAuth2Error(message)
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
                keys = jwt.PyJWKSet.from_dict(answer.json())
            claims: dict[str, Any] = jwt.decode(
                id_token,
                keys[jwt.get_unverified_header(id_token).get("kid", "")],
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            message = f"the ID token does not hold: {error}"
            raise OAuth2Error(message) from error
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            message = "the ID token was made for several, and not by our leave"
            raise OAuth2Error(message)
        return claims


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the reader on to the provider; no other site starts this, and nothing but where to return to is taken from the address."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("account_login")
    following = QueryDict(mutable=True)
    if "next" in request.GET:
        following["next"] = request.GET["next"]
    request.GET = following  # type: ignore[assignment]
    return _view(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = kind.adapter_view(Strict(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        message = "there is no sign-in provider of this name"
        raise Http404(message) from error
    except (OAuth2Error, RequestException) as error:
        words = gettext(
            "The sign-in provider cannot be reached, or is not the one the register is set up for. Tell an administrator of the register."
        )
        return refusals.provider(request, "provider", words, why=f"{type(error).__name__}: {error}"[:200])
    return response
