"""What New Zealand brings to the table and said in a round is planted; everybody else goes everywhere, and finds no word of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from tests.web.making import TODAY
from tests.web.probing import Address, crawl, operations, text_of
from tests.web.test_leaks import WHO, client_of, leaks, person, token_of

from foedera.store import threats as kept
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.positions import Item
from foedera.threats.register import Source

pytestmark = pytest.mark.usefixtures("register")

#: A score is made of numbers, which stand everywhere; so the word for confidence is one nobody uses, and goes wherever the score goes.
WORDS = ("quoxtopic", "quoxeffect", "quoxinstrument", "quoxsource", "quoxconfidence")
#: Addresses that take a nation, an item or a round by name: what is asked for outright is not told either.
NAMED = (
    *(
        "/threats/positions/",
        "/threats/positions/?nation=NZL",
        "/threats/positions/NZL/quox-item/",
        "/threats/rounds/",
        "/threats/rounds/quox-round/",
    ),
    *("/threats/rounds/quox-round/picture/", "/threats/rounds/quox-round/NZL/", "/parties/NZL/", "/administration/log/", "/administration/log.csv"),
)


@pytest.fixture
def planted(register: Any) -> None:
    """Plant an item New Zealand released to nobody, and its answer to a round it was called to."""
    by = person("planter@nzl.example", ("NZL", "treaty-officer")).user
    sources = (Source(title="quoxsource"),)
    kept.keep_item(
        Item(id="quox-item", nation="NZL", kind="red-line", topic="quoxtopic", effect="quoxeffect", instrument="quoxinstrument", sources=sources), by
    )
    nations = ("NZL", "AUS", "GBR", "CAN", "USA")
    asked = Round(id="quox-round", title="A round", threats=("ransomware",), nations=nations, opens=TODAY, closes=TODAY + dt.timedelta(days=30))
    assert kept.call(asked, "AUS", by)
    estimate = Estimate(1, 2, 3)
    assert kept.hand_in("quox-round", Ballot("NZL", (Score("ransomware", estimate, estimate, "quoxconfidence"),)), 0, by) == 1


def test_what_is_looked_for_is_there(planted: None) -> None:
    """The tests below would see it, were it shown."""
    told = f"{kept.items(['NZL'])}{kept.ballots('quox-round')}"
    assert sorted(leaks(told, WORDS)) == sorted(WORDS)


@pytest.mark.slow
@pytest.mark.parametrize("who", [WHO[0]], ids=["visitor"])
def test_nobody_comes_upon_an_item_or_a_score(planted: None, who: list[tuple[str, str]]) -> None:
    """Every page that is linked, and those asked for by name."""
    for role, party in who:
        client = client_of(role, party)
        for address, answer in crawl(client, most=42):
            assert answer.status_code < 500, (role, address)
            assert not leaks(text_of(answer), WORDS), (role, address)
        for address in NAMED:
            assert not leaks(text_of(client.get(address)), WORDS), (role, address)


@pytest.mark.parametrize(("role", "party"), [("treaty-officer", "AUS")])
def test_no_program_is_told_either(planted: None, role: str, party: str) -> None:
    """Every operation that reads, by whatever name, and every export."""
    client = client_of(role, party)
    headers = token_of(f"{role}-{party or 'all'}@other.example".lower()) if role else {}
    for method, path in operations():
        if method == "GET":
            address = Address(re.sub(r"\{(\w+)\}", r"<\1>", path[1:]), "", ()).at(number=1)
            for asked in ("", "?q=quox", "?nation=NZL"):
                answer = client.get(address + asked, headers=headers)
                assert answer.status_code < 500, address
                assert not leaks(text_of(answer), WORDS), address
