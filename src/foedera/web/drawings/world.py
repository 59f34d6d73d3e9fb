"""The world map: the areas of those that ever took part in an agreement, in the Equal Earth projection, by present-day borders.

Geometry comes from `data/vocabularies/world.json` (made by `tools/world_map.py`). A state of the past is drawn by the areas of
today its territory lay in (`FORMER`), or as a dot where it was only a part of one. The map takes no position on any territory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

import foedera.data
from foedera.law.timeline import Timeline

#: The areas of today that together show a state of the past: its continuator's and its successors' as the vocabulary of parties has them.
FORMER: dict[str, tuple[str, ...]] = {
    "AUH": ("AUT", "HUN", "CZE", "SVK", "SVN", "HRV", "BIH"),
    "CSK": ("CZE", "SVK"),
    "ROC": ("TWN",),
    "SCG": ("SRB", "MNE", "XKX"),
    "SUN": ("RUS", "ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "TJK", "TKM", "UKR", "UZB"),
    "UAR": ("EGY", "SYR"),
    "X-CENTRALAMERICA": ("CRI", "GTM", "HND", "NIC", "SLV"),
    "X-GRANCOLOMBIA": ("COL", "ECU", "PAN", "VEN"),
    "X-KOREA": ("KOR", "PRK"),
    "X-MADAGASCAR": ("MDG",),
    "X-MALIFEDERATION": ("MLI", "SEN"),
    "X-MONTENEGRO": ("MNE",),
    "X-RHODESIANYASALAND": ("MWI", "ZMB", "ZWE"),
    "X-SADR": ("ESH",),
    "X-SERBIA": ("SRB",),
    "X-SWEDENNORWAY": ("NOR", "SWE"),
    "X-TANGANYIKA": ("TZA",),
    "YUG": ("BIH", "HRV", "MKD", "MNE", "SRB", "SVN", "XKX"),
}
#: States of the past that were a part of one state of today: a dot at their seat, in the units of the map.
SEATS: dict[str, tuple[int, int]] = {"DDR": (1060, 120), "RVN": (1588, 402), "VDR": (1569, 327), "YAR": (1241, 368), "YMD": (1247, 387)}

#: Proportion of a map of a region, and how far at most it is drawn nearer than the world.
PROPORTION, NEAREST = 2.31, 3.2


@frozen
class Area:
    """An area to be drawn: by its path, or as a dot where it is too small or of the past. `parties` are those it shows, the nearest first."""

    code: str
    path: str
    at: tuple[int, int]
    parties: tuple[str, ...]


@frozen
class World:
    """A map: what part of the world it shows (x, y, width, height), its areas, and who took part but cannot be drawn."""

    view: tuple[int, int, int, int]
    areas: tuple[Area, ...]
    undrawn: tuple[str, ...]

    @property
    def scale(self) -> float:
        """How many units of the map there are to one of the world's, so that dots and lines keep their size."""
        return round(self.view[2] / 2000, 3)

    def shown(self, statuses: dict[str, str]) -> dict[str, str]:
        """Return for each area the party it shows on a day: the first of its parties that then has a status."""
        found = {area.code: next((code for code in area.parties if code in statuses), "") for area in self.areas}
        return {area: code for area, code in found.items() if code}


@cache
def atlas() -> dict[str, Any]:
    """Return the geometry that ships."""
    kept = Path(foedera.data.__path__[0]) / "vocabularies" / "world.json"
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def draw(timeline: Timeline, codes: Iterable[str]) -> World | None:
    """Return the map for all of these participants, whenever they took part; None where none of them can be drawn."""
    areas = atlas()["areas"]
    showing: dict[str, list[str]] = {}
    undrawn = []
    for code in sorted(codes, key=lambda code: (code in FORMER, code)):
        own = (code,) if code in areas or code in SEATS else FORMER.get(code, ())
        if not own and not timeline.ledger.parties.is_organisation(code):
            undrawn.append(code)
        for area in own:
            showing.setdefault(area, []).append(code)
    if not showing:
        return None
    found = []
    for code, parties in showing.items():
        kept = areas.get(code, {"at": SEATS.get(code), "small": True})
        found.append(Area(code, "" if kept.get("small") else kept["path"], tuple(kept["at"]), tuple(parties)))
    organisations = [code for code in codes if timeline.ledger.parties.is_organisation(code)]
    return World(_view(showing), tuple(found), tuple(sorted(undrawn + organisations)))


def _view(showing: Iterable[str]) -> tuple[int, int, int, int]:
    """Return the part of the world that holds these areas with some room, all of it where they lie far apart."""
    world = atlas()
    width, height = world["width"], world["height"]
    boxes = [world["areas"][code]["box"] if code in world["areas"] else (*SEATS[code], *SEATS[code]) for code in showing]
    west, north = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, south = max(box[2] for box in boxes), max(box[3] for box in boxes)
    wide = max((east - west) * 1.12, (south - north) * 1.16 * PROPORTION, width / NEAREST)
    if wide > 0.72 * width:
        return 0, 0, width, height
    high = wide / PROPORTION
    x = min(max((west + east - wide) / 2, 0), width - wide)
    y = min(max((north + south - high) / 2, -20), height - high)
    return round(x), round(y), round(wide), round(high)
