"""The pages of a sealed round and the interface for programs: papers handed in as files, what it came to in words and as a table, and no more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from attrs import evolve
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.deeds.test_sealed_kept import HELD, PLAN, SEALED, came, handed, vouched

from foedera.deeds import chair, keep_sealed, signing_in, tokens
from foedera.deeds.powers import Actor
from foedera.interchange.sealed_files import as_text
from foedera.library.threats import public_threats
from foedera.store.models import Membership, SealedPaper, User

pytestmark = pytest.mark.usefixtures("register")

TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
CLOSED = evolve(SEALED, opens=TODAY - dt.timedelta(days=30), closes=TODAY - dt.timedelta(days=1))
TITLES = {threat.id: threat.title for threat in public_threats()}
AT = f"/rounds/{SEALED.id}/sealed/"


def person(code: str, role: str = "treaty-officer") -> Actor:
    """Somebody who works for a party."""
    user = User.objects.create_user(f"{role}-{code}@example.org".lower())
    Membership.objects.create(user=user, party=code, role=role)
    return signing_in.actor_of(user.pk)


def browser_of(actor: Actor) -> Client:
    """Somebody signed in, at the pages."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user or 0), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def file(name: str, value: Any) -> SimpleUploadedFile:
    """A file as a browser hands it in."""
    return SimpleUploadedFile(name, as_text(value).encode(), "application/json")


@pytest.fixture
def called(register: Any) -> dict[str, Actor]:
    """A sealed round that Finland called and that is closed; its officers."""
    found = {code: person(code) for code in ("FIN", "NOR", "DNK", "FRA")}
    chair.call(found["FIN"], CLOSED, "FIN", CLOSED.opens)
    return found


def test_papers_are_handed_in_on_the_page(called: dict[str, Actor]) -> None:
    """Plan, a receipt, the outcome with the receipts that are missing; then the bands in words, digest, committee and whose answers went in."""
    finn, dane, norse = (browser_of(called[code]) for code in ("FIN", "DNK", "NOR"))
    assert "There is no plan yet" in finn.get(AT).text
    assert finn.post(f"{AT}plan/", {"plan": file("plan.json", PLAN)}).status_code == 302
    shares, receipts = handed()
    assert "Receipt of Denmark" in dane.get(AT).text
    assert dane.post(f"{AT}receipt/", {"receipt": file("DNK-receipt.json", receipts["DNK"])}).status_code == 302
    found = came(shares)
    rest = [file(f"{nation}-receipt.json", receipt) for nation, receipt in receipts.items() if nation != "DNK"]
    given = {"outcomes": [file(f"outcome-{signed.member}.json", signed) for signed in vouched(found)], "receipts": rest}
    assert norse.post(f"{AT}outcome/", given).status_code == 302
    text = dane.get(AT).text
    first, second = SEALED.threats
    assert TITLES[first] in text
    assert "3 to 6 of 6 nations" in text
    assert "fewer than 3 nations, or none" in text
    assert found.digest in text
    assert PLAN.digest in text
    assert "Norway" in text
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0], "nothing more is handed in"
    assert json.loads(dane.get(f"{AT}plan.json").content) == json.loads(as_text(PLAN))
    assert json.loads(dane.get(f"{AT}outcome-NOR.json").content)["member"] == "NOR"
    assert dane.get(f"{AT}outcome-DNK.json").status_code == 404
    rows = list(csv.DictReader(io.StringIO(dane.get(f"/rounds/{SEALED.id}/sealed.csv").content.decode())))
    assert [(row["threat"], row["lowest"], row["highest"], row["answered"]) for row in rows] == [(first, "3", "6", "6"), (second, "", "", "6")]
    for form in ("xlsx", "json"):
        assert dane.get(f"/rounds/{SEALED.id}/sealed.{form}").status_code == 200
    assert dane.get(f"/rounds/{SEALED.id}/picture/").headers["Location"] == AT
    assert AT in dane.get(f"/rounds/{SEALED.id}/").text


