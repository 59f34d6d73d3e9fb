"""Threats written as a bundle of STIX 2.1: each as the object its kind names, and what STIX has no place for in an extension of our own.

What maps honestly is mapped, the rest is kept for who knows the extension; see docs/reference/threat-files.md. `stix_reading` reads bundles back.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.threats.register import Source, Taxonomy, Threat

#: What ids are made in, so that the same threat is the same object in every bundle.
NAMESPACE = uuid.UUID("b9b83ec5-4c28-40e9-b100-955875e22621")

#: Our extension of STIX objects; its keys are those of `_extension`.
EXTENSION = "extension-definition--66fa5a4a-33db-4d9e-b065-07f1d11087da"

#: STIX has no object for what nobody does: a grouping says what belongs together, no more.
NOBODY = "grouping"

#: The objects a threat can be.
OBJECTS = ("attack-pattern", "campaign", "intrusion-set", "threat-actor", NOBODY)

#: STIX 2.1, Appendix A, None/Low/Med/High: the value written for each word, and the lowest value read as it.
CONFIDENCE = {"high": 85, "moderate": 50, "low": 15}
BANDS = {"high": 70, "moderate": 30, "low": 1}

#: The markings of the Traffic Light Protocol that STIX 2.1 defines.
TLP = ("white", "green", "amber", "red")

#: What a source is said to be that has no address: STIX asks for one or for words.
NO_ADDRESS = "cited without an address"

#: The label of what is invented, which other tools show.
ILLUSTRATIVE = "illustrative"

_SCHEMA = (
    "threat: id in the register; kind: id in the taxonomy of threats, whose version is in taxonomy; actors, regions: codes of parties or words; "
    "since, until: days; seen: for each external reference the day it was looked at, or empty; reference: id in another system; "
    "illustrative: invented."
)


def bundle(threats: Iterable[Threat], kinds: Taxonomy, *, at: dt.datetime, producer: str, tlp: str = "") -> str:
    """Return threats as the JSON of a STIX 2.1 bundle.

    Args:
        threats: the threats; each id once.
        kinds: the taxonomy, which says what object each kind is.
        at: when the objects are said to be made and changed.
        producer: the name of who hands them out.
        tlp: a marking of the Traffic Light Protocol (`TLP`); empty for none.

    Raises:
        Unfit: an unknown marking, a moment without a time zone, no producer.

    >>> from foedera.threats.register import Kind
    >>> kinds = Taxonomy("1", (Kind(id="cyber", name="Cyber", meaning="", stix="attack-pattern"),))
    >>> text = bundle([Threat(id="a", title="A", kind="cyber")], kinds, at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC), producer="Secretariat")
    >>> [found["type"] for found in json.loads(text)["objects"]]
    ['identity', 'extension-definition', 'attack-pattern']
    """
    if faults := tuple(_unfit(at, producer, tlp)):
        raise Unfit(faults)
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
    maker = made("identity", producer)
    head = {"spec_version": "2.1", "created_by_ref": maker, "created": moment, "modified": moment}
    marks = [_marking(tlp)] if tlp else []
    refs = {"object_marking_refs": [mark["id"] for mark in marks]} if marks else {}
    objects = [
        {
            "type": "identity",
            "id": maker,
            "spec_version": "2.1",
            "created": moment,
            "modified": moment,
            "name": producer,
            "identity_class": "organization",
        },
        {"type": "extension-definition", "id": EXTENSION, **head, "name": "Foedera threat", "schema": _SCHEMA, "version": "1.0.0"}
        | {"extension_types": ["property-extension"]},
        *marks,
    ]
    taken: set[str] = set()
    for threat in threats:
        kind = kinds.find(threat.kind)
        what = (kind.stix if kind is not None else "") or NOBODY
        name = threat.reference if threat.reference.startswith(f"{what}--") and threat.reference not in taken else made(what, threat.id)
        taken.add(name)
        objects.append({"type": what, "id": name, **head, **refs, **_body(threat, what, maker), "extensions": {EXTENSION: _extension(threat, kinds)}})
    whole = made("bundle", "\n".join([moment, producer, tlp, *sorted(taken)]))
    return json.dumps({"type": "bundle", "id": whole, "objects": objects}, ensure_ascii=False, indent=2) + "\n"


def made(what: str, name: str) -> str:
    """Return the id of a STIX object that is made from a name."""
    return f"{what}--{uuid.uuid5(NAMESPACE, f'{what}:{name}')}"


def _unfit(at: dt.datetime, producer: str, tlp: str) -> Iterator[tuple[str, str]]:
    if at.tzinfo is None:
        yield "at", say("the moment has no time zone; STIX counts in UTC")
    if not producer.strip():
        yield "producer", say("say who hands the threats out")
    if tlp and tlp not in TLP:
        yield "tlp", say("'{text}' is no marking STIX 2.1 defines; it is one of: {those}", text=tlp[:40], those=", ".join(TLP))


def _marking(tlp: str) -> dict[str, Any]:
    import stix2

    found: dict[str, Any] = json.loads(getattr(stix2, f"TLP_{tlp.upper()}").serialize())
    return found


def _body(threat: Threat, what: str, maker: str) -> dict[str, Any]:
    """Return what other tools see of a threat."""
    body: dict[str, Any] = {"name": threat.title}
    if threat.description:
        body["description"] = threat.description
    if threat.confidence:
        body["confidence"] = CONFIDENCE[threat.confidence]
    if threat.sources:
        body["external_references"] = [_reference(source) for source in threat.sources]
    if threat.illustrative:
        body["labels"] = [ILLUSTRATIVE]
    if what == NOBODY:
        body |= {"context": "unspecified", "object_refs": [maker]}
    return body


def _reference(source: Source) -> dict[str, str]:
    return {"source_name": source.title} | ({"url": source.url} if source.url else {"description": NO_ADDRESS})


def _extension(threat: Threat, kinds: Taxonomy) -> dict[str, Any]:
    """Return what STIX has no place for; what is not there is left out, since STIX has no empty values."""
    seen = [source.seen.isoformat() if source.seen else "" for source in threat.sources]
    whole: dict[str, Any] = {
        "extension_type": "property-extension",
        "threat": threat.id,
        "kind": threat.kind,
        "taxonomy": str(kinds.version),
        "actors": list(threat.actors),
        "regions": list(threat.regions),
        "since": threat.since.isoformat() if threat.since else "",
        "until": threat.until.isoformat() if threat.until else "",
        "seen": seen if any(seen) else [],
        "reference": threat.reference,
        "illustrative": threat.illustrative,
    }
    return {key: value for key, value in whole.items() if value}
