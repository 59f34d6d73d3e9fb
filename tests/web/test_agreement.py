"""An agreement's page: what it says on which day, what the slider is given, and what is kept with it; who may see and do what."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foedera.deeds import adopt, comment, correct, documents
from foedera.deeds.powers import OPERATOR, Actor
from foedera.library.vocabularies import parties
from foedera.model.acts import Act
from foedera.store.models import Membership, User
from foedera.web.drawings import lanes, world

NATO = "/agreements/nato/north-atlantic-treaty/"
TODAY = dt.date(2026, 11, 25)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

pytestmark = pytest.mark.usefixtures("register")

#: Address, what must be on the page.
SAID = [
    (f"{NATO}?on=1949-08-23", "<strong>0</strong> parties"),
    (f"{NATO}?on=1949-08-24", "<strong>12</strong> parties"),
    (f"{NATO}?on=1982-05-30", "<strong>16</strong> parties"),
    (f"{NATO}?on=2024-03-07", "<strong>32</strong> parties"),
    (f"{NATO}?on=1982-05-30", "Article 11 · accession, 1982-05-30"),
    (f"{NATO}?on=1982-05-30", "bound from"),
    (f"{NATO}?on=1982-05-30", 'id="r-ESP" class="fresh"'),
    (f"{NATO}?on=1982-05-30", "not certain"),
    (f"{NATO}?on=yesterday", "is not a day"),
    (f"{NATO}?on=9999-12-31", "is not a day between"),
    (f"{NATO}?known=0001-01-01", "is not a day between"),
    (f"{NATO}?on=1982-05-30&known=1982-05-29", "<strong>15</strong> parties"),
    (f"{NATO}?on=1982-05-30&from=nonsense&sort=nonsense&show=nonsense&party=nonsense", "<strong>16</strong> parties"),
    ("/agreements/anzus/treaty/?on=1990-01-01", '<p class="suspended">◐ suspended between USA and NZL since'),
    ("/agreements/anzus/treaty/?on=1986-01-01", "1986-08-11"),
    ("/agreements/arms-control/inf-1987/?on=1990-01-01", "Soviet Union: party since"),
    ("/agreements/arms-control/mine-ban-1997/?on=2025-12-01", "Article 20 · withdrawal, 2025-06-27"),
    (f"{NATO}?on=1990-01-01&party=FRA", "is party"),
    (f"{NATO}participants/ESP/?on=1982-05-30", "its acts"),
    (f"{NATO}changes/", "1982-05-30"),
    ("/agreements/nato/status-of-forces-1951/", "US-Sweden Defense Cooperation Agreement"),
]


@pytest.mark.parametrize(("address", "said"), SAID)
def test_the_page_says(client: Client, address: str, said: str) -> None:
    """It answers, and says it."""
    reply = client.get(address)
    assert reply.status_code == 200
    assert said.casefold() in reply.content.decode().casefold()


@pytest.mark.parametrize(
    "address", ["/agreements/no/such/", "/agreements/no/such/day/", f"{NATO}participants/XYZ/", "/agreements/no/such/record/", "/documents/9999/"]
)
def test_what_is_not_there(client: Client, address: str) -> None:
    """It says so."""
    assert client.get(address).status_code == 404


def test_members_appear_one_by_one(client: Client) -> None:
    """Stepping along the links to the next change, each member of NATO is announced once, on the day of its act."""
    joined: dict[str, str] = {}
    on = "1949-04-04"
    while on:
        answer = client.get(f"{NATO}day/?on={on}").json()
        for area, (status, _, fresh) in answer["areas"].items():
            if fresh:
                assert status == "party"
                assert area not in joined
                joined[area] = on
        following = re.search(r'rel="next"[^>]*href="[^"]*on=([0-9-]+)', answer["pieces"]["time"])
        on = following.group(1) if following else ""
    assert len(joined) == 32
    assert (joined["FRA"], joined["ESP"], joined["FIN"], joined["SWE"]) == ("1949-08-24", "1982-05-30", "2023-04-04", "2024-03-07")


def test_a_step_of_the_slider_is_told_from_where_it_came(client: Client) -> None:
    """What is new since the day left behind is marked, also over years, and said for a screen reader; backwards, what falls away."""
    answer = client.get(f"{NATO}day/?on=2004-12-31&from=1999-01-01").json()
    assert answer["said"].startswith("31 December 2004: in force, 26 parties. New: ")
    assert sum(fresh for _, _, fresh in answer["areas"].values()) == 10
    assert answer["pieces"]["participants"].count('class="fresh"') == 10
    assert "No longer: Spain." in client.get(f"{NATO}day/?on=1982-05-29&from=1982-05-30").json()["said"]
    assert answer["url"] == f"{NATO}?on=2004-12-31"
    assert client.get(f"{NATO}day/?on=2004-12-31", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_pieces_fit_their_places(client: Client) -> None:
    """Each piece of a step is one element, under the id it has on the page; a step says the same as the page loaded for that day."""
    page = client.get(f"{NATO}?on=1982-05-30").content.decode()
    answer = client.get(f"{NATO}day/?on=1982-05-30").json()
    squeezed = " ".join(page.split())
    for name, piece in answer["pieces"].items():
        assert f'id="p-{name}"' in piece
        if name != "band":
            assert " ".join(piece.split()) in squeezed, name


def test_no_more_queries_for_more_parties(client: Client, django_assert_max_num_queries: Any) -> None:
    """Three parties or a hundred and sixty-six, first asked or asked again."""
    for name in ("anzus/treaty", "arms-control/mine-ban-1997"):
        for part in ("", "day/"):
            client.get(f"/agreements/{name}/{part}?on=2020-01-01")
            with django_assert_max_num_queries(2):
                client.get(f"/agreements/{name}/{part}?on=2019-01-01")
        for part, most in (("record/", 4), ("documents/", 5), ("file/", 4), ("discussion/", 3), ("changes/", 2)):
            with django_assert_max_num_queries(most):
                assert client.get(f"/agreements/{name}/{part}").status_code == 200


def test_order_and_filter(client: Client) -> None:
    """The table is ordered and filtered as the address asks; what is asked goes with every day's link."""

    def shown(query: str) -> list[str]:
        return re.findall(r'id="r-([A-Z]+)"', client.get(f"/agreements/arms-control/mine-ban-1997/?on=2025-12-01{query}").content.decode())

    assert shown("&sort=party")[:3] == ["AFG", "ALB", "DZA"]
    assert shown("&show=withdrawing")[-1] in ("FIN", "POL")
    assert len(shown("&show=withdrawing")) == 5
    page = client.get(f"{NATO}?on=1990-01-01&sort=party&party=FRA").content.decode()
    assert "sort=party&amp;party=FRA&amp;on=1982-05-30" in page


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.styled: list[str] = []
        self.named: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "style" or name.startswith("on") or (tag == "script" and name != "src" and name != "defer"):
                self.styled.append(f"{tag} {name}")
            if name in ("aria-labelledby", "aria-describedby"):
                self.named.update((value or "").split())


