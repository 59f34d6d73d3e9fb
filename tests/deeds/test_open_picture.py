"""The picture of a round over what is open to its reader: whose answers are in it, what is missing, and that answers not open never change it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedera.deeds import release, signing_in, survey_rounds, take_briefing
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.interchange import pictures
from foedera.interchange.briefings import Setting
from foedera.library.threats import public_threats
from foedera.model.errors import NotAllowed, NotThere, UsageError
from foedera.store import threats as kept
from foedera.store.models import LogEntry, Membership, User
from foedera.threats.assessments import Ballot, Estimate, Round, Score

pytestmark = pytest.mark.usefixtures("register")

OPENS, CLOSES, AFTER = dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2026, 11, 2)
NATIONS = ("FIN", "SWE", "NOR", "DNK", "ISL", "EST")
FIRST, SECOND, THIRD = sorted(threat.id for threat in public_threats())[:3]
ASKED = Round(id="nordic-1", title="Nordic", threats=(FIRST, SECOND, THIRD), nations=NATIONS, opens=OPENS, closes=CLOSES)
SETTING = Setting(on=AFTER, stamp=dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))


def person(*memberships: tuple[str, str]) -> Actor:
    """Return somebody with an account."""
    user = User.objects.create_user(f"{'-'.join('-'.join(m) for m in memberships).lower()}@example.org")
    for party, role in memberships:
        Membership.objects.create(user=user, party=party, role=role)
    return signing_in.actor_of(user.pk)


def ballot(nation: str, *levels: int | None) -> Ballot:
    """Return an answer without doubt, a level of risk for each threat, None: not scored."""
    pairs = zip(ASKED.threats, levels, strict=False)
    return Ballot(nation, tuple(Score(name, Estimate(n, n, n), Estimate(n, n, n)) for name, n in pairs if n is not None))


def hand_in(name: str, given: Ballot) -> None:
    """Keep an answer as the next of its nation, whatever the day."""
    kept.hand_in(name, given, len(kept.ballot_history(name, given.nation)), None)


@pytest.fixture
def officers(register: Any) -> dict[str, Actor]:
    """A treaty officer of each nation, and of one that is not called."""
    return {code: person((code, "treaty-officer")) for code in (*NATIONS, "FRA")}


@pytest.fixture
def closed(officers: dict[str, Actor]) -> dict[str, Actor]:
    """A round that has closed; all but Estonia have answered, Norway in part; Sweden's answer is open to all, Norway's to Finland."""
    kept.call(ASKED, "FIN", None)
    for said in (ballot("FIN", 4, 2, 1), ballot("SWE", 4, 1, 2), ballot("NOR", 3, None, 0), ballot("DNK", 0, 4, 4), ballot("ISL", 1, 4, 3)):
        hand_in("nordic-1", said)
    release.ballot(officers["SWE"], "SWE", "nordic-1", "*", AFTER)
    release.ballot(officers["NOR"], "NOR", "nordic-1", "FIN", AFTER)
    return officers


#: Who reads, and whose answers are then in the picture; fewer than two make none.
READERS = [("FIN", "FIN NOR SWE"), ("NOR", "NOR SWE"), ("SWE", ""), ("DNK", "DNK SWE"), ("EST", "")]


@pytest.mark.parametrize(("nation", "counted"), READERS)
def test_it_is_over_what_is_open_to_the_reader(closed: dict[str, Actor], nation: str, counted: str) -> None:
    """Its own answer, and those released to it or to everybody; no other."""
    if not counted:
        with pytest.raises(NotThere, match="takes the answers of 2 nations; 1 is open to you"):
            survey_rounds.picture(closed[nation], "nordic-1", AFTER)
        return
    shown = survey_rounds.picture(closed[nation], "nordic-1", AFTER)
    assert " ".join(shown.picture.answered) == counted
    assert shown.picture.round == ASKED
    assert shown.change is None


def test_a_score_that_is_not_open_is_unknown(closed: dict[str, Actor]) -> None:
    """Norway scored two of three: of the third it has no level, and no zero; W is over the two all have a score of."""
    found = survey_rounds.picture(closed["FIN"], "nordic-1", AFTER).picture
    second = found.find(SECOND)
    assert second is not None
    assert (second.scored, sum(second.counts), second.median) == (2, 2, (1, 2))
    assert found.compared == 2


def test_a_threat_nobody_scored_is_unknown_in_the_file_too(closed: dict[str, Actor]) -> None:
    """Two answers about the first threat alone: the other two have no place, no median, no span."""
    for nation in ("SWE", "NOR"):
        hand_in("nordic-1", ballot(nation, 4))
    whole = pictures.as_json(survey_rounds.picture(closed["NOR"], "nordic-1", AFTER).picture)
    for row in whole["threats"][1:]:
        assert (row["scored"], row["place"], row["median"], row["borda"], row["first"], row["top"]) == (0, None, None, None, None, None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=st.dictionaries(st.sampled_from(["DNK", "ISL", "EST"]), st.tuples(*[st.none() | st.integers(0, 4)] * 3), min_size=1))
def test_answers_not_open_change_nothing(closed: dict[str, Actor], hidden: dict[str, tuple[int | None, ...]]) -> None:
    """Whatever Denmark, Iceland and Estonia say, or whether they say anything, Finland's and Norway's pictures are the same to the last digit."""
    for nation, counted in (("FIN", 3), ("NOR", 2)):
        survey_rounds._computed.cache_clear()
        before = survey_rounds.picture(closed[nation], "nordic-1", AFTER)
        for code, levels in hidden.items():
            hand_in("nordic-1", ballot(code, *levels))
        survey_rounds._computed.cache_clear()
        after = survey_rounds.picture(closed[nation], "nordic-1", AFTER)
        assert pictures.as_json(before.picture) == pictures.as_json(after.picture)
        assert before.held == after.held
        assert len(after.picture.answered) == counted


def test_the_briefing_is_the_same_whatever_others_say(closed: dict[str, Actor]) -> None:
    """As PDF byte for byte, as DOCX part by part (its packing has a time); and it changes when an answer that is open does."""

    def taken() -> list[bytes]:
        pdf, docx = (take_briefing.take_open(closed["FIN"], "nordic-1", form, SETTING).content for form in ("pdf", "docx"))
        with zipfile.ZipFile(io.BytesIO(docx)) as parts:
            return [pdf, *(parts.read(name) for name in sorted(parts.namelist()))]

    before = taken()
    hand_in("nordic-1", ballot("DNK", 4, 0, 0))
    hand_in("nordic-1", ballot("EST", 4, 4, 4))
    assert taken() == before
    hand_in("nordic-1", ballot("SWE", 0, 4, 4))
    assert taken()[0] != before[0]


def test_while_a_round_is_open_nothing_of_others_is_in_it(closed: dict[str, Actor]) -> None:
    """On its last day even a release that stands on record opens nothing; who works for two nations has both its own."""
    with pytest.raises(NotThere, match="takes the answers of 2 nations"):
        survey_rounds.picture(closed["FIN"], "nordic-1", CLOSES)
    both = person(("DNK", "analyst"), ("ISL", "reader"))
    assert survey_rounds.picture(both, "nordic-1", CLOSES).picture.answered == ("DNK", "ISL")
    assert survey_rounds.picture(both, "nordic-1", AFTER).picture.answered == ("DNK", "ISL", "SWE")


def test_a_release_taken_back_closes_it_again(closed: dict[str, Actor]) -> None:
    """Norway takes its release back: what is open to Finland is computed without it from then on."""
    release.ballot(closed["NOR"], "NOR", "nordic-1", "FIN", AFTER, released=False)
    assert survey_rounds.picture(closed["FIN"], "nordic-1", AFTER).picture.answered == ("FIN", "SWE")


def test_single_scores_that_are_released_are_all_that_is_counted(closed: dict[str, Actor]) -> None:
    """Denmark releases one score to all nations called: Iceland reads that, Sweden's answer and its own; Denmark's other scores are unknown."""
    release.ballot(closed["DNK"], "DNK", "nordic-1", "called", AFTER, [SECOND])
    shown = survey_rounds.picture(closed["ISL"], "nordic-1", AFTER)
    assert shown.picture.answered == ("DNK", "ISL", "SWE")
    assert {row.threat: row.scored for row in shown.picture.figures} == {FIRST: 2, SECOND: 3, THIRD: 2}
    assert shown.picture.compared == 1
    with_it = pictures.as_json(shown.picture)
    hand_in("nordic-1", ballot("DNK", 4, 4, 0))
    assert pictures.as_json(survey_rounds.picture(closed["ISL"], "nordic-1", AFTER).picture) == with_it
    hand_in("nordic-1", ballot("DNK", 4, None, 0))
    assert survey_rounds.picture(closed["ISL"], "nordic-1", AFTER).picture.answered == ("ISL", "SWE")


def test_a_nation_that_withdrew_is_in_no_picture(closed: dict[str, Actor]) -> None:
    """What it said counts no longer, for itself as for others."""
    kept.withdraw("nordic-1", "SWE", dt.date(2026, 10, 20), None)
    assert survey_rounds.picture(closed["FIN"], "nordic-1", AFTER).picture.answered == ("FIN", "NOR")
    with pytest.raises(NotThere):
        survey_rounds.picture(closed["NOR"], "nordic-1", AFTER)


def test_what_changed_is_over_what_is_open_of_both(closed: dict[str, Actor]) -> None:
    """Finland sees three answers then and two now; who is not called to the round before, or sees too little of it, is told no change."""
    second = evolve(ASKED, id="nordic-2", after="nordic-1", nations=(*NATIONS, "FRA"), opens=dt.date(2026, 11, 1), closes=dt.date(2026, 11, 1))
    kept.call(second, "FIN", None)
    for said in (ballot("FIN", 2, 3, 4), ballot("SWE", 2, 3, 4), ballot("FRA", 1, 1, 1), ballot("EST", 0, 1, 2)):
        hand_in("nordic-2", said)
    release.ballot(closed["SWE"], "SWE", "nordic-2", "*", AFTER)
    moved = survey_rounds.picture(closed["FIN"], "nordic-2", AFTER).change
    assert moved is not None
    assert (moved.joined, moved.left) == ((), ("NOR",))
    assert {row.threat: row.moved for row in moved.rows}[FIRST] == -2
    for nation in ("FRA", "EST"):
        hand_in("nordic-1", ballot("ISL", 4, 4, 4))
        assert survey_rounds.picture(closed[nation], "nordic-2", AFTER).change is None


def test_a_sealed_round_has_none(officers: dict[str, Actor]) -> None:
    """It holds no scores here."""
    kept.call(evolve(ASKED, id="sealed", sealed=True), "FIN", None)
    with pytest.raises(NotThere, match="holds no scores here"):
        survey_rounds.picture(officers["FIN"], "sealed", AFTER)


def test_who_the_round_is_not_open_to_has_none(closed: dict[str, Actor]) -> None:
    """The operator, a visitor, officers of the register and a nation not called: for each it is not there, its briefing as little."""
    for who in (OPERATOR, READER, closed["FRA"], person(("", "treaty-officer")), person(("", "administrator")), person(("", "auditor"))):
        with pytest.raises(NotThere, match="there is no round 'nordic-1'"):
            survey_rounds.picture(who, "nordic-1", AFTER)
        with pytest.raises((NotThere, NotAllowed)):
            take_briefing.take_open(who, "nordic-1", "pdf", SETTING)


def test_officers_of_the_register_see_what_all_may(officers: dict[str, Actor]) -> None:
    """Who chairs a round for the register reads no nation's answer but those released to everybody."""
    kept.call(ASKED, "", None)
    for said in (ballot("FIN", 4, 2, 1), ballot("SWE", 4, 1, 2), ballot("NOR", 3, 1, 0)):
        hand_in("nordic-1", said)
    chairs = person(("", "treaty-officer"))
    release.ballot(officers["FIN"], "FIN", "nordic-1", "SWE", AFTER)
    release.ballot(officers["NOR"], "NOR", "nordic-1", "*", AFTER)
    with pytest.raises(NotThere, match="1 is open to you"):
        survey_rounds.picture(chairs, "nordic-1", AFTER)
    release.ballot(officers["SWE"], "SWE", "nordic-1", "*", AFTER)
    assert survey_rounds.picture(chairs, "nordic-1", AFTER).picture.answered == ("NOR", "SWE")


