"""Threats, kinds, positions and rounds as pages: what a reader finds, what is marked as invented, what is taken away as it is shown."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client

from foedera.library.national_positions import public_positions
from foedera.library.rounds import bundled_rounds, folder_of, open_round
from foedera.library.threats import public_threats, taxonomy
from foedera.store.models import LogEntry
from foedera.threats.picture import common_picture
from foedera.web.pages.picture import levels

pytestmark = pytest.mark.django_db


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_threat_stands_in_the_register_and_has_a_page(client: Client) -> None:
    """By its title, with its kind in words; its own page names every source."""
    listed = _text(client, "/threats/")
    for threat in public_threats():
        assert f'href="/threats/{threat.id}/"' in listed
    threat = public_threats()[0]
    own = _text(client, f"/threats/{threat.id}/")
    for source in threat.sources:
        assert source.url in own.replace("&amp;", "&")


def test_the_register_is_searched_and_narrowed(client: Client) -> None:
    """Words of the title in any case; a kind takes in the narrower kinds; what meets nothing says so with the way back."""
    threat = public_threats()[0]
    assert f"/threats/{threat.id}/" in _text(client, f"/threats/?q={threat.title.upper()}")
    within = next(kind for kind in taxonomy().kinds if kind.within and any(found.kind == kind.id for found in public_threats()))
    narrower = [found for found in public_threats() if found.kind == within.id]
    wide = _text(client, f"/threats/?kind={within.within}")
    assert all(f"/threats/{found.id}/" in wide for found in narrower)
    assert "No threat meets this search." in _text(client, "/threats/?q=no+such+danger+anywhere")


def test_every_kind_is_explained_with_what_it_leaves_to_others(client: Client) -> None:
    """The taxonomy in full with its version, an anchor for each kind, and the anchors of the scales."""
    shown = _text(client, "/threats/kinds/")
    assert taxonomy().version in shown
    for kind in taxonomy().kinds:
        assert f'<tr id="{kind.id}">' in shown
    assert "highly unlikely to occur within the period" in shown


def test_positions_open_to_everybody_are_listed_by_nation(client: Client) -> None:
    """A nation's items alone where it is asked for, each with its instrument and its sources."""
    item = next(item for item in public_positions() if item.nation == "AUT")
    shown = _text(client, "/positions/?nation=AUT")
    assert item.topic in shown
    assert 'id="i-' in shown
    assert _text(client, "/positions/?nation=AUT&kind=priority").count('class="item"') == sum(
        other.nation == "AUT" and other.kind == "priority" for other in public_positions()
    )


def test_a_threat_that_is_not_there(client: Client) -> None:
    """404 with what to do, in the register's words."""
    answer = client.get("/threats/dragons/")
    assert answer.status_code == 404
    assert "the register of threats finds it by its title" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "name", "rows"),
    [("/threats/register", "threats", len(public_threats())), ("/positions/open", "positions", None)],
)
def test_tables_are_taken_away_in_three_forms_that_agree(client: Client, address: str, name: str, rows: int | None) -> None:
    """CSV, XLSX and JSON hold the same rows, each saying whether it is invented."""
    plain = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").content.decode())))
    held: list[dict[str, Any]] = json.loads(client.get(f"{address}.json").content)[name]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content))[name]
    assert len(plain) == len(held) == sheet.max_row - 1
    assert rows is None or len(plain) == rows
    assert all(row["illustrative"] in ("true", "false") for row in plain)
    assert client.get(f"{address}.exe").status_code == 404


def test_the_way_to_threats_stands_before_agreements(client: Client) -> None:
    """In the order of an agreement's life, and marked as the place one is at on each of its pages."""
    for address in ("/threats/", "/positions/"):
        shown = _text(client, address)
        assert '<a href="/threats/" aria-current="page">Threats</a>' in shown
        assert shown.index('href="/threats/"') < shown.index('href="/agreements/"')


def test_in_french(client: Client) -> None:
    """The pages speak French throughout their own words."""
    client.post("/language/", {"language": "fr", "next": "/"})
    shown = _text(client, "/threats/")
    assert "Menaces" in shown
    assert "Table of threats" not in shown


def test_what_answers_a_threat_is_one_table_and_its_gaps_show(client: Client) -> None:
    """The matrix with its twin, the gaps, the trace; for a nation only what binds it on the day."""
    shown = _text(client, "/alignment/?on=2026-01-01")
    assert 'id="matrix-drawing-title"' in shown
    for part in ("gaps", "idle", "touches", "trace"):
        assert f'id="{part}"' in shown
    assert "/agreements/nato/north-atlantic-treaty/" in shown
    assert "Only agreements that bind Finland on the day." in _text(client, "/alignment/?nation=FIN&on=2026-01-01")


def test_a_clause_answers_only_while_it_binds_somebody(client: Client) -> None:
    """Before NATO's treaty was in force it obliged nobody, and the trace says so."""
    trace = json.loads(client.get("/alignment/trace.json?on=1949-05-01").content)["trace"]
    early = [row for row in trace if row["agreement"] == "nato/north-atlantic-treaty" and row["threat"]]
    assert early
    assert not any(row["holds"] for row in early)
    late = json.loads(client.get("/alignment/trace.json?on=2026-01-01").content)["trace"]
    assert any(row["holds"] for row in late if row["agreement"] == "nato/north-atlantic-treaty")


