"""What New Zealand brings to the table and said in a round is planted; everybody else goes everywhere, and finds no word of it."""

from __future__ import annotations

import datetime as dt
import logging
import re
import shutil
from typing import Any

import pytest
from django.test import Client
from tests.web.probing import Address, crawl, operations, text_of
from tests.web.test_leaks import WHO, address_of, client_of, leaks, person, token_of

from foedera.deeds import declare, release
from foedera.deeds.powers import ROLES
from foedera.interchange.formats import FORMATS
from foedera.library.threats import public_threats
from foedera.store import threats as kept
from foedera.store.models import HandedBallot, LogEntry, PositionItem, PublishedPicture, Release, RoundWithdrawal, ThreatEntry, User
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.positions import Item
from foedera.threats.register import Source

pytestmark = pytest.mark.usefixtures("register")

#: A score is made of numbers, which stand everywhere; so the word for confidence is one nobody uses, and goes wherever the score goes.
WORDS = ("quoxtopic", "quoxeffect", "quoxinstrument", "quoxsource", "quoxconfidence")
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
FIRST = public_threats()[0].id
ANSWERED, CLOSED = "quox-round", "quox-closed"
#: Addresses that take a nation, an item or a round by name: what is asked for outright is not told either.
NAMED = (
    *("/positions/", "/positions/?nation=NZL", "/positions/open.csv?nation=NZL", "/positions/open.xlsx", "/positions/quox-item/release/?nation=NZL"),
    *("/positions/new/?nation=NZL", "/rounds/", "/parties/NZL/", "/administration/log/", "/administration/log.csv", f"/threats/{FIRST}/"),
    *(
        f"/rounds/{name}/{page}"
        for name in (ANSWERED, CLOSED)
        for page in ("", "answer/", "answer/?nation=NZL", "picture/", "ranking.csv", "ranking.json")
    ),
)
#: Rows nobody else adds or changes.
TABLES = (HandedBallot, PositionItem, PublishedPicture, Release, RoundWithdrawal, ThreatEntry)


@pytest.fixture
def planted(register: Any) -> User:
    """Plant an item and answers to an open and a closed round, released to the United Kingdom alone; Australia chairs."""
    own = person("planter@nzl.example", ("NZL", "treaty-officer"))
    item = Item(id="quox-item", nation="NZL", kind="red-line", topic="quoxtopic", effect="quoxeffect", instrument="quoxinstrument")
    declare.declare(own, Item(**{**_fields(item), "sources": (Source(title="quoxsource"),)}))
    release.item(own, "NZL", "quox-item", "GBR")
    estimate = Estimate(1, 2, 3)
    for name, threat, days in ((ANSWERED, FIRST, 30), (CLOSED, public_threats()[1].id, -1)):
        asked = Round(
            id=name,
            title="A round",
            threats=(threat,),
            nations=("NZL", "AUS", "GBR", "CAN", "USA"),
            opens=TODAY - dt.timedelta(days=30),
            closes=TODAY + dt.timedelta(days=days),
        )
        assert kept.call(asked, "AUS", own.user)
        assert kept.hand_in(name, Ballot("NZL", (Score(threat, estimate, estimate, "quoxconfidence"),)), 0, own.user) == 1
    release.ballot(own, "NZL", CLOSED, "GBR", TODAY)
    return User.objects.get(pk=own.user)


def _fields(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("id", "nation", "kind", "topic", "effect", "instrument")}


def _rows() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_its_own_and_its_partner_come_upon_it(planted: User) -> None:
    """The tests below would see it, were it shown: members do on pages and over the interface, a partner what was released to it."""
    own = Client()
    own.force_login(planted, backend="allauth.account.auth_backends.AuthenticationBackend")
    headers = token_of(planted.email)
    pages = "".join(text_of(own.get(address)) for address in NAMED)
    assert {*leaks(pages, WORDS)} >= {"quoxtopic", "quoxeffect", "quoxinstrument", "quoxsource"}
    told = "".join(text_of(own.get(f"/api/v1/{path}", headers=headers)) for path in ("positions", f"rounds/{ANSWERED}/answers/NZL"))
    assert sorted(leaks(told, WORDS)) == sorted(WORDS)
    partner = client_of("analyst", "GBR")
    told = "".join(
        text_of(partner.get(f"/api/v1/{path}", headers=token_of(address_of("analyst", "GBR")))) for path in ("positions", f"rounds/{CLOSED}/answers")
    )
    assert sorted(leaks(told, WORDS)) == sorted(WORDS)
    assert not leaks(text_of(partner.get(f"/api/v1/rounds/{ANSWERED}/answers", headers=token_of(address_of("analyst", "GBR")))), WORDS)


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO, ids=["visitor", "register", "the chair's party"])
def test_nobody_comes_upon_an_item_or_a_score(planted: User, who: list[tuple[str, str]]) -> None:
    """Every role, that of the register's officers and of the chair among them: every page that is linked, and those asked for by name."""
    for role, party in who:
        client = client_of(role, party)
        for address, answer in crawl(client, most=42):
            assert answer.status_code < 500, (role, address)
            assert not leaks(text_of(answer), WORDS), (role, address)
        for address in NAMED:
            answer = client.get(address)
            assert answer.status_code < 500, (role, address)
            assert not leaks(text_of(answer), WORDS), (role, address)


