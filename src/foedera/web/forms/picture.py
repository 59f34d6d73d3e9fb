"""A common picture as the pages show it: the figures of each threat, what may not be told with the reason, and its drawings and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.utils.translation import gettext, ngettext

from foedera.threats import picture as threats_picture
from foedera.threats.scales import LEVELS
from foedera.web import tongues
from foedera.web.drawings import coalitions, heat, stability

#: Where two rows have no figure they go last, whatever orders them.
_LAST = 10**6


@frozen(kw_only=True)
class Figures:
    """A threat in the ranking. None is not known; `withheld` says why.

    `place` is its rank in the exact order, `elsewhere` that another order as good puts it elsewhere; `counts` are nations at each level, lowest
    first, each None where no score is counted; `rank` is by Borda, as the ranks of the simulated rounds are; `named` the nations whose score, open
    to the reader, holds it at or above the level asked.
    """

    threat: str
    title: str
    place: int | None
    elsewhere: bool
    borda: float | None
    copeland: int | None
    rank: float | None
    median: tuple[int, int] | None
    scored: int
    first: int | None
    last: int | None
    top: float | None
    counts: tuple[int | None, ...]
    holds: int | None
    named: tuple[str, ...]
    why: tuple[str, ...]
    withheld: str = ""

    @classmethod
    def of(cls, found: threats_picture.Figures, title: str) -> Figures:
        """Return the figures of a threat as they are computed of the answers open to the reader."""
        return cls(
            threat=found.threat,
            title=title,
            place=found.place,
            elsewhere=bool(found.elsewhere),
            borda=found.borda,
            copeland=found.copeland,
            rank=found.borda_rank,
            median=found.median,
            scored=found.scored,
            first=found.first,
            last=found.last,
            top=found.top,
            counts=found.counts if found.scored else (None,) * len(found.counts),
            holds=len(found.holds) if found.scored else None,
            named=found.holds,
            why=found.why,
            withheld="" if found.scored else gettext("no score of it is counted"),
        )

    @property
    def interval(self) -> str:
        """The lowest to the highest rank of nine in ten simulated rounds; empty where it is not known."""
        if self.first is None or self.last is None:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


#: How the ranking can be ordered: the name in the address, and what of a row orders it, best first.
ORDERS: dict[str, Callable[[Figures], Any]] = {
    "threat": lambda row: row.title.casefold(),
    "kemeny": lambda row: row.place if row.place is not None else _LAST,
    "borda": lambda row: -row.borda if row.borda is not None else _LAST,
    "copeland": lambda row: -row.copeland if row.copeland is not None else _LAST,
    "median": lambda row: (-sum(row.median), -row.median[1]) if row.median is not None else (_LAST, 0),
    "scored": lambda row: -row.scored,
    "interval": lambda row: (row.first, row.last) if row.first is not None else (_LAST, _LAST),
    "top": lambda row: -row.top if row.top is not None else _LAST,
}


def spans(rows: Sequence[Figures]) -> stability.Stability:
    """Return the drawing of the rows' ranks; a row without them is left to the table."""
    drawn = [
        stability.Span(row.title, row.rank, row.first, row.last, row.top)
        for row in rows
        if row.rank is not None and row.first is not None and row.last is not None
    ]
    return stability.draw(drawn)


def shares(rows: Sequence[Figures], called: int) -> coalitions.Coalitions:
    """Return the drawing of who shares what among so many nations called."""
    return coalitions.draw([coalitions.Share(row.title, row.holds, row.scored, called) for row in rows])


def heat_columns(nations: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns of the heat map: a level each, then the nations whose scores are open to the reader, by code and name."""
    return [(str(place), tongues.level(place)) for place in range(len(LEVELS))] + list(nations)


def heat_cells(rows: Sequence[Figures], nations: Mapping[str, Mapping[str, int]]) -> dict[tuple[int, int], heat.Cell]:
    """Return the squares of the heat map; `nations` gives, by code, the level of risk of each threat that nation scored."""
    most = max((count for row in rows for count in row.counts if count), default=0)
    cells: dict[tuple[int, int], heat.Cell] = {}
    for number, row in enumerate(rows):
        for place, count in enumerate(row.counts):
            cells[number, place] = _counted(row, place, count, most)
        for column, levels in enumerate(nations.values(), len(LEVELS)):
            level = levels.get(row.threat)
            said = gettext("no score") if level is None else tongues.level(level)
            cells[number, column] = heat.Cell("–" if level is None else str(level), level, f"{row.title}: {said}")
    return cells


def _counted(row: Figures, place: int, count: int | None, most: int) -> heat.Cell:
    if count is None:
        return heat.Cell("", None, f"{row.title}, {tongues.level(place)}: {row.withheld}", withheld=True)
    said = ngettext("%(num)s nation", "%(num)s nations", count) % {"num": count}
    return heat.Cell(str(count), heat.shade(count, most), f"{row.title}, {tongues.level(place)}: {said}")
