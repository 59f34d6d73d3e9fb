"""Look up rounds of assessment and their common pictures, each over the answers open to whoever asks.

Of the worked examples that ship all are open to everybody, since nobody gave them; of a round of the register its reader's own nations' and those
released to them. What is computed of answers that may be read tells nothing of those that may not.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

from attrs import frozen

from foedera.deeds import assess, chair, survey_threats
from foedera.deeds.align import align
from foedera.deeds.powers import Actor, require
from foedera.library.rounds import Gathered, bundled_rounds, folder_of, open_round
from foedera.model.errors import NotThere
from foedera.model.phrases import say, say_n
from foedera.threats import coalitions
from foedera.threats.assessments import Ballot, Round
from foedera.threats.change import Change, change
from foedera.threats.coalitions import Cover
from foedera.threats.disclosure import Disclosed, disclosed
from foedera.threats.picture import Picture, common_picture
from foedera.threats.register import Threat

#: How many answers make a picture at least; one nation's own is no common one.
LEAST = 2


def examples(actor: Actor) -> tuple[Gathered, ...]:
    """Return the worked examples of rounds that ship, each later than those it revises; every one is an invented one."""
    require(actor, "read", "look up rounds")
    return tuple(open_round(folder_of(name)) for name in bundled_rounds())


@frozen(kw_only=True)
class Shown:
    """A round with the answers open to its reader, their common picture, and what changed since the round it revises."""

    held: Gathered
    picture: Picture
    change: Change | None


def example(actor: Actor, name: str) -> Gathered:
    """Return a worked example by its id; NotThere where none ships under it."""
    found = next((held for held in examples(actor) if held.asked.id == name), None)
    if found is None:
        raise NotThere(say("there is no round '{name}'; the list of rounds has those open to you", name=name[:80]))
    return found


def gathered(actor: Actor, name: str, today: dt.date) -> Gathered:
    """Return a round with its threats and the answers open to the actor; of a worked example all.

    While a round is open these are its own nations' alone. Raises NotThere for a round not open to the actor, and for a sealed one.
    """
    if name in bundled_rounds():
        return example(actor, name)
    asked = chair.find(actor, name).asked
    if asked.sealed:
        raise NotThere(say("a sealed round holds no scores here, so there is no picture of it but what its committee opens"))
    readable = tuple(ballot for ballot in assess.open_ballots(actor, name) if asked.is_closed(today) or ballot.nation in actor.nations)
    return Gathered(asked=asked, threats=threats_of(actor, asked), ballots=readable)


def threats_of(actor: Actor, asked: Round) -> tuple[Threat, ...]:
    """Return the threats of a round in its order; one the register no longer has by its id alone."""
    known = {threat.id: threat for threat in survey_threats.register(actor)}
    return tuple(known.get(name) or Threat(id=name, title=name, kind="") for name in asked.threats)


def picture(actor: Actor, name: str, today: dt.date) -> Shown:
    """Return the common picture of a round over the answers open to the actor; raises NotThere as `gathered` and `joined` do."""
    return joined(actor, gathered(actor, name, today), today)


def joined(actor: Actor, held: Gathered, today: dt.date) -> Shown:
    """Return the common picture of what is open to the actor of a round (`gathered`), computed with the seed that ships.

    What changed is over what is open to it of both rounds. Raises NotThere where fewer than `LEAST` answers are open.
    """
    if len(held.ballots) < LEAST:
        text = say_n(
            "a common picture takes the answers of {least} nations; {n} is open to you",
            "a common picture takes the answers of {least} nations; {n} are open to you",
            len(held.ballots),
            least=LEAST,
        )
        raise NotThere(text)
    now, before = _computed(held.asked, held.ballots), _former(actor, held.asked, today)
    return Shown(held=held, picture=now, change=change(before, now) if before is not None else None)


def published(actor: Actor, name: str) -> Disclosed | None:
    """Return what was published of a round, None where nothing was yet; of a worked example what would be."""
    if name in bundled_rounds():
        return _published(example(actor, name).asked.id)
    try:
        return chair.published(actor, name)
    except NotThere:
        chair.find(actor, name)
        return None


def carried(actor: Actor, found: Picture, on: dt.date) -> Cover:
    """Return the fewest agreements of the register that carry what the nations of a picture share, on the law of a day."""
    return coalitions.carried(found.shared, align(actor, on).alignment.replies)


def _former(actor: Actor, asked: Round, today: dt.date) -> Picture | None:
    """Return the picture of the round a round revises; None where it revises none, or that is not open to the actor, or too few answers of it are."""
    try:
        held = gathered(actor, asked.after, today) if asked.after else None
    except NotThere:
        return None
    return _computed(held.asked, held.ballots) if held is not None and len(held.ballots) >= LEAST else None


@lru_cache(maxsize=8)
def _computed(asked: Round, ballots: tuple[Ballot, ...]) -> Picture:
    """Return the picture of these answers; it follows from them alone, so who asks for it next is told the same."""
    return common_picture(asked, ballots)


@cache
def _published(name: str) -> Disclosed:
    """Return what would be published of an example the day after it closed, in the light of what was published before it."""
    held = open_round(folder_of(name))
    before, after = [], held.asked.after
    while after:
        before.append(_published(after))
        after = open_round(folder_of(after)).asked.after
    earlier = {told.round: open_round(folder_of(told.round)).ballots for found in before for told in found.told}
    return disclosed(held.asked, held.ballots, held.asked.closes + dt.timedelta(days=1), before=before, earlier=earlier)
