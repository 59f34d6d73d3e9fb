"""Reservations and objections: which stand, against whom, and from which day an instrument with one takes effect.

VCLT 19 (what is impermissible), 20 (acceptance, tacit after twelve months), 21 (effects), 22 (withdrawal), 23(2) (confirmation).
`gather` reads them off the acts afresh; nothing about them is kept in the ledger but that there are some.
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
from foedera.model.parties import Parties

EVERYBODY = "*"

#: What a reservation does towards one other participant.
VOID, ACCEPTED, PENDING, OBJECTED, PRECLUDED = "void", "accepted", "pending", "objected", "precluded"

#: The acts this module reads.
KINDS = frozenset({"reservation", "acceptance-of-reservation", "objection", "withdrawal-of-objection", "withdrawal-of-reservation"})

#: For each participant the times during which a consent of its stood, in order: the day it was given, the day it fell away.
Consents = Mapping[str, list[tuple[dt.date, dt.date | None]]]


@define
class Reservation:
    """One reservation with all that was done about it, by the codes that count (continuators for predecessors).

    `fault` says why it has no effect at all: impermissible, unconfirmed, late, gone with its instrument. `free` means no
    acceptance is needed (VCLT 20(1)); `late` that it came after its author's consent.
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
    withdrawals: list[tuple[dt.date, Act]] = field(factory=list)

    def articles_towards(self, other: str, day: dt.date, key: Callable[[str], str]) -> tuple[str, ...]:
        """Return the articles still reserved towards a participant on a day, after withdrawals in part."""
        gone = {a for at, act in self.withdrawals if at <= day and _meant(act, other, key) for a in act.articles}
        return tuple(article for article in self.articles if article not in gone)

    def withdrawn_towards(self, other: str, day: dt.date, key: Callable[[str], str]) -> dt.date | None:
        """Return since when the whole reservation is withdrawn towards a participant, None while it is not (VCLT 22(3)(a))."""
        for at, act in sorted(self.withdrawals, key=lambda item: item[0]):
            if at <= day and _meant(act, other, key) and (not act.articles or not self.articles_towards(other, at, key)):
                return at
        return None


def _meant(act: Act, other: str, key: Callable[[str], str]) -> bool:
    return not act.to or other in map(key, act.to)


def gather(acts: Iterable[Act], clause: Reservations, key: Callable[[str], str], consents: Consents, parties: Parties) -> list[Reservation]:
    """Return the reservations these acts leave, each judged against the clause and its author's consents."""
    found: dict[str, list[Reservation]] = {}
    standing: list[Reservation] = []
    for act in acts:
        authors = [key(code) for code in act.by]
        if act.kind == "reservation":
            for author in authors:
                _reserve(act, author, found, standing)
        elif act.kind == "withdrawal-of-objection":
            _lift(act, standing, set(authors))
        for target in _answered(act, authors, found, standing, key):
            if act.kind == "acceptance-of-reservation":
                for author in authors:
                    target.accepted.setdefault(author, act)
                    if parties.is_organisation(author) and target.organ is None:
                        target.organ = act
            elif act.kind == "objection":
                for author in authors:
                    target.objections.setdefault(author, act)
            elif act.kind == "withdrawal-of-reservation" and target.key in authors:
                target.withdrawals.append((max(act.on, act.known, act.effective or act.on), act))
    for reservation in standing:
        _judge(reservation, clause, consents.get(reservation.key, []))
    return standing


def _answered(
    act: Act, authors: list[str], found: dict[str, list[Reservation]], standing: list[Reservation], key: Callable[[str], str]
) -> list[Reservation]:
    """Return the reservations an act answers: those it names; without a name, its author's own or those of whom it addresses."""
    if act.of:
        return found.get(act.of, [])
    if act.kind == "withdrawal-of-reservation":
        return [reservation for reservation in standing if reservation.key in authors]
    if act.kind in ("objection", "acceptance-of-reservation"):
        return [reservation for reservation in standing if reservation.key in map(key, act.to)]
    return []


