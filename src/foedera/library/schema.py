"""The JSON Schema of agreement files, from the same vocabularies the reader uses; for editors, not a substitute for `check`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foedera.library import vocabularies as words
from foedera.library.clauses import KEYS, MEANS
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.acts import CONFIDENCES, KINDS, PRECISIONS
from foedera.model.agreements import KINDS as AGREEMENT_KINDS
from foedera.model.agreements import LINKS
from foedera.model.parties import KINDS as PARTY_KINDS
from foedera.model.provisions import FORCES
from foedera.model.standing import AGREEMENT_STATUSES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DATE: Schema = {"type": "string", "format": "date"}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
#: A text that must say something.
SAID: Schema = {"type": "string", "pattern": r"\S"}
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
#: The first and the last year begin and end a century, so that their first two figures are all that is asked.
DAY: Schema = {**DATE, "pattern": f"^(1[{FIRST_YEAR // 100 % 10}-9]|2[0-{LAST_YEAR // 100 % 10}])[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}$"}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
CODES: Schema = {"description": 'a party code, "@group", or a list of both', **TEXTS}
PERIOD: Schema = {"$ref": "#/$defs/period"}
CONDITION: Schema = {"$ref": "#/$defs/condition"}


def object_of(properties: Schema, required: tuple[str, ...] = (), description: str = "") -> Schema:
    """Return the schema of a table with these keys and no others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        found["required"] = list(required)
    if description:
        found["description"] = description
    return found


def one_of(options: Iterable[str]) -> Schema:
    """Return the schema of a word of a closed vocabulary."""
    return {"enum": sorted(options)}


def _clause(properties: Schema, required: tuple[str, ...] = (), description: str = "") -> Schema:
    common = {"article": TEXT, "confidence": one_of(CONFIDENCES), "source": TEXT, "note": TEXT}
    return object_of(common | properties, required, description)


def list_of(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def _condition() -> Schema:
    count: Schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "all"}]}
    properties: Schema = {
        "consents": count,
        "signatures": count,
        "notifications": count,
        "fraction": TEXT,
        "named": CODES,
        "share": TEXT,
        "in_force": TEXT,
        "date": DATE,
        "elapsed": PERIOD,
        "all": list_of(CONDITION),
        "any": list_of(CONDITION),
        "of": TEXTS,
        "at": {"const": "adoption"},
        "counting": {"const": "any"},
        "weights": TEXT,
        "total": {"type": "number"},
        "more_than": FLAG,
        "since": one_of(("opened", "adopted", "closed", "entry-into-force")),
        "only": CODES,
        "except": CODES,
        "kinds": {"anyOf": [one_of(KINDS), list_of(one_of(KINDS))]},
        "party_to": TEXT,
    }
    return object_of(properties, (), "exactly one of the forms, with its modifiers")


def _period() -> Schema:
    properties: Schema = {
        "years": COUNT,
        "months": COUNT,
        "days": COUNT,
        "nth_month": COUNT,
        "first_of_month": FLAG,
        "expired": FLAG,
        "not_before": {"anyOf": [TEXT, list_of(TEXT)]},
        "date": DATE,
        "if_met_by": DATE,
        "otherwise": PERIOD,
        "from": {"const": "known"},
    }
    return object_of(properties, (), "from a day: the same day, so many days, months or years on, or a fixed date")


def _clauses() -> Schema:
    renewal = object_of({"years": COUNT, "months": COUNT, "tacit": FLAG, "unless_notice": PERIOD})
    window = object_of({"every": PERIOD, "open": PERIOD}, ("every", "open"))
    return {
        "entry_into_force": _clause(
            {"when": CONDITION, "then": PERIOD, "later": PERIOD, "later_from": one_of(("condition", "entry-into-force")), "lapsed_count": FLAG},
            ("when",),
            "absent: when all negotiating states have consented (VCLT 24(2))",
        ),
        "consent": _clause(
            {"kinds": {"anyOf": [one_of(KINDS), list_of(one_of(KINDS))]}, "by_signature": FLAG, "open_to": TEXTS, "invited_by": CONDITION}
        ),
        "provisional_application": _clause(
            {"by": one_of(("declaration", "signature", "default")), "until": {"anyOf": [DATE, {"const": "entry-into-force"}]}}, ("by",)
        ),
        "duration": _clause({"years": COUNT, "months": COUNT, "until": DATE, "renewal": renewal}, (), "absent: indefinite"),
        "withdrawal": _clause(
            {
                "permitted": FLAG,
                "after": PERIOD,
                "after_from": one_of(("entry-into-force", "party")),
                "window": window,
                "notice": PERIOD,
                "then": PERIOD,
                "with": TEXT,
                "not_while": {"const": "armed-conflict"},
                "revocable": FLAG,
            },
            (),
            "absent: VCLT 56",
        ),
        "termination": _clause({"parties_below": COUNT, "when": CONDITION}),
        "amendment": _clause({"adopt": {"anyOf": [TEXT, CONDITION]}, "when": CONDITION, "binds": one_of(("accepting", "all"))}),
        "reservations": _clause(
            {
                "permitted": one_of(("none", "listed", "compatible")),
                "to": TEXTS,
                "acceptance": one_of(("tacit-12-months", "all", "organ")),
                "effect": one_of(("acceptance", "deposit")),
                "objections_within": PERIOD,
                "late": {"const": "unanimous-tacit"},
                "counts": {"const": "accepted"},
            }
        ),
        "review": _clause({"first": PERIOD, "every": PERIOD}),
        "security": _clause({"classification_ceiling": TEXT, "originator_control": FLAG, "third_party_rule": FLAG, "information_agreement": TEXT}),
        "finance": _clause(
            {"key": one_of(KEYS), "shares": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}}}
        ),
        "dispute_settlement": list_of(_clause({"means": one_of(MEANS), "within": PERIOD, "compulsory": FLAG}, ("means",))),
        "jurisdiction": list_of(
            _clause(
                {
                    "over": TEXT,
                    "when": TEXT,
                    "holder": one_of(("sending", "receiving")),
                    "kind": one_of(("exclusive", "primary", "concurrent")),
                    "waivable": FLAG,
                },
                ("over", "holder", "kind"),
            )
        ),
    }


