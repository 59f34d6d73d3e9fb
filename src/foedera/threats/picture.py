"""The common picture of a round: what nations said of threats, joined into rankings, agreement, firmness and coalitions, each figure with its why.

It holds names and is for those who may see every score; `disclosure` makes of it what may be published.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median_high, median_low

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from foedera.model.errors import Unfit
from foedera.model.phrases import N_, Phrase, joined, say, say_n, signed
from foedera.threats.assessments import Ballot, Round, check
from foedera.threats.coalitions import coalition, overlap
from foedera.threats.concordance import Concordance, kendall_w, krippendorff_alpha
from foedera.threats.kemeny import Kemeny, kemeny
from foedera.threats.ranking import Matrix, copeland, mean_borda, ranks, support
from foedera.threats.scales import LEVELS, SPOKEN
from foedera.threats.stability import OPEN, Stability, stability

#: The level of risk at which a nation is said to share a threat, and how many threats at the head of the ranking are asked about further.
LEVEL, FEW = LEVELS.index("high"), 3
#: How many levels a nation must be away from the others' median to be an outlier.
APART = 2


@frozen(kw_only=True)
class Figures:
    """What is known of one threat. None is unknown: nobody scored it, or nothing can be compared.

    `counts` are nations at each level of risk, lowest first; `median` the two middle levels, the same where they do not differ: of an even number no
    level alone is in the middle. `place` is its place in Kemeny's order, `places` the first and last place it has in orders as good, where that was
    asked, `elsewhere` whether an order as good puts it elsewhere.
    `first`, `middle`, `last` bound its rank by Borda (`borda_rank`) in nine of ten draws, `top` is the share of draws in which it is among the first
    `FEW`, `above_next` that in which it ranks above the threat that follows here, ties counting half. `holds` are the nations that put it at or above
    the level of the picture.
    """

    threat: str
    scored: int
    counts: tuple[int, ...]
    median: tuple[int, int] | None
    borda: float | None
    borda_rank: float | None
    copeland: int | None
    place: int | None
    places: tuple[int, int] | None
    elsewhere: bool | None
    first: int | None
    middle: int | None
    last: int | None
    top: float | None
    above_next: float | None
    holds: tuple[str, ...]
    why: tuple[Phrase, ...]


@frozen
class Outlier:
    """A nation far from the others on a threat: its level, the others' median, and that its own range does not reach there."""

    nation: str
    threat: str
    level: int
    others: int


@frozen(kw_only=True)
class Picture:
    """The common picture: the threats in the order of the joint ranking (Kemeny), and how far all of it can be trusted.

    `answered` are the nations whose ballots are counted. `concordance` is over the `compared` threats for which each of these has a score; `alpha`
    over all scores, ordinal. Of `silent` nations, called too, nothing is counted, neither as low nor as zero.
    """

    round: Round
    answered: tuple[str, ...]
    silent: tuple[str, ...]
    figures: tuple[Figures, ...]
    ranking: Kemeny
    concordance: Concordance | None
    compared: int
    alpha: float | None
    stability: Stability
    outliers: tuple[Outlier, ...]
    level: int
    overlap: dict[tuple[str, str], tuple[int, int]]
    why: tuple[Phrase, ...]

    @property
    def shared(self) -> dict[str, tuple[str, ...]]:
        """The nations that hold each threat at or above the level, where at least two do: what agreements may carry."""
        return {found.threat: found.holds for found in self.figures if len(found.holds) > 1}

    def find(self, threat: str) -> Figures | None:
        """Return the figures of a threat, None where the round does not ask about it."""
        return next((found for found in self.figures if found.threat == threat), None)


def common_picture(
    asked: Round,
    ballots: Iterable[Ballot],
    *,
    simulations: int = 10_000,
    seed: int = 1,
    level: int = LEVEL,
    seconds: float = 3.0,
) -> Picture:
    """Return the common picture of a round. The same ballots and seed give the same picture.

    `seconds` bound the search for Kemeny's order, which says whether it is proven.

    Raises:
        Unfit: a ballot the round cannot take (`assessments.check`), of a nation it did not call or that withdrew, or given twice.
    """
    ballots = tuple(ballots)
    _fit(asked, ballots)
    given = sorted((ballot for ballot in ballots if ballot.scores), key=lambda ballot: ballot.nation)
    values = levels(asked.threats, given)
    scored = np.flatnonzero((~np.isnan(values)).any(axis=0))
    firm = stability(asked.threats, given, simulations=simulations, seed=seed, tops=(1, FEW, 5))
    ranked = kemeny(support(values[:, scored]), seconds=seconds, few=FEW)
    shared = {threat: coalition(given, threat, level) for threat in asked.threats}
    figures = _figures(asked, values, scored, firm, ranked, shared, level)
    complete = values[:, (~np.isnan(values)).all(axis=0)] if given else np.empty((0, 0))
    concordance, alpha = kendall_w(complete), krippendorff_alpha(values) if len(given) > 1 else None
    return Picture(
        round=asked,
        answered=tuple(ballot.nation for ballot in given),
        silent=tuple(nation for nation in asked.nations if nation not in {ballot.nation for ballot in given}),
        figures=figures,
        ranking=ranked,
        concordance=concordance,
        compared=complete.shape[1],
        alpha=alpha,
        stability=firm,
        outliers=tuple(outliers(given, asked.threats)),
        level=level,
        overlap=overlap(given, asked.threats, level),
        why=(*_whole(len(given), ranked, firm), *_agreement(concordance, alpha)),
    )


