"""Rounds of assessment: who may call, answer, see, withdraw and publish what; everything wrong is said at once, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from foedera.deeds import assess, chair, release, signing_in
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.library.threats import public_threats
from foedera.model.errors import NotAllowed, NotThere, OutOfDate, Unfit
from foedera.store import threats as kept
from foedera.store.models import HandedBallot, LogEntry, Membership, User
from foedera.threats.assessments import Ballot, Estimate, Round, Score

pytestmark = pytest.mark.usefixtures("register")

OPENS, CLOSES = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
OPEN, AFTER = dt.date(2026, 11, 25), dt.date(2026, 12, 1)
NATIONS = ("FIN", "SWE", "NOR", "DNK", "ISL", "EST")
FIRST, SECOND = sorted(threat.id for threat in public_threats())[:2]
ASKED = Round(id="nordic-1", title="Nordic", threats=(FIRST, SECOND), nations=NATIONS, opens=OPENS, closes=CLOSES)


def person(*memberships: tuple[str, str], name: str = "") -> Actor:
    """Return somebody with an account."""
    user = User.objects.create_user(f"{name or '-'.join('-'.join(m) for m in memberships).lower()}@example.org")
    for party, role in memberships:
        Membership.objects.create(user=user, party=party, role=role)
    return signing_in.actor_of(user.pk)


def score(threat: str, level: int) -> Score:
    """Return a score without any doubt that comes to a level of risk."""
    return Score(threat, Estimate(level, level, level), Estimate(level, level, level))


def answer(nation: str, first: int, second: int = 2) -> Ballot:
    """Return a nation's answer about the two threats."""
    return Ballot(nation, (score(FIRST, first), score(SECOND, second)))


@pytest.fixture
def officers(register: Any) -> dict[str, Actor]:
    """A treaty officer of each nation; Finland's chairs."""
    return {code: person((code, "treaty-officer")) for code in (*NATIONS, "FRA")}


@pytest.fixture
def called(officers: dict[str, Actor]) -> dict[str, Actor]:
    """A round is called."""
    chair.call(officers["FIN"], ASKED, "FIN", OPENS)
    return officers


def faults(unfit: Any) -> dict[str, str]:
    """Return the faults of an error by their fields."""
    return dict(unfit.value.faults)


def test_a_round_from_its_call_to_its_picture(called: dict[str, Actor]) -> None:
    """The chair sees who has answered and when; after closing the ranges are published, once."""
    for nation, level in zip(NATIONS[:5], (0, 3, 3, 4, 4), strict=True):
        assert assess.hand_in(called[nation], "nordic-1", answer(nation, level), OPEN) == 1
    seen = {one.nation: one.answered for one in chair.progress(called["FIN"], "nordic-1")}
    assert [nation for nation, when in seen.items() if when is None] == ["EST"]
    with pytest.raises(Unfit, match="open until"):
        chair.publish(called["FIN"], "nordic-1", CLOSES)
    with pytest.raises(NotThere):
        chair.published(called["SWE"], "nordic-1")
    found = chair.publish(called["FIN"], "nordic-1", AFTER)
    told = found.find(FIRST)
    assert told is not None
    assert (told.lowest, told.highest) == (3, 3)
    assert chair.published(called["EST"], "nordic-1") == found
    with pytest.raises(Unfit, match="second picture"):
        chair.publish(called["FIN"], "nordic-1", AFTER)
    assert [one.threat for one in assess.stands_apart(called["FIN"], "nordic-1", "FIN")] == [FIRST]
    assert assess.stands_apart(called["SWE"], "nordic-1", "FIN") == ()


def all_answer(officers: dict[str, Actor]) -> None:
    """Every nation answers, the last on the day of closing."""
    for nation, level in zip(NATIONS, (0, 3, 3, 4, 4, 2), strict=True):
        assess.hand_in(officers[nation], "nordic-1", answer(nation, level), OPEN)


def test_a_chair_closes_a_round_that_waits_for_nobody(called: dict[str, Actor]) -> None:
    """On the very day: nothing is taken any more, the picture is published, an answer released; the act stands in the log, once for good."""
    all_answer(called)
    assert chair.may_close(called["FIN"], chair.find(called["FIN"], "nordic-1"), OPEN)
    chair.close(called["FIN"], "nordic-1", OPEN)
    asked = chair.find(called["SWE"], "nordic-1").asked
    assert (asked.ended, asked.over, asked.closes, asked.is_open(OPEN)) == (OPEN, OPEN, CLOSES, False)
    with pytest.raises(Unfit, match="round is closed"):
        assess.hand_in(called["SWE"], "nordic-1", answer("SWE", 4), OPEN, revises=1)
    with pytest.raises(Unfit, match="round is closed"):
        chair.withdraw(called["SWE"], "nordic-1", "SWE", OPEN)
    with pytest.raises(Unfit, match="closed already"):
        chair.close(called["FIN"], "nordic-1", OPEN)
    found = chair.publish(called["FIN"], "nordic-1", OPEN).find(FIRST)
    assert found is not None
    assert (found.lowest, found.highest) == (3, 3), "0 2 | 3 3 | 4 4"
    assert release.ballot(called["SWE"], "SWE", "nordic-1", "NOR", OPEN)
    assert [(line.who, line.party) for line in LogEntry.objects.filter(deed="close a round", allowed=True)] == [(called["FIN"].name, "FIN")]


