"""How firm each rank is: for each threat the span its rank keeps to in nine of ten simulated rounds, and where the ranking puts it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

WIDTH, LANE, TOP, LEFT, RIGHT, FOOT = 1000, 26, 30, 300, 180, 8


@frozen
class Span:
    """What is drawn of a threat: its name, the rank it was given, the lowest and highest rank of the interval, the chance to be among the first."""

    name: str
    rank: float
    first: float
    last: float
    chance: float | None


@frozen
class Lane:
    """A threat's line: where its bar begins and ends, and where its mark stands."""

    span: Span
    y: int
    x: float
    width: float
    mark: float


@frozen
class Stability:
    """The drawing: lanes, ranks to read them by, its height."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, int], ...]
    height: int
    right: int = WIDTH - RIGHT


def _place(rank: float, ranks: int) -> float:
    return round(LEFT + 12 + (WIDTH - LEFT - RIGHT - 24) * (rank - 1) / max(ranks - 1, 1), 1)


def draw(spans: Sequence[Span]) -> Stability:
    """Return the drawing of threats in the order given; a rank that never moves is drawn as a bar of its mark's width.

    >>> found = draw([Span("Cyber attack", 1, 1, 2, 0.9), Span("Pandemic", 2, 1, 2, 0.1)])
    >>> [(lane.x, lane.width, lane.mark) for lane in found.lanes], found.ticks
    ([(306.0, 508.0, 312.0), (306.0, 508.0, 808.0)], ((312.0, 1), (808.0, 2)))
    """
    ranks = max([len(spans), *(int(span.last) for span in spans)]) if spans else 1
    lanes = []
    for number, span in enumerate(spans):
        x, end = _place(span.first, ranks) - 6, _place(span.last, ranks) + 6
        lanes.append(Lane(span, TOP + number * LANE, round(x, 1), round(end - x, 1), _place(span.rank, ranks)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if ranks / step <= 12)
    shown = sorted({1, *range(step, ranks + 1, step)})
    return Stability(tuple(lanes), tuple((_place(rank, ranks), rank) for rank in shown), TOP + len(lanes) * LANE + FOOT)
