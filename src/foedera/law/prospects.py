"""What still stands between an agreement and its entry into force on a day: its condition with names and numbers put in.

Populations are taken as of the day asked; who belongs to one later is not foreseen (Sweden's protocol needed thirty-one acceptances, not thirty,
once Finland had become a party).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from foedera.law import conditions, fold
from foedera.law.ledger import Ledger
from foedera.model.clauses import EntryIntoForce
from foedera.model.conditions import (
    ALL,
    AllOf,
    AnyOf,
    Condition,
    Consents,
    Counting,
    Elapsed,
    FractionOf,
    InForce,
    Named,
    Notifications,
    OnDate,
    Population,
    Share,
    Signatures,
)
from foedera.model.phrases import Phrase, dated, say

if TYPE_CHECKING:
    from foedera.law.docket import Docket


@frozen
class Certain:
    """Met on a day, past or still to come."""

    day: dt.date


@frozen
class Waiting:
    """Not met, and no consent to this agreement will meet it: what has to happen instead; of which `agreement`, where it is one."""

    why: Phrase
    agreement: str = ""


@frozen
class Quota:
    """Met when `needed` of `of` have consented; without `of` anybody but those `barred` (`open_to` states unnamed here as well).

    `given` are those whose consent counts so far, with the day.
    """

    needed: int
    given: Mapping[str, dt.date]
    of: frozenset[str] | None
    open_to: bool = False
    barred: frozenset[str] = frozenset()

    @property
    def missing(self) -> int:
        """How many consents are still missing."""
        return max(self.needed - len(self.given), 0)

    @property
    def awaited(self) -> frozenset[str] | None:
        """Who of the population has not consented; None where it may be anybody."""
        return self.of - self.given.keys() if self.of is not None else None


@frozen
class Weighed:
    """Met when those that consented hold `needed` of the `weights`, which are whole numbers here whatever the agreement's own are."""

    needed: int
    weights: Mapping[str, int]
    given: Mapping[str, dt.date]


@frozen
class Every:
    """Met when all of its parts are."""

    parts: tuple[Need, ...]


@frozen
class Either:
    """Met when one of its parts is."""

    parts: tuple[Need, ...]


Need: TypeAlias = Certain | Waiting | Quota | Weighed | Every | Either


@frozen(kw_only=True)
class Prospect:
    """How an agreement stands towards its entry into force on a day.

    `signed` and `consented` give who had done so on what day; `entry` the day of entry into force where it is certain.
    """

    agreement: str
    on: dt.date
    known: dt.date | None
    clause: EntryIntoForce
    need: Need
    signed: Mapping[str, dt.date]
    consented: Mapping[str, dt.date]
    opened: dt.date | None
    entry: dt.date | None

    def awaited(self) -> frozenset[str]:
        """Return the states whose consent the condition names or counts in a population, and that have not given it."""
        return frozenset(code for need in simple(self.need) for code in _awaited(need))


def prospect(docket: Docket, name: str, on: dt.date) -> Prospect:
    """Return what stands between an agreement and its entry into force on a day, as the docket's record knows it.

    Acts later than the day are not looked at.

    Raises:
        UnknownAgreement: there is none of that id.
    """
    agreement = docket.agreement(name)
    known = docket.known
    seen = tuple(act for act in agreement.acts if act.on <= on and (known is None or act.known <= known))
    ledger = fold.run(evolve(agreement, acts=seen), seen, docket)
    ledger.day = on
    entry = docket.own(name).entry_as_seen(on)
    return Prospect(
        agreement=name,
        on=on,
        known=known,
        clause=ledger.entry,
        need=_resolved(ledger, ledger.entry.when),
        signed={key: seat.signed.on for key, seat in ledger.signed.items() if seat.signed is not None},
        consented={key: seat.consent.on for key, seat in ledger.standing.items() if seat.consent is not None},
        opened=ledger.opening if agreement.acts or agreement.opened or agreement.adopted else None,
        entry=entry,
    )


def simple(need: Need) -> tuple[Need, ...]:
    """Return the simple needs inside a need, in the order written."""
    if isinstance(need, Every | Either):
        return tuple(leaf for part in need.parts for leaf in simple(part))
    return (need,)


