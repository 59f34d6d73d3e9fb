"""What binds two participants to one another on a day: pairwise, after reservations, objections, suspension and amendment."""

from __future__ import annotations

import datetime as dt

from foedera.law import amendment, reasons, suspension
from foedera.law import reservations as rules
from foedera.law.docket import Docket
from foedera.law.ledger import Ledger, Why
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.errors import UnknownParty
from foedera.model.standing import BOUND, Bond


def between(docket: Docket, name: str, a: str, b: str, on: dt.date) -> Bond:
    """Return the bond between two participants of an agreement on a day.

    In force when the agreement is, both are bound, and no reservation or objection keeps it from being so between them;
    a suspended bond is still in force (VCLT 72). Raises `UnknownParty` for a code no vocabulary holds.
    """
    timeline = docket.timeline(name)
    ledger = timeline.era(on)
    for code in (a, b):
        if code not in ledger.parties:
            message = f"no party has the code '{code}'; states go by ISO 3166-1 alpha-3 (`foedera parties --all` lists them)"
            raise UnknownParty(message)
    questions = timeline.questions(on)
    missing = _missing(timeline, ledger, a, b, on)
    if missing:
        later = next((end[1] for end in _superseding(timeline, on)), None)
        return Bond(name, on, a, b, False, False, later, because=missing, open_questions=questions)
    pair = _Pair(timeline, a, b, on)
    pair.weigh_reservations()
    if pair.barred:
        return Bond(name, on, a, b, False, False, None, because=pair.because, open_questions=questions)
    halt = suspension.holding(_halts(timeline, on), ledger.key(a), ledger.key(b))
    if halt is not None:
        pair.add(("act", halt), ("suspended",))
    version, why = amendment.governing(docket, name, a, b, on)
    pair.add(*why)
    return Bond(
        name,
        on,
        a,
        b,
        in_force=True,
        suspended=halt is not None,
        version=version,
        modified_by=tuple(pair.modified_by),
        not_applied=tuple(dict.fromkeys(pair.not_applied)),
        because=pair.because,
        open_questions=questions,
    )


def _missing(timeline: Timeline, ledger: Ledger, a: str, b: str, on: dt.date) -> tuple[str, ...]:
    """Return why nothing is in force between two, empty where both are bound by an agreement in force."""
    status = timeline.status_on(on)
    if status not in ("in-force", "suspended"):
        return (f"the agreement is {status} on {on}", *timeline.standing(on).because[:3])
    if ledger.key(a) == ledger.key(b):
        return (f"{a} and {b} are one party",)
    lines = []
    for code in (a, b):
        own = timeline.status_of(code, on)
        if own not in BOUND:
            lines.append(f"{code} is {own or 'no participant'} on {on}, not bound by the agreement (VCLT 26, 34)")
    return tuple(lines)


def _superseding(timeline: Timeline, on: dt.date) -> list[tuple[str, str]]:
    """Return the later agreement that ended this one by that day, if one did."""
    track = timeline.era(on).track
    return [(why[0], why[1]) for seen, status, _, _, whys in track if status == "terminated" and seen <= on for why in whys if why[0] == "superseded"]


def _halts(timeline: Timeline, on: dt.date) -> dict[tuple[str, str], Act]:
    """Return the suspensions that hold on a day, replayed from the acts seen by then."""
    ledger = timeline.era(on)
    halts: dict[tuple[str, str], Act] = {}
    days = [act for act in ledger.acts if act.kind in ("suspension", "resumption") and max(act.on, act.effective or act.on) <= on]
    for act in sorted(days, key=lambda act: max(act.on, act.effective or act.on)):
        for code in act.by:
            key = ledger.key(code)
            organ = ledger.parties.is_organisation(key) and timeline.status_of(code, on) not in BOUND
            targets = [ledger.key(c) for c in act.to] or [suspension.EVERYBODY]
            if act.kind == "resumption":
                for pair, halt in list(halts.items()):
                    own = key in {ledger.key(c) for c in halt.by} if organ else pair[0] == key
                    if (act.of and halt.id == act.of) or (
                        own and (not act.to or pair[1] in targets or pair[1] == suspension.EVERYBODY or (organ and pair[0] in targets))
                    ):
                        del halts[pair]
            elif act.until is None or act.until > on:
                for target in targets:
                    halts[(target, suspension.EVERYBODY) if organ else (key, target)] = act
    return halts


