"""What is published of a round gives no nation away: every profile of small rounds is tried, and every pair of a round and its revision."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from foedera.model.errors import Unfit
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.disclosure import Disclosed, Told, apart, disclosed

AFTER = dt.date(2026, 2, 1)
NATIONS = tuple("ABCDEFGH")
FIRST = Round(id="r1", title="First", threats=("cyber",), nations=NATIONS, opens=dt.date(2026, 1, 1), closes=dt.date(2026, 1, 31))
SECOND = evolve(FIRST, id="r2", after="r1")
THIRD = evolve(FIRST, id="r3", after="r2")

#: A likelihood and an impact that come to each level of risk by the table of NIST.
COMES_TO = {0: (0, 0), 1: (1, 1), 2: (2, 2), 3: (3, 3), 4: (4, 4)}


def ballot(nation: str, level: int | None, threat: str = "cyber") -> Ballot:
    """Return a ballot that puts a threat at a level of risk; None says nothing of it."""
    if level is None:
        return Ballot(nation, ())
    likelihood, impact = COMES_TO[level]
    return Ballot(nation, (Score(threat, Estimate(likelihood, likelihood, likelihood), Estimate(impact, impact, impact)),))


def said(levels: Sequence[int | None]) -> list[Ballot]:
    """Return the ballots of nations A, B, … with these levels."""
    return [ballot(nation, level) for nation, level in zip(NATIONS, levels, strict=False)]


def span(found: Disclosed) -> tuple[int, int] | None:
    """Return the published range of the one threat, None where it is silent."""
    told = found.find("cyber")
    return None if told is None else (told.lowest, told.highest)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((4, 4, 4, 4), None),  # four: no statement about three leaves open which
        ((4, 4, 4, 4, 4), (4, 4)),
        ((0, 0, 2, 4, 4), (2, 2)),
        ((0, 1, 2, 3, 4, 4), (2, 3)),
        ((0, 0, 0, 4, 4, 4), (0, 4)),  # divided
        ((0, 0, 1, 3, 4, 4, 4), (1, 4)),
        ((None, 4, 4, 4, 4), None),  # a score not given is not a zero
        ((None, 4, 4, 4, 4, 4), (4, 4)),
    ],
)
def test_a_range_is_what_remains_when_two_at_each_end_are_set_aside(levels: tuple[int | None, ...], expected: tuple[int, int] | None) -> None:
    """As a chair can check by hand."""
    assert span(disclosed(FIRST, said(levels), AFTER)) == expected


def knowledge(nations: int, levels: Sequence[int], minimum: int, knows: int) -> Iterator[set[int]]:
    """Yield, for every publication and every own score of those who know `knows` scores, what the next nation may have said."""
    open_to: dict[object, set[int]] = defaultdict(set)
    for profile in product(levels, repeat=nations):
        published = disclosed(FIRST, said(profile), AFTER, minimum=minimum)
        open_to[span(published), profile[:knows]].add(profile[knows])
    yield from open_to.values()


@pytest.mark.parametrize(
    ("nations", "levels", "minimum", "knows"),
    [(4, range(5), 3, 1), (5, range(5), 3, 1), (6, (0, 2, 4), 3, 1), (7, (0, 2, 4), 3, 1), (7, (0, 4), 4, 2), (8, (0, 4), 4, 2)],
)
def test_who_knows_its_own_score_learns_no_other(nations: int, levels: Sequence[int], minimum: int, knows: int) -> None:
    """Whatever is published and whatever they said themselves: the other may have said the lowest and the highest. No side of any level is known."""
    assert all({min(levels), max(levels)} <= found for found in knowledge(nations, levels, minimum, knows))


def test_of_five_nations_every_level_stays_open() -> None:
    """With an odd number the middle is never excluded either."""
    assert all(found == set(range(5)) for found in knowledge(5, range(5), 3, 1))


def test_what_remains_inferable_is_as_the_docs_say() -> None:
    """Two that tell each other can exclude what a third said; of six that are divided in halves the middle is known to be empty."""
    assert any({0, 4} - found for found in knowledge(5, (0, 4), 3, 2))
    assert any(2 not in found for found in knowledge(6, (0, 2, 4), 3, 1))


def revised(first: Sequence[int | None], second: Sequence[int | None]) -> tuple[Disclosed, Disclosed]:
    """Return what is published of a round and of the one that revises it."""
    before = disclosed(FIRST, said(first), AFTER)
    return before, disclosed(SECOND, said(second), AFTER, before=[before], earlier={"r1": said(first)})


@pytest.mark.parametrize(("nations", "levels"), [(5, (0, 2, 4)), (5, (None, 0, 4)), (6, (0, 4)), (7, (0, 4))])
def test_the_difference_of_two_publications_tells_no_score_of_either_round(nations: int, levels: tuple[int | None, ...]) -> None:
    """Every pair of profiles: who knows its own two scores finds both ends open for another, in the first round and the second."""
    open_to: dict[object, tuple[set[int | None], set[int | None]]] = defaultdict(lambda: (set(), set()))
    profiles = list(product(levels, repeat=nations))
    ballots = {profile: said(profile) for profile in profiles}
    published = {profile: disclosed(FIRST, ballots[profile], AFTER) for profile in profiles}
    for first, second in product(profiles, repeat=2):
        now = disclosed(SECOND, ballots[second], AFTER, before=[published[first]], earlier={"r1": ballots[first]})
        seen = (span(published[first]), now.told, first[0], second[0])
        for found, level in zip(open_to[seen], (first[1], second[1]), strict=True):
            found.add(level)
    assert all({0, 4} <= found for pair in open_to.values() for found in pair)


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, 0, 1, 2, 3, 4]), min_size=5, max_size=8), st.data())
def test_one_or_two_that_change_join_or_leave_change_nothing_published(first: list[int | None], data: st.DataObject) -> None:
    """So that who compares the two learns nothing of the one or two."""
    second = list(first)
    for _ in range(2):
        second[data.draw(st.integers(0, len(first) - 1))] = data.draw(st.sampled_from([None, 0, 1, 2, 3, 4]))
    before, now = revised(first, second)
    if before.told:
        assert now.told == before.told


@pytest.mark.parametrize(
    ("nations", "levels", "full"),
    [
        (5, (0, 4), ()),
        (5, (0, 2, 4), ()),
        (5, (None, 0, 4), ()),
        (6, (0, 4), ()),
        (7, (0, 4), ()),
        *((5, (None, 0, 4), full) for size in (1, 2) for full in combinations(range(3), size)),
    ],
)
def test_three_publications_in_a_row_tell_no_score_of_any_round(nations: int, levels: tuple[int | None, ...], full: tuple[int, ...]) -> None:
    """Every chain of three profiles: who knows its own three scores finds both ends open for another, in each of the rounds.

    In those that are `full` it is known besides that every nation scored the threat: what a round about one threat tells when its chair closes it
    early. The rule is put into numbers here to try fourteen million chains; the next test holds it to be the rule.
    """
    profiles, ranges, apart_by = tabled(nations, levels)
    own, other, count = profiles[:, 0].astype(int), profiles[:, 1].astype(int), len(levels)
    silent = levels.index(None) if None in levels else -1
    scored = (profiles != silent).all(axis=1)
    may_be = [scored if place in full else np.ones(len(profiles), dtype=bool) for place in range(3)]
    seen = []
    for first in np.flatnonzero(may_be[0]):
        second, origin = continued(ranges, apart_by[first] < 3, np.full(len(profiles), ranges[first]), 2, np.where(ranges[first] >= 0, 1, 0))
        near = np.where(ranges[first] >= 0, apart_by[first] < 3, False)[None, :] | ((origin == 2)[:, None] & (apart_by < 3))
        third, last = continued(ranges[None, :], near, np.broadcast_to(second[:, None], near.shape), 3, np.broadcast_to(origin[:, None], near.shape))
        published = ((ranges[first] + 1) * 4096 + (second + 1) * 64 + origin)[:, None] * 4096 + (third + 1) * 64 + last
        known = ((published * count + own[first]) * count + own[:, None]) * count + own[None, :]
        told = (known * count + other[first]) * count**2 + other[:, None] * count + other[None, :]
        seen.append(np.unique(told[np.ix_(may_be[1], may_be[2])]))
    found = np.unique(np.concatenate(seen))
    known, said_by_other = found // count**3, found % count**3
    for place in range(3):
        level = said_by_other // count ** (2 - place) % count
        for end in (0, 4):
            assert set(known[level == levels.index(end)]) == set(known)


def tabled(nations: int, levels: Sequence[int | None]) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int8]]:
    """Return all profiles, the range of each as a number (-1: silent), and how many nations say otherwise in one than in another."""
    profiles = np.array(list(product(range(len(levels)), repeat=nations)), dtype=np.int8)
    ranges = np.full(len(profiles), -1, dtype=np.int64)
    for number, profile in enumerate(profiles):
        given_levels = sorted(level for place in profile if (level := levels[place]) is not None)
        if len(given_levels) >= 5:
            ranges[number] = given_levels[2] * 8 + given_levels[-3]
    return profiles, ranges, (profiles[:, None, :] != profiles[None, :, :]).sum(axis=2).astype(np.int8)


def continued(
    ranges: NDArray[np.int64], near: NDArray[np.bool_], told: NDArray[np.int64], number: int, origin: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what is published next and which round it comes from: the former range where there is one and too few say otherwise, or too few said."""
    stands = (told >= 0) & (near | (ranges < 0))
    silent = (told < 0) & (ranges < 0)
    return np.where(stands, told, ranges), np.where(stands, origin, np.where(silent, 0, number))


