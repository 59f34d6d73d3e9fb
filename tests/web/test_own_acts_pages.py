"""What a nation does with its own on pages: release whole or score by score, withdraw, revise an item; enter threats; what waits for it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.test_rounds_pages import CANARY, NATIONS, THREATS, TODAY, officer

from foedera.deeds import chair, enter
from foedera.deeds.powers import OPERATOR
from foedera.library.threats import taxonomy
from foedera.store import threats as kept
from foedera.threats.assessments import Ballot, Estimate, Round, Score

pytestmark = pytest.mark.usefixtures("register")
DAY = dt.timedelta(days=1)
CLOSED = "/rounds/closed-1/"
THREAT = {"party": "NOR", "id": "strait", "title": "A strait is closed", "kind": taxonomy().kinds[0].id, "regions": "Europe, Baltic Sea"}
SOURCES = "A report | https://example.org/report | 2026-01-31\nNotice to mariners"


def text(client: Client, address: str, status: int = 200) -> str:
    """A page as it is shown."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.fixture
def closed(register: Any) -> str:
    """A round Finland called, over since yesterday, in which Norway scored both threats."""
    asked = Round(id="closed-1", title="Closed round", threats=THREATS, nations=NATIONS, opens=TODAY - 9 * DAY, closes=TODAY - DAY)
    kept.call(asked, "FIN", None)
    estimate = Estimate(3, 4, 4)
    kept.hand_in(asked.id, Ballot("NOR", tuple(Score(threat, estimate, estimate, "low") for threat in THREATS)), 0, None)
    return asked.id


@pytest.fixture
def opened(register: Any) -> str:
    """A round Finland called, open until tomorrow."""
    asked = Round(id="open-1", title="Open round", threats=THREATS, nations=NATIONS, opens=TODAY, closes=TODAY + DAY)
    kept.call(asked, "FIN", None)
    return asked.id


def test_one_score_is_released_read_by_the_partner_and_withdrawn(closed: str) -> None:
    """Sweden reads the one score, on the round's page and on its threat's, and not the other; withdrawn, it is gone and still on record."""
    norway, sweden, denmark = (officer(code)[0] for code in ("NOR", "SWE", "DNK"))
    address = f"{CLOSED}release/"
    form = {"nation": "NOR", "to": "SWE", "what": "some", "threats": [THREATS[0]], "sure": "yes", "do": "release"}
    assert norway.post(address, form).status_code == 302
    shown = text(sweden, CLOSED)
    assert "What Norway said" in shown
    assert text(sweden, f"/threats/{THREATS[0]}/").count(">released to you<") == 1
    assert ">released to you<" not in text(sweden, f"/threats/{THREATS[1]}/")
    assert "What Norway said" not in text(denmark, CLOSED)
    own = text(norway, f"{address}?nation=NOR")
    assert f'<input type="hidden" name="threats" value="{THREATS[0]}">' in own
    assert norway.post(address, {"nation": "NOR", "to": "SWE", "threats": [THREATS[0]], "do": "withdraw"}).status_code == 302
    assert "What Norway said" not in text(sweden, CLOSED)
    assert ">taken back<" in text(norway, f"{address}?nation=NOR")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sure": ""}, "sure"),
        ({"what": "some"}, "threats"),
        ({"to": ""}, "to"),
        ({"to": "NOR"}, "to"),
        ({"what": "some", "threats": "dragons"}, "threats"),
    ],
)
def test_a_release_that_cannot_be(closed: str, change: dict[str, str], field: str) -> None:
    """What is wrong stands at its field, and nothing is released."""
    norway = officer("NOR")[0]
    answer = norway.post(f"{CLOSED}release/", {"nation": "NOR", "to": "SWE", "what": "all", "sure": "yes", "do": "release", **change})
    assert answer.status_code == 400
    assert f'id="x-{field}"' in answer.content.decode()
    assert "What Norway said" not in text(officer("SWE")[0], CLOSED)


