"""From signature to being bound as pages: boards, ways, the depositary, procedures, steps reported and struck, sitting days kept."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foedera.deeds import keep_sittings
from foedera.library.procedures import procedures
from foedera.ratification.board import agreement_board
from foedera.ratification.through import through
from foedera.ratification.track import track
from foedera.store import ratification as kept
from foedera.store.models import DomesticStep, Membership, SittingsEntry, User
from foedera.web.drawings import approach

pytestmark = pytest.mark.django_db

FINLAND = "/agreements/nato/accession-finland-2022/"
BOARD = FINLAND + "ratification/"
THEN = "?on=2022-10-01&known=2022-10-01"
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()

STEP = {
    "step": "law/lodged",
    "outcome": "done",
    "on": "2022-09-20",
    "known": "2022-09-20",
    "source": "Gazette | https://example.org/g",
    "confidence": "high",
}
DAYS = {"first": "2026-01-05", "last": "2026-01-16", "weekdays": ["mon", "tue"], "source": "Business of the House", "confidence": "high", "seen": "0"}


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _officer(party: str, role: str = "treaty-officer") -> Client:
    user = User.objects.create_user(f"{role}@{party or 'register'}.example", first_name="Ada", last_name="Officer")
    Membership.objects.create(user=user, party=party, role=role)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_the_board_of_that_day(client: Client) -> None:
    """Who is awaited under Article II, who has not begun; each state leads to its way on the same day; a table beside the drawing."""
    shown = _text(client, BOARD + THEN)
    assert "24 states are awaited; consents so far: 6" in _words(shown)
    assert "Article II" in shown
    for state in ("HUN", "TUR", "USA"):
        assert f'href="{BOARD}{state}/{THEN.replace("&", "&amp;")}"' in shown
    rows = re.findall(r'<th scope="row"><a href="[^"]*/ratification/([A-Z]{3})/', shown)
    assert rows[:2] == ["HUN", "TUR"]
    assert len(rows) == 30 == len(re.findall(r'<text class="name', shown))
    assert shown.count('class="tag awaited"') == 24


def test_the_board_is_narrowed_to_those_that_stand_so(client: Client) -> None:
    """The rest is not shown; a status that is none is not asked for; the day stays in the address."""
    rows = re.findall(r'<th scope="row"><a href="[^"]*/ratification/([A-Z]{3})/', _text(client, f"{BOARD}{THEN}&status=signed"))
    assert rows == ["HUN", "TUR"]
    everybody = _text(client, f"{BOARD}{THEN}&status=dancing")
    assert "on=2022-10-01&amp;known=2022-10-01&amp;status=signed" in everybody
    assert len(re.findall(r'<th scope="row"><a href="[^"]*/ratification/', everybody)) == 30
    assert "No state stands so" not in _text(client, BOARD)
    assert "overdue on record" in _words(everybody)
    assert " late " not in _words(everybody).replace("isn't late", "").replace("the state is late", "")


def test_time_moves_from_step_to_step(client: Client) -> None:
    """Links to the days before and after on which something happened, and to what was known then."""
    shown = _text(client, BOARD + "?on=2022-10-01")
    assert 'rel="prev"' in shown
    assert 'rel="next" href="' + BOARD + "?on=2022-10-" in shown
    assert f'href="{BOARD}?on=2022-10-01&amp;known=2022-10-01"' in shown


def test_a_way_has_its_steps_with_source_and_article(client: Client) -> None:
    """The vote of the Senate with its source, the article on promulgation; what is owed; the lines on record."""
    shown = _text(client, f"{BOARD}FRA/{THEN}")
    assert "C. Cambon, 21 July 2022" in shown
    assert "Constitution, art. 10" in shown
    assert "Journal officiel" in shown
    assert "Report a step" not in shown
    assert "ships with Foedera" in shown
    assert client.get(f"{BOARD}fra/{THEN}").headers["Location"] == f"{BOARD}FRA/{THEN}"
    assert "No procedure of this state is on record" in _text(client, f"{BOARD}ARG/")
    _text(client, f"{BOARD}XYZQ/", 404)
    _text(client, "/agreements/no/such/ratification/", 404)
    assert "is supposed, as asked in the address" in _text(client, f"{BOARD}GBR/{THEN}&path={procedures()['GBR'].paths[0].id}")


def test_what_a_state_has_pending_and_what_all_have(client: Client) -> None:
    """Türkiye's board of that day; the list of all; of one party by its name; a party nobody knows is said."""
    assert "Finland protocol" in _text(client, f"/parties/TUR/ratification/{THEN}")
    listed = _text(client, f"/ratification/{THEN}")
    assert "Sweden protocol" in listed
    assert "Finland protocol" in _text(client, f"/ratification/{THEN}&party=hungary")
    assert "Finland protocol" not in _text(client, f"/ratification/{THEN}&party=japan")
    assert 'role="alert"' in _text(client, "/ratification/?party=atlantis")
    assert "No procedure of this state is on record" in _text(client, "/parties/ARG/ratification/")
    _text(client, "/parties/XYZQ/ratification/", 404)