@pytest.mark.parametrize("address", [f"{NATO}?on=1982-05-30", "/agreements/anzus/treaty/", f"{NATO}record/", f"{NATO}documents/", f"{NATO}file/"])
def test_markup_is_sound(client: Client, address: str) -> None:
    """Every id once, every name an element is given by id there, nothing inline that the policy forbids."""
    reply = client.get(address)
    found = _Markup()
    found.feed(reply.content.decode())
    assert len(found.ids) == len(set(found.ids))
    assert found.named <= set(found.ids)
    assert found.styled == []
    assert "unsafe" not in reply.headers["Content-Security-Policy"]


def test_text_from_the_address_is_escaped(client: Client) -> None:
    """Nothing asked comes back as markup."""
    for name in ("on", "known", "sort", "show", "party", "from"):
        for part in ("", "day/", "record/", "file/"):
            assert "<script>alert" not in client.get(NATO + part, {name: "<script>alert(1)</script>"}).content.decode()


# Drawings


def test_every_state_of_today_is_on_the_map() -> None:
    """Each state the vocabulary knows today has an area; what is drawn of states of the past are areas; the asset is small."""
    areas = world.atlas()["areas"]
    today = {party.code for party in parties() if party.kind == "state" and party.until is None and party.code != "X-SADR"}
    assert today - set(areas) == set()
    assert {code for found in world.FORMER.values() for code in found} <= set(areas)
    assert all(party in parties() for party in (*world.FORMER, *world.SEATS))
    assert sum(len(area.get("path", "")) for area in areas.values()) < 60_000


