"""Requests that are nonsense, forged, too much or lead elsewhere: each is answered in words, fenced, and changes nothing."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from tests.web.making import actor_of, law_of, sign_in
from tests.web.probing import Page, addresses, operations, text_of

import foedera
from foedera.deeds import searches, tokens
from foedera.store.models import Comment, Draft, LogEntry, Recording, User

pytestmark = pytest.mark.usefixtures("register")


@functools.cache
def asked() -> tuple[list[str], list[str]]:
    """Return the names of everything the pages read from addresses and from forms."""
    code = "\n".join(path.read_text() for path in (Path(foedera.__file__).parent / "web").rglob("*.py"))
    gets = set(re.findall(r'(?:GET|asked)(?:\.get\(|\.getlist\(|\[)"([\w-]+)"', code)) | {"on", "known", "q", "next", "key", "acts", "ref"}
    posts = set(re.findall(r'(?:POST|data|given|asked)(?:\.get\(|\.getlist\(|\[)"([\w-]+)"', code))
    return sorted(gets | set(searches.ASKED)), sorted(posts | {"email", "password", "login", "code", "credential", "do", "kind", "by", "on"})


#: What is none of what any place asks for; U+0000, which PostgreSQL takes nowhere, is for itself, so that its refusal does not hide the others.
GARBAGE = (
    *("\ud7ff\u202e\U0001f600\ufeff", "9" * 30, "-1", "' OR 1=1 --", "٣", "²", "../../etc/passwd", "1999-02-30", "0001-01-01", "x" * 3000),
    *("%00%0d%0a", "{{7*191}}", "99999-01-01", "2026-W01-1"),
)
NUL = ("a\0b",)


@pytest.mark.parametrize("values", [GARBAGE, GARBAGE[5:] + GARBAGE[:5], NUL], ids=["garbage", "more garbage", "nul"])
def test_garbage_is_answered_on_every_page(client: Client, values: tuple[str, ...]) -> None:
    """Everything asked for at once is nonsense: a page, a refusal or a way elsewhere, and never a fault of ours; reading changes nothing."""
    person, (gets, posts) = sign_in(client, "treaty-officer"), asked()
    assert {"draft", "page", "party", "show"} <= set(gets)
    assert {"text", "title", "name", "reason"} <= set(posts)
    before = (Recording.objects.count(), Draft.objects.count(), Comment.objects.count())
    nonsense = itertools.cycle(values)
    for address in addresses():
        for parts in ({"number": 1}, {"number": 9**30, "family": next(nonsense)[:50].replace("/", ""), "code": next(nonsense)[:50].replace("/", "")}):
            place = quote(address.at(**parts))
            answer = client.get(place, {name: next(nonsense) for name in gets}, headers={"Accept-Language": "x;q=" + next(nonsense)[:9].strip("\0")})
            assert answer.status_code < 500, place
    assert (Recording.objects.count(), Draft.objects.count(), Comment.objects.count()) == before
    for address in addresses():
        if "_auth_user_id" not in client.session:
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        assert client.post(address.at(number=1), {name: next(nonsense) for name in posts}).status_code < 500, address
    assert Recording.objects.count() == before[0]


ACT = {"on": "2026-11-01", "kind": "declaration", "by": ["AUS"], "note": "V", "id": "V", "of": "V", "source": "V", "articles": ["V"]}
#: Bodies that hold a text wherever one may stand, by how the paths they are sent to end.
BODIES: dict[str, tuple[Any, ...]] = {
    "drafts": ({"party": "", "kind": "act", "agreement": "anzus/treaty", "title": "V", "content": {"note": "V", "V": "V"}},),
    "comments": ({"text": "V", "party": ""},),
    "searches": ({"name": "V", "asked": {"q": "V", "V": "V"}},),
    "suppositions": ({"title": "V", "lines": ["anzus/treaty: 2027-01-01 withdrawal USA", "V"]},),
    "jobs": ({"kind": "export", "arguments": {"format": "V", "V": "V", "agreements": ["V"], "on": "V"}},),
    "acts": ({"acts": [ACT]}, {"acts": [{**ACT, "id": "", "of": "", "articles": []}], "note": "V"}),
    "check": ({"acts": [ACT]},),
    "strike": ({"reason": "V"},),
    "agreements": ({"file": law_of("V"), "note": "V"},),
    "decisions": ({"name": "V", "verdict": "FRA", "code": "FRA"},),
}


@pytest.mark.parametrize("value", ["\\u0000", "\\ud800", "x" * 3900], ids=["nul", "surrogate", "long"])
def test_garbage_is_answered_to_programs(client: Client, value: str) -> None:
    """Every text of every body is nonsense, and every parameter: done or a problem, never a fault of ours."""
    person = sign_in(client, "treaty-officer")
    held = tokens.issue(actor_of(person), "p", tokens.own_powers(actor_of(person)), 1, dt.datetime.now(dt.UTC)).text
    header = {"Authorization": f"Bearer {held}"}
    tried = set()
    for method, path in operations():
        place = re.sub(r"\{(\w+)\}", lambda part: {"family": "anzus", "slug": "treaty", "code": "NZL", "form": "atom"}.get(part[1], "1"), path)
        last = path.rpartition("/")[2]
        for body in BODIES.get(last, ()) if method == "POST" else ():
            answer = client.post(place, json.dumps(body).replace("V", value), content_type="application/json", headers=header)
            assert answer.status_code < 500, (method, path)
            tried.add(last)
        if method == "GET":
            words = {"\\u0000": "\0", "\\ud800": "9" * 400}.get(value, value)
            query = dict.fromkeys(("q", "party", "agreement", "family", "area", "a", "b"), words)
            assert client.get(place, query, headers=header).status_code < 500, path
    assert tried == set(BODIES)


def test_every_form_needs_its_token() -> None:
    """A request another site makes a browser send changes nothing, on any page; programs are not known by a browser's session."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "treaty-officer")
    refused = 0
    for address in addresses():
        answer = client.post(address.at(number=1), {"do": "record", "text": "x", "name": "x", "language": "fr"})
        assert answer.status_code in (403, 404, 405), address
        assert client.put(address.at(number=1)).status_code in (403, 404, 405), address
        refused += answer.status_code == 403
        assert "_auth_user_id" in client.session, address
    assert refused > 60
    assert LogEntry.objects.filter(deed="forged").exists()
    for method, path in operations():
        if method != "GET" and "what-if" not in path and not path.endswith("/check"):
            place = re.sub(r"\{\w+\}", "1", path.replace("{family}/{slug}", "anzus/treaty"))
            body = json.dumps(
                {"text": "x", "party": "", "kind": "act", "title": "x", "content": {}, "name": "x", "asked": {"q": "x"}, "lines": ["x"]}
            )
            answer = client.generic(method, place, body, content_type="application/json")
            assert answer.status_code in (401, 403, 404, 422), (method, path)
    assert (Draft.objects.count(), Comment.objects.count(), Recording.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "BREW"])
