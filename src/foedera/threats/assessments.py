"""Assessments in rounds: what a nation says of a threat, with its uncertainty, and what a round asks for, of whom, by when.

A score that was not given is absent, never a zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.threats.scales import CONFIDENCE, LEVELS, risk


@frozen
class Estimate:
    """A level with the range it may lie in: `lowest` <= `best` <= `highest`, each 0 to 4 (`scales.LEVELS`)."""

    lowest: int
    best: int
    highest: int

    def faults(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what is impossible in it, with the name of the field."""
        if not all(isinstance(value, int) and 0 <= value < len(LEVELS) for value in (self.lowest, self.best, self.highest)):
            yield name, say("a level is a whole number from 0 (very low) to 4 (very high)")
        elif not self.lowest <= self.best <= self.highest:
            yield name, say("the best estimate lies between the lowest and the highest; here they are out of order")


@frozen
class Score:
    """What a nation says of one threat: how likely, with what impact, and how sure it is (low, moderate, high)."""

    threat: str
    likelihood: Estimate
    impact: Estimate
    confidence: str = "moderate"

    @property
    def risk(self) -> int:
        """The level of risk of the best estimates (NIST Table I-2)."""
        return risk(self.likelihood.best, self.impact.best)

    @property
    def risk_range(self) -> tuple[int, int]:
        """The lowest and the highest level of risk its ranges allow; the table never falls as either grows."""
        return risk(self.likelihood.lowest, self.impact.lowest), risk(self.likelihood.highest, self.impact.highest)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is impossible in it."""
        yield from self.likelihood.faults(f"{self.threat}.likelihood")
        yield from self.impact.faults(f"{self.threat}.impact")
        if self.confidence not in CONFIDENCE:
            yield (
                f"{self.threat}.confidence",
                say("'{text}' is no confidence; it is one of: {those}", text=self.confidence[:40], those=", ".join(CONFIDENCE)),
            )


@frozen
class Ballot:
    """All a nation says in a round; threats it does not score are absent."""

    nation: str
    scores: tuple[Score, ...]

    def score(self, threat: str) -> Score | None:
        """Return what it says of a threat, None where it says nothing."""
        return next((score for score in self.scores if score.threat == threat), None)


@frozen(kw_only=True)
class Round:
    """A round of assessment: of which threats, by which nations, over what period, open from when to when.

    `after` is the round it revises (Delphi): its nations see that one's picture, without names, before they answer. A `sealed` round holds no scores
    at all: nations say among themselves which threats they name, and not even the server learns who named what. `ended` is the day its chair closed
    it before `closes`, since all had answered: from then on that day itself takes no answer.
    """

    id: str
    title: str
    threats: tuple[str, ...]
    nations: tuple[str, ...]
    opens: dt.date
    closes: dt.date
    horizon: str = ""
    after: str = ""
    sealed: bool = False
    withdrawn: Mapping[str, dt.date] = field(factory=dict, hash=False)
    illustrative: bool = False
    ended: dt.date | None = None

    def is_open(self, on: dt.date) -> bool:
        """Return whether answers are taken on a day; the last day counts, one on which the chair closed the round does not."""
        return self.opens <= on and not self.is_closed(on)

    def is_closed(self, on: dt.date) -> bool:
        """Return whether answers are taken no longer: its last day is over, or its chair has closed it."""
        return on > self.closes or (self.ended is not None and on >= self.ended)

    @property
    def over(self) -> dt.date:
        """The day answers were taken last."""
        return self.closes if self.ended is None else min(self.closes, self.ended)

    def standing(self, on: dt.date) -> tuple[str, ...]:
        """Return the nations that take part on a day: those called, without those withdrawn by then."""
        return tuple(nation for nation in self.nations if nation not in self.withdrawn or on < self.withdrawn[nation])


def check(asked: Round, ballot: Ballot, on: dt.date) -> None:
    """Pass a ballot that answers a round on a day; Unfit with every fault of it where one does not.

    >>> asked = Round(id="r1", title="Round 1", threats=("cyber",), nations=("FIN",), opens=dt.date(2026, 1, 1), closes=dt.date(2026, 1, 31))
    >>> check(asked, Ballot("FIN", (Score("cyber", Estimate(2, 3, 4), Estimate(1, 2, 2)),)), dt.date(2026, 1, 31))
    """
    faults = [*_out_of_place(asked, ballot, on), *(fault for score in ballot.scores for fault in score.faults())]
    if faults:
        raise Unfit(tuple(faults))


def _out_of_place(asked: Round, ballot: Ballot, on: dt.date) -> Iterator[tuple[str, str]]:
    if ballot.nation not in asked.nations:
        yield "nation", say("{nation} was not called to this round", nation=ballot.nation)
    elif ballot.nation not in asked.standing(on):
        yield "nation", say("{nation} has withdrawn from this round", nation=ballot.nation)
    if on < asked.opens:
        yield "", say("the round is not open yet")
    elif asked.is_closed(on):
        yield "", say("the round is closed; what was given by then stands, a new round can revise it")
    yield from _doubles(asked, [score.threat for score in ballot.scores])


def _doubles(asked: Round, scored: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for threat in scored:
        if threat not in asked.threats:
            yield threat, say("the round does not ask about '{threat}'", threat=threat[:80])
        if threat in seen:
            yield threat, say("'{threat}' is scored twice; leave one", threat=threat[:80])
        seen.add(threat)
