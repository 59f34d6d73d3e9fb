"""The pages as a reader without scripts gets them: each answers, says what the engine says, leads somewhere, and fetches nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.usefixtures("register")

NATO = "/agreements/nato/north-atlantic-treaty/"

#: Address, status, what must be on the page.
PAGES = [
    ("/", 200, "Who is bound to whom"),
    ("/agreements/", 200, "ANZUS"),
    ("/agreements/?q=spain+nato", 200, "Spain protocol"),
    ("/agreements/?status=terminated&area=arms-control", 200, "INF"),
    ("/agreements/?q=xyzzyplugh", 200, "No agreement meets these filters"),
    ("/agreements/?party=nowhere-land", 200, "o party has the code or name"),
    ("/agreements/?on=yesterday", 200, "is not a day"),
    ("/agreements/?page=²&order=sideways", 200, "ANZUS"),
    ("/parties/?on=1990-01-01", 200, "Soviet Union"),
    ("/parties/?q=sovi", 200, "did not exist on this day"),
    ("/parties/FRA/?on=1990-01-01", 200, "lysée Treaty"),
    ("/parties/SUN/?on=1980-01-01", 200, "Warsaw"),
    ("/parties/SUN/", 200, "It did not exist on"),
    ("/between/?a=USA&b=NZL&on=1990-01-01", 200, "suspended"),
    ("/between/?a=france&b=Germany", 200, "Between France and"),
    ("/between/?a=USA&b=XYZ", 200, "o party has the code"),
    ("/between/?a=USA&b=usa", 200, "Choose another party"),
    ("/between/", 200, "Between two"),
    ("/between/", 200, "/between/?a=USA&amp;b=NZL"),
    (f"{NATO}?on=2027-01-01", 200, "Participants on 1 January 2027"),
    ("/agreements/anzus/treaty/?on=1990-01-01", 200, "suspended towards New Zealand"),
    ("/parties/NZL/?on=1990-01-01", 200, "suspended towards the United States"),
    ("/parties/NZL/", 200, "with 66 others"),
    ("/calendar/?on=2026-11-21&months=120", 200, "the running term ends"),
    ("/calendar/?party=CHN&on=2026-01-01", 200, "last day for notice against renewal"),
    ("/calendar/?on=2999-12-31&months=²", 200, "What is coming"),
    ("/calendar/?months=99999999999999999999", 200, "What is coming"),
    ("/calendar/?month=2026-13", 200, "What is coming"),
    ("/calendar/?month=2999-12&on=2999-12-31", 200, "December 2999"),
    ("/calendar/?agreement=no/such", 200, "Nothing that is certain"),
    ("/feeds/calendar.ics?party=FRA", 200, "BEGIN:VCALENDAR"),
    ("/feeds/notifications.atom", 200, "<feed"),
    ("/feeds/calendar.ics?agreement=no/such", 404, "Nothing stands here"),
    ("/parties/XYZ/", 404, "Nothing stands here"),
    ("/agreements/take.exe", 404, "Nothing stands here"),
    ("/nowhere/", 404, "Nothing stands here"),
]


@pytest.mark.parametrize(("address", "status", "said"), PAGES)
def test_page(client: Client, address: str, status: int, said: str) -> None:
    """The page answers with its status and says it."""
    reply = client.get(address)
    assert reply.status_code == status
    assert said in reply.content.decode()


def test_pages_speak_french(client: Client) -> None:
    """Whoever asks in French is answered in French, names of parties and words of the law included."""
    for address, said in (
        ("/agreements/", "en vigueur"),
        ("/parties/", "Allemagne"),
        ("/between/?a=FRA&b=DEU", "Entre France et"),
        ("/calendar/?on=2026-11-21&months=120", "Ce qui vient"),
        ("/", "Qui est lié à qui"),
        ("/nowhere/", "Il n’y a pas de page à cette adresse."),
        ("/agreements/no/such/", "Aucun accord n’a l’identifiant"),
    ):
        page = client.get(address, headers={"Accept-Language": "fr"}).content.decode()
        assert '<html lang="fr"' in page
        assert said in page, address


def test_who_is_refused_is_told_what_to_do(client: Client) -> None:
    """In sentences, in the reader's language, with the way to sign in back to the page asked for."""
    page = client.get("/record/").content.decode()
    assert "A visitor without an account may not prepare drafts; an administrator can give a role that may (treaty officer, negotiator)." in page
    assert "/account/login/?next=%2Frecord%2F" in page
    page = client.get("/record/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Un visiteur sans compte" in page
    assert "préparer des projets" in page


def test_text_from_the_address_is_escaped(client: Client) -> None:
    """Nothing a reader types comes back as markup."""
    evil = "<script>alert(1)</script>"
    for address in (
        "/agreements/?q=",
        "/agreements/?family=",
        "/agreements/?party=",
        "/parties/?q=",
        "/between/?b=USA&a=",
        "/calendar/?party=",
        "/calendar/?agreement=",
        "/?for=",
    ):
        page = client.get(address + evil).content.decode()
        assert evil not in page, address


def test_only_reading_is_allowed(client: Client) -> None:
    """These pages take nothing in."""
    for address in ("/", "/agreements/", "/parties/", "/between/", "/calendar/", "/feeds/calendar.ics"):
        assert client.post(address).status_code == 405


def test_nothing_is_fetched_from_elsewhere(client: Client) -> None:
    """Styles, scripts and pictures come from the host; the policy forbids all else, and no page needs an exception."""
    for address in ("/", "/agreements/", "/parties/", "/parties/FRA/", "/between/?a=FRA&b=DEU", "/calendar/?month=2026-12", NATO):
        reply = client.get(address)
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
        page = reply.content.decode()
        fetched = re.findall(r"<(?:link rel=\"(?:stylesheet|icon)\"|script|img)[^>]*(?:href|src)=\"([^\"]+)\"", page)
        assert fetched
        assert all(place.startswith(settings.STATIC_URL) for place in fetched)
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<script>|<style", page), address


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value.startswith("/")]


