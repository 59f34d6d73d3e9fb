"""Agreements for property tests: every table, key and form of the file, filled with whatever a file can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from foedera.library import clauses as reading
from foedera.library import vocabularies
from foedera.model import agreements as model
from foedera.model import clauses
from foedera.model.acts import CONFIDENCES, KINDS, PRECISIONS, Act
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
)
from foedera.model.parties import KINDS as PARTY_KINDS
from foedera.model.parties import Party
from foedera.model.periods import Period
from foedera.model.provisions import FORCES, Obligation, Provision, Trigger
from foedera.model.standing import AGREEMENT_STATUSES

#: Texts as people type and paste them: quotes of both kinds, backslashes, breaks, signs of other scripts, markup and formulas.
TEXTS = st.text(st.sampled_from("ab Z9'\"\\\n\t\r#=+-@{}[]<>&;,.é漢🙂\u200b\ud7ff"), max_size=24)
#: The same with what TOML can escape and XML cannot hold.
WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
NAMES = st.text(st.sampled_from("abcXYZ09-_ .'\"é"), min_size=1, max_size=8)
DAYS = st.dates(dt.date(1500, 1, 1), dt.date(2999, 12, 31))
IDS = st.sampled_from(("a/b", "nato/north-atlantic-treaty", "5-eyes/x.y"))
OWN = ("X-ONE", "X Two")
CODES = st.sampled_from(("BEL", "CAN", "FRA", "NATO", "USA", *OWN))
ACTS = st.sampled_from(KINDS)
SURE = st.sampled_from(("", *CONFIDENCES))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or none."""
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], most: int = 3, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few values, each once."""
    return st.lists(strategy, min_size=least, max_size=most, unique=True).map(tuple)


@cache
def periods(depth: int = 1) -> st.SearchStrategy[Period]:
    """A period in one of its three forms."""
    common: dict[str, Any] = {"expired": st.booleans(), "not_before": several(DAYS | IDS, 2), "from_known": st.booleans()}
    small = st.integers(0, 99)
    forms = [
        st.builds(Period, years=small, months=small, days=small, first_of_month=st.booleans(), **common),
        st.builds(Period, nth_month=st.integers(1, 12), **common),
    ]
    if depth:
        forms.append(st.builds(Period, date=DAYS, if_met_by=maybe(DAYS), otherwise=maybe(st.deferred(lambda: periods(0))), **common))
    return st.one_of(forms)


POPULATIONS = st.builds(
    Population, several(st.sampled_from(("signatories", "negotiating", "parties", "parties:a/b", "contracting:c/d")) | CODES, least=1), st.booleans()
)
_CHOSEN = several(CODES, least=1).map(frozenset)
COUNTINGS = st.just(EVERYBODY) | st.builds(
    lambda only, states, but, kinds, party_to: Counting(None if states else only, states, but, kinds, party_to),
    maybe(_CHOSEN),
    st.booleans(),
    st.just(frozenset[str]()) | _CHOSEN,
    maybe(several(ACTS).map(frozenset)),
    maybe(IDS),
)
COUNTS = st.integers(1, 99) | st.just(ALL)
SHARES = st.fractions(Fraction(1, 1000), Fraction(1), max_denominator=1000)
DECIMALS = st.integers(0, 10**6).map(lambda n: Fraction(n, 1000))


def _leaf(form: Callable[..., Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(form, COUNTS, maybe(POPULATIONS), COUNTINGS)


LEAVES: st.SearchStrategy[Condition] = st.one_of(
    _leaf(Consents),
    _leaf(Signatures),
    _leaf(Notifications),
    st.builds(FractionOf, SHARES, POPULATIONS, st.just(False), st.booleans(), COUNTINGS),
    st.builds(FractionOf, st.just(Fraction(1, 2)), POPULATIONS, st.just(True), st.booleans(), COUNTINGS),
    st.builds(Named, several(CODES, least=1), COUNTINGS),
    st.builds(Share, SHARES, st.just("w"), maybe(POPULATIONS), maybe(DECIMALS.filter(bool)), st.booleans(), COUNTINGS),
    st.builds(InForce, IDS),
    st.builds(OnDate, DAYS),
    st.builds(Elapsed, periods(), st.sampled_from(("opened", "adopted", "closed", "entry-into-force"))),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple).flatmap(lambda parts: st.sampled_from((AllOf(parts), AnyOf(parts)))),
    max_leaves=4,
)


def _provision(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Provision]:
    triggers = st.one_of(
        st.just(Trigger(standing=True)),
        texts.filter(bool).map(lambda text: Trigger(invocation=text)),
        periods().map(lambda period: Trigger(recurring=period)),
        periods().map(lambda period: Trigger(deadline=period)),
    )
    roles = st.sampled_from(("each-party", "attacked-party", "all-parties"))
    bearers = st.tuples(several(roles, 2), several(CODES, 2)).map(lambda two: two[0] + two[1]).filter(bool)
    obligation = st.builds(Obligation, texts, texts, bearers, bearers, st.sampled_from(FORCES), triggers)
    return st.builds(
        Provision,
        article=texts,
        function=st.sampled_from(sorted(vocabularies.FUNCTIONS)),
        summary=texts,
        obligations=st.lists(obligation, max_size=2).map(tuple),
        confidence=SURE,
        source=texts,
        note=texts,
    )


def _clauses(texts: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Any]]:
    base: dict[str, Any] = {"article": texts, "confidence": SURE, "source": texts, "note": texts}
    words = several(st.sampled_from(("all", "invitation")), 2)
    open_to = st.tuples(words, several(st.just("negotiating"), 1), several(CODES)).map(lambda three: three[0] + three[1] + three[2])
    renewals = st.builds(clauses.Renewal, years=st.integers(1, 99), months=st.integers(0, 99), tacit=st.booleans(), unless_notice=periods())
    terms = {"years": st.integers(0, 99), "months": st.integers(0, 99), "renewal": maybe(renewals)}
    maybe_true = st.sampled_from((None, True, False))
    found: dict[str, Any] = {
        "entry_into_force": st.builds(
            clauses.EntryIntoForce,
            when=CONDITIONS,
            then=periods(),
            later=maybe(periods()),
            later_from=st.sampled_from(("condition", "entry-into-force")),
            lapsed_count=st.booleans(),
            **base,
        ),
        "consent": st.builds(
            clauses.Consent,
            kinds=maybe(several(ACTS).map(frozenset)),
            by_signature=maybe_true,
            open_to=open_to,
            invited_by=maybe(CONDITIONS),
            **base,
        ),
        "provisional_application": st.builds(
            clauses.ProvisionalApplication,
            by=st.sampled_from(("declaration", "signature", "default")),
            until=st.sampled_from((None, "entry-into-force")) | DAYS,
            **base,
        ),
        "duration": st.builds(clauses.Duration, **terms, **base) | st.builds(clauses.Duration, until=DAYS, **base),
        "withdrawal": st.builds(
            clauses.Withdrawal,
            permitted=maybe_true,
            after=maybe(periods()),
            after_from=st.sampled_from(("entry-into-force", "party")),
            window=maybe(st.builds(clauses.Window, every=periods(), open=periods())),
            notice=maybe(periods()),
            then=maybe(periods()),
            with_agreement=maybe(IDS),
            not_while=st.sampled_from((None, "armed-conflict")),
            revocable=st.booleans(),
            **base,
        ),
        "termination": st.builds(clauses.Termination, parties_below=maybe(st.integers(1, 99)), when=maybe(CONDITIONS), **base),
        "amendment": st.builds(
            clauses.Amendment,
            adopt=maybe(texts.filter(bool) | CONDITIONS),
            when=maybe(CONDITIONS),
            binds=st.sampled_from(("accepting", "all")),
            **base,
        ),
        "reservations": st.builds(
            clauses.Reservations,
            permitted=st.sampled_from(("none", "listed", "compatible")),
            to=several(texts),
            acceptance=st.sampled_from(("tacit-12-months", "all", "organ")),
            effect=st.sampled_from(("acceptance", "deposit")),
            objections_within=periods(),
            late=st.sampled_from((None, "unanimous-tacit")),
            counts=st.sampled_from((None, "accepted")),
            **base,
        ),
        "review": st.builds(clauses.Review, first=maybe(periods()), every=maybe(periods()), **base),
        "security": st.builds(
            clauses.Security,
            classification_ceiling=texts,
            originator_control=maybe_true,
            third_party_rule=maybe_true,
            information_agreement=maybe(IDS),
            **base,
        ),
        "finance": st.builds(
            clauses.Finance,
            key=st.sampled_from(("", *reading.KEYS)),
            shares=st.dictionaries(CODES, st.integers(0, 1000).map(lambda n: Fraction(n, 1000)), max_size=3).map(lambda d: tuple(d.items())),
            **base,
        ),
    }
    steps = st.builds(clauses.DisputeStep, means=st.sampled_from(reading.MEANS), within=maybe(periods()), compulsory=st.booleans(), **base)
    rights = st.builds(
        clauses.Jurisdiction,
        over=texts,
        when=texts,
        holder=st.sampled_from(("sending", "receiving")),
        kind=st.sampled_from(("exclusive", "primary", "concurrent")),
        waivable=st.booleans(),
        **base,
    )
    optional = {name: maybe(strategy) for name, strategy in found.items()}
    return optional | {"dispute_settlement": st.lists(steps, max_size=2).map(tuple), "jurisdiction": st.lists(rights, max_size=2).map(tuple)}


@cache
def _acts(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Act, ...]]:
    """Acts, each with an id, now and then the answer to the one before."""
    fields = st.fixed_dictionaries(
        {
            "on": DAYS,
            "kind": ACTS,
            "by": several(CODES, least=1),
            "to": several(CODES, 2),
            "effective": maybe(DAYS),
            "until": maybe(DAYS),
            "articles": several(texts, 2),
            "precludes": st.booleans(),
            "note": texts,
            "source": texts,
            "confidence": SURE,
            "precision": st.sampled_from(PRECISIONS),
        }
    )
    one = st.tuples(fields, maybe(DAYS), st.booleans())

    def numbered(found: list[tuple[dict[str, Any], dt.date | None, bool]]) -> tuple[Act, ...]:
        return tuple(
            Act(
                **given,
                known=known or given["on"],
                id=f"act {place}",
                of=f"act {place - 1}" if answers and place else "",
                strikes=answers and place > 0 and given["kind"] == "correction",
            )
            for place, (given, known, answers) in enumerate(found)
        )

    return st.lists(one, max_size=3).map(numbered)


@cache
def agreements(texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[model.Agreement]:
    """An agreement that a file can state, whatever it would mean."""
    codes = several(CODES, 4)
    parties = st.tuples(*(st.builds(Party, st.just(code), texts, st.sampled_from(PARTY_KINDS), successors=codes, unites=codes) for code in OWN))
    counts = maybe(st.integers(0, 99))
    assertion = st.builds(
        model.Assertion,
        on=DAYS,
        known=maybe(DAYS),
        status=st.sampled_from((None, *AGREEMENT_STATUSES)),
        in_force_since=maybe(DAYS),
        parties=counts,
        signatories=counts,
    )
    return st.builds(
        model.Agreement,
        id=IDS,
        title=texts,
        kind=st.sampled_from(model.KINDS),
        binding=st.booleans(),
        acts=_acts(texts),
        short_title=texts,
        adopted=maybe(DAYS),
        depositary=codes,
        negotiating=maybe(codes),
        provisions=st.lists(_provision(texts), max_size=2).map(_distinct),
        participants=parties.map(lambda found: {party.code: party for party in found}),
        groups=st.dictionaries(NAMES, codes, max_size=2),
        weights=st.dictionaries(CODES, DECIMALS, max_size=3).map(lambda table: {"w": table}),
        links=st.dictionaries(st.sampled_from(model.LINKS), several(IDS, least=1), max_size=3),
        languages=several(texts, 2),
        place=texts,
        areas=several(st.sampled_from(sorted(vocabularies.AREAS))),
        aims=several(texts),
        geography=texts,
        registration=texts,
        sources=st.lists(st.builds(model.Source, texts, texts, maybe(DAYS), texts), max_size=2).map(tuple),
        confidence=SURE,
        uncertain=several(texts),
        illustrative=st.booleans(),
        incomplete=st.booleans(),
        assertions=st.lists(assertion, max_size=2).map(tuple),
        **_clauses(texts),
    )


def _distinct(provisions: list[Provision]) -> tuple[Provision, ...]:
    """Provisions whose obligations have ids of their own, as a file wants them."""
    ids = [duty.id for provision in provisions for duty in provision.obligations]
    return tuple(provisions) if len(ids) == len(set(ids)) else ()