def test_other_methods_do_nothing(client: Client, method: str) -> None:
    """They are refused, nothing is echoed, nothing changes."""
    sign_in(client, "treaty-officer")
    for address in addresses():
        answer = client.generic(method, address.at(number=1), headers={"X-Secret": "quoxheader"})
        assert answer.status_code < 500, address
        assert "quoxheader" not in text_of(answer)
        if method not in ("OPTIONS", "PUT"):  # forms of accounts take PUT as they take POST, with their token
            assert answer.status_code in (302, 403, 404, 405), (address, answer.status_code)
    assert "_auth_user_id" in client.session
    assert Recording.objects.count() == 1


#: Answers that are no pages, and how each is got.
REFUSALS = [
    (404, {"path": "/nowhere/"}),
    (404, {"path": "/api/v1/nowhere"}),
    (403, {"path": "/record/"}),
    (405, {"path": "/agreements/suggest", "method": "POST"}),
    (400, {"path": "/", "headers": {"Host": "evil.example"}}),
    (410, {"path": "/account/invitation/none/"}),
    (403, {"path": "/feeds/calendar.ics?key=none"}),
    (401, {"path": "/api/v1/drafts", "headers": {"Authorization": "Bearer none"}}),
]


def safe(answer: Any, place: str) -> None:
    """Check what every answer carries: what may be fetched and framed, and nothing of what the server is made of."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, place
    assert "unsafe" not in policy, place
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy, place
    assert answer.headers["X-Frame-Options"] == "DENY", place
    assert answer.headers["X-Content-Type-Options"] == "nosniff", place
    assert answer.headers["Referrer-Policy"] == "same-origin", place
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers), place
    assert not re.search(r"Traceback|site-packages|DJANGO_SETTINGS|/usr/lib/python", answer.content.decode("utf-8", "replace")), place


def test_every_answer_is_fenced(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, pages of accounts, files, refusals and our own faults, to visitors and to people, by page and by program."""
    for status, how in REFUSALS:
        answer = client.generic(how.get("method", "GET"), how["path"], headers=how.get("headers"))
        assert answer.status_code == status, how
        safe(answer, how["path"])
    signed = Client()
    sign_in(signed, "administrator")
    for address in addresses():
        for who in (client, signed):
            safe(who.get(address.at(number=1)), address.route)
    safe(client.post("/account/login/", {"login": "nobody@example.org", "password": "x"}), "a wrong password")

    def broken(*_: object, **__: object) -> None:
        message = "quoxsecret"
        raise RuntimeError(message)

    monkeypatch.setattr("foedera.deeds.consult.listing", broken)
    for place in ("/agreements/", "/api/v1/agreements"):
        client.raise_request_exception = False
        answer = client.get(place)
        assert answer.status_code == 500
        safe(answer, place)
        assert "quoxsecret" not in answer.content.decode()


