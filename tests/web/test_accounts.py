"""Accounts without scripts: signing in and out, lock-out, second factors, sessions, forms, what is closed; and all of it in the log."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from foedera.deeds import enrol, people, signing_in
from foedera.deeds.powers import OPERATOR
from foedera.store.models import LogEntry, User
from foedera.web.accounts.addresses import address_of
from foedera.web.accounts.middleware import BEGAN, SEEN
from foedera.web.accounts.passwords import NormalisingArgon2
from foedera.web.accounts.settings import from_environment

pytestmark = pytest.mark.django_db

PASSWORD = "four unrelated words of mine"
LOGIN = "/account/login/"


def now() -> dt.datetime:
    """The time: invitations are taken up through pages that read the clock."""
    return dt.datetime.now(tz=dt.UTC)


def person(email: str = "ada@ministry.example", *memberships: tuple[str, str]) -> User:
    """Somebody with an account and a password."""
    link = enrol.invite(OPERATOR, email, now(), memberships or [("", "reader")])
    enrol.take_up(link.key, now(), password=PASSWORD)
    return User.objects.get(pk=link.person)


def sign_in(client: Client, email: str = "ada@ministry.example", password: str = PASSWORD, **more: Any) -> Any:
    """Send the form."""
    following = {"next": more.pop("next")} if "next" in more else {}
    return client.post(LOGIN, {"login": email, "password": password, **following}, **more)


def signed_in(client: Client) -> bool:
    """Whether the session is somebody's."""
    return "_auth_user_id" in client.session


def lines() -> list[tuple[str, str, bool, str]]:
    """The log: who, deed, allowed, why."""
    return list(LogEntry.objects.order_by("id").values_list("who", "deed", "allowed", "why"))


def code_of(user: User, later: int = 0) -> str:
    """The code an authenticator app shows, so many half minutes from now."""
    secret = totp.decrypt(user.authenticator_set.get(type="totp").data["secret"])  # type: ignore[attr-defined]
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def with_totp(user: User) -> User:
    """Give somebody an authenticator app."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


@pytest.fixture(autouse=True)
def _quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs a tenth of a second on purpose; here it may be cheap, but where time itself is looked at."""
    if "slow_hashes" not in request.fixturenames:
        monkeypatch.setattr(NormalisingArgon2, "time_cost", 1)
        monkeypatch.setattr(NormalisingArgon2, "memory_cost", 64)


@pytest.fixture
def slow_hashes() -> None:
    """Passwords are hashed as they are in the register."""


@pytest.fixture
def client() -> Client:
    """A browser."""
    return Client(REMOTE_ADDR="192.0.2.10")


@pytest.fixture
def second_factor(settings: Any) -> None:
    """A register that asks for a second factor."""
    settings.SECOND_FACTOR = "required"


# Signing in and out


def test_signing_in_changes_the_session_and_is_kept(client: Client) -> None:
    """Who planted a session before the sign-in does not have it after; sign-in and sign-out stand in the log."""
    person()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    assert sign_in(client).status_code == 302
    assert signed_in(client)
    assert client.session.session_key != before
    assert "planted" not in client.session or client.session.session_key != before
    fixed = Client()
    fixed.cookies["sessionid"] = before
    assert "_auth_user_id" not in fixed.session
    client.post("/account/logout/")
    assert not signed_in(client)
    assert [(who, deed) for who, deed, *_ in lines()][-2:] == [("ada@ministry.example", "signed-in"), ("ada@ministry.example", "signed-out")]
    assert LogEntry.objects.order_by("-id")[0].address == "192.0.2.10"


def test_known_and_unknown_are_answered_alike(slow_hashes: None) -> None:
    """Page, status and time are the same whether or not there is such an account, and what was typed is not kept."""
    person()
    answers, times = {}, {}
    for email in ("ada@ministry.example", "nobody@ministry.example"):
        taken = []
        for i in range(5):
            start = time.perf_counter()
            answer = Client(REMOTE_ADDR=f"192.0.2.{i}").post(LOGIN, {"login": email, "password": "not the right one at all"})
            taken.append(time.perf_counter() - start)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        answers[email] = (answer.status_code, text.replace(email, "E"))
        times[email] = statistics.median(taken)
    assert len(set(answers.values())) == 1
    assert 0.5 < times["ada@ministry.example"] / times["nobody@ministry.example"] < 2
    assert not any("nobody" in text for line in lines() for text in line if isinstance(text, str))


