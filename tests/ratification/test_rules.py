"""An agreement's rule on simulated days gives what the law engine gives when the same days are acts."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedera.law.docket import Docket
from foedera.law.prospects import Quota, Waiting, Weighed, prospect
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import EntryIntoForce
from foedera.model.conditions import ALL, AllOf, AnyOf, Condition, Consents, Counting, FractionOf, InForce, Named, OnDate, Population, Share
from foedera.model.parties import Parties, Party
from foedera.model.periods import Period
from foedera.ratification.rules import Simulated, in_force, met, unmet

START = dt.date(2020, 1, 1)
CODES = ("X-A", "X-B", "X-C", "X-D", "X-E", "X-F")
PARTIES = Parties({code: Party(code, code) for code in CODES})
SIGNATORIES = Population(("signatories",))
WEIGHTS = {code: Fraction(weight) for code, weight in zip(CODES, (30, 25, 20, 15, 7, 3), strict=True)}

LEAVES = st.one_of(
    st.integers(1, 6).map(Consents),
    st.integers(1, 3).map(lambda count: Consents(count, Population(CODES[:3]))),
    st.just(Consents(ALL, SIGNATORIES)),
    st.just(Consents(3, None, Counting(but=frozenset({"X-A"})))),
    st.sampled_from([FractionOf(Fraction(2, 3), SIGNATORIES), FractionOf(Fraction(1, 2), SIGNATORIES, majority=True)]),
    st.just(FractionOf(Fraction(1, 2), SIGNATORIES, anyone=True)),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(lambda codes: Named(tuple(codes))),
    st.sampled_from([Share(Fraction(55, 100), "size"), Share(Fraction(1, 2), "size", more_than=True), Share(Fraction(1, 2), "size", SIGNATORIES)]),
    st.just(OnDate(dt.date(2021, 1, 1))),
)
CONDITIONS: st.SearchStrategy[Condition] = st.one_of(
    LEAVES,
    st.lists(LEAVES, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
    st.lists(LEAVES, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
)
PERIODS = st.sampled_from([Period(), Period(days=30), Period(months=3, first_of_month=True), Period(nth_month=6), Period(months=1, expired=True)])


def agreement(condition: Condition, then: Period, signing: tuple[str, ...], acts: tuple[Act, ...] = ()) -> Agreement:
    """Return an invented agreement signed on one day, with this rule."""
    return Agreement(
        id="x/y",
        title="Invented",
        opened=START,
        entry_into_force=EntryIntoForce(when=condition, then=then),
        weights={"size": WEIGHTS},
        acts=(Act(START, "signature", signing), *acts),
    )


def docket(found: Agreement) -> Docket:
    """Return a docket of one agreement."""
    return Docket(lambda name: found if name == found.id else None, PARTIES)


@given(
    CONDITIONS,
    PERIODS,
    st.lists(st.sampled_from(CODES), min_size=3, unique=True),
    st.dictionaries(st.sampled_from(CODES), st.integers(1, 900)),
    st.integers(0, 400),
)
def test_the_rule_gives_what_the_engine_gives(condition: Condition, then: Period, signing: list[str], days: dict[str, int], seen: int) -> None:
    """Consents up to a day are on record, the later ones simulated: the day of entry into force is that of the fold of all of them."""
    acts = tuple(Act(START + dt.timedelta(days=number), "ratification", (code,)) for code, number in sorted(days.items(), key=lambda row: row[1]))
    whole = agreement(condition, then, tuple(signing), acts)
    on = START + dt.timedelta(days=seen)
    found = prospect(docket(whole), "x/y", on)
    simulated = Simulated(
        {code: np.array([float((START + dt.timedelta(days=number)).toordinal())]) for code, number in days.items()}, np.empty((1, 0)), 1
    )
    computed = in_force(found.clause, np.maximum(met(found.need, simulated), float(START.toordinal())))[0]
    truly = docket(whole).timeline("x/y").ledger.in_force
    assert (dt.date.fromordinal(int(computed)) if np.isfinite(computed) else None) == truly


@given(CONDITIONS, st.dictionaries(st.sampled_from(CODES), st.integers(1, 900), min_size=2), st.sampled_from(CODES), st.integers(1, 300))
def test_an_earlier_consent_never_delays(condition: Condition, days: dict[str, int], who: str, sooner: int) -> None:
    """Whoever consents sooner brings entry into force no later; whoever never does, no sooner."""
    found = prospect(docket(agreement(condition, Period(), CODES)), "x/y", START)
    simulated = Simulated({code: np.array([float(START.toordinal() + number)]) for code, number in days.items()}, np.empty((1, 0)), 1)
    base = met(found.need, simulated)[0]
    before = max(float(simulated.of(who)[0]) - sooner, float(START.toordinal()))
    assert met(found.need, simulated.with_day(who, before))[0] <= base
    assert met(found.need, simulated.with_day(who, np.inf))[0] >= base


def test_what_is_missing_is_named() -> None:
    """Of two thirds of six signatories four are needed; with two on record two are missing, and it may be any of the other four."""
    acts = (Act(dt.date(2020, 5, 1), "ratification", ("X-A",)), Act(dt.date(2020, 6, 1), "ratification", ("X-B",)))
    found = prospect(docket(agreement(FractionOf(Fraction(2, 3), SIGNATORIES), Period(), CODES, acts)), "x/y", dt.date(2020, 7, 1))
    assert isinstance(found.need, Quota)
    assert (found.need.needed, found.need.missing) == (4, 2)
    assert found.awaited() == frozenset({"X-C", "X-D", "X-E", "X-F"})
    assert found.consented == {"X-A": dt.date(2020, 5, 1), "X-B": dt.date(2020, 6, 1)}
    earlier = prospect(docket(agreement(FractionOf(Fraction(2, 3), SIGNATORIES), Period(), CODES, acts)), "x/y", dt.date(2020, 5, 15))
    assert earlier.consented == {"X-A": dt.date(2020, 5, 1)}


def test_what_no_consent_brings_about_is_said() -> None:
    """An agreement that waits for another's entry into force waits, whoever consents; where one of two ways will do it does not."""
    other = Agreement(id="x/z", title="Other", opened=START)
    waiting = agreement(AllOf((Consents(1), InForce("x/z"))), Period(), CODES)
    both = Docket({"x/y": waiting, "x/z": other}.get, PARTIES)
    found = prospect(both, "x/y", START)
    assert [(need.agreement, isinstance(need, Waiting)) for need in unmet(found.need)] == [("x/z", True)]
    everybody = Simulated({code: np.array([float(START.toordinal())]) for code in CODES}, np.empty((1, 0)), 1)
    assert np.isinf(met(found.need, everybody)[0])
    either = evolve(waiting, entry_into_force=EntryIntoForce(when=AnyOf((Consents(1), InForce("x/z")))))
    found = prospect(Docket({"x/y": either, "x/z": other}.get, PARTIES), "x/y", START)
    assert unmet(found.need) == []
    assert met(found.need, everybody)[0] == START.toordinal()


def test_shares_by_weight_take_the_order_of_each_simulation() -> None:
    """More than half of 100: 30 and 25 do it together; in another simulation 25, 20 and 15 do."""
    need = Weighed(51, {code: int(weight) for code, weight in WEIGHTS.items()}, {})
    days = {"X-A": [10.0, 900.0], "X-B": [20.0, 20.0], "X-C": [30.0, 30.0], "X-D": [40.0, 40.0], "X-E": [50.0, 50.0], "X-F": [60.0, 60.0]}
    found = met(need, Simulated({code: np.array(row) for code, row in days.items()}, np.empty((2, 0)), 2))
    assert found.tolist() == [20.0, 40.0]
