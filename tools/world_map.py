"""Makes the world map of the pages anew: areas in the Equal Earth projection, as SVG paths, from the npm package world-atlas 2.0.2.

Run `python tools/world_map.py FOLDER` with the folder of the unpacked package (`npm pack world-atlas@2.0.2`). It writes
`src/foedera/data/vocabularies/world.json` (area by party code: path, middle, whether it is too small to see) and
`src/foedera/web/static/foedera/world.svg` (all land in one path, for the background). The geometry is Natural Earth 4.1, in the
public domain; the package's licence is ISC. Source areas are those of ISO 3166: what Natural Earth draws apart from them by control
on the ground goes back where ISO 3166 has it (`MERGED`). The map takes no position on the status of a territory.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from foedera.library.vocabularies import parties

ROOT = Path(__file__).resolve().parent.parent
#: Width of the drawing in its own units, and the parallels it ends at: Antarctica is left out.
WIDTH, NORTH, SOUTH = 2000, 83.8, -56.4
#: Areas below this many square units are dots.
SMALL = 40
#: Rings of at least this share of an area's largest ring are what a map of a region must show of it: France without Guiana.
MAIN = 0.17
#: Drawn apart by Natural Earth; under ISO 3166 part of another area.
MERGED = {"N. Cyprus": "CYP", "Somaliland": "SOM"}
#: Natural Earth 4.1 draws Crimea with Russia: rings whose middle lies in this box (west, south, east, north) belong to Ukraine.
CRIMEA = (32.4, 44.2, 36.7, 46.3)
#: Too small even for the finer file: a dot at their seat (longitude, latitude).
SEATS = {"TUV": (179.2, -8.52), "GIB": (-5.35, 36.14), "BES": (-68.27, 12.15), "CXR": (105.68, -10.42), "CCK": (96.83, -12.19), "TKL": (-171.8, -9.2)}
Point = tuple[float, float]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return a point in the Equal Earth projection (Šavrič, Patterson, Jenny 2018), in radii of the sphere."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1))
    return x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def placed(longitude: float, latitude: float) -> tuple[int, int]:
    """Return a point in whole units of the drawing."""
    x, y = equal_earth(longitude, latitude)
    return round(WIDTH / 2 + x * SCALE), round((TOP - y) * SCALE)


class Atlas:
    """A TopoJSON file: arcs shared by neighbours, and areas made of rings of arcs."""

    def __init__(self, path: Path) -> None:
        """Read a file of the package."""
        topology = json.loads(path.read_text(encoding="utf-8"))
        (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for step in arc:
                x, y = x + step[0], y + step[1]
                points.append((x * kx + dx, y * ky + dy))
            self.arcs.append(points)
        self.rings: dict[str, list[list[int]]] = {}
        codes = {party.iso_numeric: party.code for party in parties() if party.iso_numeric and party.until is None}
        for geometry in topology["objects"]["countries"]["geometries"]:
            code = _code(geometry, codes)
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            for ring in (ring for polygon in polygons for ring in polygon):
                owner = "UKR" if code == "RUS" and _inside(self.points(ring), CRIMEA) else code
                if owner is not None:
                    self.rings.setdefault(owner, []).append(ring)

    def points(self, ring: list[int]) -> list[Point]:
        """Return the points of a ring."""
        found: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            found += arc[1:] if found else arc
        return found

    def outline(self, code: str) -> list[list[Point]]:
        """Return the rings of an area, borders inside it dissolved."""
        used = [number for ring in self.rings[code] for number in ring]
        left = [number for number in used if ~number not in used]
        if len(left) == len(used):
            return [self.points(ring) for ring in self.rings[code]]
        starts = {self.points([number])[0]: number for number in left}
        rings = []
        while starts:
            _, number = starts.popitem()
            ring = [number]
            while (following := starts.pop(self.points([ring[-1]])[-1], None)) is not None:
                ring.append(following)
            rings.append(self.points(ring))
        return rings


def _code(geometry: Any, codes: dict[str, str]) -> str | None:
    name = geometry["properties"]["name"]
    return "XKX" if name == "Kosovo" else MERGED.get(name) or codes.get(geometry.get("id", ""))


def _inside(points: list[Point], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return all(west <= x <= east and south <= y <= north for x, y in points)


def cut(ring: list[Point]) -> list[list[Point]]:
    """Return a ring that crosses the antimeridian as rings that do not: unrolled, and clipped to each turn of the globe."""
    unrolled = [ring[0]]
    for x, y in ring[1:]:
        before = unrolled[-1][0]
        unrolled.append((x + 360 * round((before - x) / 360), y))
    if all(-180 <= x <= 180 for x, _ in unrolled):
        return [ring]
    pieces = []
    for turn in (-360, 0, 360):
        piece = [(x + turn, y) for x, y in unrolled]
        for edge, sign in ((180.0, 1), (-180.0, -1)):
            piece = _clipped(piece, edge, sign)
        if len(piece) > 3:
            pieces.append(piece)
    return pieces


def _clipped(ring: list[Point], edge: float, sign: int) -> list[Point]:
    """Return the part of a ring on this side of a meridian (Sutherland and Hodgman), closed."""
    found: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        within, after = (edge - x0) * sign >= 0, (edge - x1) * sign >= 0
        if within:
            found.append((x0, y0))
        if within != after:
            found.append((edge, y0 + (edge - x0) / (x1 - x0) * (y1 - y0)))
    return [*found, found[0]] if found else []


def path(rings: list[list[Point]]) -> tuple[str, float, tuple[int, int], list[int]]:
    """Return an area as an SVG path of whole steps, its size in square units, the middle of its largest ring, and the box of its larger rings."""
    words: list[str] = []
    size, largest, middle = 0.0, -1.0, (0, 0)
    measured: list[tuple[float, list[tuple[int, int]]]] = []
    for piece in (piece for ring in rings for piece in cut(ring)):
        points = [placed(*point) for point in piece]
        points = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
        area, centre = measure(points)
        size += area
        measured.append((area, points))
        if area > largest:
            largest, middle = area, centre
        if len(points) > 3 and area >= 1:
            (x, y), rest = points[0], points[1:-1]
            words.append(f"M{x} {y}l")
            steps = []
            for at in rest:
                steps.append(f"{at[0] - x}{'' if at[1] - y < 0 else ' '}{at[1] - y}")
                x, y = at
            words.append("".join(step if index == 0 or step[0] == "-" else f" {step}" for index, step in enumerate(steps)) + "z")
    shown = [point for area, points in measured if area >= MAIN * largest for point in points]
    box = [min(x for x, _ in shown), min(y for _, y in shown), max(x for x, _ in shown), max(y for _, y in shown)]
    return "".join(words), size, middle, box


def measure(points: list[tuple[int, int]]) -> tuple[float, tuple[int, int]]:
    """Return the area inside a ring and its centre of gravity."""
    twice = cx = cy = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        cross = x0 * y1 - x1 * y0
        twice += cross
        cx += (x0 + x1) * cross
        cy += (y0 + y1) * cross
    if twice == 0:
        return 0.0, points[0]
    return abs(twice) / 2, (round(cx / (3 * twice)), round(cy / (3 * twice)))


def main(folder: Path) -> None:
    """Write the two files."""
    coarse, fine = Atlas(folder / "countries-110m.json"), Atlas(folder / "countries-50m.json")
    areas: dict[str, dict[str, Any]] = {}
    land = []
    for code in sorted(set(coarse.rings) | set(fine.rings)):
        if code == "ATA":
            continue
        drawn, size, middle, box = path((coarse if code in coarse.rings else fine).outline(code))
        area: dict[str, Any] = {"at": middle, "box": box}
        if code in coarse.rings:
            area["path"] = drawn
            land.append(drawn)
        if size < SMALL:
            area["small"] = True
        areas[code] = area
    for code, place in SEATS.items():
        x, y = placed(*place)
        areas.setdefault(code, {"at": (x, y), "box": [x, y, x, y], "small": True})
    written = {
        "about": "Made by tools/world_map.py from world-atlas 2.0.2 (Natural Earth 4.1, public domain); Equal Earth projection; areas of ISO 3166.",
        "width": WIDTH,
        "height": HEIGHT,
        "areas": areas,
    }
    lines = json.dumps(written, separators=(",", ":")).replace("},", "},\n") + "\n"
    (ROOT / "src/foedera/data/vocabularies/world.json").write_text(lines, encoding="utf-8")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><path id="land" d="{"".join(land)}"/></svg>\n'
    (ROOT / "src/foedera/web/static/foedera/world.svg").write_text(svg, encoding="utf-8")
    sys.stdout.write(f"{len(areas)} areas, {len(lines)} and {len(svg)} bytes, {WIDTH} by {HEIGHT}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