def test_who_may_not_release_is_told_the_same_whatever_was_said(closed: str) -> None:
    """To others neither Norway's answer nor Estonia's missing one is there; an analyst of Norway reads who may."""
    for code in ("NOR", "EST"):
        sweden = officer("SWE", "treaty-officer" if code == "NOR" else "negotiator")[0]
        assert sweden.post(f"{CLOSED}release/", {"nation": code, "to": "SWE", "sure": "yes"}).status_code == 404
    assert "A treaty officer of your nation releases" in text(officer("NOR", "analyst")[0], f"{CLOSED}release/?nation=NOR")


def test_a_nation_withdraws_once_it_has_read_what_follows(opened: str) -> None:
    """The page says what follows, takes no for an answer, names who may be withdrawn: one's own, for the chair all; after that it is on the page."""
    norway, finland = officer("NOR", "analyst")[0], officer("FIN")[0]
    address = f"/rounds/{opened}/withdraw/"
    page = text(norway, address)
    assert '<option value="NOR" selected>' in page
    assert "SWE" not in page
    assert '<option value="SWE">' in text(finland, address)
    unsure = norway.post(address, {"nation": "NOR"})
    assert unsure.status_code == 400
    assert 'id="x-sure"' in unsure.content.decode()
    assert norway.post(address, {"nation": "SWE", "sure": "yes"}).status_code == 403
    assert norway.post(address, {"nation": "NOR", "sure": "yes"}).status_code == 302
    assert "Withdrawn" in text(officer("SWE")[0], f"/rounds/{opened}/")
    assert norway.get(address).status_code == 403
    assert norway.post(address, {"nation": "NOR", "sure": "yes"}).status_code == 400
    assert finland.post(address, {"nation": "EST", "sure": "yes"}).status_code == 302
    assert officer("NOR", "reader")[0].get(address).status_code == 403


def test_an_item_is_revised_in_the_light_of_who_reads_it(register: Any) -> None:
    """Filled with its last state; revised between, it is not overwritten; released, an analyst no longer revises it."""
    norway, analyst = officer("NOR")[0], officer("NOR", "analyst")[0]
    item = {"nation": "NOR", "kind": "red-line", "id": "bases", "topic": "No bases", "sources": SOURCES}
    assert norway.post("/positions/new/", item).status_code == 302
    address = "/positions/bases/revise/"
    form = text(norway, f"{address}?nation=NOR")
    assert 'value="No bases"' in form
    assert "A report | https://example.org/report | 2026-01-31\nNotice to mariners" in form
    assert norway.post(address, {**item, "topic": CANARY, "seen": "1"}).status_code == 302
    late = analyst.post(address, {**item, "topic": "Otherwise", "seen": "1"})
    assert late.status_code == 400
    assert "revised since you looked" in late.content.decode()
    assert 'value="Otherwise"' in late.content.decode()
    assert 'name="seen" value="2"' in late.content.decode()
    assert CANARY in text(norway, "/positions/")
    norway.post("/positions/bases/release/", {"nation": "NOR", "to": "SWE", "do": "release", "sure": "yes"})
    assert "Whoever may release it revises it" in text(analyst, f"{address}?nation=NOR")
    assert "They read the new words at once" in text(norway, f"{address}?nation=NOR")
    assert officer("SWE")[0].get(f"{address}?nation=NOR").status_code == 404
    wrong = norway.post(address, {**item, "topic": " ", "until": "soon", "sources": "X | 2026-02-31", "seen": "2"})
    assert wrong.status_code == 400
    for field in ("until", "sources"):
        assert f'id="x-{field}"' in wrong.content.decode()


