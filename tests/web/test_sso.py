"""Single sign-on against a real provider, a process of its own: who is let in, and every word of a provider that must not be believed."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from playwright.sync_api import sync_playwright
from tests.web.serving import ARGUMENTS, CHROMIUM, Stage, free_port, until_it_answers

from foedera.deeds import enrol, people
from foedera.deeds.powers import OPERATOR
from foedera.store.models import Invitation, LogEntry, User
from foedera.web.accounts.passwords import NormalisingArgon2
from foedera.web.accounts.settings import from_environment

pytestmark = pytest.mark.django_db

START = "/account/oidc/ministry/login/"
CALLBACK = "http://testserver/account/oidc/ministry/login/callback/"
PASSWORD = "four unrelated words of mine"


@pytest.fixture(scope="module")
def port() -> int:
    """Where a register in a server of its own will be reached: the provider is told beforehand."""
    return free_port()


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[str]:
    """The provider, until the tests are done."""
    folder = tmp_path_factory.mktemp("provider")
    own = free_port()
    script = Path(__file__).parent / "provider" / "serve.py"
    callbacks = [CALLBACK, CALLBACK.replace("testserver", f"localhost:{port}")]
    with (folder / "provider.log").open("w") as log:
        server = subprocess.Popen([sys.executable, str(script), str(own), str(folder), *callbacks], stdout=log, stderr=subprocess.STDOUT)
        found = f"http://127.0.0.1:{own}/o"
        try:
            until_it_answers(f"{found}/.well-known/openid-configuration", folder / "provider.log")
            yield found
        finally:
            server.terminate()
            server.wait(20)


def environment(issuer: str) -> dict[str, str]:
    """What sets a register up for the provider."""
    return {
        "FOEDERA_OIDC_ID": "ministry",
        "FOEDERA_OIDC_NAME": "the Ministry",
        "FOEDERA_OIDC_ISSUER": issuer,
        "FOEDERA_OIDC_CLIENT_ID": "foedera",
        "FOEDERA_OIDC_CLIENT_SECRET": "a secret between the two",
    }


@pytest.fixture(autouse=True)
def _set_up(settings: Any, issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register set up for the provider, whose hashes cost nothing."""
    for name, value in from_environment(environment(issuer), ["localhost"]).items():
        setattr(settings, name, value)
    monkeypatch.setattr(NormalisingArgon2, "time_cost", 1)
    monkeypatch.setattr(NormalisingArgon2, "memory_cost", 64)


def account(email: str, *memberships: tuple[str, str], taken: bool = True) -> User:
    """An account with a password, or one that is only invited."""
    now = dt.datetime.now(tz=dt.UTC)
    link = enrol.invite(OPERATOR, email, now, memberships or [("", "reader")])
    if taken:
        enrol.take_up(link.key, now, password=PASSWORD)
    return User.objects.get(pk=link.person)


def come_back(name: str, client: Client, start: str = START) -> str:
    """Go to the provider, sign in there as somebody, and return the address the provider sends the browser back to."""
    sent = client.get(start)
    assert sent.status_code == 302, sent.content
    with httpx.Client(follow_redirects=False, timeout=10) as browser:
        answer = browser.get(sent.headers["Location"])
        while not answer.headers["Location"].startswith("http://testserver/"):
            there = httpx.URL(sent.headers["Location"]).join(answer.headers["Location"])
            answer = browser.post(there, data={"username": name}) if there.path == "/login/" else browser.get(there)
        return answer.headers["Location"]


def sign_in(name: str, client: Client | None = None, start: str = START) -> tuple[Client, Any]:
    """Sign in through the provider as somebody."""
    client = client or Client(REMOTE_ADDR="192.0.2.30")
    return client, client.get(come_back(name, client, start).removeprefix("http://testserver"))


def signed_in(client: Client) -> bool:
    """Whether the session is somebody's."""
    return "_auth_user_id" in client.session


