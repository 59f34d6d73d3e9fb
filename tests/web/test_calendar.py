"""The calendar, the feeds and the home page: what is coming, newly recorded and on one's desk; each for those it is for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import feedparser
import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.making import TODAY, add_agreements, sign_in

from foedera.deeds import brief, foresee, people, record
from foedera.deeds.foresee import Horizon
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.law.deadlines import ABOUT, upcoming
from foedera.law.periods import add_months
from foedera.library.collection import Collection
from foedera.model.acts import Act
from foedera.model.phrases import Phrase
from foedera.store import catalogue, reading
from foedera.store.models import Agenda, Draft, Job, LogEntry, User
from foedera.web import asking

pytestmark = pytest.mark.usefixtures("register")
TERM = "[duration]\nyears = 36\nrenewal = { years = 5, tacit = true, unless_notice = { months = 6 } }"


@pytest.fixture(autouse=True)
def _this_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the pages take for today stays the same however late the tests run."""
    for module in ("asking", "pages.feeds"):
        monkeypatch.setattr(f"foedera.web.{module}.today", lambda: TODAY)
    assert asking.today() == TODAY


def events(client: Client, address: str) -> list[Any]:
    """Return the events of a calendar feed."""
    reply = client.get(address)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(reply.content).walk("VEVENT"))


@pytest.mark.parametrize("party", ["", "FRA", "CHN"])
def test_what_is_looked_up_is_what_the_engine_foresees(register: Any, party: str) -> None:
    """The lookup of today gives what asking every agreement gives."""
    until = add_months(TODAY, 120)
    asked = Horizon(on=TODAY, until=until, parties=(party,) if party else (), size=1000)
    found = foresee.foresee(READER, asked, TODAY)
    expected = []
    for name in register.ids():
        timeline = register.docket.timeline(name)
        own = {p.party: p.status for p in timeline.standing(TODAY).participants}
        if not party or own.get(party, "withdrawn") not in ("withdrawn", "terminated"):
            expected += upcoming(timeline, TODAY, until)
    assert list(found.deadlines) == sorted(expected)
    assert found.deadlines
    assert not found.more
    other_day = foresee.foresee(READER, Horizon(on=dt.date(2020, 1, 1), until=dt.date(2021, 1, 1), parties=asked.parties), TODAY)
    assert all(dt.date(2020, 1, 1) < d.on <= dt.date(2021, 1, 1) for d in other_day.deadlines)


def test_every_message_of_a_deadline_has_its_kind(register: Any) -> None:
    """Whatever the law says is coming is told apart: a message nobody thought of would be shown among the changes."""
    seen = set()
    for name in register.ids():
        for day in (dt.date(1998, 6, 1), dt.date(2014, 1, 1), TODAY):
            for deadline in upcoming(register.docket.timeline(name), day, add_months(day, 240)):
                seen.add(deadline.about)
                if isinstance(deadline.what, Phrase) and any(word in deadline.what for word in ("notice", "review", "object", "term ")):
                    assert deadline.about != "change", deadline.what
    assert seen == set(ABOUT)


def test_the_list_goes_by_month_and_by_what(client: Client) -> None:
    """Months are headings; only what is asked for is shown; the pages go on."""
    page = client.get("/calendar/?months=120").content.decode()
    assert page.index("December 2026") < page.index("January 2027") < page.index("February 2027")
    reviews = client.get("/calendar/?months=120&what=review").content.decode()
    assert "review due" in reviews
    assert "the running term ends" not in reviews
    add_agreements(130, more=TERM)
    first = foresee.foresee(READER, Horizon(on=TODAY, until=TODAY + dt.timedelta(days=90)), TODAY)
    second = foresee.foresee(READER, Horizon(on=TODAY, until=TODAY + dt.timedelta(days=90), page=2), TODAY)
    assert first.more
    assert not set(first.deadlines) & set(second.deadlines)
    assert 'rel="next"' in client.get("/calendar/").content.decode()


@pytest.mark.parametrize("what", ABOUT)
def test_what_is_due_of_one_kind_is_found_behind_however_much_else(register: Any, what: str) -> None:
    """Only what is asked about is read: a thousand other days before it hide nothing, and the queries are as many for one as for all."""
    until = add_months(TODAY, 120)
    wanted = [d for d in foresee.foresee(READER, Horizon(on=TODAY, until=until, size=1000), TODAY).deadlines if d.about == what]
    other = next(about for about in ABOUT if about != what)
    tomorrow = TODAY + dt.timedelta(days=1)
    Agenda.objects.bulk_create(Agenda(agreement=f"none/such-{n}", on=tomorrow, about=other) for n in range(1100))
    counts = []
    for size in (1, 1000):
        with CaptureQueriesContext(connection) as asked:
            found = foresee.foresee(READER, Horizon(on=TODAY, until=until, what=what, size=size), TODAY)
        counts.append(len(asked))
        assert list(found.deadlines) == [d for d in wanted if size > 1 or (d.on, d.agreement) == (wanted[0].on, wanted[0].agreement)]
    assert counts[0] == counts[1]


