"""Look up what is known of threats: the published taxonomy, the register, and the positions of nations open to whoever asks."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from foedera.deeds.powers import Actor, require
from foedera.library import national_positions, threats
from foedera.model.errors import NotThere
from foedera.model.phrases import say
from foedera.store import threats as kept
from foedera.threats.positions import Item
from foedera.threats.register import Taxonomy, Threat


def taxonomy(actor: Actor) -> Taxonomy:
    """Return the published kinds of threat."""
    require(actor, "read", "look up kinds of threat")
    return threats.taxonomy()


def register(actor: Actor) -> tuple[Threat, ...]:
    """Return the threats on record, those that ship and those entered, by title."""
    require(actor, "read", "look up threats")
    entered = (found for found, _ in kept.threats().values())
    return tuple(sorted((*threats.public_threats(), *entered), key=lambda threat: threat.title.casefold()))


def threat(actor: Actor, name: str) -> Threat:
    """Return a threat by its id; NotThere where there is none."""
    found = next((threat for threat in register(actor) if threat.id == name), None)
    if found is None:
        raise NotThere(say("there is no threat of the id '{name}'; the register of threats finds it by its title", name=name[:80]))
    return found


def positions(actor: Actor) -> tuple[Item, ...]:
    """Return the items open to whoever asks: its own nations', those released to them, those released to everybody.

    Of another nation's item nothing is shown of whom else it was released to.
    """
    require(actor, "read", "look up positions")
    own = actor.nations
    return tuple(_as_read(item, own) for item in (*national_positions.public_positions(), *kept.items()) if item.seen_by(own))


def _as_read(item: Item, own: Iterable[str]) -> Item:
    return item if item.nation in own else evolve(item, released_to=item.released_to & {*own, "*"})
