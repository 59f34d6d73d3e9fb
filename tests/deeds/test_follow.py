"""Steps at home and sitting days of the register: who reports, what is refused, what follows; boards, what runs at home, the depositary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.deeds.test_rounds import person

from foedera.deeds import clocks_at_home, follow, foresee, keep_sittings, report_step
from foedera.deeds.foresee import Horizon
from foedera.deeds.keep_sittings import Stretch, read_days
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.agreements import Source
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit, UnknownAgreement, UnknownParty
from foedera.ratification.progress import Taken
from foedera.store import ratification as kept
from foedera.store import reading
from foedera.store.models import Agenda, DomesticStep, LogEntry

pytestmark = pytest.mark.usefixtures("register")

TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
FINLAND, SWEDEN = "nato/accession-finland-2022", "nato/accession-sweden-2022"
THEN = dt.date(2022, 10, 1)
#: Türkiye's government sends the protocol on Finland to the Assembly.
LODGED = Taken(
    agreement=FINLAND,
    state="TUR",
    path="law",
    step="lodged",
    on=dt.date(2022, 9, 20),
    known=dt.date(2022, 9, 20),
    source="Gazette",
    confidence="high",
)
#: Two weeks of the Commons in 2026.
WEEKS = Stretch(
    state="GBR",
    chamber="commons",
    first=dt.date(2026, 1, 5),
    last=dt.date(2026, 1, 16),
    weekdays=("mon", "tue", "wed", "thu"),
    source=Source(title="Business of the House", url="https://example.org/business"),
    confidence="high",
)


@pytest.fixture
def turkish(register: Any) -> Actor:
    """A treaty officer of Türkiye."""
    return person(("TUR", "treaty-officer"))


@pytest.fixture
def british(register: Any) -> Actor:
    """A treaty officer of the United Kingdom."""
    return person(("GBR", "treaty-officer"))


def test_the_board_of_that_day_stands_as_it_was_known() -> None:
    """On 1 October 2022 Hungary and Türkiye had not begun; they stand first; all but six are awaited; Article II is the rule."""
    found = follow.board(READER, FINLAND, THEN, THEN)
    assert [one.state for one in found.board.tracks][:2] == ["HUN", "TUR"]
    assert {one.state for one in found.board.tracks} - found.home.keys() == {"HUN", "TUR"}
    assert len(found.board.awaited) == 24
    assert "USA" not in found.board.awaited
    assert not found.board.in_force_since
    assert follow.board(READER, FINLAND, dt.date(2023, 4, 4)).board.in_force_since == dt.date(2023, 4, 4)


def test_a_step_reported_moves_the_state_and_an_earlier_board_stays(turkish: Actor) -> None:
    """It counts from the day it is known; struck it counts no more; both lines stay, with who wrote them."""
    name = report_step.report(turkish, LODGED, TODAY)
    known = dt.date(2022, 9, 30)
    assert follow.way(READER, FINLAND, "TUR", THEN, known).track.status == "under-way"
    assert follow.way(READER, FINLAND, "TUR", THEN, dt.date(2022, 9, 19)).track.status == "signed"
    given = report_step.strike(turkish, FINLAND, "TUR", name, "It was the protocol on Sweden", TODAY)
    assert follow.way(READER, FINLAND, "TUR", THEN).track.stage("lodged").status != "done"  # type: ignore[union-attr]
    before = follow.way(READER, FINLAND, "TUR", THEN, known)
    assert before.track.status == "under-way"
    assert [one.struck for one in before.recorded if one.at is not None] == [""]  # nobody knew then that it would be struck
    lines = [one for one in follow.way(READER, FINLAND, "TUR", TODAY).recorded if one.at is not None]
    assert [(one.line.id, one.struck, bool(one.by)) for one in lines] == [(name, given, True), (given, "", True)]
    assert LogEntry.objects.filter(deed="report a step", allowed=True, party="TUR").count() == 1


def test_a_line_that_ships_is_struck_too(register: Any) -> None:
    """By an officer of the register or of the state; the file stays as it is."""
    officer = person(("", "treaty-officer"))
    line = next(one.line for one in kept.history(FINLAND, "HUN") if one.line.step == "vote")
    report_step.strike(officer, FINLAND, "HUN", line.id, "another source says otherwise", TODAY)
    found = follow.way(READER, FINLAND, "HUN", dt.date(2023, 3, 29))
    assert next(one for one in found.recorded if one.line.id == line.id).struck
    assert found.track.stage("vote").on is None  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["reader", "negotiator", "analyst", "auditor", "administrator"])
def test_others_report_nothing(role: str) -> None:
    """Nor do officers of another state; the refusal is logged."""
    for actor in (READER, person(("TUR", role)), person(("GRC", "treaty-officer"))):
        with pytest.raises(NotAllowed):
            report_step.report(actor, LODGED, TODAY)
        with pytest.raises(NotAllowed):
            keep_sittings.add(actor, WEEKS, 0)
    assert not DomesticStep.objects.exists()
    assert LogEntry.objects.filter(deed="report a step", allowed=False).count() == 3


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"step": "voted"}, "step", "no step 'voted'"),
    ({"path": "acclamation"}, "path", "no path 'acclamation'"),
    ({"step": "deposit"}, "step", "an act towards the other states"),
    ({"step": "signature"}, "step", "an act towards the other states"),
    ({"step": ""}, "step", "no step is named"),
    ({"outcome": "perhaps"}, "outcome", "is no outcome"),
    ({"on": TODAY + dt.timedelta(days=1), "known": TODAY + dt.timedelta(days=1)}, "on", "still to come"),
    ({"known": dt.date(2022, 9, 19)}, "known", "before it is taken"),
    ({"known": TODAY + dt.timedelta(days=1)}, "known", "still to come"),
    ({"source": " "}, "source", "no source is given"),
    ({"source": "x" * 601}, "source", "601 characters"),
    ({"confidence": "sure"}, "confidence", "is no confidence"),
    ({"note": "x" * 4001}, "note", "4001 characters"),
    ({"state": "ARG"}, "step", "no procedure of ARG is on record"),
]


@pytest.mark.parametrize(("change", "field", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_cannot_be_is_refused_at_its_field(change: dict[str, Any], field: str, said: str) -> None:
    """With the words a person needs to mend it; nothing is kept."""
    with pytest.raises(Unfit) as error:
        report_step.report(person(("", "treaty-officer")), evolve(LODGED, **change), TODAY)
    assert any(at == field and said in text for at, text in error.value.faults), error.value.faults
    assert not DomesticStep.objects.exists()


def test_the_same_is_reported_once(turkish: Actor) -> None:
    """Again only once it was struck; a line is struck once, with a reason, and only if it is there."""
    name = report_step.report(turkish, LODGED, TODAY)
    for same in (LODGED, evolve(LODGED, path="")):
        with pytest.raises(Unfit, match="on record already"):
            report_step.report(turkish, same, TODAY)
    with pytest.raises(Unfit, match="no reason"):
        report_step.strike(turkish, FINLAND, "TUR", name, " ", TODAY)
    report_step.strike(turkish, FINLAND, "TUR", name, "wrong day", TODAY)
    with pytest.raises(Unfit, match="struck already"):
        report_step.strike(turkish, FINLAND, "TUR", name, "wrong day", TODAY)
    with pytest.raises(NotThere):
        report_step.strike(turkish, FINLAND, "TUR", "99", "wrong day", TODAY)
    report_step.report(turkish, LODGED, TODAY)
    with pytest.raises(UnknownAgreement):
        report_step.report(turkish, evolve(LODGED, agreement="no/such"), TODAY)
    with pytest.raises(UnknownParty):
        report_step.report(OPERATOR, evolve(LODGED, state="XYZQ"), TODAY)


def test_a_duty_done_is_reported_like_a_step(register: Any) -> None:
    """The registration of one party serves all; it is no longer owed."""
    officer = person(("USA", "treaty-officer"))
    done = Taken(
        agreement=FINLAND,
        state="USA",
        step="duty:un-registration",
        on=dt.date(2023, 6, 1),
        known=dt.date(2023, 6, 1),
        source="UNTS",
        confidence="high",
    )
    report_step.report(officer, done, TODAY)
    for state in ("USA", "FRA"):
        owed = {one.duty.id: one for one in follow.way(READER, FINLAND, state, TODAY).owed}
        assert (owed["un-registration"].status, owed["un-registration"].met) == ("met", dt.date(2023, 6, 1))


def test_sitting_days_close_an_open_question(british: Actor) -> None:
    """Weekdays but recesses, single days; laid over the file that ships; a further range must touch; another's revision is not overwritten."""
    assert (
        keep_sittings.add(british, evolve(WEEKS, recesses=((dt.date(2026, 1, 6), dt.date(2026, 1, 7)),), days=frozenset({dt.date(2026, 1, 9)})), 0)
        == 1
    )
    commons = [one for one in kept.sittings() if (one.state, one.chamber) == ("GBR", "commons")]
    house = next(one for one in commons if one.covers == (WEEKS.first, WEEKS.last))
    assert sorted(day.day for day in house.days) == [5, 8, 9, 12, 13, 14, 15]
    assert any(one.covers is not None and one.covers[0].year == 2022 for one in commons)  # the file that ships speaks of other days still
    later = evolve(WEEKS, first=dt.date(2026, 1, 19), last=dt.date(2026, 1, 23))
    with pytest.raises(Unfit, match="would be unknown"):
        keep_sittings.add(british, later, 1)
    assert keep_sittings.add(british, evolve(later, first=dt.date(2026, 1, 17)), 1) == 2
    with pytest.raises(OutOfDate):
        keep_sittings.add(british, later, 1)
    assert [one.number for one in keep_sittings.history(READER, "GBR", "commons")] == [1, 2]
    assert keep_sittings.history(READER, "GBR", "commons")[1].value.covers == (WEEKS.first, dt.date(2026, 1, 23))