def test_a_state_is_led_to_what_is_about_it(client: Client) -> None:
    """Finland on 1 October 2022: nothing of its own is pending, and all work at the protocol on its accession; its own bill comes in December."""
    shown = _text(client, "/parties/FIN/ratification/?on=2022-10-01")
    assert f'href="{BOARD}?on=2022-10-01"' in shown
    assert "About it, without asking its consent" in shown
    later = _text(client, "/parties/FIN/ratification/?on=2022-12-10")
    assert "/agreements/nato/north-atlantic-treaty/ratification/FIN/" in later
    assert "About it" not in _text(client, "/parties/FIN/ratification/?on=2024-01-01")


def test_the_board_says_who_may_have_consented(client: Client) -> None:
    """Beside the number of consents on record."""
    shown = _words(_text(client, f"{BOARD}?on=2022-10-01"))
    assert "consents so far: 6" in shown
    assert "22 states may have consented by then" in shown


def test_the_depositary_and_its_notices(client: Client) -> None:
    """Instruments in order; the notices with whom they go to; the way to make one only for the depositary's officers."""
    address = FINLAND + "depositary/?on=2023-04-04&since=2023-03-01"
    shown = _text(client, address)
    assert "the number of instruments required has been received" in shown
    assert shown.count("<tr>") > 30
    link = "instruments/new/depositary-notification/?act="
    assert link not in shown
    assert link in _text(_officer("USA"), address)
    assert link not in _text(_officer("FRA"), address)
    assert 'role="alert"' in _text(client, FINLAND + "depositary/?since=yesterday")


def test_procedures_side_by_side_and_one_in_full(client: Client) -> None:
    """Every state leads to its own; article, majority, period, source, and what rests on general knowledge."""
    listed = _text(client, "/procedures/")
    for state in procedures():
        if state != "*":
            assert f'href="/procedures/{state}/"' in listed
            own = _text(client, f"/procedures/{state}/")
            for path in procedures()[state].paths:
                assert path.title.split("’")[0].split("'")[0] in own
    british = _text(client, "/procedures/GBR/")
    assert "21 sitting days" in british
    assert "general knowledge" in british
    assert "Put sitting days on record" not in british
    assert "Put sitting days on record" in _text(_officer("GBR"), "/procedures/GBR/")
    _text(client, "/procedures/ARG/", 404)
    assert client.get("/procedures/gbr/").status_code == 302


def test_an_officer_reports_a_step_and_strikes_it() -> None:
    """From the form to the board and back; both lines stay on record with who wrote them."""
    officer = _officer("TUR")
    form = _text(officer, f"{BOARD}TUR/report/")
    assert 'value="law/lodged"' in form
    assert "law/deposit" not in form
    answer = officer.post(f"{BOARD}TUR/report/", STEP)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{BOARD}TUR/")
    assert "under way" in _words(_text(officer, f"{BOARD}TUR/?on=2022-10-01"))
    assert 'href="https://example.org/g"' in _text(officer, f"{BOARD}TUR/")
    strike = f"{BOARD}TUR/strike/1/"
    assert "Gazette" in _text(officer, strike)
    assert officer.post(strike, {"reason": ""}).status_code == 400
    assert officer.post(strike, {"reason": "another protocol"}).status_code == 302
    shown = _text(officer, f"{BOARD}TUR/")
    assert "strikes 1" in shown
    assert "another protocol" in shown
    assert DomesticStep.objects.count() == 2
    assert officer.post(strike, {"reason": "again"}).status_code == 400
    _text(officer, f"{BOARD}TUR/strike/99/", 404)


