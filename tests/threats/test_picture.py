"""The common picture of a small round, figure by figure as one can work it out by hand; what is unknown, who stands apart, what changed."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.model.errors import Unfit
from foedera.threats.assessments import Ballot, Estimate, Round, Score, check
from foedera.threats.change import change
from foedera.threats.coalitions import Offer, fewest_agreements
from foedera.threats.picture import Picture, common_picture
from foedera.threats.stability import OPEN, risk_spread, spread, stability

OPENS, CLOSES = dt.date(2026, 1, 1), dt.date(2026, 1, 31)
THREATS = ("aggression", "cyber", "pandemic", "unscored")


def asked(**other: Any) -> Round:
    """Return a round of five nations."""
    plain = {"id": "r1", "title": "Round", "threats": THREATS, "nations": ("BEL", "DEU", "FRA", "NLD", "NOR"), "opens": OPENS, "closes": CLOSES}
    return Round(**{**plain, **other})


def ballot(nation: str, confidence: str = "high", **levels: int | tuple[int, int, int]) -> Ballot:
    """Return a ballot of a nation that gives likelihood and impact the same level, so that the risk is that level too (from moderate on)."""
    spans = {threat: Estimate(*level) if isinstance(level, tuple) else Estimate(level, level, level) for threat, level in levels.items()}
    return Ballot(nation, tuple(Score(threat, span, span, confidence) for threat, span in spans.items()))


FOUR = [
    ballot("BEL", aggression=4, cyber=3, pandemic=2),
    ballot("DEU", aggression=4, cyber=4, pandemic=2),
    ballot("FRA", aggression=3, cyber=4),
    ballot("NLD", aggression=2, cyber=2, pandemic=4),
]


@pytest.fixture(scope="module")
def picture() -> Picture:
    """The picture of four nations' answers; the fifth said nothing."""
    return common_picture(asked(), FOUR, simulations=500, seed=7)


def test_figures_by_hand(picture: Picture) -> None:
    """Counts, medians, Borda, Copeland and places; a threat nobody scored has none and comes last."""
    rows = {found.threat: found for found in picture.figures}
    assert rows["aggression"].counts == (0, 0, 1, 1, 2)
    assert (rows["aggression"].median, rows["cyber"].median, rows["pandemic"].median) == ((3, 4), (3, 4), (2, 2)), "2 3 4 4 and 2 2 4"
    # BEL 1, DEU 3/4, FRA 0, NLD 1/4; and BEL 1/2, DEU 3/4, FRA 1, NLD 1/4; and 0, 0, nothing, 1
    assert rows["aggression"].borda == pytest.approx(2.0 / 4)
    assert rows["cyber"].borda == pytest.approx(2.5 / 4)
    assert rows["pandemic"].borda == pytest.approx(1 / 3)
    assert (rows["aggression"].copeland, rows["cyber"].copeland, rows["pandemic"].copeland) == (1, 1, -2)
    last = picture.figures[-1]
    assert (last.threat, last.scored, last.median, last.borda, last.place, last.first, last.top) == ("unscored", 0, None, None, None, None, None)
    assert "nothing is known of it" in last.why[0]


def test_ties_are_said(picture: Picture) -> None:
    """One puts aggression above cyber, one below: either may be first, and the picture says so of both."""
    rows = {found.threat: found for found in picture.figures}
    assert picture.ranking.proven
    assert rows["aggression"].places == rows["cyber"].places == (1, 2)
    assert rows["pandemic"].places == (3, 3)
    assert any("orders as good" in line for line in rows["cyber"].why)
    assert [found.elsewhere for found in picture.figures] == [True, True, False, None]
    assert picture.figures[1].above_next is not None
    assert picture.figures[1].above_next > 0.5
    assert picture.figures[2].above_next is None, "nothing known follows"


def test_who_answered(picture: Picture) -> None:
    """Who was silent is named, and counted as nothing."""
    assert picture.answered == ("BEL", "DEU", "FRA", "NLD")
    assert picture.silent == ("NOR",)
    assert picture.compared == 2, "pandemic was not scored by all"


def test_who_shares_what(picture: Picture) -> None:
    """At high or above."""
    assert {found.threat: found.holds for found in picture.figures} == {
        "aggression": ("BEL", "DEU", "FRA"),
        "cyber": ("BEL", "DEU", "FRA"),
        "pandemic": ("NLD",),
        "unscored": (),
    }
    assert picture.overlap["BEL", "DEU"] == (2, 3)
    assert picture.overlap["FRA", "NLD"] == (0, 2)


def test_who_stands_apart() -> None:
    """NLD is two levels from the others' middle, in both directions; had it said it is unsure as far as theirs, it would not stand apart."""
    sure = common_picture(asked(), FOUR, simulations=10)
    assert [(o.nation, o.threat, o.level, o.others) for o in sure.outliers] == [
        ("NLD", "aggression", 2, 4),
        ("NLD", "cyber", 2, 4),
        ("NLD", "pandemic", 4, 2),
    ]
    unsure = common_picture(asked(), [*FOUR[:3], ballot("NLD", aggression=(2, 2, 4), cyber=(2, 2, 4), pandemic=(2, 4, 4))], simulations=10)
    assert unsure.outliers == ()
    one = common_picture(asked(), [ballot("BEL", cyber=4), ballot("DEU", cyber=2), ballot("FRA", cyber=4)], simulations=10)
    assert [o.nation for o in one.outliers] == ["DEU"], "the others of BEL stand on both sides of the middle, one of them where BEL does"