def test_what_is_recorded_of_a_chamber_goes_before_the_file_that_ships(british: Actor) -> None:
    """On the days it speaks of it alone counts, elsewhere the file does."""
    day = dt.date(2023, 5, 2)
    shipped = next(one for one in kept.sittings() if (one.state, one.chamber) == ("GBR", "commons"))
    assert shipped.sits(day)
    keep_sittings.add(british, evolve(WEEKS, first=day, last=day, weekdays=(), days=frozenset({day}), dissolved=()), 0)
    keep_sittings.add(british, evolve(WEEKS, first=day, last=day + dt.timedelta(days=1), weekdays=("wed",)), 1)
    calendars = follow.calendars()
    assert calendars.sits("GBR", ["commons"], day) is False
    assert calendars.sits("GBR", ["commons"], day + dt.timedelta(days=1)) is True
    assert calendars.sits("GBR", ["commons"], dt.date(2023, 5, 9)) is shipped.sits(dt.date(2023, 5, 9))


WRONG_DAYS: list[tuple[dict[str, Any], str, str]] = [
    ({"chamber": "stortinget"}, "chamber", "no chamber 'stortinget'"),
    ({"state": "ARG"}, "state", "no procedure of ARG"),
    ({"last": dt.date(2026, 1, 1)}, "last", "before the first"),
    ({"last": dt.date(2036, 1, 1)}, "last", "more than five years"),
    ({"weekdays": ()}, "weekdays", "no sitting day is given"),
    ({"weekdays": ("someday",)}, "weekdays", "no weekday"),
    ({"recesses": ((dt.date(2026, 1, 9), dt.date(2026, 1, 8)),)}, "recesses", "ends before it begins"),
    ({"days": frozenset({dt.date(2027, 1, 1)})}, "days", "not within the range"),
    ({"confidence": ""}, "confidence", "is no confidence"),
    ({"source": Source(title="")}, "source", "no title"),
]


