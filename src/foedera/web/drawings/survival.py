"""How many had not consented yet after so many months: a survival curve in steps, within its bounds."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from foedera.ratification.survival import Curve, Step

WIDTH, HIGH, LEFT, RIGHT, TOP, FOOT = 1000, 240, 52, 20, 16, 32
#: Months beyond this are not drawn; the table has them.
REACH = 120.0


@frozen
class Drawn:
    """The drawing: the curve, the area of its bounds, where half had consented; months and shares to read them by."""

    line: str
    bounds: str
    median: tuple[float, float] | None
    months: tuple[tuple[float, int], ...]
    levels: tuple[tuple[float, int], ...]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HIGH - FOOT
    height: int = HIGH


def draw(curve: Curve) -> Drawn:
    """Return the drawing of a curve.

    >>> from foedera.ratification.survival import Step
    >>> found = draw(Curve((Step(0.0, 1.0, 1.0, 1.0), Step(6.0, 0.5, 0.3, 0.7)), 6.0, 2, 1))
    >>> found.line, found.median
    ('M52.0 16.0H516.0V112.0H980.0', (516.0, 112.0))
    """
    last = min(max(curve.steps[-1].months * (1 if curve.steps[-1].share == 0 else 2), 1.0), REACH)

    def x(months: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(months, last) / last, 1)

    def y(share: float) -> float:
        return round(HIGH - FOOT - (HIGH - FOOT - TOP) * float(share), 1)

    steps = [step for step in curve.steps if step.months <= last]
    line = f"M{x(0)} {y(1)}" + "".join(f"H{x(step.months)}V{y(step.share)}" for step in steps if step.months > 0) + f"H{x(last)}"
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60) if last / step <= 12)
    return Drawn(
        line=line,
        bounds=_area(steps, last, x, y),
        median=(x(curve.median), y(0.5)) if curve.median is not None and curve.median <= last else None,
        months=tuple((x(months), months) for months in range(0, int(last) + 1, step)),
        levels=tuple((y(number / 100), number) for number in (0, 25, 50, 75, 100)),
    )


def _area(steps: list[Step], last: float, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    upper = "".join(f"H{x(step.months)}V{y(step.highest)}" for step in steps if step.months > 0)
    lower = ""
    after = last
    for step in reversed(steps):
        if step.months > 0:
            lower += f"V{y(step.lowest)}H{x(step.months)}"
            after = step.months
    return f"M{x(0)} {y(1)}{upper}H{x(last)}{lower}V{y(1)}H{x(0)}Z" if after < last else ""
