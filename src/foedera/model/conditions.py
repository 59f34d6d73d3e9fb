"""Conditions of final clauses: forty ratifications, these named states, two thirds of the parties, a share of weights.

One frozen class per form of the contract. `foedera.law.conditions` says on what day each is met.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from foedera.model.periods import Period

ALL: Literal["all"] = "all"


@frozen
class Population:
    """Whom a share is a share of: `"signatories"`, `"negotiating"`, `"parties"`, `"parties:ID"`, `"contracting:ID"`, codes.

    The union of its `terms`, each a word of that kind or a party code (groups are resolved on reading).
    `at_adoption` freezes it at the adoption of the agreement; otherwise it is taken as of the day tested.
    """

    terms: tuple[str, ...]
    at_adoption: bool = False

    def describe(self) -> str:
        """Return the population in words."""
        words = {"signatories": "the signatories", "negotiating": "the negotiating states", "parties": "the parties"}
        shown = [
            words.get(t) or t.replace("parties:", "the parties to ").replace("contracting:", "the contracting states of ") for t in self.terms[:8]
        ]
        if len(self.terms) > len(shown):
            shown.append(f"{len(self.terms) - len(shown)} more")
        return ", ".join(shown) + (" at adoption" if self.at_adoption else "")


@frozen
class Counting:
    """Whose instruments count: `only` these codes (or only states), all `but` these, only of these `kinds`, only parties to `party_to`."""

    only: frozenset[str] | None = None
    only_states: bool = False
    but: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    party_to: str | None = None

    def describe(self) -> str:
        """Return the restriction in words, empty where there is none."""
        text = ""
        if self.only_states:
            text += " of states"
        if self.only is not None:
            text += f" from {_few(self.only)}"
        if self.but:
            text += f" without {_few(self.but)}"
        if self.kinds is not None:
            text += f" by {_few(self.kinds)}"
        if self.party_to:
            text += f" from contracting states of {self.party_to}"
        return text


EVERYBODY = Counting()


@frozen
class Consents:
    """Met when `count` instruments of consent stand; with `"all"`, when every member of `of` has consented."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> str:
        """Return the condition in words."""
        if self.count == ALL:
            return f"consent of all of {self.of.describe() if self.of else 'the negotiating states'}{self.counting.describe()}"
        return f"{self.count} instrument{'' if self.count == 1 else 's'} of consent{self.counting.describe()}"


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

    def describe(self) -> str:
        """Return the condition in words."""
        share = "a majority" if self.majority else str(self.share)
        tail = ", whoever consents" if self.anyone else ""
        return f"consent of {share} of {self.of.describe()}{self.counting.describe()}{tail}"


@frozen
class Named:
    """Met when each of these states has consented."""

    codes: tuple[str, ...]
    counting: Counting = EVERYBODY

    def describe(self) -> str:
        """Return the condition in words."""
        return f"consent of {', '.join(self.codes)}{self.counting.describe()}"


@frozen
class Share:
    """Met when members of `of` holding at least `share` (with `more_than`: more) of the weights have consented."""

    share: Fraction
    weights: str
    of: Population | None = None
    total: Fraction | None = None
    more_than: bool = False
    counting: Counting = EVERYBODY

    def describe(self) -> str:
        """Return the condition in words."""
        whom = f" of {self.of.describe()}" if self.of else ""
        least = "more than" if self.more_than else "at least"
        return f"consent of {least} {float(self.share * 100):g} % of '{self.weights}'{whom}{self.counting.describe()}"


@frozen
class Signatures:
    """Met when `count` signatures stand, or every member of `of` has signed."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> str:
        """Return the condition in words."""
        if self.count == ALL:
            return f"signature by all of {self.of.describe() if self.of else 'the negotiating states'}"
        return f"{self.count} signature{'' if self.count == 1 else 's'}{self.counting.describe()}"


@frozen
class Notifications:
    """Met when each negotiating state, or so many of them, has given the act `notification`."""

    count: int | Literal["all"]
    of: Population | None = None
    counting: Counting = EVERYBODY

    def describe(self) -> str:
        """Return the condition in words."""
        whom = self.of.describe() if self.of else "the negotiating states"
        return f"notification by {'all' if self.count == ALL else self.count} of {whom}"


@frozen
class InForce:
    """Met when that agreement is in force."""

    agreement: str

    def describe(self) -> str:
        """Return the condition in words."""
        return f"entry into force of {self.agreement}"


@frozen
class OnDate:
    """Met when that day has come."""

    date: dt.date

    def describe(self) -> str:
        """Return the condition in words."""
        return f"the day {self.date}"


@frozen
class Elapsed:
    """Met when the period has run since a date of the head: `opened`, `adopted`, `closed` or `entry-into-force`."""

    period: Period
    since: str = "opened"

    def describe(self) -> str:
        """Return the condition in words."""
        return f"{self.period.describe()} since {self.since.replace('-', ' ')}"


@frozen
class AllOf:
    """Met on the day the last of its conditions is met; a condition once met stays met."""

    conditions: tuple[Condition, ...]

    def describe(self) -> str:
        """Return the condition in words."""
        return " and ".join(c.describe() for c in self.conditions)


@frozen
class AnyOf:
    """Met on the day the first of its conditions is met."""

    conditions: tuple[Condition, ...]

    def describe(self) -> str:
        """Return the condition in words."""
        return " or ".join(c.describe() for c in self.conditions)


Condition: TypeAlias = Consents | FractionOf | Named | Share | Signatures | Notifications | InForce | OnDate | Elapsed | AllOf | AnyOf


def leaves(condition: Condition) -> tuple[Condition, ...]:
    """Return the simple conditions inside a condition, in the order written.

    >>> [type(c).__name__ for c in leaves(AllOf((Consents(40), AnyOf((Named(("USA",)), OnDate(dt.date(2010, 1, 1)))))))]
    ['Consents', 'Named', 'OnDate']
    """
    if isinstance(condition, AllOf | AnyOf):
        return tuple(leaf for part in condition.conditions for leaf in leaves(part))
    return (condition,)


def _few(codes: frozenset[str]) -> str:
    shown = sorted(codes)
    return ", ".join(shown) if len(shown) <= 8 else f"{', '.join(shown[:8])} and {len(shown) - 8} more"
