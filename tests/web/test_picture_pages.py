"""The picture of a round of the register, as its page, its files and the interface for programs give it to each reader: what is open to it alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from django.conf import settings
from django.test import Client

from foedera.deeds import chair, release, signing_in, tokens
from foedera.deeds.powers import Actor
from foedera.interchange.picture_tables import TABLES
from foedera.library.threats import public_threats
from foedera.store import threats as kept
from foedera.store.models import LogEntry, Membership, User
from foedera.threats.assessments import Ballot, Estimate, Round, Score

pytestmark = pytest.mark.usefixtures("register")

NATIONS = ("FIN", "NOR", "SWE", "DNK", "EST", "ISL")
THREATS = tuple(sorted(threat.id for threat in public_threats())[:3])
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
OPENS, CLOSES = TODAY - dt.timedelta(days=30), TODAY - dt.timedelta(days=2)
ASKED = Round(id="nordic-1", title="Nordic round", threats=THREATS, nations=NATIONS, opens=OPENS, closes=CLOSES)
FILES = [f"{table}.{form}" for table in TABLES for form in ("csv", "json")]


def signed_in(party: str, role: str = "treaty-officer") -> Client:
    """Somebody who works for a party, at the pages."""
    person = User.objects.create_user(f"{role}@{party or 'register'}.example", first_name=party, last_name="Officer")
    Membership.objects.create(user=person, party=party, role=role)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def officer(party: str) -> Actor:
    """The treaty officer of a party who is signed in."""
    return signing_in.actor_of(User.objects.get(memberships__party=party, memberships__role="treaty-officer").pk)


def called(party: str, **headers: str) -> Any:
    """What the interface for programs answers a program with the token of a party's treaty officer."""
    who = officer(party)
    token = tokens.issue(who, "a program", tokens.own_powers(who), 30, dt.datetime.now(dt.UTC)).text
    return Client().get("/api/v1/rounds/nordic-1/open-picture", headers={"Authorization": f"Bearer {token}", **headers})


def hand_in(nation: str, *levels: int | None) -> None:
    """Keep an answer without doubt, a level of risk for each threat, as the next of its nation, whatever the day."""
    pairs = zip(THREATS, levels, strict=True)
    given = Ballot(nation, tuple(Score(name, Estimate(n, n, n), Estimate(n, n, n)) for name, n in pairs if n is not None))
    kept.hand_in("nordic-1", given, len(kept.ballot_history("nordic-1", nation)), None)


@pytest.fixture
def closed() -> dict[str, Client]:
    """A round Finland chairs has closed; Sweden's answer is open to everybody, Norway's (in part) to Finland, the others' to nobody."""
    kept.call(ASKED, "FIN", None)
    for nation, levels in {"FIN": (4, 2, 1), "SWE": (4, 1, 2), "NOR": (3, None, 0), "DNK": (0, 4, 4), "ISL": (1, 4, 3)}.items():
        hand_in(nation, *levels)
    people = {code: signed_in(code) for code in (*NATIONS, "FRA")}
    release.ballot(officer("SWE"), "SWE", "nordic-1", "*", TODAY)
    release.ballot(officer("NOR"), "NOR", "nordic-1", "FIN", TODAY)
    return people


def main(client: Client, address: str) -> str:
    """The main part of a page, without what differs from one request to the next."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    shown = answer.content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", shown[shown.index("<main") : shown.index("</main>")])


def text(part: str) -> str:
    """The words of a part of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part)).replace("&#39;", "'")


def test_the_page_says_over_whose_answers_it_is(closed: dict[str, Client]) -> None:
    """Three answers by name, one of them in part, three nations of which it says nothing more; each drawing with its twin and its files."""
    shown = main(closed["FIN"], "/rounds/nordic-1/picture/")
    said = text(shown)
    assert "Computed from 3 answers open to you: Finland, Norway, Sweden." in said
    assert "What 3 other nations called may have said is not in it" in said
    assert "In part only: Norway (2 of 3 threats)." in said
    assert shown.count('<svg class="drawn') == shown.count('<details class="table">') == 3
    assert "Because it is invented" not in said
    for table in ("ranking", "levels", "stability", "coalitions"):
        assert f'href="/rounds/nordic-1/{table}.xlsx"' in shown
    assert 'href="/rounds/nordic-1/picture/briefing.pdf"' in shown
    for nation in ("Denmark", "Iceland", "Estonia"):
        assert nation not in said.split("The fewest agreements")[0]


