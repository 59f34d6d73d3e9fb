"""Second factors as a gate and at sign-in; sessions, how they end; confirming again who one is."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client
from tests.web.people import LOGIN, PASSWORD, code_of, lines, now, person, quick_hashes, sign_in, signed_in, with_totp

from foedera.deeds import enrol
from foedera.deeds.powers import OPERATOR
from foedera.store.models import User
from foedera.web.accounts.middleware import BEGAN, SEEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_hashes(monkeypatch)


@pytest.fixture
def client() -> Client:
    """A browser."""
    return Client(REMOTE_ADDR="192.0.2.10")


@pytest.fixture
def second_factor(settings: Any) -> None:
    """A register that asks for a second factor."""
    settings.SECOND_FACTOR = "required"


def test_without_a_second_factor_only_its_pages_open(client: Client, second_factor: None) -> None:
    """A treaty officer without one reaches the pages to enrol it, and nothing else; a reader everything."""
    person("ada@ministry.example", ("FRA", "treaty-officer"))
    sign_in(client)
    for path in ("/", "/account/", "/account/tokens/", "/account/sessions/", "/record/", "/nowhere/"):
        assert client.get(path).headers["Location"] == "/account/2fa/", path
    for path in ("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert client.get(path, follow=True).redirect_chain[-1:] != [("/account/2fa/", 302)], path
    assert "asks for a second factor" in client.get("/account/2fa/").content.decode()
    assert ("ada@ministry.example", "no-factor", False) in [line[:3] for line in lines()]
    reader = Client()
    person("reader@ministry.example")
    sign_in(reader, "reader@ministry.example")
    assert reader.get("/account/").status_code == 200


def test_enrolling_an_app_opens_the_pages(client: Client, second_factor: None, django_capture_on_commit_callbacks: Any) -> None:
    """Who takes up an invitation enrols at once, gets recovery codes, and goes on; the secret is not kept in the clear."""
    link = enrol.invite(OPERATOR, "ada@ministry.example", now(), [("FRA", "treaty-officer")])
    client.post(link.path, {"password": PASSWORD})
    assert client.get("/").headers["Location"] == "/account/2fa/"
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    secret = client.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/2fa/totp/activate/", {"code": code}).headers["Location"] == "/account/2fa/recovery-codes/"
    user = User.objects.get(pk=link.person)
    assert secret not in repr(list(user.authenticator_set.values_list("data", flat=True)))  # type: ignore[attr-defined]
    assert client.get("/account/").status_code == 200
    assert ("ada@ministry.example", "factor-added", True) in [line[:3] for line in lines()]


def code_at(user: User, at: int) -> str:
    """The code of a moment."""
    secret = totp.decrypt(user.authenticator_set.get(type="totp").data["secret"])  # type: ignore[attr-defined]
    return totp.format_hotp_value(totp.hotp_value(secret, at // 30))


def test_a_code_is_good_once(client: Client) -> None:
    """The password alone does not open; a code opens once, and not a second time in the same half minute."""
    user = with_totp(person())
    assert sign_in(client).headers["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)
    code = code_of(user)
    assert client.post("/account/2fa/authenticate/", {"code": "000000" if code != "000000" else "111111"}).status_code == 200
    assert ("ada@ministry.example", "wrong-code", False) in [line[:3] for line in lines()]
    code = code_of(user)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert signed_in(client)
    again = Client()
    sign_in(again)
    assert "Incorrect code" in again.post("/account/2fa/authenticate/", {"code": code}).content.decode()
    assert not signed_in(again)


@pytest.mark.parametrize(("later", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(client: Client, later: int, opens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The codes before and after the running one open; those beyond do not."""
    user = with_totp(person())
    sign_in(client)
    at = int(time.time()) // 30 * 30 + 10
    monkeypatch.setattr(totp.time, "time", lambda: float(at))
    client.post("/account/2fa/authenticate/", {"code": code_at(user, at + 30 * later)})
    assert signed_in(client) is opens


def test_a_code_is_good_once_in_all_the_time_it_holds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code of the coming half minute, used, does not open a minute later, though it still holds and allauth has forgotten it; nor with a space."""
    user = with_totp(person())
    began = int(time.time()) // 30 * 30 + 10
    code = code_at(user, began + 30)
    monkeypatch.setattr(totp.time, "time", lambda: float(began))
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert signed_in(client)
    monkeypatch.setattr(totp.time, "time", lambda: float(began + 60))
    monkeypatch.setattr(totp.TOTP, "_mark_code_used", lambda *_: True)
    for given in (code, f"{code[:3]} {code[3:]}"):
        again = Client()
        sign_in(again)
        assert "Incorrect code" in again.post("/account/2fa/authenticate/", {"code": given}).content.decode()
        assert not signed_in(again)


def test_recovery_codes_are_good_once(client: Client) -> None:
    """A recovery code stands in for the app, once."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = with_totp(person())
    code = RecoveryCodes.activate(user).generate_codes()[0]
    assert len(code) == 12
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert signed_in(client)
    again = Client()
    sign_in(again)
    again.post("/account/2fa/authenticate/", {"code": code})
    assert not signed_in(again)