def last() -> tuple[str, bool, str]:
    """The last line of the log."""
    found = LogEntry.objects.order_by("-id")[0]
    return found.deed, found.allowed, found.why


def test_who_has_an_account_is_let_in() -> None:
    """By the verified address, in any case of letters; the password stays; the tie holds even when the address changes later."""
    user = account("ada@ministry.example")
    client, answer = sign_in("ada")
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert LogEntry.objects.filter(who="ada@ministry.example", deed="signed-in", allowed=True, why__contains="ministry").exists()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    people_renamed = User.objects.filter(pk=user.pk).update(email="ada.married@ministry.example")
    assert people_renamed == 1
    again, _ = sign_in("ada")
    assert again.session["_auth_user_id"] == str(user.pk)
    assert SocialToken.objects.count() == 0


def test_who_is_invited_is_let_in_and_the_link_is_spent() -> None:
    """An invitation can be taken up by signing in at the provider; nobody else can use its link then."""
    user = account("bert@ministry.example", taken=False)
    client, _ = sign_in("bert")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not Invitation.objects.filter(user=user, taken=None, expires__gt=dt.datetime.now(tz=dt.UTC)).exists()


@pytest.mark.parametrize(
    ("name", "said", "deed"),
    [
        ("stranger", "An administrator of the register can invite you", "not-invited"),
        ("unverified", "does not say that it has verified", "unverified"),
        ("unsaid", "does not say that it has verified", "unverified"),
        ("text", "does not say that it has verified", "unverified"),
        ("nameless", "does not say that it has verified", "unverified"),
    ],
)
def test_who_is_not_let_in(name: str, said: str, deed: str) -> None:
    """Without an account or a verified address nobody comes in, no account is made, and the log keeps it."""
    account("ada@ministry.example")
    before = User.objects.count()
    client, answer = sign_in(name)
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert not signed_in(client)
    assert last()[:2] == (deed, False)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("wrong-audience", "Audience"),
        ("several-audiences", "made for several"),
        ("wrong-issuer", "issuer"),
        ("expired", "expired"),
        ("wrong-key", "verification failed"),
        ("unsigned", "not allowed"),
        ("symmetric", "not allowed"),
        ("other-person", "somebody else"),
        ("no-id-token", "no ID token"),
    ],
)
def test_a_word_that_is_not_believed(name: str, why: str) -> None:
    """A faulty ID token opens nothing, though it speaks of somebody with an account; the log keeps why."""
    account("ada@ministry.example")
    client, answer = sign_in(name)
    assert answer.status_code == 403
    assert not signed_in(client)
    deed, allowed, kept = last()
    assert (deed, allowed) == ("provider", False)
    assert why.casefold() in kept.casefold()
    assert not SocialAccount.objects.exists()


def test_a_deactivated_account_stays_closed() -> None:
    """The provider's word does not open what an administrator closed."""
    user = account("gone@ministry.example")
    people.deactivate(OPERATOR, user.pk, dt.datetime.now(tz=dt.UTC))
    client, answer = sign_in("gone")
    assert not signed_in(client)
    assert answer.headers["Location"] == "/account/inactive/"


def test_another_browsers_answer_is_not_taken() -> None:
    """The answer to one browser's question, put before another (login CSRF), and the same answer twice, open nothing."""
    account("ada@ministry.example")
    mine, victim = Client(), Client()
    back = come_back("ada", mine).removeprefix("http://testserver")
    victim.get(START)
    assert victim.get(back).status_code == 403
    assert not signed_in(victim)
    assert mine.get(back).status_code == 302
    again = Client()
    again.cookies["sessionid"] = mine.cookies["sessionid"].value
    assert again.get(back).status_code == 403


def test_the_question_is_bound_to_its_answer() -> None:
    """PKCE, a state, our own callback, and nothing of the address but where to return to."""
    sent = Client().get(f"{START}?next=/parties/&scope=everything&process=connect&auth_params=prompt%3Dnone&action=rerequest")
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [CALLBACK]
    assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in query
    assert len(query["state"][0]) >= 16


