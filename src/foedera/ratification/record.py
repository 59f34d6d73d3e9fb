"""The record of an agreement on a day, as an instrument needs it: who has signed, consented, is bound, leaves, has reserved what."""

from __future__ import annotations

import datetime as dt

from attrs import define

from foedera.law import reservations
from foedera.law.ledger import Ledger, Seat
from foedera.law.reservations import Reservation
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.standing import BOUND


@define
class Record:
    """An agreement as the record had it at the end of a day, folded: later acts, and those that came to be known later, are not seen."""

    agreement: Agreement
    timeline: Timeline
    on: dt.date

    @property
    def ledger(self) -> Ledger:
        """The ledger the acts leave."""
        return self.timeline.era(self.on)

    def seat(self, state: str) -> Seat | None:
        """Return the seat of a state, None where it has done nothing."""
        return self.ledger.seats.get(self.ledger.key(state))

    def status(self, state: str) -> str | None:
        """Return how the state stands on the day."""
        return self.timeline.status_of(state, self.on)

    @property
    def over(self) -> bool:
        """Whether the agreement has come to its end by the day."""
        return self.timeline.status_on(self.on) == "terminated"

    def signed(self, state: str) -> Act | None:
        """Return the act by which the state signed, None where it has not."""
        seat = self.seat(state)
        return None if seat is None else seat.signed

    def consent(self, state: str) -> Act | None:
        """Return the act by which the state consented to be bound, None where none stands on the day.

        The ledger runs on to all that is certain; of one that will have left by then the act is looked for among those of the day.
        """
        seat, ledger = self.seat(state), self.ledger
        if seat is None or seat.consent is not None:
            return None if seat is None else seat.consent
        if self.status(state) not in BOUND | {"contracting"}:
            return None
        kinds = {*ledger.consent_kinds, *(("signature",) if ledger.signature_binds else ())}
        own = [act for act in self.timeline.acts_until(self.on) if act.kind in kinds and seat.key in map(ledger.key, act.by)]
        return own[-1] if own else None

    def bound(self, state: str) -> dt.date | None:
        """Return since when the state is bound without a break, or of one that has consented the day certain to come."""
        seat = self.seat(state)
        if seat is None or self.status(state) not in BOUND | {"contracting", "provisional"}:
            return None
        since: dt.date | None = None
        for seen, status, start, _, _ in seat.track:
            if seen > self.on and since is not None:
                break
            if status not in BOUND:
                since = None
            elif since is None:
                since = start
        return since

    def leaves(self, state: str) -> dt.date | None:
        """Return the day on which a notice that is running takes effect, None where none is certain."""
        found = self.timeline.participation(state, self.on)
        return found.until if found is not None and found.status == "withdrawing" else None

    def reservations(self) -> list[Reservation]:
        """Return the reservations made by the day, with what was done about them."""
        ledger = self.ledger
        acts = [act for act in self.timeline.acts_until(self.on) if act.kind in reservations.KINDS]
        clause = self.agreement.reservations or NO_RESERVATIONS_CLAUSE
        return reservations.gather(acts, clause, ledger.key, reservations.consents_of(ledger, self.on), ledger.parties)
