"""How accounts work: sign-in by e-mail, a second factor, lock-out, passwords as current guidance has them. Part of `foedera.web.settings`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["foedera.web.accounts.passwords.NormalisingArgon2"]
# Length and known passwords are what counts (NIST SP 800-63B-4); no rules of composition, no forced change.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name", "last_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "foedera.web.accounts.passwords.Guessable"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "foedera.web.accounts.refusals.forged"

ACCOUNT_ADAPTER = "foedera.web.accounts.adapters.Accounts"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Foedera] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # From one address, on one account from anywhere in an hour, and in a day. Beside these stands the lock-out of account and address below.
    "login_failed": "50/h/ip,20/h/key,100/d/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "foedera.web.accounts.adapters.Factors"
MFA_FORMS = {
    "add_webauthn": "foedera.web.accounts.forms.AddKey",
    "edit_webauthn": "foedera.web.accounts.forms.RenameKey",
    "authenticate": "foedera.web.accounts.forms.Code",
    "reauthenticate": "foedera.web.accounts.forms.CodeAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Foedera"
# A code holds half a minute longer on either side: clocks differ, and people type. `forms` sees to it that none is good twice meanwhile.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 12
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are vouched for by who invites, not by a letter

SOCIALACCOUNT_ADAPTER = "foedera.web.accounts.adapters.Providers"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, not a form: a policy that lets forms go to our own host only would stop the way on to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "foedera.web.accounts.refusals.locked"
AXES_CLIENT_IP_CALLABLE = "foedera.web.accounts.addresses.address_of"
AXES_SENSITIVE_PARAMETERS = ["password", "oldpassword", "password1", "password2", "login", "code", "credential", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

#: A session of a person with guarded powers ends after so long without a request; every session after so long altogether (the cookie's age).
SESSION_IDLE = dt.timedelta(minutes=30)

#: Names by which only this machine is reached.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


def from_environment(env: Mapping[str, str], hosts: list[str]) -> dict[str, Any]:
    """Return the settings of accounts that the environment decides."""
    second = env.get("FOEDERA_MFA") or ("offered" if LOOPBACK.issuperset(hosts) else "required")
    if second not in ("required", "offered"):
        message = f"FOEDERA_MFA is '{second}'; write required or offered"
        raise ImproperlyConfigured(message)
    providers = list(_providers(env))
    return {
        "SECOND_FACTOR": second,
        "ALLAUTH_TRUSTED_PROXY_COUNT": _number(env, "FOEDERA_PROXIES"),
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": providers, "OAUTH_PKCE_ENABLED": True}},
        #: The providers that ask for a second factor themselves, so that none of ours is needed beside.
        "PROVIDERS_WITH_SECOND_FACTOR": frozenset(p["provider_id"] for p in providers if p["settings"]["second_factor"]),
        **_mail(env),
    }


def _providers(env: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the sign-in providers: `FOEDERA_OIDC_…` names the first, `FOEDERA_OIDC_2_…` to `FOEDERA_OIDC_9_…` further ones."""
    found = []
    for prefix in ("FOEDERA_OIDC_", *(f"FOEDERA_OIDC_{n}_" for n in range(2, 10))):
        issuer = env.get(f"{prefix}ISSUER", "").rstrip("/")
        if not issuer:
            continue
        parts = urlsplit(issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
            message = f"{prefix}ISSUER is '{issuer}'; a provider is reached by https://"
            raise ImproperlyConfigured(message)
        missing = [name for name in ("CLIENT_ID", "CLIENT_SECRET") if not env.get(prefix + name)]
        if missing:
            names = " and ".join(prefix + name for name in missing)
            message = f"{prefix}ISSUER is set but not {names}; the provider gives both when you register Foedera there"
            raise ImproperlyConfigured(message)
        found.append(
            {
                "provider_id": env.get(f"{prefix}ID", "sso"),
                "name": env.get(f"{prefix}NAME", parts.hostname or "sso")[:40],
                "client_id": env[f"{prefix}CLIENT_ID"],
                "secret": env[f"{prefix}CLIENT_SECRET"],
                "settings": {"server_url": issuer, "second_factor": env.get(f"{prefix}MFA", "") == "provider"},
            }
        )
    return found


def _mail(env: Mapping[str, str]) -> dict[str, Any]:
    """Return how mail is sent: `smtp://` (STARTTLS where port 587) or `smtps://`, with name, password and `?from=`; without, none is."""
    given = env.get("FOEDERA_EMAIL_URL", "")
    if not given:
        return {"MAIL": False, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        message = "FOEDERA_EMAIL_URL is not like smtp://name:password@mail.example.org:587/?from=register@example.org"
        raise ImproperlyConfigured(message)
    sender = parse_qs(parts.query).get("from", [f"foedera@{parts.hostname}"])[0]
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    return {
        "MAIL": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and port == 587,
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    }


def _number(env: Mapping[str, str], name: str) -> int:
    given = env.get(name, "0")
    if not given.isdecimal():
        message = f"{name} is '{given}'; write how many proxies stand before the server, like 1"
        raise ImproperlyConfigured(message)
    return int(given)