def test_the_projection_is_equal_earth() -> None:
    """Areas on the map stand to one another as on the globe: Brazil is about thirteen times Germany's size again, Greenland a quarter of it."""

    def size(code: str) -> float:
        twice = 0.0
        for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", world.atlas()["areas"][code]["path"]):
            x, y = int(ring[0]), int(ring[1])
            points = [(x, y)]
            steps = [int(n) for n in re.findall(r"-?\d+", ring[2])]
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append((x, y))
            twice += abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)))
        return twice / 2

    # Square kilometres, as the United Nations list them.
    true = {
        "BRA": 8_510_000,
        "AUS": 7_690_000,
        "GRL": 2_166_000,
        "DZA": 2_382_000,
        "FRA": 640_000,
        "DEU": 357_000,
        "RUS": 17_098_000,
        "KAZ": 2_725_000,
    }
    scale = size("BRA") / true["BRA"]
    for code, area in true.items():
        assert size(code) / scale == pytest.approx(area, rel=0.09), code


def test_crimea_lies_in_ukraine() -> None:
    """As the United Nations and ISO 3166 have it, not as the source draws it: Ukraine's outline reaches as far south as the peninsula does."""
    x, y = 1160, 168  # Sevastopol: 33.5 east, 44.4 north
    box = world.atlas()["areas"]["UKR"]["box"]
    assert box[0] < x < box[2]
    assert box[1] < y <= box[3]
    assert world.atlas()["areas"]["UKR"]["path"].count("M") == 1


@pytest.mark.parametrize(
    ("name", "on", "area", "party"),
    [
        ("arms-control/inf-1987", dt.date(1990, 1, 1), "UKR", "SUN"),
        ("arms-control/inf-1987", dt.date(1990, 1, 1), "RUS", "SUN"),
        ("arms-control/inf-1987", dt.date(1995, 1, 1), "RUS", "RUS"),
        ("nato/north-atlantic-treaty", dt.date(2000, 1, 1), "CZE", "CZE"),
    ],
)
def test_states_of_the_past(register: Any, name: str, on: dt.date, area: str, party: str) -> None:
    """A state of the past is shown by the areas of today it lay in, until it ceased; a state of today by its own."""
    timeline = register.docket.timeline(name)
    codes = {change.party for change in timeline.changes(TODAY) if change.party}
    drawn = world.draw(timeline, codes)
    assert drawn is not None
    assert drawn.shown({p.party: p.status for p in timeline.standing(on).participants})[area] == party


def test_every_agreement_can_be_drawn(register: Any) -> None:
    """Bars and marks lie inside the drawing, lanes are those of the participants, the map shows some of the world."""
    for name in sorted(register.ids()):
        timeline = register.docket.timeline(name)
        life = lanes.draw(timeline, TODAY)
        codes = {change.party for change in timeline.changes(TODAY) if change.party}
        if life is None:
            assert codes == set(), name
            continue
        for lane in life.lanes:
            assert all(bar.x >= lanes.LEFT and bar.x + bar.width <= lanes.WIDTH for bar in lane.bars), name
            assert all(lanes.LEFT <= mark.x <= lanes.WIDTH for mark in lane.marks), name
        found = world.draw(timeline, codes)
        assert found is None or (found.view[2] >= 600 and all(area.parties for area in found.areas)), name
        marks = lanes.ticks(timeline, TODAY)
        assert all(0 <= x <= 1000 for x, _, _ in marks.ticks), name


