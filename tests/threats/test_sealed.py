"""Sealed rounds by arithmetic: shares hide everything and give everything back; bands single nobody out; what does not belong is refused."""

from __future__ import annotations

import itertools
import secrets
from collections import Counter

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedera.interchange.sealed_files import as_text, read
from foedera.model.errors import Unfit
from foedera.threats.sealed import (
    PRIME,
    Outcome,
    Plan,
    Receipt,
    Share,
    Told,
    bands,
    disagreements,
    joined_from,
    misfits,
    outcome,
    split,
    telling,
)

NATIONS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
PLAN = Plan(round="r1", threats=("cyber", "flood", "attack"), nations=NATIONS, committee=NATIONS[:3])


def handed(plan: Plan = PLAN, nations: tuple[str, ...] = NATIONS[:5]) -> tuple[list[tuple[Share, ...]], list[Receipt]]:
    """The shares and receipts of nations that all name cyber."""
    both = [split(plan, nation, ["cyber"], secrets.randbelow, secrets.token_hex) for nation in nations]
    return [shares for shares, _ in both], [receipt for _, receipt in both]


def column(shares: list[tuple[Share, ...]], place: int) -> list[Share]:
    """What one member holds."""
    return [row[place] for row in shares]


@given(st.sets(st.sampled_from(PLAN.threats)), st.integers(3, 5))
def test_enough_shares_give_the_answer_back(named: set[str], size: int) -> None:
    """Any t + 1 of them, whichever they are."""
    plan = evolve(PLAN, committee=NATIONS[:size])
    shares, _ = split(plan, "FFF", named, secrets.randbelow, secrets.token_hex)
    for some in itertools.combinations(range(size), plan.tolerated + 1):
        assert joined_from({place + 1: shares[place].values for place in some}) == tuple(int(threat in named) for threat in plan.threats)


@given(st.lists(st.integers(0, PRIME - 1), min_size=2, max_size=2), st.sampled_from(list(itertools.combinations(range(1, 6), 2))))
def test_fewer_shares_fit_every_answer(seen: list[int], points: tuple[int, int]) -> None:
    """Whatever two members of five see, there is for yes and for no exactly one curve through it: their shares speak for neither."""
    third = next(point for point in range(1, 6) if point not in points)
    for answer in (0, 1):
        # Of the curve of degree two through (0, answer) and what is seen, the value at a third point; with it the answer comes out.
        curve = {(0 - third) % PRIME: (answer,), **{(point - third) % PRIME: (value,) for point, value in zip(points, seen, strict=True)}}
        (value,) = joined_from(curve)
        assert joined_from({third: (value,), **{point: (value,) for point, value in zip(points, seen, strict=True)}}) == (answer,)


def test_a_share_alone_is_spread_evenly() -> None:
    """2,000 shares of yes and as many of no fall into ten equal parts of the field alike (chi-square at 9 degrees, one in a million)."""
    plan = evolve(PLAN, threats=tuple(f"t{number}" for number in range(1000)))
    for named in ((), plan.threats):
        values = [value for _ in range(2) for value in split(plan, "AAA", named, secrets.randbelow, secrets.token_hex)[0][1].values]
        counts = Counter(value * 10 // PRIME for value in values)
        assert sum((counts[part] - 200) ** 2 / 200 for part in range(10)) < 45.1


@given(st.integers(5, 40), st.integers(3, 6))
def test_bands_single_nobody_out(answers: int, minimum: int) -> None:
    """Each count from the minimum up is in one band; no band is narrower than the minimum where there is room; the polynomial says the band."""
    there = bands(answers, minimum)
    held = [[number for number, (low, high) in enumerate(there, 1) if low <= count <= high] for count in range(answers + 1)]
    assert all(len(found) == (count >= minimum) for count, found in enumerate(held))
    assert all(high - low + 1 >= minimum for low, high in there) or answers < 2 * minimum - 1
    coefficients = telling(answers, minimum)
    for count, found in enumerate(held):
        assert sum(c * pow(count, power, PRIME) for power, c in enumerate(coefficients)) % PRIME == (found[0] if found else 0)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (evolve(PLAN, minimum=2), "at least 3 nations name it"),
        (evolve(PLAN, nations=NATIONS[:4]), "of 5 to 200 nations"),
        (evolve(PLAN, committee=NATIONS[:2]), "3 to 5 members"),
        (evolve(PLAN, committee=NATIONS), "3 to 5 members"),
        (evolve(PLAN, committee=("AAA", "AAA", "BBB")), "twice"),
        (evolve(PLAN, threats=()), "1 to 1000 threats"),
    ],
)
def test_a_plan_that_protects_nobody_is_refused(plan: Plan, said: str) -> None:
    """Before anything is split."""
    with pytest.raises(Unfit, match=said):
        split(plan, "AAA", [], secrets.randbelow, secrets.token_hex)


