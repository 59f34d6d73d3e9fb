"""The closed vocabularies of the format: areas of cooperation, functions of provisions, roles; and the parties, read from data."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import foedera.data
from foedera.model.parties import Parties, Party, Spell

AREAS = frozenset(
    [
        "collective-defence",
        "consultation",
        "intelligence-sharing",
        "exercises",
        "procurement",
        "research-and-development",
        "technology-transfer",
        "logistics",
        "status-of-forces",
        "information-security",
        "cyber",
        "space",
        "training",
        "crisis-response",
        "arms-control",
        "capability-development",
        "nuclear",
        "missile-defence",
        "maritime-security",
        "air-defence",
        "basing",
        "access-and-overflight",
        "host-nation-support",
        "military-mobility",
        "peace-support",
        "counter-terrorism",
        "command-and-control",
        "standardisation",
        "confidence-building",
        "export-control",
        "border-security",
        "industrial-cooperation",
        "strategic-lift",
        "non-aggression",
        "political-dialogue",
        "disaster-relief",
        "policing",
        "personnel-exchange",
        "partnerships",
        "hybrid-threats",
    ]
)

FUNCTIONS = frozenset(
    [
        "mutual-assistance",
        "consultation",
        "peaceful-settlement",
        "non-aggression",
        "capability",
        "contribution",
        "forces-and-command",
        "exercises",
        "basing",
        "access-and-overflight",
        "host-nation-support",
        "entry-and-exit",
        "status-of-forces",
        "jurisdiction",
        "claims",
        "taxation-and-customs",
        "information-sharing",
        "information-security",
        "third-party-rule",
        "technology-transfer",
        "intellectual-property",
        "procurement",
        "industry",
        "research-and-development",
        "logistics",
        "training",
        "cyber",
        "space",
        "nuclear",
        "arms-limitation",
        "verification",
        "notification",
        "reporting",
        "institutions",
        "decision-making",
        "finance",
        "relation-to-other-agreements",
        "sovereignty-safeguard",
        "territorial-scope",
        "definitions",
        "general-cooperation",
        "economic-cooperation",
        "political-cooperation",
        "accession",
        "entry-into-force",
        "provisional-application",
        "duration",
        "review",
        "amendment",
        "withdrawal",
        "termination",
        "dispute-settlement",
        "depositary",
        "languages",
        "registration",
        "reservations",
        "personnel",
        "liaison",
        "disaster-relief",
        "crisis-response",
        "peace-support",
        "export-control",
        "border-security",
        "privileges-and-immunities",
        "purpose",
    ]
)

ROLES = frozenset(
    [
        "each-party",
        "all-parties",
        "other-parties",
        "attacked-party",
        "threatened-party",
        "requesting-party",
        "assisting-party",
        "sending-state",
        "receiving-state",
        "host-state",
        "originating-party",
        "recipient-party",
        "depositary",
        "organ",
        "third-states",
        "invited-state",
    ]
)

_DATA = Path(foedera.data.__path__[0]) / "vocabularies"


@cache
def parties() -> Parties:
    """Return the vocabulary of parties that ships with Foedera.

    It is kept in `data/vocabularies/parties.toml` and read from the compact form beside it, which `foedera.library.build`
    derives (a test holds the two together).
    """
    compact = _DATA / "parties.json"
    rows: dict[str, dict[str, Any]] = json.loads(compact.read_text(encoding="utf-8"))
    return Parties({code: _party(code, row) for code, row in rows.items()})


def parties_source() -> dict[str, dict[str, Any]]:
    """Return the vocabulary of parties as its source states it, dates as ISO text."""
    import tomllib

    data = tomllib.loads((_DATA / "parties.toml").read_text(encoding="utf-8"))
    plain: dict[str, dict[str, Any]] = json.loads(json.dumps(data, default=lambda day: day.isoformat()))
    return plain


def _party(code: str, row: dict[str, Any]) -> Party:
    return Party(
        code,
        row["name"],
        row.get("kind", "state"),
        _day(row.get("from")),
        _day(row.get("until")),
        tuple(row.get("successors", ())),
        row.get("continuator", ""),
        tuple(row.get("unites", ())),
        row.get("name_fr", ""),
        row.get("iso2", ""),
        row.get("iso_numeric", ""),
        tuple(_spell(s, s["name"]) for s in row.get("names", ())),
        tuple(row.get("aliases", ())),
        tuple(_spell(s, str(s["code"])) for s in row.get("cow", ())),
        tuple(_spell(s, str(s["code"])) for s in row.get("gw", ())),
        _day(row.get("un_member")),
        row.get("note", ""),
        row.get("inherits", "all"),
    )


def _spell(row: dict[str, Any], value: str) -> Spell:
    return Spell(value, _day(row.get("from")), _day(row.get("until")), row.get("abbrev", ""))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