@pytest.mark.parametrize(("change", "field", "said"), WRONG_DAYS, ids=[said for _, _, said in WRONG_DAYS])
def test_days_that_cannot_be_are_refused(change: dict[str, Any], field: str, said: str) -> None:
    """At their field, in words."""
    with pytest.raises(Unfit) as error:
        keep_sittings.add(person(("", "treaty-officer")), evolve(WEEKS, **change), 0)
    assert any(at == field and said in text for at, text in error.value.faults), error.value.faults


FILE = b"""foedera = 1
holds = "sittings"
state = "GBR"
chamber = "lords"
covers = [2026-02-02, 2026-02-06]
days = [2026-02-03]
confidence = "high"
sources = [ { id = "l", title = "House of Lords" } ]
"""


def test_a_file_of_sittings_is_taken_whole(british: Actor) -> None:
    """With its faults by line where it is wrong; only for those who record for the state."""
    found, number = keep_sittings.take_file(british, FILE, "lords.toml")
    assert (found.chamber, number) == ("lords", 1)
    assert follow.calendars().sits("GBR", ["lords"], dt.date(2026, 2, 3)) is True
    with pytest.raises(FaultyFile):
        keep_sittings.take_file(british, FILE.replace(b"2026-02-03", b"2027-02-03"), "lords.toml")
    with pytest.raises(NotAllowed):
        keep_sittings.take_file(person(("FRA", "treaty-officer")), FILE, "lords.toml")
    with pytest.raises(Unfit, match="KiB"):
        keep_sittings.take_file(british, FILE + b"#" * keep_sittings.LARGEST, "lords.toml")
    with pytest.raises(Unfit, match="line 3"):
        read_days("day\n2026-01-01\nyesterday\n")