def test_cookies_are_for_this_host_and_no_script(client: Client) -> None:
    """What signs in, guards forms and keeps the language is out of the reach of scripts and of other sites' forms."""
    User.objects.create_user("ada@example.org", "four unrelated words of mine")
    client.get("/account/login/")
    client.post("/account/login/", {"login": "ada@example.org", "password": "four unrelated words of mine"})
    client.post("/language/", {"language": "fr"})
    client.get("/account/")
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        if name != "messages":
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name
            assert not cookie["domain"], name


#: Ways elsewhere that look like ways here.
ELSEWHERE = [
    *(
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "http:///evil.example",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        "https://testserver@evil.example/",
        "/\t/evil.example",
        "\t//evil.example",
        "https://testserver.evil.example",
    ),
]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_way_leads_elsewhere(client: Client, place: str) -> None:
    """Neither signing in nor out nor choosing a language takes a reader to another site, nor does a page write such a link."""
    User.objects.create_user("ada@example.org", "four unrelated words of mine")
    signing = {"login": "ada@example.org", "password": "four unrelated words of mine", "next": place}
    for address, data in (("/language/", {"language": "fr", "next": place}), ("/account/login/", signing), ("/account/logout/", {"next": place})):
        answer = client.post(address, data, headers={"Referer": place.replace("\t", "")})
        assert answer.status_code in (302, 204), address
        led = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\\t])", led), (address, led)
    for address in ("/account/login/", "/account/logout/", "/account/reauthenticate/", "/", "/agreements/"):
        for _, attributes in Page(client.get(address, {"next": place}, follow=True).content.decode()).elements:
            for name in ("href", "action", "formaction", "src"):
                assert not re.match(r"\s*(javascript|data):|.{0,9}evil\.example", attributes.get(name, "")), address


def test_what_is_too_much_is_refused(client: Client) -> None:
    """Long addresses, bodies, many fields and many parts are refused with words before they are worked on."""
    person = sign_in(client, "treaty-officer")
    assert client.get("/agreements/", {"q": "x" * 200_000}).status_code in (200, 400, 414)
    assert client.get("/agreements/?" + "&".join(f"a{n}=1" for n in range(2000))).status_code in (200, 400)
    answer = client.post("/record/", {f"a{n}": "1" for n in range(2000)})
    assert answer.status_code == 400
    answer = client.post("/agreements/anzus/treaty/discussion/", {"text": "x" * (3 * 1024 * 1024)})
    assert answer.status_code in (400, 413)
    assert "MB" in answer.content.decode() or "large" in answer.content.decode()
    held = tokens.issue(actor_of(person), "p", ["read", "record"], 1, dt.datetime.now(dt.UTC)).text
    header = {"Authorization": f"Bearer {held}"}
    deep = "[" * 100_000 + "]" * 100_000
    for body in (json.dumps({"file": "x" * (3 * 1024 * 1024)}), f'{{"file": {deep}}}'):
        answer = client.post("/api/v1/agreements", body, content_type="application/json", headers=header)
        assert answer.status_code in (400, 413, 422), answer.content[:200]
        assert answer.headers["Content-Type"] == "application/problem+json"