def test_a_threat_is_entered_and_revised(register: Any) -> None:
    """Every field as typed, the states beneath; who may not is told; a faulty one keeps what was typed."""
    norway = officer("NOR")[0]
    address = "/threats/register/enter/"
    wrong = norway.post(address, {**THREAT, "kind": "", "sources": ""})
    assert wrong.status_code == 400
    assert 'id="x-kind"' in wrong.content.decode()
    assert 'value="A strait is closed"' in wrong.content.decode()
    assert norway.post(address, {**THREAT, "sources": SOURCES, "since": "2026-01-01"})["Location"] == "/threats/strait/"
    found = kept.threats()["strait"][0]
    assert (found.regions, found.since, [source.seen for source in found.sources]) == (
        ("Europe", "Baltic Sea"),
        dt.date(2026, 1, 1),
        [dt.date(2026, 1, 31), None],
    )
    form = text(norway, "/threats/strait/revise/")
    assert "Europe, Baltic Sea" in form
    assert norway.post("/threats/strait/revise/", {**THREAT, "title": "Two straits", "sources": SOURCES, "seen": "1"}).status_code == 302
    shown = text(norway, "/threats/strait/")
    assert "Its states" in shown
    assert "Two straits" in shown
    assert norway.post("/threats/strait/revise/", {**THREAT, "sources": SOURCES, "seen": "1"}).status_code == 400
    for client, status in ((officer("SWE")[0], 403), (Client(), 403)):
        assert client.get("/threats/strait/revise/").status_code == status
    assert Client().get(address).status_code == 403
    assert norway.get(f"/threats/{THREATS[0]}/revise/").status_code == 404
    assert "Enter a threat" not in text(Client(), "/threats/")


def test_a_bundle_is_taken_in_and_the_register_handed_out(register: Any) -> None:
    """What was taken and what was left out; one that is there already, none, and garbage are refused whole; handed out, it says its kinds."""
    norway = officer("NOR")[0]
    bundle = json.loads(norway.get("/threats/stix.json").content)
    assert bundle["type"] == "bundle"
    address = "/threats/register/stix/"
    own = enter.as_bundle(OPERATOR, dt.datetime.now(tz=dt.UTC), "A partner").replace('"name": "', '"name": "New: ')
    for content, says in ((b"garbage", "not taken"), (own.encode(), "there already")):
        refused = norway.post(address, {"party": "NOR", "file": SimpleUploadedFile("theirs.json", content)})
        assert refused.status_code == 400
        assert says in refused.content.decode()
    assert norway.post(address, {"party": "NOR"}).status_code == 400
    report = {"type": "attack-pattern", "spec_version": "2.1", "id": "attack-pattern--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}
    report |= {"created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "Fog of parcels"}
    other = {**report, "type": "tool", "id": "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "name": "A tool"}
    theirs = {"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": [report, other]}
    taken = norway.post(address, {"party": "NOR", "kind": THREAT["kind"], "file": SimpleUploadedFile("t.json", json.dumps(theirs).encode())})
    assert taken.status_code == 200, taken.content.decode()
    assert "Fog of parcels" in taken.content.decode()
    assert "tool" in taken.content.decode().partition("Left out")[2]
    assert Client().get(address).status_code == 403


def test_what_waits_for_a_nation(closed: str, opened: str) -> None:
    """Norway has an answer to give and one to release, Finland's chair a picture to publish; done, it waits no longer; others see none of it."""
    norway, finland, visitor = officer("NOR")[0], officer("FIN")[0], Client()
    for address in ("/", "/positions/"):
        mine = text(norway, address)
        assert f"/rounds/{opened}/answer/?nation=NOR" in mine
        assert f"/rounds/{closed}/release/?nation=NOR" in mine
        assert "not published yet" not in mine
        assert "its common picture is not published yet" in text(finland, address)
        assert opened not in text(visitor, address)
        assert opened not in text(officer("", "auditor" if address == "/" else "administrator")[0], address)
    norway.post(f"/rounds/{closed}/release/", {"nation": "NOR", "to": "called", "what": "all", "sure": "yes", "do": "release"})
    kept.hand_in(opened, Ballot("NOR", (Score(THREATS[0], Estimate(1, 1, 1), Estimate(1, 1, 1), "low"),)), 0, None)
    assert "Rounds that wait for you" not in text(norway, "/")
    finland.post(f"/rounds/{closed}/publish/")
    assert chair.find(officer("FIN", "negotiator")[1], closed).published
    assert "not published yet" not in text(finland, "/")
