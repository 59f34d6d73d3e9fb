"""Accounts in a real browser: passkeys made and used for real, the second factor asked for, axe, narrow and wide, light and dark, in both languages.

The server is one of its own, reached as http://localhost: browsers offer passkeys under a name only. `FOEDERA_PICTURES` keeps pictures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from tests.web.serving import CHROMIUM, Stage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed (apt-get install chromium)"),
]

PASSWORD = "four unrelated words of mine"
#: A device that asks for a finger and keeps passkeys; and a key for the pocket that keeps none.
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
POCKET = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The server, until the tests are done."""
    with Stage(tmp_path_factory.mktemp("home"), FOEDERA_MFA="required").serving() as found:
        yield found


Opens = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, stage: Stage) -> Iterator[Opens]:
    """Open a page in a context of its own; the test fails where a script failed, the policy was broken or another host was asked."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(path: str, width: int = 1280, *, scripts: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" and "status of" not in said.text else None)
        page.on("request", lambda request: None if request.url.startswith(stage.address) else wrong.append(request.url))
        page.goto(stage.address + path, wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def authenticator(page: Page, kind: dict[str, object]) -> tuple[CDPSession, str]:
    """Give the browser a device that makes passkeys without being touched."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    return session, made["authenticatorId"]


def code(secret: str) -> str:
    """The code an authenticator app shows now (RFC 6238), made by hand; waits where the half minute is about to end."""
    if time.time() % 30 > 26:
        time.sleep(30 - time.time() % 30 + 0.5)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def press(page: Page, words: str) -> None:
    """Press the button of the page's own that is called so."""
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def take_up(page: Page) -> None:
    """Choose the password on the page of an invitation."""
    page.fill("#password", PASSWORD)
    press(page, "Use this password")
    page.wait_for_url(lambda url: "/invitation/" not in url)