def test_certain_scores_never_move() -> None:
    """Where every nation is certain every draw is the same; where they are not, ranks have spans, and the same seed gives the same."""
    sure = [ballot(code, aggression=4, cyber=3, pandemic=2) for code in ("BEL", "DEU")]
    found = stability(THREATS, sure, simulations=50)
    assert found.first[:3].tolist() == found.last[:3].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(found.first[3])
    assert found.above(0, 1) == 1.0
    assert np.isnan(found.above(0, 3))
    wide = [ballot(code, "low", aggression=(1, 3, 4), cyber=(1, 3, 4), pandemic=(0, 2, 4)) for code in ("BEL", "DEU")]
    one, same, other = (stability(THREATS, wide, simulations=400, seed=seed) for seed in (1, 1, 2))
    assert one.last[0] > one.first[0]
    np.testing.assert_array_equal(one.ranks, same.ranks)
    assert not np.array_equal(one.ranks, other.ranks, equal_nan=True)


def test_against_every_outcome() -> None:
    """Two nations, two threats: the chance that one ranks above the other, over every outcome there is, beside the simulated one."""
    given = [
        ballot("BEL", "moderate", aggression=(2, 3, 4), cyber=(2, 2, 4)),
        ballot("DEU", "low", aggression=(1, 2, 2), cyber=(2, 3, 3)),
    ]
    chances = [[risk_spread(score) for score in own.scores] for own in given]
    above = 0.0
    for outcome in itertools.product(range(5), repeat=4):
        bel, deu = outcome[:2], outcome[2:]
        share = np.prod([chances[0][0][bel[0]], chances[0][1][bel[1]], chances[1][0][deu[0]], chances[1][1][deu[1]]])
        ahead = np.sign(np.sign(bel[0] - bel[1]) + np.sign(deu[0] - deu[1]))
        above += float(share) * float(ahead + 1) / 2
    found = stability(("aggression", "cyber"), given, simulations=40_000, seed=5)
    assert found.above(0, 1) == pytest.approx(above, abs=0.01)
    assert found.above(0, 1) + found.above(1, 0) == pytest.approx(1)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(2, 8))
def test_heads_of_the_ranking_add_up(seed: int, nations: int, threats: int) -> None:
    """Chances to be among the first k add up to k, whatever is tied or missing; ranks lie within what is ranked."""
    rng = np.random.default_rng(seed)
    names = [f"t{number}" for number in range(threats)]
    given = [ballot(f"N{n}", "low", **{name: int(rng.integers(0, 5)) for name in names if rng.random() < 0.8}) for n in range(nations)]
    found = stability(names, given, simulations=60, seed=seed, tops=range(1, threats + 1))
    ranked = int((~np.isnan(found.first)).sum())
    for k in range(1, threats + 1):
        assert np.nansum(found.top[k]) == pytest.approx(min(k, ranked))
    if ranked:
        assert np.nanmin(found.first) >= 1
        assert np.nanmax(found.last) <= ranked
        assert np.all((found.first <= found.middle)[~np.isnan(found.first)])


ESTIMATES = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)).map(sorted).map(lambda levels: Estimate(*levels))


@given(ESTIMATES, ESTIMATES, st.sampled_from(sorted(OPEN)))
def test_chances_add_up(likelihood: Estimate, impact: Estimate, confidence: str) -> None:
    """Chances of levels add to one; with high confidence none outside the range, and none of a risk outside its own."""
    assert spread(likelihood, confidence).sum() == pytest.approx(1)
    score = Score("x", likelihood, impact, confidence)
    found = risk_spread(score)
    assert found.sum() == pytest.approx(1)
    assert int(np.argmax(spread(likelihood, "high"))) == likelihood.best
    if confidence == "high":
        lowest, highest = score.risk_range
        assert found[:lowest].sum() == found[highest + 1 :].sum() == 0