def _act() -> Schema:
    properties: Schema = {
        "on": DATE,
        "kind": one_of(KINDS),
        "by": CODES,
        "to": CODES,
        "known": DATE,
        "effective": DATE,
        "until": DATE,
        "id": TEXT,
        "of": TEXT,
        "articles": TEXTS,
        "precludes": FLAG,
        "strikes": FLAG,
        "note": TEXT,
        "source": TEXT,
        "confidence": one_of(CONFIDENCES),
        "precision": one_of(PRECISIONS),
    }
    return object_of(properties, ("on", "kind", "by"))


def _provision() -> Schema:
    trigger = object_of({"standing": FLAG, "invocation": TEXT, "recurring": PERIOD, "deadline": PERIOD})
    role: Schema = {"anyOf": [TEXT, list_of(TEXT)], "description": f"party codes or one of: {', '.join(sorted(words.ROLES))}"}
    obligation = object_of(
        {"id": TEXT, "bearer": role, "to": role, "force": one_of(FORCES), "what": TEXT, "trigger": trigger}, ("id", "force", "what")
    )
    return _clause({"function": one_of(words.FUNCTIONS), "summary": TEXT, "obligation": list_of(obligation)}, ("function", "summary"))


def _head() -> Schema:
    participant = object_of(
        {
            "name": TEXT,
            "kind": one_of(PARTY_KINDS),
            "from": DATE,
            "until": DATE,
            "successors": TEXTS,
            "continuator": TEXT,
            "unites": TEXTS,
        },
        ("name",),
    )
    assertion = object_of(
        {
            "on": DATE,
            "known": DATE,
            "status": one_of(AGREEMENT_STATUSES),
            "in_force_since": DATE,
            "parties": COUNT,
            "signatories": COUNT,
            "contracting": COUNT,
            "withdrawn": COUNT,
        },
        ("on",),
    )
    weights = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}
    return {
        "foedera": {"const": 1},
        "id": {"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*$"},
        "title": TEXT,
        "short_title": TEXT,
        "kind": one_of(AGREEMENT_KINDS),
        "binding": FLAG,
        "adopted": DATE,
        "opened": DATE,
        "closed": DATE,
        "depositary": CODES,
        "languages": TEXTS,
        "place": TEXT,
        "areas": {"anyOf": [one_of(words.AREAS), list_of(one_of(words.AREAS))]},
        "aims": TEXTS,
        "geography": TEXT,
        "registration": TEXT,
        "negotiating": CODES,
        "confidence": one_of(CONFIDENCES),
        "uncertain": TEXTS,
        "illustrative": FLAG,
        "incomplete": FLAG,
        "sources": list_of(object_of({"id": TEXT, "title": TEXT, "url": TEXT, "seen": DATE}, ("title",))),
        "participants": {"type": "object", "additionalProperties": participant},
        "groups": {"type": "object", "additionalProperties": CODES},
        "links": object_of(dict.fromkeys(LINKS, TEXTS)),
        "weights": {"type": "object", "additionalProperties": weights},
        "acts": list_of(_act()),
        "provision": list_of(_provision()),
        "assertion": list_of(assertion),
    }


def agreement_schema() -> Schema:
    """Return the schema, dates as the text TOML editors give them.

    >>> sorted(agreement_schema()["required"])
    ['foedera', 'id', 'kind', 'title']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Foedera agreement file, version 1",
        **object_of(_head() | _clauses(), ("foedera", "id", "title", "kind")),
        "$defs": {"condition": _condition(), "period": _period()},
    }
