"""What must hold of every agreement: later, unrelated and reordered acts change no answer, a prefix is the past, dates have reasons."""

from __future__ import annotations

import datetime as dt
import json
import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.law.docket import Docket
from foedera.law.relations import between
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import (
    Consent,
    Duration,
    EntryIntoForce,
    ProvisionalApplication,
    Renewal,
    Reservations,
    Termination,
    Withdrawal,
)
from foedera.model.conditions import ALL, AllOf, AnyOf, Consents, Elapsed, FractionOf, Named, OnDate, Population, Signatures
from foedera.model.parties import Parties, Party
from foedera.model.periods import Period

START = dt.date(2000, 1, 1)
CODES = ("X-A", "X-B", "X-C", "X-D")
PARTIES = Parties(
    {
        **{code: Party(code, code) for code in CODES},
        "X-OLD": Party("X-OLD", "Old", until=dt.date(2008, 6, 30), continuator="X-NEW"),
        "X-NEW": Party("X-NEW", "New"),
        "X-GONE": Party("X-GONE", "Gone", until=dt.date(2010, 12, 31), successors=("X-D",)),
        "X-ORG": Party("X-ORG", "Organisation", "organisation"),
    }
)
WHO = st.sampled_from((*CODES, "X-OLD", "X-GONE"))
DAYS = st.integers(0, 5000).map(lambda n: START + dt.timedelta(days=n))
KINDS = (
    "signature",
    "ratification",
    "accession",
    "notification",
    "definitive-signature",
    "provisional-application",
    "end-of-provisional-application",
    "withdrawal",
    "revocation-of-withdrawal",
    "suspension",
    "resumption",
    "termination",
    "refusal",
    "succession",
    "extension",
    "armed-conflict",
    "expulsion",
)
SIGNATORIES = Population(("signatories",))
PERIODS = st.sampled_from((Period(), Period(days=30), Period(months=3, first_of_month=True), Period(nth_month=2), Period(months=1, from_known=True)))
LEAVES = st.one_of(
    st.integers(1, 4).map(Consents),
    st.just(Consents(ALL, SIGNATORIES)),
    st.sampled_from((Named(("X-A",)), Named(("X-A", "X-OLD")), Signatures(2), OnDate(dt.date(2004, 1, 1)), Elapsed(Period(years=2), "adopted"))),
    st.just(FractionOf(Fraction(2, 3), SIGNATORIES)),
)
CONDITIONS = st.one_of(
    LEAVES,
    st.lists(LEAVES, min_size=2, max_size=2).map(lambda parts: AllOf(tuple(parts))),
    st.lists(LEAVES, min_size=2, max_size=2).map(lambda parts: AnyOf(tuple(parts))),
)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """An act by one participant, now and then towards another, known late, or with an end."""
    on = draw(DAYS)
    kind = draw(st.sampled_from(KINDS))
    to = (draw(WHO),) if kind in ("suspension", "resumption", "expulsion") and draw(st.booleans()) else ()
    until = on + dt.timedelta(days=draw(st.integers(1, 900))) if kind in ("armed-conflict", "extension") else None
    late = draw(st.sampled_from((0, 0, 0, 40)))
    return Act(on, kind, (draw(WHO),), to, known=on + dt.timedelta(days=late), until=until)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """An agreement with clauses and acts of every sort, reservations among them."""
    found = draw(st.lists(acts(), max_size=14))
    if draw(st.booleans()):
        on = draw(DAYS)
        author = draw(WHO)
        found += [Act(on, "ratification", (author,)), Act(on, "reservation", (author,), id="r1", articles=("5",))]
        found.append(Act(on + dt.timedelta(days=draw(st.integers(0, 500))), "objection", (draw(WHO),), of="r1", precludes=draw(st.booleans())))
    maybe: Any = lambda value: st.one_of(st.none(), value)  # noqa: E731
    return Agreement(
        id="t/t",
        title="t",
        adopted=START,
        acts=tuple(found),
        depositary=draw(st.sampled_from(((), ("X-ORG",)))),
        entry_into_force=draw(maybe(st.builds(EntryIntoForce, when=CONDITIONS, then=PERIODS, later=maybe(PERIODS)))),
        consent=draw(maybe(st.builds(Consent, by_signature=st.sampled_from((None, True, False))))),
        provisional_application=draw(maybe(st.builds(ProvisionalApplication, by=st.sampled_from(("declaration", "signature", "default"))))),
        duration=draw(
            maybe(
                st.sampled_from(
                    (
                        Duration(years=5),
                        Duration(until=dt.date(2011, 1, 1)),
                        Duration(years=4, renewal=Renewal(years=2, unless_notice=Period(months=6))),
                    )
                )
            )
        ),
        withdrawal=draw(
            maybe(
                st.sampled_from(
                    (Withdrawal(notice=Period(years=1)), Withdrawal(notice=Period(months=6), not_while="armed-conflict"), Withdrawal(permitted=False))
                )
            )
        ),
        termination=draw(maybe(st.just(Termination(parties_below=2)))),
        reservations=draw(maybe(st.builds(Reservations, effect=st.sampled_from(("acceptance", "deposit"))))),
    )