def test_lock_out_of_an_account_from_an_address(client: Client) -> None:
    """After ten failures the right password does not open either, from that address; from elsewhere it does. The log says so."""
    person()
    for _ in range(9):
        assert sign_in(client, password="wrong wrong wrong wrong").status_code == 200
    assert sign_in(client, password="wrong wrong wrong wrong").status_code == 429
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "quarter of an hour" in locked.content.decode()
    assert not signed_in(client)
    other = Client(REMOTE_ADDR="192.0.2.99")
    assert sign_in(other).status_code == 302
    assert signed_in(other)
    events = [(deed, allowed) for _, deed, allowed, _ in lines()]
    assert events.count(("wrong-password", False)) == 9
    assert events.count(("locked", False)) == 2


def test_unknown_accounts_lock_alike(client: Client) -> None:
    """A lock says nothing about whether there is an account."""
    statuses = [sign_in(client, "nobody@ministry.example").status_code for _ in range(11)]
    assert statuses == [200] * 9 + [429] * 2


def test_failures_from_one_address_are_limited_whatever_the_account(client: Client, settings: Any) -> None:
    """Trying one password on many accounts ends after fifty."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": None}
    for i in range(50):
        assert "not correct" in sign_in(client, f"a{i}@ministry.example").content.decode()
    assert "Too many failed" in sign_in(client, "another@ministry.example").content.decode()
    assert ("", "too-many", False) in [line[:3] for line in lines()]


def test_failures_on_one_account_are_limited_from_wherever() -> None:
    """Many addresses together try one account twenty times an hour, no more."""
    said = [sign_in(Client(REMOTE_ADDR=f"198.51.100.{i}"), "nobody@ministry.example").content.decode() for i in range(21)]
    assert all("not correct" in text for text in said[:20])
    assert "Too many failed" in said[20]


def test_requests_to_sign_in_are_limited(client: Client) -> None:
    """Thirty a minute from one address; then a page that says wait, and one line in the log, not one for each."""
    statuses = [client.post(LOGIN, {"login": "no address"}).status_code for _ in range(33)]
    assert statuses == [200] * 30 + [429] * 3
    assert [deed for _, deed, *_ in lines()].count("too-many") == 1


def test_a_deactivated_account_is_told_to_who_knows_its_password_only(client: Client) -> None:
    """The right password leads to a page that says so; a wrong one to the usual answer. A running session ends at once."""
    user = person()
    running = Client()
    sign_in(running)
    people.deactivate(OPERATOR, user.pk, now())
    assert running.get("/account/").headers["Location"].startswith(LOGIN)
    assert sign_in(client).headers["Location"] == reverse("account_inactive")
    assert not signed_in(client)
    assert lines()[-1][1] == "inactive"
    assert "not correct" in sign_in(client, password="wrong wrong wrong wrong").content.decode()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https://localhost/",
        "\thttps://evil.example",
        "https://testserver@evil.example/",
    ],
)
def test_no_way_leads_elsewhere_after_signing_in(client: Client, target: str) -> None:
    """`next` to another host is ignored, at sign-in and at sign-out."""
    person()
    assert sign_in(client, next=target).headers["Location"] == "/"
    assert client.get(LOGIN, {"next": target}).headers["Location"] == "/"
    assert client.post("/account/logout/", {"next": target}).headers["Location"] == "/"


def test_the_way_back_after_signing_in(client: Client) -> None:
    """A page of ours is returned to."""
    person()
    assert "/account/tokens/" in client.get("/account/tokens/").headers["Location"]
    assert sign_in(client, next="/parties/?on=1990-01-01").headers["Location"] == "/parties/?on=1990-01-01"


def test_nobody_signs_up(client: Client) -> None:
    """There is no page to sign up, none to add addresses, and without mail none that would send a letter."""
    for name in ("account_signup", "account_email", "account_reset_password", "socialaccount_signup", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("signup/", "email/", "password/reset/", "3rdparty/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404
    assert "administrator of the register gives you a new link" in client.get(LOGIN).content.decode()


def test_a_form_without_its_token_is_refused_and_kept() -> None:
    """Each form that changes something, forged from elsewhere."""
    user = person()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    paths = [
        "/account/language/",
        "/account/feed/",
        "/account/tokens/",
        "/account/sessions/end/",
        "/account/logout/",
        "/account/password/change/",
        "/language/",
    ]
    for path in paths:
        answer = client.post(path, {"language": "fr", "name": "x", "scopes": "read", "days": "7"})
        assert answer.status_code == 403, path
        assert "The form was not accepted" in answer.content.decode()
    kept = LogEntry.objects.filter(deed="forged").values_list("who", "subject", "allowed")
    assert list(kept) == [("ada@ministry.example", path, False) for path in paths]
    assert signed_in(client)
    assert not User.objects.get(pk=user.pk).language


# Second factors


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


@pytest.mark.parametrize("later", [-2, -1, 1, 2])
def test_a_code_of_another_half_minute_does_not_open(client: Client, later: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the last one, which somebody may have seen, nor the next."""
    user = with_totp(person())
    sign_in(client)
    at = int(time.time()) // 30 * 30 + 10
    monkeypatch.setattr(totp.time, "time", lambda: float(at))
    secret = totp.decrypt(user.authenticator_set.get(type="totp").data["secret"])  # type: ignore[attr-defined]
    client.post("/account/2fa/authenticate/", {"code": totp.format_hotp_value(totp.hotp_value(secret, at // 30 + later))})
    assert not signed_in(client)


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


# Sessions


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


# The invitation's page


def test_an_invitation_is_taken_up_on_its_page(client: Client) -> None:
    """A password that will not do is refused at its field, the right one signs in; the link is then spent."""
    link = enrol.invite(OPERATOR, "ada@ministry.example", now(), [("", "reader")])
    assert "ada@ministry.example" in client.get(link.path).content.decode()
    bad = client.post(link.path, {"password": "short"})
    assert bad.status_code == 400
    assert 'aria-invalid="true"' in bad.content.decode()
    assert client.post(link.path, {"password": PASSWORD}).status_code == 302
    assert signed_in(client)
    spent = Client().get(link.path)
    assert spent.status_code == 410
    assert "taken up already" in spent.content.decode()
    assert PASSWORD not in repr(lines())


def test_a_look_at_the_link_does_not_spend_it(client: Client) -> None:
    """Mail programs that open links beforehand take nothing away."""
    link = enrol.invite(OPERATOR, "ada@ministry.example", now(), [("", "reader")])
    for _ in range(3):
        assert client.get(link.path).status_code == 200
        assert client.head(link.path).status_code == 200
    assert client.post(link.path, {"password": PASSWORD}).status_code == 302


def test_the_first_administrator_takes_up_the_register(client: Client) -> None:
    """The page asks for the address; then the register has an administrator."""
    link = enrol.first_administrator(now())
    assert link is not None
    assert 'name="email"' in client.get(link.path).content.decode()
    assert client.post(link.path, {"password": PASSWORD, "email": ""}).status_code == 400
    assert client.post(link.path, {"password": PASSWORD, "email": "chief@ministry.example"}).status_code == 302
    assert signing_in.actor_of(int(client.session["_auth_user_id"])).may("administer")


def test_another_account_signed_in_makes_way(client: Client) -> None:
    """Who opens a colleague's link in one's own browser does not mix the two."""
    person("old@ministry.example")
    sign_in(client, "old@ministry.example")
    link = enrol.invite(OPERATOR, "new@ministry.example", now(), [("", "reader")])
    client.post(link.path, {"password": PASSWORD})
    assert client.session["_auth_user_id"] == str(link.person)


def test_a_new_link_does_not_pass_by_the_second_factor(client: Client) -> None:
    """A new password by a link still asks for the code of the app."""
    user = with_totp(person())
    link = enrol.invite(OPERATOR, user.email, now())
    assert client.post(link.path, {"password": PASSWORD}).headers["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)


# What is closed, languages, tokens


def test_a_closed_register_opens_for_accounts_only(client: Client, settings: Any) -> None:
    """Where reading needs an account, a visitor reaches the sign-in and the invitation, and nothing else."""
    settings.READING = "accounts"
    link = enrol.invite(OPERATOR, "ada@ministry.example", now(), [("", "reader")])
    for path in ("/", "/parties/", "/calendar/", "/account/", "/nowhere/"):
        assert client.get(path).headers["Location"].startswith(LOGIN), path
    for path in (LOGIN, link.path):
        assert client.get(path).status_code == 200, path
    client.post(link.path, {"password": PASSWORD})
    assert client.get("/account/").status_code == 200


def test_a_private_calendar_is_read_by_its_key(client: Client, settings: Any) -> None:
    """A calendar program has no session: the key opens the feed of its owner, in a closed register too; another key opens nothing."""
    settings.READING = "accounts"
    owner = signing_in.actor_of(person().pk)
    feed = reverse("calendar-feed")
    key = people.feed_key(owner)
    answer = client.get(feed, {"key": key})
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    people.set_language(owner, "fr")
    assert b"tous les accords" in client.get(feed, {"key": key}).content
    assert client.get("/parties/", {"key": key}).status_code == 302
    people.renew_feed_key(owner)
    assert client.get(feed, {"key": key}).status_code == 403
    assert ("", "feed", False) in [line[:3] for line in lines()]
    assert client.get(feed).status_code == 302


def test_pages_of_an_account_are_kept_by_nobody_between(client: Client) -> None:
    """Proxies and shared browsers keep no copy of what an account sees."""
    person()
    sign_in(client)
    assert "private" in client.get("/account/").headers["Cache-Control"]
    assert "private" in client.get("/").headers["Cache-Control"]


def test_a_language_goes_with_its_person(client: Client) -> None:
    """Chosen once, it holds in another browser; a visitor's choice holds in the browser."""
    person()
    sign_in(client)
    client.post("/account/language/", {"language": "fr"})
    assert '<html lang="fr">' in client.get("/account/").content.decode()
    other = Client()
    sign_in(other)
    assert '<html lang="fr">' in other.get("/account/").content.decode()
    visitor = Client()
    visitor.post("/language/", {"language": "fr", "next": LOGIN})
    assert '<html lang="fr">' in visitor.get(LOGIN).content.decode()


def test_a_token_is_shown_once(client: Client) -> None:
    """Issued, shown, listed by its beginning; what is wrong is said at the field and nothing typed is lost; revoked it is marked so."""
    person()
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    wrong = client.post("/account/tokens/", {"name": "nightly copy", "days": "30"})
    assert wrong.status_code == 400
    assert 'value="nightly copy"' in wrong.content.decode()
    text = client.post("/account/tokens/", {"name": "nightly copy", "scopes": ["read"], "days": "30"}).content.decode()
    found = re.search(r"fdr_[\w-]{40,}", text)
    assert found is not None
    listed = client.get("/account/tokens/").content.decode()
    assert found[0] not in listed
    assert f"{found[0][:8]}…" in listed
    number = re.search(r"/account/tokens/(\d+)/revoke/", listed)
    assert number is not None
    client.post(number[0])
    assert "revoked" in client.get("/account/tokens/").content.decode()


ALL_PAGES = [
    "/account/",
    "/account/tokens/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/sessions/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/logout/",
    "/account/inactive/",
]


@pytest.fixture
def inside() -> Client:
    """Somebody signed in who has just said again who she is."""
    person()
    browser = Client()
    sign_in(browser)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.mark.parametrize("path", ALL_PAGES)
def test_pages_keep_the_strict_policy(inside: Client, path: str) -> None:
    """No script or style stands in a page, none is let in from elsewhere, and the page may not be framed."""
    answer = inside.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    text = answer.content.decode()
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or "application/json" in tag, tag
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert "data:" not in re.sub(r'"data":', "", text)


# Where it comes from, and what the environment decides


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
