"""The list of agreements: what it finds and counts, what it says as known earlier, searches kept, the list taken away, and that it stays cheap."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections import Counter
from typing import Any

import polars
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.web.making import TODAY, add_agreements, sign_in

from foedera.deeds import consult, searches
from foedera.deeds.consult import Wanted
from foedera.deeds.powers import READER
from foedera.model.standing import BOUND
from foedera.store import catalogue
from foedera.store.models import SavedSearch, User

pytestmark = pytest.mark.usefixtures("register")


def everything(**asked: Any) -> consult.Listing:
    """Return the whole list on one page."""
    return consult.listing(READER, Wanted(**{"on": TODAY, "size": 500, **asked}))


@pytest.mark.parametrize("on", [dt.date(1949, 8, 24), dt.date(1955, 5, 14), dt.date(1986, 8, 11), dt.date(1992, 1, 1), TODAY])
@pytest.mark.parametrize("known", [None, dt.date(1986, 1, 1)])
def test_the_list_says_what_the_engine_says(register: Any, on: dt.date, known: dt.date | None) -> None:
    """Every line has the status, dates and parties of the engine's own answer on the day, as known on the day of the record."""
    docket = register.known(known)
    found = everything(on=on, known=known)
    assert found.total == len(register.ids()) == len(found.lines)
    assert found.as_known
    for line in found.lines:
        standing = docket.timeline(line.agreement).standing(on)
        assert (line.status, line.since, line.expected) == (standing.status, standing.in_force_since, standing.expected), line.agreement
        assert line.bound == tuple(sorted(standing.parties)), line.agreement
    statuses = Counter(docket.timeline(name).status_on(on) for name in register.ids())
    assert dict(found.facets["status"]) == statuses


def test_facets_count_what_each_value_would_leave() -> None:
    """Choosing any value of any facet leaves as many agreements as was said beside it, with a filter and words already there."""
    for asked in ({}, {"status": "in-force"}, {"words": "security"}, {"party": "FRA", "area": "collective-defence"}):
        found = everything(**asked)
        for facet, values in found.facets.items():
            for value, count in values[:6]:
                assert everything(**{**asked, facet: value}).total == count, (asked, facet, value)


def test_orders() -> None:
    """By title without regard to accents, by adoption, by the latest act; unknown days last."""
    titles = [line.short_title or line.title for line in everything().lines]
    assert titles.index("EDCA") < titles.index("Élysée Treaty") < titles.index("Estonia protocol")
    newest = [line.adopted for line in everything(order="adopted").lines if line.adopted]
    assert newest == sorted(newest, reverse=True)
    assert newest[::-1] == [line.adopted for line in everything(order="oldest").lines if line.adopted]
    latest = [line.latest for line in everything(order="latest").lines if line.latest]
    assert latest == sorted(latest, reverse=True)


def test_search_finds_titles_parties_clauses_and_puts_titles_first(client: Client) -> None:
    """Words are found wherever they stand, by their beginnings and without accents; a title that bears them comes first."""
    assert everything(words="elysee").lines[0].agreement == "france-germany/elysee-1963"
    assert everything(words="anzu").lines[0].agreement == "anzus/treaty"
    assert "nato/north-atlantic-treaty" in {line.agreement for line in everything(words="nato").lines[:3]}
    assert everything(words="'\"*()& OR NEAR").total < 94
    assert everything(words="!!!").total == 94
    suggested = client.get("/agreements/suggest?q=anzu").json()
    assert suggested["found"][0] == {"title": "ANZUS", "id": "anzus/treaty", "url": "/agreements/anzus/treaty/"}


def test_pages_of_fifty(client: Client) -> None:
    """The list has as many pages as it needs; a page beyond the last is the last."""
    first, second = (client.get(f"/agreements/?page={n}").content.decode() for n in (1, 2))
    assert "Page 1 of 2" in first
    assert 'rel="next"' in first
    shown = [set(re.findall(r'<span class="id">([a-z0-9/-]+)</span>', page)) for page in (first, second)]
    assert [len(ids) for ids in shown] == [50, 44]
    assert not shown[0] & shown[1]
    assert "Page 2 of 2" in client.get("/agreements/?page=99").content.decode()