def well(page: Page, name: str) -> None:
    """Axe finds nothing in light and dark, and the page is no wider than the screen; keep a picture where pictures are wanted."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name} {width} {scheme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        if kept := os.environ.get("FOEDERA_PICTURES"):
            page.screenshot(path=Path(kept) / f"{name}-{width}.png", full_page=True)


def test_a_passkey_alone_opens_the_register(stage: Stage, open_page: Opens) -> None:
    """An invited officer makes a passkey instead of a password, is in without another factor, signs out, and signs in by the passkey."""
    page = open_page(stage.invited("passkey@ministry.example", "treaty-officer:FRA"))
    session, device = authenticator(page, DEVICE)
    well(page, "invitation")
    page.click("#mfa_webauthn_signup")
    page.wait_for_url(lambda url: "/invitation/" not in url)
    page.goto(f"{stage.address}/account/")
    assert "passkey@ministry.example" in page.inner_text("main")
    credentials = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert len(credentials) == 1
    assert credentials[0]["isResidentCredential"]
    press(page, "Sign out")
    page.goto(f"{stage.address}/account/login/?next=/account/sessions/")
    page.click("#passkey_login")
    page.wait_for_url("**/account/sessions/")
    assert stage.log().count("passkey@ministry.example signed-in True") == 2


def test_a_foreign_passkey_opens_nothing(stage: Stage, open_page: Opens) -> None:
    """A device whose passkey the register has forgotten is refused, told so on the page, and the log keeps it."""
    page = open_page(stage.invited("lost@ministry.example", "reader"))
    authenticator(page, DEVICE)
    page.click("#mfa_webauthn_signup")
    page.wait_for_url(lambda url: "/invitation/" not in url)
    page.goto(f"{stage.address}/account/")
    press(page, "Sign out")
    stage.user("invite", "lost@ministry.example", "--forget-factors", "--json")
    page.goto(f"{stage.address}/account/login/")
    page.click("#passkey_login")
    page.wait_for_selector("text=Incorrect code")
    assert "the passkey was not accepted" in stage.log()


def test_a_cancelled_passkey_is_said_on_the_page(stage: Stage, open_page: Opens) -> None:
    """A device without a passkey for the register: the page says what to think of it, and does not hang."""
    page = open_page("/account/login/")
    session, device = authenticator(page, DEVICE)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-fault]:not([hidden])")
    assert "cancelled" in page.inner_text("[data-passkey-fault]")


def test_password_and_app(stage: Stage, open_page: Opens) -> None:
    """Password chosen, the gate shown, the app enrolled, recovery codes given; the next sign-in asks for the code; each page is well made."""
    page = open_page(stage.invited("app@ministry.example", "administrator"))
    take_up(page)
    page.wait_for_url("**/account/2fa/")
    assert "asks for a second factor" in page.inner_text("main")
    well(page, "second-factor")
    page.goto(f"{stage.address}/account/2fa/totp/activate/")
    assert page.locator(".qr svg").bounding_box()["width"] > 180  # type: ignore[index]
    well(page, "second-factor-app")
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", code(secret))
    press(page, "Activate")
    page.wait_for_url("**/recovery-codes/")
    well(page, "recovery-codes")
    assert len(page.input_value("#recovery_codes").split()) == 10
    page.goto(f"{stage.address}/account/")
    well(page, "my-account")
    press(page, "Sign out")
    page.goto(f"{stage.address}/account/login/")
    well(page, "sign-in")
    page.fill("#login", "app@ministry.example")
    page.fill("#password", PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/account/2fa/authenticate/")
    well(page, "second-factor-asked")
    page.fill("[name=code]", page_code := code(secret))
    assert len(page_code) == 6
    press(page, "Sign In")
    page.wait_for_url(lambda url: "2fa" not in url)
    assert "app@ministry.example" in page.inner_text("header")


def test_password_and_pocket_key(stage: Stage, open_page: Opens) -> None:
    """A key that keeps no passkeys serves as the second factor, and to confirm who one is."""
    page = open_page(stage.invited("pocket@ministry.example", "auditor"))
    authenticator(page, POCKET)
    take_up(page)
    page.goto(f"{stage.address}/account/2fa/webauthn/add/")
    well(page, "passkey-add")
    page.fill("[name=name]", "Key on my ring")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{stage.address}/account/2fa/webauthn/")
    assert "Key on my ring" in page.inner_text("main table")
    well(page, "passkeys")
    page.goto(f"{stage.address}/account/")
    press(page, "Sign out")
    page.goto(f"{stage.address}/account/login/")
    page.fill("#login", "pocket@ministry.example")
    page.fill("#password", PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/account/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "2fa" not in url)
    page.goto(f"{stage.address}/account/tokens/")
    page.wait_for_url("**/account/reauthenticate/**")
    well(page, "confirm-access")
    page.fill("[name=password]", PASSWORD)
    press(page, "Confirm")
    page.wait_for_url("**/account/tokens/")
    page.fill("#name", "nightly copy")
    press(page, "Issue the token")
    page.wait_for_selector("#token")
    well(page, "tokens")
    page.goto(f"{stage.address}/account/sessions/")
    well(page, "sessions")
    for path, name in (("password/change/", "password-change"), ("logout/", "sign-out"), ("2fa/recovery-codes/generate/", "recovery-codes-new")):
        page.goto(f"{stage.address}/account/{path}")
        well(page, name)


def test_refusals_are_well_made(stage: Stage, open_page: Opens) -> None:
    """Wrong password, spent link, lock: said so that one knows what to do."""
    page = open_page("/account/login/")
    for _ in range(10):
        page.fill("#login", "nobody@ministry.example")
        page.fill("#password", "wrong wrong wrong wrong")
        press(page, "Sign in")
        page.wait_for_load_state("networkidle")
        if page.locator(".faults").count():
            last = page.inner_text(".faults")
            if _ == 0:
                well(page, "sign-in-refused")
    assert "not correct" in last
    assert "Locked for a while" in page.inner_text("h1")
    well(page, "locked")
    page.goto(f"{stage.address}/account/invitation/{'x' * 43}/")
    assert "This link opens nothing" in page.inner_text("h1")
    well(page, "invitation-spent")


def test_the_password_can_be_looked_at(stage: Stage, open_page: Opens) -> None:
    """A button shows what one types; it is hidden again before it is sent; it can be pasted."""
    page = open_page("/account/login/")
    page.fill("#password", "pasted words of some length")
    press(page, "Show the password")
    assert page.get_attribute("#password", "type") == "text"
    press(page, "Hide the password")
    assert page.get_attribute("#password", "type") == "password"


def test_without_scripts_a_password_opens(stage: Stage, open_page: Opens) -> None:
    """Taking up an account, signing out and in again needs no script."""
    page = open_page(stage.invited("plain@ministry.example", "reader"), 360, scripts=False)
    take_up(page)
    page.goto(f"{stage.address}/account/")
    press(page, "Sign out")
    page.goto(f"{stage.address}/account/login/")
    page.fill("#login", "plain@ministry.example")
    page.fill("#password", PASSWORD)
    press(page, "Sign in")
    page.goto(f"{stage.address}/account/")
    assert "plain@ministry.example" in page.inner_text("main")


def test_under_a_number_passkeys_are_explained_not_offered(stage: Stage, browser: Browser) -> None:
    """At http://127.0.0.1 browsers make no passkeys: the page says what to do instead of failing."""
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{stage.port}/account/login/")
    assert page.locator("#passkey_login").count() == 0
    assert "http://localhost" in page.inner_text("main")
    page.close()
