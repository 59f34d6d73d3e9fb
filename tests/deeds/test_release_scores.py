"""Single scores of an answer, released to a partner, to those called and to everybody: each dated, each withdrawn by itself, nothing else told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.deeds.test_rounds import AFTER, ASKED, CLOSES, FIRST, NATIONS, OPEN, OPENS, SECOND, answer, person, score

from foedera.deeds import assess, chair, release, survey_assessments
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store.models import LogEntry, Release
from foedera.threats.assessments import Ballot, Round
from foedera.threats.positions import CALLED, EVERYBODY

pytestmark = pytest.mark.usefixtures("register")
NAME = ASKED.id


@pytest.fixture
def answered(register: Any) -> dict[str, Actor]:
    """Six nations called by Finland's officer, of which Sweden and Norway answered; France is not called."""
    officers = {code: person((code, "treaty-officer")) for code in (*NATIONS, "FRA")}
    chair.call(officers["FIN"], ASKED, "FIN", OPENS)
    for nation in ("SWE", "NOR"):
        assess.hand_in(officers[nation], NAME, answer(nation, 4, 1), OPEN)
    return officers


def read(actor: Actor) -> dict[str, list[str]]:
    """Which scores of others an actor reads, by nation."""
    return {
        ballot.nation: [score.threat for score in ballot.scores] for ballot in assess.open_ballots(actor, NAME) if ballot.nation not in actor.nations
    }


#: What Sweden releases, one after the other: to whom, which threats (none: the whole), whether that is a withdrawal; and what of it three nations
#: called, Norway, Denmark and Estonia, then read.
RELEASES = [
    ([("NOR", (SECOND,), True)], [SECOND], [], []),
    ([("NOR", (SECOND,), True), ("DNK", (FIRST,), True)], [SECOND], [FIRST], []),
    ([(CALLED, (FIRST,), True)], [FIRST], [FIRST], [FIRST]),
    ([(CALLED, (FIRST,), True), ("NOR", (SECOND,), True)], [FIRST, SECOND], [FIRST], [FIRST]),
    ([(EVERYBODY, (), True)], [FIRST, SECOND], [FIRST, SECOND], [FIRST, SECOND]),
    ([("NOR", (), True), ("NOR", (FIRST,), False)], [FIRST, SECOND], [], []),
    ([("NOR", (FIRST,), True), ("NOR", (), True), ("NOR", (), False)], [FIRST], [], []),
    ([("NOR", (FIRST, SECOND), True), ("NOR", (FIRST,), False)], [SECOND], [], []),
    ([(CALLED, (), True), (CALLED, (), False)], [], [], []),
]


@pytest.mark.parametrize(("given", "norway", "denmark", "estonia"), RELEASES)
def test_what_is_released_to_whom(
    answered: dict[str, Actor], given: list[tuple[str, tuple[str, ...], bool]], norway: list[str], denmark: list[str], estonia: list[str]
) -> None:
    """Each reads the scores released to it, and no other; the rest of the answer is not there, and not a zero."""
    for to, threats, released in given:
        release.ballot(answered["SWE"], "SWE", NAME, to, AFTER, threats, released=released)
    for nation, scores in (("NOR", norway), ("DNK", denmark), ("EST", estonia)):
        assert sorted(read(answered[nation]).get("SWE", [])) == sorted(scores)
        for threat in (FIRST, SECOND):
            told = survey_assessments.of_threat(answered[nation], threat, AFTER).scores
            assert ("SWE" in [line.nation for line in told]) == (threat in scores)
    assert "NOR" not in read(answered["DNK"]), "Norway released nothing"


def test_each_release_is_dated_and_kept(answered: dict[str, Actor]) -> None:
    """Who, to whom, when, by the threat; said twice it changes nothing; the log names no threat."""
    own = answered["SWE"]
    assert release.ballot(own, "SWE", NAME, "NOR", AFTER, (FIRST,))
    assert not release.ballot(own, "SWE", NAME, "NOR", AFTER, (FIRST,))
    assert release.ballot(own, "SWE", NAME, "NOR", AFTER, (FIRST,), released=False)
    kept = assess.own(own, NAME, "SWE")
    assert kept.releases == []
    assert {threat: [(one.to, one.released, bool(one.by)) for one in lines] for threat, lines in kept.scores.items()} == {
        FIRST: [("NOR", True, True), ("NOR", False, True)]
    }
    for entry in LogEntry.objects.filter(deed__contains="release"):
        assert FIRST not in f"{entry.subject} {entry.why}"


