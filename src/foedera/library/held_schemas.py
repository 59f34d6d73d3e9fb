"""The JSON Schemas of all files but those of agreements, and what those of threats and rounds say, from the words their readers use; for editors."""

from __future__ import annotations

from collections.abc import Callable

from foedera.library import vocabularies as words
from foedera.library.domestic_schemas import DOMESTIC, limit_schema
from foedera.library.holding import HOLDS
from foedera.library.schema import DAY, FLAG, ID, SAID, TEXT, TEXTS, Schema, agreement_schema, list_of, object_of, one_of
from foedera.library.threats import STIX_OBJECTS, taxonomy
from foedera.threats.positions import EVERYBODY, KINDS
from foedera.threats.scales import CONFIDENCE, LEVELS

#: What has a schema: agreements, and what other files say they hold.
SCHEMAS = ("agreement", *HOLDS)

_PARTY: Schema = {"$ref": "#/$defs/party"}
_KIND: Schema = {"$ref": "#/$defs/kind"}
_SOURCES: Schema = {"$ref": "#/$defs/sources"}
_LEVEL: Schema = {"$ref": "#/$defs/level"}
_SURE: Schema = one_of(CONFIDENCE)


def schema_of(what: str) -> Schema:
    """Return the schema of agreement files or of one of the other files, days as the text TOML editors give them.

    >>> schema_of("ballot")["required"]
    ['foedera', 'holds', 'round', 'nation', 'given', 'scores']
    """
    if what == "agreement":
        return agreement_schema()
    properties, required, further = (_WRITTEN | DOMESTIC)[what]()
    head = {"foedera": {"const": 1}, "holds": {"const": what}}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Foedera file of {what}, version 1",
        **object_of(head | properties, ("foedera", "holds", *required)),
        **further,
    }
    return whole | {"$defs": {name: found for name, found in _shared().items() if f"#/$defs/{name}" in str(whole)}}


def _shared() -> dict[str, Schema]:
    level = {"enum": [*range(len(LEVELS)), *LEVELS], "description": "0 to 4, or its word"}
    return {
        "party": one_of(party.code for party in words.parties()),
        "kind": one_of(kind.id for kind in taxonomy().kinds),
        "sources": list_of(object_of({"title": SAID, "url": TEXT, "seen": DAY}, ("title",))),
        "level": level,
        "limit": limit_schema(start=True),
    }


def _some(of: Schema, *, least: int = 1, once: bool = False) -> Schema:
    """Return the schema of one text or a list of them."""
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": least, "uniqueItems": once}]}


def _cited(items: str) -> Schema:
    """Return that what is not invented names its sources: `illustrative` at the head holds for all that do not say otherwise."""
    named: Schema = {"required": ["sources"], "properties": {"sources": {"minItems": 1}}}
    invented: Schema = {"required": ["illustrative"], "properties": {"illustrative": {"const": True}}}
    real: Schema = {"required": ["illustrative"], "properties": {"illustrative": {"const": False}}}

    def each(of: Schema) -> Schema:
        return {"properties": {items: {"items": of}}}

    return {"if": invented, "then": each({"if": real, "then": named}), "else": each({"anyOf": [invented, named]})}


def _taxonomy() -> tuple[Schema, tuple[str, ...], Schema]:
    kind = object_of(
        {"id": ID, "name": SAID, "meaning": SAID, "elsewhere": TEXT, "within": TEXT, "stix": one_of(STIX_OBJECTS), "sources": _SOURCES},
        ("id", "name", "meaning"),
    )
    return {"version": SAID, "kind": list_of(kind)}, ("version",), {}


def _threats() -> tuple[Schema, tuple[str, ...], Schema]:
    threat = object_of(
        {
            "id": ID,
            "title": SAID,
            "kind": _KIND,
            "description": TEXT,
            "actors": TEXTS,
            "regions": TEXTS,
            "confidence": _SURE,
            "since": DAY,
            "until": DAY,
            "sources": _SOURCES,
            "reference": TEXT,
            "illustrative": FLAG,
        },
        ("id", "title", "kind"),
    )
    return {"illustrative": FLAG, "threat": {**list_of(threat), "minItems": 1}}, ("threat",), _cited("threat")


def _positions() -> tuple[Schema, tuple[str, ...], Schema]:
    about = one_of({*words.AREAS, *words.FUNCTIONS, *(kind.id for kind in taxonomy().kinds)})
    item = object_of(
        {
            "id": ID,
            "kind": one_of(KINDS),
            "topic": SAID,
            "effect": TEXT,
            "instrument": TEXT,
            "about": _some(about, least=0),
            "agreements": TEXTS,
            "since": DAY,
            "until": DAY,
            "confidence": _SURE,
            "sources": _SOURCES,
            "released_to": _some({"anyOf": [{"const": EVERYBODY}, _PARTY]}, least=0),
            "illustrative": FLAG,
        },
        ("id", "kind", "topic"),
    )
    return {"nation": _PARTY, "illustrative": FLAG, "item": list_of(item)}, ("nation",), _cited("item")


def _round() -> tuple[Schema, tuple[str, ...], Schema]:
    withdrawn = object_of({"nation": _PARTY, "on": DAY}, ("nation", "on"))
    properties = {
        "id": SAID,
        "title": SAID,
        "threats": _some(TEXT, once=True),
        "nations": _some(_PARTY, once=True),
        "opens": DAY,
        "closes": DAY,
        "horizon": TEXT,
        "after": TEXT,
        "sealed": FLAG,
        "withdrawn": list_of(withdrawn),
        "illustrative": FLAG,
    }
    sealed = {"if": {"required": ["sealed"], "properties": {"sealed": {"const": True}}}, "then": {"properties": {"after": {"maxLength": 0}}}}
    return properties, ("id", "title", "threats", "nations", "opens", "closes"), sealed


def _ballot() -> tuple[Schema, tuple[str, ...], Schema]:
    three = {"type": "array", "items": _LEVEL, "minItems": 3, "maxItems": 3, "description": "lowest, best, highest"}
    estimate: Schema = {"anyOf": [_LEVEL, three]}
    score = object_of({"likelihood": estimate, "impact": estimate, "confidence": _SURE}, ("likelihood", "impact", "confidence"))
    scores = {"type": "object", "minProperties": 1, "additionalProperties": score, "description": "a line for each threat that is scored, by its id"}
    properties = {"round": SAID, "nation": _PARTY, "given": DAY, "illustrative": FLAG, "scores": scores}
    return properties, ("round", "nation", "given", "scores"), {}


def _answers() -> tuple[Schema, tuple[str, ...], Schema]:
    answer = object_of(
        {
            "kinds": _some(_KIND),
            "why": SAID,
            "article": TEXT,
            "obligation": TEXT,
            "aim": TEXT,
            "regions": TEXTS,
            "confidence": _SURE,
            "sources": _SOURCES,
            "illustrative": FLAG,
        },
        ("kinds", "why"),
    )
    article, aim, obligation = ({"required": [name], "properties": {name: {"minLength": 1}}} for name in ("article", "aim", "obligation"))
    pointing = {"anyOf": [article, aim], "if": obligation, "then": article}
    properties = {"agreement": SAID, "illustrative": FLAG, "sources": _SOURCES, "regions": TEXTS, "answer": list_of(answer | pointing)}
    return properties, ("agreement",), {}


_WRITTEN: dict[str, Callable[[], tuple[Schema, tuple[str, ...], Schema]]] = {
    "taxonomy": _taxonomy,
    "threats": _threats,
    "positions": _positions,
    "round": _round,
    "ballot": _ballot,
    "answers": _answers,
}