# Reservations and obligations

TWO = b"""
foedera = 1
id = "test/two-reservations"
title = "Treaty with reservations"
kind = "treaty"
illustrative = true
acts = [
  { on = 2000-01-01, kind = "signature", by = ["FRA", "DEU", "ITA", "ESP"] },
  { on = 2001-01-01, kind = "reservation", by = "FRA", id = "fr-1", articles = ["2"], note = "Not in <its> waters." },
  { on = 2001-01-01, kind = "ratification", by = ["FRA", "DEU", "ITA", "ESP"] },
  { on = 2001-03-01, kind = "objection", by = "DEU", of = "fr-1" },
  { on = 2001-04-01, kind = "objection", by = "ITA", of = "fr-1", precludes = true },
  { on = 2001-06-01, kind = "acceptance-of-reservation", by = "ESP", of = "fr-1" },
  { on = 2001-07-01, kind = "reservation", by = "ITA", id = "it-1", note = "Late." },
]
[entry_into_force]
when = { consents = 4 }
[[provision]]
article = "2"
function = "mutual-assistance"
summary = "Help."
[[provision.obligation]]
id = "help"
bearer = "each-party"
force = "shall"
what = "help the others at sea"
[[provision]]
article = "3"
function = "consultation"
summary = "Talk."
[[provision.obligation]]
id = "talk"
bearer = "DEU"
force = "shall"
what = "host the meetings"
"""


def test_reservations_pairwise(client: Client) -> None:
    """Each reservation says what it does towards whom; several make a matrix; notes of a file are escaped."""
    adopt.adopt(OPERATOR, "two.toml", TWO, TODAY)
    page = client.get("/agreements/test/two-reservations/?on=2003-01-01").content.decode()
    assert "Illustrative" in page
    assert "Not in &lt;its&gt; waters." in page
    for effect in ("accepted", "objected to", "objected to, not in force between them"):
        assert re.search(rf"</span> {effect} <span class=\"count\">1</span>", page), effect
    assert '<table class="matrix">' in page
    matrix = page[page.index('<table class="matrix">') :]
    row = matrix[matrix.index("Germany") :].split("</tr>")[0]
    assert "objected to" in row


def test_what_one_party_must_do(client: Client) -> None:
    """A party's obligations: those of each party and its own, the reserved ones marked, not those of others by name."""
    adopt.adopt(OPERATOR, "two.toml", TWO, TODAY)

    def duties(code: str) -> str:
        page = client.get(f"/agreements/test/two-reservations/?on=2003-01-01&party={code}").content.decode()
        return page[page.index('id="p-duties"') : page.index('<details class="twin"><summary>2 provisions')]

    assert "reserved: fr-1" in duties("FRA")
    assert "host the meetings" not in duties("FRA")
    assert "host the meetings" in duties("DEU")
    assert "VCLT 21(1)(a): reservation fr-1 by FRA modifies this obligation towards ESP" in duties("FRA")
    assert "VCLT 21(3): after an objection this obligation does not apply towards DEU" in duties("FRA")
    assert "VCLT 20(4)(b): an objection to reservation fr-1 by FRA keeps the agreement from being in force towards ITA" in duties("FRA")
    assert "does not apply towards FRA" in duties("DEU")
    assert "it-1" not in duties("ITA"), "late, so without effect"
    assert duties("DEU").count("Towards whom, and why") == 1, "the meetings are touched by no reservation"


# The record


def person(email: str, party: str, role: str) -> tuple[Client, Actor]:
    """Return a client signed in as a person of a role, and the actor it is."""
    user = User.objects.create_user(email, first_name=email.split("@", maxsplit=1)[0])
    Membership.objects.create(user=user, party=party, role=role)
    found = Client()
    found.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return found, Actor(user.pk, str(user), ((party, role),))


