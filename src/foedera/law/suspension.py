"""Suspension of the operation of an agreement, between two of its parties or for all (VCLT 57, 58, 60, 72)."""

from __future__ import annotations

from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import Act

EVERYBODY = "*"


def suspended(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Suspend towards those the act addresses, without addressee towards all, on the day it names or at once."""
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _halt, (act, seat))
    else:
        _halt(ledger, (act, seat))


def resumed(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Lift the author's own suspensions, those towards the addressees or, without addressee, all of them."""
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _lift, (act, seat))
    else:
        _lift(ledger, (act, seat))


def _halt(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    if ledger.parties.is_organisation(seat.key) and not seat.is_bound:
        for code in act.to or [party.key for party in ledger.bound()]:
            ledger.halts[(ledger.key(code), EVERYBODY)] = act
    else:
        for code in act.to or (EVERYBODY,):
            ledger.halts[(seat.key, ledger.key(code))] = act
    if act.until is not None:
        ledger.schedule(act.until, _lift, (act, seat))
    ledger.memory["halted"] = True
    ledger.recheck = True


def _lift(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    targets = {ledger.key(code) for code in act.to}
    organ = ledger.parties.is_organisation(seat.key) and not seat.is_bound
    for pair, halt in list(ledger.halts.items()):
        author, target = pair
        own = seat.key in halt.by or seat.code in halt.by if organ else author == seat.key
        answered = bool(act.of) and halt.id == act.of
        if answered or (own and (not targets or target in targets or (organ and author in targets) or target == EVERYBODY)):
            del ledger.halts[pair]
    ledger.recheck = True


def holding(halts: dict[tuple[str, str], Act], a: str, b: str) -> Act | None:
    """Return the act by which the operation between two participants is suspended, None if it is not."""
    for pair in ((a, b), (b, a), (a, EVERYBODY), (b, EVERYBODY)):
        if pair in halts:
            return halts[pair]
    return None


def settle(ledger: Ledger) -> None:
    """Bring the statuses in line with the suspensions at the end of a day.

    A party is suspended when no other party applies the agreement with it; the agreement, when no two parties do.
    """
    bound = ledger.bound()
    applied = False
    for seat in bound:
        partners = [other for other in bound if other is not seat]
        cut_off = [holding(ledger.halts, seat.key, other.key) for other in partners]
        isolated = bool(partners) and all(cut_off)
        applied = applied or not isolated
        if isolated and seat.status == "party":
            reasons: tuple[Why, ...] = tuple(("act", act) for act in dict.fromkeys(filter(None, cut_off)))
            seat.enter(ledger.day, "suspended", ledger.day, None, (*reasons, ("suspended",)))
        elif not isolated and seat.status == "suspended":
            seat.enter(ledger.day, "party", seat.bound, None, (("act", seat.consent), ("resumed",)))
    if not ledger.entered or ledger.over:
        return
    if bound and not applied and ledger.status == "in-force":
        ledger.enter("suspended", ledger.expected, (*ledger.entry_why, ("all-suspended",), *ledger.end_why))
    elif applied and ledger.status == "suspended":
        ledger.enter("in-force", ledger.expected, (*ledger.entry_why, ("resumed",), *ledger.end_why))