def _reserve(act: Act, author: str, found: dict[str, list[Reservation]], standing: list[Reservation]) -> None:
    """Take a reservation, or the confirmation of an earlier one by the same author."""
    reservation = next((r for r in found.get(act.of, ()) if r.key == author), None) if act.of else None
    if reservation is None:
        reservation = Reservation(author, act.id or f"{author}/{act.on}", act, act.articles, act.on, act.known)
        standing.append(reservation)
    else:
        reservation.act, reservation.made, reservation.known = act, act.on, act.known
        reservation.id = act.id or reservation.id
        reservation.articles = act.articles or reservation.articles
    if act.id:
        found.setdefault(act.id, []).append(reservation)


def _judge(reservation: Reservation, clause: Reservations, consents: list[tuple[dt.date, dt.date | None]]) -> None:
    """Say whether a reservation may stand: made in time, confirmed, with an instrument that still stands, and permitted."""
    made = reservation.made
    own = next(((start, end) for start, end in consents if start <= made and (end is None or made < end)), None)
    following = next((start for start, _ in consents if start > made), None)
    reservation.late = own is not None and made > own[0]
    reservation.free = clause.permitted == "listed"
    if clause.permitted == "none":
        reservation.fault = "19(a)"
    elif clause.permitted == "listed" and not (reservation.articles and set(reservation.articles) <= set(clause.to)):
        reservation.fault = "19(b)"
    elif reservation.late and clause.late is None:
        reservation.fault = "late"
    elif own is None and following is not None:
        reservation.fault = "23(2)"
    elif own is not None and own[1] is not None:
        reservation.fault = "gone"


def _lift(act: Act, standing: list[Reservation], authors: set[str]) -> None:
    for reservation in standing:
        for author, objection in reservation.objections.items():
            if author in authors and act.of in (objection.id, reservation.id, reservation.act.of):
                reservation.lifted.setdefault(author, (max(act.on, act.known, act.effective or act.on), act))


def towards(
    reservation: Reservation, clause: Reservations, other: str, consented: dt.date | None, day: dt.date, key: Callable[[str], str]
) -> tuple[str, dt.date | None, Act | None]:
    """Return what the reservation does towards one other participant on a day, since when, and the act that made it so."""
    if reservation.fault:
        return VOID, None, None
    withdrawn = reservation.withdrawn_towards(other, day, key)
    if withdrawn is not None:
        return VOID, withdrawn, None
    last = after(clause.objections_within, reservation.known)
    assert last is not None
    if reservation.late:
        return _late(reservation, last, day)
    if reservation.free:
        return ACCEPTED, reservation.made, None
    if clause.acceptance == "organ":
        organ = reservation.organ
        return (ACCEPTED, organ.on, organ) if organ is not None and organ.on <= day else (PENDING, None, None)
    if consented is not None:
        last = max(last, consented)
    accepted = reservation.accepted.get(other)
    objection = reservation.objections.get(other)
    if objection is not None and (objection.on > last or objection.on > day):
        objection = None
    if accepted is not None and accepted.on <= day and (objection is None or accepted.on < objection.on):
        return ACCEPTED, max(accepted.on, consented or accepted.on), accepted
    if objection is not None:
        lifted = reservation.lifted.get(other)
        if lifted is not None and lifted[0] <= day:
            return ACCEPTED, lifted[0], lifted[1]
        return (PRECLUDED if objection.precludes else OBJECTED), objection.on, objection
    if last <= day:
        return ACCEPTED, last, None
    return PENDING, None, None


def _late(reservation: Reservation, last: dt.date, day: dt.date) -> tuple[str, dt.date | None, Act | None]:
    """A late reservation stands when nobody objects in time, towards all; one objection undoes it (practice of the UN Secretary-General)."""
    objection = next((act for act in reservation.objections.values() if act.on <= last), None)
    if objection is not None:
        return VOID, None, objection
    return (ACCEPTED, last, None) if last <= day else (VOID, None, None)