def test_what_cannot_be_released(answered: dict[str, Actor]) -> None:
    """An open round, a threat without a score, an unknown partner, oneself, an answer nobody gave; none of several where one cannot be."""
    own = answered["SWE"]
    for to, threats, day, field in (
        ("NOR", (FIRST,), CLOSES, "round"),
        ("NOR", (FIRST, "dragons"), AFTER, "threats"),
        ("XXX", (FIRST,), AFTER, "to"),
        ("SWE", (FIRST,), AFTER, "to"),
    ):
        with pytest.raises(Unfit) as refused:
            release.ballot(own, "SWE", NAME, to, day, threats)
        assert [name for name, _ in refused.value.faults] == [field]
    with pytest.raises(Unfit, match="not answered"):
        release.ballot(answered["EST"], "EST", NAME, "NOR", AFTER, (FIRST,))
    for actor in (answered["NOR"], person(("SWE", "analyst")), person(("", "treaty-officer")), OPERATOR, READER):
        with pytest.raises(NotAllowed):
            release.ballot(actor, "SWE", NAME, "NOR", AFTER, (FIRST,))
    assert not Release.objects.exists()


def test_to_everybody_and_to_a_partner_who_was_not_called(answered: dict[str, Actor]) -> None:
    """Outside the round the score is read on its threat's page; of the round nothing else is, and those called alone are not everybody."""
    outside = [answered["FRA"], person(("", "auditor")), READER]
    release.ballot(answered["SWE"], "SWE", NAME, CALLED, AFTER, (FIRST,))
    for actor in outside:
        assert survey_assessments.of_threat(actor, FIRST, AFTER).scores == ()
    release.ballot(answered["SWE"], "SWE", NAME, "FRA", AFTER, (FIRST,))
    told = survey_assessments.of_threat(answered["FRA"], FIRST, AFTER)
    assert [(line.nation, line.score.risk, line.title, line.round) for line in told.scores] == [("SWE", 4, ASKED.title, "")]
    assert survey_assessments.of_threat(answered["FRA"], SECOND, AFTER).scores == ()
    assert survey_assessments.of_threat(answered["FRA"], FIRST, CLOSES).scores == (), "on the last day nothing of others is read"
    release.ballot(answered["SWE"], "SWE", NAME, EVERYBODY, AFTER, (SECOND,))
    for actor in outside:
        assert [line.nation for line in survey_assessments.of_threat(actor, SECOND, AFTER).scores] == ["SWE"]
        with pytest.raises(NotThere):
            assess.open_ballots(actor, NAME)


def test_what_is_published_and_what_was_invented_stand_at_the_threat(answered: dict[str, Actor]) -> None:
    """A range to those the round is open to; a worked example to all, marked."""
    for nation in ("FIN", "DNK", "ISL", "EST"):
        assess.hand_in(answered[nation], NAME, answer(nation, 3, 1), OPEN)
    chair.publish(answered["FIN"], NAME, AFTER)
    told = survey_assessments.of_threat(answered["EST"], FIRST, AFTER)
    assert [(line.round, line.lowest, line.highest) for line in told.ranges] == [(NAME, 3, 3)]
    assert [(line.nation, line.own) for line in told.scores] == [("EST", True)]
    assert survey_assessments.of_threat(READER, FIRST, AFTER).ranges == ()
    invented = next(asked for asked in survey_assessments.of_threat(READER, "cable-sabotage", AFTER).examples)
    assert invented.asked.illustrative
    assert invented.scored


def test_the_database_is_asked_as_often_for_many_rounds(answered: dict[str, Actor]) -> None:
    """Another round about the same, with a score released to the reader, is shown and asks nothing more of the database."""
    counts = []
    for code in ("FRA", "DEU"):
        officer = answered.get(code) or person((code, "treaty-officer"))
        asked = Round(id=f"of-{code.lower()}", title="Another", threats=(FIRST,), nations=("NOR", code), opens=OPENS, closes=CLOSES)
        chair.call(officer, asked, code, OPENS)
        assess.hand_in(answered["NOR"], asked.id, Ballot("NOR", (score(FIRST, 2),)), OPEN)
        release.ballot(answered["NOR"], "NOR", asked.id, "SWE", AFTER, (FIRST,))
        with CaptureQueriesContext(connection) as asking:
            told = survey_assessments.of_threat(answered["SWE"], FIRST, AFTER)
        counts.append((len(told.scores), len(asking)))
    assert [scores for scores, _ in counts] == [2, 3]
    assert counts[0][1] == counts[1][1]
