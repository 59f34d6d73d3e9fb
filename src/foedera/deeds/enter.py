"""Enter threats into the register of threats, beside those that ship: open to all readers, every change a further state."""

from __future__ import annotations

from collections.abc import Iterator

from foedera.deeds.declare import LONG, SHORT, length_faults, name_faults, source_faults
from foedera.deeds.powers import ALL, Actor, require
from foedera.library import threats as shipped
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.store import logs
from foedera.store import threats as kept
from foedera.store.threats import Revision
from foedera.threats.register import Threat
from foedera.threats.scales import CONFIDENCE


def enter(actor: Actor, threat: Threat, party: str = ALL, seen: int = 0) -> int:
    """Enter a threat for a party (empty: as an officer of the register), or revise it; return the number of its state.

    `seen` is the state it revises, 0 for a new one. A party's threat is revised by that party and by the register's officers.
    Raises NotAllowed, Unfit with every fault, OutOfDate where somebody else revised it since.
    """
    held = kept.threats().get(threat.id)
    owner = held[1] if held is not None else party
    require(actor, "chair", "enter a threat", threat.id, [owner] if owner else [])
    if any(found.id == threat.id for found in shipped.public_threats()):
        raise Unfit((("id", say("the threat '{name}' ships with Foedera; give yours an id of its own", name=threat.id)),))
    states = len(kept.threat_history(threat.id))
    if states and not seen:
        raise Unfit((("id", say("the threat '{name}' is there already; give this one another id, or revise that one", name=threat.id)),))
    if states != seen:
        raise OutOfDate(say("the threat was revised since you looked at it; look again, then revise it"))
    if faults := tuple(_faults(threat)):
        raise Unfit(faults)
    number = kept.enter(threat, owner, actor.user)
    logs.note(actor.name, "enter a threat", threat.id, allowed=True, party=owner, address=actor.address)
    return number


def history(actor: Actor, name: str) -> list[Revision[Threat]]:
    """Return all states of a threat that was entered, the first first; NotThere where none was."""
    require(actor, "read", "look up threats")
    found = kept.threat_history(name)
    if not found:
        raise NotThere(say("no threat '{name}' was entered here", name=name[:80]))
    return found


def _faults(threat: Threat) -> Iterator[tuple[str, str]]:
    yield from name_faults("id", threat.id)
    if not threat.title.strip():
        yield "title", say("the threat has no title")
    if shipped.taxonomy().find(threat.kind) is None:
        yield "kind", say("'{text}' is no kind of threat; the taxonomy has them", text=threat.kind[:60])
    lists = {"actors": "; ".join(threat.actors), "regions": "; ".join(threat.regions)}
    yield from length_faults({"title": threat.title, "reference": threat.reference}, SHORT)
    yield from length_faults({"description": threat.description, **lists}, LONG)
    if threat.confidence and threat.confidence not in CONFIDENCE:
        yield "confidence", say("'{text}' is no confidence; it is one of: {those}", text=threat.confidence[:40], those=", ".join(CONFIDENCE))
    if threat.since and threat.until and threat.until <= threat.since:
        yield "until", say("it ends before it begins")
    yield from source_faults(threat.sources)