def test_a_month_is_a_grid(client: Client) -> None:
    """Each day of the month has its square with what falls on it, and links to the months before and after."""
    page = client.get("/calendar/?month=2026-12").content.decode()
    assert page.count('class="date"') == 31
    assert "France-Greece Strategic Partnership" in page
    assert "month=2026-11" in page
    assert "month=2027-01" in page
    assert "Mon" in page


def test_of_one_party_and_one_agreement(client: Client) -> None:
    """A party named by code or name; an agreement from its page; the addresses to subscribe to are of these alone."""
    france = client.get("/calendar/?party=France").content.decode()
    assert "/feeds/calendar.ics?party=FRA" in france
    assert "Battlegroups" in france
    only = client.get("/calendar/?agreement=eu/pesco").content.decode()
    assert "Battlegroups" not in only
    assert "/feeds/calendar.ics?agreement=eu%2Fpesco" in only
    assert "o party has the code" in client.get("/calendar/?party=Atlantis").content.decode()


def test_a_large_register_says_that_it_answers_from_today(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine cannot be asked about every agreement on another day, the page says so; of one party or agreement it still answers."""
    monkeypatch.setattr(foresee, "KNOWN_LIMIT", 3)
    monkeypatch.setattr(catalogue, "KNOWN_LIMIT", 3)
    assert "what is certain today" in client.get("/calendar/?on=2020-01-01").content.decode()
    assert "what is certain today" not in client.get("/calendar/?on=2020-01-01&agreement=eu/pesco").content.decode()
    assert "what is certain today" not in client.get("/calendar/").content.decode()


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    """The calendar, the feeds and the home page ask the database as often however much is due."""
    addresses = (
        "/",
        "/calendar/",
        "/calendar/?month=2027-01",
        "/calendar/?party=BRA&what=notice",
        "/feeds/calendar.ics",
        "/feeds/notifications.atom?party=BRA",
    )
    counts = []
    for more in (20, 200):
        add_agreements(more, title=f"Agreement of the {more}", more=TERM)
        counts.append([])
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(15) as queries:
                client.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


def test_calendar_feeds(client: Client) -> None:
    """A feed of all, of a party, of an agreement: the deadlines of two years, each with its page; the earlier address leads here."""
    everything, france, pesco = (events(client, f"/feeds/calendar.ics{query}") for query in ("", "?party=FRA", "?agreement=eu/pesco"))
    assert len(everything) > len(france) > len(pesco) > 0
    assert all(event["categories"].cats == ["eu/pesco"] for event in pesco)
    assert pesco[0]["url"].startswith("http://testserver/agreements/eu/pesco/?on=")
    uids = [str(event["uid"]) for event in everything]
    assert len(set(uids)) == len(uids)
    assert uids == [str(event["uid"]) for event in events(client, "/feeds/calendar.ics")]
    moved = client.get("/calendar/feed.ics?party=FRA")
    assert moved.headers["Location"] == "/feeds/calendar.ics?party=FRA"


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    """A reader that asks again is told that nothing changed."""
    for address in ("/feeds/calendar.ics", "/feeds/notifications.atom"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_person_s_own_feed(client: Client) -> None:
    """Under its key a feed is of its owner's parties, without a session; the key stands nowhere in it; a wrong key is refused and logged."""
    person = sign_in(client, "treaty-officer", "CHN")
    key = people.feed_key(Actor(user=person.pk, name="x", memberships=(("CHN", "treaty-officer"),)))
    stranger = Client()
    own = stranger.get(f"/feeds/calendar.ics?key={key}")
    assert own.status_code == 200
    assert key not in own.content.decode()
    uids = {str(event["uid"]) for event in events(stranger, f"/feeds/calendar.ics?key={key}")}
    assert uids == {str(event["uid"]) for event in events(client, "/feeds/calendar.ics?party=CHN")}
    assert stranger.get("/feeds/calendar.ics?key=guessed").status_code == 403
    assert LogEntry.objects.filter(allowed=False, deed="feed").exists()


def test_notifications_come_as_they_are_recorded(client: Client) -> None:
    """The act recorded last stands first, with the moment it was recorded; every entry has its own name for good."""
    before = feedparser.parse(client.get("/feeds/notifications.atom").content)
    assert before.bozo == 0
    assert len({entry.id for entry in before.entries}) == len(before.entries) == 60
    act = Act(dt.date(2026, 11, 20), "withdrawal", ("FRA",), note="<b>a test</b>")
    record.record(OPERATOR, "nato/north-atlantic-treaty", [act], TODAY)
    after = feedparser.parse(client.get("/feeds/notifications.atom").content)
    assert after.entries[0].title == "Withdrawal by France: North Atlantic Treaty"
    assert after.entries[0].link.endswith("/agreements/nato/north-atlantic-treaty/?on=2026-11-20")
    assert after.entries[0].updated[:10] == dt.datetime.now(tz=dt.UTC).date().isoformat()
    assert "<b>" not in client.get("/feeds/notifications.atom").content.decode()
    assert after.entries[1].id == before.entries[0].id
    spain = feedparser.parse(client.get("/feeds/notifications.atom?agreement=nato/accession-spain-1981").content)
    assert all("Spain protocol" in entry.title for entry in spain.entries)
    assert spain.entries


def test_home_tells_a_visitor_what_this_is(client: Client) -> None:
    """One sentence, three ways in, and the register's own news; nothing of anybody's desk."""
    Draft.objects.create(party="FRA", author=User.objects.create_user("a@x.example"), kind="act", title="Secret draft", content={})
    page = client.get("/").content.decode()
    assert "/agreements/nato/north-atlantic-treaty/?on=1949-08-24" in page
    assert "PESCO" in page
    assert f"{sum(len(agreement.acts) for agreement in Collection()):,} acts" in page
    assert "Secret draft" not in page
    assert "Drafts on my desks" not in page


def test_home_tells_a_person_what_needs_them(client: Client) -> None:
    """Of their own parties: what is due, what awaits consent, drafts of their desks and their work; others' desks stay closed."""
    person = sign_in(client, "treaty-officer", "FRA")
    other = User.objects.create_user("b@x.example")
    Draft.objects.create(party="FRA", author=person, kind="act", title="Our draft", content={})
    Draft.objects.create(party="DEU", author=other, kind="act", title="Their draft", content={})
    Job.objects.create(kind="export", by=person, state="running", done=3, total=9)
    Job.objects.create(kind="rebuild", by=other, state="running")
    page = client.get("/").content.decode()
    for said in ("Today, 25 November 2026", "Our draft", "Awaits consent", "signed by France, not ratified", "Portfolio of France", "3 / 9"):
        assert said in page, said
    for said in ("Their draft", "rebuild", "Kensington"):
        assert said not in page, said
    assert "Kensington" in Client().get("/agreements/?q=kensington").content.decode()
    assert "The whole register" in page
    assert "PESCO" in client.get("/?for=all").content.decode()


def test_home_waits_for_no_consent_that_was_refused(client: Client) -> None:
    """The United States signed the Arms Trade Treaty and declared on 18 July 2019 that it will not become a party (VCLT 18(a))."""
    sign_in(client, "treaty-officer", "USA")
    found = reading.awaiting(TODAY, ("USA",), ("signatory",))
    assert "arms-control/arms-trade-treaty-2013" in [span.agreement for span in found]
    names = {span.agreement for span in found}
    assert reading.refused(names, dt.date(2019, 7, 17)) == set()
    assert reading.refused(names, TODAY) == {("arms-control/arms-trade-treaty-2013", "USA")}
    assert "/agreements/arms-control/arms-trade-treaty-2013/" not in _awaiting(client)
    assert "signed by the United States, not ratified" in _awaiting(client)
    assert "agreements bind the United States" in client.get("/").content.decode()


def _awaiting(client: Client) -> str:
    page = client.get("/").content.decode()
    return page[page.index("Awaits consent") :].split("</section>")[0] if "Awaits consent" in page else ""


def test_home_shows_notices_ends_and_what_is_new(client: Client) -> None:
    """A withdrawal recorded today is news, and its notice runs until the day computed."""
    sign_in(client, "treaty-officer", "FRA")
    record.record(OPERATOR, "nato/north-atlantic-treaty", [Act(dt.date(2026, 11, 20), "withdrawal", ("FRA",))], TODAY)
    page = client.get("/").content.decode()
    assert "France leaves; notice has been running since" in page
    assert "2027-11-20" in page
    assert "withdrawal by FRA" in page
    told = brief.brief(READER, TODAY)
    assert told.leaving[0].party == "FRA"
    assert told.news[0].size == 1


def test_my_parties_calendar(client: Client) -> None:
    """`mine` is what concerns the parties one works for; for a visitor it is everything."""
    sign_in(client, "treaty-officer", "CHN")
    mine = client.get("/calendar/?party=mine&months=120").content.decode()
    assert "China-Russia" in mine
    assert "Battlegroups" not in mine
    assert "Battlegroups" in Client().get("/calendar/?party=mine&months=120").content.decode()
