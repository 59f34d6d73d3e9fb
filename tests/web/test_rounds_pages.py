"""Rounds and positions as a nation's officers use them: answer, revise, publish, release; and what nobody else reads on any of these pages."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from foedera.deeds import chair
from foedera.deeds.powers import Actor
from foedera.library.threats import public_threats
from foedera.store.models import Membership, User
from foedera.threats.assessments import Round

pytestmark = pytest.mark.django_db
NATIONS = ("FIN", "NOR", "SWE", "DNK", "EST")
THREATS = tuple(threat.id for threat in public_threats()[:2])
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
CANARY = "Canary-7f3a"


def officer(party: str, role: str = "treaty-officer") -> tuple[Client, Actor]:
    """Somebody who works for a party, signed in."""
    person = User.objects.create_user(f"{role}@{party or 'register'}.example", first_name=party, last_name="Officer")
    Membership.objects.create(user=person, party=party, role=role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client, Actor(user=person.pk, name=str(person), memberships=((party, role),))


@pytest.fixture
def called() -> str:
    """A round Finland calls, open today."""
    _, who = officer("FIN", "treaty-officer")
    asked = Round(id="nordic-1", title="Nordic round", threats=THREATS, nations=NATIONS, opens=TODAY, closes=TODAY + dt.timedelta(days=30))
    chair.call(who, asked, "FIN", TODAY)
    User.objects.filter(email="treaty-officer@fin.example").update(email="chair@fin.example")
    return asked.id


def typed(nation: str, revises: int = 0) -> dict[str, Any]:
    """A form with one threat scored."""
    own = {
        f"{THREATS[0]}:{name}": value
        for name, value in {"likelihood:best": "3", "likelihood:highest": "4", "impact:best": "2", "confidence": "low"}.items()
    }
    return {"nation": nation, "revises": str(revises), **own}


def test_a_nation_answers_and_revises(called: str) -> None:
    """The form is handed in at one go, its own page shows it, and the form is filled with it when it is revised."""
    client, _ = officer("NOR", "analyst")
    address = f"/rounds/{called}/answer/"
    assert "Hand in the answer" in client.get(f"{address}?nation=NOR").content.decode()
    assert client.post(address, typed("NOR")).status_code == 302
    assert "low" in client.get(f"/rounds/{called}/").content.decode()
    form = client.get(f"{address}?nation=NOR").content.decode()
    assert "Hand in the revised answer" in form
    assert client.post(address, typed("NOR", 1)).status_code == 302
    twice = client.post(address, typed("NOR", 0))
    assert twice.status_code == 400
    assert "hand this in as a revision of answer 2" in twice.content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(called: str) -> None:
    """A level out of order: 400, the fault at its field and in the summary, every choice still chosen."""
    client, _ = officer("NOR")
    answer = client.post(f"/rounds/{called}/answer/", {**typed("NOR"), f"{THREATS[0]}:likelihood:lowest": "4"})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="x-{THREATS[0]}:likelihood:best"' in shown
    assert f'href="#f-{THREATS[0]}:likelihood:best"' in shown
    assert '<option value="4" selected>' in shown


def test_no_other_nation_and_no_reader_sees_an_answer(called: str) -> None:
    """Norway's answer is open to Norway alone: to its chair, to a neighbour, to the register's own officers and to visitors it is not there."""
    norway, _ = officer("NOR")
    norway.post(f"/rounds/{called}/answer/", typed("NOR"))
    assert "What Norway said" in norway.get(f"/rounds/{called}/").content.decode()
    for party in ("FIN", "SWE"):
        shown = officer(party)[0].get(f"/rounds/{called}/").content.decode()
        assert "What Norway said" not in shown
    assert officer("SWE", "analyst")[0].get(f"/rounds/{called}/answer/?nation=NOR").status_code == 404
    for client in (officer("")[0], officer("", "administrator")[0], Client()):
        assert client.get(f"/rounds/{called}/").status_code == 404
        assert called not in client.get("/rounds/").content.decode()


def test_the_chair_sees_who_has_answered_and_others_do_not(called: str) -> None:
    """Progress is the chair's; an open round is not published."""
    officer("NOR")[0].post(f"/rounds/{called}/answer/", typed("NOR"))
    finland = officer("FIN")[0]
    assert "Norway: answered" in finland.get(f"/rounds/{called}/").content.decode()
    assert "Norway: answered" not in officer("SWE")[0].get(f"/rounds/{called}/").content.decode()
    finland.post(f"/rounds/{called}/publish/")
    assert "Publish the common picture" not in finland.get(f"/rounds/{called}/").content.decode()