def _fit(asked: Round, ballots: Sequence[Ballot]) -> None:
    """Pass ballots the round can count; Unfit with every fault of each."""
    faults: list[tuple[str, str]] = []
    if asked.sealed:
        faults.append(("", say("the round is sealed: it holds no scores, so there is no picture of it but what its committee opened")))
    whole = evolve(asked, ended=None)  # what was given before the chair closed it counts
    for number, ballot in enumerate(ballots):
        if ballot.nation in {other.nation for other in ballots[:number]}:
            faults.append(
                ("nation", say("{nation} answered twice; its last answer before the round closed counts, give that alone", nation=ballot.nation))
            )
        try:
            check(whole, ballot, whole.closes)
        except Unfit as unfit:
            faults += unfit.faults
    if faults:
        raise Unfit(tuple(faults))


def levels(threats: Sequence[str], ballots: Sequence[Ballot]) -> Matrix:
    """Return the level of risk each nation gives each threat, NaN where it says nothing."""
    found = np.full((len(ballots), len(threats)), np.nan)
    for row, ballot in enumerate(ballots):
        own = {score.threat: score.risk for score in ballot.scores}
        found[row] = [own.get(threat, np.nan) for threat in threats]
    return found


def outliers(ballots: Sequence[Ballot], threats: Iterable[str]) -> list[Outlier]:
    """Return who stands apart on what: two levels or more from the median of the others (two at least), and its own range does not reach there."""
    found = []
    for threat in threats:
        said = [(ballot.nation, score) for ballot in ballots if (score := ballot.score(threat)) is not None]
        for nation, score in said:
            others = [other.risk for code, other in said if code != nation]
            if len(others) < 2:
                continue
            # Where two levels are equally in the middle the nearer one counts, so that no half of the others is held to be apart from the other.
            middle = min(max(score.risk, median_low(others)), median_high(others))
            lowest, highest = score.risk_range
            if abs(score.risk - middle) >= APART and not lowest <= middle <= highest:
                found.append(Outlier(nation, threat, score.risk, middle))
    return found


def _figures(
    asked: Round, values: Matrix, scored: NDArray[np.intp], firm: Stability, ranked: Kemeny, shared: dict[str, tuple[str, ...]], level: int
) -> tuple[Figures, ...]:
    """Return the figures of all threats, in the order of the joint ranking, those nobody scored last."""
    counts = np.stack([(values == number).sum(axis=0) for number in range(len(LEVELS))], axis=1)
    shares = mean_borda(values)
    own_ranks = ranks(shares)
    net = copeland(support(values))
    place = {int(scored[number]): rank for rank, number in enumerate(ranked.order, 1)}
    spans = {int(scored[number]): span for number, span in ranked.places.items()}
    item = {int(column): number for number, column in enumerate(scored)}
    inorder = [int(scored[number]) for number in ranked.order]
    after = dict(pairwise(inorder))
    found = []
    for column, threat in enumerate(asked.threats):
        own = sorted(int(value) for value in values[:, column] if not np.isnan(value))
        known = bool(own)
        figures = Figures(
            threat=threat,
            scored=len(own),
            counts=tuple(int(count) for count in counts[column]),
            median=(median_low(own), median_high(own)) if known else None,
            borda=_number(shares[column]),
            borda_rank=_number(own_ranks[column]),
            copeland=int(net[column]) if known else None,
            place=place.get(column),
            places=spans.get(column),
            elsewhere=ranked.elsewhere(item[column]) if column in item else None,
            first=_rank(firm.first[column]),
            middle=_rank(firm.middle[column]),
            last=_rank(firm.last[column]),
            top=_number(firm.top[FEW][column]),
            above_next=_number(firm.above(column, after[column])) if column in after else None,
            holds=shared[threat],
            why=(),
        )
        found.append((place.get(column, len(asked.threats) + 1), column, figures))
    return tuple(_explained(figures, len(values), firm, ranked, level) for _, _, figures in sorted(found, key=lambda row: row[:2]))


