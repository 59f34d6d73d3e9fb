"""Keep what a sealed round came to: its plan, each nation's receipt, and once the outcome all members of its committee signed; never an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import frozen

from foedera.deeds import chair
from foedera.deeds.powers import Actor, require_nation
from foedera.library.vocabularies import parties
from foedera.model.errors import NotAllowed, NotThere, OutOfDate, Unfit
from foedera.model.phrases import dated, say
from foedera.store import logs
from foedera.store import sealed as kept
from foedera.store.sealed import Papers
from foedera.store.threats import Called
from foedera.threats.assessments import Round
from foedera.threats.sealed import Plan, Receipt
from foedera.threats.sealed_outcomes import Outcome, Signed, disagreements, receipt_faults

Faults = Iterator[tuple[str, str]]


@frozen(kw_only=True)
class Standing:
    """How a sealed round stands for its reader.

    `received` has, for the chair and the committee, when each nation's receipt came; for everybody else those of its own nations. `outcome` is None
    until one is kept; `left_out` are the nations that gave a receipt and whose answer did not go in.
    """

    asked: Round
    plan: Plan | None
    received: Mapping[str, dt.datetime]
    signed: tuple[Signed, ...]
    left_out: tuple[str, ...]
    at: dt.datetime | None
    may_plan: bool
    may_keep: bool
    giving: tuple[str, ...]

    @property
    def outcome(self) -> Outcome | None:
        """What the round came to."""
        return self.signed[0].outcome if self.signed else None


def is_sealed(actor: Actor, name: str) -> bool:
    """Return whether a round of the register is a sealed one that is open to the actor."""
    try:
        return chair.find(actor, name).asked.sealed
    except NotThere:
        return False


def stands(actor: Actor, name: str, today: dt.date) -> Standing:
    """Return how a sealed round stands, for those it is open to. Raises NotThere for a round that is not, and for one that is not sealed."""
    called = _sealed(actor, name)
    asked, held = called.asked, kept.papers(name)
    sees_all = chair.chairs(actor, called) or _computes(actor, held.plan)
    went_in = held.outcomes[0].outcome.splits if held.outcomes else {}
    open_still, standing = not held.outcomes, asked.standing(asked.closes)
    may_give = open_still and held.plan is not None and today >= asked.opens
    return Standing(
        asked=asked,
        plan=held.plan,
        received={nation: at for nation, at in held.received.items() if sees_all or nation in actor.nations},
        signed=held.outcomes,
        left_out=tuple(nation for nation in held.receipts if held.outcomes and nation in standing and nation not in went_in),
        at=held.kept_at,
        may_plan=open_still and chair.chairs(actor, called),
        may_keep=open_still and asked.is_closed(today) and (chair.chairs(actor, called) or _computes(actor, held.plan)),
        giving=tuple(nation for nation in standing if may_give and nation in actor.nations and actor.may("assess", nation)),
    )


def plan(actor: Actor, name: str, given: Plan) -> None:
    """Keep the plan of a sealed round, by its chair; anew as long as no outcome is kept, and what receipts there were then count no longer.

    Raises NotAllowed, NotThere, Unfit with every fault, OutOfDate where something came between.
    """
    called = _sealed(actor, name)
    if not chair.chairs(actor, called):
        _refuse(actor, "keep a sealed plan", name, say("{who} does not chair this round; its plan is its chair's to hand in", who=actor.name))
    held = kept.papers(name)
    _pass(_over(held), _plan_faults(called.asked, given))
    _keep(name, given, (), (), actor, held)
    logs.note(actor.name, "keep a sealed plan", name, allowed=True, party=called.chair, address=actor.address)


def receipt(actor: Actor, name: str, given: Receipt, today: dt.date) -> None:
    """Keep the receipt of a nation of one's own for what it handed to the committee; anew where it split again, the last counts.

    Raises NotAllowed, NotThere, Unfit with every fault, OutOfDate where something came between.
    """
    require_nation(actor, "assess", "keep a receipt", given.nation)
    asked, held = _sealed(actor, name).asked, kept.papers(name)
    _pass(_over(held), _receipt_faults(asked, held.plan, given, today))
    _keep(name, None, (given,), (), actor, held)
    logs.note(actor.name, "keep a receipt", name, allowed=True, party=given.nation, address=actor.address)


def outcome(
    actor: Actor,
    name: str,
    signed: Sequence[Signed],
    today: dt.date,
    receipts: Sequence[Receipt] = (),
    given: Plan | None = None,
    left_out: Collection[str] = (),
) -> Outcome:
    """Keep what a closed sealed round came to, by its chair or an officer of a member of the committee; once, all of it or nothing. Return it.

    Args:
        actor: who hands it in.
        name: the round.
        signed: the outcome of each member.
        today: the day it is.
        receipts: those of nations that did not hand in their own; each nation that went in needs one.
        given: the plan, where it is not kept yet; the chair's to hand in.
        left_out: nations that gave a receipt and whose answer did not go in, since its files did not fit; all are told.

    Raises:
        NotAllowed: the actor neither chairs the round nor may assess for a member of the committee.
        NotThere: there is no such sealed round open to the actor.
        Unfit: with every fault.
        OutOfDate: something came between.
    """
    called = _sealed(actor, name)
    asked, held = called.asked, kept.papers(name)
    if not (chair.chairs(actor, called) or _computes(actor, held.plan)):
        why = say("{who} neither chairs this round nor assesses for a member of its committee; one of them hands in the outcome", who=actor.name)
        _refuse(actor, "keep a sealed outcome", name, why)
    over = list(_over(held))
    if not asked.is_closed(today):
        over.append(("", say("the round is open until {day}; it is computed after that, when all have answered", day=dated(asked.closes))))
    agreed = held.plan or (given if chair.chairs(actor, called) else None)
    if agreed is None:
        raise Unfit((*over, ("plan", say("the plan of this round is not kept yet; its chair hands it in"))))
    if held.plan is not None and given is not None and given.digest != held.plan.digest:
        over.append(("plan", say("this is not the plan that is kept; the files of another plan do not fit this round")))
    _pass(iter(over), _plan_faults(asked, agreed), _outcome_faults(asked, agreed, held, signed, receipts, left_out))
    new = tuple(found for found in receipts if found.nation not in held.receipts)
    _keep(name, None if held.plan is not None else agreed, new, signed, actor, held)
    logs.note(actor.name, "keep a sealed outcome", name, allowed=True, party=called.chair, address=actor.address)
    return signed[0].outcome


def _sealed(actor: Actor, name: str) -> Called:
    called = chair.find(actor, name)
    if not called.asked.sealed:
        raise NotThere(say("this round is not sealed: its nations answer it here"))
    return called


def _computes(actor: Actor, agreed: Plan | None) -> bool:
    """Return whether an actor assesses for a member of the committee."""
    members = agreed.committee if agreed is not None else ()
    return actor.user is not None and any(member in actor.nations and actor.may("assess", member) for member in members)


def _refuse(actor: Actor, deed: str, name: str, why: str) -> None:
    logs.note(actor.name, deed, name, allowed=False, why=why, address=actor.address)
    raise NotAllowed(why)


def _pass(*found: Faults) -> None:
    if faults := tuple(fault for each in found for fault in each):
        raise Unfit(faults)


def _keep(name: str, agreed: Plan | None, receipts: Sequence[Receipt], signed: Sequence[Signed], actor: Actor, held: Papers) -> None:
    if not kept.keep(name, agreed, receipts, signed, actor.user, before=held):
        raise OutOfDate(say("somebody handed in papers of this round meanwhile; look at it again, then hand in yours"))


def _over(held: Papers) -> Faults:
    if held.outcomes:
        yield "", say("what this round came to is on record; it is kept once and stays as it is")


def _plan_faults(asked: Round, given: Plan) -> Faults:
    """Yield why a plan is not one of a round as it was called."""
    try:
        given.check()
    except Unfit as unfit:
        for where, what in unfit.faults:
            yield f"plan.{where}", what
    if given.round != asked.id:
        yield "plan.round", say("the plan is of the round '{other}', not of '{name}'", other=given.round[:80], name=asked.id)
    for where, those, own in (("threats", given.threats, asked.threats), ("nations", given.nations, asked.nations)):
        for name in sorted(set(those) ^ set(own)):
            text = say("'{name}' is in the plan and not in the round", name=name[:80])
            yield f"plan.{where}", text if name in those else say("'{name}' is in the round and not in the plan", name=name[:80])
    for member in given.committee:
        if member not in parties():
            yield "plan.committee", say("no party has the code '{code}'", code=member[:40])
    if given.illustrative != asked.illustrative:
        yield "plan.illustrative", say("the plan and the round do not agree on whether this is an invented example")


def _receipt_faults(asked: Round, agreed: Plan | None, given: Receipt, today: dt.date) -> Faults:
    if agreed is None:
        yield "plan", say("the plan of this round is not kept yet; its chair hands it in")
        return
    if today < asked.opens:
        yield "", say("the round opens on {day}", day=dated(asked.opens))
    if given.nation in asked.withdrawn:
        yield "nation", say("{nation} has withdrawn from this round", nation=given.nation)
    for _, what in receipt_faults(agreed, (given,)):
        yield "receipt", what


def _outcome_faults(
    asked: Round, agreed: Plan, held: Papers, signed: Sequence[Signed], receipts: Sequence[Receipt], left_out: Collection[str]
) -> Faults:
    """Yield what keeps outcomes off the record: what `verify` finds, and what only the register knows of receipts and withdrawals."""
    standing = asked.standing(asked.closes)
    for found in receipts:
        own = held.receipts.get(found.nation)
        if own is not None and own != found:
            yield "receipts", say("{nation} handed in another receipt itself; leave this one away", nation=found.nation)
    counted = [
        *(own for nation, own in held.receipts.items() if nation in standing),
        *(found for found in receipts if found.nation not in held.receipts),
    ]
    apart = set(left_out)
    for nation, what in disagreements(agreed, signed, [found for found in counted if found.nation not in apart]):
        yield "outcomes", say("{who}: {what}", who=nation[:40], what=what)
    went_in = signed[0].outcome.splits if signed else {}
    for nation in went_in:
        if nation in asked.withdrawn and nation not in standing:
            yield "outcomes", say("{nation} withdrew from this round and its answer went in; compute again without it", nation=nation)
        elif nation not in {found.nation for found in counted}:
            yield "receipts", say("there is no receipt of {nation}, whose answer went in; hand it in too", nation=nation[:40])
    for nation in sorted(apart):
        if nation in went_in:
            yield "left_out", say("{nation} is named as left out, but its answer went in", nation=nation[:40])
        elif nation not in {found.nation for found in counted}:
            yield "left_out", say("{nation} gave no receipt, so nothing of it was left out", nation=nation[:40])
