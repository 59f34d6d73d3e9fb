"""Look up rounds of assessment and their common pictures; the worked examples that ship are open to everybody, since nobody gave them."""

from __future__ import annotations

import datetime as dt
from functools import cache

from attrs import frozen

from foedera.deeds.align import align
from foedera.deeds.powers import Actor, require
from foedera.library.rounds import Gathered, bundled_rounds, folder_of, open_round
from foedera.model.errors import NotThere
from foedera.model.phrases import say
from foedera.threats.change import Change, change
from foedera.threats.coalitions import Cover, coalition, fewest_agreements, offers
from foedera.threats.disclosure import Disclosed, disclosed
from foedera.threats.picture import LEVEL, Picture, common_picture


def examples(actor: Actor) -> tuple[Gathered, ...]:
    """Return the worked examples of rounds that ship, each later than those it revises; every one is an invented one."""
    require(actor, "read", "look up rounds")
    return tuple(open_round(folder_of(name)) for name in bundled_rounds())


@frozen(kw_only=True)
class Shown:
    """A worked example with its common picture and what changed since the round it revises; all its ballots are open, since nobody gave them.

    `published` is what would be told of it were it a real round: no more than that leaves the hands of those who may see scores.
    """

    held: Gathered
    picture: Picture
    change: Change | None
    published: Disclosed


def example(actor: Actor, name: str) -> Gathered:
    """Return a worked example by its id; NotThere where none ships under it."""
    found = next((held for held in examples(actor) if held.asked.id == name), None)
    if found is None:
        raise NotThere(say("there is no round '{name}'; the list of rounds has those open to you", name=name[:80]))
    return found


def picture(actor: Actor, name: str) -> Shown:
    """Return the common picture of a worked example, computed with the seed that ships."""
    held = example(actor, name)
    now = _picture(held.asked.id)
    moved = change(_picture(held.asked.after), now) if held.asked.after else None
    return Shown(held=held, picture=now, change=moved, published=_published(held.asked.id))


def carried(actor: Actor, name: str, on: dt.date) -> Cover:
    """Return the fewest agreements of the register that carry what the nations of a worked example share, on the law of a day."""
    held = example(actor, name)
    replies = align(actor, on).alignment.replies
    shared = {threat: coalition(held.ballots, threat, LEVEL) for threat in held.asked.threats}
    return fewest_agreements({threat: nations for threat, nations in shared.items() if len(nations) > 1}, offers(replies))


@cache
def _picture(name: str) -> Picture:
    """Return the picture of an example: files that ship do not change while the program runs."""
    held = open_round(folder_of(name))
    return common_picture(held.asked, held.ballots)


@cache
def _published(name: str) -> Disclosed:
    """Return what would be published of an example the day after it closed, in the light of what was published before it."""
    held = open_round(folder_of(name))
    before = _published(held.asked.after) if held.asked.after else None
    earlier = {told.round: open_round(folder_of(told.round)).ballots for told in before.told} if before else {}
    return disclosed(held.asked, held.ballots, held.asked.closes + dt.timedelta(days=1), before=before, earlier=earlier)
