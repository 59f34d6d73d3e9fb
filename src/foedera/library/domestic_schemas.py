"""What the JSON Schemas of files of procedures, sittings and progress say, from the words their readers use."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foedera.library.schema import DAY, FLAG, ID, SAID, TEXT, TEXTS, Schema, list_of, object_of, one_of
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

_SURE: Schema = one_of(CONFIDENCES)
_PARTY: Schema = {"$ref": "#/$defs/party"}
_LIMIT: Schema = {"$ref": "#/$defs/limit"}
#: What is given as a fact names its sources.
_INVENTED: Schema = {"required": ["illustrative"], "properties": {"illustrative": {"const": True}}}
_SOURCES: Schema = list_of(object_of({"id": TEXT, "title": SAID, "url": TEXT, "seen": DAY}, ("title",)))


def _cited(properties: Schema, required: tuple[str, ...], *rules: Schema) -> tuple[Schema, tuple[str, ...], Schema]:
    """Return what such a file holds beside what all hold, with sources unless it is invented."""
    sourced = _unless_invented({"required": ["sources"], "properties": {"sources": {"minItems": 1}}})
    return {"illustrative": FLAG, "sources": _SOURCES} | properties, required, {"allOf": [sourced, *rules]}


def _unless_invented(needed: Schema) -> Schema:
    return {"if": _INVENTED, "then": {}, "else": needed}


def _some(options: Iterable[str]) -> Schema:
    return {"anyOf": [one_of(options), list_of(one_of(options))]}


def limit_schema(*, start: bool) -> Schema:
    """Return the schema of a period; `start`: one that names the step it runs from."""
    properties: Schema = {unit: {"type": "integer", "minimum": 1, "maximum": 10_000} for unit in UNITS}
    properties |= {
        "from": SAID,
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
        "id": ID,
        "kind": one_of(KINDS),
        "actor": TEXT,
        "action": SAID,
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
        "id": ID,
        "what": SAID,
        "when": when,
        "within": limit_schema(start=False),
        "to": TEXT,
        "binding": _some(("binding", "non-binding")),
        "paths": TEXTS,
        "met_by": TEXTS,
        "shared": FLAG,
        "since": DAY,
        "until": DAY,
        "ref": TEXT,
        "confidence": _SURE,
        "source": TEXT,
    }
    return object_of(properties, ("id", "what", "when"))


def _procedure() -> tuple[Schema, tuple[str, ...], Schema]:
    path = object_of(
        {
            "id": ID,
            "title": SAID,
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
        "as_of": DAY,
        "confidence": _SURE,
        "note": TEXT,
        "legal_basis": list_of(object_of({"ref": SAID, "rule": SAID, "source": TEXT}, ("ref", "rule"))),
        "deposit_by": TEXT,
        "final_act": TEXT,
        "effect": one_of(EFFECTS),
        "dissolution": one_of(DISSOLUTIONS),
        "dissolution_ref": TEXT,
        "chamber": list_of(object_of({"id": ID, "name": SAID, "seats": seats}, ("id", "name"))),
        "path": list_of(path),
        "duty": list_of(_duty()),
        "executive": object_of({"possible": FLAG, "when": TEXT, "ref": TEXT}, ("possible",)),
        "referendum": object_of({"possible": FLAG, "mandatory": FLAG, "binding": FLAG, "when": TEXT, "ref": TEXT}, ("possible",)),
        "review": object_of({"body": SAID, "when": TEXT, "stage": one_of(STAGES), "ref": TEXT}, ("body",)),
    }
    shared = {"properties": dict.fromkeys(("path", "chamber", "executive", "referendum", "review"), False)}
    own: Schema = {"required": ["path"], "properties": {"path": {"minItems": 1}}}
    by_state: Schema = {"if": {"properties": {"state": {"const": EVERY_STATE}}}, "then": shared, "else": own}
    return _cited(properties, ("state", "as_of", "confidence"), by_state)


def _sittings() -> tuple[Schema, tuple[str, ...], Schema]:
    stretch: Schema = {"from": DAY, "until": DAY, "note": TEXT}
    weekdays = {"anyOf": [one_of(WEEKDAYS), {**list_of(one_of(WEEKDAYS)), "minItems": 1}]}
    properties: Schema = {
        "state": _PARTY,
        "chamber": SAID,
        "confidence": _SURE,
        "note": TEXT,
        "covers": {**list_of(DAY), "minItems": 2, "maxItems": 2},
        "days": list_of(DAY),
        "ranges": list_of(object_of(stretch | {"weekdays": weekdays}, ("from", "until", "weekdays"))),
        "recess": list_of(object_of(stretch, ("from", "until"))),
        "dissolved": list_of(object_of({"on": DAY, "until": DAY, "note": TEXT}, ("on",))),
    }
    return _cited(properties, ("state", "chamber"), _unless_invented({"required": ["confidence"]}))


def _progress() -> tuple[Schema, tuple[str, ...], Schema]:
    line = object_of(
        {
            "id": TEXT,
            "state": _PARTY,
            "path": TEXT,
            "step": TEXT,
            "on": DAY,
            "known": DAY,
            "outcome": one_of(OUTCOMES),
            "strikes": TEXT,
            "source": TEXT,
            "confidence": _SURE,
            "note": TEXT,
        },
        ("state", "on"),
    )
    striking: Schema = {"required": ["strikes"], "properties": {"strikes": {"minLength": 1}}}
    line |= {"if": striking, "then": {}, "else": {"required": ["step"], "properties": {"step": SAID}}}
    sourced = _unless_invented({"properties": {"step": {"items": {"required": ["source"]}}}})
    return _cited({"agreement": SAID, "step": list_of(line)}, ("agreement",), sourced)


#: Of each kind of file its keys, those required, and further rules, as `held_schemas` puts them together.
DOMESTIC: dict[str, Callable[[], tuple[Schema, tuple[str, ...], Schema]]] = {
    "procedure": _procedure,
    "sittings": _sittings,
    "progress": _progress,
}
