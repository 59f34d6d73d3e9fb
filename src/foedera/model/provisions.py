"""Provisions and the obligations in them: what an agreement makes its parties do, for whom, how strictly and when."""

from __future__ import annotations

from attrs import frozen

from foedera.model.periods import Period
from foedera.model.phrases import Phrase, say

FORCES = ("shall", "shall-not", "may", "should")


@frozen
class Trigger:
    """What sets an obligation in motion: always (`standing`), the `invocation` of an article, recurrence, a deadline."""

    standing: bool = False
    invocation: str = ""
    recurring: Period | None = None
    deadline: Period | None = None

    def describe(self) -> Phrase:
        """Return the trigger in words.

        >>> Trigger(invocation="5").describe()
        'on invocation of article 5'
        """
        if self.invocation:
            return say("on invocation of article {article}", article=self.invocation)
        if self.recurring:
            return say("every {period}", period=self.recurring.describe())
        if self.deadline:
            return say("within {period}", period=self.deadline.describe())
        return say("at all times")


@frozen
class Obligation:
    """One duty, prohibition, right or aim: who bears it towards whom, with which force, what, and when.

    `bearer` and `to` are roles of the vocabulary ("each-party", "attacked-party") or party codes.
    """

    id: str
    what: str
    bearer: tuple[str, ...] = ("each-party",)
    to: tuple[str, ...] = ("all-parties",)
    force: str = "shall"
    trigger: Trigger = Trigger(standing=True)


@frozen(kw_only=True)
class Provision:
    """An article or paragraph, its function in the agreement, its content in our own words."""

    article: str
    function: str
    summary: str
    obligations: tuple[Obligation, ...] = ()
    confidence: str = ""
    source: str = ""
    note: str = ""
