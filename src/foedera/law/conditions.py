"""On what day a condition of a final clause is met, given what stands in the ledger today.

`met_on` gives the first day, which may lie ahead where only time has to pass; None while it is open. A condition once
met stays met, each limb of a compound one by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from math import ceil, floor, lcm
from typing import Any

from foedera.law import reservations
from foedera.law.ledger import Ledger
from foedera.law.periods import after
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.conditions import (
    ALL,
    EVERYBODY,
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
    leaves,
)

NEGOTIATING = Population(("negotiating",))


class Ballot:
    """The instruments a condition counts: who has given one, and by which acts.

    For entry into force these are the consents; for invitations, terminations and amendments those acts instead.
    """

    __slots__ = ("given", "instruments")

    def __init__(self, given: Collection[str], instruments: dict[str, list[Act]] | None = None) -> None:
        """Take the codes that have given an instrument and, where kinds matter, the instruments by code."""
        self.given = given
        self.instruments = instruments


def met_on(ledger: Ledger, condition: Condition, ballot: Ballot | None = None) -> dt.date | None:
    """Return the first day on which the condition is met, today at the latest if it is met now.

    A day ahead is one that only has to come. None: not met, and not certain to be.
    """
    if (
        type(condition) is Consents
        and condition.of is None
        and condition.counting is EVERYBODY
        and ballot is None
        and condition.count != ALL
        and not ledger.reserving
    ):
        return ledger.day if len(ledger.standing) >= condition.count else None
    day: dt.date | None = _MET[type(condition)](ledger, condition, ballot)
    return day


def _limb(ledger: Ledger, condition: Condition, ballot: Ballot | None) -> dt.date | None:
    """Return the day a limb was met, remembering it: once met, it stays met."""
    if ballot is not None:
        return met_on(ledger, condition, ballot)
    remembered: dt.date | None = ledger.memory.get(id(condition))
    if remembered is not None:
        return remembered
    day = met_on(ledger, condition, ballot)
    if day is not None and day <= ledger.day:
        ledger.memory[id(condition)] = day
    return day


def _all_of(ledger: Ledger, condition: AllOf, ballot: Ballot | None) -> dt.date | None:
    days = [_limb(ledger, part, ballot) for part in condition.conditions]
    return None if None in days else max(day for day in days if day is not None)


def _any_of(ledger: Ledger, condition: AnyOf, ballot: Ballot | None) -> dt.date | None:
    days = [day for part in condition.conditions if (day := _limb(ledger, part, ballot)) is not None]
    return min(days) if days else None


def _consents(ledger: Ledger, condition: Consents, ballot: Ballot | None) -> dt.date | None:
    given = counted(ledger, condition.counting, ballot)
    if condition.count == ALL:
        return _today_if(ledger, _all_in(ledger, condition.of or NEGOTIATING, condition.counting, given))
    if condition.of is not None:
        given = population(ledger, condition.of) & set(given)
    return _today_if(ledger, len(given) >= condition.count)


def _fraction(ledger: Ledger, condition: FractionOf, ballot: Ballot | None) -> dt.date | None:
    members = cut(ledger, population(ledger, condition.of), condition.counting)
    if not members:
        return None
    given = counted(ledger, condition.counting, ballot)
    count = len(given) if condition.anyone else sum(code in given for code in members)
    return _today_if(ledger, count >= condition.needed(len(members)))


def _named(ledger: Ledger, condition: Named, ballot: Ballot | None) -> dt.date | None:
    given = counted(ledger, condition.counting, ballot)
    return _today_if(ledger, all(ledger.key(code) in given for code in condition.codes))


def _share(ledger: Ledger, condition: Share, ballot: Ballot | None) -> dt.date | None:
    weights, needed = weighed(ledger, condition)
    if needed is None:
        return None
    given = counted(ledger, condition.counting, ballot)
    return _today_if(ledger, sum([weight for code, weight in weights.items() if code in given]) >= needed)


def weighed(ledger: Ledger, condition: Share) -> tuple[dict[str, int], int | None]:
    """Return the weights of today's members as whole numbers, and how many of them together meet the share; None where nothing weighs anything."""
    weights, scale = _weights(ledger, condition)
    if condition.of is not None:
        members = population(ledger, condition.of)
        weights = {code: weight for code, weight in weights.items() if code in members}
    whole = condition.total * scale if condition.total is not None else sum(weights.values())
    if not whole:
        return weights, None
    least = condition.share * whole
    return weights, floor(least) + 1 if condition.more_than else ceil(least)