def test_struck_acts_stay_in_sight(client: Client) -> None:
    """A struck act is shown as struck with the reason, who did it is named, and only who may record is led to correct."""
    officer, actor = person("claire@x.example", "USA", "treaty-officer")
    right = Act(dt.date(1982, 5, 31), "accession", ("ESP",))
    number = next(n for n, act in enumerate(adopt.current()["nato/north-atlantic-treaty"].acts, 1) if act.by == ("ESP",) and act.kind == "accession")
    correct.strike(actor, "nato/north-atlantic-treaty", number, TODAY, reason="the day was <wrong>", instead=right)
    page = officer.get(f"{NATO}record/").content.decode()
    row = page[page.index(f'id="act-{number}"') :].split("</tr>")[0]
    assert "struck" in row
    assert "the day was &lt;wrong&gt;" in row
    assert "Correct this act" not in row
    assert "Correct this act" in page
    assert "by claire" in page
    assert "Correct this act" not in client.get(f"{NATO}record/").content.decode()
    assert "1982-05-31" in officer.get(f"{NATO}record/?order=recorded").content.decode().split('<tr id="act-')[1]


def test_documents_on_the_page(client: Client) -> None:
    """An officer keeps a document for its party; its members find and fetch it safely, others learn nothing of it."""
    officer, _ = person("o@x.example", "FRA", "treaty-officer")
    stranger, _ = person("s@x.example", "DEU", "treaty-officer")
    upload = SimpleUploadedFile("Note \u202e<img src=x>.pdf", PDF + b"secret")
    reply = officer.post(f"{NATO}documents/", {"document": upload, "party": "FRA", "title": "<b>Note</b>"})
    assert reply.status_code == 302
    page = officer.get(f"{NATO}documents/").content.decode()
    assert "&lt;b&gt;Note&lt;/b&gt;" in page
    assert "<img" not in page.replace('<img src="/static', "")
    address = re.search(r'href="(/documents/[0-9]+/)"', page)
    assert address is not None
    fetched = officer.get(address.group(1))
    assert fetched.content == PDF + b"secret"
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert (
        fetched.headers["Content-Disposition"].startswith('attachment; filename="Note _img src_x_.pdf"')
        or "attachment" in fetched.headers["Content-Disposition"]
    )
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in fetched.headers["Content-Security-Policy"]
    assert fetched.headers["Cache-Control"] == "private, no-store"
    for other in (client, stranger):
        assert "Note" not in other.get(f"{NATO}documents/").content.decode()
        assert other.get(address.group(1)).status_code == 404
    number = address.group(1).split("/")[2]
    assert stranger.post(f"{NATO}documents/{number}/take-away").status_code == 404
    assert officer.post(f"{NATO}documents/{number}/take-away").status_code == 302
    assert officer.get(address.group(1)).status_code == 404


def test_documents_refused_on_the_page(client: Client) -> None:
    """A fault stands at the field with what was typed kept; without the power or the token nothing is taken."""
    officer, _ = person("o@x.example", "FRA", "treaty-officer")
    reply = officer.post(f"{NATO}documents/", {"document": SimpleUploadedFile("x.pdf", b"MZ\x90\x00"), "title": "Kept title"})
    assert reply.status_code == 422
    assert "of no kind that is taken" in reply.content.decode()
    assert 'value="Kept title"' in reply.content.decode()
    assert officer.post(f"{NATO}documents/", {"title": "x"}).status_code == 422
    big = SimpleUploadedFile("x.txt", b"x" * (documents.LIMIT + 5))
    assert "larger than 25 MB" in officer.post(f"{NATO}documents/", {"document": big}).content.decode()
    reader, _ = person("r@x.example", "FRA", "reader")
    for other in (client, reader):
        assert other.post(f"{NATO}documents/", {"document": SimpleUploadedFile("x.pdf", PDF)}).status_code == 403
        assert "Keep a document" not in other.get(f"{NATO}documents/").content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="o@x.example"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert strict.post(f"{NATO}documents/", {"document": SimpleUploadedFile("x.pdf", PDF)}).status_code == 403