def docket(agreement: Agreement, known: dt.date | None = None) -> Docket:
    """A docket with that agreement alone."""
    return Docket({agreement.id: agreement}.get, PARTIES, known=known)


def answers(agreement: Agreement, on: dt.date, known: dt.date | None = None) -> str:
    """Everything that can be asked about a day, as text."""
    on_record = docket(agreement, known)
    standing = on_record.timeline("t/t").standing(on)
    bonds = [between(on_record, "t/t", a, b, on).as_json() for a, b in (("X-A", "X-B"), ("X-A", "X-OLD"), ("X-C", "X-GONE"))]
    return json.dumps([standing.as_json(), *bonds], indent=1)


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS)
def test_later_acts_change_no_earlier_answer(agreement: Agreement, on: dt.date) -> None:
    """The answer for a day is the same whether or not the acts after it are on record."""
    before = evolve(agreement, acts=tuple(act for act in agreement.acts if act.on <= on))
    assert answers(agreement, on) == answers(before, on)


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS, st.lists(st.builds(Act, DAYS, st.sampled_from(("event", "declaration", "invocation")), st.tuples(WHO)), max_size=4))
def test_unrelated_acts_change_nothing(agreement: Agreement, on: dt.date, unrelated: list[Act]) -> None:
    """Events, declarations and invocations leave every status as it is."""
    more = evolve(agreement, acts=(*agreement.acts, *unrelated))
    assert answers(agreement, on) == answers(more, on)


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS, st.randoms(use_true_random=False))
def test_order_within_a_day_changes_no_earlier_answer(agreement: Agreement, on: dt.date, random: Any) -> None:
    """Whatever the order of the acts of a day, the answers about the days before are the same."""
    earlier = [act for act in agreement.acts if act.on < on]
    others = [evolve(act, on=on, known=on, until=None) for act in agreement.acts if act.on >= on]
    shuffled = random.sample(others, len(others))
    day = on - dt.timedelta(days=1)
    assert answers(evolve(agreement, acts=(*earlier, *others)), day) == answers(evolve(agreement, acts=(*shuffled, *earlier)), day)


GIVEN = ("signature", "ratification", "accession", "notification", "definitive-signature", "succession")


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS, st.randoms(use_true_random=False))
def test_instruments_of_a_day_may_stand_in_any_order(agreement: Agreement, on: dt.date, random: Any) -> None:
    """Signatures and instruments that different states give on one day may be written in any order."""
    unique = list({(act.on, act.by): act for act in agreement.acts if act.kind in GIVEN}.values())
    shuffled = random.sample(unique, len(unique))
    one, other = (docket(evolve(agreement, acts=tuple(found))).timeline("t/t").standing(on) for found in (unique, shuffled))
    assert one.participants == other.participants
    assert (one.status, one.in_force_since, one.expected) == (other.status, other.in_force_since, other.expected)


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS, DAYS)
def test_a_prefix_is_the_past(agreement: Agreement, on: dt.date, known: dt.date) -> None:
    """Asking with `known` is folding the acts on record by that day; a late notice never rewrites what was known before."""
    prefix = evolve(agreement, acts=tuple(act for act in agreement.acts if act.known <= known))
    asked, folded = json.loads(answers(agreement, on, known)), json.loads(answers(prefix, on))
    assert asked == folded


@settings(max_examples=250, deadline=None)
@given(agreements(), DAYS)
def test_every_date_has_a_reason(agreement: Agreement, on: dt.date) -> None:
    """Each date in an answer is named in a reason."""
    standing = docket(agreement).timeline("t/t").standing(on)
    reasons = set(re.findall(r"\d{4}-\d\d-\d\d", " ".join(standing.because)))
    dates = {standing.in_force_since, standing.expected, *(d for p in standing.participants for d in (p.since, p.until))}
    assert {str(day) for day in dates if day is not None} <= reasons, standing


@settings(max_examples=250, deadline=None)
@given(agreements())
def test_the_timeline_agrees_with_every_day(agreement: Agreement) -> None:
    """Between two changes nothing changes: the statuses on a day are those of the last changes before it."""
    timeline = docket(agreement).timeline("t/t")
    days = timeline.change_days()
    for day, following in pairwise(days):
        if following - day > dt.timedelta(days=1):
            first, last = timeline.standing(day), timeline.standing(following - dt.timedelta(days=1))
            assert [(p.party, p.status, p.since, p.until) for p in first.participants] == [
                (p.party, p.status, p.since, p.until) for p in last.participants
            ]
            assert first.status == last.status