def test_the_page_of_the_round_leads_to_it_once_it_is_closed(closed: dict[str, Client]) -> None:
    """For those it is open to."""
    assert 'href="/rounds/nordic-1/picture/"' in main(closed["FIN"], "/rounds/nordic-1/")


@pytest.mark.parametrize(("nation", "open_to"), [("SWE", "Open to you is one: Sweden."), ("EST", "Open to you is one: Sweden."), ("", "None")])
def test_too_few_answers_make_no_picture(closed: dict[str, Client], nation: str, open_to: str) -> None:
    """It says what is missing, of whom to ask it, and draws nothing; whether those have answered it does not say."""
    if not nation:
        release.ballot(officer("SWE"), "SWE", "nordic-1", "*", TODAY, released=False)
    client = closed[nation or "EST"]
    shown = main(client, "/rounds/nordic-1/picture/")
    said = text(shown)
    assert "A common picture takes the answers of two nations at least." in said
    assert open_to in said
    assert "<svg" not in shown
    assert "Denmark" in said
    assert ("Estonia" in said) == (nation == "SWE")
    for file in FILES:
        assert client.get(f"/rounds/nordic-1/{file}").status_code == 404
    assert client.get("/rounds/nordic-1/picture/briefing.pdf").status_code == 404


def test_a_chair_that_is_not_called_is_told_nothing_of_its_own_answer(closed: dict[str, Client]) -> None:
    """France chairs a round it does not take part in: it has nothing to release that would help the others."""
    kept.call(evolve(ASKED, id="nordic-1b"), "FRA", None)
    given = Ballot("SWE", (Score(THREATS[0], Estimate(4, 4, 4), Estimate(4, 4, 4)),))
    kept.hand_in("nordic-1b", given, 0, None)
    release.ballot(officer("SWE"), "SWE", "nordic-1b", "*", TODAY)
    helps = "What your own nation releases helps the others"
    assert "Open to you is one: Sweden." in text(main(closed["FRA"], "/rounds/nordic-1b/picture/"))
    assert helps not in text(main(closed["FRA"], "/rounds/nordic-1b/picture/"))
    assert helps in text(main(closed["EST"], "/rounds/nordic-1b/picture/"))


def test_no_page_file_or_answer_changes_with_what_is_not_open(closed: dict[str, Client]) -> None:
    """Page, tables and interface to Finland: the same, whatever Denmark, Iceland and Estonia say; and they change with what is open to it."""

    def told() -> dict[str, Any]:
        files = {file: closed["FIN"].get(f"/rounds/nordic-1/{file}").content for file in FILES}
        plain = {name: re.sub(rb'"made": "[^"]+"', b"", content) for name, content in files.items()}
        answer = called("FIN")
        assert answer.status_code == 200
        return {**plain, "page": main(closed["FIN"], "/rounds/nordic-1/picture/"), "api": answer.json()}

    before = told()
    assert before["api"]["counted"] == ["FIN", "NOR", "SWE"]
    for nation, levels in [("DNK", (4, 0, 0)), ("ISL", (4, None, None)), ("EST", (0, 0, 0)), ("EST", (4, 4, 4)), ("DNK", (2, 2, 2))]:
        hand_in(nation, *levels)
        assert told() == before, nation
    hand_in("SWE", 0, 4, 4)
    after = told()
    assert after["page"] != before["page"]
    assert after["api"] != before["api"]


def test_tables_hold_what_the_page_shows_and_say_what_they_are(closed: dict[str, Client]) -> None:
    """The three forms agree; each row names its round and whose answers it is over; what Norway did not score is nothing; the log names the table."""
    finland = closed["FIN"]
    for table in TABLES:
        held = json.loads(finland.get(f"/rounds/nordic-1/{table}.json").content)
        rows = list(csv.DictReader(io.StringIO(finland.get(f"/rounds/nordic-1/{table}.csv").content.decode())))
        book = openpyxl.load_workbook(io.BytesIO(finland.get(f"/rounds/nordic-1/{table}.xlsx").content))
        assert len(rows) == len(held[table]) == book[table].max_row - 1
        assert held["about"]["answers"] == "FIN; NOR; SWE"
        assert "FIN; NOR; SWE" in str(list(book["About"].values))
        assert all((row["round"], row["answers"], row["illustrative"]) == ("nordic-1", "FIN; NOR; SWE", "false") for row in rows)
        (line,) = LogEntry.objects.filter(deed="take a table", subject=f"{table}.csv")
        assert (line.party, line.why) == ("", "")
    levels = {row["threat"]: row for row in json.loads(finland.get("/rounds/nordic-1/levels.json").content)["levels"]}
    assert [levels[THREATS[1]][code] for code in ("FIN", "NOR", "SWE")] == ["moderate", None, "low"]
    assert "DNK" not in levels[THREATS[1]]
    assert finland.get("/rounds/nordic-1/ranking.exe").status_code == 404