def _weights(ledger: Ledger, condition: Share) -> tuple[dict[str, int], int]:
    """Return the weights that count, as whole numbers, and by what they were multiplied to be so; worked out once a fold."""
    found: tuple[dict[str, int], int] | None = ledger.memory.get(("weights", id(condition)))
    if found is None:
        table = ledger.agreement.weights.get(condition.weights, {})
        scale = lcm(*(weight.denominator for weight in table.values()))
        weights = {ledger.key(code): int(weight * scale) for code, weight in table.items()}
        counting = cut(ledger, weights.keys(), condition.counting)
        found = ledger.memory[("weights", id(condition))] = ({code: weights[code] for code in weights if code in counting}, scale)
    return found


def _signatures(ledger: Ledger, condition: Signatures, _: Ballot | None) -> dt.date | None:
    given = allowed(ledger, ledger.signed, condition.counting)
    if condition.count == ALL:
        return _today_if(ledger, _all_in(ledger, condition.of or NEGOTIATING, condition.counting, given))
    if condition.of is not None:
        given = population(ledger, condition.of) & set(given)
    return _today_if(ledger, len(given) >= condition.count)


def _notifications(ledger: Ledger, condition: Notifications, _: Ballot | None) -> dt.date | None:
    given = allowed(ledger, ledger.notified, condition.counting)
    whom = condition.of or NEGOTIATING
    if condition.count == ALL:
        return _today_if(ledger, _all_in(ledger, whom, condition.counting, given))
    members = population(ledger, whom)
    return _today_if(ledger, (len(members & set(given)) if members else len(given)) >= condition.count)


def _in_force(ledger: Ledger, condition: InForce, _: Ballot | None) -> dt.date | None:
    return ledger.docket.entry_seen(condition.agreement, ledger.day)


def _on_date(_: Ledger, condition: OnDate, __: Ballot | None) -> dt.date | None:
    return condition.date


def _elapsed(ledger: Ledger, condition: Elapsed, _: Ballot | None) -> dt.date | None:
    agreement = ledger.agreement
    start = {
        "opened": agreement.opened or agreement.adopted,
        "adopted": agreement.adopted,
        "closed": agreement.closed,
        "entry-into-force": ledger.in_force,
    }[condition.since]
    return after(condition.period, start) if start is not None else None


_MET: dict[type, Any] = {
    Consents: _consents,
    FractionOf: _fraction,
    Named: _named,
    Share: _share,
    Signatures: _signatures,
    Notifications: _notifications,
    InForce: _in_force,
    OnDate: _on_date,
    Elapsed: _elapsed,
    AllOf: _all_of,
    AnyOf: _any_of,
}


def _today_if(ledger: Ledger, met: bool) -> dt.date | None:
    return ledger.day if met else None


def counted(ledger: Ledger, counting: Counting, ballot: Ballot | None) -> Collection[str]:
    """Return the codes whose instruments count for a condition with these restrictions."""
    if ballot is not None:
        instruments = ballot.instruments
        given: Collection[str] = ballot.given
    else:
        instruments = None
        given = ledger.standing
        if ledger.reserving:
            given = set(given) - reservations.kept_out(ledger)
    if counting is EVERYBODY:
        return given
    if counting.kinds is not None:
        kinds = counting.kinds
        if ballot is None:
            given = {code for code in given if any(a.kind in kinds for a in _instruments(ledger, code))}
        else:
            given = {c for c in given if any(a.kind in kinds for a in (instruments or {}).get(c, ()))}
    if counting.party_to is not None:
        members = ledger.docket.codes(counting.party_to, ledger.day, consented=True)
        given = {code for code in given if code in members}
    return allowed(ledger, given, counting)


def _instruments(ledger: Ledger, code: str) -> Iterable[Act]:
    seat = ledger.standing[code]
    first = (seat.consent,) if seat.consent is not None else ()
    return (*first, *(seat.instruments or ()))