@pytest.mark.parametrize(("following", "leads"), [("/parties/", "/parties/"), ("https://evil.example/", "/"), ("//evil.example", "/")])
def test_the_way_back(following: str, leads: str) -> None:
    """A page of ours is returned to, another host's is not."""
    account("ada@ministry.example")
    _, answer = sign_in("ada", start=f"{START}?next={following}")
    assert answer.headers["Location"] == leads


def test_another_site_does_not_start_it() -> None:
    """A link on a foreign page leads to our own page to sign in first."""
    assert Client().get(START, headers={"Sec-Fetch-Site": "cross-site"}).headers["Location"] == "/account/login/"


def test_a_foreign_identity_is_not_tied_to_a_session() -> None:
    """Signing in at the provider while somebody else is signed in changes the person; it does not tie the two together."""
    ada = account("ada@ministry.example")
    bert = account("bert@ministry.example")
    client = Client()
    client.force_login(bert, backend="allauth.account.auth_backends.AuthenticationBackend")
    sign_in("ada", client)
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [ada.pk]


def test_our_second_factor_is_asked_for_beside(settings: Any) -> None:
    """An officer who comes from the provider enrols one all the same, unless the provider is set up to ask for it."""
    settings.SECOND_FACTOR = "required"
    account("ada@ministry.example", ("FRA", "treaty-officer"))
    client, _ = sign_in("ada")
    assert client.get("/account/").headers["Location"] == "/account/2fa/"
    settings.PROVIDERS_WITH_SECOND_FACTOR = frozenset({"ministry"})
    assert client.get("/account/").status_code == 200


def test_the_page_offers_the_provider() -> None:
    """The button bears its name."""
    text = Client().get("/account/login/?next=/parties/").content.decode()
    assert "Sign in with the Ministry" in text
    assert f'href="{START}?next=%2Fparties%2F"' in text


@pytest.mark.parametrize("server", ["http://127.0.0.1:9/o", "another name"])
def test_a_provider_that_is_away_or_another_is_said(settings: Any, issuer: str, server: str) -> None:
    """No answer, or the description of another issuer: a page that says so, not a fault of ours."""
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    changed = {
        **app,
        "settings": {**app["settings"], "server_url": server if server.startswith("http") else f"{issuer}/.well-known/openid-configuration"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [changed], "OAUTH_PKCE_ENABLED": True}}
    client = Client()
    if server.startswith("http"):
        answer = client.get(START)
    else:
        answer = sign_in("ada", client)[1]
    assert answer.status_code == 403
    assert "sign-in provider" in answer.content.decode()
    assert last()[:2] == ("provider", False)


def test_there_is_no_provider_of_another_name() -> None:
    """An address made up leads nowhere."""
    assert Client().get("/account/oidc/evil/login/").status_code == 404
    assert Client().get("/account/oidc/evil/login/callback/?code=x&state=y").status_code == 404


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed (apt-get install chromium)")
def test_in_a_browser(issuer: str, port: int, tmp_path: Path) -> None:
    """The button leads to the provider and back, under the strict policy, and one is in; a stranger is told so."""
    stage = Stage(tmp_path, **environment(issuer))
    stage.port, stage.address = port, f"http://localhost:{port}"
    with stage.serving(), sync_playwright() as playwright:
        stage.invited("ada@ministry.example", "reader")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, lands in (("ada", "/account/"), ("stranger", None)):
            page = browser.new_context().new_page()
            page.goto(f"{stage.address}/account/login/?next=/account/")
            page.click("text=Sign in with the Ministry")
            page.fill("[name=username]", name)
            page.click("text=Go")
            page.wait_for_url(f"{stage.address}/**")
            assert "ada@ministry.example" in page.inner_text("main") if lands else "can invite you" in page.inner_text("main")
        browser.close()
