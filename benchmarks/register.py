"""A generated register the size of the United Nations Treaty Series: invented agreements with every form of condition.

75,000 agreements and 300,000 acts by default, from a seed: mostly bilateral, some plurilateral, a few nearly universal,
with withdrawals, reservations, suspensions, terms, amendments and successions in the proportions of a working register.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Consent, Duration, EntryIntoForce, Renewal, Withdrawal
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
from foedera.model.parties import Parties, Party
from foedera.model.periods import Period

SIGNATORIES = Population(("signatories",))
NEGOTIATING = Population(("negotiating",))
PERIODS = (Period(), Period(days=30), Period(days=90), Period(months=3, first_of_month=True), Period(nth_month=2), Period(months=6, expired=True))


def states(count: int = 195) -> Parties:
    """Return so many invented states and one organisation."""
    parties = {f"S{i:03}": Party(f"S{i:03}", f"State {i}") for i in range(count)}
    parties["ORG"] = Party("ORG", "Organisation", "organisation")
    return Parties(parties)


def agreements(count: int = 75_000, acts: int = 300_000, seed: int = 1, codes: Sequence[str] = ()) -> Iterator[Agreement]:
    """Yield `count` agreements with about `acts` acts between them, among the invented states or those of other codes."""
    rng = random.Random(seed)
    codes = codes or [party.code for party in states() if party.kind == "state"]
    left = acts
    for number in range(count):
        budget = left / (count - number)
        size = 2 if rng.random() < 0.93 else min(int(rng.paretovariate(1.1) * 4), 190)
        agreement = _agreement(rng, number, rng.sample(codes, min(max(2, size), len(codes))), budget)
        left -= len(agreement.acts)
        yield agreement


def _agreement(rng: random.Random, number: int, parties: list[str], budget: float) -> Agreement:
    adopted = dt.date(1946, 1, 1) + dt.timedelta(days=rng.randrange(28_000))
    name = f"g/{number:06}"
    bilateral = len(parties) == 2
    acts: list[Act] = []
    day = adopted
    if bilateral:
        acts.append(Act(adopted, "signature", tuple(parties)))
        kind = rng.choice(("notification", "ratification", "approval"))
        for code in parties:
            day += dt.timedelta(days=rng.randrange(1, 400))
            acts.append(Act(day, kind, (code,)))
    else:
        acts.append(Act(adopted, "signature", tuple(parties[: max(2, len(parties) // 2)])))
        for code in parties:
            day += dt.timedelta(days=rng.randrange(120))
            acts.append(Act(day, "ratification" if rng.random() < 0.6 else "accession", (code,)))
    while len(acts) < budget - rng.random() and day.year < 2060:
        day += dt.timedelta(days=rng.randrange(100, 3000))
        acts.append(_later_act(rng, day, parties))
    return Agreement(
        id=name,
        title=f"Illustrative agreement {number}",
        acts=tuple(acts),
        adopted=adopted,
        opened=adopted,
        depositary=() if bilateral else ("ORG",),
        negotiating=tuple(parties) if bilateral else None,
        entry_into_force=EntryIntoForce(when=_condition(rng, number, parties, bilateral, acts), then=rng.choice(PERIODS)),
        consent=Consent(by_signature=True) if rng.random() < 0.05 else None,
        duration=Duration(years=10, renewal=Renewal(years=5, unless_notice=Period(months=6))) if rng.random() < 0.2 else None,
        withdrawal=Withdrawal(notice=Period(years=1)) if rng.random() < 0.6 else None,
        weights={"w": {code: Fraction(i + 1) for i, code in enumerate(parties)}} if not bilateral else {},
    )


def _later_act(rng: random.Random, day: dt.date, parties: list[str]) -> Act:
    roll = rng.random()
    by = (rng.choice(parties),)
    if roll < 0.45:
        return Act(day, "withdrawal", by)
    if roll < 0.55:
        return Act(day, "suspension", by, tuple(code for code in parties if code != by[0])[:1])
    if roll < 0.65:
        return Act(day, "resumption", by)
    if roll < 0.75:
        return Act(day, "reservation", by, id=f"r{day.toordinal()}", articles=("5",))
    if roll < 0.85:
        return Act(day, "termination", tuple(parties))
    return Act(day, "event", by)


def _condition(rng: random.Random, number: int, parties: list[str], bilateral: bool, acts: list[Act]) -> Condition:
    if bilateral:
        if acts[1].kind == "notification":
            return Notifications(ALL)
        return rng.choice((Consents(ALL, NEGOTIATING), Consents(2), Consents(ALL, SIGNATORIES)))
    need = max(2, len(parties) // 2)
    form = number % 11
    if form == 0:
        return FractionOf(Fraction(2, 3), SIGNATORIES)
    if form == 1:
        return AllOf((Named(tuple(parties[:2])), FractionOf(Fraction(1, 2), SIGNATORIES, majority=True)))
    if form == 2:
        return Share(Fraction(55, 100), "w")
    if form == 3:
        return AnyOf((Consents(len(parties)), Elapsed(Period(years=3))))
    if form == 4:
        return AllOf((Consents(need), OnDate(acts[0].on + dt.timedelta(days=300))))
    if form == 5:
        return Consents(need, counting=Counting(but=frozenset(parties[:1])))
    if form == 6:
        return Signatures(ALL, SIGNATORIES)
    if form == 7 and number > 100:
        return AllOf((Consents(need), InForce(f"g/{number % 97:06}")))
    if form == 8 and number > 100:
        return FractionOf(Fraction(3, 4), Population((f"parties:g/{number % 97:06}",)), anyone=True)
    return Consents(need)
