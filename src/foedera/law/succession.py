"""What becomes of an agreement when a state ceases to exist: it lapses, is continued, or passes to the state that unites it.

VCSST 31, 34, 35 and the practice of the UN Secretary-General; a separate successor binds itself by its own `succession`.
"""

from __future__ import annotations

from typing import Any

from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import Act


def lapse(ledger: Ledger, seat: Seat) -> None:
    """Let a state that has ceased to exist leave the agreement, or go on under the code of its continuator."""
    code = seat.code
    if seat.key != code:
        seat.renamed = ledger.day
        if seat.track:
            _, status, since, until, why = seat.track[-1]
            seat.enter(ledger.day, status, since, until, (*why, ("continued", code, seat.key)))
        return
    ledger.recheck = True
    heir = ledger.parties.heirs.get(code)
    consent, bound = seat.consent, seat.is_bound
    if bound:
        for successor in ledger.parties[code].successors:
            own = ledger.key(successor)
            if own not in ledger.seats or ledger.seats[own].consent is None:
                ledger.ask(f"succession {own}", ("succession-open", successor, code))
    leave(ledger, seat)
    seat.enter(ledger.day, None, None, None, (("ceased", code),))
    ledger.memory["departed"] = ledger.day
    if heir is not None and consent is not None:
        _pass_on(ledger, seat, ledger.seat(heir), consent, bound)


def leave(ledger: Ledger, seat: Seat) -> None:
    """Take a participant's instrument out of the count and clear what bound it."""
    if not (ledger.entry.lapsed_count and ledger.met is None):
        ledger.standing.pop(seat.key, None)
    seat.consent = None
    seat.instruments = None
    seat.bound = None
    seat.exit = None
    seat.notice = None
    seat.provisional = None


def _pass_on(ledger: Ledger, seat: Seat, heir: Seat, consent: Act, bound: bool) -> None:
    """Give the state that unites others what one of them had (VCSST 31), unless it has a consent of its own."""
    ledger.settle(f"succession {heir.key}")
    if heir.consent is not None:
        return
    heir.consent = consent
    ledger.standing[heir.key] = heir
    since = ledger.parties[heir.key].since or ledger.day
    why: tuple[Why, ...] = (("act", consent), ("united", seat.code, heir.key))
    if bound:
        heir.bound = since
        heir.enter(ledger.day, "party", since, None, why)
    else:
        heir.enter(ledger.day, "contracting", since, None, why)


def note(_: Any, __: Act, ___: Seat) -> None:
    """Record an act that changes no status: an event, a declaration, an invocation."""