def test_every_link_leads_somewhere(client: Client) -> None:
    """Every agreement's page and every page linked from these answers, or asks a visitor to sign in; of one kind of address the first few."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = ["/", "/agreements/", "/agreements/?page=2", "/parties/", "/parties/FRA/", "/between/?a=USA&b=GBR", "/calendar/"]
    while waiting:
        address = waiting.pop()
        place, _, asked = address.partition("?")
        page = re.fullmatch(r"/agreements/[^/]+/[^/]+/", place) and not asked
        kind = address if page else re.sub(r"/agreements/[^/]+/[^/]+/|/parties/[^/]+/", "/x/", place) + asked[:3]
        if address in seen or kinds.get(kind, 0) >= 4:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        reply = client.get(address)
        assert reply.status_code in (200, 302), address
        if reply.headers.get("Content-Type", "").startswith("text/html") and reply.status_code == 200:
            links = _Links()
            links.feed(reply.content.decode())
            waiting += links.found
    assert sum(address.startswith("/agreements/") for address in seen) >= 90


def test_search_engines_leave_alone_what_is_somebodys_own(client: Client, settings: Any) -> None:
    """An open register lets its record be found; one that asks for an account lets nothing be."""
    told = client.get("/robots.txt")
    assert told.headers["Content-Type"].startswith("text/plain")
    lines = told.content.decode().splitlines()
    assert {"Disallow: /account/", "Disallow: /api/", "Disallow: /record/", "Disallow: /import/"} <= set(lines)
    assert not any(line in ("Disallow: /", "Disallow: /agreements/") for line in lines)
    settings.READING = "accounts"
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


@pytest.mark.parametrize(("language", "said"), [("en", "Something went wrong"), ("fr", "Une erreur est survenue")])
def test_our_own_fault_has_a_page_and_a_reference(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, language: str, said: str
) -> None:
    """In the reader's language, styled, under the policy, without particulars; the log has the same reference. A program is told as programs are."""

    def broken(*_: object, **__: object) -> None:
        message = "secret particulars"
        raise RuntimeError(message)

    monkeypatch.setattr("foedera.deeds.consult.listing", broken)
    client.raise_request_exception = False
    answer = client.get("/agreements/", headers={"Accept-Language": language})
    text = answer.content.decode()
    assert answer.status_code == 500
    assert said in text
    assert "foedera/foedera.css" in text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "secret particulars" not in text
    reference = re.search(r"<strong>([0-9a-f]{8})</strong>", text)
    assert reference is not None
    assert any(record.name == "foedera.faults" and reference[1] in record.getMessage() for record in caplog.records)
    problem = client.get("/api/v1/agreements")
    assert (problem.status_code, problem.headers["Content-Type"], problem.json()["status"]) == (500, "application/problem+json", 500)
    assert "secret particulars" not in problem.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("GET", "/nowhere/", 404, "Il n’y a pas de page à cette adresse"),
        ("GET", "/administration/", 403, "Non autorisé"),
        ("POST", "/record/", 403, "formulaire"),
    ],
)
def test_refusals_speak_french(method: str, address: str, status: int, said: str) -> None:
    """Nothing there, not allowed, a forged form: said to a French reader in French."""
    answer = Client(enforce_csrf_checks=True).generic(method, address, headers={"Accept-Language": "fr"})
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_no_link_ends_in_an_empty_question(client: Client) -> None:
    """What is asked for today with no filter has an address without a question mark."""
    for address in ("/", "/agreements/", NATO, "/parties/", "/nowhere/"):
        assert not re.search(r'href="[^"]*\?"', client.get(address).content.decode()), address


def test_the_history_says_in_the_readers_words_where_what_ships_came_from(client: Client) -> None:
    """Not the name of a folder."""
    assert "the bundled collection" in client.get(f"{NATO}file/").content.decode()
    french = client.get(f"{NATO}file/", headers={"Accept-Language": "fr"}).content.decode()
    assert "la collection fournie avec Foedera" in french