@pytest.mark.parametrize("who", WHO, ids=["visitor", "register", "the chair's party"])
def test_no_program_is_told_either(planted: User, who: list[tuple[str, str]], caplog: pytest.LogCaptureFixture) -> None:
    """Every operation on threats, positions and rounds, reading and writing, by the names of what is there; no error, no log line tells it."""
    caplog.set_level(logging.DEBUG)
    before = _rows()
    for role, party in who:
        client = client_of(role, party)
        headers = token_of(address_of(role, party)) if role else {}
        for method, path in operations():
            room = path.split("/")[3]
            if room not in ("threats", "threat-kinds", "positions", "rounds", "stix", "log", "parties", "calendar"):
                continue
            for name in ("quox-item",) if room == "positions" else (ANSWERED, CLOSED):
                address = Address(re.sub(r"\{(\w+)\}", r"<\1>", path[1:]), "", ()).at(name=name)
                if method == "POST":
                    if (room, path.rsplit("/", 1)[-1]) == ("rounds", "picture"):
                        continue  # the chair may publish: what that tells is proven in tests/threats/test_disclosure.py
                    bodies: list[dict[str, Any]] = [{}, {"to": "*"}, {"scores": []}]
                    bodies += [{"nation": "NZL"}] if not may_withdraw(role, party) else []
                    answers = [client.post(address, body, content_type="application/json", headers=headers) for body in bodies]
                else:
                    answers = [client.get(address + asked, headers=headers) for asked in ("", "?q=quox", "?nation=NZL")]
                for answer in answers:
                    assert answer.status_code < 500, address
                    assert not leaks(text_of(answer), WORDS), address
    assert _rows() == before
    assert not leaks(caplog.text, WORDS)


def may_withdraw(role: str, party: str) -> bool:
    """Return whether somebody may withdraw a nation from Australia's rounds: who chairs there."""
    return party == "AUS" and "chair" in ROLES.get(role, ())


def test_the_log_holds_no_content(planted: User) -> None:
    """It says that something was kept, handed in and released, for which party; neither what nor which item."""
    lines = LogEntry.objects.filter(deed__in=("declare", "release", "assess"))
    assert lines.count() == 3
    assert {line.party for line in lines} == {"NZL"}
    told = "".join(f"{line.subject} {line.why}" for line in LogEntry.objects.all())
    assert not leaks(told, (*WORDS, "quox-item"))


@pytest.mark.parametrize(("role", "party"), [("", ""), ("treaty-officer", "AUS"), ("treaty-officer", "")])
def test_no_copy_holds_it(planted: User, role: str, party: str) -> None:
    """Every export in every format, unpacked to its cells and pages."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: what a PDF says cannot be read")
    client = client_of(role, party)
    headers = token_of(address_of(role, party)) if role else {}
    for form in FORMATS:
        answer = client.get(f"/api/v1/exports/{form}?agreement=anzus", headers=headers)
        assert answer.status_code == 200, form
        assert not leaks(text_of(answer), WORDS), form


def test_what_is_anothers_is_answered_as_what_is_not_there(planted: User) -> None:
    """By name: the same status and the same words as for a name nobody gave."""
    for role, party in (("", ""), ("treaty-officer", "FRA"), ("treaty-officer", ""), ("administrator", ""), ("auditor", "")):
        client = client_of(role, party)
        headers = token_of(address_of(role, party)) if role else {}
        for path in (
            "rounds/quox-round",
            "rounds/quox-round/answers",
            "rounds/quox-round/answers/NZL",
            "rounds/quox-round/picture",
            "positions/NZL/quox-item",
        ):
            found, nothing = (client.get(f"/api/v1/{path.replace('quox', word)}", headers=headers) for word in ("quox", "nope"))
            assert (found.status_code, nothing.status_code) == (404, 404), path
            assert found.content.decode().replace("quox", "nope") == nothing.content.decode(), path
