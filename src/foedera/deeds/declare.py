"""Declare what a nation brings to the table: items of its position, its own until it releases them; each change is a further state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foedera.deeds.powers import Actor, require, require_nation
from foedera.interchange import position_files
from foedera.library import national_positions
from foedera.library.threats import taxonomy
from foedera.library.vocabularies import AREAS, FUNCTIONS
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.store import logs, releases
from foedera.store import threats as kept
from foedera.store.releases import Released
from foedera.store.revisions import Revision
from foedera.threats.positions import KINDS, Item
from foedera.threats.register import Source
from foedera.threats.scales import CONFIDENCE

#: An id: small letters, digits and hyphens.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
#: How long texts may be.
SHORT, LONG = 300, 4000


def declare(actor: Actor, item: Item, seen: int = 0) -> int:
    """Keep an item of a nation's position; return the number of its state. `seen` is the state it revises, 0 for a new one.

    Whom it is released to is not changed by this. An item that is released is revised by those who may release: partners read the new words at once.
    Raises NotAllowed, Unfit with every fault, OutOfDate where somebody else revised it since.
    """
    require_nation(actor, "assess", "declare", item.nation)
    states = kept.item_history(item.nation, item.id)
    if not seen and (states or _ships(item)):
        raise Unfit(
            (("id", say("{nation} has an item '{name}' already; give this one another id, or revise that one", nation=item.nation, name=item.id)),)
        )
    if len(states) != seen:
        raise OutOfDate(say("the item was revised since you looked at it; look again, then revise it"))
    if faults := tuple(_faults(item)):
        raise Unfit(faults)
    if any(found.id == item.id and found.released_to for found in kept.items([item.nation])):
        require_nation(actor, "release", "declare", item.nation)
    number = kept.keep_item(item, actor.user)
    logs.note(actor.name, "declare", "", allowed=True, party=item.nation, address=actor.address)
    return number


def history(actor: Actor, nation: str, name: str) -> tuple[list[Revision[Item]], list[Released]]:
    """Return all states of an item of one's own nation, and to whom it was released when; NotThere where there is none."""
    require(actor, "read", "look up positions")
    found = kept.item_history(nation, name) if nation in actor.nations else []
    if not found:
        raise nothing(nation, name)
    return found, releases.releases(nation, "item", name)


def file(actor: Actor, nation: str) -> str:
    """Return all a nation's own items as a file of positions, for its members; NotThere for all others.

    It says whom each item is released to, and so is kept as the items are.
    """
    require(actor, "export", "take a position away")
    if nation not in actor.nations:
        raise NotThere(say("there is no position of {nation} that is open to you as a file", nation=nation[:40]))
    logs.note(actor.name, "take a position away", "", allowed=True, party=nation, address=actor.address)
    return position_files.write(nation, kept.items([nation]))


def nothing(nation: str, name: str) -> NotThere:
    """Return the answer for an item that is not there, or not open to whoever asks: the same for both."""
    return NotThere(say("{nation} has no item '{name}' that is open to you", nation=nation[:40], name=name[:80]))


def _ships(item: Item) -> bool:
    return any(found.nation == item.nation and found.id == item.id for found in national_positions.public_positions())


def _faults(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an item."""
    from foedera.store.register import current

    yield from name_faults("id", item.id)
    if item.kind not in KINDS:
        yield "kind", say("'{text}' is no kind of item; there is {kinds}", text=item.kind[:40], kinds=", ".join(KINDS))
    if not item.topic.strip():
        yield "topic", say("the item says nothing; put it in a sentence")
    yield from length_faults({"topic": item.topic, "instrument": item.instrument}, SHORT)
    yield from length_faults({"effect": item.effect}, LONG)
    for word in item.about:
        if word not in AREAS and word not in FUNCTIONS and taxonomy().find(word) is None:
            yield "about", say("'{word}' is no area, no function of a provision and no kind of threat", word=word[:60])
    known = current().ids()
    for name in item.agreements:
        if name not in known:
            yield "agreements", say("no agreement on record has the id '{name}'", name=name[:80])
    if item.since and item.until and item.until <= item.since:
        yield "until", say("it ends before it begins")
    if item.confidence and item.confidence not in CONFIDENCE:
        yield "confidence", say("'{text}' is no confidence; it is one of: {those}", text=item.confidence[:40], those=", ".join(CONFIDENCE))
    yield from source_faults(item.sources)


def name_faults(field: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an id."""
    if len(name) > 80 or not SLUG.match(name):
        yield field, say("an id is small letters and digits with hyphens between, up to 80 of them, like no-foreign-bases")


def length_faults(texts: dict[str, str], most: int) -> Iterator[tuple[str, str]]:
    """Yield which texts are too long, or hold what stands in no text."""
    for field, text in texts.items():
        if len(text) > most:
            yield field, say("{n} characters; {most} is the most", n=len(text), most=most)
        if "\0" in text:
            yield field, say("the text holds the character U+0000, which stands in no text; leave it out")


def source_faults(sources: tuple[Source, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the sources: there is one at least, each with a title, and an address that is one of the web."""
    if not sources:
        yield "sources", say("no source is given; name the law, the document or the decision it rests on")
    for source in sources:
        if not source.title.strip():
            yield "sources", say("a source has no title")
        if source.url and not source.url.startswith(("https://", "http://")):
            yield "sources", say("'{url}' is no address of the web; it begins with https://", url=source.url[:80])
        yield from length_faults({"sources": source.title + source.url}, 2 * SHORT)
