"""The agreement: its head, its final clauses, its provisions and the log of acts. All law in it is data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

from foedera.model.acts import Act
from foedera.model.clauses import (
    Amendment,
    Consent,
    DisputeStep,
    Duration,
    EntryIntoForce,
    Finance,
    Jurisdiction,
    ProvisionalApplication,
    Reservations,
    Review,
    Security,
    Termination,
    Withdrawal,
)
from foedera.model.parties import Party
from foedera.model.provisions import Provision

KINDS = (
    "treaty",
    "protocol",
    "amendment",
    "exchange-of-notes",
    "executive-agreement",
    "memorandum",
    "arrangement",
    "declaration",
    "roadmap",
)

#: The relations between agreements. Those of `GOVERNING` bear on which text holds between two parties.
LINKS = ("amends", "modifies", "protocol_to", "implements", "supersedes", "extends", "subject_to", "prevails_over")


@frozen
class Source:
    """Where a fact stands: a title, where it can be seen and when it was."""

    title: str
    url: str = ""
    seen: dt.date | None = None
    id: str = ""


@frozen(kw_only=True)
class Assertion:
    """A total the file asserts of itself on a day; `check` computes it and compares."""

    on: dt.date
    known: dt.date | None = None
    status: str | None = None
    in_force_since: dt.date | None = None
    parties: int | None = None
    signatories: int | None = None
    contracting: int | None = None
    withdrawn: int | None = None


@frozen(kw_only=True)
class Agreement:
    """An agreement as its file states it. What follows from it on a day is computed by `foedera.law`.

    `participants` are the parties this file declares itself; `groups` are resolved wherever codes stand and kept for
    display; `links` maps each relation to the ids it points to. `incomplete` says that parties are known to be missing from the file.
    """

    id: str
    title: str
    kind: str = "treaty"
    binding: bool = True
    acts: tuple[Act, ...] = ()
    short_title: str = ""
    adopted: dt.date | None = None
    opened: dt.date | None = None
    closed: dt.date | None = None
    depositary: tuple[str, ...] = ()
    negotiating: tuple[str, ...] | None = None
    entry_into_force: EntryIntoForce | None = None
    consent: Consent | None = None
    provisional_application: ProvisionalApplication | None = None
    duration: Duration | None = None
    withdrawal: Withdrawal | None = None
    termination: Termination | None = None
    amendment: Amendment | None = None
    reservations: Reservations | None = None
    review: Review | None = None
    dispute_settlement: tuple[DisputeStep, ...] = ()
    jurisdiction: tuple[Jurisdiction, ...] = ()
    security: Security | None = None
    finance: Finance | None = None
    provisions: tuple[Provision, ...] = ()
    participants: Mapping[str, Party] = field(factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(factory=dict)
    weights: Mapping[str, Mapping[str, Fraction]] = field(factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(factory=dict)
    languages: tuple[str, ...] = ()
    place: str = ""
    areas: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    geography: str = ""
    registration: str = ""
    sources: tuple[Source, ...] = ()
    confidence: str = ""
    uncertain: tuple[str, ...] = ()
    illustrative: bool = False
    incomplete: bool = False
    assertions: tuple[Assertion, ...] = ()
    file: str = field(default="", eq=False)

    def linked(self, relation: str) -> tuple[str, ...]:
        """Return the ids this agreement points to by a relation of `LINKS`."""
        return self.links.get(relation, ())