@settings(deadline=None)
@given(st.data())
def test_the_rule_in_numbers_is_the_rule(data: st.DataObject) -> None:
    """A chain of three by `disclosed` and by the numbers above."""
    profile = st.lists(st.sampled_from([None, 0, 4]), min_size=5, max_size=5)
    rounds = [tuple(data.draw(profile)) for _ in range(3)]
    profiles, ranges, apart_by = tabled(5, (None, 0, 4))
    at = [int(np.flatnonzero((profiles == [(None, 0, 4).index(level) for level in row]).all(axis=1))[0]) for row in rounds]
    told, origin = ranges[at[0]], np.where(ranges[at[0]] >= 0, 1, 0)
    counted = [(told, origin)]
    for number in (2, 3):
        origins = [place for place in range(1, number) if counted[place - 1][1] == place]
        near = np.array(any(apart_by[at[place - 1], at[number - 1]] < 3 for place in origins))
        told, origin = continued(ranges[at[number - 1]], near, told, number, origin)
        counted.append((told, origin))
    published: list[Disclosed] = []
    kept = {f"r{number}": said(row) for number, row in enumerate(rounds, 1)}
    for asked, row, (range_, where) in zip((FIRST, SECOND, THIRD), rounds, counted, strict=True):
        found = disclosed(asked, said(row), AFTER, before=published, earlier=kept)
        published.insert(0, found)
        one = found.find("cyber")
        assert (None if one is None else (one.lowest * 8 + one.highest, one.round)) == (None if range_ < 0 else (int(range_), f"r{int(where)}"))


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from([None, 0, 2, 4]), min_size=6, max_size=6), min_size=3, max_size=6))
def test_any_two_rounds_that_told_a_range_of_their_own_differ_by_three_nations(rounds: list[list[int | None]]) -> None:
    """However long the chain, and whatever lies between the two."""
    published: list[Disclosed] = []
    kept = {f"r{number}": said(row) for number, row in enumerate(rounds, 1)}
    for number, row in enumerate(rounds, 1):
        asked = evolve(FIRST, id=f"r{number}", after=f"r{number - 1}" if number > 1 else "")
        published.insert(0, disclosed(asked, said(row), AFTER, before=published, earlier=kept))
    own = [int(told.round.removeprefix("r")) for found in published if (told := found.find("cyber")) is not None and told.round == found.round]
    for one, other in combinations(own, 2):
        assert sum(first != second for first, second in zip(rounds[one - 1], rounds[other - 1], strict=True)) >= 3


