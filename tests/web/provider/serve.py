"""A real sign-in provider (django-oauth-toolkit) as a process of its own, on the loopback: `serve.py PORT FOLDER CALLBACK…`.

Who signs in is who they say; some of them come back with a faulty word of the provider, as their name says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

PORT, FOLDER, CALLBACKS = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
ISSUER = f"http://127.0.0.1:{PORT}/o"

#: Those with an account or without, and what the provider says of their address.
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"email": "Ada@Ministry.example", "email_verified": True, "given_name": "Ada"},
    "bert": {"email": "bert@ministry.example", "email_verified": True},
    "gone": {"email": "gone@ministry.example", "email_verified": True},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
    "unverified": {"email": "ada@ministry.example", "email_verified": False},
    "unsaid": {"email": "ada@ministry.example"},
    "text": {"email": "ada@ministry.example", "email_verified": "true"},
    "nameless": {},
}
#: Those for whom the provider's word is faulty although it speaks of ada.
FAULTY = ("wrong-audience", "several-audiences", "wrong-issuer", "expired", "wrong-key", "unsigned", "symmetric", "other-person", "no-id-token")
PEOPLE |= {name: {"email": "ada@ministry.example", "email_verified": True} for name in FAULTY}


def _key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


settings.configure(
    SECRET_KEY="only for tests",
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF=__name__,
    LOGIN_URL="/login/",
    SESSION_COOKIE_NAME="provider",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": ISSUER,
        "OIDC_RSA_PRIVATE_KEY": _key(),
        "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "who you are", "profile": "your name", "email": "your address"},
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Claims",
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
    },
)
django.setup()

import jwt  # noqa: E402
from django.contrib.auth import login as sign_in  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils.html import escape  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402

_STRANGE_KEY = _key()


class Claims(OAuth2Validator):
    """What the provider says of a person, faults included."""

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Return address and name."""
        return PEOPLE[request.user.username]

    def get_userinfo_claims(self, request: Any) -> dict[str, Any]:
        """Return the same to who asks with the access token; for one of them, somebody else."""
        claims: dict[str, Any] = super().get_userinfo_claims(request)
        return {**claims, "sub": "4711"} if request.user.username == "other-person" else claims

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> Any:
        """Return what the ID token says."""
        claims, ends = super().get_id_token_dictionary(token, token_handler, request)
        wrong: dict[str, dict[str, Any]] = {
            "wrong-audience": {"aud": "another"},
            "several-audiences": {"aud": ["another", request.client.client_id]},
            "wrong-issuer": {"iss": "https://evil.example"},
            "expired": {"exp": 1_000_000_000},
        }
        return {**claims, **wrong.get(request.user.username, {})}, ends

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        """Return the ID token, for some with a signature that should not be believed."""
        signed: str = super().finalize_id_token(id_token, token, token_handler, request)
        header, claims = jwt.get_unverified_header(signed), jwt.decode(signed, options={"verify_signature": False})
        kid = {"kid": header["kid"]}
        if request.user.username == "wrong-key":
            return jwt.encode(claims, _STRANGE_KEY, "RS256", headers=kid)
        if request.user.username == "unsigned":
            return jwt.encode(claims, None, "none", headers=kid)
        if request.user.username == "symmetric":
            return jwt.encode(claims, "the public key, taken for a secret", "HS256", headers=kid)
        return signed


def login(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is, and believe it."""
    following = request.GET.get("next", "/")
    if request.method == "POST":
        sign_in(request, User.objects.get(username=request.POST["username"]), backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect(following)
    form = f'<form method="post" action="/login/?next={escape(quote(following))}"><input name="username"><button>Go</button></form>'
    return HttpResponse(f"<!doctype html><title>Provider</title>{form}")


def without_id_token(application: Any) -> Any:
    """Leave the ID token out of the answer to the one who is called so."""

    def answered(environ: Any, start: Any) -> Any:
        if environ["PATH_INFO"] != "/o/token/":
            return application(environ, start)
        kept: list[Any] = []
        body = b"".join(application(environ, lambda status, headers: kept.extend((status, headers))))
        told = json.loads(body)
        if "id_token" in told and jwt.decode(told["id_token"], options={"verify_signature": False})["sub"] == str(
            User.objects.get(username="no-id-token").pk
        ):
            del told["id_token"]
            body = json.dumps(told).encode()
        start(kept[0], [(name, value) for name, value in kept[1] if name.lower() != "content-length"])
        return [body]

    return answered


urlpatterns = [path("login/", login), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.modules["serve"] = sys.modules["__main__"]
    call_command("migrate", verbosity=0)
    for person in PEOPLE:
        User.objects.create_user(person)
    Application.objects.create(
        name="Foedera",
        client_id="foedera",
        client_secret="a secret between the two",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(CALLBACKS),
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )
    make_server("127.0.0.1", PORT, without_id_token(get_wsgi_application()), handler_class=Quiet).serve_forever()