def test_a_threat_names_the_clauses_that_answer_it(client: Client) -> None:
    """The same rows as the trace has for it, each leading to its agreement."""
    trace = json.loads(client.get("/alignment/trace.json?on=2026-01-01").content)["trace"]
    row = next(row for row in trace if row["threat"] and row["agreement"])
    shown = _text(client, f"/threats/{row['threat']}/?on=2026-01-01")
    assert f'href="/agreements/{row["agreement"]}/' in shown


ROUND = "illustrative-2026/second"


def test_a_round_is_marked_as_invented_wherever_it_shows(client: Client) -> None:
    """In the list, on its page, on its picture, and in each form its ranking is taken in."""
    assert "illustrative" in _text(client, "/rounds/")
    for address in (f"/rounds/{ROUND}/", f"/rounds/{ROUND}/picture/"):
        assert "an invented example over real nations: no government said any of this." in _text(client, address)
    held = json.loads(client.get(f"/rounds/{ROUND}/ranking.json").content)
    assert held["about"]["illustrative"] == ROUND
    assert all(row["illustrative"] for row in held["ranking"])
    assert ROUND in str(list(openpyxl.load_workbook(io.BytesIO(client.get(f"/rounds/{ROUND}/ranking.xlsx").content))["About"].values))


def test_every_drawing_of_a_picture_has_its_table(client: Client) -> None:
    """Three drawings, three twins; the ranking, what changed and what would be published are tables already."""
    shown = _text(client, f"/rounds/{ROUND}/picture/")
    assert shown.count('<svg class="drawn') == shown.count('<details class="table">') == 3
    for part in ("ranking", "levels", "stability", "coalitions", "changes", "published"):
        assert f'id="{part}"' in shown


def test_the_ranking_says_what_the_methods_computed(client: Client) -> None:
    """Place by place as the library computes them; a threat nobody scored has no figure and no zero."""
    held = open_round(folder_of(ROUND))
    computed = {line.threat: line for line in common_picture(held.asked, held.ballots).figures}
    rows = json.loads(client.get(f"/rounds/{ROUND}/ranking.json").content)["ranking"]
    assert [(row["threat"], row["kemeny"], row["borda"], row["rank_first"]) for row in rows] == [
        (line.threat, line.place, line.borda, line.first) for line in computed.values()
    ]
    assert len(rows) == len(held.asked.threats)


def test_a_withdrawn_nation_is_in_no_count(client: Client) -> None:
    """It stands as withdrawn on the round's page, and in no column of the picture."""
    withdrawn = [(name, code) for name in bundled_rounds() for code in open_round(folder_of(name)).asked.withdrawn]
    assert withdrawn
    for name, code in withdrawn:
        assert "withdrawn" in _text(client, f"/rounds/{name}/")
        assert code not in levels(open_round(folder_of(name)).ballots)


def test_the_ranking_is_ordered_as_asked(client: Client) -> None:
    """By its own heads; an order there is none of is the exact one."""
    heads = re.findall(
        r'<tr><th scope="row"><a href="/threats/([^/]+)/"', _text(client, f"/rounds/{ROUND}/picture/?sort=borda").split('id="levels"')[0]
    )
    rows = json.loads(client.get(f"/rounds/{ROUND}/ranking.json").content)["ranking"]
    best = sorted((row for row in rows if row["borda"] is not None), key=lambda row: -row["borda"])
    assert heads[0] == best[0]["threat"]
    assert 'aria-sort="ascending"' in _text(client, f"/rounds/{ROUND}/picture/?sort=nonsense")


def test_a_round_that_is_not_there(client: Client) -> None:
    """404, its picture and its table as well."""
    for address in ("/rounds/none/", "/rounds/none/picture/", "/rounds/none/ranking.csv"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_briefing_is_taken_away(client: Client, form: str, begins: bytes) -> None:
    """The links of the picture lead to a document that says it is invented, in the reader's language, and the log says that it was taken."""
    page = client.get("/rounds/illustrative-2026/second/picture/").content.decode()
    address = f"/rounds/illustrative-2026/second/briefing.{form}"
    assert f'href="{address}"' in page
    found = client.get(address, headers={"Accept-Language": "fr"})
    assert found.status_code == 200
    assert found.content.startswith(begins)
    assert found.headers["Content-Disposition"].endswith(f'.{form}"')
    assert LogEntry.objects.filter(deed="take a briefing", subject=f"illustrative-2026/second.{form}").count() == 1
    assert client.get(f"{address}?nation=NOR").status_code == 404, "a visitor speaks for no nation"
    assert client.get("/rounds/illustrative-2026/second/briefing.exe").status_code == 404
    assert client.get(f"/rounds/nobody/called/briefing.{form}").status_code == 404
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(found.content)) as parts:
            assert "illustrative-2026" not in parts.read("word/document.xml").decode()
            assert "inventé" in parts.read("word/document.xml").decode()


def test_the_fewest_agreements_that_carry_it(client: Client) -> None:
    """The page names them, says that it is proven, and lists who is not carried; as the register's law has it today."""
    page = _text(client, "/rounds/illustrative-2026/second/picture/")
    part = page[page.index('id="carried"') : page.index('id="changes"')]
    assert 'href="/agreements/nato/north-atlantic-treaty/"' in part
    assert "Proven: fewer cannot do." in part
    assert "Japan" in part, "bound to nothing on record that answers what it shares"
