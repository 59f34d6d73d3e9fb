"""Release what a nation keeps for itself (an item of its position, its answer to a round, single scores of it), and withdraw that again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from foedera.deeds import chair, declare
from foedera.deeds.powers import Actor, require_nation
from foedera.library.vocabularies import parties
from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.store import logs, releases
from foedera.store import threats as kept
from foedera.threats.positions import CALLED, EVERYBODY


def item(actor: Actor, nation: str, name: str, to: str, *, released: bool = True) -> bool:
    """Release an item to a partner (`*`: to everybody), or withdraw that; return whether it changed anything.

    What was read until a release is withdrawn has been read. Raises NotAllowed, NotThere, Unfit for a code nobody has.
    """
    require_nation(actor, "release", "release", nation)
    if not kept.item_history(nation, name):
        raise declare.nothing(nation, name)
    return _keep(actor, "item", nation, [name], to, released=released)


def ballot(actor: Actor, nation: str, name: str, to: str, today: dt.date, threats: Collection[str] = (), *, released: bool = True) -> bool:
    """Release a nation's answer to a closed round to a partner (`called`: to all nations called, `*`: to everybody), or withdraw that.

    Where `threats` are named, their scores alone, all or none; what is withdrawn of single scores leaves a release of the whole answer as it is, and
    the other way round. While the round is open nothing is released: the others answer without it. Return whether it changed anything.
    Raises NotAllowed, NotThere, Unfit.
    """
    require_nation(actor, "release", "release", nation)
    asked = chair.find(actor, name).asked
    if not asked.is_closed(today):
        raise Unfit((("round", say("the round is open until {day}; what a nation said is released after that", day=asked.closes.isoformat())),))
    given = kept.ballots(name, [nation])
    if not given:
        raise Unfit((("nation", say("{nation} has not answered this round", nation=nation)),))
    scored = {score.threat for score in given[0].scores}
    if faults := [("threats", say("the answer has no score of '{threat}'", threat=threat[:80])) for threat in threats if threat not in scored]:
        raise Unfit(tuple(faults))
    if not threats:
        return _keep(actor, "ballot", nation, [name], to, CALLED, released=released)
    subjects = releases.score_subjects(asked)
    return _keep(actor, "score", nation, [subjects[threat] for threat in threats], to, CALLED, released=released)


def _keep(actor: Actor, kind: str, nation: str, subjects: Collection[str], to: str, *groups: str, released: bool) -> bool:
    """Keep a release to a party, to everybody or to one of these groups, with a line in the log where it changes anything."""
    if not to:
        raise Unfit((("to", say("say to whom it is released")),))
    if to not in (EVERYBODY, *groups) and to not in parties():
        raise Unfit((("to", say("no party has the code '{code}'; '*' is everybody", code=to[:40])),))
    if to == nation:
        raise Unfit((("to", say("{nation} reads what is its own; name a partner", nation=nation)),))
    changed = releases.release(nation, kind, subjects, to, actor.user, released=released)
    if changed:
        logs.note(actor.name, "release" if released else "withdraw a release", "", allowed=True, party=nation, address=actor.address)
    return bool(changed)
