"""Signature, consent and invitation: who has bound itself, by what, and who was allowed to (VCLT 10-18)."""

from __future__ import annotations

import datetime as dt

from foedera.law import provisional
from foedera.law.conditions import Ballot, met_on, negotiating
from foedera.law.entry import take_consent
from foedera.law.ledger import Ledger, Seat
from foedera.model.acts import Act


def signature(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record a signature; it binds where the agreement says so (VCLT 12)."""
    if seat.signed is None:
        seat.signed = act
        ledger.signed[seat.key] = seat
        ledger.recheck = True
        if seat.status in (None, "withdrawn") and not ledger.over:
            inherited = act.kind == "succession-to-signature" and act.effective is not None and act.effective < act.on
            seat.enter(ledger.day, "signatory", act.effective if inherited else act.on, None, (("act", act),))
        if ledger.agreement.provisional_application is not None:
            provisional.on_signature(ledger, act, seat)
    if ledger.signature_binds and seat.consent is None:
        consent(ledger, act, seat)


def definitive_signature(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record a signature that is itself the consent (VCLT 12)."""
    signature(ledger, act, seat)
    consent(ledger, act, seat)


def notification(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record a notification, for instance that internal procedures are complete; by default it expresses consent."""
    ledger.notified[seat.key] = act
    ledger.recheck = True
    consent(ledger, act, seat)


def consent(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record an act expressing consent to be bound, if the participant may give it (VCLT 11-15)."""
    if act.kind not in ledger.consent_kinds and not (act.kind == "signature" and ledger.signature_binds):
        return
    if ledger.over:
        ledger.ask(f"late {seat.key}", ("after-end", act, seat.code))
        return
    if ledger.restricted and not _eligible(ledger, seat):
        ledger.waiting.append((act, seat))
        ledger.ask(f"closed {seat.key}", ("not-open-to", act, seat.code))
        return
    if seat.consent is not None:
        if seat.instruments is None:
            seat.instruments = []
        seat.instruments.append(act)
        ledger.recheck = True
        return
    take_consent(ledger, seat, act)


def invitation(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record an invitation to become a party (VCLT 15), and let in the instruments that waited for it."""
    for code in act.to:
        invited = ledger.memory.setdefault("invited", {}).setdefault(ledger.key(code), [])
        invited.append((seat.key, act))
        _meets_invitation(ledger, ledger.key(code))
    for waiting in list(ledger.waiting):
        instrument, candidate = waiting
        if candidate.consent is None and _eligible(ledger, candidate):
            ledger.waiting.remove(waiting)
            ledger.settle(f"closed {candidate.key}")
            take_consent(ledger, candidate, instrument)


def _eligible(ledger: Ledger, seat: Seat) -> bool:
    """Return whether the agreement is open to this participant today."""
    clause = ledger.agreement.consent
    assert clause is not None
    if "all" in clause.open_to or seat.key in ledger.signed or seat.key in negotiating(ledger):
        return True
    if any(ledger.key(code) == seat.key for code in clause.open_to):
        return True
    if "invitation" not in clause.open_to:
        return False
    return _meets_invitation(ledger, seat.key)


def _meets_invitation(ledger: Ledger, candidate: str) -> bool:
    """Return whether a candidate has been invited as the clause asks; once it has, it stays so."""
    clause = ledger.agreement.consent
    admitted: set[str] = ledger.memory.setdefault("admitted", set())
    if candidate in admitted:
        return True
    invitations: list[tuple[str, Act]] = ledger.memory.get("invited", {}).get(candidate, [])
    if clause is None or not invitations:
        return False
    met: dt.date | None = ledger.day
    if clause.invited_by is not None and not any(ledger.parties.is_organisation(by) for by, _ in invitations):
        by_author: dict[str, list[Act]] = {}
        for author, act in invitations:
            by_author.setdefault(author, []).append(act)
        met = met_on(ledger, clause.invited_by, Ballot(set(by_author), by_author))
    if met is None or met > ledger.day:
        return False
    admitted.add(candidate)
    return True
