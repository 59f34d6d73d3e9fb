"""What becomes of an agreement when a state ceases to exist: it lapses, is continued, or passes to the state that unites it.

VCSST 31, 34, 35 and the practice of the UN Secretary-General; a separate successor binds itself by its own `succession`.
"""

from __future__ import annotations

import datetime as dt

from foedera.law.entry import bind_from, look_again
from foedera.law.ledger import Ledger, Seat, Why, last_day
from foedera.model.acts import Act


def lapse(ledger: Ledger, seat: Seat) -> None:
    """Let a state that has ceased to exist leave the agreement, or go on under the code of its continuator."""
    code = seat.code
    if seat.key != code:
        _continue(ledger, seat, code)
        return
    ledger.recheck = True
    heir = ledger.parties.heirs.get(code)
    consent, bound, is_bound = seat.consent, seat.bound, seat.is_bound
    if is_bound:
        for successor in ledger.parties[code].successors:
            own = ledger.key(successor)
            if own not in ledger.seats or ledger.seats[own].consent is None:
                ledger.ask(f"succession {own}", ("succession-open", successor, code))
    leave(ledger, seat, signature=True)
    clear_fallen(ledger)
    seat.enter(ledger.day, None, None, None, (("ceased", code),))
    if is_bound:
        ledger.memory["departed"] = ledger.day
    if heir is not None and consent is not None:
        _pass_on(ledger, seat, ledger.seat(heir), consent, bound if is_bound or ledger.in_force is not None else None, is_bound)


def _continue(ledger: Ledger, seat: Seat, old: str) -> None:
    """Show a participant under the code of the state that continues it from today."""
    new = ledger.parties[old].continuator
    seat.names = [*(seat.names or [(dt.date.min, old)]), (ledger.day, new)]
    seat.code = new
    if new in ledger.mortal:
        ledger.schedule(last_day(ledger.parties, new) + dt.timedelta(days=1), lapse, seat)
    if seat.track:
        _, status, since, until, why = seat.track[-1]
        seat.enter(ledger.day, status, since, until, (*why, ("continued", old, new)))


def leave(ledger: Ledger, seat: Seat, *, signature: bool = False) -> None:
    """Take what a participant has given out of the count, from tomorrow, and clear what bound it.

    Who withdraws or ceases to exist on the day a condition is tested still counts that day; with `lapsed_count` its instruments
    go on counting until the condition is met.
    """
    if seat.consent is not None:
        seat.past = [*(seat.past or []), (seat.consent.on, ledger.day)]
    ledger.fallen.append((seat, ledger.notified.get(seat.key)))
    if ledger.entry.lapsed_count and ledger.met is None:
        if seat.consent is not None:
            seat.instruments = [*(seat.instruments or []), seat.consent]
    else:
        seat.instruments = None
    if signature:
        seat.signed = None
    seat.consent = None
    seat.bound = None
    seat.exit = None
    seat.notice = None
    seat.provisional = None


def clear_fallen(ledger: Ledger) -> None:
    """At the end of a day, strike what fell away during it from the counts; from tomorrow populations are smaller too."""
    if not (ledger.entry.lapsed_count and ledger.met is None):
        for seat, notification in ledger.fallen:
            if seat.consent is None:
                ledger.standing.pop(seat.key, None)
            if notification is not None and ledger.notified.get(seat.key) is notification:
                del ledger.notified[seat.key]
            if seat.signed is None:
                ledger.signed.pop(seat.key, None)
    ledger.fallen.clear()
    if ledger.in_force is None:
        ledger.schedule(ledger.day + dt.timedelta(days=1), look_again)


def _pass_on(ledger: Ledger, seat: Seat, heir: Seat, consent: Act, bound: dt.date | None, is_bound: bool) -> None:
    """Give the state that unites others what one of them had (VCSST 31), unless it is bound itself."""
    ledger.settle(f"succession {heir.key}")
    if heir.is_bound or (heir.consent is not None and not is_bound):
        return
    heir.consent = consent
    ledger.standing.pop(seat.key, None)
    ledger.standing[heir.key] = heir
    why: tuple[Why, ...] = (("act", consent), ("united", seat.code, heir.key, ledger.day))
    if is_bound:
        heir.bound = ledger.day
        heir.enter(ledger.day, "party", ledger.day, None, why)
        return
    heir.enter(ledger.day, "contracting", ledger.day, None, why)
    if bound is not None:
        bind_from(ledger, heir, bound)
