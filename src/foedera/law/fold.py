"""The fold: an agreement's acts, played day by day, become its timeline. One handler per kind of act.

A day runs: what was scheduled for it takes effect, then its acts in the order of the file, then the clauses are examined on
what stands at its end. After the last act only time goes on: what still happens is certain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from heapq import heappop

from foedera.law import amendment, consent, duration, entry, provisional, reservations, succession, suspension, termination, withdrawal
from foedera.law.docket import Docket
from foedera.law.ledger import Ledger, Seat
from foedera.model.acts import KINDS, Act
from foedera.model.agreements import Agreement

Handler = Callable[[Ledger, Act, Seat], None]


def _extension(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Extend the agreement, or by `of` a running notice."""
    if act.of:
        withdrawal.prolonged(ledger, act, seat)
    else:
        duration.extended(ledger, act, seat)


HANDLERS: dict[str, Handler] = {
    "signature": consent.signature,
    "succession-to-signature": consent.signature,
    "definitive-signature": consent.definitive_signature,
    "ratification": consent.consent,
    "acceptance": consent.consent,
    "approval": consent.consent,
    "accession": consent.consent,
    "formal-confirmation": consent.consent,
    "consent": consent.consent,
    "succession": consent.consent,
    "notification": consent.notification,
    "invitation": consent.invitation,
    "provisional-application": provisional.declared,
    "refusal-of-provisional-application": provisional.refused,
    "end-of-provisional-application": provisional.ended,
    "refusal": provisional.will_not_become_party,
    "reservation": reservations.note,
    "acceptance-of-reservation": reservations.note,
    "objection": reservations.note,
    "withdrawal-of-objection": reservations.note,
    "withdrawal-of-reservation": reservations.note,
    "suspension": suspension.suspended,
    "resumption": suspension.resumed,
    "extension": _extension,
    "withdrawal": withdrawal.withdrawn,
    "revocation-of-withdrawal": withdrawal.revoked,
    "armed-conflict": withdrawal.armed_conflict,
    "expulsion": withdrawal.expelled,
    "termination": termination.terminated,
}

#: Kinds recorded for the reader; they change no status.
SILENT = frozenset(KINDS) - HANDLERS.keys()

#: Reservations and what is done about them are taken before the consents of the same day, which they qualify.
_FIRST = reservations.KINDS


def in_order(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the acts by day, within a day as the file has them, those about reservations first."""
    previous = dt.date.min
    for act in acts:
        if act.on <= previous:
            return tuple(sorted(acts, key=_sort_key))
        previous = act.on
    return acts


def _sort_key(act: Act) -> tuple[int, bool]:
    return act.on.toordinal(), act.kind not in _FIRST


def run(agreement: Agreement, acts: tuple[Act, ...], docket: Docket) -> Ledger:
    """Fold the acts of an agreement and return the ledger they leave."""
    acts = in_order(acts)
    ledger = Ledger(agreement, acts, docket, succession.lapse)
    if agreement.entry_into_force is None and agreement.links:
        amendment.adopt_rule(ledger)
    _prepare(ledger)
    queue = ledger.queue
    position, count = 0, len(acts)
    while position < count or queue:
        day = queue[0][0] if queue and (position == count or queue[0][0] <= acts[position].on) else acts[position].on
        ledger.day = day
        while queue and queue[0][0] <= day:
            _, _, effect, argument = heappop(queue)
            effect(ledger, argument)
        while position < count and acts[position].on == day:
            act = acts[position]
            position += 1
            handler = HANDLERS.get(act.kind)
            if handler is not None:
                for code in act.by:
                    handler(ledger, act, ledger.seat(code))
        if ledger.recheck:
            close_day(ledger)
    return ledger


def _prepare(ledger: Ledger) -> None:
    """Open the agreement and schedule what time and other agreements will bring."""
    agreement = ledger.agreement
    opening = agreement.opened or agreement.adopted
    first = next((act.on for act in ledger.acts if act.kind not in SILENT), None)
    if first is not None and (opening is None or first < opening):
        opening = first
    if opening is None:
        return
    ledger.day = ledger.opening = opening
    ledger.enter("open", None, (("opened", opening),))
    entry.watch(ledger)
    if agreement.provisional_application is not None:
        provisional.watch(ledger)
    if agreement.termination is not None:
        termination.watch(ledger)
    if agreement.links or agreement.withdrawal is not None or agreement.id in ledger.docket.superseded:
        ledger.docket.follow(ledger)
    if ledger.timed:
        ledger.schedule(opening, entry.look_again)


def close_day(ledger: Ledger) -> None:
    """Examine the clauses at the end of a day on which something changed."""
    ledger.recheck = False
    if ledger.over:
        ledger.fallen.clear()
        return
    if ledger.in_force is None:
        entry.examine(ledger)
    if ledger.fallen:
        succession.clear_fallen(ledger)
    if ledger.reserving:
        _weigh_reservations(ledger)
    if ledger.entered:
        if "without a day" in ledger.memory:
            entry.try_again(ledger)
        _after_entry(ledger)
    ledger.recheck = False


def _weigh_reservations(ledger: Ledger) -> None:
    """Let those become parties whose reservations no longer stand in the way."""
    reservations.judge_new(ledger)
    for seat in list(ledger.standing.values()):
        if seat.status in ("contracting", "provisional") and seat.bound is not None and seat.bound <= ledger.day and ledger.entered:
            entry.become_party(ledger, seat)


def _after_entry(ledger: Ledger) -> None:
    """Examine what can only happen to an agreement in force: its term, its end, its suspension."""
    if ledger.term is None and ledger.agreement.duration is not None:
        duration.start(ledger)
    if "binds all" in ledger.memory:
        amendment.bind_all(ledger)
    if ledger.agreement.termination is not None or ledger.terminating or "leaving" in ledger.memory or "departed" in ledger.memory:
        termination.settle(ledger)
    if "superseded" in ledger.memory:
        amendment.end_superseded(ledger)
    if ledger.halts is not None:
        suspension.settle(ledger)