def test_discussion_on_the_page(client: Client) -> None:
    """Members of a party talk among themselves; nothing written runs."""
    french, actor = person("f@x.example", "FRA", "analyst")
    german, _ = person("g@x.example", "DEU", "negotiator")
    assert french.post(f"{NATO}discussion/", {"text": "<script>alert(1)</script>\nSecond line", "party": "FRA"}).status_code == 302
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nSecond line" in french.get(f"{NATO}discussion/").content.decode()
    for other in (client, german):
        assert "Second line" not in other.get(f"{NATO}discussion/").content.decode()
    assert german.post(f"{NATO}discussion/", {"text": "x", "party": "FRA"}).status_code == 403
    assert client.post(f"{NATO}discussion/", {"text": "x"}).status_code == 403
    reply = french.post(f"{NATO}discussion/", {"text": "x" * 6000})
    assert reply.status_code == 422
    assert "x" * 6000 in reply.content.decode()
    number = comment.comments(actor, "nato/north-atlantic-treaty")[0].number
    assert german.post(f"{NATO}discussion/{number}/edit", {"text": "x"}).status_code == 404
    reply = french.post(f"{NATO}discussion/{number}/edit", {"text": "y" * 6000})
    assert reply.status_code == 422
    assert reply.content.decode().count("y" * 6000) == 1
    assert "edited on" not in reply.content.decode()
    assert french.post(f"{NATO}discussion/{number}/edit", {"text": "Other <words>"}).status_code == 302
    edited = french.get(f"{NATO}discussion/").content.decode()
    assert "Other &lt;words&gt;" in edited
    assert "Second line" not in edited
    assert "edited on" in edited
    assert german.post(f"{NATO}discussion/{number}/withdraw").status_code == 404
    assert french.post(f"{NATO}discussion/{number}/withdraw").status_code == 302


def test_the_day_answers_json_only(client: Client) -> None:
    """The pieces come as JSON, read by the script alone."""
    reply = client.get(f"{NATO}day/?on=1982-05-30")
    assert reply.headers["Content-Type"] == "application/json"
    assert set(json.loads(reply.content)) == {"on", "url", "pieces", "map", "areas", "cursor", "said"}
    assert client.post(f"{NATO}day/").status_code == 405


def test_who_leaves_keeps_the_day_since_when_it_was_bound(client: Client) -> None:
    """While a notice runs the table says since when the party is bound, since when the notice runs, and on which day it leaves."""
    page = client.get("/agreements/arms-control/mine-ban-1997/", {"on": "2025-10-01"}).content.decode()
    row = re.search(r'<tr role="row" id="r-LTU".*?</tr>', page, re.DOTALL)
    assert row is not None
    said = " ".join(re.sub(r"<[^>]+>", " ", row[0]).split())
    assert re.search(r"2003-11-01 notice since 2025-06-27 leaving on 2025-12-27", said), said


def test_revisions_of_the_file(client: Client) -> None:
    """The law is shown with its comments; after a revision both are there, and what changed between them."""
    assert "# The North Atlantic Treaty (Washington, 4 April 1949)." in client.get(f"{NATO}file/").content.decode()
    adopt.adopt(OPERATOR, "two.toml", TWO, TODAY)
    adopt.adopt(OPERATOR, "two.toml", TWO.replace(b"consents = 4", b"consents = 3"), TODAY)
    page = client.get("/agreements/test/two-reservations/file/?from=1").content.decode()
    assert "<del>-when = { consents = 4 }</del>" in page
    assert "<ins>+when = { consents = 3 }</ins>" in page
    assert "consents = 4" in client.get("/agreements/test/two-reservations/file/?revision=1").content.decode()
    assert client.get("/agreements/test/two-reservations/file/?revision=7").status_code == 404
