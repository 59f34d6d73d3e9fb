"""Look up what is said of a threat, as far as it is open to whoever asks: in worked examples, in what was published, in released answers."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.deeds import assess, chair, survey_rounds, survey_threats
from foedera.deeds.powers import Actor, require
from foedera.store import threats as kept
from foedera.threats.alignment import wider
from foedera.threats.assessments import Ballot, Round, Score
from foedera.threats.positions import Item
from foedera.threats.scales import LEVELS


@frozen(kw_only=True)
class Example:
    """What an invented round says of a threat: by how many nations it is put at each level of risk, lowest first."""

    asked: Round
    counts: tuple[int, ...]

    @property
    def scored(self) -> int:
        """How many nations scored it."""
        return sum(self.counts)


@frozen(kw_only=True)
class Range:
    """What was published of a threat in a round open to the reader; `computed` is the round the range was computed in, where that is another one."""

    round: str
    title: str
    lowest: int
    highest: int
    computed: str


@frozen(kw_only=True)
class Said:
    """What a nation said of a threat, its own members' to read or released to the reader; `round` is empty where the round is not open to it."""

    nation: str
    round: str
    title: str
    score: Score
    at: dt.datetime
    own: bool


@frozen(kw_only=True)
class Assessed:
    """All that is open to a reader of how a threat is assessed; `rounds` are those open to it that ask about the threat."""

    rounds: tuple[Round, ...]
    examples: tuple[Example, ...]
    ranges: tuple[Range, ...]
    scores: tuple[Said, ...]


def of_threat(actor: Actor, name: str, today: dt.date) -> Assessed:
    """Return how a threat is assessed, as far as it is open to the actor; of an open round its own nations' answers alone.

    A score released to a reader who was not called is read here, with the title of its round and nothing else of it.
    """
    require(actor, "read", "look up threats")
    asking = [called for called in kept.rounds() if name in called.asked.threats]
    findable = {called.asked.id for called in chair.rounds(actor)}
    invented = [held for held in survey_rounds.examples(actor) if name in held.asked.threats]
    published = kept.published([called.asked.id for called in asking if called.published and called.asked.id in findable])
    titles = {called.asked.id: called.asked.title for called in asking}
    ends = {called.asked.id: called.asked.over for called in asking}
    answers = assess.open_answers(actor, [called.asked for called in asking], name)
    return Assessed(
        rounds=(*(called.asked for called in asking if called.asked.id in findable), *(held.asked for held in invented)),
        examples=tuple(_example(held.asked, held.ballots, name) for held in invented),
        ranges=tuple(
            Range(
                round=asked,
                title=title,
                lowest=told.lowest,
                highest=told.highest,
                computed=titles.get(told.round, told.round) if told.round != asked else "",
            )
            for asked, title in titles.items()
            if asked in published and (told := published[asked].find(name)) is not None
        ),
        scores=tuple(
            Said(
                nation=nation,
                round=asked if asked in findable else "",
                title=titles[asked],
                score=answer.value.scores[0],
                at=answer.at,
                own=nation in actor.nations,
            )
            for (asked, nation), answer in answers.items()
            if nation in actor.nations or today > ends[asked]
        ),
    )


def positions_on(actor: Actor, name: str, on: dt.date) -> tuple[Item, ...]:
    """Return the items of positions open to the actor that hold on a day and touch a threat: its kind, or a wider one it lies within."""
    kinds = wider(survey_threats.taxonomy(actor), survey_threats.threat(actor, name).kind)
    return tuple(item for item in survey_threats.positions(actor) if item.holds(on) and not kinds.isdisjoint(item.about))


def _example(asked: Round, ballots: tuple[Ballot, ...], name: str) -> Example:
    levels = [score.risk for ballot in ballots if (score := ballot.score(name)) is not None]
    return Example(asked=asked, counts=tuple(levels.count(level) for level in range(len(LEVELS))))
