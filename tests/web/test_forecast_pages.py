"""The pages of the forecast and of a change: the answer in words, every drawing with its table, the address as the question, what is wrong said."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FINLAND = "/agreements/nato/accession-finland-2022/"
ON = {"on": "2022-10-01", "known": "2022-10-01", "simulations": "500"}


def words(reply: Any) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


def test_finland_on_the_first_of_october(register: Any, client: Client) -> None:
    """Interval, who is missing, what happened, whom it learned from."""
    said = words(client.get(f"{FINLAND}forecast/", ON))
    for sentence in (
        "Eight in ten: between",
        "Hungary, Türkiye",
        "in force on 4 April 2023",
        "inside the interval that holds half",
        "Learned from agreements of its kind: other protocols to nato/north-atlantic-treaty.",
        "it never enters into force",
        "A forecast is no promise.",
    ):
        assert sentence in said


def test_each_drawing_has_its_table(register: Any, client: Client) -> None:
    """Three drawings, and the same figures as tables."""
    page = client.get(f"{FINLAND}forecast/", ON).content.decode()
    assert page.count('role="img"') == page.count("The same as a table") == 3


def test_sweden_is_shown_to_have_come_later(register: Any, client: Client) -> None:
    """What the forecast missed is not hidden."""
    said = words(client.get("/agreements/nato/accession-sweden-2022/forecast/", ON))
    assert "in force on 7 March 2024" in said
    assert "outside" in said


def test_events_are_added_and_taken_out_in_the_address(register: Any, client: Client) -> None:
    """A form without scripts leads to the address of the new question; the page shows the forecast beside that without them."""
    added = {"do": "add", "party": "HUN", "kind": "election", "since": "2022-11-01", "until": "2023-03-01"}
    reply = client.get(f"{FINLAND}forecast/", {**ON, **added})
    assert reply.status_code == 302
    assert "events=HUN+election+2022-11-01+2023-03-01" in reply["Location"]
    page = client.get(reply["Location"])
    said = words(page)
    assert "With events that are supposed, not known." in said
    assert "Hungary: an election: nothing is decided from 1 November 2022 until 1 March 2023" in said
    assert "Without what is supposed" in said
    (removal,) = re.findall(r'href="([^"]+)#suppose"', page.content.decode())
    assert "events" not in removal


#: What is asked, status, what the page says.
WRONG = [
    ({**ON, "do": "add", "party": "HUN"}, "Say which state, what happens and on which day."),
    ({**ON, "do": "add", "party": "HUN", "kind": "election", "since": "2022-11-01"}, "Say until when nothing is decided"),
    ({**ON, "events": "HUN dances 2022-11-01"}, "no kind of event"),
    ({**ON, "events": "XYZQ refuses 2022-11-01"}, "no party has the code"),
    ({**ON, "simulations": "9"}, "Between 100 and 20,000 lives can be drawn."),
    ({**ON, "seed": "one"}, "“one” is not a whole number."),
]


@pytest.mark.parametrize(("asked", "says"), WRONG)
def test_what_is_wrong_is_said(register: Any, client: Client, asked: dict[str, str], says: str) -> None:
    """In words, and the page still stands."""
    reply = client.get(f"{FINLAND}forecast/", asked)
    assert reply.status_code == 422
    assert says.casefold() in words(reply).casefold()


def test_of_an_agreement_in_force_days_before_are_offered(register: Any, client: Client) -> None:
    """Each leads to a forecast that sees nothing of what followed."""
    reply = client.get(f"{FINLAND}forecast/")
    assert "In force since 4 April 2023: there is nothing to forecast." in words(reply)
    offers = re.findall(r'class="button quiet" href="([^"]+forecast[^"]+)"', reply.content.decode())
    assert len(offers) == 4
    assert "Eight in ten" in words(client.get(html.unescape(offers[1])))


def test_a_pending_agreement_of_today(register: Any, client: Client) -> None:
    """Wide, and with its chance of never."""
    said = words(client.get("/agreements/pacific/pukpuk-2025/forecast/", {"simulations": "500"}))
    assert "Eight in ten" in said
    assert "Never, or later than the forecast looks" in said


def test_what_a_change_does(register: Any, client: Client) -> None:
    """Law and forecast apart, side by side."""
    said = words(client.get(f"{FINLAND}change/", {**ON, "party": "TUR", "turn": "delays", "until": "2023-06-01"}))
    for sentence in ("Supposed, not recorded.", "Türkiye delays", "No act is done.", "Without it", "With it", "None whose rule is still to be met."):
        assert sentence in said


def test_a_withdrawal_from_an_agreement_in_force(register: Any, client: Client) -> None:
    """What follows in law, and why there is no forecast."""
    said = words(client.get("/agreements/nato/north-atlantic-treaty/change/", {"party": "USA", "turn": "withdraws"}))
    assert "32 parties become 31" in said
    assert "It is in force since 24 August 1949" in said


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"party": "USA", "turn": "refuses"}, "can only withdraw"),
        ({"party": "USA"}, "Choose a state and what it does."),
        ({"party": "TUR", "turn": "delays"}, "Say until which day it delays."),
        ({"party": "nowhere", "turn": "refuses"}, "no party has the code"),
    ],
)
def test_what_cannot_be_supposed_is_said(register: Any, client: Client, asked: dict[str, str], says: str) -> None:
    """In words, and the form keeps what was chosen."""
    reply = client.get(f"{FINLAND}change/", {**ON, **asked})
    assert reply.status_code == 422
    assert says.casefold() in words(reply).casefold()


def test_the_form_alone(register: Any, client: Client) -> None:
    """Before anything is asked nothing is wrong."""
    reply = client.get(f"{FINLAND}change/")
    assert reply.status_code == 200
    assert "Show what would follow" in words(reply)


def test_no_such_agreement(register: Any, client: Client) -> None:
    """Not there, as everywhere."""
    assert {client.get(f"/agreements/no/such/{name}/").status_code for name in ("forecast", "change")} == {404}


def test_queries_do_not_grow_with_the_record(register: Any, client: Client) -> None:
    """A forecast asked again costs the same few queries, whatever it learned from."""
    counts = []
    for slug in ("nato/accession-finland-2022", "pacific/pukpuk-2025"):
        address = f"/agreements/{slug}/forecast/"
        asked = ON if "nato" in slug else {"simulations": "500"}
        client.get(address, asked)
        with CaptureQueriesContext(connection) as seen:
            client.get(address, asked)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] < 20
