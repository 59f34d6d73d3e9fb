"""What binds two participants to one another on a day: pairwise, after reservations, objections, suspension and amendment."""

from __future__ import annotations

import datetime as dt

from foedera.law import amendment, reasons, suspension
from foedera.law import reservations as rules
from foedera.law.docket import Docket
from foedera.law.ledger import Ledger, Why
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import LINKS
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.errors import UnknownParty
from foedera.model.phrases import Phrase, dated, say
from foedera.model.standing import BOUND, Bond
from foedera.model.terms import word


def between(docket: Docket, name: str, a: str, b: str, on: dt.date) -> Bond:
    """Return the bond between two participants of an agreement on a day.

    In force when the agreement is, both are bound, and no reservation or objection keeps it from being so between them;
    a suspended bond is still in force (VCLT 72). Raises `UnknownParty` for a code no vocabulary holds.
    """
    timeline = docket.timeline(name)
    ledger = timeline.era(on)
    for code in (a, b):
        if code not in ledger.parties and not _declared_nearby(docket, name, code):
            message = say("no party has the code '{code}'; states go by ISO 3166-1 alpha-3 (`foedera parties` lists them)", code=code)
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
    halts = suspension.on_day(ledger, on)
    halt = halts.between(ledger.key(a), ledger.key(b))
    if halt is not None:
        pair.add(("act", halt), ("suspended",))
    for act in halts.articles_between(ledger.key(a), ledger.key(b)):
        pair.not_applied.extend(act.articles)
        pair.add(("act", act), ("suspended-in-part", act))
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


def _declared_nearby(docket: Docket, name: str, code: str) -> bool:
    """Return whether an agreement that points to this one declares the code among its participants."""
    return any(code in docket.agreement(other).participants for relation in LINKS for other in docket.citing(name, relation))


def _missing(timeline: Timeline, ledger: Ledger, a: str, b: str, on: dt.date) -> tuple[str, ...]:
    """Return why nothing is in force between two, empty where both are bound by an agreement in force."""
    status = timeline.status_on(on)
    if status not in ("in-force", "suspended"):
        return (say("the agreement is {status} on {on}", status=word(status), on=dated(on)), *timeline.standing(on).because[:3])
    if ledger.key(a) == ledger.key(b):
        return (say("{a} and {b} are one party", a=a, b=b),)
    lines = []
    for code in (a, b):
        own = timeline.status_of(code, on)
        if own not in BOUND:
            status = word(own) if own is not None else say("no participant")
            lines.append(say("{code} is {status} on {on}, not bound by the agreement (VCLT 26, 34)", code=code, status=status, on=dated(on)))
    return tuple(lines)


def _superseding(timeline: Timeline, on: dt.date) -> list[tuple[str, str]]:
    """Return the later agreement that ended this one by that day, if one did."""
    track = timeline.era(on).track
    return [(why[0], why[1]) for seen, status, _, _, whys in track if status == "terminated" and seen <= on for why in whys if why[0] == "superseded"]


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
        consents = rules.consents_of(self.ledger, self.on)
        about = [act for act in acts if act.kind in rules.KINDS]
        for reservation in rules.gather(about, clause, key, consents, self.ledger.parties):
            author, other = key(self.a), key(self.b)
            if reservation.key not in (author, other):
                continue
            if reservation.key == other:
                author, other = other, author
            consented = consents[other][-1][0] if other in consents else None
            found = rules.towards(reservation, clause, other, consented, self.on, key)
            self._apply(reservation, found, other, by_deposit=clause.effect == "deposit")

    def _apply(self, reservation: rules.Reservation, found: tuple[str, dt.date | None, Act | None], other: str, *, by_deposit: bool) -> None:
        effect, since, act = found
        label = say("reservation {id} by {code}", id=reservation.id, code=reservation.key)
        said = act.describe() if act is not None else ""
        if effect == rules.PENDING and by_deposit:
            self.modified_by.append(reservation.id)
            line = say(
                "{reservation}: effective from deposit, {other} having raised no objection so far (practice of the UN Secretary-General)",
                reservation=label,
                other=other,
            )
        elif effect == rules.PENDING:
            self.barred = True
            line = say(
                "VCLT 20(4)(a): {reservation} is not yet accepted by {other}, so the agreement is not in force between them",
                reservation=label,
                other=other,
            )
        elif effect == rules.PRECLUDED:
            self.barred = True
            line = say("VCLT 20(4)(b): {act} precludes entry into force between them ({reservation})", act=said, reservation=label)
        elif effect == rules.OBJECTED:
            self.not_applied.extend(reservation.articles_towards(other, self.on, self.ledger.key))
            line = say(
                "VCLT 21(3): {act}; the provisions concerned do not apply between them to the extent of {reservation}", act=said, reservation=label
            )
        elif effect == rules.ACCEPTED:
            self.modified_by.append(reservation.id)
            how = _how_accepted(reservation, since, act)
            line = say("VCLT 21(1): {reservation} modifies the relations between them (accepted {how})", reservation=label, how=how)
        elif effect == rules.VOID and since is not None:
            line = say("VCLT 22(3)(a): {reservation} is withdrawn towards {other}", reservation=label, other=other)
        else:
            line = reasons.void_reservation(reservation.fault, reservation.key, reservation.act)
        self.because += (line,)


def _how_accepted(reservation: rules.Reservation, since: dt.date | None, act: Act | None) -> Phrase:
    if act is not None and act is not reservation.act:
        return say("by {act}", act=act.describe())
    if reservation.free:
        return say("expressly authorised, VCLT 20(1)")
    assert since is not None
    return say("by silence, VCLT 20(5), {day}", day=dated(since))
