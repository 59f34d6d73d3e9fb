"""Reservations and objections: which stand, against whom, and from which day an instrument with one takes effect.

VCLT 19 (what is impermissible), 20 (acceptance, tacit after twelve months), 21 (effects), 22 (withdrawal), 23(2) (confirmation).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define, field

from foedera.law.ledger import Ledger, Seat
from foedera.law.periods import after
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE, Reservations

EVERYBODY = "*"

#: What a reservation does towards one other participant.
VOID, ACCEPTED, PENDING, OBJECTED, PRECLUDED = "void", "accepted", "pending", "objected", "precluded"


@define
class Reservation:
    """One reservation with all that was done about it, by the codes that count (continuators for predecessors).

    `fault` says why it has no effect at all: impermissible, unconfirmed, late. `free` means no acceptance is needed (VCLT 20(1)).
    """

    key: str
    id: str
    act: Act
    articles: tuple[str, ...]
    made: dt.date
    known: dt.date
    fault: str = ""
    free: bool = False
    late: bool = False
    accepted: dict[str, Act] = field(factory=dict)
    organ: Act | None = None
    objections: dict[str, Act] = field(factory=dict)
    lifted: dict[str, tuple[dt.date, Act]] = field(factory=dict)
    withdrawn: dict[str, tuple[dt.date, Act]] = field(factory=dict)

    def withdrawn_towards(self, other: str, day: dt.date) -> bool:
        """Return whether the reservation has been withdrawn towards that participant by that day (VCLT 22(3)(a))."""
        return any(self.withdrawn[k][0] <= day for k in (other, EVERYBODY) if k in self.withdrawn)

    def bars(self, ledger: Ledger) -> bool:
        """Return whether, the clause asking for it, the author's instrument does not count today."""
        day = _needed_acceptance(ledger, self)
        return day is None or day > ledger.day


def gather(acts: Iterable[Act], clause: Reservations, key: Callable[[str], str], consents: Mapping[str, dt.date]) -> list[Reservation]:
    """Return the reservations these acts leave, each judged against the clause and its author's day of consent.

    `consents` holds the day on which each participant consented, as far as it has.
    """
    found: dict[str, Reservation] = {}
    standing: list[Reservation] = []
    for act in acts:
        if act.kind == "reservation":
            for code in act.by:
                _reserve(act, key(code), clause, consents, found, standing)
            continue
        target = found.get(act.of)
        if act.kind == "withdrawal-of-objection":
            _lift(act, standing, key)
        elif target is None:
            continue
        elif act.kind == "acceptance-of-reservation":
            for code in act.by:
                target.accepted.setdefault(key(code), act)
        elif act.kind == "objection":
            for code in act.by:
                target.objections.setdefault(key(code), act)
        elif act.kind == "withdrawal-of-reservation":
            day = max(act.on, act.known, act.effective or act.on)
            for code in act.to or (EVERYBODY,):
                target.withdrawn.setdefault(key(code), (day, act))
    return standing


def _reserve(
    act: Act,
    author: str,
    clause: Reservations,
    consents: Mapping[str, dt.date],
    found: dict[str, Reservation],
    standing: list[Reservation],
) -> None:
    earlier = found.get(act.of) if act.of else None
    consented = consents.get(author)
    if earlier is not None and earlier.key == author:
        earlier.made, earlier.known = act.on, act.known
        earlier.id = act.id or earlier.id
        earlier.articles = act.articles or earlier.articles
        earlier.act = act
        reservation = earlier
        reservation.fault = ""
    else:
        reservation = Reservation(author, act.id or f"{author}/{act.on}", act, act.articles, act.on, act.known)
        standing.append(reservation)
    if act.id:
        found[act.id] = reservation
    reservation.late = consented is not None and act.on > consented
    reservation.free = clause.permitted == "listed"
    if clause.permitted == "none":
        reservation.fault = "19(a)"
    elif clause.permitted == "listed" and not (reservation.articles and set(reservation.articles) <= set(clause.to)):
        reservation.fault = "19(b)"
    elif reservation.late and clause.late is None:
        reservation.fault = "late"
    elif consented is not None and act.on < consented:
        reservation.fault = "23(2)"


def _lift(act: Act, standing: list[Reservation], key: Callable[[str], str]) -> None:
    authors = {key(code) for code in act.by}
    for reservation in standing:
        for author, objection in reservation.objections.items():
            if author in authors and act.of in (objection.id, reservation.id, reservation.act.of):
                day = max(act.on, act.known, act.effective or act.on)
                reservation.lifted.setdefault(author, (day, act))


