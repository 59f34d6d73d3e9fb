"""Fixtures of the browser stories: a server of its own with the bundled collection and a person of each role, and Debian's Chromium.

A story takes `open_page` (as a visitor or, with `role`, as somebody) and `well`; `host` and `browser` where it needs more.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

#: Who can sign in: a role for a party, with sessions made before the server starts.
PEOPLE = {
    "treaty-officer": "FRA",
    "negotiator": "FRA",
    "reader": "DEU",
    "analyst": "",
    "auditor": "",
    "security-officer": "",
    "programme-manager": "NOR",
    "administrator": "",
    "registrar": "",
    "finland": "FIN",
    "norway": "NOR",
}
#: Persons who are called otherwise than their role, because another works in it for somebody else.
OFFICERS = ("registrar", "finland", "norway")

_FILL = """
import datetime as dt, json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
from foedera.deeds.adopt import adopt_bundled
from foedera.store.models import Membership, User
from foedera.store.opening import bring_up_to_date
bring_up_to_date()
adopt_bundled(dt.date.today())
people, officers = json.loads(sys.argv[1])
sessions = {}
for role, party in people.items():
    person = User.objects.create_user(f"{role}@ministry.example", first_name=role.replace("-", " ").title(), last_name="Example")
    Membership.objects.create(user=person, party=party, role="treaty-officer" if role in officers else role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

from foedera.deeds import assess, chair, release
from foedera.deeds.powers import Actor
from foedera.library.threats import public_threats
from foedera.threats.assessments import Ballot, Estimate, Round, Score

today = dt.datetime.now(tz=dt.UTC).astimezone().date()
threats = [threat.id for threat in public_threats()]
def actor(nation):
    person = User.objects.filter(memberships__party=nation, memberships__role="treaty-officer").first()
    if person is None:
        person = User.objects.create_user(f"officer@{nation}.example", first_name=nation, last_name="Officer")
        Membership.objects.create(user=person, party=nation, role="treaty-officer")
    return Actor(user=person.pk, name=str(person), memberships=((nation, "treaty-officer"),))
def call(name, title, about, nations, closes):
    opens = today - dt.timedelta(days=30)
    chair.call(actor("FRA"), Round(id=name, title=title, threats=tuple(about), nations=nations, opens=opens, closes=closes), "FRA", opens)
def answer(name, about, nations):
    for number, nation in enumerate(nations):
        levels = [(number + place) % 4 for place, _ in enumerate(about)]
        scores = tuple(Score(t, Estimate(at, at, at + 1), Estimate(1, 3, 4), "moderate") for t, at in zip(about, levels, strict=True))
        assess.hand_in(actor(nation), name, Ballot(nation, scores), today - dt.timedelta(days=9))
over, nations = today - dt.timedelta(days=1), ("FRA", "NOR", "FIN", "DEU", "ESP", "ITA", "POL")
call("open-round", "A round that is open", threats[:3], nations[:3], today + dt.timedelta(days=20))
call("closed-round", "A round that has closed", threats[3:7], nations, over)
answer("closed-round", threats[3:7], nations)
call("shared-round", "A round whose answers are shared", threats[7:10], nations[:4], over)
answer("shared-round", threats[7:10], nations[:4])
for nation in ("FRA", "DEU"):
    release.ballot(actor(nation), nation, "shared-round", "FIN", today)
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions}))
"""


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], str]]:
    """A server on a free port of the loopback: its address, a session for each person, and the name of the cookie."""
    home = tmp_path_factory.mktemp("home")
    keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "FOEDERA_HOSTS")}
    env = {**keep, "FOEDERA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "foedera.web.settings", "FOEDERA_MFA": "offered"}
    filled = subprocess.run([sys.executable, "-c", _FILL, json.dumps([PEOPLE, OFFICERS])], env=env, capture_output=True, text=True, check=False)
    assert filled.returncode == 0, filled.stderr
    told = json.loads(filled.stdout.splitlines()[-1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    log = (home / "server.log").open("w")
    server = subprocess.Popen([*granian, "--blocking-threads", "4", "foedera.web.wsgi:application"], env=env, stdout=log, stderr=subprocess.STDOUT)
    worker = subprocess.Popen([sys.executable, "-m", "foedera.cli.main", "work"], env=env, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail(f"the server did not answer within 30 seconds: {(home / 'server.log').read_text()[-2000:]}")
        yield address, told["sessions"], told["cookie"]
    finally:
        for process in (worker, server):
            process.terminate()
            process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def host(stage: tuple[str, dict[str, str], str]) -> str:
    """The address of the server."""
    return stage[0]


Opens = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, stage: tuple[str, dict[str, str], str]) -> Iterator[Opens]:
    """Open a page: `open_page(path, width=1280, scheme="light", role="", scripts=True)`.

    The test fails at its end where a script failed, the policy was broken or anything was asked of another host.
    """
    address, sessions, cookie = stage
    wrong: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1280, scheme: str = "light", role: str = "", *, scripts: bool = True) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=scripts)  # type: ignore[arg-type]
        contexts.append(context)
        if role:
            context.add_cookies([{"name": cookie, "value": sessions[role], "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on("console", lambda said: wrong.append(f"{path}: {said.text}") if said.type == "error" and "Content Security" in said.text else None)
        page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else wrong.append(request.url))
        page.goto(address + path, wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def look_well(page: Page, width: int, name: str = "") -> None:
    """Fail where axe finds something or the page is wider than the screen; with `FOEDERA_PICTURES` keep a picture under the name."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name and (kept := os.environ.get("FOEDERA_PICTURES")):
        page.screenshot(path=Path(kept) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def well() -> Callable[..., None]:
    """`well(page, width, name)`: axe finds nothing, nothing sticks out, and the picture is kept where pictures are wanted."""
    return look_well