def test_a_round_that_waits_for_somebody_is_closed_by_its_last_day_alone(called: dict[str, Actor]) -> None:
    """The chair is told for whom it waits; who has withdrawn is not waited for; nobody else closes it, whoever has answered."""
    for nation in NATIONS[:4]:
        assess.hand_in(called[nation], "nordic-1", answer(nation, 2), OPEN)
    with pytest.raises(Unfit, match="waits for: ISL, EST"):
        chair.close(called["FIN"], "nordic-1", OPEN)
    assess.hand_in(called["ISL"], "nordic-1", answer("ISL", 2), OPEN)
    chair.withdraw(called["EST"], "nordic-1", "EST", OPEN)
    for other in ("SWE", "EST"):
        assert not chair.may_close(called[other], chair.find(called[other], "nordic-1"), OPEN)
        with pytest.raises(NotAllowed):
            chair.close(called[other], "nordic-1", OPEN)
    with pytest.raises(NotThere):
        chair.close(called["FRA"], "nordic-1", OPEN)
    chair.close(called["FIN"], "nordic-1", OPEN)
    assert chair.publish(called["FIN"], "nordic-1", OPEN).find(FIRST) is not None


def test_an_answer_that_meets_the_closing_is_refused(called: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at while the round was open, handed in a moment after its chair closed it: nothing is kept, and it says why."""
    all_answer(called)
    hand_in = kept.hand_in

    def meanwhile(name: str, ballot: Ballot, revises: int, by: int | None) -> int | None:
        chair.close(called["FIN"], "nordic-1", OPEN)
        return hand_in(name, ballot, revises, by)

    monkeypatch.setattr(kept, "hand_in", meanwhile)
    with pytest.raises(Unfit, match="round is closed"):
        assess.hand_in(called["SWE"], "nordic-1", answer("SWE", 0), OPEN, revises=1)
    assert HandedBallot.objects.filter(nation="SWE").count() == 1


def test_a_nation_votes_once_and_revises_openly(called: dict[str, Actor]) -> None:
    """A second answer is refused unless it says which it revises; all are kept, the last counts; of two colleagues the slower is told."""
    own = called["SWE"]
    colleague = person(("SWE", "analyst"))
    assert assess.hand_in(own, "nordic-1", answer("SWE", 1), OPEN) == 1
    with pytest.raises(Unfit, match="answered already"):
        assess.hand_in(colleague, "nordic-1", answer("SWE", 4), OPEN)
    assert assess.hand_in(colleague, "nordic-1", answer("SWE", 4), OPEN, revises=1) == 2
    with pytest.raises(OutOfDate):
        assess.hand_in(own, "nordic-1", answer("SWE", 2), OPEN, revises=1)
    kept = assess.own(own, "nordic-1", "SWE").answers
    assert [one.value.scores[0].risk for one in kept] == [1, 4]
    assert assess.open_ballots(own, "nordic-1") == [kept[-1].value]


def test_everything_wrong_with_an_answer_is_said_at_once(called: dict[str, Actor]) -> None:
    """An impossible level, a range out of order, a confidence there is none of, a threat not asked about, one scored twice; nothing is kept."""
    ballot = Ballot(
        "SWE",
        (
            Score(FIRST, Estimate(3, 2, 4), Estimate(0, 1, 9), "certain"),
            score(SECOND, 1),
            score(SECOND, 2),
            score("dragons", 4),
        ),
    )
    with pytest.raises(Unfit) as unfit:
        assess.hand_in(called["SWE"], "nordic-1", ballot, OPEN)
    assert set(faults(unfit)) == {f"{FIRST}.likelihood", f"{FIRST}.impact", f"{FIRST}.confidence", SECOND, "dragons"}
    with pytest.raises(Unfit, match="scores nothing"):
        assess.hand_in(called["SWE"], "nordic-1", Ballot("SWE", ()), OPEN)
    assert not HandedBallot.objects.exists()


@pytest.mark.parametrize(("day", "says"), [(dt.date(2026, 10, 31), "not open yet"), (AFTER, "round is closed")])
def test_outside_its_days_a_round_takes_nothing(called: dict[str, Actor], day: dt.date, says: str) -> None:
    """Before the first day and after the last."""
    with pytest.raises(Unfit, match=says):
        assess.hand_in(called["SWE"], "nordic-1", answer("SWE", 1), day)


def test_who_may_answer_for_whom(called: dict[str, Actor]) -> None:
    """Those who assess for the nation; no reader of it, nobody of another, no officer of the register, not the machine's operator."""
    others = [person(("SWE", "reader")), person(("", "treaty-officer")), called["NOR"], OPERATOR, READER]
    for actor in others:
        with pytest.raises(NotAllowed):
            assess.hand_in(actor, "nordic-1", answer("SWE", 1), OPEN)
    assert not HandedBallot.objects.exists()
    assert LogEntry.objects.filter(deed="assess", allowed=False).count() == len(others)
    with pytest.raises(NotThere):
        assess.hand_in(called["FRA"], "nordic-1", answer("FRA", 1), OPEN)


def test_a_round_is_open_to_those_called_and_its_chair(called: dict[str, Actor]) -> None:
    """To all others it is as if there were none, also to the register's own officers, auditors and administrators, and to the operator."""
    others = [called["FRA"], OPERATOR, READER, *(person(("", role)) for role in ("treaty-officer", "auditor", "administrator"))]
    for actor in others:
        assert chair.rounds(actor) == []
        said = []
        for name in ("nordic-1", "nowhere"):
            with pytest.raises(NotThere) as refused:
                chair.find(actor, name)
            said.append(str(refused.value).replace(name, "N"))
        assert said[0] == said[1]
    assert [one.asked for one in chair.rounds(called["EST"])] == [ASKED]
    for nation in NATIONS[1:]:
        with pytest.raises(NotAllowed):
            chair.progress(called[nation], "nordic-1")
        with pytest.raises(NotAllowed):
            chair.publish(called[nation], "nordic-1", AFTER)


def test_an_answer_is_read_by_its_nation_until_it_is_released(called: dict[str, Actor]) -> None:
    """Not by the chair, nor the register's officers; after closing to whom a treaty officer releases it, until that is withdrawn."""
    assess.hand_in(called["SWE"], "nordic-1", answer("SWE", 4), OPEN)
    with pytest.raises(Unfit, match="open until"):
        release.ballot(called["SWE"], "SWE", "nordic-1", "NOR", CLOSES)
    for actor in (person(("SWE", "analyst")), called["NOR"], OPERATOR):
        with pytest.raises((NotAllowed, NotThere)):
            release.ballot(actor, "SWE", "nordic-1", "NOR", AFTER)
    assert release.ballot(called["SWE"], "SWE", "nordic-1", "NOR", AFTER)
    assert not release.ballot(called["SWE"], "SWE", "nordic-1", "NOR", AFTER), "said twice it changes nothing"
    assert [ballot.nation for ballot in assess.open_ballots(called["NOR"], "nordic-1")] == ["SWE"]
    assert assess.open_ballots(called["FIN"], "nordic-1") == []
    with pytest.raises(NotThere):
        assess.own(called["NOR"], "nordic-1", "SWE")
    release.ballot(called["SWE"], "SWE", "nordic-1", "NOR", AFTER, released=False)
    assert assess.open_ballots(called["NOR"], "nordic-1") == []
    log = [(one.to, one.released) for one in assess.own(called["SWE"], "nordic-1", "SWE").releases]
    assert log == [("NOR", True), ("NOR", False)]


def test_a_withdrawn_nation_counts_no_longer(called: dict[str, Actor]) -> None:
    """Its answer is set aside, it gives no other; after closing nobody withdraws, and nobody withdraws for another."""
    for nation, level in zip(NATIONS, (4, 4, 4, 4, 4, 0), strict=True):
        assess.hand_in(called[nation], "nordic-1", answer(nation, level), OPEN)
    with pytest.raises(NotAllowed):
        chair.withdraw(called["NOR"], "nordic-1", "SWE", OPEN)
    chair.withdraw(called["EST"], "nordic-1", "EST", OPEN)
    with pytest.raises(Unfit, match="withdrawn"):
        assess.hand_in(called["EST"], "nordic-1", answer("EST", 1), OPEN, revises=1)
    with pytest.raises(Unfit, match="closed"):
        chair.withdraw(called["FIN"], "nordic-1", "SWE", AFTER)
    told = chair.publish(called["FIN"], "nordic-1", AFTER).find(FIRST)
    assert told is not None
    assert (told.lowest, told.highest) == (4, 4)
    assert HandedBallot.objects.filter(nation="EST").count() == 1, "kept, though it does not count"


def test_a_round_of_revision_begins_from_ones_own(called: dict[str, Actor]) -> None:
    """It is called once its forerunner is published; a nation finds its own former scores and nobody else's; a single change is not told."""
    following = evolve(ASKED, id="nordic-2", after="nordic-1", nations=(*NATIONS, "FRA"), opens=AFTER, closes=dt.date(2026, 12, 31))
    for nation, level in zip(NATIONS, (0, 3, 3, 4, 4, 4), strict=True):
        assess.hand_in(called[nation], "nordic-1", answer(nation, level), OPEN)
    with pytest.raises(Unfit, match="not published yet"):
        chair.call(called["FIN"], following, "FIN", AFTER)
    first = chair.publish(called["FIN"], "nordic-1", AFTER)
    with pytest.raises(Unfit, match="compared"):
        chair.call(called["FIN"], evolve(following, after="", id="other"), "FIN", AFTER)
    with pytest.raises(NotThere):
        chair.call(called["FRA"], following, "FRA", AFTER)
    chair.call(called["FIN"], following, "FIN", AFTER)
    with pytest.raises(Unfit, match="compared"):
        chair.call(called["FIN"], evolve(following, id="nordic-2b"), "FIN", AFTER)
    assert chair.published(called["FRA"], "nordic-1") == first, "who joins knows what was found, not who was asked"
    with pytest.raises(NotThere):
        chair.find(called["FRA"], "nordic-1")
    assert assess.former(called["SWE"], "nordic-2", "SWE")[FIRST].risk == 3
    assert assess.former(called["SWE"], "nordic-2", "FIN") == {}
    for nation, level in zip(NATIONS, (4, 3, 3, 4, 4, 4), strict=True):
        assess.hand_in(called[nation], "nordic-2", answer(nation, level), AFTER)
    second = chair.publish(called["FIN"], "nordic-2", dt.date(2027, 1, 1))
    assert second.find(FIRST) == first.find(FIRST)


def _wrong() -> Iterator[tuple[Round, str]]:
    yield evolve(ASKED, id="Nordic 1"), "id"
    yield evolve(ASKED, title=" "), "title"
    yield evolve(ASKED, threats=()), "threats"
    yield evolve(ASKED, threats=(FIRST, FIRST)), "threats"
    yield evolve(ASKED, threats=("dragons",)), "threats"
    yield evolve(ASKED, nations=("FIN", "XXX")), "nations"
    yield evolve(ASKED, closes=dt.date(2026, 10, 1)), "closes"
    yield evolve(ASKED, opens=dt.date(2020, 1, 1), closes=dt.date(2020, 2, 1)), "closes"
    yield evolve(ASKED, horizon="x" * 301), "horizon"


@pytest.mark.parametrize(("asked", "field"), list(_wrong()))
def test_a_round_that_cannot_be(officers: dict[str, Actor], asked: Round, field: str) -> None:
    """Each with the field it is about."""
    with pytest.raises(Unfit) as unfit:
        chair.call(officers["FIN"], asked, "FIN", OPENS)
    assert set(faults(unfit)) == {field}


def test_who_may_call_a_round(officers: dict[str, Actor]) -> None:
    """A treaty officer, for its own nation; for the register its officers; a name is given once, those that ship among them."""
    for actor, party in ((person(("FIN", "analyst")), "FIN"), (officers["SWE"], "FIN"), (officers["SWE"], ""), (OPERATOR, "FIN"), (OPERATOR, "")):
        with pytest.raises(NotAllowed):
            chair.call(actor, ASKED, party, OPENS)
    registrar = person(("", "treaty-officer"), name="registrar")
    chair.call(registrar, ASKED, "", OPENS)
    assert len(chair.progress(registrar, "nordic-1")) == 6
    with pytest.raises(Unfit, match="already"):
        chair.call(officers["FIN"], ASKED, "FIN", OPENS)


def test_a_sealed_round_holds_no_scores(officers: dict[str, Actor]) -> None:
    """It is called like another, of five nations at least; what a nation says is refused here, and nothing is published from here."""
    with pytest.raises(Unfit, match="5 to 200 nations, this one of 4"):
        chair.call(officers["FIN"], evolve(ASKED, nations=NATIONS[:4], sealed=True), "FIN", OPENS)
    chair.call(officers["FIN"], evolve(ASKED, sealed=True), "FIN", OPENS)
    with pytest.raises(Unfit, match="sealed"):
        assess.hand_in(officers["SWE"], "nordic-1", answer("SWE", 1), OPEN)
    with pytest.raises(Unfit, match="sealed"):
        chair.publish(officers["FIN"], "nordic-1", AFTER)
