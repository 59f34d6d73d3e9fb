"""What may be published of a round: for each threat one range, from which nobody who knows a single score can tell another nation's.

All that is published beside (the order, where a nation stands apart) is computed from these ranges alone, and so says nothing more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.threats.assessments import Ballot, Round

#: How many nations a published statement is about at least.
MINIMUM = 3


@frozen(kw_only=True)
class Told:
    """What is published of a threat: at least `minimum` nations put its risk at `lowest` or below, as many at `highest` or above.

    Both follow from setting aside the `minimum` - 1 lowest and as many of the highest scores; the middle score lies between them. `round` is the
    round it was computed in: where fewer than `minimum` nations say otherwise than in a round a range comes from, or too few score the threat
    now, it stands, and is not computed anew.
    """

    threat: str
    lowest: int
    highest: int
    round: str


@frozen(kw_only=True)
class Disclosed:
    """What is published of a round: the threats that are told, most dangerous first, and those kept silent because too few scored them."""

    round: str
    minimum: int
    told: tuple[Told, ...]
    silent: tuple[str, ...]
    illustrative: bool = False

    def find(self, threat: str) -> Told | None:
        """Return what is told of a threat, None where it is silent."""
        return next((found for found in self.told if found.threat == threat), None)


def disclosed(
    asked: Round,
    ballots: Iterable[Ballot],
    on: dt.date,
    *,
    minimum: int = MINIMUM,
    before: Sequence[Disclosed] = (),
    earlier: Mapping[str, Sequence[Ballot]] | None = None,
) -> Disclosed:
    """Return what may be published of a closed round. The same ballots give the same, so that a round is published once.

    A threat is told when at least twice `minimum` less one nations scored it: of fewer no statement could be made that is about `minimum` nations
    and leaves it open which.

    Args:
        asked: the round.
        ballots: the ballots that count.
        on: the day it is published.
        minimum: 3 or more; who knows the scores of `minimum` - 2 nations, its own included, learns of no other nation's on which side of a level
            it lies.
        before: what was published of the rounds this one revises, the last of them first; their minimum must be the same.
        earlier: the ballots of the rounds whose ranges were published, by the id of the round.

    >>> from foedera.threats.assessments import Estimate, Score
    >>> said = [Ballot(name, (Score("cyber", Estimate(x, x, x), Estimate(x, x, x)),)) for name, x in zip("ABCDE", (0, 3, 2, 4, 3))]
    >>> asked = Round(id="r", title="", threats=("cyber",), nations=tuple("ABCDE"), opens=dt.date(2026, 1, 1), closes=dt.date(2026, 1, 31))
    >>> disclosed(asked, said, dt.date(2026, 2, 1)).told
    (Told(threat='cyber', lowest=3, highest=3, round='r'),)
    """
    given, kept = tuple(ballots), earlier or {}
    _check(asked, on, minimum, before, kept)
    told, silent = [], []
    for threat in asked.threats:
        former = before[0].find(threat) if before else None
        found = _told(asked, given, threat, minimum)
        # A range once told never falls silent: when enough scored it again, nothing would be left to count the changes from.
        if former is not None and (found is None or _near(before, kept, given, threat, minimum)):
            found = former
        if found is None:
            silent.append(threat)
        else:
            told.append(found)
    # Equals stay in the order the round asks in: any other order would be told by more than the ranges.
    told.sort(key=lambda found: (found.lowest + found.highest, found.highest), reverse=True)
    return Disclosed(round=asked.id, minimum=minimum, told=tuple(told), silent=tuple(silent), illustrative=asked.illustrative)


def apart(published: Disclosed, own: Ballot) -> tuple[Told, ...]:
    """Return the threats on which a nation's own level lies outside the published range; for that nation alone, before it revises."""
    levels = {score.threat: score.risk for score in own.scores}
    return tuple(found for found in published.told if found.threat in levels and not found.lowest <= levels[found.threat] <= found.highest)


def _told(asked: Round, ballots: Iterable[Ballot], threat: str, minimum: int) -> Told | None:
    levels = sorted(_levels(ballots, threat).values())
    if len(levels) < 2 * minimum - 1:
        return None
    return Told(threat=threat, lowest=levels[minimum - 1], highest=levels[-minimum], round=asked.id)


def _near(before: Iterable[Disclosed], kept: Mapping[str, Sequence[Ballot]], given: Sequence[Ballot], threat: str, minimum: int) -> bool:
    """Return whether fewer than `minimum` nations say otherwise than in a round whose range of the threat was ever published.

    Not in the last one alone: where nations change and change back, the first and the third round could differ by one of them.
    """
    origins = {told.round for found in before if (told := found.find(threat)) is not None}
    return any(_changed(kept[name], given, threat) < minimum for name in origins)


def _changed(then: Iterable[Ballot], now: Iterable[Ballot], threat: str) -> int:
    """Return how many nations say another level of a threat than they did, one that said nothing then or says nothing now among them."""
    former, own = _levels(then, threat), _levels(now, threat)
    return sum(former.get(nation) != own.get(nation) for nation in former.keys() | own.keys())


def _levels(ballots: Iterable[Ballot], threat: str) -> dict[str, int]:
    return {ballot.nation: score.risk for ballot in ballots if (score := ballot.score(threat)) is not None}


def _check(asked: Round, on: dt.date, minimum: int, before: Sequence[Disclosed], earlier: Mapping[str, Sequence[Ballot]]) -> None:
    faults = []
    if not asked.is_closed(on):
        text = say("the round is open until {day}; what is published before could be compared with what comes", day=asked.closes.isoformat())
        faults.append(("round", text))
    if minimum < MINIMUM:
        faults.append(("minimum", say("nothing is published about fewer than {n} nations; a lower number would point at somebody", n=MINIMUM)))
    last = before[0] if before else None
    if last is None and asked.after:
        faults.append(("before", say("the round revises '{name}'; publish that one first, then this one beside it", name=asked.after)))
    elif last is not None and last.round != asked.after:
        faults.append(("before", say("the round does not revise '{name}'; give what was published of the round it revises", name=last.round)))
    if last is not None and last.minimum != minimum:
        text = say("the round before was published for at least {n} nations; another number would let the two be compared", n=last.minimum)
        faults.append(("minimum", text))
    missing = sorted({told.round for found in before for told in found.told} - earlier.keys())
    faults += [("earlier", say("the ballots of round '{name}' are missing, whose ranges were published", name=name)) for name in missing]
    if faults:
        raise Unfit(tuple(faults))
