"""What a sealed round came to as a table: a row for each threat asked about, those told with their band."""

from __future__ import annotations

from collections.abc import Mapping

from foedera.interchange.tables import SEPARATOR, Column, Row, Table
from foedera.threats.sealed import Plan
from foedera.threats.sealed_outcomes import Outcome

SEALED = Table(
    "sealed",
    "a threat of the round",
    (
        Column("threat", "text", "id of the threat"),
        Column("title", "text", "its title"),
        Column("lowest", "integer", "how many nations named it at least; nothing: fewer than the minimum, or none, which is not known"),
        Column("highest", "integer", "how many nations named it at most"),
        Column("answered", "integer", "how many nations answered"),
        Column("minimum", "integer", "how many nations must name a threat for it to be told"),
        Column("committee", "text", "codes of the nations that computed it, each of which signed"),
        Column("digest", "text", "digest of the outcome they signed"),
        Column("round", "text", "id of the round"),
        Column("illustrative", "boolean", "whether the round is an invented example"),
    ),
)


def rows(plan: Plan, titles: Mapping[str, str], found: Outcome) -> list[Row]:
    """Return the rows: threats told, those named by most first, then the others in the order of the plan."""
    told = {each.threat: each for each in sorted(found.told, key=lambda each: (-each.lowest, titles.get(each.threat, each.threat)))}
    whole: Row = {
        "answered": len(found.splits),
        "minimum": found.minimum,
        "committee": SEPARATOR.join(plan.committee),
        "digest": found.digest,
        "round": plan.round,
        "illustrative": found.illustrative,
    }
    result: list[Row] = []
    for name in (*told, *(name for name in plan.threats if name not in told)):
        band = told.get(name)
        ends = {"lowest": band.lowest if band else None, "highest": band.highest if band else None}
        result.append({"threat": name, "title": titles.get(name, name), **ends, **whole})
    return result
