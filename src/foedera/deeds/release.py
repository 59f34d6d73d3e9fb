"""Release what a nation keeps for itself (an item of its position, its answer to a round) to a partner or to everybody, and withdraw that again."""

from __future__ import annotations

import datetime as dt

from foedera.deeds import chair, declare
from foedera.deeds.powers import Actor, require_nation
from foedera.library.vocabularies import parties
from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.store import logs
from foedera.store import threats as kept
from foedera.threats.positions import EVERYBODY


def item(actor: Actor, nation: str, name: str, to: str, *, released: bool = True) -> bool:
    """Release an item to a partner (`*`: to everybody), or withdraw that; return whether it changed anything.

    What was read until a release is withdrawn has been read. Raises NotAllowed, NotThere, Unfit for a code nobody has.
    """
    require_nation(actor, "release", "release", nation)
    if not kept.item_history(nation, name):
        raise declare.nothing(nation, name)
    return _keep(actor, "item", nation, name, to, released=released)


def ballot(actor: Actor, nation: str, name: str, to: str, today: dt.date, *, released: bool = True) -> bool:
    """Release a nation's answer to a closed round to a partner (`*`: to everybody), or withdraw that; return whether it changed anything.

    While the round is open nothing is released: the others answer without it. Raises NotAllowed, NotThere, Unfit.
    """
    require_nation(actor, "release", "release", nation)
    called = chair.find(actor, name)
    if today <= called.asked.closes:
        raise Unfit(
            (("round", say("the round is open until {day}; what a nation said is released after that", day=called.asked.closes.isoformat())),)
        )
    if not kept.ballots(name, [nation]):
        raise Unfit((("nation", say("{nation} has not answered this round", nation=nation)),))
    return _keep(actor, "ballot", nation, name, to, released=released)


def _keep(actor: Actor, kind: str, nation: str, subject: str, to: str, *, released: bool) -> bool:
    if to != EVERYBODY and to not in parties():
        raise Unfit((("to", say("no party has the code '{code}'; '*' is everybody", code=to[:40])),))
    if to == nation:
        raise Unfit((("to", say("{nation} reads what is its own; name a partner", nation=nation)),))
    changed = kept.release(nation, kind, subject, to, actor.user, released=released)
    if changed:
        logs.note(actor.name, "release" if released else "withdraw a release", "", allowed=True, party=nation, address=actor.address)
    return changed