@pytest.mark.parametrize(
    "change", [{"on": ""}, {"on": "soon"}, {"step": ""}, {"step": "law/deposit"}, {"source": ""}, {"confidence": ""}, {"on": "2999-01-01"}]
)
def test_a_step_that_cannot_be_says_so_at_its_field(change: dict[str, str]) -> None:
    """With what was typed still there; nothing is kept."""
    officer = _officer("TUR")
    answer = officer.post(f"{BOARD}TUR/report/", {**STEP, "note": "typed before", **change})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert f'href="#f-{next(iter(change))}"' in shown
    assert "typed before" in shown
    assert not DomesticStep.objects.exists()


def test_one_wrong_day_is_one_fault() -> None:
    """A day still to come is told of once, not also of *Known since*, which was left empty."""
    shown = _officer("TUR").post(f"{BOARD}TUR/report/", {**STEP, "on": "2999-01-01", "known": ""}).content.decode()
    assert shown.count('class="field-fault"') == 1
    assert "is still to come; a step is reported once it is taken" in shown


def test_a_step_out_of_order_is_asked_about_before_it_goes_on_record() -> None:
    """The bill laid before the protocol was signed, on 5 July 2022: taken only of who says that it was so."""
    officer, early = _officer("TUR"), {**STEP, "on": "2022-07-01"}
    answer = officer.post(f"{BOARD}TUR/report/", early)
    shown = html.unescape(answer.content.decode())
    assert (answer.status_code, DomesticStep.objects.count()) == (400, 0)
    assert "is recorded on 1 July 2022, before 'Government signs the agreement', 5 July 2022, which it presupposes; look at the days again" in shown
    assert officer.post(f"{BOARD}TUR/report/", {**early, "sure": "yes"}).status_code == 302
    assert DomesticStep.objects.get().on == dt.date(2022, 7, 1)
    assert "before 'Government signs the agreement'" in html.unescape(_text(officer, f"{BOARD}TUR/?on=2022-10-01"))
    assert "<dd>President or members of the Assembly send" in _text(officer, f"{BOARD}TUR/strike/1/")


def test_who_keeps_sitting_days_is_led_to_them_from_the_question_they_leave_open(client: Client) -> None:
    """The United Kingdom's twenty-one days where the calendar on record ends: both Houses, and for nobody who may not keep them."""
    way = "/agreements/nato/accession-finland-2022/ratification/GBR/?on=2022-07-06&path=laying"
    lead = "Put sitting days of House of Commons on record"
    assert lead not in _text(client, way)
    shown = _text(_officer("GBR"), way)
    assert "House of Commons and House of Lords sat on" in shown
    assert f'<a href="/procedures/GBR/sittings/commons/">{lead}</a>' in shown


@pytest.mark.parametrize("address", [f"{BOARD}TUR/report/", f"{BOARD}TUR/strike/1/", "/procedures/TUR/sittings/tbmm/"])
def test_others_do_not_report(client: Client, address: str) -> None:
    """A reader, a negotiator of the state, an officer of another."""
    for who in (client, _officer("TUR", "negotiator"), _officer("FRA")):
        assert who.get(address).status_code == 403
        assert who.post(address, STEP).status_code == 403


