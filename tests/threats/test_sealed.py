"""Sealed rounds by arithmetic: shares hide everything and give everything back; bands single nobody out; what does not belong is refused."""

from __future__ import annotations

import itertools
import json
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.interchange.sealed_files import as_text, read
from foedera.model.errors import Unfit
from foedera.threats.sealed import (
    PRIME,
    Plan,
    Receipt,
    Share,
    bands,
    joined_from,
    misfits,
    split,
    telling,
)
from foedera.threats.sealed_outcomes import Key, Outcome, Signed, Told, disagreements, key_faults, outcome, sign

NATIONS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
HELD = {nation: Key(member=nation, secret=str(number) * 64) for number, nation in enumerate(NATIONS)}


def public(*members: str) -> dict[str, str]:
    """The keys of members as a plan has them."""
    return {member: HELD[member].public for member in members}


PLAN = Plan(round="r1", threats=("cyber", "flood", "attack"), nations=NATIONS, committee=NATIONS[:3], keys=public(*NATIONS[:3]))


def handed(plan: Plan = PLAN, nations: tuple[str, ...] = NATIONS[:5]) -> tuple[list[tuple[Share, ...]], list[Receipt]]:
    """The shares and receipts of nations that all name cyber."""
    both = [split(plan, nation, ["cyber"], secrets.randbelow, secrets.token_hex) for nation in nations]
    return [shares for shares, _ in both], [receipt for _, receipt in both]


def column(shares: list[tuple[Share, ...]], place: int) -> list[Share]:
    """What one member holds."""
    return [row[place] for row in shares]


@settings(deadline=None)
@given(st.sets(st.sampled_from(PLAN.threats)), st.integers(3, 5))
def test_enough_shares_give_the_answer_back(named: set[str], size: int) -> None:
    """Any t + 1 of them, whichever they are."""
    plan = evolve(PLAN, committee=NATIONS[:size], keys=public(*NATIONS[:size]))
    shares, _ = split(plan, "FFF", named, secrets.randbelow, secrets.token_hex)
    for some in itertools.combinations(range(size), plan.tolerated + 1):
        assert joined_from({place + 1: shares[place].values for place in some}) == tuple(int(threat in named) for threat in plan.threats)


@settings(deadline=None)
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


@settings(deadline=None)
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
        (evolve(PLAN, keys=public("AAA", "BBB")), "CCC has no key here; it makes one with"),
        (evolve(PLAN, keys=public(*NATIONS[:4])), "a key of DDD, which is no member"),
        (evolve(PLAN, keys={**PLAN.keys, "AAA": "A" * 64}), "the key of AAA is no public key"),
        (evolve(PLAN, keys={**PLAN.keys, "AAA": PLAN.keys["BBB"]}), "two members have one key"),
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
        "it is a plan, not a piece of an answer": as_text(PLAN),
        "it is no JSON": text[:-9],
        "no JSON object": "[]",
        "look at: more": text.replace('"plan"', '"more": 1,\n "plan"'),
        "under 'values'": text.replace(str(share.values[0]), "true"),
    }
    for said, content in bad.items():
        with pytest.raises(Unfit, match=said):
            read(Share, content.encode(), "a")
    receipt = json.loads(as_text(handed()[1][0]))
    for what in ("\0", "\ud800", "a\nb"):
        for key, value in (("split", what), ("digests", {what: ""}), ("digests", {"AAA": what})):
            with pytest.raises(Unfit, match=f"under '{key}'"):
                read(Receipt, json.dumps({**receipt, key: value}).encode(), "a")
    for garbage in (b"\xff\xfe", b"[" * 100_000, b" " * (1 << 21)):
        with pytest.raises(Unfit):
            read(Share, garbage, "a")


def vouched(found: Outcome, members: tuple[str, ...] = PLAN.committee) -> list[Signed]:
    """An outcome as each member signs it."""
    return [sign(found, HELD[member]) for member in members]


@pytest.fixture
def came() -> tuple[Outcome, list[Receipt]]:
    """What a round of five that all name cyber comes to, and their receipts."""
    shares, receipts = handed()
    return outcome(PLAN, column(shares, 0), (1, 0, 0)), receipts


def test_outcomes_that_agree(came: tuple[Outcome, list[Receipt]]) -> None:
    """All members, the same plan, the same digest, signed, the answers receipts were given for; a file gives back what went in."""
    found, receipts = came
    assert found.told == (Told("cyber", 3, 5),)
    signed = vouched(found)
    assert read(Signed, as_text(signed[0]).encode(), "a") == signed[0]
    assert not list(disagreements(PLAN, signed, receipts))


