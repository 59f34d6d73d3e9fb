"""Where a clause touches what a nation cannot give: its red lines and legal sensitivities, by what they are about, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from foedera.model.phrases import Phrase, joined, say
from foedera.model.terms import word
from foedera.threats.alignment import Answer, Bond
from foedera.threats.positions import KINDS, Item

#: The kinds of item a clause can offend; a priority or an interest is served, not offended.
LIMITS = ("red-line", "sensitivity")


@frozen(kw_only=True)
class Friction:
    """An agreement, or one article of it, that touches an item of a nation's position; `bound` is whether it binds the nation on the day.

    It says where to look, not that there is a breach: an item and a clause are about the same thing.
    """

    item: Item
    agreement: str
    article: str
    bound: bool
    why: Phrase


def frictions(items: Iterable[Item], bonds: Sequence[Bond], answers: Sequence[Answer], on: dt.date) -> tuple[Friction, ...]:
    """Return where agreements touch red lines and sensitivities that hold on a day.

    An item is about functions of provisions, areas, or kinds of threat. An item that names agreements speaks of those alone: of the articles it is
    about where it says so and they are there, else of the agreement as a whole. One that names none is looked for in all of them.
    """
    limits = [item for item in items if item.kind in LIMITS and item.holds(on)]
    return tuple(friction for item in limits for bond in bonds for friction in _touched(item, bond, answers))


def _touched(item: Item, bond: Bond, answers: Sequence[Answer]) -> Iterator[Friction]:
    agreement = bond.agreement
    named = agreement.id in item.agreements
    if item.agreements and not named:
        return
    articles: dict[str, list[Phrase]] = {}
    for provision in agreement.provisions:
        if provision.function in item.about:
            articles.setdefault(provision.article, []).append(say("the article is about {function}", function=word(provision.function)))
    for answer in answers:
        if answer.agreement == agreement.id and answer.article and (kinds := sorted(set(answer.kinds) & set(item.about))):
            articles.setdefault(answer.article, []).append(say("the article answers {kinds}", kinds=", ".join(kinds)))
    whole = [say("the {item} names the agreement", item=say(KINDS[item.kind]))] if named else []
    if not articles:
        whole += [say("the agreement is about {area}", area=word(area)) for area in agreement.areas if area in item.about]
        if whole:
            articles[""] = []
    for article, reasons in articles.items():
        yield Friction(
            item=item,
            agreement=agreement.id,
            article=article,
            bound=item.nation in bond.bound,
            why=joined((*whole, *dict.fromkeys(reasons)), "; "),
        )


def headline(friction: Friction) -> Phrase:
    """Return the item in one line, as tables and briefings show it."""
    return say("{nation}, {kind}: {topic}", nation=friction.item.nation, kind=say(KINDS[friction.item.kind]), topic=friction.item.topic)
