"""Joint rankings and agreement: published examples to the printed digit, exhaustive search beside the solver, and what must hold of any profile."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from foedera.threats.concordance import kendall_tau, kendall_w, krippendorff_alpha
from foedera.threats.kemeny import agreement, components, kemeny
from foedera.threats.ranking import borda, condorcet, copeland, mean_borda, plurality, profile, ranks, support
from foedera.threats.scales import LEVELS, OVERALL_LIKELIHOOD, RISK

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracle" / "decision"


def published(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return inputs and expected values of a published example."""
    file = ORACLE / f"{name}.json"
    if not file.exists():
        pytest.skip("the published examples are not beside the project (../shared/oracle/decision)")
    found = json.loads(file.read_text(encoding="utf-8"))
    return found["inputs"], found["expected"]


def test_tables_of_nist() -> None:
    """NIST SP 800-30, Tables G-5 and I-2, cell by cell; they look alike and differ."""
    inputs, expected = published("a1_nist80030_matrices")
    names = inputs["levels"]
    for table, key in ((RISK, "I2"), (OVERALL_LIKELIHOOD, "G5")):
        assert [[names[cell] for cell in row] for row in table] == [expected[key][name] for name in names]
    assert RISK != OVERALL_LIKELIHOOD
    assert [name.lower().replace(" ", "-") for name in names] == list(LEVELS)


def test_the_capital_of_tennessee() -> None:
    """Kemeny, its score and that of the worst order, Borda, Copeland."""
    inputs, expected = published("a1_kemeny_tennessee")
    items = "MNCK"
    values, weights = profile([tuple(row) for row in inputs["profile"]], items)
    preferred = support(values, weights)
    found = kemeny(preferred, few=4)
    assert "".join(items[item] for item in found.order) == expected["kemeny_ranking"]
    assert (found.agreement, found.bound, found.proven) == (expected["kemeny_score"], expected["kemeny_score"], True)
    assert agreement(preferred, found.order[::-1]) == expected["lowest_score"]
    assert dict(zip(items, borda(values, weights).tolist(), strict=True)) == expected["borda"]
    assert dict(zip(items, copeland(preferred).tolist(), strict=True)) == expected["copeland_net"]


def test_the_example_of_moulin() -> None:
    """OECD/JRC Handbook, Tables 25 to 27: plurality, Borda and Condorcet name three different winners."""
    inputs, expected = published("a1_borda_condorcet_moulin_jrc")
    items = "abcd"
    values, weights = profile([tuple(row) for row in inputs["profile"]], items)
    preferred = support(values, weights)
    assert items[int(np.argmax(plurality(values, weights)))] == expected["plurality_winner"]
    assert dict(zip(items, borda(values, weights).tolist(), strict=True)) == expected["borda"]
    order = condorcet(preferred)
    assert order is not None
    assert "".join(items[item] for item in order) == expected["condorcet_ranking"]
    for pair, count in expected["pairwise"].items():
        assert preferred[items.index(pair[0]), items.index(pair[1])] == count


def test_agreement_as_published() -> None:
    """Siegel's executives (W), the handbook's height and weight (tau, there called W), Krippendorff's four observers with missing scores."""
    inputs, expected = published("a1_kendall_w_siegel1956")
    found = kendall_w(-np.array(inputs["ranks"], dtype=float))
    assert found is not None
    assert found.w == pytest.approx(expected["W"], abs=1e-6)
    inputs, expected = published("a1_kendall_tau_jrc")
    assert kendall_tau(np.array(inputs["x"], dtype=float), np.array(inputs["y"], dtype=float)) == pytest.approx(expected["tau"], abs=1e-9)
    inputs, expected = published("a1_krippendorff_alpha_2011")
    scores = np.array([[np.nan if score is None else score for score in row] for row in inputs["reliability_data"]], dtype=float)
    for measured, value in expected.items():
        assert krippendorff_alpha(scores, measured) == pytest.approx(value, abs=5e-4), measured


def test_borda_alone_would_mislead() -> None:
    """A last item dropped turns Borda's winner round (Fishburn); the majority's order stays, so ranks rest on more than Borda."""
    values, weights = profile([(3, "abc"), (2, "bca")], "abc")
    assert borda(values, weights).tolist() == [6.0, 7.0, 2.0]
    assert borda(values[:, :2], weights).tolist() == [3.0, 2.0]
    assert kemeny(support(values, weights)).order == (0, 1, 2)


LEVELS_OR_NOTHING = st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, np.nan])
PROFILES = st.tuples(st.integers(1, 7), st.integers(2, 6)).flatmap(lambda shape: arrays(np.float64, shape, elements=LEVELS_OR_NOTHING))


@settings(deadline=None, max_examples=60)
@given(PROFILES)
def test_no_order_agrees_with_more(values: Any) -> None:
    """The solver's order against every order there is; the places it gives the first are those they have in all orders as good."""
    preferred = support(values)
    orders = list(itertools.permutations(range(values.shape[1])))
    best = max(agreement(preferred, order) for order in orders)
    found = kemeny(preferred, few=3)
    assert (found.agreement, found.bound, found.proven, found.gap) == (best, best, True, 0.0)
    as_good = [order for order in orders if agreement(preferred, order) == best]
    for item, (first, last) in found.places.items():
        places = [order.index(item) + 1 for order in as_good]
        assert (first, last) == (min(places), max(places))
    assert set(found.order[:3]) <= set(found.places)
    for item in found.order:
        assert found.elsewhere(item) in (None, len({order.index(item) for order in as_good}) > 1)


