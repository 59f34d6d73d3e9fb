"""Settings of the pages, the interface for programs and the register: safe as they stand, changed by few environment variables.

`FOEDERA_HOME` is the folder of the register's one file (SQLite) and of its secret; `DATABASE_URL` names PostgreSQL instead;
`FOEDERA_HOSTS` lists the names the server answers to; `docs/reference/settings.md` explains every one.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

HERE = Path(__file__).resolve().parent
ENV = os.environ  # noqa: TID251 - the one place of the server that reads the environment

HOME = Path(ENV.get("FOEDERA_HOME") or Path.home() / ".foedera")
HOSTS = ENV.get("FOEDERA_HOSTS", "localhost,127.0.0.1,[::1],testserver")
#: Whether pages are served over TLS (behind a proxy that says so): then cookies travel on TLS alone.
SECURE = ENV.get("FOEDERA_TLS", "") == "1"
#: Who may read the common record: "everybody" that reaches the address, or "accounts" only.
READING = ENV.get("FOEDERA_READING", "everybody")


def _secret() -> str:
    """Return the secret of this register, made on first use and kept beside its file, for its owner's eyes only."""
    if given := ENV.get("FOEDERA_SECRET_KEY"):
        return given
    kept = HOME / "secret.key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = HOSTS.split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if SECURE and host[:1] not in "[*."]

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(ENV.get("DATABASE_URL") or f"sqlite:///{HOME / 'foedera.sqlite3'}", conn_max_age=60)}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Write-ahead log: readers never wait for a writer. FULL: what was acknowledged is on disk. IMMEDIATE: writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
    }

ROOT_URLCONF = "foedera.web.urls"
WSGI_APPLICATION = "foedera.web.wsgi.application"
INSTALLED_APPS: list[str] = [
    "foedera.store",
    "foedera.web",
    "foedera.web.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds bytes of random length to each page, against guessing what is in it by its size (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",  # these two before all that may refuse, so that refusals carry their headers too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "foedera.web.accounts.middleware.WhoAsks",
    "axes.middleware.AxesMiddleware",
    "foedera.web.refusals.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "environment": "foedera.web.templating.environment",
            "autoescape": True,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n"],
        },
    },
    {
        # allauth's own pages are written for this engine; ours lay the house's frame around them.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "account_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foedera.web.accounts.context.account_words",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:  # names no other host of the domain can set
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

#: What goes wrong is told to the operator, on standard error; readers are told no particulars.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"operator": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["operator"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["operator"], "level": "ERROR", "propagate": False}},
}

#: Rate limits are counted here, for all processes together; the table is made by a migration. It is large, so that a flood does not push counts out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "store_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10},
    }
}

AUTH_USER_MODEL = "store.User"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "foedera.web.bounded.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [HERE / "locale"]

from foedera.web.accounts.settings import *  # noqa: E402, F403
from foedera.web.accounts.settings import from_environment  # noqa: E402

globals().update(from_environment(ENV, ALLOWED_HOSTS))
