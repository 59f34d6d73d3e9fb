"""Accounts without scripts: signing in and out, lock-out, invitations, forms, what is closed; and all of it in the log."""

from __future__ import annotations

import re
import statistics
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.web.people import LOGIN, PASSWORD, lines, now, person, quick_hashes, sign_in, signed_in, with_totp

from foedera.deeds import enrol, people, signing_in
from foedera.deeds.powers import OPERATOR
from foedera.store.models import LogEntry, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "slow_hashes" not in request.fixturenames:
        quick_hashes(monkeypatch)


@pytest.fixture
def slow_hashes() -> None:
    """Passwords are hashed as they are in the register: where time itself is looked at."""


@pytest.fixture
def client() -> Client:
    """A browser."""
    return Client(REMOTE_ADDR="192.0.2.10")


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
