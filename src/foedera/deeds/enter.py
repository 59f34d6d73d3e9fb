"""Enter threats into the register of threats, beside those that ship: open to all readers, every change a further state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import evolve

from foedera.deeds import survey_threats
from foedera.deeds.declare import LONG, SHORT, length_faults, name_faults, source_faults
from foedera.deeds.powers import ALL, Actor, require
from foedera.interchange.stix import bundle
from foedera.interchange.stix_reading import Taken, read_bundle
from foedera.library import threats as shipped
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.store import logs
from foedera.store import threats as kept
from foedera.store.revisions import Revision
from foedera.threats.register import Source, Threat
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


def take_bundle(actor: Actor, content: bytes, name: str, party: str = ALL, kind: str = "") -> Taken:
    """Enter the threats of a STIX 2.1 bundle, all or none; return what was taken and what was left out.

    `kind` is that of objects that do not say one, because they come from elsewhere. A threat without a source cites the bundle.
    What is there already is not revised by a bundle. Raises NotAllowed, FaultyFile where the bundle cannot be taken whole, Unfit with what is
    wrong with each threat.
    """
    require(actor, "chair", "enter a threat", "STIX", [party] if party else [])
    taken = read_bundle(content, name, shipped.taxonomy(), kind)
    threats = tuple(_cited(threat, name) for threat in taken.threats)
    there = {*kept.threats(), *(found.id for found in shipped.public_threats())}
    faults: list[tuple[str, str]] = [
        (threat.id, say("the threat '{name}' is there already; leave it out", name=threat.id)) for threat in threats if threat.id in there
    ]
    faults += [(f"{threat.id}.{field}", text) for threat in threats for field, text in _faults(threat)]
    if not threats:
        faults.append(("", say("the bundle holds no threat")))
    if faults:
        raise Unfit(tuple(faults))
    kept.enter_all(threats, party, actor.user)
    why = f"threats: {len(threats)}"
    logs.note(actor.name, "enter a threat", "STIX", allowed=True, why=why, party=party, address=actor.address)
    return evolve(taken, threats=threats)


def as_bundle(actor: Actor, at: dt.datetime, producer: str, tlp: str = "") -> str:
    """Return the register of threats as a STIX 2.1 bundle; `producer` is who hands it out, `tlp` a marking of the Traffic Light Protocol."""
    require(actor, "export", "export", "STIX")
    return bundle(survey_threats.register(actor), shipped.taxonomy(), at=at, producer=producer, tlp=tlp)


def _cited(threat: Threat, name: str) -> Threat:
    return threat if threat.sources else evolve(threat, sources=(Source(title=f"{threat.reference or threat.id} ({name[:100]})"),))


def history(actor: Actor, name: str) -> list[Revision[Threat]]:
    """Return all states of a threat that was entered, the first first; NotThere where none was."""
    require(actor, "read", "look up threats")
    found = kept.threat_history(name)
    if not found:
        raise NotThere(say("no threat '{name}' was entered here", name=name[:80]))
    return found


def may_revise(actor: Actor, name: str) -> bool:
    """Return whether an actor may revise a threat: one entered here, for the party that entered it or for the register."""
    held = kept.threats().get(name)
    return held is not None and (actor.may("chair") or actor.may("chair", held[1]))


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
