"""A nation's position written as a file of positions, as `library/national_positions.py` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict

from foedera.interchange.files import text
from foedera.threats.positions import Item

#: The keys of an item in the order they are written.
KEYS = (
    *("id", "kind", "topic", "effect", "instrument", "about", "agreements", "since", "until", "confidence", "illustrative", "sources"),
    "released_to",
)


def write(nation: str, items: Iterable[Item]) -> str:
    """Return the file of a nation's position; what is not known of an item has no line.

    >>> print(write("NZL", [Item(id="no-bases", nation="NZL", kind="red-line", topic="No foreign bases", released_to=frozenset({"AUS"}))]), end="")
    foedera = 1
    holds = "positions"
    nation = "NZL"
    <BLANKLINE>
    [[item]]
    id = "no-bases"
    kind = "red-line"
    topic = "No foreign bases"
    released_to = ["AUS"]
    """
    return text({"foedera": 1, "holds": "positions", "nation": nation, "item": [_table(item) for item in items]})


def _table(item: Item) -> dict[str, Any]:
    found = asdict(item)
    found["sources"] = [{key: value for key, value in source.items() if value} for source in found["sources"]]
    plain = {
        key: sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value for key, value in found.items()
    }
    return {key: plain[key] for key in KEYS if plain[key]}
