"""What the environment decides about accounts, and from where a request is taken to come."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import reverse
from tests.web.people import now

from foedera.deeds import enrol
from foedera.deeds.powers import OPERATOR
from foedera.web.accounts.addresses import address_of
from foedera.web.accounts.settings import from_environment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "found"),
    [
        (0, "", "192.0.2.1", "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.9", "192.0.2.1", "198.51.100.9"),
        (1, "203.0.113.66, 198.51.100.9", "192.0.2.1", "198.51.100.9"),
        (2, "203.0.113.66, 198.51.100.9, 192.0.2.3", "192.0.2.1", "198.51.100.9"),
        (2, "198.51.100.9", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "<script>", "192.0.2.1", "0.0.0.0"),
        (0, "", "", "0.0.0.0"),
        (0, "", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_say_where_a_request_comes_from(settings: Any, proxies: int, forwarded: str, peer: str, found: str) -> None:
    """What a stranger writes into the header is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))) == found


OIDC = {"FOEDERA_OIDC_ISSUER": "https://id.example/", "FOEDERA_OIDC_CLIENT_ID": "foedera", "FOEDERA_OIDC_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(
    ("env", "hosts", "key", "value"),
    [
        ({}, ["localhost", "127.0.0.1"], "SECOND_FACTOR", "offered"),
        ({}, ["treaties.example"], "SECOND_FACTOR", "required"),
        ({"FOEDERA_MFA": "offered"}, ["treaties.example"], "SECOND_FACTOR", "offered"),
        ({}, [], "MAIL", False),
        ({"FOEDERA_EMAIL_URL": "smtp://u%40x:p%2F@mail.example:587/?from=r@x.example"}, [], "EMAIL_HOST_USER", "u@x"),
        ({"FOEDERA_EMAIL_URL": "smtp://u:p%2F@mail.example:587/"}, [], "EMAIL_HOST_PASSWORD", "p/"),
        ({"FOEDERA_EMAIL_URL": "smtp://mail.example:587/"}, [], "EMAIL_USE_TLS", True),
        ({"FOEDERA_EMAIL_URL": "smtps://mail.example/"}, [], "EMAIL_PORT", 465),
        ({"FOEDERA_PROXIES": "2"}, [], "ALLAUTH_TRUSTED_PROXY_COUNT", 2),
        ({**OIDC, "FOEDERA_OIDC_MFA": "provider"}, [], "PROVIDERS_WITH_SECOND_FACTOR", {"sso"}),
        (OIDC, [], "PROVIDERS_WITH_SECOND_FACTOR", frozenset()),
    ],
)
def test_what_the_environment_decides(env: dict[str, str], hosts: list[str], key: str, value: Any) -> None:
    """Each variable and what comes of it."""
    assert from_environment(env, hosts)[key] == value


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"FOEDERA_MFA": "maybe"}, "required or offered"),
        ({"FOEDERA_PROXIES": "all"}, "how many proxies"),
        ({"FOEDERA_EMAIL_URL": "mail.example"}, "smtp://"),
        ({"FOEDERA_OIDC_ISSUER": "http://id.example"}, "https://"),
        ({"FOEDERA_OIDC_ISSUER": "https://id.example"}, "FOEDERA_OIDC_CLIENT_ID and FOEDERA_OIDC_CLIENT_SECRET"),
    ],
)
def test_a_wrong_environment_is_said(env: dict[str, str], said: str) -> None:
    """The server does not start on a guess."""
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)):
        from_environment(env, [])


def test_every_setting_has_its_entry() -> None:
    """Each variable of the environment the program or its tests read stands in the reference."""
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    sources = [file.read_text(encoding="utf-8") for folder in ("src", "tests") for file in (root / folder).rglob("*.py")]
    found = {name for text in sources for name in re.findall(r"\b(FOEDERA_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL)\b", text)} - {
        "FOEDERA_COMPLETE",
        "FOEDERA_OIDC",
    }
    assert len(found) > 12
    assert {name for name in found if f"`{name}`" not in page} == set()


def test_a_link_leads_to_the_page_of_invitations() -> None:
    """The path deeds hand out is the one the pages answer."""
    link = enrol.invite(OPERATOR, "ada@ministry.example", now(), [("", "reader")])
    assert link.path == reverse("invitation", args=[link.key])
