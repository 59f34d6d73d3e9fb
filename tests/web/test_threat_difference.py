"""Two registers that differ in nothing but what New Zealand thinks: everybody else is answered alike, byte for byte, wherever they ask.

What is published of the closed round is the same in both, so whatever differed would tell something of New Zealand's scores or its position.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from tests.web.probing import Address, addresses, operations, text_of
from tests.web.test_leaks import address_of, client_of, person, token_of

from foedera.deeds import chair, declare, release
from foedera.library.threats import public_threats
from foedera.store import threats as kept
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.positions import Item
from foedera.threats.register import Source

pytestmark = pytest.mark.usefixtures("register")

TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
THREATS = tuple(threat.id for threat in public_threats()[:2])
NATIONS = ("NZL", "AUS", "GBR", "CAN", "USA", "FRA", "JPN", "KOR")
OPEN, CLOSED = "difference-open", "difference-closed"
#: Who asks: a visitor; officers of the register; the nation that chairs, one that is called, one that is not; none of them New Zealand's.
WHO = [
    ("", ""),
    ("treaty-officer", ""),
    ("administrator", ""),
    ("auditor", ""),
    ("treaty-officer", "AUS"),
    ("treaty-officer", "FRA"),
    ("analyst", "SWE"),
]
#: What differs from answer to answer though nothing is told: tokens against forgery, what scripts are allowed by, sessions, the time of day and what
#: is named by it, how long an archive is that has the time packed into it (what is in it is compared itself).
_PASSING = re.compile(
    r'nonce="[^"]*"|\'nonce-[^\']*\'|name="csrfmiddlewaretoken" value="[^"]*"|\d\d:\d\d(:\d\d(\.\d+)?)?|(csrftoken|sessionid|messages)=\S*'
    r"|expires=[^;]*|Content-Length: \d+|[0-9a-f]{32,}|bundle--[0-9a-f-]+"
)


def score(threat: str, level: int) -> Score:
    """Return a score without doubt."""
    return Score(threat, Estimate(level, level, level), Estimate(level, level, level))


def plant(level: int | None, words: str) -> None:
    """Let New Zealand say this of two rounds (None: nothing at all), and keep these words as an item of its position.

    All others say the same in both registers.
    """
    own = person("planter@nzl.example", ("NZL", "treaty-officer"))
    chairing = person("chair@aus.example", ("AUS", "treaty-officer"))
    declare.declare(own, Item(id="own-line", nation="NZL", kind="red-line", topic=words, effect=words, sources=(Source(title=words),)))
    for name, closes in ((OPEN, 30), (CLOSED, -1)):
        asked = Round(
            id=name,
            title="A round",
            threats=THREATS,
            nations=NATIONS,
            opens=TODAY - dt.timedelta(days=60),
            closes=TODAY + dt.timedelta(days=closes),
        )
        assert kept.call(asked, "AUS", chairing.user)
        if level is not None:
            assert kept.hand_in(name, Ballot("NZL", tuple(score(threat, level) for threat in THREATS)), 0, own.user)
        for place, nation in enumerate(NATIONS[1:]):
            # Three put it low and three high, so that the range is the same whatever New Zealand says.
            said = Ballot(nation, tuple(score(threat, 0 if place < 3 else 4) for threat in THREATS))
            assert kept.hand_in(name, said, 0, chairing.user)
    release.ballot(person("officer@fra.example", ("FRA", "treaty-officer")), "FRA", CLOSED, "SWE", TODAY)
    release.ballot(person("officer@can.example", ("CAN", "treaty-officer")), "CAN", CLOSED, "*", TODAY)
    chair.publish(chairing, CLOSED, TODAY)


def asked() -> Iterator[str]:
    """Yield every address of the pages and of the interface for programs that is read, by each name it may take."""
    found = [*addresses(), *(_operation(path) for method, path in operations() if method == "GET")]
    for address in found:
        names = [OPEN, CLOSED, THREATS[0], "own-line"] if "name" in address.route else [""]
        for name in names:
            place = address.at(**({"name": name} if name else {}))
            yield place
            if re.search("round|position|threat|part", place):
                yield f"{place}?nation=NZL"


def _operation(path: str) -> Address:
    return Address(re.sub(r"\{(\w+)\}", r"<\1>", path[1:]), "", ())


def told(client: Client, headers: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Return what a client is told at each address."""
    found = {}
    for address in dict.fromkeys(asked()):
        if address.startswith(OWN):
            continue
        answer = client.get(address, headers=headers if address.startswith("/api/") else {})
        found[address] = (answer.status_code, _PASSING.sub("", text_of(answer)))
    return found


#: What a person's own account shows: keys drawn by chance, and nothing of any register.
OWN = ("/account/", "/api/v1/tokens")


class Undo(Exception):
    """What was planted is taken back."""


def everything(role: str, party: str, level: int | None, words: str) -> dict[str, tuple[int, str]]:
    """Return all that somebody is told of a register in which New Zealand thinks this; it is as before afterwards."""
    found: dict[str, tuple[int, str]] = {}
    try:
        with transaction.atomic():
            plant(level, words)
            client = client_of(role, party)
            headers = token_of(address_of(role, party)) if role else {}
            found = told(client, headers)
            raise Undo
    except Undo:
        return found


@pytest.mark.slow
@pytest.mark.parametrize(("role", "party"), WHO, ids=lambda word: word or "-")
def test_whatever_new_zealand_thinks_the_others_are_told_the_same(role: str, party: str) -> None:
    """Every page, file, feed and operation, by every name: status, headers and content; the lowest scores and the highest, other words."""
    low, high = everything(role, party, 0, "Zealous words"), everything(role, party, 4, "Something else, and longer than that")
    assert low.keys() == high.keys()
    assert len(low) > 200
    differing = [address for address in low if low[address] != high[address]]
    assert not differing, [(address, *_first(low[address][1], high[address][1])) for address in differing[:5]]


@pytest.mark.slow
@pytest.mark.parametrize(("role", "party"), [*WHO[:3], *WHO[5:]], ids=lambda word: word or "-")
def test_whether_it_answered_is_told_to_none_but_the_chair(role: str, party: str) -> None:
    """Who called the round sees who has answered, and whoever audits the log sees that something was handed in; all others see neither."""
    said, silent = everything(role, party, 4, "Zealous words"), everything(role, party, None, "Zealous words")
    differing = [address for address in said if said[address] != silent[address]]
    assert not differing, [(address, *_first(said[address][1], silent[address][1])) for address in differing[:5]]


def test_its_own_people_are_told_the_difference() -> None:
    """So the test above would see one: to New Zealand's own members the two registers differ, on pages and for programs."""
    low, high = everything("treaty-officer", "NZL", 0, "Zealous words"), everything("treaty-officer", "NZL", 4, "Something else")
    differing = {address for address in low if low[address] != high[address]}
    assert {f"/rounds/{CLOSED}/", f"/rounds/{OPEN}/", f"/api/v1/rounds/{CLOSED}/answers/NZL"} <= differing


def _first(one: str, other: str) -> tuple[str, str]:
    """Return where two texts part."""
    place = next((number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(place - 60, 0) : place + 60], other[max(place - 60, 0) : place + 60]
