"""Conditions of final clauses: forty ratifications, these named states, two thirds of the parties, a share of weights.

One frozen class per form of the contract. `foedera.law.conditions` says on what day each is met.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from foedera.model.periods import Period
from foedera.model.phrases import Phrase, dated, few, joined, say, say_n
from foedera.model.terms import word

ALL: Literal["all"] = "all"


@frozen
class Population:
    """Whom a share is a share of: `"signatories"`, `"negotiating"`, `"parties"`, `"parties:ID"`, `"contracting:ID"`, codes.

    The union of its `terms`, each a word of that kind or a party code (groups are resolved on reading).
    `at_adoption` freezes it at the adoption of the agreement; otherwise it is taken as of the day tested.
    """

    terms: tuple[str, ...]
    at_adoption: bool = False

    def describe(self) -> Phrase:
        """Return the population in words."""
        shown = [_population(term) for term in self.terms[:8]]
        if len(self.terms) > len(shown):
            shown.append(say("{n} more", n=len(self.terms) - len(shown)))
        whom = joined(shown, ", ")
        return say("{whom} at adoption", whom=whom) if self.at_adoption else whom


_NEGOTIATING = say("the negotiating states")
_POPULATIONS = {"signatories": say("the signatories"), "negotiating": _NEGOTIATING, "parties": say("the parties")}


def _population(term: str) -> str:
    if term.startswith("parties:"):
        return say("the parties to {agreement}", agreement=term.removeprefix("parties:"))
    if term.startswith("contracting:"):
        return say("the contracting states of {agreement}", agreement=term.removeprefix("contracting:"))
    return _POPULATIONS.get(term, term)


def _whom(of: Population | None) -> Phrase:
    return of.describe() if of is not None else _NEGOTIATING


@frozen
class Counting:
    """Whose instruments count: `only` these codes (or only states), all `but` these, only of these `kinds`, only parties to `party_to`."""

    only: frozenset[str] | None = None
    only_states: bool = False
    but: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    party_to: str | None = None

    def describe(self, what: Phrase) -> Phrase:
        """Return what is counted, in words, with the restriction."""
        if self.only_states:
            what = say("{what} of states", what=what)
        if self.only is not None:
            what = say("{what} from {codes}", what=what, codes=few(sorted(self.only), 8))
        if self.but:
            what = say("{what} without {codes}", what=what, codes=few(sorted(self.but), 8))
        if self.kinds is not None:
            what = say("{what} by {kinds}", what=what, kinds=few([word(kind) for kind in sorted(self.kinds)], 8))
        if self.party_to:
            what = say("{what} from contracting states of {agreement}", what=what, agreement=self.party_to)
        return what


EVERYBODY = Counting()


@frozen
class Consents:
    """Met when `count` instruments of consent stand; with `"all"`, when every member of `of` has consented."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> Phrase:
        """Return the condition in words."""
        if self.count == ALL:
            return self.counting.describe(say("consent of all of {whom}", whom=_whom(self.of)))
        return self.counting.describe(say_n("{n} instrument of consent", "{n} instruments of consent", self.count))


@frozen
class FractionOf:
    """Met when at least `share` of `of` has consented (`majority`: more than half); `anyone`: as many consents, whoever gave them."""

    share: Fraction
    of: Population
    majority: bool = False
    anyone: bool = False
    counting: Counting = EVERYBODY

    def needed(self, size: int) -> int:
        """Return how many consents the share means in a population of this size.

        >>> FractionOf(Fraction(2, 3), Population(("parties",))).needed(100)
        67
        >>> FractionOf(Fraction(1, 2), Population(("signatories",)), majority=True).needed(12)
        7
        """
        if self.majority:
            return size // 2 + 1
        return -(-size * self.share.numerator // self.share.denominator)

    def describe(self) -> Phrase:
        """Return the condition in words."""
        whom = self.of.describe()
        what = (
            say("consent of a majority of {whom}", whom=whom)
            if self.majority
            else say("consent of {share} of {whom}", share=str(self.share), whom=whom)
        )
        what = self.counting.describe(what)
        return say("{what}, whoever consents", what=what) if self.anyone else what


@frozen
class Named:
    """Met when each of these states has consented."""

    codes: tuple[str, ...]
    counting: Counting = EVERYBODY

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return self.counting.describe(say("consent of {codes}", codes=", ".join(self.codes)))


@frozen
class Share:
    """Met when members of `of` holding at least `share` (with `more_than`: more) of the weights have consented."""

    share: Fraction
    weights: str
    of: Population | None = None
    total: Fraction | None = None
    more_than: bool = False
    counting: Counting = EVERYBODY

    def describe(self) -> Phrase:
        """Return the condition in words."""
        percent = Decimal(f"{float(self.share * 100):g}")
        if self.more_than:
            what = say("consent of more than {percent} % of '{weights}'", percent=percent, weights=self.weights)
        else:
            what = say("consent of at least {percent} % of '{weights}'", percent=percent, weights=self.weights)
        if self.of is not None:
            what = say("{what} of {whom}", what=what, whom=self.of.describe())
        return self.counting.describe(what)


@frozen
class Signatures:
    """Met when `count` signatures stand, or every member of `of` has signed."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> Phrase:
        """Return the condition in words."""
        if self.count == ALL:
            return say("signature by all of {whom}", whom=_whom(self.of))
        return self.counting.describe(say_n("{n} signature", "{n} signatures", self.count))


@frozen
class Notifications:
    """Met when each negotiating state, or so many of them, has given the act `notification`."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> Phrase:
        """Return the condition in words."""
        if self.count == ALL:
            return say("notification by all of {whom}", whom=_whom(self.of))
        return say("notification by {n} of {whom}", n=self.count, whom=_whom(self.of))


@frozen
class InForce:
    """Met when that agreement is in force."""

    agreement: str

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return say("entry into force of {agreement}", agreement=self.agreement)


@frozen
class OnDate:
    """Met when that day has come."""

    date: dt.date

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return say("the day {day}", day=dated(self.date))


_STARTS = {"opened": say("opened"), "adopted": say("adopted"), "closed": say("closed"), "entry-into-force": say("entry into force")}


@frozen
class Elapsed:
    """Met when the period has run since a date of the head: `opened`, `adopted`, `closed` or `entry-into-force`."""

    period: Period
    since: str = "opened"

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return say("{period} since {start}", period=self.period.describe(), start=_STARTS[self.since])


@frozen
class AllOf:
    """Met on the day the last of its conditions is met; a condition once met stays met."""

    conditions: tuple[Condition, ...]

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return joined([c.describe() for c in self.conditions], " and ")


@frozen
class AnyOf:
    """Met on the day the first of its conditions is met."""

    conditions: tuple[Condition, ...]

    def describe(self) -> Phrase:
        """Return the condition in words."""
        return joined([c.describe() for c in self.conditions], " or ")


Condition: TypeAlias = Consents | FractionOf | Named | Share | Signatures | Notifications | InForce | OnDate | Elapsed | AllOf | AnyOf


def leaves(condition: Condition) -> tuple[Condition, ...]:
    """Return the simple conditions inside a condition, in the order written.

    >>> [type(c).__name__ for c in leaves(AllOf((Consents(40), AnyOf((Named(("USA",)), OnDate(dt.date(2010, 1, 1)))))))]
    ['Consents', 'Named', 'OnDate']
    """
    if isinstance(condition, AllOf | AnyOf):
        return tuple(leaf for part in condition.conditions for leaf in leaves(part))
    return (condition,)