def test_sitting_days_are_kept_from_a_form_a_list_or_a_file() -> None:
    """Each a further state; faults at their fields, those of a file by line."""
    officer = _officer("GBR")
    address = "/procedures/GBR/sittings/commons/"
    assert officer.post(address, DAYS).status_code == 302
    assert SittingsEntry.objects.count() == 1
    listed = SimpleUploadedFile("days.csv", b"day\n2026-01-20\n2026-01-21\n", content_type="text/csv")
    more = {**DAYS, "first": "2026-01-17", "last": "2026-01-23", "weekdays": [], "seen": "1", "recesses": "", "file": listed}
    assert officer.post(address, more).status_code == 302
    assert kept.sittings_history("GBR", "commons")[-1].value.sits(dt.date(2026, 1, 21)) is True
    assert "2026-01-05" in _text(officer, address)
    stale = officer.post(address, {**DAYS, "seen": "1"})
    assert stale.status_code == 400
    assert "look again" in stale.content.decode()
    for change in (
        {"first": ""},
        {"recesses": "2026-01-06"},
        {"recesses": "soon"},
        {"dissolved": "x y"},
        {"days": "monday\ntuesday"},
        {"last": "2026-13-01"},
    ):
        answer = officer.post(address, {**DAYS, "seen": "2", **change})
        assert answer.status_code == 400
        assert f'href="#f-{next(iter(change))}"' in answer.content.decode(), change
    wrong = SimpleUploadedFile("days.toml", b'foedera = 1\nholds = "sittings"\nstate = "GBR"\n', content_type="application/toml")
    assert "F011" in officer.post(address, {"seen": "2", "file": wrong}).content.decode()
    for name in ("days.csv", "days.toml"):  # days beyond what is read are not left out in silence
        large = SimpleUploadedFile(name, b"2026-01-26\n" * (keep_sittings.LARGEST // 11 + 1))
        answer = officer.post(address, {**DAYS, "first": "2026-01-24", "last": "2026-01-30", "weekdays": [], "seen": "2", "file": large})
        assert answer.status_code == 400
        assert "more than 512 KiB" in answer.content.decode()
    assert SittingsEntry.objects.count() == 2
    _text(officer, "/procedures/GBR/sittings/senate/", 404)


def test_the_calendar_and_its_feed_have_clocks_at_home(client: Client) -> None:
    """Chosen by kind; each leads to the state's way."""
    shown = _text(client, "/calendar/?on=2022-07-16&party=SVN&what=step&months=12")
    assert f'href="{BOARD}SVN/?on=2022-07-16"' in shown
    assert "2022-07-22" in shown
    officer = _officer("HRV")
    yesterday = (TODAY - dt.timedelta(days=1)).isoformat()
    officer.post("/agreements/germany-uk/kensington-2025/ratification/HRV/report/", {**STEP, "step": "law/vote", "on": yesterday, "known": yesterday})
    feed = client.get("/feeds/calendar.ics?party=HRV").content.decode().replace("\r\n ", "")
    assert "last day: President of the Republic promulgates the act" in feed
    assert "/agreements/germany-uk/kensington-2025/ratification/HRV/" in feed


def test_ways_lead_to_the_boards(client: Client) -> None:
    """From the agreement, the party, the main navigation, and from home what awaits consent."""
    assert f'href="{BOARD}"' in _text(client, FINLAND)
    assert 'href="/parties/TUR/ratification/"' in _text(client, "/parties/TUR/")
    assert 'href="/ratification/"' in _text(client, "/")
    assert "/ratification/USA/" in _text(_officer("USA"), "/?for=USA")


def test_what_pages_ask_of_the_database_is_bounded(client: Client) -> None:
    """The same for thirty states as for two."""
    asked = {}
    for address in (BOARD, "/agreements/germany-uk/kensington-2025/ratification/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked[address] = len(queries)
    assert len(set(asked.values())) == 1, asked
    assert max(asked.values()) <= 10


def test_lanes_are_where_the_days_are(register: Any) -> None:
    """Each phase ends where the next begins, none is negative, all end on the day shown; a mark for every step on record; nothing without days."""
    day, name = dt.date(2022, 10, 1), "nato/accession-finland-2022"
    found = agreement_board(register.known(day), name, procedures(), kept.steps([name]), day)
    home = {one.state: on for one in found.tracks if (on := through(one)) is not None}
    drawn = approach.draw(found.tracks, home, found.awaited, day)
    assert drawn is not None
    for lane, one in zip(drawn.lanes, found.tracks, strict=True):
        phases = [part.phase for part in lane.parts]
        assert phases == sorted(phases, key=approach.PHASES.index)
        assert all(part.width > 0 for part in lane.parts)
        for part, following in zip(lane.parts, lane.parts[1:], strict=False):
            assert part.x + part.width == pytest.approx(following.x, abs=0.2)
        assert lane.parts[-1].x + lane.parts[-1].width == pytest.approx(drawn.now, abs=0.2)
        assert len(lane.marks) == sum(stage.on is not None for stage in one.stages)
    assert phases_of(drawn, "TUR") == ["signed"]
    assert phases_of(drawn, "USA")[-1] == "consented"
    nobody = track(None, "ARG", register.docket.timeline(name), (), dt.date(2022, 1, 1))
    assert approach.draw([nobody], {}, frozenset(), dt.date(2022, 1, 1)) is None


def phases_of(drawn: approach.Approach, state: str) -> list[str]:
    """Return the phases drawn of a state."""
    return [part.phase for lane in drawn.lanes if lane.state == state for part in lane.parts]
