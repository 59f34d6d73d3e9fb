"""Where a state stands on its way to consent: cases a lawyer can check, what must hold of every record, and Finland's protocol replayed."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.written import file_of

from foedera.law.docket import Docket
from foedera.law.timeline import Timeline
from foedera.library import vocabularies
from foedera.library.collection import Collection
from foedera.library.procedures import procedures, read_procedure
from foedera.library.progress import progress
from foedera.library.sittings import sittings
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.ratification.board import about, agreement_board, depositary_view, state_board
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken
from foedera.ratification.sittings import Dissolution, Sittings
from foedera.ratification.stages import STATUSES as STAGES
from foedera.ratification.through import through
from foedera.ratification.track import STATUSES, Track, track

FILE = tomllib.loads((Path(__file__).parents[1] / "cases" / "ratification" / "tracks.toml").read_text(encoding="utf-8"))
CASES = FILE["case"]
NAME = "test/protocol"
FINLAND = "nato/accession-finland-2022"
DAY = dt.timedelta(days=1)


@cache
def procedure(name: str) -> Procedure:
    """One of the invented procedures."""
    head = {"foedera": 1, "holds": "procedure"}
    return read_procedure(file_of(head | FILE["procedure"][name]), name, vocabularies.parties()).sound()


def timeline(state: str, acts: Sequence[Act], known: dt.date | None = None, **head: Any) -> Timeline:
    """The life of an invented agreement that needs two ratifications."""
    agreement = Agreement(id=NAME, title="Protocol", acts=tuple(acts), negotiating=(state, "NOR"), **head)
    return Docket({NAME: agreement}.get, vocabularies.parties(), known=known).timeline(NAME)


def line(state: str, data: dict[str, Any]) -> Taken:
    """One line of progress of a case."""
    return Taken(agreement=NAME, state=state, **({"step": ""} | data))


def calendars(case: dict[str, Any], state: str) -> Calendars:
    """The sitting days of a case: Monday to Thursday between two days, in both chambers; and when chambers were dissolved."""
    found = []
    if "sitting" in case:
        first, last = case["sitting"]
        days = frozenset(day for n in range((last - first).days + 1) if (day := first + n * DAY).weekday() < 4)
        found += [Sittings(state=state, chamber=name, days=days, covers=(first, last)) for name in ("commons", "lords")]
    for name, on in case.get("dissolved", {}).items():
        found.append(Sittings(state=state, chamber=name, dissolved=(Dissolution(on=on, until=on + 60 * DAY),)))
    return Calendars(tuple(found))


def tracked(case: dict[str, Any]) -> Track:
    """What the tracker says of a case."""
    own = procedure(case["procedure"])
    head = {key: case[key] for key in ("opened", "closed") if key in case}
    head.setdefault("opened", dt.date(2031, 1, 1))
    acts = [Act(act["on"], act["kind"], (own.state,)) for act in case.get("acts", ())]
    life = timeline(own.state, acts, case.get("known"), **head)
    log = [line(own.state, data) for data in case.get("steps", ())]
    return track(own, own.state, life, log, case["on"], calendars(case, own.state), path=case.get("path_given", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    """The tracker says what the case says."""
    found = tracked(case)
    stands = {stage.step.id: stage.status for stage in found.stages}
    assert found.status == case.get("status", found.status)
    assert {name: stands[name] for name in case.get("stands", {})} == case.get("stands", {})
    assert list(found.next) == case.get("next", list(found.next))
    assert found.not_before == case.get("not_before", found.not_before)
    assert found.late == case.get("late", found.late)
    assert list(found.uncounted) == case.get("uncounted", list(found.uncounted))
    assert found.path is not None
    assert found.path.id == case.get("path", found.path.id)
    for key, texts in (("blocked", found.blockers), ("irregular", found.irregular)):
        assert case.get(key, "") in " | ".join(texts), texts
    if "through" in case:
        assert through(found) == (case["through"] or None)
    if case.get("asks") == "":
        assert found.open_questions == ()
    assert case.get("asks", "") in " | ".join(found.open_questions)
    assert case.get("because", "") in " | ".join((*found.because, *(text for stage in found.stages for text in stage.because)))


def test_case_without_procedure() -> None:
    """Of a state without a procedure only its acts can be told, and that is said."""
    life = timeline("ITA", [Act(dt.date(2031, 2, 1), "signature", ("ITA",))])
    found = track(None, "ITA", life, (), dt.date(2031, 3, 1))
    assert (found.status, found.stages, found.not_before) == ("no-procedure", (), None)
    assert "no procedure of ITA" in found.open_questions[0]


IDS = [step.id for step in procedure("two-houses").paths[0].steps if step.id not in ("signature", "deposit")]
FIRST = dt.date(2031, 2, 1)


@st.composite
def logs(draw: st.DrawFn) -> list[Taken]:
    """Logs of steps in any order, each with a day it happened and a day it was known."""
    found = []
    for name in draw(st.lists(st.sampled_from(IDS), max_size=8)):
        on = FIRST + draw(st.integers(0, 100)) * DAY
        known = on + draw(st.integers(0, 60)) * DAY
        outcome = draw(st.sampled_from(["done", "done", "done", "refused", "pending"]))
        found.append(Taken(agreement=NAME, state="ITA", step=name, on=on, known=known, path="law", outcome=outcome))
    return found


days = st.integers(0, 150).map(lambda n: FIRST + n * DAY)
ACTS = (Act(FIRST, "signature", ("ITA",)), Act(FIRST + 90 * DAY, "ratification", ("ITA",), known=FIRST + 100 * DAY))
gone = st.none() | st.integers(1, 100).map(lambda n: {"lower": FIRST + n * DAY, "upper": FIRST + n * DAY})


def follow(log: Sequence[Taken], on: dt.date, known: dt.date | None, dissolved: dict[str, dt.date] | None, acts: Sequence[Act] = ACTS) -> Track:
    """Track the invented state on the invented agreement."""
    life = timeline("ITA", acts, known, opened=FIRST)
    return track(procedure("two-houses"), "ITA", life, log, on, calendars({"dissolved": dissolved or {}}, "ITA"))


@settings(deadline=None)
@given(logs(), days, days, gone, st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(log: list[Taken], on: dt.date, known: dt.date, dissolved: dict[str, dt.date] | None, random: Any) -> None:
    """The lines of a log may stand in any order, and be given twice."""
    shuffled = [*log]
    random.shuffle(shuffled)
    found = follow(log, on, known, dissolved)
    assert found == follow(shuffled, on, known, dissolved)
    assert found == follow([*shuffled, *log], on, known, dissolved)


@settings(deadline=None)
@given(logs(), days, days, gone)
def test_what_is_not_known_is_not_seen(log: list[Taken], on: dt.date, known: dt.date, dissolved: dict[str, dt.date] | None) -> None:
    """As known on a day is as if nothing had been recorded since; and nothing later than the day asked is seen."""
    found = follow(log, on, known, dissolved)
    kept = [one for one in log if one.known <= known]
    assert found == follow(kept, on, known, dissolved)
    past = [one for one in log if one.on <= on]
    assert found == follow(past, on, known, dissolved)
    everything = follow(log, on, None, dissolved)
    assert evolve(everything, known=dt.date.max) == follow(log, on, dt.date.max, dissolved)


@settings(deadline=None)
@given(logs(), days, gone)
def test_every_answer_is_sound(log: list[Taken], on: dt.date, dissolved: dict[str, dt.date] | None) -> None:
    """Words are of the vocabulary; nothing lawful lies before the day asked; what is next waits for nothing; who consented has no next step."""
    found = follow(log, on, None, dissolved)
    assert found.status in STATUSES
    by_id = {stage.step.id: stage for stage in found.stages}
    assert found.path is not None
    before = found.path.preceding()
    for stage in found.stages:
        assert stage.status in STAGES
        assert stage.settled or stage.not_before is None or stage.not_before >= on
        assert stage.settled == (stage.not_before is None)
        assert stage.late >= 0
        if stage.status in ("next", "open"):
            assert all(by_id[one].settled or by_id[one].step.optional for one in before[stage.step.id])
    if found.consented is not None:
        assert found.next == ()
        assert found.not_before is None
    assert found.as_json()["status"] == found.status


@settings(deadline=None)
@given(logs(), days, st.sampled_from(IDS), st.integers(0, 100))
def test_more_progress_never_sets_back(log: list[Taken], on: dt.date, name: str, after: int) -> None:
    """A further step done, all else being equal, never moves the earliest lawful day of consent later, and unsettles nothing."""
    done = [one for one in log if one.outcome == "done"]
    acts = ACTS[:1]
    further = Taken(agreement=NAME, state="ITA", step=name, on=FIRST + after * DAY, path="law")
    one, other = follow(done, on, None, None, acts), follow([*done, further], on, None, None, acts)
    assert one.not_before is not None
    assert other.not_before is not None
    assert other.not_before <= one.not_before
    assert {s.step.id for s in one.stages if s.settled and not s.step.optional} <= {s.step.id for s in other.stages if s.settled}


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 60))
def test_laid_later_is_never_sooner(laid: int, later: int, on: int) -> None:
    """Where a period must run from laying, laying later never lets consent come sooner, and not having laid never sooner than laying now."""
    own, day = procedure("tacit"), FIRST + on * DAY
    house = calendars({"sitting": (FIRST, FIRST + 200 * DAY)}, "GBR")
    life = timeline("GBR", [Act(FIRST, "signature", ("GBR",))], opened=FIRST)

    def earliest(*lines: Taken) -> dt.date:
        found = track(own, "GBR", life, lines, day, house, path="laying").not_before
        assert found is not None
        return found

    def line_on(n: int) -> Taken:
        return Taken(agreement=NAME, state="GBR", step="laid", on=FIRST + n * DAY)

    assert earliest(line_on(laid)) <= earliest(line_on(laid + later)) <= earliest()


# Finland's protocol, from the record that ships.


@cache
def shipped() -> tuple[Collection, list[Taken], Calendars]:
    """The collection, the logs and the calendars that ship."""
    return Collection(), [step for log in progress().values() for step in log.steps], Calendars(sittings())


def test_finland_on_1_october_2022() -> None:
    """As the record stood: two parliaments had not voted, and they stand at the beginning; six allies are known to have deposited."""
    collection, log, calendar = shipped()
    day = dt.date(2022, 10, 1)
    board = agreement_board(collection.known(day), FINLAND, procedures(), log, day, calendar)
    assert (board.status, board.expected, len(board.tracks)) == ("open", None, 30)
    by_state = {one.state: one for one in board.tracks}
    assert {one.state for one in board.tracks if one.status == "signed"} == {"HUN", "TUR"}
    assert [one.state for one in board.tracks if one.consented] == ["CAN", "CZE", "DNK", "POL", "ROU", "USA"]
    assert by_state["USA"].consented == dt.date(2022, 8, 19)
    assert len(board.awaited) == 24
    assert by_state["TUR"].next
    france = by_state["FRA"]
    assert [france.stages[n].status for n, stage in enumerate(france.stages) if stage.step.id == "promulgation"] == ["done"]
    assert by_state["GBR"].path is not None
    assert by_state["GBR"].path.id == "exceptional"
    assert board.tracks[-1].state == "USA"


def test_who_may_have_consented_by_then_is_an_open_question() -> None:
    """On that day six are known to have deposited; of 22 more the record has, now, only days of later by which they had. Then it had none."""
    collection, log, calendar = shipped()
    day = dt.date(2022, 10, 1)
    now, then = (agreement_board(collection.known(known), FINLAND, procedures(), log, day, calendar) for known in (None, day))
    assert sum(one.consented is not None for one in now.tracks) == 6
    assert now.open_questions[0].startswith("22 states may have consented by then: only a later day is on record by which they had (ALB, BEL,")
    assert not any("may have consented" in text for text in then.open_questions)
    assert any("days of deposit of the acceptances of 21 allies" in text for text in then.open_questions)
    later = agreement_board(collection.known(None), FINLAND, procedures(), log, dt.date(2023, 4, 4), calendar)
    assert later.open_questions == ()


ALLIANCE = "nato/north-atlantic-treaty"


@pytest.mark.parametrize(
    ("state", "on", "status", "following", "home"),
    [
        ("FIN", dt.date(2022, 12, 4), "not-begun", ("lodged",), None),
        ("FIN", dt.date(2022, 12, 5), "under-way", ("review",), None),
        ("FIN", dt.date(2023, 3, 1), "under-way", ("promulgation",), dt.date(2023, 3, 1)),
        ("FIN", dt.date(2023, 3, 23), "under-way", ("deposit",), dt.date(2023, 3, 1)),
        ("FIN", dt.date(2023, 4, 4), "bound", (), dt.date(2023, 3, 1)),
        ("SWE", dt.date(2023, 3, 8), "under-way", ("committee",), None),
        ("SWE", dt.date(2024, 3, 6), "under-way", ("instrument",), dt.date(2023, 3, 22)),
        ("SWE", dt.date(2024, 3, 7), "bound", (), dt.date(2023, 3, 22)),
    ],
)
def test_two_states_accede_to_the_alliance(state: str, on: dt.date, status: str, following: tuple[str, ...], home: dt.date | None) -> None:
    """Their own steps at home for the treaty: who accedes does not sign it, and is on its own board while it is at it."""
    collection, log, calendar = shipped()
    found = track(procedures()[state], state, collection.known(on).timeline(ALLIANCE), log, on, calendar)
    assert (found.status, found.next, through(found), found.irregular) == (status, following, home, ())
    signature = found.stage("signature")
    assert signature is not None
    assert signature.status == "not-needed"
    own = state_board(collection.known(on), [ALLIANCE], state, procedures()[state], log, on, calendar)
    assert [one.agreement for one in own] == ([ALLIANCE] if status == "under-way" else [])


def test_agreements_about_a_state_that_do_not_ask_it() -> None:
    """The two protocols of 2022 leave out who is let in; what Finland itself consents to is not about it in this sense."""
    collection, _, _ = shipped()
    assert [one.id for one in about(collection, "FIN")] == [FINLAND]
    assert [one.id for one in about(collection, "SWE")] == ["nato/accession-sweden-2022"]
    assert about(collection, "NOR") == ()


def test_an_executive_agreement_takes_the_executive_way() -> None:
    """By the record of the agreement between Denmark and the United States; by its kind, where nothing else is said."""
    collection, log, calendar = shipped()
    on = dt.date(2026, 11, 26)
    name = "us-nordic/denmark-dca-2023"
    found = track(procedures()["USA"], "USA", collection.known(None).timeline(name), log, on, calendar)
    assert found.path is not None
    assert (found.path.id, found.next, found.open_questions) == ("executive", ("notification",), ())
    acts = (Act(dt.date(2031, 2, 1), "signature", ("USA",)),)
    for kind, way in (("treaty", "treaty"), ("executive-agreement", "executive")):
        taken = track(procedures()["USA"], "USA", timeline("USA", acts, kind=kind), (), dt.date(2031, 3, 1), calendar)
        assert taken.path is not None
        assert taken.path.id == way


def test_finland_on_the_day_it_was_complete() -> None:
    """On 4 April 2023 nothing is missing, and all thirty are bound; the others are told of each deposit, and all of the entry into force."""
    collection, log, calendar = shipped()
    day = dt.date(2023, 4, 4)
    board = agreement_board(collection.known(day), FINLAND, procedures(), log, day, calendar)
    assert (board.status, board.in_force_since, board.missing) == ("in-force", day, ())
    assert {one.status for one in board.tracks} == {"bound"}
    view = depositary_view(collection.known(day), FINLAND, day, dt.date(2022, 10, 1))
    assert view.depositary == ("USA",)
    assert len(view.deposited) == 30
    turkiye = next(notice for notice in view.notices if "TUR" in notice.what)
    assert set(turkiye.to) == {one.state for one in board.tracks} - {"TUR", "USA"}
    assert "entry into force on 2023-04-04" in view.notices[-1].what
    assert depositary_view(collection.known(day), FINLAND, day, day).notices == ()


def test_a_state_and_its_pending_agreements() -> None:
    """On 1 October 2022 Hungary had both protocols open; once it consented to Finland's, Sweden's is left."""
    collection, log, calendar = shipped()
    for day, pending in ((dt.date(2022, 10, 1), {FINLAND, "nato/accession-sweden-2022"}), (dt.date(2023, 10, 1), {"nato/accession-sweden-2022"})):
        found = state_board(collection.known(day), sorted(collection.ids()), "HUN", procedures()["HUN"], log, day, calendar)
        assert {one.agreement for one in found if one.agreement.startswith("nato/accession")} == pending


def test_boards_of_the_whole_collection() -> None:
    """Every agreement that ships has a board on any day; what is bound by the law is bound on the board."""
    collection, log, calendar = shipped()
    for agreement in collection:
        for day in (dt.date(1950, 1, 1), dt.date(2005, 6, 1), dt.date(2026, 1, 1)):
            standing = collection.docket.timeline(agreement.id).standing(day)
            board = agreement_board(collection.docket, agreement.id, procedures(), log, day, calendar)
            assert {one.state for one in board.tracks if one.status == "bound"} == {
                code for code in standing.parties if not collection.parties.over(agreement.participants).is_organisation(code)
            }
            assert board.in_force_since == standing.in_force_since
