"""The JSON Schemas of files of procedures, sittings and progress, from the words their readers use; for editors."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foedera.library import vocabularies as words
from foedera.library.schema import FLAG, TEXT, TEXTS, Schema, list_of, object_of, one_of
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.acts import CONFIDENCES
from foedera.ratification.procedures import (
    DISSOLUTIONS,
    EFFECTS,
    EVENTS,
    EVERY_STATE,
    FORMS,
    KINDS,
    MAJORITIES,
    STAGES,
    STEP,
    SUBJECTS,
    UNITS,
)
from foedera.ratification.progress import OUTCOMES
from foedera.ratification.sittings import WEEKDAYS

_SAID: Schema = {"type": "string", "pattern": r"\S"}
_SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": f"^(1[{FIRST_YEAR // 100 % 10}-9]|2[0-{LAST_YEAR // 100 % 10}])[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}$",
}
_SURE: Schema = one_of(CONFIDENCES)
_PARTY: Schema = {"$ref": "#/$defs/party"}
_LIMIT: Schema = {"$ref": "#/$defs/limit"}
#: What is given as a fact names its sources.
_INVENTED: Schema = {"required": ["illustrative"], "properties": {"illustrative": {"const": True}}}
_SOURCES: Schema = list_of(object_of({"id": TEXT, "title": _SAID, "url": TEXT, "seen": _DAY}, ("title",)))


def domestic_schema(what: str) -> Schema:
    """Return the schema of one of these files, days as the text TOML editors give them.

    >>> domestic_schema("progress")["required"]
    ['foedera', 'holds', 'agreement']
    """
    properties, required, rules = _WRITTEN[what]()
    head: Schema = {"foedera": {"const": 1}, "holds": {"const": what}, "illustrative": FLAG, "sources": _SOURCES}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Foedera file of {what}, version 1",
        **object_of(head | properties, ("foedera", "holds", *required)),
        "allOf": [_unless_invented({"required": ["sources"], "properties": {"sources": {"minItems": 1}}}), *rules],
    }
    defs = {"party": one_of(party.code for party in words.parties()), "limit": _limit(start=True)}
    return whole | {"$defs": {name: found for name, found in defs.items() if f"#/$defs/{name}" in str(whole)}}


def _unless_invented(needed: Schema) -> Schema:
    return {"if": _INVENTED, "then": {}, "else": needed}


def _some(options: Iterable[str]) -> Schema:
    return {"anyOf": [one_of(options), list_of(one_of(options))]}


def _limit(*, start: bool) -> Schema:
    properties: Schema = {unit: {"type": "integer", "minimum": 1, "maximum": 10_000} for unit in UNITS}
    properties |= {
        "from": _SAID,
        "chambers": TEXTS,
        "unless": TEXTS,
        "counting": {"enum": ["each", "any"]},
        "inclusive": FLAG,
        "if_not_working": {"const": "next"},
    }
    if not start:
        del properties["from"], properties["unless"]
    found = object_of(properties, ("from",) if start else (), "a number of one unit, from a step")
    found["oneOf"] = [{"required": [unit]} for unit in UNITS]
    if start:
        given: Schema = {"required": ["chambers"], "properties": {"chambers": {"anyOf": [TEXT, {"type": "array", "minItems": 1}]}}}
        found |= {"if": {"required": ["sitting_days"]}, "then": given}
    return found


def _majority() -> Schema:
    found = object_of({"of": one_of(MAJORITIES), "share": TEXT, "more_than": FLAG, "text": TEXT})
    counted: Schema = {"required": ["share", "of"], "properties": {"share": {"minLength": 1}, "of": one_of(MAJORITIES)}}
    worded: Schema = {"required": ["text"], "properties": {"text": {"minLength": 1}, "share": {"maxLength": 0}}}
    found["anyOf"] = [counted, worded]
    return found


def _step() -> Schema:
    properties: Schema = {
        "id": _SLUG,
        "kind": one_of(KINDS),
        "actor": TEXT,
        "action": _SAID,
        "chamber": TEXT,
        "majority": _majority(),
        "after": TEXTS,
        "minimum": _LIMIT,
        "deadline": _LIMIT,
        "optional": FLAG,
        "lapses": FLAG,
        "ref": TEXT,
    }
    return object_of(properties, ("id", "kind", "action"))


def _duty() -> Schema:
    when: Schema = {"anyOf": [one_of(EVENTS), {"type": "string", "pattern": f"^{STEP}"}]}
    properties: Schema = {
        "id": _SLUG,
        "what": _SAID,
        "when": when,
        "within": _limit(start=False),
        "to": TEXT,
        "binding": _some(("binding", "non-binding")),
        "paths": TEXTS,
        "shared": FLAG,
        "since": _DAY,
        "until": _DAY,
        "ref": TEXT,
        "confidence": _SURE,
        "source": TEXT,
    }
    return object_of(properties, ("id", "what", "when"))


def _procedure() -> tuple[Schema, tuple[str, ...], list[Schema]]:
    path = object_of(
        {
            "id": _SLUG,
            "title": _SAID,
            "form": one_of(FORMS),
            "default": FLAG,
            "covers": _some(SUBJECTS),
            "ref": TEXT,
            "step": {**list_of(_step()), "minItems": 1},
        },
        ("id", "title", "form", "step"),
    )
    seats: Schema = {"type": "integer", "minimum": 1, "maximum": 10_000}
    properties: Schema = {
        "state": {"anyOf": [_PARTY, {"const": EVERY_STATE}]},
        "as_of": _DAY,
        "confidence": _SURE,
        "note": TEXT,
        "legal_basis": list_of(object_of({"ref": _SAID, "rule": _SAID, "source": TEXT}, ("ref", "rule"))),
        "deposit_by": TEXT,
        "final_act": TEXT,
        "effect": one_of(EFFECTS),
        "dissolution": one_of(DISSOLUTIONS),
        "dissolution_ref": TEXT,
        "chamber": list_of(object_of({"id": _SLUG, "name": _SAID, "seats": seats}, ("id", "name"))),
        "path": list_of(path),
        "duty": list_of(_duty()),
        "executive": object_of({"possible": FLAG, "when": TEXT, "ref": TEXT}, ("possible",)),
        "referendum": object_of({"possible": FLAG, "mandatory": FLAG, "binding": FLAG, "when": TEXT, "ref": TEXT}, ("possible",)),
        "review": object_of({"body": _SAID, "when": TEXT, "stage": one_of(STAGES), "ref": TEXT}, ("body",)),
    }
    shared = {"properties": dict.fromkeys(("path", "chamber", "executive", "referendum", "review"), False)}
    own: Schema = {"required": ["path"], "properties": {"path": {"minItems": 1}}}
    return properties, ("state", "as_of", "confidence"), [{"if": {"properties": {"state": {"const": EVERY_STATE}}}, "then": shared, "else": own}]


def _sittings() -> tuple[Schema, tuple[str, ...], list[Schema]]:
    stretch: Schema = {"from": _DAY, "until": _DAY, "note": TEXT}
    weekdays = {"anyOf": [one_of(WEEKDAYS), {**list_of(one_of(WEEKDAYS)), "minItems": 1}]}
    properties: Schema = {
        "state": _PARTY,
        "chamber": _SAID,
        "confidence": _SURE,
        "note": TEXT,
        "covers": {**list_of(_DAY), "minItems": 2, "maxItems": 2},
        "days": list_of(_DAY),
        "ranges": list_of(object_of(stretch | {"weekdays": weekdays}, ("from", "until", "weekdays"))),
        "recess": list_of(object_of(stretch, ("from", "until"))),
        "dissolved": list_of(object_of({"on": _DAY, "until": _DAY, "note": TEXT}, ("on",))),
    }
    return properties, ("state", "chamber"), [_unless_invented({"required": ["confidence"]})]


def _progress() -> tuple[Schema, tuple[str, ...], list[Schema]]:
    line = object_of(
        {
            "id": TEXT,
            "state": _PARTY,
            "path": TEXT,
            "step": TEXT,
            "on": _DAY,
            "known": _DAY,
            "outcome": one_of(OUTCOMES),
            "strikes": TEXT,
            "source": TEXT,
            "confidence": _SURE,
            "note": TEXT,
        },
        ("state", "on"),
    )
    striking: Schema = {"required": ["strikes"], "properties": {"strikes": {"minLength": 1}}}
    line |= {"if": striking, "then": {}, "else": {"required": ["step"], "properties": {"step": _SAID}}}
    sourced = _unless_invented({"properties": {"step": {"items": {"required": ["source"]}}}})
    return {"agreement": _SAID, "step": list_of(line)}, ("agreement",), [sourced]


_WRITTEN: dict[str, Callable[[], tuple[Schema, tuple[str, ...], list[Schema]]]] = {
    "procedure": _procedure,
    "sittings": _sittings,
    "progress": _progress,
}
