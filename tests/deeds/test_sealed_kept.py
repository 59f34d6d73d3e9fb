"""What a sealed round came to is kept once, signed by all, in line with plan and receipts; everything wrong is said at once, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve
from tests.deeds.test_rounds import AFTER, ASKED, CLOSES, NATIONS, OPEN, OPENS, person

from foedera.deeds import chair, keep_sealed
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.errors import NotAllowed, NotThere, OutOfDate, Unfit
from foedera.store import sealed as kept
from foedera.store.models import LogEntry, SealedPaper
from foedera.threats.assessments import Round
from foedera.threats.sealed import Plan, Receipt, Share, joined_from, split
from foedera.threats.sealed_outcomes import Key, Outcome, Signed, Told, outcome, sign

pytestmark = pytest.mark.usefixtures("register")

SEALED = evolve(ASKED, id="sealed-1", sealed=True)
COMMITTEE = ("NOR", "SWE", "FIN")
HELD = {code: Key(member=code, secret=f"{number:064x}") for number, code in enumerate((*NATIONS, "FRA"), 1)}
PLAN = Plan(
    round=SEALED.id,
    threats=SEALED.threats,
    nations=SEALED.nations,
    committee=COMMITTEE,
    keys={member: HELD[member].public for member in COMMITTEE},
)


@pytest.fixture
def officers(register: Any) -> dict[str, Actor]:
    """A treaty officer of each nation; Finland's chairs a sealed round."""
    found = {code: person((code, "treaty-officer")) for code in (*NATIONS, "FRA")}
    chair.call(found["FIN"], SEALED, "FIN", OPENS)
    return found


def handed(nations: Sequence[str] = NATIONS, plan: Plan = PLAN) -> tuple[dict[str, tuple[Share, ...]], dict[str, Receipt]]:
    """The shares and receipts of nations; all name the first threat."""
    both = {nation: split(plan, nation, plan.threats[:1], secrets.randbelow, secrets.token_hex) for nation in nations}
    return {nation: shares for nation, (shares, _) in both.items()}, {nation: receipt for nation, (_, receipt) in both.items()}


def came(shares: Mapping[str, tuple[Share, ...]], plan: Plan = PLAN) -> Outcome:
    """What these come to, counted in the open."""
    counts = [sum(column) for column in zip(*(joined_from({1: row[0].values, 2: row[1].values}) for row in shares.values()), strict=True)]
    return outcome(plan, [row[0] for row in shares.values()], [int(count >= plan.minimum) for count in counts])


def vouched(found: Outcome, members: Sequence[str] = COMMITTEE) -> list[Signed]:
    """An outcome as members sign it."""
    return [sign(found, HELD[member]) for member in members]


def faults(unfit: Any) -> dict[str, str]:
    """Return the faults of an error by their fields."""
    return dict(unfit.value.faults)


def test_the_way_of_a_sealed_round(officers: dict[str, Actor]) -> None:
    """Plan, receipts, outcome: each by whom it is for, and then all nations called read what it came to."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    for nation in NATIONS[:5]:
        assert keep_sealed.stands(officers[nation], SEALED.id, OPEN).giving == (nation,)
        keep_sealed.receipt(officers[nation], SEALED.id, receipts[nation], OPEN)
    found = came(shares)
    told = keep_sealed.outcome(officers["SWE"], SEALED.id, vouched(found), AFTER, [receipts["EST"]])
    assert told.told == (Told(SEALED.threats[0], 3, 6),)
    stands = keep_sealed.stands(officers["ISL"], SEALED.id, AFTER)
    assert (stands.outcome, stands.plan, stands.left_out) == (found, PLAN, ())
    assert {signed.member for signed in stands.signed} == set(COMMITTEE)
    assert (stands.may_plan, stands.may_keep, stands.giving) == (False, False, ())
    lines = LogEntry.objects.filter(subject=SEALED.id, allowed=True).values_list("deed", flat=True)
    assert sorted(set(lines)) == ["call a round", "keep a receipt", "keep a sealed outcome", "keep a sealed plan"]


def test_no_answer_is_held(officers: dict[str, Actor]) -> None:
    """What the tables hold of a sealed round is its plan, digests, splittings and bands: no share, no salt, nothing a nation named."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares)), AFTER, list(receipts.values()))
    held = " ".join(str(row) for row in SealedPaper.objects.values_list("content", flat=True))
    for row in shares.values():
        for share in row:
            assert share.salt not in held
            assert not any(str(value) in held for value in share.values)