def test_what_runs_at_home_stands_in_the_calendar(register: Any) -> None:
    """Slovenia, voted on 14 July 2022: seven days for the National Council, eight to promulgate; by state and kind, beside the law, in order."""
    day = dt.date(2022, 7, 16)
    asked = Horizon(on=day, until=dt.date(2022, 12, 31), parties=("SVN",), what="step")
    found = foresee.foresee(READER, asked, TODAY)
    assert [(one.on, one.agreement, one.about) for one in found.deadlines] == [
        (dt.date(2022, 7, last), name, "step") for last in (21, 22) for name in (FINLAND, SWEDEN)
    ]
    assert all(one.because and found.titles[one.agreement] for one in found.deadlines)
    everything = foresee.foresee(READER, Horizon(on=day, until=dt.date(2024, 12, 31), agreement=FINLAND), TODAY).deadlines
    assert [one.on for one in everything] == sorted(one.on for one in everything)
    assert {"step"} < {one.about for one in foresee.foresee(READER, Horizon(on=day, until=dt.date(2025, 12, 31), size=1000), TODAY).deadlines}
    assert not foresee.foresee(READER, evolve(asked, parties=("NOR",)), TODAY).deadlines


def test_a_step_reported_is_seen_by_the_calendar_at_once(register: Any) -> None:
    """What a process has computed for a day holds for that state of the record alone."""
    day = dt.date(2022, 7, 16)
    before = clocks_at_home.running(register, day)
    slovenian = person(("SVN", "treaty-officer"))
    done = evolve(LODGED, state="SVN", path="law", step="promulgation", on=dt.date(2022, 7, 15), known=dt.date(2022, 7, 15))
    report_step.report(slovenian, done, TODAY)
    after = clocks_at_home.running(register, day)
    assert {(one.agreement, one.party) for one in before} - {(one.agreement, one.party) for one in after} == {(FINLAND, "SVN")}