class _Pair:
    """Two participants that are both bound, and what their reservations do between them."""

    def __init__(self, timeline: Timeline, a: str, b: str, on: dt.date) -> None:
        self.timeline = timeline
        self.ledger = timeline.era(on)
        self.a, self.b, self.on = a, b, on
        self.modified_by: list[str] = []
        self.not_applied: list[str] = []
        self.barred = False
        self.because: tuple[str, ...] = ()
        standing = timeline.standing(on)
        self.because = standing.because[: len(standing.because) - len(standing.participants)]
        for code in (a, b):
            shown = next((p for p in standing.participants if self.ledger.key(p.party) == self.ledger.key(code)), None)
            if shown is not None:
                self.because += (reasons.of_participant(shown),)

    def add(self, *whys: Why) -> None:
        self.because += reasons.render(whys, self.ledger, self.on)

    def weigh_reservations(self) -> None:
        """Let the reservations of either act on the relations of both (VCLT 21)."""
        acts = self.timeline.acts_until(self.on)
        if not any(act.kind == "reservation" for act in acts):
            return
        clause = self.timeline.agreement.reservations or NO_RESERVATIONS_CLAUSE
        key = self.ledger.key
        consents = _consent_days(self.ledger, self.on)
        for reservation in rules.gather(acts, clause, key, consents):
            author, other = key(self.a), key(self.b)
            if reservation.key not in (author, other):
                continue
            if reservation.key == other:
                author, other = other, author
            effect, since, act = rules.towards(reservation, clause, other, consents.get(other), self.on)
            self._apply(reservation, effect, since, act, other, clause.effect == "deposit")

    def _apply(self, reservation: rules.Reservation, effect: str, since: dt.date | None, act: Act | None, other: str, by_deposit: bool) -> None:
        label = f"reservation {reservation.id} by {reservation.key}"
        if effect == rules.PENDING and by_deposit:
            self.modified_by.append(reservation.id)
            self.because += (f"{label}: effective from deposit, {other} having raised no objection so far (practice of the UN Secretary-General)",)
        elif effect == rules.PENDING:
            self.barred = True
            self.because += (f"VCLT 20(4)(a): {label} is not yet accepted by {other}, so the agreement is not in force between them",)
        elif effect == rules.PRECLUDED:
            self.barred = True
            self.because += (f"VCLT 20(4)(b): {act.describe() if act else ''} precludes entry into force between them ({label})",)
        elif effect == rules.OBJECTED:
            self.not_applied.extend(reservation.articles)
            self.because += (
                f"VCLT 21(3): {act.describe() if act else ''}; the provisions concerned do not apply between them to the extent of {label}",
            )
        elif effect == rules.ACCEPTED:
            self.modified_by.append(reservation.id)
            how = (
                f"by {act.describe()}"
                if act is not None and act is not reservation.act
                else "expressly authorised, VCLT 20(1)"
                if reservation.free
                else f"by silence, VCLT 20(5), {since}"
            )
            self.because += (f"VCLT 21(1): {label} modifies the relations between them (accepted {how})",)
        elif reservation.withdrawn_towards(other, self.on):
            self.because += (f"VCLT 22(3)(a): {label} is withdrawn towards {other}",)
        else:
            self.because += (f"{label} has no effect (VCLT {reservation.fault or '20(5), late and objected to'})",)


def _consent_days(ledger: Ledger, on: dt.date) -> dict[str, dt.date]:
    """Return the day on which each participant last began to consent, as seen on a day."""
    found: dict[str, dt.date] = {}
    for act in ledger.acts:
        if act.on > on:
            break
        if act.kind in ledger.consent_kinds or (act.kind == "signature" and ledger.signature_binds):
            for code in act.by:
                found.setdefault(ledger.key(code), act.on)
    return found