def test_who_sees_whose_receipt(officers: dict[str, Actor]) -> None:
    """Chair and committee all; a nation its own; a stranger not even the round."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    _, receipts = handed()
    for nation in ("DNK", "EST"):
        keep_sealed.receipt(officers[nation], SEALED.id, receipts[nation], OPEN)
    seen = {code: set(keep_sealed.stands(officers[code], SEALED.id, OPEN).received) for code in ("FIN", "NOR", "DNK", "ISL")}
    assert seen == {"FIN": {"DNK", "EST"}, "NOR": {"DNK", "EST"}, "DNK": {"DNK"}, "ISL": set()}
    for stranger in (officers["FRA"], READER, OPERATOR):
        with pytest.raises(NotThere):
            keep_sealed.stands(stranger, SEALED.id, OPEN)


def test_who_may_hand_in_what(officers: dict[str, Actor]) -> None:
    """The chair the plan, each nation its receipt, chair or committee the outcome; a refusal is in the log."""
    shares, receipts = handed()
    with pytest.raises(NotAllowed, match="its chair's to hand in"):
        keep_sealed.plan(officers["SWE"], SEALED.id, PLAN)
    with pytest.raises(NotAllowed, match="neither chairs"):
        keep_sealed.outcome(officers["SWE"], SEALED.id, vouched(came(shares)), AFTER, list(receipts.values()), PLAN)
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    with pytest.raises(NotAllowed):
        keep_sealed.receipt(officers["FIN"], SEALED.id, receipts["SWE"], OPEN)
    reader = person(("NOR", "reader"), name="reader")
    for actor in (officers["EST"], reader):
        with pytest.raises(NotAllowed, match="neither chairs"):
            keep_sealed.outcome(actor, SEALED.id, vouched(came(shares)), AFTER, list(receipts.values()))
    with pytest.raises(NotAllowed):
        keep_sealed.receipt(reader, SEALED.id, receipts["NOR"], OPEN)
    assert LogEntry.objects.filter(allowed=False, deed__startswith="keep a").count() == 6
    assert SealedPaper.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"round": "other"}, "plan.round", "of the round 'other', not of 'sealed-1'"),
        ({"threats": (*SEALED.threats, "dragons")}, "plan.threats", "'dragons' is in the plan and not in the round"),
        ({"threats": SEALED.threats[:1]}, "plan.threats", "is in the round and not in the plan"),
        ({"nations": NATIONS[:5]}, "plan.nations", "'EST' is in the round and not in the plan"),
        ({"minimum": 2}, "plan.minimum", "at least 3 nations"),
        ({"committee": ("NOR", "SWE", "XQX")}, "plan.committee", "no party has the code 'XQX'"),
        ({"keys": {}}, "plan.keys", "has no key here"),
        ({"illustrative": True}, "plan.illustrative", "an invented example"),
    ],
)
def test_a_plan_of_something_else(officers: dict[str, Actor], change: dict[str, Any], field: str, said: str) -> None:
    """Each with what it is, and nothing is kept."""
    with pytest.raises(Unfit) as unfit:
        keep_sealed.plan(officers["FIN"], SEALED.id, evolve(PLAN, **change))
    assert said in faults(unfit)[field]
    assert not SealedPaper.objects.exists()


def test_receipts_that_do_not_belong(officers: dict[str, Actor]) -> None:
    """Before there is a plan, for another, before the round opens, after withdrawing; one that is given again counts."""
    _, receipts = handed()
    given, later = receipts["DNK"], handed()[1]["DNK"]
    who = officers["DNK"]
    with pytest.raises(Unfit, match="plan of this round is not kept yet"):
        keep_sealed.receipt(who, SEALED.id, given, OPEN)
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    for change, said in (({"plan": "0" * 64}, "another round"), ({"digests": {"NOR": "d"}}, "each member of the committee")):
        with pytest.raises(Unfit, match=said):
            keep_sealed.receipt(who, SEALED.id, evolve(given, **change), OPEN)
    with pytest.raises(Unfit, match="opens on 2026-11-01"):
        keep_sealed.receipt(who, SEALED.id, given, OPENS - dt.timedelta(days=1))
    for one in (given, later):
        keep_sealed.receipt(who, SEALED.id, one, OPEN)
    assert kept.papers(SEALED.id).receipts == {"DNK": later}
    chair.withdraw(who, SEALED.id, "DNK", OPEN)
    with pytest.raises(Unfit, match="has withdrawn"):
        keep_sealed.receipt(who, SEALED.id, given, OPEN)


def test_another_plan_begins_anew(officers: dict[str, Actor]) -> None:
    """Receipts for the former count no longer, and are not lost."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    keep_sealed.receipt(officers["DNK"], SEALED.id, handed()[1]["DNK"], OPEN)
    other = evolve(PLAN, minimum=4)
    keep_sealed.plan(officers["FIN"], SEALED.id, other)
    held = kept.papers(SEALED.id)
    assert (held.plan, held.receipts) == (other, {})
    assert SealedPaper.objects.count() == 3


def test_kept_once(officers: dict[str, Actor]) -> None:
    """After that no other outcome, plan or receipt is taken; what is on record stays."""
    shares, receipts = handed()
    keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares)), AFTER, list(receipts.values()), PLAN)
    before = list(SealedPaper.objects.values())
    other, theirs = handed()
    for again in (
        lambda: keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(other)), AFTER, list(theirs.values())),
        lambda: keep_sealed.plan(officers["FIN"], SEALED.id, evolve(PLAN, minimum=4)),
        lambda: keep_sealed.receipt(officers["DNK"], SEALED.id, theirs["DNK"], AFTER),
    ):
        with pytest.raises(Unfit, match="kept once and stays as it is"):
            again()
    assert list(SealedPaper.objects.values()) == before