def allowed(ledger: Ledger, codes: Collection[str], counting: Counting) -> Collection[str]:
    """Return those of the codes that `only`, `except` and `only = "states"` leave."""
    if counting.only is None and not counting.but and not counting.only_states:
        return codes
    only, but = keyed(ledger, counting)
    return {
        code for code in codes if (only is None or code in only) and code not in but and (not counting.only_states or ledger.parties.is_state(code))
    }


def keyed(ledger: Ledger, counting: Counting) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Return `only` and `except` with each code replaced by the one its acts count for, computed once a fold."""
    found: tuple[frozenset[str] | None, frozenset[str]] | None = ledger.memory.get(id(counting))
    if found is None:
        only = None if counting.only is None else frozenset(map(ledger.key, counting.only))
        found = ledger.memory[id(counting)] = (only, frozenset(map(ledger.key, counting.but)))
    return found


def cut(ledger: Ledger, members: Collection[str], counting: Counting) -> Collection[str]:
    """Return the population less those whose instruments would not count: both restrictions cut it too."""
    return allowed(ledger, members, counting) if counting is not EVERYBODY else members


def _all_in(ledger: Ledger, whom: Population, counting: Counting, given: Collection[str]) -> bool:
    members = cut(ledger, population(ledger, whom), counting)
    return bool(members) and all(code in given for code in members)


def population(ledger: Ledger, whom: Population) -> set[str]:
    """Return the members of a population, as of today or of the adoption, without states that have ceased to exist."""
    day = ledger.day
    frozen: set[str] | None = ledger.memory.get(id(whom))
    if frozen is not None:
        return _existing(ledger, frozen)
    if whom.at_adoption:
        day = ledger.agreement.adopted or ledger.agreement.opened or day
    members: set[str] = set()
    for term in whom.terms:
        if term == "negotiating":
            members |= negotiating(ledger)
        elif term == "signatories":
            members |= signatories(ledger)
        elif term == "parties":
            members |= _own_parties(ledger, day)
        elif term.startswith("parties:"):
            members |= ledger.docket.codes(term[8:], day)
        elif term.startswith("contracting:"):
            members |= ledger.docket.codes(term[12:], day, consented=True)
        else:
            members.add(ledger.key(term))
    if whom.at_adoption:
        ledger.memory[id(whom)] = members
    return _existing(ledger, members)


def _existing(ledger: Ledger, members: set[str]) -> set[str]:
    """Return those of the members that exist today: a state that is no more never counts in a population."""
    if ledger.mortal.isdisjoint(members):
        return members
    return {code for code in members if code not in ledger.mortal or ledger.parties[code].exists(ledger.day)}


def signatories(ledger: Ledger) -> set[str]:
    """Return the signatories, those that took their signature back before today left out."""
    leaving = {seat.key for seat, _ in ledger.fallen}
    return {key for key, seat in ledger.signed.items() if seat.signed is not None or key in leaving}


def negotiating(ledger: Ledger) -> set[str]:
    """Return the negotiating states: those the agreement names, by default the signatories."""
    named = ledger.agreement.negotiating
    if named is None:
        return signatories(ledger)
    found: set[str] | None = ledger.memory.get("negotiating")
    if found is None:
        found = ledger.memory["negotiating"] = {ledger.key(code) for code in named}
    return found


def _own_parties(ledger: Ledger, day: dt.date) -> set[str]:
    """Return the parties; of an amendment those of the agreement it amends, which alone can be meant before it is in force."""
    amended = ledger.agreement.linked("amends")
    if amended:
        return set().union(*(ledger.docket.codes(name, day) for name in amended))
    return {seat.key for seat in ledger.bound()}


def references(agreement: Agreement, condition: Condition) -> set[str]:
    """Return the ids of the agreements a condition looks at, so that the ledger looks again when they change."""
    found: set[str] = set()
    for leaf in leaves(condition):
        if isinstance(leaf, InForce):
            found.add(leaf.agreement)
            continue
        counting = getattr(leaf, "counting", EVERYBODY)
        if counting.party_to:
            found.add(counting.party_to)
        whom = getattr(leaf, "of", None)
        for term in whom.terms if whom is not None else ():
            if ":" in term:
                found.add(term.split(":", 1)[1])
            elif term == "parties":
                found.update(agreement.linked("amends"))
    return found
