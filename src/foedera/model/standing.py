"""Answers: what is computed of an agreement on a day, each with the reasons it rests on and the questions left open."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

#: An agreement's statuses, in the order of its life.
AGREEMENT_STATUSES = ("not-open", "open", "in-force", "suspended", "terminated")

#: A participant's statuses. Those of `BOUND` are bound by the agreement.
STATUSES = (
    "signatory",
    "contracting",
    "provisional",
    "party",
    "suspended",
    "withdrawing",
    "withdrawn",
    "terminated",
)
BOUND = frozenset({"party", "suspended", "withdrawing"})


def iso(day: dt.date | None) -> str | None:
    """Return a day as `YYYY-MM-DD`, None (unknown) as None."""
    return day.isoformat() if day is not None else None


@frozen
class Participation:
    """A participant's status on the day asked, since when, and until when where that is certain."""

    party: str
    status: str
    since: dt.date | None
    until: dt.date | None
    because: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object `status --json` prints for it."""
        return {"party": self.party, "status": self.status, "since": iso(self.since), "until": iso(self.until)}


@frozen
class Standing:
    """How an agreement stands on a day: its status, since when in force, what is certain to come, and its participants.

    `expected` is the date already certain though still to come: of entry into force while open, of the end while in force.
    `known` is the day as of whose record the answer is given, None for the whole record.
    """

    agreement: str
    on: dt.date
    known: dt.date | None
    status: str
    in_force_since: dt.date | None
    expected: dt.date | None
    participants: tuple[Participation, ...]
    because: tuple[str, ...]
    open_questions: tuple[str, ...] = ()

    def of(self, code: str) -> Participation | None:
        """Return how one participant stands, None if it takes no part."""
        return next((p for p in self.participants if p.party == code), None)

    def with_status(self, *statuses: str) -> tuple[str, ...]:
        """Return the codes of the participants in any of these statuses."""
        return tuple(p.party for p in self.participants if p.status in statuses)

    @property
    def parties(self) -> tuple[str, ...]:
        """The codes of those bound on the day: parties, suspended or not, and those whose notice is still running."""
        return tuple(p.party for p in self.participants if p.status in BOUND)

    def as_json(self) -> dict[str, object]:
        """Return the object `status --json` prints, keys in the order of the contract."""
        return {
            "agreement": self.agreement,
            "on": iso(self.on),
            "status": self.status,
            "in_force_since": iso(self.in_force_since),
            "expected": iso(self.expected),
            "parties": [p.as_json() for p in self.participants],
            "because": list(self.because),
            "open_questions": list(self.open_questions),
        }


@frozen
class Change:
    """One change in an agreement's life: of a participant, or of the agreement itself (`party` None)."""

    agreement: str
    on: dt.date
    party: str | None
    change: str
    because: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object `timeline --json` prints."""
        return {
            "agreement": self.agreement,
            "on": iso(self.on),
            "party": self.party,
            "change": self.change,
            "because": list(self.because),
        }


@frozen
class Bond:
    """What binds two participants to one another under an agreement on a day: in force, by which text, with what left out."""

    agreement: str
    on: dt.date
    a: str
    b: str
    in_force: bool
    suspended: bool
    version: str | None
    modified_by: tuple[str, ...] = ()
    not_applied: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object `between --json` prints, keys in the order of the contract."""
        return {
            "agreement": self.agreement,
            "on": iso(self.on),
            "a": self.a,
            "b": self.b,
            "in_force": self.in_force,
            "suspended": self.suspended,
            "version": self.version,
            "modified_by": list(self.modified_by),
            "not_applied": list(self.not_applied),
            "because": list(self.because),
            "open_questions": list(self.open_questions),
        }