def test_pages_of_the_calendar_show_each_day_at_home_once(register: Any) -> None:
    """However the law's own days are cut into pages, the clocks at home stand between them, none twice and none left out."""
    until = TODAY + dt.timedelta(days=3650)
    croatian = person(("HRV", "treaty-officer"))
    report_step.report(
        croatian, evolve(LODGED, agreement="germany-uk/kensington-2025", state="HRV", path="law", step="vote", on=TODAY, known=TODAY), TODAY
    )
    home = [one for one in clocks_at_home.running(register, TODAY) if one.on <= until]
    assert home
    shown: list[Any] = []
    number = 1
    while True:
        page = foresee.foresee(READER, Horizon(on=TODAY, until=until, page=number, size=7), TODAY)
        shown += [one for one in page.deadlines if one.about in clocks_at_home.ABOUT]
        if not page.more:
            break
        number += 1
    assert shown == home
    Agenda.objects.create(agreement=FINLAND, on=TODAY + dt.timedelta(days=1), about="review")
    asked = Horizon(on=TODAY, until=home[-1].on, size=len(reading.due(TODAY, home[-1].on)))
    first, beyond = (foresee.foresee(READER, evolve(asked, page=number), TODAY) for number in (1, 2))
    assert [one for one in first.deadlines if one.about in clocks_at_home.ABOUT] == home
    assert not first.more
    assert not beyond.deadlines  # after the last page there is nothing, also where that was full


def test_what_is_pending_says_what_is_missing() -> None:
    """On 1 October 2022 the two protocols of that year among others; of one party alone those it has to do with."""
    found = {row.agreement.id: row for row in follow.pending(READER, THEN).rows}
    assert {FINLAND, SWEDEN} <= found.keys()
    assert (found[FINLAND].signed, found[FINLAND].consented) == (30, 30 - len(found[FINLAND].awaited))
    assert found[FINLAND].missing
    known = {row.agreement.id: row for row in follow.pending(READER, THEN, THEN).rows}
    assert (known[FINLAND].consented, known[FINLAND].begun) == (6, 22)
    assert {row.agreement.id for row in follow.pending(READER, THEN, THEN, party="HUN").rows} == {FINLAND, SWEDEN}


def test_the_depositary_tells_of_what_came_since() -> None:
    """On the day Finland's protocol entered into force: thirty instruments, and that the last required had come (VCLT 77(1)(f))."""
    found = follow.depositary(READER, FINLAND, dt.date(2023, 4, 4), since=dt.date(2023, 3, 1)).deposits
    assert len(found.deposited) == 30
    assert any(notice.act is None and "VCLT 77(1)(f)" in notice.because for notice in found.notices)
    assert all(notice.act is None or set(notice.act.by) - set(notice.to) for notice in found.notices)  # nobody is told of its own act
    then = follow.depositary(READER, FINLAND, THEN, THEN, dt.date(2022, 9, 1)).deposits
    assert [(notice.on, notice.act.by) for notice in then.notices if notice.act] == [(dt.date(2022, 9, 19), ("CZE",))]


def test_what_is_asked_of_the_database_does_not_grow(turkish: Actor) -> None:
    """A board, a way and the list ask as much with many steps on record as with none."""

    def count() -> list[int]:
        asked = []
        for ask in (
            lambda: follow.board(READER, FINLAND, THEN),
            lambda: follow.way(READER, FINLAND, "TUR", THEN),
            lambda: follow.pending(READER, THEN),
            lambda: follow.state_board(READER, "TUR", THEN),
        ):
            ask()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ask()
            asked.append(len(queries))
        return asked

    before = count()
    for number in range(12):
        report_step.report(turkish, evolve(LODGED, on=dt.date(2022, 9, 1) + dt.timedelta(days=number)), TODAY)
    assert count() == before
    assert max(before) <= 8
