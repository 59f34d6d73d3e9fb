"""The ordinal scales of an assessment with their anchors, and the tables that join likelihood and impact to a level of risk.

Levels are ordinals: they are compared and looked up, never multiplied. Source: NIST SP 800-30 Rev. 1 (2012), Appendices G, H and I; ISO 31010:2019.
"""

from __future__ import annotations

from attrs import frozen

from foedera.model.errors import Unfit
from foedera.model.phrases import N_, say, say_in

#: The five levels of likelihood, impact and risk, lowest first; a level is its place in this row, 0 to 4.
LEVELS = ("very-low", "low", "moderate", "high", "very-high")

#: The levels as they are spoken.
SPOKEN = {
    "very-low": say_in("level", "very low"),
    "low": say_in("level", "low"),
    "moderate": say_in("level", "moderate"),
    "high": say_in("level", "high"),
    "very-high": say_in("level", "very high"),
}


@frozen
class Anchor:
    """What a level means, so that two nations that say it say the same: in words, and on the 0 to 100 of NIST's semi-quantitative scale."""

    level: int
    lowest: int
    highest: int
    meaning: str


#: How likely it is that the threat shows itself against the nation within the period of the round (NIST Table G-2, worded for states).
LIKELIHOOD = (
    Anchor(0, 0, 4, N_("highly unlikely to occur within the period")),
    Anchor(1, 5, 20, N_("unlikely to occur within the period")),
    Anchor(2, 21, 79, N_("somewhat likely to occur within the period")),
    Anchor(3, 80, 95, N_("highly likely to occur within the period")),
    Anchor(4, 96, 100, N_("almost certain to occur within the period, or occurring now")),
)

#: What it would do to the nation if it occurred (NIST Table H-3, worded for states).
IMPACT = (
    Anchor(0, 0, 4, N_("negligible: no function of the state suffers noticeably")),
    Anchor(1, 5, 20, N_("limited: some functions work less well for a time; minor damage or loss")),
    Anchor(2, 21, 79, N_("serious: main functions work much less well; significant damage or loss, no loss of life on a large scale")),
    Anchor(3, 80, 95, N_("severe: main functions fail for a time, or lives are lost on a large scale")),
    Anchor(4, 96, 100, N_("catastrophic: the state's integrity, its population as a whole, or its existence is at stake")),
)

#: How sure the assessing nation is of its own estimate.
CONFIDENCE = ("low", "moderate", "high")
CONFIDENCE_MEANS = {
    "low": N_("scant, questionable or single sources; sound inferences hardly possible"),
    "moderate": N_("credible and plausible sources, not enough of them or not corroborated"),
    "high": N_("good and corroborated sources; the judgement may still be wrong"),
}

#: NIST Table I-2, level of risk: rows are likelihood, columns impact, both lowest first.
RISK = (
    (0, 0, 0, 1, 1),
    (0, 1, 1, 1, 2),
    (0, 1, 2, 2, 3),
    (0, 1, 2, 3, 4),
    (0, 1, 2, 3, 4),
)

#: NIST Table G-5, overall likelihood: rows are the likelihood that it is started or occurs, columns that it then does harm. Not Table I-2.
OVERALL_LIKELIHOOD = (
    (0, 0, 1, 1, 1),
    (0, 1, 1, 2, 2),
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 4),
    (1, 2, 3, 4, 4),
)


def risk(likelihood: int, impact: int) -> int:
    """Return the level of risk of a likelihood and an impact, by NIST Table I-2.

    >>> LEVELS[risk(LEVELS.index("high"), LEVELS.index("moderate"))]
    'moderate'
    """
    return RISK[likelihood][impact]


def overall_likelihood(occurs: int, harms: int) -> int:
    """Return how likely it is that a threat occurs and does harm, by NIST Table G-5.

    >>> LEVELS[overall_likelihood(LEVELS.index("very-low"), LEVELS.index("very-high"))]
    'low'
    """
    return OVERALL_LIKELIHOOD[occurs][harms]


def level_name(value: int | None) -> str | None:
    """Return the name of a level as files and programs have it, None of one that is not known."""
    return None if value is None else LEVELS[value]


def level_names(middle: tuple[int, int] | None) -> list[str] | None:
    """Return the names of two levels, as the median of several is told; None where it is not known."""
    return None if middle is None else [LEVELS[value] for value in middle]


def level(text: str, field: str = "") -> int:
    """Return the level a text names; Unfit where it names none.

    >>> level("High"), level("very high"), level("3")
    (3, 4, 3)
    """
    plain = text.strip().lower().replace(" ", "-").replace("_", "-")
    if plain in LEVELS:
        return LEVELS.index(plain)
    if plain.isascii() and plain.isdigit() and len(plain) == 1 and int(plain) < len(LEVELS):
        return int(plain)
    listed = ", ".join(f"{number} {name}" for number, name in enumerate(LEVELS))
    raise Unfit(((field, say("'{text}' is no level; the levels are {levels}", text=text[:40], levels=listed)),))