def test_the_fewest_agreements() -> None:
    """One that carries both is better than two; who stands alone, or is bound to nothing that answers, is listed."""
    offers = [
        Offer("x/cyber", frozenset({"BEL", "DEU"}), frozenset({"cyber"})),
        Offer("x/aggression", frozenset({"BEL", "DEU"}), frozenset({"aggression"})),
        Offer("x/both", frozenset({"BEL", "DEU", "FRA"}), frozenset({"cyber", "aggression"})),
    ]
    found = fewest_agreements({"cyber": ("BEL", "DEU"), "aggression": ("BEL", "DEU", "NOR")}, offers)
    assert (found.agreements, dict(found.uncovered), found.proven) == (("x/both",), {"aggression": ("NOR",)}, True)
    assert fewest_agreements({"cyber": ("BEL", "DEU")}, []).uncovered == {"cyber": ("BEL", "DEU")}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sets(st.sampled_from("ABCD")), st.sets(st.sampled_from("xyz"))), max_size=6),
    st.dictionaries(st.sampled_from("xyz"), st.sets(st.sampled_from("ABCD"), min_size=2)),
)
def test_no_fewer_agreements_do(drawn: list[tuple[set[str], set[str]]], shared: dict[str, set[str]]) -> None:
    """The solver's choice against every choice: it binds all that can be bound, and no smaller one does."""
    offers = [Offer(f"o/{number}", frozenset(bound), frozenset(threats)) for number, (bound, threats) in enumerate(drawn)]

    def carried(choice: Sequence[Offer]) -> set[tuple[str, str]]:
        return {
            (threat, nation)
            for threat, nations in shared.items()
            for offer in choice
            if threat in offer.threats and len(offer.bound & nations) > 1
            for nation in nations & offer.bound
        }

    found = fewest_agreements(shared, offers)
    possible = carried(offers)
    assert found.proven
    assert carried([offer for offer in offers if offer.agreement in found.agreements]) == possible
    assert {(threat, nation) for threat, nations in found.uncovered.items() for nation in nations} == {
        (threat, nation) for threat, nations in shared.items() for nation in nations
    } - possible
    assert not any(carried(choice) == possible for fewer in range(len(found.agreements)) for choice in itertools.combinations(offers, fewer))


def test_what_changed() -> None:
    """Places and middles beside one another; who came; a threat only the later round asks about was unknown before."""
    two = [ballot("BEL", aggression=4, cyber=3), ballot("DEU", aggression=4, cyber=4)]
    before = common_picture(asked(threats=("aggression", "cyber")), two, simulations=10)
    now = common_picture(asked(id="r2", after="r1", threats=("aggression", "cyber", "pandemic")), FOUR[1:], simulations=10)
    found = change(before, now)
    rows = {row.threat: row for row in found.rows}
    assert (found.joined, found.left) == (("FRA", "NLD"), ("BEL",))
    assert (rows["aggression"].place_before, rows["cyber"].place_before) == (1, 2)
    assert (rows["cyber"].place_now, rows["cyber"].moved) == (1, 1)
    assert (rows["pandemic"].place_before, rows["pandemic"].moved) == (None, None)


@pytest.mark.parametrize(
    ("other", "given", "said"),
    [
        ({}, [*FOUR, FOUR[0]], "BEL answered twice"),
        ({}, [ballot("SWE", cyber=3)], "SWE was not called"),
        ({}, [ballot("BEL", cyber=7)], "a level is a whole number"),
        ({"withdrawn": {"BEL": CLOSES}}, FOUR, "BEL has withdrawn"),
        ({"sealed": True}, [], "the round is sealed"),
    ],
)
def test_what_a_picture_does_not_count(other: dict[str, Any], given: list[Ballot], said: str) -> None:
    """What the round cannot take is refused, not counted in silence."""
    with pytest.raises(Unfit, match=said):
        common_picture(asked(**other), given, simulations=10)


def test_nobody_answered() -> None:
    """An empty round has a picture too: everything is unknown."""
    found = common_picture(asked(), [], simulations=10)
    assert (found.answered, found.alpha, found.concordance, found.outliers) == ((), None, None, ())
    assert {row.place for row in found.figures} == {None}


@pytest.mark.parametrize(
    ("given", "on", "said"),
    [
        (ballot("SWE", cyber=3), OPENS, "SWE was not called to this round"),
        (ballot("BEL", cyber=3), dt.date(2025, 12, 31), "not open yet"),
        (ballot("BEL", cyber=3), dt.date(2026, 2, 1), "the round is closed"),
        (ballot("BEL", cyber=5), OPENS, "a level is a whole number from 0"),
        (ballot("BEL", cyber=(3, 2, 4)), OPENS, "out of order"),
        (ballot("BEL", "certain", cyber=3), OPENS, "'certain' is no confidence"),
        (ballot("BEL", invasion=3), OPENS, "does not ask about 'invasion'"),
        (Ballot("BEL", ballot("BEL", cyber=3).scores * 2), OPENS, "'cyber' is scored twice"),
        (ballot("NOR", cyber=3), dt.date(2026, 1, 15), "NOR has withdrawn"),
    ],
)
def test_impossible_ballots(given: Ballot, on: dt.date, said: str) -> None:
    """Each is refused, saying what is wrong; the last day of a round counts, and so does the eve of a withdrawal."""
    round_ = asked(withdrawn={"NOR": dt.date(2026, 1, 15)})
    with pytest.raises(Unfit, match=said):
        check(round_, given, on)
    check(round_, ballot("BEL", cyber=3), CLOSES)
    check(round_, ballot("NOR", cyber=3), dt.date(2026, 1, 14))


def test_all_faults_at_once() -> None:
    """One refusal tells everything."""
    with pytest.raises(Unfit) as refused:
        check(asked(), ballot("SWE", "certain", cyber=9, invasion=1), dt.date(2027, 1, 1))
    assert len(refused.value.faults) == 7