def test_what_is_wrong_is_said_on_the_page(called: dict[str, Actor]) -> None:
    """No file, the wrong file by its name, a member missing: 400, each with what it is, and nothing is kept."""
    finn = browser_of(called["FIN"])
    shares, receipts = handed()
    empty = finn.post(f"{AT}plan/", {})
    assert (empty.status_code, "Choose a file first." in empty.text) == (400, True)
    wrong = finn.post(f"{AT}plan/", {"plan": file("mine.json", shares["DNK"][0])})
    assert (wrong.status_code, "mine.json" in wrong.text, "It is a piece of an answer, not a plan" in wrong.text) == (400, True, True)
    keep_sealed.plan(called["FIN"], SEALED.id, PLAN)
    some = {"outcomes": [file("outcome-NOR.json", vouched(came(shares))[0])], "receipts": [file("r.json", one) for one in receipts.values()]}
    refused = finn.post(f"{AT}outcome/", some)
    assert (refused.status_code, "the outcome of SWE is missing" in refused.text, "Nothing was kept." in refused.text) == (400, True, True)
    assert SealedPaper.objects.count() == 1


def test_who_it_is_not_open_to(called: dict[str, Actor]) -> None:
    """Strangers and visitors find no such round, with outcome or without; a member of a nation called is offered only its own."""
    keep_sealed.plan(called["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    dane = browser_of(called["DNK"]).get(AT).text
    assert f"{AT}receipt/" in dane
    assert f"{AT}plan/" not in dane
    assert f"{AT}outcome/" not in dane
    keep_sealed.outcome(called["FIN"], SEALED.id, vouched(came(shares)), TODAY, list(receipts.values()))
    for client in (browser_of(called["FRA"]), Client()):
        for address in (AT, f"{AT}plan.json", f"{AT}outcome-NOR.json", f"/rounds/{SEALED.id}/sealed.csv"):
            answer = client.get(address)
            assert answer.status_code in (302, 404), address
            assert came(shares).digest not in answer.text


def test_for_programs(called: dict[str, Actor]) -> None:
    """The same papers and refusals; a program reads what it came to with the signed files, and one of a stranger finds nothing."""

    def call(code: str, method: str, at: str = "", body: Any = None) -> Any:
        issued = tokens.issue(called[code], "a program", tokens.own_powers(called[code]), 30, dt.datetime.now(dt.UTC)).text
        address = f"/api/v1/rounds/{SEALED.id}/sealed{at}"
        return Client().generic(
            method, address, json.dumps(body or {}), content_type="application/json", headers={"Authorization": f"Bearer {issued}"}
        )

    def plain(value: Any) -> Any:
        return json.loads(as_text(value))

    shares, receipts = handed()
    assert call("NOR", "POST", "/plan", {"plan": plain(PLAN)}).status_code == 403
    assert call("FIN", "POST", "/plan", {"plan": plain(receipts["DNK"])}).status_code == 422
    assert call("FIN", "POST", "/plan", {"plan": plain(PLAN)}).status_code == 201
    assert list(call("DNK", "POST", "/receipts", {"receipt": plain(receipts["DNK"])}).json()["receipts"]) == ["DNK"]
    rest = [plain(receipt) for nation, receipt in receipts.items() if nation != "DNK"]
    body = {"outcomes": [plain(signed) for signed in vouched(came(shares))], "receipts": rest}
    forged = {**body, "outcomes": [*body["outcomes"][:2], {**body["outcomes"][2], "signature": "0" * 128}]}
    refused = call("NOR", "POST", "/outcome", forged)
    assert (refused.status_code, "the signature is not that of FIN" in refused.text) == (422, True)
    assert call("DNK", "POST", "/outcome", body).status_code == 403
    assert call("NOR", "POST", "/outcome", body).status_code == 201
    told = call("DNK", "GET").json()
    assert told["outcome"]["told"] == [{"threat": SEALED.threats[0], "lowest": 3, "highest": 6}]
    assert told["outcome"]["files"] == body["outcomes"]
    assert told["committee"] == list(PLAN.committee)
    assert call("FRA", "GET").status_code == 404
    assert HELD["FIN"].secret not in json.dumps(told)
