"""The working state of one fold: the participants' seats, what is scheduled, and the tracks that become the timeline.

Nothing outside `foedera.law` sees a ledger. Every entry of a track says from which day it could be seen, so that one
pass over the acts answers for every date: `(seen, status, since, until, why)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from heapq import heappush
from typing import TYPE_CHECKING, Any

from foedera.model.acts import CONSENT_KINDS, Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import NO_CONSENT_CLAUSE, EntryIntoForce
from foedera.model.conditions import ALL, Consents, Population, Signatures, leaves
from foedera.model.parties import Parties
from foedera.model.standing import BOUND

if TYPE_CHECKING:
    from foedera.law.docket import Docket

_DAY = dt.timedelta(days=1)

#: A reason: a key of `foedera.law.reasons.TEMPLATES` and what to fill in.
Why = tuple[Any, ...]
#: `(seen, status, since, until, whys)`; a status of None means: no participant (any more).
Entry = tuple[dt.date, str | None, dt.date | None, dt.date | None, tuple[Why, ...]]
Effect = Callable[["Ledger", Any], None]

#: VCLT 24(2): where the agreement says nothing, as soon as all negotiating states have consented.
VCLT_24_2 = EntryIntoForce(when=Consents(ALL, Population(("negotiating",))))


class Seat:
    """One participant in the fold: what it has signed, consented to, given notice of, and its track."""

    __slots__ = (
        "bound",
        "code",
        "consent",
        "exit",
        "instruments",
        "key",
        "names",
        "notice",
        "past",
        "provisional",
        "signed",
        "since",
        "status",
        "track",
    )

    def __init__(self, key: str, code: str) -> None:
        """Take an empty seat under the code used now and the code it counts for."""
        self.key = key
        self.code = code
        self.signed: Act | None = None
        self.consent: Act | None = None
        self.instruments: list[Act] | None = None
        self.bound: dt.date | None = None
        self.exit: dt.date | None = None
        self.notice: Act | None = None
        self.past: list[tuple[dt.date, dt.date | None]] | None = None
        self.provisional: dt.date | None = None
        self.status: str | None = None
        self.since: dt.date | None = None
        self.track: list[Entry] = []
        self.names: list[tuple[dt.date, str]] | None = None

    def enter(self, seen: dt.date, status: str | None, since: dt.date | None, until: dt.date | None, why: tuple[Why, ...]) -> None:
        """Write a new status into the track, as it can be seen from `seen`."""
        self.status = status
        self.since = since
        self.track.append((seen, status, since, until, why))

    @property
    def is_bound(self) -> bool:
        """Whether the participant is bound now: party, suspended or with its notice running."""
        return self.status in BOUND


class Ledger:
    """The state of one fold of one agreement (see the module)."""

    __slots__ = (
        "acts",
        "agreement",
        "conflicts",
        "consent_kinds",
        "continued",
        "day",
        "docket",
        "end",
        "ends",
        "entered",
        "entry",
        "expected",
        "fallen",
        "halts",
        "in_force",
        "lapse",
        "memory",
        "met",
        "met_seen",
        "mortal",
        "notified",
        "opening",
        "over",
        "parties",
        "questions",
        "queue",
        "recheck",
        "reserving",
        "restricted",
        "seats",
        "serial",
        "signature_binds",
        "signed",
        "standing",
        "status",
        "term",
        "terminating",
        "timed",
        "track",
        "waiting",
    )

    def __init__(self, agreement: Agreement, acts: tuple[Act, ...], docket: Docket, lapse: Effect) -> None:
        """Open the ledger of an agreement over the acts to be folded; nothing has happened yet.

        `lapse` is what happens to a seat when its state ceases to exist (`foedera.law.succession`).
        """
        parties = docket.parties.over(agreement.participants)
        self.agreement = agreement
        self.parties = parties
        self.docket = docket
        self.continued = parties.continued
        self.mortal = parties.mortal
        self.seats: dict[str, Seat] = {}
        self.standing: dict[str, Seat] = {}
        self.signed: dict[str, Seat] = {}
        self.notified: dict[str, Act] = {}
        self.queue: list[tuple[dt.date, int, Effect, Any]] = []
        self.serial = 0
        self.day = dt.date.min
        self.entry = agreement.entry_into_force or VCLT_24_2
        clause = agreement.consent or NO_CONSENT_CLAUSE
        self.consent_kinds = CONSENT_KINDS if clause.kinds is None else clause.kinds
        self.signature_binds = clause.by_signature
        if clause.by_signature is None:
            self.signature_binds = "signature" in (clause.kinds or ()) or signature_suffices(agreement)
        self.restricted = clause.open_to != ("all",)
        self.met: dt.date | None = None
        self.met_seen: dt.date | None = None
        self.in_force: dt.date | None = None
        self.entered = False
        self.expected: dt.date | None = None
        self.ends: dict[str, tuple[dt.date, tuple[Why, ...]]] = {}
        self.end: dt.date | None = None
        self.over = False
        self.status = "not-open"
        self.track: list[Entry] = []
        self.questions: list[tuple[dt.date, dt.date | None, str, Why]] = []
        self.fallen: list[tuple[Seat, Act | None]] = []
        self.memory: dict[Any, Any] = {}
        self.waiting: list[tuple[Act, Seat]] = []
        self.recheck = False
        self.halts: Any = None
        self.conflicts: list[tuple[str, Act]] = []
        self.terminating: dict[str, dt.date] = {}
        self.reserving = False
        self.term: dt.date | None = None
        self.acts = acts
        self.timed = False
        self.opening = dt.date.min
        self.lapse = lapse

    def seat(self, code: str) -> Seat:
        """Return the seat of a code, of the party its acts count for, taking a new one if there is none."""
        key = self.continued.get(code, code)
        found = self.seats.get(key)
        if found is None:
            found = self.seats[key] = Seat(key, code)
            if code in self.mortal:
                self.schedule(max(last_day(self.parties, code) + _DAY, self.day), self.lapse, found)
        return found

    def key(self, code: str) -> str:
        """Return the code under which the acts of `code` count."""
        return self.continued.get(code, code)

    def entry_of(self, name: str) -> dt.date | None:
        """Return the entry into force of another agreement, as far as it is certain today."""
        return self.docket.entry_seen(name, self.day)

    def schedule(self, day: dt.date, effect: Effect, argument: Any = None) -> None:
        """Have an effect happen on a day, before the acts of that day."""
        self.serial += 1
        heappush(self.queue, (day, self.serial, effect, argument))

    def enter(self, status: str, expected: dt.date | None, why: tuple[Why, ...]) -> None:
        """Write a new status of the agreement, or a new certainty about it, into its track."""
        self.status = status
        self.expected = expected
        self.track.append((self.day, status, self.in_force if self.entered else None, expected, why))

    @property
    def entry_why(self) -> tuple[Why, ...]:
        """Why the agreement is in force, or will be: its condition, when it was met, the day that followed."""
        return (("condition-met",), ("then", self.met, self.in_force))

    @property
    def end_why(self) -> tuple[Why, ...]:
        """Why the agreement will end on the day that is certain now, empty where none is."""
        return min(self.ends.values(), key=lambda end: end[0])[1] if self.end is not None else ()

    def ask(self, subject: str, why: Why) -> None:
        """Leave a question open from today."""
        self.questions.append((self.day, None, subject, why))

    def settle(self, subject: str) -> None:
        """Close the open questions of that subject: from today they are answered."""
        self.questions = [(seen, self.day if gone is None and about == subject else gone, about, why) for seen, gone, about, why in self.questions]

    def bound(self) -> list[Seat]:
        """Return the seats of all that are bound now."""
        return [seat for seat in self.seats.values() if seat.status in BOUND]


def signature_suffices(agreement: Agreement) -> bool:
    """Return whether signature binds because the clause on entry into force asks for nothing else (VCLT 12(1)(a)).

    Only where the `[consent]` table does not settle it.
    """
    entry = agreement.entry_into_force
    if entry is None:
        return False
    forms = leaves(entry.when)
    return any(isinstance(form, Signatures) for form in forms) and all(
        isinstance(form, Signatures) or not hasattr(form, "counting") for form in forms
    )


def last_day(parties: Parties, code: str) -> dt.date:
    """Return the last day on which a party that ceased to exist did exist."""
    until = parties[code].until
    assert until is not None
    return until
