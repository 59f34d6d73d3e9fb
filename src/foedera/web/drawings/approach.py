"""How states come to be bound, a lane each: signed, at home, through at home, consent given, bound; with a mark for each step on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from foedera.model.standing import BOUND
from foedera.ratification.track import Track
from foedera.web.drawings import time_axis

WIDTH, LANE, TOP, LEFT, RIGHT, FOOT = 1000, 24, 30, 190, 170, 8

#: The phases in their order; a later one takes the place of those before it.
PHASES = ("signed", "home", "through", "consented", "bound")


@frozen
class Part:
    """A phase of a state over time, in the drawing's own units."""

    phase: str
    x: float
    width: float
    since: dt.date


@frozen
class Mark:
    """A step on record: where it stands, what it was, whether it was the consent or a refusal."""

    x: float
    sign: str
    said: str
    on: dt.date


@frozen
class Lane:
    """A state's line."""

    state: str
    status: str
    awaited: bool
    y: int
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]


@frozen
class Approach:
    """The drawing: lanes, days to read them by, the day shown, its height."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float
    height: int
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw(tracks: Sequence[Track], home: Mapping[str, dt.date], awaited: frozenset[str], on: dt.date) -> Approach | None:
    """Return the drawing of tracks in the order given; `home` says when states were through at home. None where nothing is on record of any."""
    phases = {one.state: _phases(one, home.get(one.state)) for one in tracks}
    days = [day for found in phases.values() for day, _ in found] + [day for one in tracks for day, _, _ in _steps(one)]
    if not days:
        return None
    first, last = min(days), max([on, *days])
    room = max((last - first).days // 40, 3)
    first -= dt.timedelta(days=room)
    x = time_axis.scale(first, last, LEFT, WIDTH - RIGHT)
    lanes = tuple(
        Lane(
            state=one.state,
            status=one.status,
            awaited=one.state in awaited,
            y=TOP + place * LANE,
            parts=tuple(_parts(phases[one.state], on, x)),
            marks=tuple(Mark(x(day), sign, said, day) for day, sign, said in _steps(one)),
        )
        for place, one in enumerate(tracks)
    )
    return Approach(lanes, time_axis.marks(first, last, x), x(on), TOP + len(tracks) * LANE + FOOT)


def _phases(one: Track, home: dt.date | None) -> list[tuple[dt.date, int]]:
    """Return the days on which phases begin, each with its place in their order."""
    begun = [stage.on for stage in one.stages if one.path is not None and stage.on is not None and not one.path.towards_others(stage.step)]
    bound = one.participation.since if one.participation is not None and one.participation.status in BOUND else None
    starts = (one.signed, min(begun, default=None), home, one.consented, bound)
    return sorted((day, place) for place, day in enumerate(starts) if day is not None)


def _parts(starts: Sequence[tuple[dt.date, int]], on: dt.date, x: Callable[[dt.date], float]) -> list[Part]:
    parts: list[Part] = []
    reached = -1
    for number, (day, place) in enumerate(starts):
        reached = max(reached, place)
        end = starts[number + 1][0] if number + 1 < len(starts) else max(on, day)
        width = round(max(x(end) - x(day), 0), 1)
        if parts and parts[-1].phase == PHASES[reached]:
            parts[-1] = Part(parts[-1].phase, parts[-1].x, round(parts[-1].width + width, 1), parts[-1].since)
        elif width or number + 1 == len(starts):
            parts.append(Part(PHASES[reached], x(day), max(width, 2), day))
    return parts


def _steps(one: Track) -> list[tuple[dt.date, str, str]]:
    found = [
        (stage.on, "refused" if stage.status == "refused" else "consent" if stage.on == one.consented else "step", stage.step.describe())
        for stage in one.stages
        if stage.on is not None
    ]
    if one.consented is not None and not any(sign == "consent" for _, sign, _ in found):
        found.append((one.consented, "consent", one.where))
    return sorted(found, key=lambda step: (step[0], step[1]))
