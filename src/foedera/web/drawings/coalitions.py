"""Who shares what: for each threat how many nations hold it at or above a level, below it, or say nothing, as one bar of as many units."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

WIDTH, LANE, TOP, LEFT, RIGHT, FOOT = 1000, 26, 30, 300, 60, 8


@frozen
class Share:
    """What is drawn of a threat: how many nations hold it at or above the level (None: withheld), how many scored it, how many were called."""

    name: str
    holds: int | None
    scored: int | None
    called: int


@frozen
class Bar:
    """A threat's bar: its parts by width, each beginning where the one before ends."""

    share: Share
    y: int
    holds: float
    below: float
    silent: float


@frozen
class Coalitions:
    """The drawing: bars, numbers of nations to read them by, its height."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    height: int
    left: int = LEFT
    span: int = WIDTH - LEFT - RIGHT


def draw(shares: Sequence[Share]) -> Coalitions:
    """Return the drawing of threats in the order given; what is withheld has no parts.

    >>> found = draw([Share("Cyber attack", 6, 8, 10), Share("Pandemic", None, None, 10)])
    >>> [(bar.holds, bar.below, bar.silent) for bar in found.bars]
    [(384.0, 128.0, 128.0), (0.0, 0.0, 640.0)]
    """
    most = max((share.called for share in shares), default=1) or 1
    unit = (WIDTH - LEFT - RIGHT) / most
    bars = []
    for number, share in enumerate(shares):
        holds, scored = share.holds or 0, share.scored if share.scored is not None else share.holds or 0
        parts = (holds, max(scored - holds, 0), share.called - max(scored, holds))
        bars.append(Bar(share, TOP + number * LANE, *(round(part * unit, 1) for part in parts)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if most / step <= 10)
    return Coalitions(
        tuple(bars), tuple((round(LEFT + unit * number, 1), number) for number in range(0, most + 1, step)), TOP + len(bars) * LANE + FOOT
    )
