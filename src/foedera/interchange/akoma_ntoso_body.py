"""The text of an Akoma Ntoso document: preface, aims, provisions with their obligations, final clauses in words, signatures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from foedera.interchange.akoma_ntoso_making import Writing, add
from foedera.interchange.files import inline
from foedera.interchange.plain import Plain, tables
from foedera.interchange.voices import ENGLISH, capital
from foedera.model.clauses import article as cite
from foedera.model.provisions import Obligation, Provision
from foedera.model.terms import spoken
from foedera.model.words import clauses_in_words

#: Signatures: what was done on the spot.
_SIGNED = ("signature", "definitive-signature")


def preface(document: Any, writing: Writing) -> None:
    """Write title, kind, date and place, and what a reader must know of the document as a whole."""
    agreement = writing.agreement
    found = add(document, "preface")
    add(add(add(found, "longTitle"), "p"), "docTitle", agreement.title)
    if agreement.short_title:
        add(add(found, "p"), "shortTitle", agreement.short_title)
    kind = add(add(found, "p"), "docType", capital(spoken(agreement.kind)))
    if agreement.adopted is not None:
        kind.tail = ", "
        add(kind.getparent(), "docDate", ENGLISH.day(agreement.adopted), date=agreement.adopted.isoformat())
    if not agreement.binding:
        add(found, "p", "A political commitment, not binding under international law.")
    if agreement.illustrative:
        add(found, "p", "Illustrative: an invented example.")
    if agreement.incomplete:
        add(found, "p", "Incomplete: parties are known to be missing from the record.")


def preamble(document: Any, writing: Writing) -> None:
    """Write the aims, in the record's own words."""
    if writing.agreement.aims:
        found = add(add(document, "preamble"), "container", name="aims", eId=writing.names.new("preamble__container_aims"))
        for aim in writing.agreement.aims:
            add(found, "p", aim)


def body(document: Any, writing: Writing) -> None:
    """Write the provisions, then the final clauses in words; where a clause is silent, the rule that holds instead."""
    found = add(document, "body" if writing.agreement.binding else "mainBody")
    said = tables(writing.agreement).get("provision", [])
    for provision, plain in zip(writing.agreement.provisions, said, strict=True):
        _provision(found, writing, provision, plain)
    name = writing.names.new("hcontainer_final-clauses")
    final = add(found, "hcontainer", name="final-clauses", eId=name)
    add(final, "heading", "Final clauses")
    for clause, text in clauses_in_words(writing.agreement):
        part = add(final, "hcontainer", name="clause", eId=writing.names.new(f"{name}__hcontainer"))
        add(part, "heading", capital(ENGLISH.says(clause)))
        add(add(part, "content"), "p", ENGLISH.says(text))


def _provision(found: Any, writing: Writing, provision: Provision, plain: Plain) -> None:
    """Write one provision: an article where it is one, with its function and doubts as attributes of ours."""
    number = cite(provision.article) if provision.article else ""
    own: dict[str, str] = {key: str(plain[key]) for key in ("article", "function", "confidence", "source", "note") if key in plain}
    kind = "article" if number.startswith("Article ") else "hcontainer"
    named = {} if kind == "article" else {"name": "provision"}
    name = writing.names.fresh("art" if kind == "article" else kind, provision.article)
    part = add(found, kind, None, own, eId=name, **named)
    if number:
        add(part, "num", number)
    add(part, "heading", capital(spoken(provision.function)))
    if not provision.obligations:
        add(add(part, "content"), "p", provision.summary)
        return
    add(add(part, "intro"), "p", provision.summary)
    for place, (duty, said) in enumerate(zip(provision.obligations, plain["obligation"], strict=True)):
        _obligation(part, writing, name, place, duty, said)


def _obligation(part: Any, writing: Writing, above: str, place: int, duty: Obligation, said: Plain) -> None:
    own = {"obligation": duty.id, "force": duty.force, "bearer": listed(duty.bearer), "to": listed(duty.to), "trigger": inline(said["trigger"])}
    point = add(part, "point", None, own, eId=writing.names.new(f"{above}__point_{place + 1}"))
    add(point, "num", f"({place + 1})")
    add(add(point, "content"), "p", duty.what)


def conclusions(document: Any, writing: Writing) -> None:
    """Write where it was done, and who signed when, as the acts have it."""
    agreement = writing.agreement
    signed = [act for act in agreement.acts if act.kind in _SIGNED]
    if not signed and not agreement.place:
        return
    found = add(document, "conclusions")
    if agreement.place:
        done = add(found, "p", "Done at ")
        add(done, "location", agreement.place, refersTo=f"#{writing.names.of('location', agreement.place)}")
    for act in signed:
        for code in act.by:
            signature = add(add(found, "p"), "signature")
            add(signature, "organization", ENGLISH.party(writing.parties, code, act.on), refersTo=writing.party(code)).tail = ", "
            add(signature, "date", ("not later than " if act.precision != "day" else "") + ENGLISH.day(act.on), date=act.on.isoformat())


def listed(codes: Iterable[str]) -> str:
    """Return codes in one attribute, apart by spaces, whatever is in them.

    >>> listed(("each-party", "X A"))
    'each-party X%20A'
    """
    return " ".join(quote(code, safe="@:._~-") for code in codes)
