"""The drawings of a round and the form it is answered with: what is drawn lies where it should, what was typed is read as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.threats.assessments import Ballot, Estimate, Score
from foedera.web.drawings import coalitions, heat, stability
from foedera.web.forms import assessment

_LEVELS = st.integers(0, 4)


@st.composite
def _estimates(draw: st.DrawFn) -> Estimate:
    return Estimate(*sorted(draw(st.tuples(_LEVELS, _LEVELS, _LEVELS))))


@st.composite
def _spans(draw: st.DrawFn) -> list[stability.Span]:
    count = draw(st.integers(1, 40))
    found = []
    for rank in range(1, count + 1):
        first, last = sorted(draw(st.tuples(st.integers(1, count), st.integers(1, count))))
        found.append(stability.Span(f"threat {rank}", min(max(rank, first), last), first, last, None))
    return found


@given(_spans())
def test_a_rank_lies_inside_its_span_and_both_inside_the_drawing(spans: list[stability.Span]) -> None:
    """A bar holds its mark, none leaves the space between names and chances, and lanes do not overlap."""
    found = stability.draw(spans)
    for lane in found.lanes:
        assert stability.LEFT <= lane.x <= lane.mark <= lane.x + lane.width <= found.right
    assert [lane.y for lane in found.lanes] == sorted({lane.y for lane in found.lanes})
    assert len(found.ticks) <= 14


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30))
def test_the_parts_of_a_bar_are_all_nations_called(counts: list[tuple[int, int, int]]) -> None:
    """Those that hold it, those below and those that say nothing fill exactly the nations called; nobody is drawn twice."""
    shares = [coalitions.Share("t", holds, holds + below, holds + below + silent) for holds, below, silent in counts]
    found = coalitions.draw(shares)
    most = max(share.called for share in shares) or 1
    for bar in found.bars:
        assert bar.holds + bar.below + bar.silent == pytest.approx(found.span * bar.share.called / most, abs=0.2)


def test_what_is_withheld_is_not_drawn_as_nobody() -> None:
    """A coalition that may not be told has no part that holds it and none below: its whole width is left for the hatch."""
    bar = coalitions.draw([coalitions.Share("t", None, None, 9)]).bars[0]
    assert (bar.holds, bar.below, bar.silent) == (0, 0, 640)


@given(st.integers(1, 200), st.data())
def test_more_is_never_paler(most: int, data: st.DataObject) -> None:
    """Shades grow with counts, the greatest is the darkest, and nothing has none."""
    fewer, more = sorted(data.draw(st.tuples(st.integers(1, most), st.integers(1, most))))
    shades = heat.shade(fewer, most), heat.shade(more, most)
    assert shades[0] is not None
    assert shades[1] is not None
    assert shades[0] <= shades[1]
    assert heat.shade(most, most) == heat.SHADES - 1
    assert heat.shade(0, most) is None


def test_a_pair_without_a_cell_stays_blank() -> None:
    """Two rows, two columns, three cells: three squares, each under its column."""
    cell = heat.Cell("3", 3, "high")
    found = heat.draw(["a", "b"], [("FIN", "Finland"), ("NOR", "Norway")], {(0, 0): cell, (0, 1): cell, (1, 1): cell})
    assert [[square.x for square in line.squares] for line in found.lines] == [[300, 352], [352]]
    assert [x for x, _, _ in found.columns] == [326, 378]


@given(st.lists(st.sampled_from(["cyber", "space", "pandemic"]), unique=True), st.data())
def test_a_ballot_comes_back_from_the_form_it_fills(threats: list[str], data: st.DataObject) -> None:
    """What was handed in fills the form again, and the form says the same once more."""
    sure = st.sampled_from(["low", "moderate", "high"])
    scores = tuple(Score(threat, data.draw(_estimates()), data.draw(_estimates()), data.draw(sure)) for threat in threats)
    read = assessment.read(assessment.filled(Ballot("FIN", scores)), threats)
    assert read.scores == scores
    assert read.faults == ()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"likelihood:best": "3", "confidence": "low"}, ["cyber:impact:best"]),
        ({"likelihood:best": "3", "impact:best": "2"}, ["cyber:confidence"]),
        ({"likelihood:best": "7", "impact:best": "2", "confidence": "low"}, ["cyber:likelihood:best"]),
        ({"likelihood:best": "٣", "impact:best": "2", "confidence": "low"}, ["cyber:likelihood:best"]),
        ({"likelihood:best": "1", "likelihood:lowest": "2", "impact:best": "2", "confidence": "low"}, ["cyber:likelihood:best"]),
        ({"likelihood:best": "1", "impact:best": "2", "confidence": "certain"}, ["cyber:confidence"]),
        ({"impact:highest": "4"}, ["cyber:confidence", "cyber:impact:best", "cyber:likelihood:best"]),
    ],
)
def test_half_an_answer_is_a_fault_and_never_a_zero(typed: dict[str, str], wrong: list[str]) -> None:
    """Each is refused at its field, and no score is made of it."""
    read = assessment.read({f"cyber:{name}": value for name, value in typed.items()}, ["cyber"])
    assert sorted(name for name, _ in read.faults) == wrong
    assert read.scores == ()


@pytest.mark.parametrize("typed", [{}, {"cyber:confidence": "high"}, {"other:likelihood:best": "4"}])
def test_a_threat_left_empty_is_no_score(typed: dict[str, str]) -> None:
    """Nothing said is nothing said, also where only the confidence stands at its first choice."""
    assert assessment.read(typed, ["cyber"]).scores == ()
    assert assessment.read(typed, ["cyber"]).faults == ()