def test_an_open_round_is_not_computed(officers: dict[str, Actor]) -> None:
    """On its last day it still is open."""
    shares, receipts = handed()
    with pytest.raises(Unfit, match="open until 2026-11-30"):
        keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares)), CLOSES, list(receipts.values()), PLAN)
    assert not SealedPaper.objects.exists()


def test_everything_wrong_at_once(officers: dict[str, Actor]) -> None:
    """A member missing, a receipt missing, another plan: all is said, with whose, and nothing is kept."""
    shares, receipts = handed()
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    some = [receipts[nation] for nation in NATIONS[:5]]
    with pytest.raises(Unfit) as unfit:
        keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares), COMMITTEE[:2]), AFTER, some, evolve(PLAN, minimum=4))
    said = faults(unfit)
    assert "FIN: the outcome of FIN is missing" in said["outcomes"]
    assert "no receipt of EST" in said["receipts"]
    assert "not the plan that is kept" in said["plan"]
    assert SealedPaper.objects.count() == 1


def test_receipts_and_what_went_in(officers: dict[str, Actor]) -> None:
    """A receipt unlike the nation's own; an answer that did not go in, unless it is named as left out, which all then read."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    for nation in NATIONS:
        keep_sealed.receipt(officers[nation], SEALED.id, receipts[nation], OPEN)
    five = vouched(came({nation: shares[nation] for nation in NATIONS[:5]}))

    def refused(signed: Sequence[Signed], given: Sequence[Receipt] = (), left_out: Sequence[str] = ()) -> str:
        with pytest.raises(Unfit) as unfit:
            keep_sealed.outcome(officers["NOR"], SEALED.id, signed, AFTER, given, left_out=left_out)
        return " ".join(text for _, text in unfit.value.faults)

    assert "DNK handed in another receipt itself" in refused(vouched(came(shares)), [handed()[1]["DNK"]])
    assert "EST: what EST gave a receipt for did not go into the outcome" in refused(five)
    assert "EST is named as left out, but its answer went in" in refused(vouched(came(shares)), left_out=["EST"])
    assert "FRA gave no receipt, so nothing of it was left out" in refused(five, left_out=["EST", "FRA"])
    keep_sealed.outcome(officers["NOR"], SEALED.id, five, AFTER, left_out=["EST"])
    assert keep_sealed.stands(officers["ISL"], SEALED.id, AFTER).left_out == ("EST",)


def test_a_nation_that_withdrew(officers: dict[str, Actor]) -> None:
    """Its receipt asks for nothing any more; an outcome its answer went into is refused."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    keep_sealed.receipt(officers["EST"], SEALED.id, receipts["EST"], OPEN)
    chair.withdraw(officers["EST"], SEALED.id, "EST", OPEN)
    others = [receipts[nation] for nation in NATIONS[:5]]
    with pytest.raises(Unfit, match="EST withdrew from this round"):
        keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares)), AFTER, others)
    keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came({nation: shares[nation] for nation in NATIONS[:5]})), AFTER, others)
    assert keep_sealed.stands(officers["ISL"], SEALED.id, AFTER).left_out == ()


def test_papers_that_come_between(officers: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked against papers that have changed since is not kept."""
    keep_sealed.plan(officers["FIN"], SEALED.id, PLAN)
    shares, receipts = handed()
    stale = kept.papers(SEALED.id)
    keep_sealed.receipt(officers["EST"], SEALED.id, receipts["EST"], OPEN)
    assert not kept.keep(SEALED.id, None, (), vouched(came(shares)), None, before=stale)
    assert not kept.keep(SEALED.id, evolve(PLAN, minimum=4), (), (), None, before=stale)
    assert kept.keep(SEALED.id, None, (receipts["DNK"],), (), None, before=stale), "receipts of two nations do not hinder one another"
    monkeypatch.setattr(kept, "keep", lambda *_, **__: False)
    with pytest.raises(OutOfDate, match="meanwhile"):
        keep_sealed.outcome(officers["FIN"], SEALED.id, vouched(came(shares)), AFTER, list(receipts.values()))
    assert not SealedPaper.objects.filter(kind=SealedPaper.OUTCOME).exists()


def test_a_round_that_is_not_sealed(officers: dict[str, Actor]) -> None:
    """It has no such papers."""
    chair.call(
        officers["FIN"],
        Round(**{**{field: getattr(ASKED, field) for field in ("title", "threats", "nations", "opens", "closes")}, "id": "open"}),
        "FIN",
        OPENS,
    )
    with pytest.raises(NotThere, match="not sealed"):
        keep_sealed.stands(officers["FIN"], "open", OPEN)