def test_outcomes_that_do_not(came: tuple[Outcome, list[Receipt]]) -> None:
    """What is wrong is said of the member, or of the nation, it is wrong with."""
    found, receipts = came
    signed = vouched(found)

    def of(outcomes: list[Signed], receipts: list[Receipt] = receipts, plan: Plan = PLAN) -> set[tuple[str, str]]:
        return {(who, what.partition(";")[0]) for who, what in disagreements(plan, outcomes, receipts)}

    other = sign(evolve(found, told=()), HELD["CCC"])
    assert of([*signed[:2], other]) == {("CCC", "this outcome differs from the first")}
    assert of(signed[:2]) == {("CCC", "the outcome of CCC is missing")}
    assert of([*signed, signed[0]]) == {("AAA", "the outcome of AAA is there twice")}
    assert of([*signed, sign(found, HELD["DDD"])]) == {("DDD", "DDD is no member of the committee")}
    assert ("AAA", "this outcome is of another round, or of another state of this one") in of(signed, plan=evolve(PLAN, round="r2"))
    again = evolve(receipts[0], split="again")
    assert of(signed, [again]) == {("AAA", "what AAA gave a receipt for did not go into the outcome")}
    assert of(signed, [evolve(receipts[0], plan="other")]) == {("AAA", "this receipt is for another round, or for another state of this one")}
    assert of(signed, [receipts[0], receipts[0]]) == {("AAA", "the receipt of AAA is there twice")}
    assert of(signed, [evolve(receipts[0], digests={"AAA": "d"})]) == {("AAA", "this receipt is not for a file to each member of the committee")}


@pytest.mark.parametrize(
    "forged",
    [
        lambda found: evolve(sign(found, HELD["AAA"]), member="CCC"),
        lambda found: evolve(sign(found, Key(member="CCC", secret="f" * 64))),
        lambda found: evolve(sign(evolve(found, told=()), HELD["CCC"]), outcome=found),
        lambda found: evolve(sign(found, HELD["CCC"]), signature="00" * 64),
        lambda found: evolve(sign(found, HELD["CCC"]), signature="no hexadecimal"),
        lambda found: evolve(sign(found, HELD["CCC"]), signature=""),
    ],
    ids=["another member's", "another key", "another outcome", "nought", "no number", "none"],
)
def test_a_forged_signature(came: tuple[Outcome, list[Receipt]], forged: Callable[[Outcome], Signed]) -> None:
    """It is said whose it is not; the others' hold."""
    found, receipts = came
    faults = list(disagreements(PLAN, [*vouched(found, ("AAA", "BBB")), forged(found)], receipts))
    assert [who for who, _ in faults] == ["CCC"], faults
    assert "the signature is not that of CCC" in faults[0][1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"told": (Told("cyber", 4, 4),)}, "no band of this round"),
        ({"told": (Told("cyber", 1, 5),)}, "no band of this round"),
        ({"told": (Told("plague", 3, 5),)}, "does not ask about 'plague'"),
        ({"told": (Told("cyber", 3, 5), Told("cyber", 3, 5))}, "told twice"),
        ({"minimum": 2}, "that 2 nations name; the plan says 3"),
        ({"illustrative": True}, "an invented example"),
        ({"splits": {"AAA": "s"}}, "1 nations have answered"),
        ({"splits": dict.fromkeys((*NATIONS[:5], "XXX"), "s")}, "XXX was not called"),
    ],
)
def test_an_outcome_no_computation_comes_to(came: tuple[Outcome, list[Receipt]], change: dict[str, Any], said: str) -> None:
    """A committee that signs it together is not believed."""
    assert said in " ".join(what for _, what in disagreements(PLAN, vouched(evolve(came[0], **change))))


def test_whose_key_signs() -> None:
    """The one of the plan, and no stranger's; the secret is in no text a log could hold."""
    assert not list(key_faults(PLAN, HELD["AAA"]))
    assert "not the key of AAA the plan was written with" in next(key_faults(PLAN, Key(member="AAA", secret="f" * 64)))[1]
    assert "no member" in next(key_faults(PLAN, HELD["FFF"]))[1]
    assert HELD["AAA"].secret not in repr(HELD["AAA"])
    assert read(Key, as_text(HELD["AAA"]).encode(), "k") == HELD["AAA"]
    with pytest.raises(Unfit, match="under 'secret'"):
        read(Key, as_text(HELD["AAA"]).replace("0" * 64, "0" * 63).encode(), "k")


def test_signatures_are_those_of_rfc_8032() -> None:
    """The public key of the first test vector (section 7.1) comes from its secret; another library finds the signature good."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Key(member="AAA", secret="9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert key.public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signed = sign(Outcome(plan="p", minimum=3, splits={}, told=()), key)
    said = b'{"foedera":"sealed-outcome","member":"AAA","outcome":{"illustrative":false,"minimum":3,"plan":"p","splits":{},"told":[]}}'
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public)).verify(bytes.fromhex(signed.signature), said)


def test_a_plan_from_before_there_were_keys() -> None:
    """It is refused, with what to do."""
    text = json.loads(as_text(PLAN))
    del text["keys"]
    with pytest.raises(Unfit, match=r"names no keys to sign with.*write the plan anew"):
        read(Plan, json.dumps(text).encode(), "plan.json")