def test_a_briefing_may_be_taken_by_who_may_take_copies_and_the_log_says_only_that(closed: dict[str, Actor]) -> None:
    """An administrator of a nation reads and takes nothing away; another's limits are refused; an unknown form is; the log names the round alone."""
    with pytest.raises(NotAllowed):
        take_briefing.take_open(person(("FIN", "administrator")), "nordic-1", "pdf", SETTING)
    with pytest.raises(NotThere, match="for its own members"):
        take_briefing.take_open(closed["FIN"], "nordic-1", "pdf", SETTING, "SWE")
    with pytest.raises(UsageError):
        take_briefing.take_open(closed["FIN"], "nordic-1", "exe", SETTING)
    paper = take_briefing.take_open(closed["FIN"], "nordic-1", "docx", SETTING)
    assert (paper.name, paper.content[:2]) == ("nordic-1-2026-11-02.docx", b"PK")
    (line,) = LogEntry.objects.filter(deed="take a briefing", allowed=True)
    assert (line.subject, line.party, line.why) == ("nordic-1.docx", "", "")


def test_agreements_that_carry_it_are_those_of_the_register(closed: dict[str, Actor]) -> None:
    """Of what is shared over the open answers alone."""
    found = survey_rounds.picture(closed["FIN"], "nordic-1", AFTER).picture
    assert found.shared == {FIRST: ("FIN", "NOR", "SWE")}
    cover = survey_rounds.carried(closed["FIN"], found, AFTER)
    assert set(cover.uncovered) <= {FIRST}
    assert cover.agreements or cover.uncovered