def test_a_chair_closes_a_round_all_have_answered_and_others_cannot(called: str) -> None:
    """Who calls it is told to all; the chair is told what it waits for, then closes it; to the others nothing says whether all have answered."""
    chairing = Client()
    chairing.force_login(User.objects.get(email="chair@fin.example"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    clients = {nation: officer(nation)[0] for nation in NATIONS}
    address, close = f"/rounds/{called}/", f"/rounds/{called}/close/"
    for nation in NATIONS[:-1]:
        assert clients[nation].post(f"{address}answer/", typed(nation)).status_code == 302
    assert "Once all that take part have answered you can close it" in chairing.get(address).content.decode()
    assert "waits for: EST" in chairing.post(close, follow=True).content.decode()
    clients["NOR"].get(address)  # the message that the answer is on record is shown once
    before = without_tokens(clients["NOR"].get(address).content.decode())
    assert '<dt>Called and chaired by</dt><dd><a href="/parties/FIN/">Finland</a>' in before
    clients["EST"].post(f"{address}answer/", typed("EST"))
    assert without_tokens(clients["NOR"].get(address).content.decode()) == before
    assert clients["NOR"].post(close).status_code == 403
    assert f'action="{close}"' in chairing.get(address).content.decode()
    assert "no answer is taken any more" in chairing.post(close, follow=True).content.decode()
    after = clients["NOR"].get(address).content.decode()
    assert "closed by its chair before" in after
    assert "It is for a treaty officer" not in after
    assert "It is for a treaty officer of Norway to release it" in officer("NOR", "analyst")[0].get(address).content.decode()
    assert after.count("no score") == 1, "the threat it left empty"
    assert clients["NOR"].post(f"{address}answer/", typed("NOR", 1)).status_code == 400
    assert chairing.post(f"{address}publish/", follow=True).content.decode().count("too few nations scored it") == 1


def without_tokens(shown: str) -> str:
    """Return a page without what differs each time it is asked for."""
    return re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", shown)


def test_an_item_is_kept_read_by_its_nation_and_released_to_one(register: Any) -> None:
    """Kept for Finland, unseen by Norway until it is released to it, unseen by Sweden after that too; withdrawn, it is gone for Norway."""
    finland, norway, sweden = (officer(party)[0] for party in ("FIN", "NOR", "SWE"))
    item = {"nation": "FIN", "kind": "red-line", "id": "canary", "topic": CANARY, "sources": "Decision of the government"}
    assert finland.post("/positions/new/", item).status_code == 302
    assert CANARY in finland.get("/positions/").content.decode()
    assert CANARY not in norway.get("/positions/").content.decode()
    address = "/positions/canary/release/"
    assert norway.get(f"{address}?nation=FIN").status_code == 404
    unsure = finland.post(address, {"nation": "FIN", "to": "NOR", "do": "release"})
    assert unsure.status_code == 400
    assert finland.post(address, {"nation": "FIN", "to": "NOR", "do": "release", "sure": "yes"}).status_code == 302
    assert CANARY in norway.get("/positions/").content.decode()
    assert CANARY in norway.get("/positions/open.csv").content.decode()
    for client in (sweden, Client(), officer("")[0]):
        assert CANARY not in client.get("/positions/").content.decode()
        assert CANARY not in client.get("/positions/open.json").content.decode()
    finland.post(address, {"nation": "FIN", "to": "NOR", "do": "withdraw"})
    assert CANARY not in norway.get("/positions/").content.decode()


def test_a_faulty_item_keeps_what_was_typed(register: Any) -> None:
    """No source, an id with blanks, a day that is none: each said, nothing kept, nothing lost."""
    finland = officer("FIN")[0]
    answer = finland.post("/positions/new/", {"nation": "FIN", "kind": "interest", "id": "a b", "topic": CANARY, "since": ""})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert CANARY in shown
    assert "no source is given" in shown.lower()
    assert CANARY not in finland.get("/positions/").content.decode()


def test_a_round_is_called(register: Any) -> None:
    """Nations by name or code, threats by their boxes; what is wrong is said at once, and who may not call one is told who may."""
    finland = officer("FIN")[0]
    day = (TODAY + dt.timedelta(days=20)).isoformat()
    form = {
        "chair": "FIN",
        "id": "baltic-1",
        "title": "Baltic round",
        "opens": TODAY.isoformat(),
        "closes": day,
        "nations": "Estonia; LVA; LTU",
        "threats": THREATS,
    }
    wrong = finland.post("/rounds/call/", {**form, "closes": "soon", "nations": "Estonia; Atlantis"})
    assert wrong.status_code == 400
    assert "Atlantis" in wrong.content.decode()
    assert "2 things to mend" in wrong.content.decode()
    commas = finland.post("/rounds/call/", {**form, "nations": "Estonia, LVA, Litauen", "id": "baltic-0"}).content.decode()
    assert "No party has the code or name 'Litauen'" in html.unescape(commas)
    assert finland.post("/rounds/call/", {**form, "nations": "Estonia, LVA; LTU"})["Location"] == "/rounds/baltic-1/"
    assert officer("LTU")[0].get("/rounds/baltic-1/").status_code == 200
    assert "Baltic round" in officer("LVA")[0].get("/rounds/").content.decode()
    assert Client().get("/rounds/call/").status_code == 403
    assert officer("NOR", "reader")[0].get("/rounds/call/").status_code == 403
