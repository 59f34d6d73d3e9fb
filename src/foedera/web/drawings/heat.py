"""A matrix as a heat map: a square for each pair with its number inside, darker the more there is, crossed out where nothing may be told.

It draws nations × threats and agreements × threats alike; unknown stays an empty square with a dash, never the palest colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

#: Measures in the drawing's own units: what names of rows take, and a square.
LEFT, WIDE, HIGH, TOP, FOOT = 300, 52, 26, 34, 6
#: Names of columns longer than this many letters stand aslant, and then take so much above the squares and beside the last.
_UPRIGHT, _ASLANT, _BESIDE = 7, 112, 76
#: How many shades there are, the palest first.
SHADES = 5


@frozen
class Cell:
    """What a pair shows: a few letters, a shade (None: not known or nothing there), the whole of it in words, whether it is withheld."""

    text: str
    shade: int | None
    said: str
    withheld: bool = False


@frozen
class Square:
    """A cell in its place."""

    x: int
    y: int
    cell: Cell


@frozen
class Line:
    """A row: its name, where it lies, its squares."""

    name: str
    y: int
    squares: tuple[Square, ...]


@frozen
class Heat:
    """The drawing: names of columns with their places, rows, its size; where the squares begin, and whether names of columns stand aslant."""

    columns: tuple[tuple[int, str, str], ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    top: int
    aslant: bool


def shade(count: int, most: int) -> int | None:
    """Return the shade of a count among counts up to `most`; None where there is nothing.

    >>> [shade(count, 10) for count in (0, 1, 5, 10)]
    [None, 0, 2, 4]
    """
    if count <= 0 or most <= 0:
        return None
    return min(SHADES - 1, (count - 1) * SHADES // most) if count < most else SHADES - 1


def draw(rows: Sequence[str], columns: Sequence[tuple[str, str]], cells: Mapping[tuple[int, int], Cell]) -> Heat:
    """Return the heat map of rows by name, columns by (short, whole) name, and cells by (row, column); a pair without a cell stays blank.

    >>> found = draw(["Cyber attack"], [("FIN", "Finland")], {(0, 0): Cell("3", 3, "Finland: high")})
    >>> [(square.x, square.cell.text) for square in found.lines[0].squares], found.width
    ([(300, '3')], 352)
    """
    aslant = any(len(short) > _UPRIGHT for short, _ in columns)
    top = _ASLANT if aslant else TOP
    lines = tuple(
        Line(
            name,
            top + place * HIGH,
            tuple(Square(LEFT + at * WIDE, top + place * HIGH, cells[place, at]) for at in range(len(columns)) if (place, at) in cells),
        )
        for place, name in enumerate(rows)
    )
    named = tuple((LEFT + at * WIDE + WIDE // 2, short, whole) for at, (short, whole) in enumerate(columns))
    return Heat(named, lines, LEFT + len(columns) * WIDE + aslant * _BESIDE, top + len(rows) * HIGH + FOOT, top, aslant)