def best_of_all_orders(preferred: Any) -> float:
    """Return the most any order agrees with, by dynamic programming over which items stand first (Held & Karp): no solver in it."""
    size = len(preferred)
    best = np.zeros(1 << size)
    for chosen in range(1, 1 << size):
        inside = [item for item in range(size) if chosen >> item & 1]
        best[chosen] = max(best[chosen ^ 1 << last] + preferred[inside, last].sum() for last in inside)
    return float(best[-1])


@pytest.mark.parametrize("seed", range(4))
def test_twelve_threats_by_another_way(seed: int) -> None:
    """Larger than all orders could be tried: orders and levels at random, with scores missing, beside dynamic programming."""
    rng = np.random.default_rng(seed)
    strict = rng.permuted(np.tile(np.arange(12.0), (9, 1)), axis=1)
    values = strict if seed % 2 else rng.integers(0, 5, (8, 12)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    found = kemeny(support(values))
    assert found.proven
    assert found.agreement == best_of_all_orders(support(values))


@settings(deadline=None, max_examples=60)
@given(PROFILES, st.randoms(use_true_random=False))
def test_names_and_seats_do_not_matter(values: Any, random: Any) -> None:
    """Nations in another order, items in another order: the same figures, each in its new place."""
    nations, items = list(range(values.shape[0])), list(range(values.shape[1]))
    random.shuffle(nations)
    random.shuffle(items)
    mixed = values[np.ix_(nations, items)]
    np.testing.assert_allclose(mean_borda(mixed), mean_borda(values)[items], equal_nan=True)
    assert copeland(support(mixed)).tolist() == copeland(support(values))[items].tolist()
    assert kemeny(support(mixed)).agreement == kemeny(support(values)).agreement
    one, other = krippendorff_alpha(mixed), krippendorff_alpha(values)
    assert (one is None) == (other is None)
    assert one is None or other is None or one == pytest.approx(other, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(PROFILES)
def test_a_missing_score_is_not_a_zero(values: Any) -> None:
    """A nation that says nothing at all changes no figure; one that scores a threat lowest may."""
    silent = np.vstack([values, np.full(values.shape[1], np.nan)])
    np.testing.assert_allclose(mean_borda(silent), mean_borda(values), equal_nan=True)
    np.testing.assert_array_equal(support(silent), support(values))
    assert krippendorff_alpha(silent) == krippendorff_alpha(values)


@settings(deadline=None, max_examples=60)
@given(PROFILES)
def test_groups_keep_to_the_majority(values: Any) -> None:
    """Each item of a group is put above each of every later group by a majority, and every item is in one group."""
    preferred = support(values)
    groups = components(preferred)
    assert sorted(item for group in groups for item in group) == list(range(values.shape[1]))
    for number, group in enumerate(groups):
        for later in itertools.chain.from_iterable(groups[number + 1 :]):
            assert all(preferred[item, later] > preferred[later, item] for item in group)


@settings(deadline=None, max_examples=60)
@given(arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0])))
def test_bounds_of_agreement(values: Any) -> None:
    """W lies between 0 and 1; alpha is at most 1, and 1 where all say the same and not all the same of everything."""
    found = kendall_w(values)
    assert found is None or -1e-9 <= found.w <= 1 + 1e-9
    alike = np.tile(values[0], (3, 1))
    if len(set(values[0])) > 1:
        assert krippendorff_alpha(alike) == pytest.approx(1.0)
        together = kendall_w(alike)
        assert together is not None
        assert together.w == pytest.approx(1.0)
    alpha = krippendorff_alpha(values)
    assert alpha is None or alpha <= 1 + 1e-9


@pytest.mark.parametrize("items", [20, 30])
def test_thirty_two_nations_of_no_mind_at_all(items: int) -> None:
    """Ballots at random are the hardest: even they are ranked, and proven."""
    rng = np.random.default_rng(items)
    values = rng.permuted(np.tile(np.arange(items, dtype=float), (32, 1)), axis=1)
    found = kemeny(support(values), seconds=60)
    assert found.proven
    assert sorted(found.order) == list(range(items))


def test_what_is_not_proven_is_said() -> None:
    """Without time the best order known is given, with how much better another might be; never as if it were proven."""
    rng = np.random.default_rng(3)
    values = rng.permuted(np.tile(np.arange(40.0), (33, 1)), axis=1)
    found = kemeny(support(values), seconds=0.0, few=3)
    assert not found.proven
    assert found.bound > found.agreement
    assert found.gap > 0
    assert found.places == {}
    assert {found.elsewhere(item) for item in found.order} == {None}
    assert sorted(found.order) == list(range(40))


def test_ranks_share_what_is_equal() -> None:
    """Ties share the mean of their ranks."""
    assert ranks(np.array([3.0, 3.0, 1.0])).tolist() == [1.5, 1.5, 3.0]


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 3)] * 2), max_size=9))
def test_tau_is_the_one_of_statistics(pairs: list[tuple[int, int]]) -> None:
    """As scipy has it, ties and all; not known where one of the two says nothing of order."""
    from scipy.stats import kendalltau

    one, other = np.array(pairs, dtype=float).reshape(-1, 2).T
    found = kendall_tau(one, other)
    expected = float(kendalltau(one, other).statistic) if len(pairs) > 1 else math.nan
    assert math.isnan(expected) if found is None else found == pytest.approx(expected)