def _explained(found: Figures, nations: int, firm: Stability, ranked: Kemeny, level: int) -> Figures:
    return evolve(found, why=tuple(_why(found, nations, firm, ranked, level)))


def _why(found: Figures, nations: int, firm: Stability, ranked: Kemeny, level: int) -> list[Phrase]:
    """Return how the figures of a threat came about."""
    if not found.scored or found.median is None:
        return [say("no score of it is counted: nothing is known of it, which is not the same as nothing to fear")]
    held = [say("{level}: {n}", level=SPOKEN[LEVELS[number]], n=count) for number, count in enumerate(found.counts) if count]
    by_table = N_("risk by likelihood and impact (NIST SP 800-30, Table I-2): {held}; the middle is {middle}")
    lines = [
        say_n("the score of {n} of {all} nations counted", "the scores of {n} of {all} nations counted", found.scored, all=nations),
        say(by_table, held=joined(held, ", "), middle=_middle(*found.median)),
    ]
    if found.borda is not None:
        lines.append(say("Borda: on average put above {share} % of the other threats a nation scored", share=round(found.borda * 100)))
    if found.copeland is not None:
        lines.append(say("Copeland: threats more nations put it above, less those more put above it: {net}", net=signed(found.copeland)))
    if found.place is not None:
        proven = say("proven the best order") if ranked.proven else say("the best order found, not proven")
        lines.append(say("Kemeny: place {place} in the order that agrees with most single preferences ({proven})", place=found.place, proven=proven))
    if found.places is not None and found.places[0] != found.places[1]:
        first, last = found.places
        lines.append(say("orders as good put it anywhere from place {first} to {last}", first=first, last=last))
    elif found.elsewhere:
        lines.append(say("an order as good puts it in another place"))
    if found.first is not None and found.last is not None:
        text = N_("in nine of ten of {count} rounds drawn from the ranges the nations gave its rank lies from {first} to {last}")
        lines.append(say(text, count=firm.simulations, first=found.first, last=found.last))
    if found.top is not None:
        lines.append(say("among the first {k} in {share} % of them", k=FEW, share=round(found.top * 100)))
    if found.above_next is not None:
        lines.append(say("above the threat that follows it in {share} % of them, ties counted half", share=round(found.above_next * 100)))
    lines.append(say_n("{n} nation holds it at {level} or above", "{n} nations hold it at {level} or above", len(found.holds), level=_level(level)))
    return lines


def _whole(nations: int, ranked: Kemeny, firm: Stability) -> list[Phrase]:
    lines = [say_n("the answer of {n} nation is counted", "the answers of {n} nations are counted", nations)]
    if ranked.proven:
        lines.append(say("no order agrees with more of the single preferences than this one (Kemeny, proven)"))
    else:
        lines.append(
            say(
                "the order is the best found; a better one would agree with at most {gap} % more (Kemeny, not proven)", gap=_decimal(ranked.gap * 100)
            )
        )
    open_to = joined([say("{confidence} {share} %", confidence=say(name), share=round(share * 100)) for name, share in OPEN.items()], ", ")
    lines.append(
        say(
            "{count} rounds drawn with seed {seed}; confidence leaves to all levels alike: {open}",
            count=firm.simulations,
            seed=firm.seed,
            open=open_to,
        )
    )
    lines.append(say("a score not given is not counted, neither as low nor as zero"))
    return lines


def _agreement(concordance: Concordance | None, alpha: float | None) -> list[Phrase]:
    if concordance is None:
        lines = [say("Kendall's W is not known: of fewer than two threats each nation counted has a score, or all are held alike")]
    else:
        text = N_(
            "Kendall's W {w} over the {count} threats each nation counted has a score of; without any agreement so much has a chance of {p} at most"
        )
        lines = [say(text, w=_decimal(concordance.w), count=concordance.threats, p=Decimal(math.ceil(concordance.p * 1000)) / 1000)]
    if alpha is None:
        return [*lines, say("Krippendorff's alpha is not known: no threat was scored by two nations, or all scores are the same")]
    return [
        *lines,
        say(
            "Krippendorff's alpha {alpha} over all scores, their levels taken as an order; 1 is agreement, 0 what chance gives", alpha=_decimal(alpha)
        ),
    ]


def _level(level: int) -> Phrase:
    return SPOKEN[LEVELS[level]]


def _middle(lower: int, upper: int) -> Phrase:
    return _level(lower) if lower == upper else say("between {lower} and {upper}", lower=_level(lower), upper=_level(upper))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rank(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
