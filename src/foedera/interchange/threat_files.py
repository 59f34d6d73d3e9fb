"""Threats written as a file of threats, as `library/threats.py` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foedera.interchange.files import text
from foedera.threats.register import Source, Threat


def write(threats: Iterable[Threat]) -> str:
    """Return a file of threats; what is not known of one has no line.

    >>> print(write([Threat(id="port-strike", title="Cyber attack on a port", kind="cyber", illustrative=True)]), end="")
    foedera = 1
    holds = "threats"
    <BLANKLINE>
    [[threat]]
    id = "port-strike"
    title = "Cyber attack on a port"
    kind = "cyber"
    illustrative = true
    """
    return text({"foedera": 1, "holds": "threats", "threat": [_table(threat) for threat in threats]})


def _table(threat: Threat) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": threat.id,
        "title": threat.title,
        "kind": threat.kind,
        "description": threat.description,
        "actors": list(threat.actors),
        "regions": list(threat.regions),
        "confidence": threat.confidence,
        "since": threat.since,
        "until": threat.until,
        "reference": threat.reference,
        "illustrative": threat.illustrative,
        "sources": [_source(source) for source in threat.sources],
    }
    return {key: value for key, value in whole.items() if value}


def _source(source: Source) -> dict[str, Any]:
    return {key: value for key, value in (("title", source.title), ("url", source.url), ("seen", source.seen)) if value}