def test_codes_are_not_tried_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """After twenty wrong codes in an hour the right one does not open either."""
    user = with_totp(person())
    sign_in(client)
    monkeypatch.setattr(totp, "validate_totp_code", lambda _, code: code == "right")
    for _ in range(20):
        assert "Incorrect code" in client.post("/account/2fa/authenticate/", {"code": "wrong"}).content.decode()
    client.post("/account/2fa/authenticate/", {"code": "right"})
    assert not signed_in(client)
    assert user.pk


def test_a_secret_closed_with_another_key_opens_nothing(client: Client, settings: Any) -> None:
    """A register restored beside another secret key refuses the app's codes; it does not break."""
    user = with_totp(person())
    code = code_of(user)
    settings.SECRET_KEY = "another secret key of another machine, long enough for its use"
    sign_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 200
    assert not signed_in(client)
    settings.SECRET_KEY_FALLBACKS = []


def test_sensitive_pages_ask_again_who_one_is(client: Client) -> None:
    """Tokens and second factors open for ten minutes after the password was given on purpose."""
    person()
    sign_in(client)
    for path in ("/account/tokens/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert client.get(path).headers["Location"].startswith("/account/reauthenticate/"), path
    client.post("/account/reauthenticate/", {"password": "wrong wrong wrong wrong"})
    assert client.get("/account/tokens/").status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/tokens/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    assert client.get("/account/tokens/").status_code == 302


def test_a_guarded_session_ends_when_nothing_is_asked(client: Client) -> None:
    """Half an hour without a request signs an officer out, not a reader; the log says so."""
    person("ada@ministry.example", ("FRA", "treaty-officer"))
    person("reader@ministry.example")
    for email, ends in (("ada@ministry.example", True), ("reader@ministry.example", False)):
        browser = Client()
        sign_in(browser, email)
        session = browser.session
        session[SEEN] = time.time() - 31 * 60
        session.save()
        assert (browser.get("/account/").status_code == 302) is ends
        assert signed_in(browser) is not ends
    assert ("ada@ministry.example", "session-ended", True) in [line[:3] for line in lines()]


def test_every_session_ends(client: Client) -> None:
    """Twelve hours after it began, however busy it was."""
    person()
    sign_in(client)
    session = client.session
    session[BEGAN] = time.time() - 12 * 3600 - 1
    session[SEEN] = time.time()
    session.save()
    assert client.get("/account/").headers["Location"].startswith(LOGIN)
    assert not signed_in(client)


def test_sessions_that_are_over_are_cleared_away(client: Client) -> None:
    """They do not pile up, whoever began them."""
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=now() - dt.timedelta(days=1))
    person()
    sign_in(client)
    assert not Session.objects.filter(session_key="x" * 32).exists()


def test_sessions_are_listed_and_ended(client: Client) -> None:
    """One sees where one is signed in, and signs out elsewhere, or everywhere."""
    person()
    others = [Client(REMOTE_ADDR="192.0.2.20"), Client(REMOTE_ADDR="192.0.2.21")]
    for browser in (client, *others):
        sign_in(browser)
    text = client.get("/account/sessions/").content.decode()
    assert "192.0.2.20" in text
    assert "192.0.2.21" in text
    client.post("/account/sessions/")
    assert signed_in(client)
    assert not any(signed_in(browser) for browser in others)
    sign_in(others[0])
    client.post("/account/sessions/end/")
    assert not signed_in(client)
    assert not signed_in(others[0])


def test_a_changed_password_signs_out_elsewhere(client: Client) -> None:
    """Who has stolen a session loses it; the one that changed the password goes on."""
    person()
    other = Client()
    sign_in(other)
    sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": "five other words nobody knows", "password2": "five other words nobody knows"}
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/password/change/", fields).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert ("ada@ministry.example", "password-changed", True) in [line[:3] for line in lines()]
    short = {"oldpassword": fields["password1"], "password1": "short", "password2": "short"}
    assert "15 characters" in client.post("/account/password/change/", short).content.decode()