def test_a_change_and_a_change_back_leave_no_difference_of_one() -> None:
    """Three change and all but one change back: the third round differs from the first by one nation, so what the second told stands."""
    rounds = ((4, 4, 4, 0, 0), (0, 0, 0, 0, 0), (0, 4, 4, 0, 0))
    before, now = revised(rounds[0], rounds[1])
    kept = {"r1": said(rounds[0]), "r2": said(rounds[1])}
    assert now.told != before.told
    assert disclosed(THIRD, said(rounds[2]), AFTER, before=[now, before], earlier=kept).told == now.told


def test_changes_that_come_one_by_one_are_counted_together() -> None:
    """The rounds ranges come from are what later ones are compared with, not the last one."""
    rounds = ((4, 4, 4, 0, 0), (4, 4, 0, 0, 0), (0, 0, 0, 0, 0))
    before, now = revised(rounds[0], rounds[1])
    assert now.told == before.told == (Told(threat="cyber", lowest=4, highest=4, round="r1"),)
    kept = {"r1": said(rounds[0]), "r2": said(rounds[1])}
    assert disclosed(THIRD, said(rounds[2]), AFTER, before=[now, before], earlier=kept).told == (
        Told(threat="cyber", lowest=0, highest=0, round="r3"),
    )


def test_a_pause_in_between_hides_no_single_change() -> None:
    """Three leave a round and come back, one of them with another score: the range of the first round still stands."""
    rounds = ((4, 4, 4, 0, 0), (None, None, None, 0, 0), (4, 4, 0, 0, 0))
    before, now = revised(rounds[0], rounds[1])
    kept = {"r1": said(rounds[0]), "r2": said(rounds[1])}
    assert disclosed(THIRD, said(rounds[2]), AFTER, before=[now, before], earlier=kept).told == now.told == before.told