def test_what_was_published_stands_beside_it_and_is_taken_away(closed: dict[str, Client]) -> None:
    """Before it is published there is no file of it; after that it is the same for all nations called, over no names."""
    assert closed["FIN"].get("/rounds/nordic-1/published.json").status_code == 404
    chair.publish(officer("FIN"), "nordic-1", TODAY)
    for nation in ("FIN", "EST"):
        held = json.loads(closed[nation].get("/rounds/nordic-1/published.json").content)
        assert (held["about"]["answers"], len(held["published"])) == ("all that counted, as published", 3)
        row = next(row for row in held["published"] if row["threat"] == THREATS[0])
        assert (row["lowest"], row["highest"], row["minimum"]) == ("high", "high", 3)
        assert "What was published to all nations called" in text(main(closed[nation], "/rounds/nordic-1/picture/"))
    assert 'href="/rounds/nordic-1/published.csv"' in main(closed["EST"], "/rounds/nordic-1/")


def test_whom_the_round_is_not_open_to(closed: dict[str, Client]) -> None:
    """A nation not called, officers and administrators of the register, a visitor: page, files, briefing and interface are not there."""
    addresses = ["picture/", "picture/briefing.pdf", "published.csv", *(f"{table}.csv" for table in TABLES)]
    others = [closed["FRA"], signed_in(""), signed_in("", "administrator"), signed_in("", "auditor"), Client()]
    for client in others:
        assert {client.get(f"/rounds/nordic-1/{address}").status_code for address in addresses} <= {403, 404}
    assert called("FRA").status_code == 404
    assert called("").status_code == 404


def test_the_interface_tells_what_the_page_shows(closed: dict[str, Client]) -> None:
    """Figures by threat, the fewest agreements, reasons in the reader's language; too few answers are a problem that says so."""
    found = called("FIN", **{"Accept-Language": "fr"}).json()
    assert found["called"] == list(NATIONS)
    assert {row["threat"]: row["scored"] for row in found["threats"]} == dict(zip(THREATS, (3, 2, 3), strict=True))
    assert set(found["carried"]) == {"agreements", "uncovered", "proven"}
    assert "nations" in found["because"][0]
    assert "answers" not in found["because"][0]
    assert {"silent", "answered"}.isdisjoint(found)
    refused = called("EST")
    assert (refused.status_code, "takes the answers of 2 nations" in refused.json()["detail"]) == (404, True)


def test_the_briefing_is_for_its_reader(closed: dict[str, Client]) -> None:
    """It names whose answers are in it and for whose eyes it is."""
    found = closed["FIN"].get("/rounds/nordic-1/picture/briefing.docx")
    assert found.status_code == 200
    with zipfile.ZipFile(io.BytesIO(found.content)) as parts:
        said = text(parts.read("word/document.xml").decode())
    assert "For the eyes of Finland alone" in said
    assert "Answers counted" in said
    assert "Finland, Norway and Sweden" in said
    assert "The answers of 3 of 6 nations called are in it" in said
    assert "Denmark" not in said


def test_the_matrix_is_taken_away(client: Client) -> None:
    """A threat a row, an agreement a column, as many clauses as the trace has rows of the two."""
    held = json.loads(client.get("/alignment/matrix.json?on=2026-01-01").content)
    trace = json.loads(client.get("/alignment/trace.json?on=2026-01-01").content)["trace"]
    counts = {row["threat"]: row for row in held["matrix"]}
    for threat, agreement in {(row["threat"], row["agreement"]) for row in trace if row["threat"] and row["agreement"]}:
        assert counts[threat][agreement] >= 1
    assert sum(value for row in held["matrix"] for key, value in row.items() if "/" in key) >= len(
        {(row["threat"], row["agreement"], row["article"]) for row in trace if row["threat"] and row["agreement"]}
    )
    assert 'href="/alignment/matrix.csv' in client.get("/alignment/").content.decode()