def test_a_register_too_large_for_earlier_knowledge_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine cannot be asked for every line, the list answers from the whole record, and says so."""
    address = "/agreements/?on=1990-01-01&known=1980-01-01"
    assert "answers from the whole record" not in client.get(address).content.decode()
    monkeypatch.setattr(catalogue, "KNOWN_LIMIT", 10)
    assert "answers from the whole record" in client.get(address).content.decode()


def test_what_is_recorded_is_in_the_list_at_once(client: Client) -> None:
    """A recording by this process or another shows in the next answer, in search too."""
    assert "No agreement meets" in client.get("/agreements/?q=wombat").content.decode()
    add_agreements(1, title="Wombat agreement")
    page = client.get("/agreements/?q=wombat").content.decode()
    assert "Wombat agreement 0" in page
    assert "illustrative" in page
    assert "<strong>95</strong> agreements" in client.get("/agreements/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/agreements/",
        "/agreements/?q=logistics&status=in-force",
        "/agreements/?party=FRA&order=latest",
        "/agreements/suggest?q=lo",
        "/agreements/take.csv",
    ],
)
def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: Any, address: str) -> None:
    """As many queries on a list of a thousand as on one of a hundred, and few."""
    client.get(address)
    with django_assert_max_num_queries(8) as small:
        client.get(address)
    add_agreements(400)
    client.get(address)
    with django_assert_max_num_queries(8) as large:
        client.get(address)
    assert len(large) == len(small)


def test_searches_are_kept_by_and_for_their_owner(client: Client) -> None:
    """A person keeps a search, opens it, replaces it under its name, deletes it; nobody else sees or deletes it, a visitor keeps none."""
    assert client.post("/agreements/searches/", {"name": "mine", "query": "q=nato"}).status_code == 403
    sign_in(client, "analyst")
    reply = client.post("/agreements/searches/", {"name": " NATO  in force ", "query": "q=nato&status=in-force&next=http://evil.example&page=7"})
    assert reply.headers["Location"] == "/agreements/?q=nato&status=in-force"
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query) == ("NATO in force", "q=nato&status=in-force")
    assert "NATO in force" in client.get("/agreements/").content.decode()
    client.post("/agreements/searches/", {"name": "NATO in force", "query": "q=nato"})
    kept = SavedSearch.objects.get()
    assert kept.query == "q=nato"
    other = Client()
    sign_in(other, "reader", "DEU")
    assert "NATO in force" not in other.get("/agreements/").content.decode()
    assert other.post(f"/agreements/searches/{kept.pk}/forget").status_code == 404
    assert SavedSearch.objects.count() == 1
    client.post(f"/agreements/searches/{kept.pk}/forget")
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize(("name", "query", "said"), [("", "q=nato", "give the search a name"), ("all", "", "nothing is asked for yet")])
def test_a_search_that_cannot_be_kept_says_why(client: Client, name: str, query: str, said: str) -> None:
    """What is wrong is said on the list, which still asks what it asked."""
    sign_in(client, "analyst")
    reply = client.post("/agreements/searches/", {"name": name, "query": query}, follow=True)
    assert said in reply.content.decode()
    assert not SavedSearch.objects.exists()


def test_searches_are_bounded() -> None:
    """A name longer than its column is refused, not cut."""
    person = User.objects.create_user("p@x.example")
    from foedera.deeds.powers import Actor
    from foedera.model.errors import Unfit

    actor = Actor(user=person.pk, name="p", memberships=(("", "reader"),))
    with pytest.raises(Unfit, match="name of 1 to 120"):
        searches.save(actor, "x" * 121, {"q": "nato"})


def test_the_list_is_taken_exactly_as_asked(client: Client) -> None:
    """CSV, XLSX, JSON and Parquet hold the agreements of the list in its order, unknown as nothing, days as days."""
    query = "?q=nato&status=in-force&order=adopted"
    lines = everything(words="nato", status="in-force", order="adopted").lines
    ids = [line.agreement for line in lines]
    taken = client.get(f"/agreements/take.csv{query}")
    assert taken.headers["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.DictReader(io.StringIO(taken.content.decode())))
    assert [row["agreement"] for row in rows] == ids
    assert rows[0]["adopted"] == str(lines[0].adopted)
    told = json.loads(client.get(f"/agreements/take.json{query}").content)
    assert [row["agreement"] for row in told["agreements"]] == ids
    assert "nato" in told["about"]["search"]
    frame = polars.read_parquet(io.BytesIO(client.get(f"/agreements/take.parquet{query}").content))
    assert frame["agreement"].to_list() == ids
    assert frame["in_force_since"].dtype == polars.Date
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/agreements/take.xlsx{query}").content))
    assert book.sheet_names == ["About", "agreements"]
    assert [row[0] for row in book.get_sheet_by_name("agreements").to_python()[1:]] == ids


def test_no_cell_taken_away_is_a_formula(client: Client) -> None:
    """A title that a spreadsheet program would run comes as text."""
    add_agreements(1, title="=HYPERLINK(1)+cmd|wombat")
    rows = list(csv.DictReader(io.StringIO(client.get("/agreements/take.csv?q=wombat").content.decode())))
    assert rows[0]["title"] == "'=HYPERLINK(1)+cmd|wombat 0"


def test_who_may_not_export_takes_nothing(client: Client) -> None:
    """An administrator administers: lists are not theirs to take, and the refusal is logged."""
    from foedera.store.models import LogEntry

    sign_in(client, "administrator")
    assert client.get("/agreements/").status_code == 200
    assert client.get("/agreements/take.csv").status_code == 403
    assert LogEntry.objects.filter(deed="take a list", allowed=False).exists()


def test_bound_statuses_are_those_of_the_law() -> None:
    """The sets count as bound whom the law counts as bound."""
    day = catalogue.catalogue().day(TODAY)
    assert day.bound("FRA") == day.of("FRA", *sorted(BOUND))
    assert day.of("nobody") == 0