@pytest.mark.parametrize(
    ("nation", "named", "said"), [("XXX", [], "XXX was not called"), ("AAA", ["cyber", "plague"], "does not ask about 'plague'")]
)
def test_an_answer_the_round_does_not_ask_for(nation: str, named: list[str], said: str) -> None:
    """Somebody else's, or of another threat."""
    with pytest.raises(Unfit, match=said):
        split(PLAN, nation, named, secrets.randbelow, secrets.token_hex)


def test_files_as_they_should_be_pass() -> None:
    """With and without receipts."""
    shares, receipts = handed()
    assert not list(misfits(PLAN, "BBB", column(shares, 1)))
    assert not list(misfits(PLAN, "BBB", column(shares, 1), receipts))


def test_files_that_do_not_belong_are_named() -> None:
    """Another round's, another member's, a stranger's, too short, twice, without a receipt, changed, too few: each with whose it is."""
    shares, receipts = handed()
    good = column(shares, 1)
    wrong = {
        "for another round": [*good, handed(evolve(PLAN, round="r2"), ("FFF",))[0][0][1]],
        "meant for AAA": [*good[1:], shares[0][0]],
        "XXX was not called": [*good, evolve(good[0], nation="XXX")],
        "one number for each threat": [*good[1:], evolve(good[0], values=good[0].values[:2])],
        "AAA is there twice": [*good, good[0]],
        "FFF has given no receipt": [*good, split(PLAN, "FFF", [], secrets.randbelow, secrets.token_hex)[0][1]],
        "not the file AAA gave a receipt for": [*good[1:], evolve(good[0], values=(1, *good[0].values[1:]))],
        "fewer than 5": good[1:],
    }
    for said, held in wrong.items():
        assert [what for _, what in misfits(PLAN, "BBB", held, receipts) if said in what], said


def test_a_changed_file_is_refused_when_read() -> None:
    """Its digest tells; so does a file of another kind, garbage, a key too many."""
    share = handed()[0][0][0]
    text = as_text(share)
    assert read(Share, text.encode(), "a") == share
    bad = {
        "its digest does not fit": text.replace('"nation": "AAA"', '"nation": "BBB"'),
        "it is no sealed-share": as_text(PLAN),
        "it is no JSON": text[:-9],
        "no JSON object": "[]",
        "look at: more": text.replace('"plan"', '"more": 1,\n "plan"'),
        "under 'values'": text.replace(str(share.values[0]), "true"),
    }
    for said, content in bad.items():
        with pytest.raises(Unfit, match=said):
            read(Share, content.encode(), "a")
    for garbage in (b"\xff\xfe", b"[" * 100_000, b" " * (1 << 21)):
        with pytest.raises(Unfit):
            read(Share, garbage, "a")


def test_outcomes_are_compared() -> None:
    """All members, the same plan, the same digest, the answers receipts were given for."""
    shares, receipts = handed()
    found = outcome(PLAN, column(shares, 0), (1, 0, 0))
    assert found.told == (Told("cyber", 3, 5),)
    assert read(Outcome, as_text(found).encode(), "a") == found
    same = dict.fromkeys(PLAN.committee, found)
    assert not list(disagreements(PLAN, same, receipts))
    other = evolve(found, told=())
    assert {member for member, _ in disagreements(PLAN, {**same, "CCC": other})} == {"CCC"}
    assert {member for member, _ in disagreements(PLAN, {"AAA": found, "BBB": found})} == {"CCC"}
    assert (
        next(what for _, what in disagreements(evolve(PLAN, round="r2"), same)) == "this outcome is of another round, or of another state of this one"
    )
    again = evolve(receipts[0], split="again")
    assert [nation for nation, _ in disagreements(PLAN, same, [again])] == ["AAA"]