def _awaited(need: Need) -> Collection[str]:
    if isinstance(need, Quota):
        return need.awaited or ()
    if isinstance(need, Weighed):
        return need.weights.keys() - need.given.keys()
    return ()


def _resolved(ledger: Ledger, condition: Condition) -> Need:
    """Return a condition with the names and days of today put in."""
    if isinstance(condition, AllOf):
        return Every(tuple(_resolved(ledger, part) for part in condition.conditions))
    if isinstance(condition, AnyOf):
        return Either(tuple(_resolved(ledger, part) for part in condition.conditions))
    if isinstance(condition, OnDate):
        return Certain(condition.date)
    if isinstance(condition, Signatures | InForce | Elapsed):
        day = conditions.met_on(ledger, condition)
        if day is not None:
            return Certain(day)
        return Waiting(condition.describe(), condition.agreement if isinstance(condition, InForce) else "")
    if isinstance(condition, Share):
        return _weighed(ledger, condition)
    if isinstance(condition, Named):
        whom = frozenset(ledger.key(code) for code in condition.codes)
        return _quota(ledger, condition.counting, whom, len(whom))
    if isinstance(condition, FractionOf):
        members = frozenset(conditions.cut(ledger, conditions.population(ledger, condition.of), condition.counting))
        if not members:
            return Waiting(say("{whom} has no members on {day}", whom=condition.of.describe(), day=dated(ledger.day)))
        return _quota(ledger, condition.counting, None if condition.anyone else members, condition.needed(len(members)))
    return _counted(ledger, condition)


def _counted(ledger: Ledger, condition: Consents | Notifications) -> Need:
    of: Population | None = condition.of
    if condition.count == ALL:
        of = of or conditions.NEGOTIATING
        members = frozenset(conditions.cut(ledger, conditions.population(ledger, of), condition.counting))
        if not members:
            return Waiting(say("{whom} has no members on {day}", whom=of.describe(), day=dated(ledger.day)))
        return _quota(ledger, condition.counting, members, len(members), notifying=isinstance(condition, Notifications))
    among = frozenset(conditions.population(ledger, of)) if of is not None else None
    return _quota(ledger, condition.counting, among, condition.count, notifying=isinstance(condition, Notifications))


def _quota(ledger: Ledger, counting: Counting, of: frozenset[str] | None, needed: int, *, notifying: bool = False) -> Quota:
    days = _days(ledger, notifying=notifying)
    counts = conditions.allowed(ledger, days, counting) if notifying else conditions.counted(ledger, counting, None)
    given = {code: days[code] for code in counts if code in days and (of is None or code in of)}
    if counting.party_to is not None:
        members = frozenset(ledger.docket.codes(counting.party_to, ledger.day, consented=True))
        of = members if of is None else of & members
    if of is None and counting.only is not None:
        of = conditions.keyed(ledger, counting)[0]
    if of is not None:
        return Quota(needed, given, frozenset(conditions.allowed(ledger, of, counting)))
    there = {*ledger.seats, *map(ledger.key, ledger.agreement.negotiating or ())}
    return Quota(needed, given, None, open_to=True, barred=frozenset(there - set(conditions.allowed(ledger, there, counting))) | counting.but)


def _weighed(ledger: Ledger, condition: Share) -> Need:
    weights, needed = conditions.weighed(ledger, condition)
    if needed is None:
        return Waiting(condition.describe())
    days, counts = _days(ledger), conditions.counted(ledger, condition.counting, None)
    return Weighed(needed, weights, {code: days[code] for code in counts if code in days and code in weights})


def _days(ledger: Ledger, *, notifying: bool = False) -> dict[str, dt.date]:
    """Return who has given an instrument, and when: of consent, or a notification."""
    if notifying:
        days: dict[str, dt.date] = {}
        for act in ledger.acts:
            if act.kind == "notification":
                for code in act.by:
                    days.setdefault(ledger.key(code), act.on)
        return {code: day for code, day in days.items() if code in ledger.notified}
    return {key: seat.consent.on for key, seat in ledger.standing.items() if seat.consent is not None}
