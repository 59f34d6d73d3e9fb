"""Akoma Ntoso 1.0 (OASIS LegalDocML, schema 3.0): an agreement with its acts as one document, valid against the official schema.

What the standard has a place for stands there; the rest (final clauses, the acts in full, sources) stands as metadata of our own namespace,
so that `akoma_ntoso_reading` gives the same agreement back. docs/reference/interchange.md says what stands where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from foedera.interchange import akoma_ntoso_body as text
from foedera.interchange import akoma_ntoso_own as own
from foedera.interchange.akoma_ntoso_making import ALONE, Related, Writing, add
from foedera.interchange.akoma_ntoso_names import AKN, COUNTRY, OWN, document_type, work, work_date
from foedera.interchange.plain import tables
from foedera.law.timeline import Timeline
from foedera.model.agreements import LINKS, Agreement
from foedera.model.parties import Parties
from foedera.model.standing import BOUND
from foedera.model.terms import spoken

#: Keys of the file that have their place in the standard's own elements; every other key goes into our metadata.
ELSEWHERE = frozenset({"foedera", "id", "title", "short_title", "kind", "binding", "adopted", "registration", "areas", "aims", "links", "provision"})

#: What happens to an agreement as a whole, as the standard sorts events; what it has no word for carries none.
_EVENTS = {"in-force": "generation", "terminated": "repeal", "extended": "amendment", "renewed": "amendment"}

#: Relations of another agreement to this one that touch its text, and so make it a passive reference.
_TOUCHING = ("amends", "modifies", "supersedes", "extends")


def write(agreement: Agreement, parties: Parties, stamp: dt.datetime, *, timeline: Timeline | None = None, related: Related = ALONE) -> bytes:
    """Return the document of an agreement, UTF-8; `stamp` is when it was made, and the day the record is given as of.

    With a `timeline` it says since when the agreement is in force and for whom; these are computed, and reading passes over them.
    Characters XML cannot hold become U+FFFD.
    """
    writing = Writing(agreement, parties.over(agreement.participants), stamp, timeline, related)
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN, "f": OWN})
    document = add(root, document_type(agreement), name=agreement.kind, contains="singleVersion")
    meta = add(document, "meta")
    text.preface(document, writing)
    text.preamble(document, writing)
    text.body(document, writing)
    text.conclusions(document, writing)
    _identification(meta, writing)
    _classification(meta, writing)
    _life(meta, writing)
    _analysis(meta, writing)
    _own(meta, writing)
    _references(meta, writing)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return content


def _identification(meta: Any, writing: Writing) -> None:
    agreement, day = writing.agreement, writing.day.isoformat()
    at, expression = work(agreement), f"{work(agreement)}/eng@{day}"
    date, what = work_date(agreement)
    found = add(meta, "identification", source="#foedera")
    level = add(found, "FRBRWork")
    add(level, "FRBRthis", value=f"{at}/!main")
    add(level, "FRBRuri", value=at)
    add(level, "FRBRalias", value=agreement.id, name="foedera")
    if agreement.registration:
        add(level, "FRBRalias", value=agreement.registration, name="registration")
    add(level, "FRBRdate", date=date.isoformat(), name=what)
    signatories = [code for act in agreement.acts if act.kind == "signature" for code in act.by]
    for code in dict.fromkeys(agreement.negotiating or signatories):
        add(level, "FRBRauthor", href=writing.party(code))
    if not (agreement.negotiating or signatories):
        add(level, "FRBRauthor", href="#foedera")
    add(level, "FRBRcountry", value=COUNTRY)
    add(level, "FRBRsubtype", value=agreement.kind)
    add(level, "FRBRnumber", value=agreement.id.partition("/")[2])
    add(level, "FRBRname", value=agreement.short_title or agreement.title)
    add(level, "FRBRprescriptive", value="true" if agreement.binding else "false")
    add(level, "FRBRauthoritative", value="false")
    for name, ending in (("FRBRExpression", ""), ("FRBRManifestation", ".xml")):
        level = add(found, name)
        add(level, "FRBRthis", value=f"{expression}/!main{ending}")
        add(level, "FRBRuri", value=f"{expression}{ending}")
        add(level, "FRBRdate", date=day, name="record")
        add(level, "FRBRauthor", href="#foedera")
        if not ending:
            add(level, "FRBRauthoritative", value="false")
            add(level, "FRBRlanguage", language="eng")
    add(level, "FRBRformat", value="application/akn+xml")


def _classification(meta: Any, writing: Writing) -> None:
    if writing.agreement.areas:
        found = add(meta, "classification", source="#foedera")
        for area in writing.agreement.areas:
            add(found, "keyword", value=area, showAs=spoken(area), dictionary="#areas")


def _life(meta: Any, writing: Writing) -> None:
    """Write the life: events of the whole, each act as a step of the procedure, and who is bound from when to when."""
    agreement, names = writing.agreement, writing.names
    date, what = work_date(agreement)
    events: list[tuple[dt.date, str, str, str]] = []
    if what != "unknown":
        events.append((date, names.new("event_generation"), writing.concept(what), "generation"))
    intervals: list[tuple[str, str, str | None]] = []
    if writing.timeline is None:
        ends = [act for act in agreement.acts if act.kind == "termination"]
        events += [(act.effective or act.on, names.new("event_repeal"), writing.concept("termination"), "repeal") for act in ends]
    else:
        for change in writing.timeline.changes(writing.day):
            if change.party is None and change.on <= writing.day:
                name = names.new(f"event_{change.change}")
                events.append((change.on, name, writing.concept(change.change), _EVENTS.get(change.change, "")))
        for code, lane in writing.timeline.spans(writing.day):
            for start, end in _bound(lane):
                first = names.new("event_bound")
                events.append((start, first, writing.party(code), ""))
                last = names.new("event_free") if end is not None and end <= writing.day else None
                if last is not None and end is not None:
                    events.append((end, last, writing.party(code), ""))
                intervals.append((first, writing.party(code), last))
    if events:
        found = add(meta, "lifecycle", source="#foedera")
        for day, name, refers, kind in sorted(events):
            event = add(found, "eventRef", eId=name, date=day.isoformat(), source="#original", refersTo=refers)
            if kind:
                event.set("type", kind)
    if agreement.acts:
        found = add(meta, "workflow", source="#foedera")
        for number, act in enumerate(agreement.acts, 1):
            for code in act.by:
                eid = names.new(f"step_{number}")
                step = add(found, "step", eId=eid, date=act.on.isoformat(), by=writing.party(code), outcome=writing.concept(act.kind))
                if act.precision != "day":
                    step.set(f"{{{OWN}}}precision", act.precision)
    if intervals:
        _intervals(meta, writing, intervals)


def _bound(lane: Iterable[tuple[dt.date, dt.date | None, str]]) -> list[tuple[dt.date, dt.date | None]]:
    """Return the times a participant is bound, statuses that follow one another joined."""
    found: list[tuple[dt.date, dt.date | None]] = []
    for start, end, status in lane:
        if status not in BOUND:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _intervals(meta: Any, writing: Writing, intervals: list[tuple[str, str, str | None]]) -> None:
    found = add(meta, "temporalData", source="#foedera")
    for start, party, end in intervals:
        group = add(found, "temporalGroup", eId=writing.names.new("tmpg_bound"))
        interval = add(group, "timeInterval", start=f"#{start}", refersTo=f"{writing.concept('bound')} {party}")
        if end is not None:
            interval.set("end", f"#{end}")


def _analysis(meta: Any, writing: Writing) -> None:
    agreement = writing.agreement
    links = [(relation, other) for relation, ids in agreement.links.items() for other in ids]
    if not links:
        return
    found = add(_before_temporal(meta, "analysis"), "otherReferences", source="#foedera")
    for relation, other in links:
        known = writing.related.find(other)
        shown = (known.short_title or known.title) if known is not None else other
        reference = add(found, "implicitReference", None, {"relation": relation, "id": other}, showAs=shown, refersTo=writing.concept(relation))
        if known is not None:
            reference.set("href", work(known))


def _before_temporal(meta: Any, name: str) -> Any:
    """Add an element where the schema wants it: before the temporal data, which are written first because they need their events."""
    element = add(meta, name, source="#foedera")
    temporal = meta.find(f"{{{AKN}}}temporalData")
    if temporal is not None:
        temporal.addprevious(element)
    return element


def _references(meta: Any, writing: Writing) -> None:
    """Write what the document refers to; last, when it is known, and set before our metadata as the schema wants it."""
    agreement = writing.agreement
    found = add(meta, "references", source="#foedera")
    meta.find(f"{{{AKN}}}proprietary").addprevious(found)
    add(found, "original", eId="original", href=f"{work(agreement)}/eng@", showAs=agreement.title)
    for relation in LINKS:
        if relation in _TOUCHING:
            for other in agreement.linked(relation):
                _reference(found, "activeRef", writing, other)
            for other in writing.related.citing(agreement.id, relation):
                _reference(found, "passiveRef", writing, other)
    add(found, "TLCOrganization", eId="foedera", href="/akn/ontology/organization/foedera", showAs="Foedera")
    add(found, "TLCConcept", eId="areas", href="/akn/ontology/concept/foedera.areas", showAs="areas of cooperation")
    parties = writing.names.given("party")
    for code, name in parties.items():
        party = writing.parties[code].name_on(writing.day) if code in writing.parties else code
        add(found, "TLCOrganization", None, {"code": code}, eId=name, href=f"/akn/ontology/organization/{name}", showAs=party)
    for place, name in writing.names.given("location").items():
        add(found, "TLCLocation", eId=name, href=f"/akn/ontology/location/{name}", showAs=place)
    for word, name in writing.names.given("concept").items():
        add(found, "TLCConcept", eId=name, href=f"/akn/ontology/concept/foedera.{name}", showAs=spoken(word))


def _reference(found: Any, kind: str, writing: Writing, other: str) -> None:
    known = writing.related.find(other)
    if known is not None:
        add(found, kind, eId=writing.names.new(kind), href=work(known), showAs=known.short_title or known.title)


def _own(meta: Any, writing: Writing) -> None:
    found = add(meta, "proprietary", source="#foedera")
    data = {key: value for key, value in tables(writing.agreement).items() if key not in ELSEWHERE}
    own.put(found, "agreement", data)