def test_threats_are_ordered_by_their_ranges_alone() -> None:
    """Equals keep the order of the round, though the scores behind them differ."""
    asked = evolve(FIRST, threats=("low", "b", "a"))
    given_ = [
        Ballot(nation, tuple(ballot(nation, level, threat).scores[0] for threat, level in zip(asked.threats, row, strict=True)))
        for nation, row in zip(NATIONS, [(0, 3, 3), (0, 3, 4), (0, 3, 4), (1, 3, 3), (1, 3, 3)], strict=False)
    ]
    assert [found.threat for found in disclosed(asked, given_, AFTER).told] == ["b", "a", "low"]


def test_a_nation_is_told_where_it_stands_apart_from_its_own_ballot() -> None:
    """The others are not asked."""
    published = disclosed(FIRST, said((0, 3, 3, 3, 3)), AFTER)
    assert [found.threat for found in apart(published, ballot("A", 0))] == ["cyber"]
    assert apart(published, ballot("B", 3)) == apart(published, ballot("B", None)) == ()


BEFORE = disclosed(FIRST, said((4, 4, 4, 0, 0)), AFTER)


@pytest.mark.parametrize(
    ("asked", "on", "minimum", "before", "fault"),
    [
        (FIRST, FIRST.closes, 3, (), ("round", "the round is open until 2026-01-31")),
        (FIRST, AFTER, 2, (), ("minimum", "fewer than 3 nations")),
        (SECOND, AFTER, 3, (), ("before", "the round revises 'r1'")),
        (THIRD, AFTER, 3, (BEFORE,), ("before", "the round does not revise 'r1'")),
        (SECOND, AFTER, 4, (BEFORE,), ("minimum", "published for at least 3 nations")),
        (SECOND, AFTER, 3, (BEFORE,), ("earlier", "the ballots of round 'r1' are missing")),
    ],
)
def test_what_would_let_two_pictures_be_compared_is_refused(
    asked: Round, on: dt.date, minimum: int, before: Sequence[Disclosed], fault: tuple[str, str]
) -> None:
    """Each with where, why and how to mend."""
    with pytest.raises(Unfit) as caught:
        disclosed(asked, said((4, 4, 4, 0, 0)), on, minimum=minimum, before=before)
    assert any(field == fault[0] and fault[1] in str(message) for field, message in caught.value.faults)