def note(ledger: Ledger, act: Act, _: Seat) -> None:
    """Take note that there are reservations, and look again on the days on which something about this act takes effect."""
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    ledger.reserving = True
    ledger.recheck = True
    days = {act.known, act.effective or act.on}
    if act.kind == "reservation":
        last = after(clause.objections_within, act.known)
        days.add(last if last is not None else act.on)
    for day in days:
        if day > ledger.day:
            ledger.schedule(day, _look_again)


def _look_again(ledger: Ledger, _: Any) -> None:
    ledger.recheck = True


def judge_new(ledger: Ledger) -> None:
    """At the end of a day, leave a question for each new reservation that has no effect."""
    for reservation in current(ledger):
        subject = f"reservation {reservation.id} {reservation.key}"
        asked: set[str] = ledger.memory.setdefault("void reservations", set())
        if reservation.fault and subject not in asked:
            asked.add(subject)
            ledger.ask(subject, ("reservation-void", reservation.act, reservation.key, reservation.fault))


def current(ledger: Ledger) -> list[Reservation]:
    """Return the reservations as they stand today."""
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    return gather(_relevant(ledger, ledger.day), clause, ledger.key, consents_of(ledger, ledger.day), ledger.parties)


def _relevant(ledger: Ledger, day: dt.date) -> list[Act]:
    acts: list[Act] | None = ledger.memory.get("acts about reservations")
    if acts is None:
        acts = ledger.memory["acts about reservations"] = [act for act in ledger.acts if act.kind in KINDS]
    return [act for act in acts if act.on <= day]


def consents_of(ledger: Ledger, day: dt.date) -> dict[str, list[tuple[dt.date, dt.date | None]]]:
    """Return when a consent of each participant stood, as seen on a day."""
    found: dict[str, list[tuple[dt.date, dt.date | None]]] = {}
    for seat in ledger.seats.values():
        spells = [*(seat.past or ())]
        if seat.consent is not None:
            spells.append((seat.consent.on, None))
        seen = [(start, end if end is not None and end <= day else None) for start, end in spells if start <= day]
        if seen:
            found[seat.key] = seen
    return found


def kept_out(ledger: Ledger) -> set[str]:
    """Return whose instruments do not count because a reservation is not accepted, where the clause asks for that (`counts = "accepted"`)."""
    clause = ledger.agreement.reservations
    if not ledger.reserving or clause is None or clause.counts != "accepted":
        return set()
    return {r.key for r in current(ledger) if (day := _needed_acceptance(ledger, r)) is None or day > ledger.day}


def effective_day(ledger: Ledger, seat: Seat) -> dt.date | None:
    """Return from which day the seat's instrument has effect despite its reservations, None while it has none.

    `date.min` where no reservation stands in the way.
    """
    days: list[dt.date] = []
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    for reservation in current(ledger):
        if reservation.key != seat.key or reservation.fault or reservation.late or reservation.free:
            continue
        withdrawn = reservation.withdrawn_towards(EVERYBODY, ledger.day, ledger.key)
        if withdrawn is not None:
            days.append(withdrawn)
            continue
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
    if reservation.fault or reservation.free or reservation.late:
        return reservation.made
    withdrawn = reservation.withdrawn_towards(EVERYBODY, ledger.day, ledger.key)
    if withdrawn is not None:
        return withdrawn
    clause = ledger.agreement.reservations or NO_RESERVATIONS_CLAUSE
    if clause.acceptance == "organ":
        organ = reservation.organ
        return organ.on if organ is not None and organ.on <= ledger.day else None
    days: list[dt.date | None] = []
    for other in ledger.standing.values():
        if other.key != reservation.key and other.consent is not None:
            effect, day, _ = towards(reservation, clause, other.key, other.consent.on, ledger.day, ledger.key)
            days.append(day if effect in (ACCEPTED, VOID) else None)
    given = [day for day in days if day is not None]
    if clause.acceptance == "all":
        return max(given) if given and len(given) == len(days) else None
    return min(given) if given else None
