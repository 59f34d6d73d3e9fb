"""Final clauses as values: what an agreement itself says about its coming into force, its members, its end.

Each carries the `article` it stands in. A clause that is absent is `None` on the agreement: the VCLT default applies.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from attrs import field, frozen

from foedera.model.conditions import Condition
from foedera.model.periods import SAME_DAY, TWELVE_MONTHS, Period
from foedera.model.phrases import say


@lru_cache(maxsize=4096, typed=True)
def article(number: str) -> str:
    """Return how a place in a text is cited: "Article 11", but "Annex B" or "Headline Goal 2010" as they are.

    >>> article("XI(2)"), article("Annex B")
    ('Article XI(2)', 'Annex B')
    """
    numbered = number[:1].isdigit() or not set(number[:2].rstrip("(.")) - set("IVXLC")
    return say("Article {number}", number=number) if numbered else number


@frozen(kw_only=True)
class Clause:
    """What every clause has: where it stands, how sure we are of it, from which source."""

    article: str = ""
    confidence: str = ""
    source: str = ""
    note: str = ""

    def cite(self, default: str = "") -> str:
        """Return "Article 11", or the rule that holds where the text is silent."""
        return article(self.article) if self.article else default


@frozen(kw_only=True)
class EntryIntoForce(Clause):
    """When the agreement enters into force, and when it does for those who come later (VCLT 24)."""

    when: Condition
    then: Period = SAME_DAY
    later: Period | None = None
    later_from: Literal["condition", "entry-into-force"] = "condition"
    lapsed_count: bool = False


@frozen(kw_only=True)
class Consent(Clause):
    """Which acts bind a state and who may do them (VCLT 11-15)."""

    kinds: frozenset[str] | None = None
    by_signature: bool | None = None
    open_to: tuple[str, ...] = ("all",)
    invited_by: Condition | None = None


@frozen(kw_only=True)
class ProvisionalApplication(Clause):
    """Whether and for whom the agreement applies before it is in force (VCLT 25)."""

    by: Literal["declaration", "signature", "default"]
    until: dt.date | Literal["entry-into-force"] | None = None


@frozen(kw_only=True)
class Renewal:
    """How a term is renewed: for how long, tacitly or by extension, and by when notice must be given against it."""

    years: int = 0
    months: int = 0
    tacit: bool = True
    unless_notice: Period = SAME_DAY

    def length(self) -> Period:
        """Return the length of one further term."""
        return Period(years=self.years, months=self.months)


@frozen(kw_only=True)
class Duration(Clause):
    """How long the agreement lasts: a term from entry into force, or until a day, with or without renewal."""

    years: int = 0
    months: int = 0
    until: dt.date | None = None
    renewal: Renewal | None = None

    def length(self) -> Period | None:
        """Return the first term, None where the clause names a day instead."""
        return Period(years=self.years, months=self.months) if self.years or self.months else None


@frozen(kw_only=True)
class Window:
    """Recurring times in which notice may be given: `open` after `every` period (as in ILO conventions)."""

    every: Period
    open: Period


@frozen(kw_only=True)
class Withdrawal(Clause):
    """Whether, when and with what notice a party may leave (VCLT 54, 56, 67, 68)."""

    permitted: bool | None = None
    after: Period | None = None
    after_from: Literal["entry-into-force", "party"] = "entry-into-force"
    window: Window | None = None
    notice: Period | None = None
    then: Period | None = None
    with_agreement: str | None = None
    not_while: Literal["armed-conflict"] | None = None
    revocable: bool = True


@frozen(kw_only=True)
class Termination(Clause):
    """When the agreement ends for all by its own terms (VCLT 54, 55)."""

    parties_below: int | None = None
    when: Condition | None = None


@frozen(kw_only=True)
class Amendment(Clause):
    """How the agreement is amended and whom an amendment binds (VCLT 39, 40)."""

    adopt: Condition | str | None = None
    when: Condition | None = None
    binds: Literal["accepting", "all"] = "accepting"


@frozen(kw_only=True)
class Reservations(Clause):
    """Which reservations may be made and how they take effect (VCLT 19-23)."""

    permitted: Literal["none", "listed", "compatible"] = "compatible"
    to: tuple[str, ...] = ()
    acceptance: Literal["tacit-12-months", "all", "organ"] = "tacit-12-months"
    effect: Literal["acceptance", "deposit"] = "acceptance"
    objections_within: Period = TWELVE_MONTHS
    late: Literal["unanimous-tacit"] | None = None
    counts: Literal["accepted"] | None = None


@frozen(kw_only=True)
class Review(Clause):
    """When the parties meet to review the agreement: first, and every so often after, from entry into force."""

    first: Period | None = None
    every: Period | None = None


@frozen(kw_only=True)
class DisputeStep(Clause):
    """One step of dispute settlement, in order."""

    means: str
    within: Period | None = None
    compulsory: bool = False


@frozen(kw_only=True)
class Jurisdiction(Clause):
    """Who may prosecute whom for what, and whether that right can be waived."""

    over: str
    when: str = ""
    holder: str
    kind: str
    waivable: bool = False


@frozen(kw_only=True)
class Security(Clause):
    """How information under the agreement is protected."""

    classification_ceiling: str = ""
    originator_control: bool | None = None
    third_party_rule: bool | None = None
    information_agreement: str | None = None


@frozen(kw_only=True)
class Finance(Clause):
    """How costs are shared; `shares` are party code and share of one."""

    key: str = ""
    shares: tuple[tuple[str, Fraction], ...] = field(default=())


NO_RESERVATIONS_CLAUSE = Reservations()
NO_CONSENT_CLAUSE = Consent()