def deadline(reservation: Reservation, clause: Reservations, consented: dt.date | None) -> dt.date:
    """Return the last day to object: twelve months after notification, or the day of consent if later (VCLT 20(5))."""
    end = after(clause.objections_within, reservation.known)
    assert end is not None
    return max(end, consented) if consented is not None else end


def towards(
    reservation: Reservation, clause: Reservations, other: str, consented: dt.date | None, day: dt.date
) -> tuple[str, dt.date | None, Act | None]:
    """Return what the reservation does towards one other participant on a day, since when, and the act that made it so."""
    if reservation.fault:
        return VOID, None, None
    if reservation.withdrawn_towards(other, day):
        return VOID, None, None
    if reservation.free and not reservation.late:
        return ACCEPTED, reservation.made, None
    if clause.acceptance == "organ":
        organ = next((act for act in reservation.accepted.values() if act.on <= day), None)
        return (ACCEPTED, organ.on, organ) if organ is not None else (PENDING, None, None)
    last = deadline(reservation, clause, consented)
    if reservation.late:
        objection = next((act for act in reservation.objections.values() if act.on <= last), None)
        if objection is not None:
            return VOID, None, objection
        return (ACCEPTED, last, None) if last <= day else (VOID, None, None)
    accepted = reservation.accepted.get(other)
    objection = reservation.objections.get(other)
    if objection is not None and (objection.on > last or objection.on > day):
        objection = None
    if accepted is not None and accepted.on <= day and (objection is None or accepted.on < objection.on):
        return ACCEPTED, accepted.on, accepted
    if objection is not None:
        lifted = reservation.lifted.get(other)
        if lifted is not None and lifted[0] <= day:
            return ACCEPTED, lifted[0], lifted[1]
        return (PRECLUDED if objection.precludes else OBJECTED), objection.on, objection
    if last <= day:
        return ACCEPTED, last, None
    return PENDING, None, None


def note(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Take an act about reservations into the ledger, and look again when the time to object has run."""
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    seen = [a for a in ledger.acts if a.on <= ledger.day]
    consents = {s.key: s.consent.on for s in ledger.seats.values() if s.consent is not None}
    for earlier in seen:
        if earlier.on == ledger.day and earlier.kind in ledger.consent_kinds:
            for code in earlier.by:
                consents.setdefault(ledger.key(code), earlier.on)
    ledger.reserved = gather(seen, clause, ledger.key, consents)
    ledger.recheck = True
    for reservation in ledger.reserved:
        if reservation.act is act and reservation.fault:
            ledger.ask(f"reservation {reservation.id}", ("reservation-void", act, seat.code, reservation.fault))
        last = after(clause.objections_within, reservation.known)
        if reservation.act is act and last is not None and last > ledger.day:
            ledger.schedule(last, _look_again)


def _look_again(ledger: Ledger, _: Any) -> None:
    ledger.recheck = True


def effective_day(ledger: Ledger, seat: Seat) -> dt.date | None:
    """Return from which day the seat's instrument has effect despite its reservations, None while it has none.

    `date.min` where no reservation stands in the way.
    """
    days: list[dt.date] = []
    for reservation in ledger.reserved:
        if reservation.key != seat.key or reservation.fault or reservation.late or reservation.free:
            continue
        if reservation.withdrawn_towards(EVERYBODY, ledger.day):
            days.append(reservation.withdrawn[EVERYBODY][0])
            continue
        clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
        if clause.effect == "deposit" and clause.acceptance == "tacit-12-months":
            continue
        day = _needed_acceptance(ledger, reservation)
        if day is None:
            return None
        days.append(day)
    return max(days, default=dt.date.min)


def _needed_acceptance(ledger: Ledger, reservation: Reservation) -> dt.date | None:
    """Return the day on which the acceptance the clause asks for was there, None while it is not.

    By default one other contracting state (VCLT 20(4)(c)); all of them where the clause says so (20(2)); or an organ (20(3)).
    """
    if reservation.fault or reservation.free:
        return reservation.made
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    days: list[dt.date | None] = []
    for other in ledger.standing.values():
        if other.key == reservation.key or other.consent is None:
            continue
        effect, day, _ = towards(reservation, clause, other.key, other.consent.on, ledger.day)
        if effect == VOID:
            day = reservation.made
        days.append(day if effect in (ACCEPTED, VOID) else None)
    given = [day for day in days if day is not None]
    if clause.acceptance == "organ":
        organ = next((act for act in reservation.accepted.values() if act.on <= ledger.day), None)
        return organ.on if organ is not None else None
    if clause.acceptance == "all":
        return max(given) if given and len(given) == len(days) else None
    return min(given) if given else None
