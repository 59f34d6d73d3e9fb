"""Provisional application: who applies the agreement before being bound by it, and until when (VCLT 25)."""

from __future__ import annotations

from typing import Any

from foedera.law.entry import revert
from foedera.law.ledger import Ledger, Seat
from foedera.model.acts import Act


def watch(ledger: Ledger) -> None:
    """Schedule what the clause on provisional application brings by itself: its end, and its start where it is the default."""
    clause = ledger.agreement.provisional_application
    if clause is None:
        return
    if clause.until is not None and clause.until != "entry-into-force":
        ledger.schedule(clause.until, _end_for_all)
    opening = ledger.agreement.adopted or ledger.agreement.opened
    if clause.by == "default" and ledger.agreement.negotiating is not None and opening is not None:
        ledger.schedule(opening, _start_for_all)


def on_signature(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Start provisional application with a signature, where the clause says so."""
    clause = ledger.agreement.provisional_application
    if clause is not None and clause.by in ("signature", "default") and act.kind != "definitive-signature":
        _start(ledger, seat, act)


def declared(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Start provisional application by a declaration, on the day it names or at once."""
    if ledger.agreement.provisional_application is None:
        ledger.ask(f"provisional {seat.key}", ("no-provisional-clause", act, seat.code))
        return
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _declared_day_has_come, (act, seat))
    else:
        _start(ledger, seat, act)


def refused(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Keep a state out of provisional application, or end it (VCLT 25(2))."""
    ledger.memory[("refused", seat.key)] = True
    ended(ledger, act, seat)


def ended(ledger: Ledger, act: Act, seat: Seat) -> None:
    """End provisional application for one state: it said so, or that it will not become a party (VCLT 25(2))."""
    if act.effective is not None and act.effective > ledger.day:
        ledger.schedule(act.effective, _ended_by, (act, seat))
        return
    _ended_by(ledger, (act, seat))


def _ended_by(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    act, seat = argument
    if seat.status == "provisional":
        revert(ledger, seat, (("provisional-ended", act),))


def will_not_become_party(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Note that a state will not become a party: its signature obliges it to nothing any more (VCLT 18(a))."""
    ended(ledger, act, seat)
    if seat.status == "signatory":
        seat.enter(ledger.day, "signatory", seat.since, None, (("act", seat.signed), ("refusal", act)))


def _declared_day_has_come(ledger: Ledger, argument: tuple[Act, Seat]) -> None:
    _start(ledger, argument[1], argument[0])


def _start_for_all(ledger: Ledger, _: Any) -> None:
    for code in ledger.agreement.negotiating or ():
        _start(ledger, ledger.seat(code), None)


def _end_for_all(ledger: Ledger, _: Any) -> None:
    clause = ledger.agreement.provisional_application
    for seat in ledger.seats.values():
        if seat.status == "provisional":
            revert(ledger, seat, (("provisional-until", clause),))


def _start(ledger: Ledger, seat: Seat, act: Act | None) -> None:
    clause = ledger.agreement.provisional_application
    if clause is None or seat.is_bound or seat.status in ("provisional", "withdrawn") or ledger.over:
        return
    if ("refused", seat.key) in ledger.memory:
        return
    if clause.until is not None and (
        (clause.until == "entry-into-force" and ledger.entered) or (clause.until != "entry-into-force" and clause.until <= ledger.day)
    ):
        return
    seat.provisional = ledger.day
    reasons = (("provisional", clause),) if act is None else (("act", act), ("provisional", clause))
    seat.enter(ledger.day, "provisional", ledger.day, None, reasons)
