"""The pages as a reader without scripts gets them: each answers, says what the engine says, leads somewhere, and fetches nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import django
import pytest
from django.test import Client

django.setup()

NATO = "/agreements/nato/north-atlantic-treaty/"


@pytest.fixture(scope="module")
def client() -> Client:
    """A reader."""
    return Client()


#: Address, status, what must be on the page.
PAGES = [
    ("/", 200, "ANZUS"),
    ("/?q=spain+nato", 200, "Spain protocol"),
    ("/?status=terminated&area=arms-control", 200, "INF"),
    ("/?q=nothing-of-the-kind", 200, "No agreement meets these filters"),
    (f"{NATO}?on=1949-08-24", 200, "<strong>12</strong> parties"),
    (f"{NATO}?on=1982-05-30", 200, "<strong>16</strong> parties"),
    (f"{NATO}?on=2024-03-07", 200, "<strong>32</strong> parties"),
    (f"{NATO}?on=1982-05-30", 200, "accession by ESP, 1982-05-30"),
    (f"{NATO}?on=yesterday", 200, "is not a day"),
    (f"{NATO}?on=1982-05-30&known=1982-05-29", 200, "North Atlantic Treaty"),
    ("/parties/?on=1990-01-01", 200, "Soviet Union"),
    ("/parties/FRA/?on=1990-01-01", 200, "lysée Treaty"),
    ("/between/?a=USA&b=NZL&on=1990-01-01", 200, "suspended"),
    ("/agreements/anzus/treaty/?on=1990-01-01", 200, '<p class="suspended">suspended between USA and NZL since'),
    ("/agreements/anzus/treaty/?on=1986-01-01", 200, "next change: 1986-08-11"),
    ("/between/?a=USA&b=XYZ", 200, "No party has the code"),
    ("/what-if/?ref=nato/north-atlantic-treaty&acts=2027-01-01+withdrawal+USA", 200, "2028-01-01"),
    ("/what-if/?ref=anzus/treaty&acts=2027-01-01+withdrawl+USA", 200, "did you mean withdrawal"),
    ("/what-if/?ref=no/such&acts=x", 200, "There is no agreement"),
    ("/calendar/?on=2026-11-21&months=120", 200, "the running term ends"),
    ("/calendar/?party=CHN&on=2026-01-01", 200, "last day for notice against renewal"),
    ("/calendar/feed.ics?party=FRA", 200, "BEGIN:VCALENDAR"),
    (f"{NATO}?on=9999-12-31", 200, "is not a day between"),
    (f"{NATO}?known=0001-01-01", 200, "is not a day between"),
    ("/calendar/?on=2999-12-31&months=²", 200, "What is coming up"),
    ("/calendar/?months=99999999999999999999", 200, "What is coming up"),
    ("/what-if/?ref=anzus/treaty&acts=9999-12-31+withdrawal+USA", 200, "outside the years"),
    ("/agreements/no/such/", 404, "Nothing stands here"),
    ("/parties/XYZ/", 404, "Nothing stands here"),
    ("/nowhere/", 404, "Nothing stands here"),
]


@pytest.mark.parametrize(("address", "status", "said"), PAGES)
def test_page(client: Client, address: str, status: int, said: str) -> None:
    """The page answers with its status and says it."""
    reply = client.get(address)
    assert reply.status_code == status
    assert said in reply.content.decode()


def test_text_from_the_address_is_escaped(client: Client) -> None:
    """Nothing a reader types comes back as markup."""
    for address in ("/?q=<script>alert(1)</script>", f"{NATO}?on=<script>", "/between/?a=<script>&b=USA"):
        assert "<script>" not in client.get(address).content.decode().replace('<script src="/static/foedera/as-of.js" defer></script>', "")


def test_only_reading_is_allowed(client: Client) -> None:
    """The pages take nothing in."""
    assert client.post("/").status_code == 405


def test_nothing_is_fetched_from_elsewhere(client: Client) -> None:
    """Styles, scripts and pictures come from the host; the policy forbids all else."""
    reply = client.get(NATO)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    fetched = re.findall(r"<(?:link|script|img)[^>]*(?:href|src)=\"([^\"]+)\"", reply.content.decode())
    assert fetched
    assert all(address.startswith("/static/") for address in fetched)
    assert "style=" not in reply.content.decode()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value.startswith("/")]


def test_every_link_leads_somewhere(client: Client) -> None:
    """From the list over every agreement: each link on each page answers."""
    seen: set[str] = set()
    waiting = ["/", "/parties/", "/between/?a=USA&b=GBR"]
    while waiting:
        address = waiting.pop()
        if address in seen or ("?on=" in address and len(seen) > 30):
            continue
        seen.add(address)
        reply = client.get(address)
        assert reply.status_code == 200, address
        links = _Links()
        links.feed(reply.content.decode())
        waiting += links.found
    assert sum(address.startswith("/agreements/") for address in seen) >= 90
