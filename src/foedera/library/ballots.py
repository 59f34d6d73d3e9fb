"""Reading a ballot: what one nation says in a round, threat by threat, as it hands it in."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.library.holding import Read, needed, read
from foedera.library.national_positions import code
from foedera.library.tables import Table
from foedera.model.errors import Unfit
from foedera.model.parties import Parties
from foedera.model.phrases import say, say_n
from foedera.threats.assessments import Ballot, Estimate, Score
from foedera.threats.scales import CONFIDENCE, LEVELS, level

_A_SCORE = 'cyber-attack = { likelihood = 3, impact = [2, 3, 4], confidence = "low" }'


@frozen(kw_only=True)
class Handed:
    """A ballot as it was handed in: to which round, on which day, and whether it is invented."""

    ballot: Ballot
    round: str
    given: dt.date
    illustrative: bool = False


def read_ballot(content: bytes, name: str, parties: Parties) -> Read[Handed]:
    """Read one nation's ballot; a threat that is not in it was not scored, which is not a score of zero."""
    return read(content, name, "ballot", lambda head: _handed(head, parties))


def _handed(head: Table, parties: Parties) -> Handed:
    nation = code(head, "nation", parties)
    asked, given = needed(head, "round"), head.date("given", required=True)
    illustrative = head.boolean("illustrative")
    scores = head.table("scores")
    found = []
    for threat in scores.data if scores is not None else ():
        if scores is not None and (table := scores.table(threat)) is not None:
            found.append(_score(threat, table))
    if not found:
        hint = say("add [scores] with a line for each threat: {example}", example=_A_SCORE)
        head.fault("scores", "F011", say("'{key}' is missing", key="scores"), hint)
    return Handed(ballot=Ballot(nation, tuple(found)), round=asked, given=given or dt.date.min, illustrative=illustrative)


def _score(threat: str, table: Table) -> Score:
    score = Score(
        threat,
        _estimate(table, "likelihood"),
        _estimate(table, "impact"),
        table.choice("confidence", CONFIDENCE, "moderate", required=True),
    )
    table.finish()
    return score


def _estimate(table: Table, key: str) -> Estimate:
    """Take a level, or the three of lowest, best and highest; levels as numbers or words."""
    value = table.take(key)
    if value is None:
        hint = say("a score has likelihood, impact and confidence; leave the whole threat out where it is not known")
        table.fault(key, "F011", say("'{key}' is missing", key=key), hint)
        return Estimate(0, 0, 0)
    values = value if isinstance(value, list) else [value] * 3
    if len(values) != 3:
        message = say_n("'{key}' has {n} level", "'{key}' has {n} levels", len(values), key=key)
        table.fault(key, "F204", message, say("write one level, or the three [lowest, best, highest]"))
        return Estimate(0, 0, 0)
    levels = [_level(table, key, each) for each in values]
    lowest, best, highest = (0 if each is None else each for each in levels)
    estimate = Estimate(lowest, best, highest)
    if None not in levels:
        for field, text in estimate.faults(key):
            table.fault(field, "F204", text, say("write [lowest, best, highest]"))
    return estimate


def _level(table: Table, key: str, value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        message = say("'{key}' must be a level, not {value}", key=key, value=f"{value!r:.40}")
        table.fault(key, "F012", message, say("write 0 to {most}, or one of: {words}", most=len(LEVELS) - 1, words=", ".join(LEVELS)))
        return None
    try:
        return level(str(value))
    except Unfit as unfit:
        table.fault(key, "F204", unfit.faults[0][1])
        return None
