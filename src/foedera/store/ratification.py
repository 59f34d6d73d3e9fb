"""Steps at home and sitting days as the values of `foedera.ratification`: the files that ship and the rows on record together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from attrs import evolve, frozen
from django.db import transaction
from django.db.models import Max

from foedera.library.progress import progress
from foedera.library.sittings import sittings as shipped_sittings
from foedera.model.agreements import Source
from foedera.model.plain import plain
from foedera.ratification.progress import Taken
from foedera.ratification.sittings import Dissolution, Sittings
from foedera.store.locks import exclusive
from foedera.store.models import DomesticStep, ProcedureFile, SittingsEntry
from foedera.store.revisions import Revision, revision_of

_DAY = dt.timedelta(days=1)


@frozen
class Recorded:
    """A line of progress as it is on record: its id, by whom and when (None: it ships with Foedera), and the id of the line that strikes it."""

    line: Taken
    by: str = ""
    at: dt.datetime | None = None
    struck: str = ""


def revision() -> tuple[int, ...]:
    """Return what changes whenever a step, sitting days or a procedure are recorded: for answers that are kept."""
    return tuple(table.objects.aggregate(last=Max("id"))["last"] or 0 for table in (DomesticStep, SittingsEntry, ProcedureFile))


def steps(agreements: Collection[str] | None = None, state: str = "") -> tuple[Taken, ...]:
    """Return the lines of progress of these agreements, or of all, of one state or of all: those that ship, then those recorded. One query.

    Each has an id by which it can be struck: its own, or one made of what it says; of those recorded their number in the log of the agreement.
    """
    names = shipped().keys() if agreements is None else agreements
    found = [line for name in names for line in shipped().get(name, ()) if state in ("", line.state)]
    rows = DomesticStep.objects.order_by("agreement", "number")
    if agreements is not None:
        rows = rows.filter(agreement__in=list(agreements))
    return (*found, *(_taken(row) for row in (rows.filter(state=state) if state else rows)))


def agreements_of(state: str) -> set[str]:
    """Return the ids of the agreements a state has a line of progress for."""
    recorded = DomesticStep.objects.filter(state=state).values_list("agreement", flat=True)
    return {name for name, lines in shipped().items() if any(line.state == state for line in lines)} | set(recorded)


def recorded_agreements() -> list[str]:
    """Return the ids of the agreements with steps recorded here, the latest first."""
    return list(DomesticStep.objects.values("agreement").annotate(last=Max("id")).order_by("-last").values_list("agreement", flat=True))


def sources(agreement: str) -> Mapping[str, Source]:
    """Return the sources the lines that ship cite, by id."""
    log = progress().get(agreement)
    return {source.id: source for source in log.sources} if log is not None else {}


def history(agreement: str, state: str) -> list[Recorded]:
    """Return every line of a state's progress, struck ones and those that strike included: in order of date, as recorded last."""
    shipping = [Recorded(line) for line in shipped().get(agreement, ()) if line.state == state]
    rows = DomesticStep.objects.filter(agreement=agreement, state=state).select_related("by").order_by("number")
    found = [*shipping, *(Recorded(_taken(row), str(row.by) if row.by else "", row.at) for row in rows)]
    struck = {one.line.strikes: one.line.id for one in found if one.line.strikes}
    told = (evolve(one, struck=struck.get(one.line.id, "")) for one in found)
    return sorted(told, key=lambda one: (one.line.on, one.at is not None, one.at.timestamp() if one.at else 0.0))


def keep(line: Taken, by: int | None) -> str | None:
    """Keep a line of progress; return its id, None where the same stands already or what it strikes is struck."""
    with transaction.atomic():
        exclusive()
        there = steps([line.agreement], line.state)
        if not _new(line, there):
            return None
        number = 1 + int(DomesticStep.objects.filter(agreement=line.agreement).aggregate(last=Max("number"))["last"] or 0)
        names = ("agreement", "state", "path", "step", "outcome", "on", "known", "source", "confidence", "note", "strikes")
        DomesticStep.objects.create(number=number, by_id=by, **{name: getattr(line, name) for name in names})
    return str(number)


def _new(line: Taken, there: Iterable[Taken]) -> bool:
    struck = {one.strikes for one in there if one.strikes}
    if line.strikes:
        return line.strikes not in struck
    return not any(_same(one, line) for one in there if one.id not in struck and not one.strikes)


def _same(one: Taken, other: Taken) -> bool:
    """Return whether two lines say the same; one that leaves the path open says what the other says."""
    said = all(getattr(one, name) == getattr(other, name) for name in ("step", "outcome", "on"))
    return said and (one.path == other.path or "" in (one.path, other.path))


def _taken(row: DomesticStep) -> Taken:
    return Taken(
        agreement=row.agreement,
        state=row.state,
        step=row.step,
        on=row.on,
        known=row.known,
        path=row.path,
        outcome=row.outcome,
        id=str(row.number),
        strikes=row.strikes,
        source=row.source,
        confidence=row.confidence,
        note=row.note,
    )


@cache
def shipped() -> Mapping[str, tuple[Taken, ...]]:
    """Return the lines that ship by agreement, each with an id of its own."""
    return {name: tuple(_named(log.steps)) for name, log in progress().items()}


def _named(lines: Iterable[Taken]) -> Iterable[Taken]:
    made: Counter[str] = Counter()
    for line in lines:
        name = line.id or f"{line.state.lower()}-{line.step}-{line.on.isoformat()}"
        made[name] += 1
        yield evolve(line, id=name if made[name] == 1 else f"{name}-{made[name]}")


def sittings() -> tuple[Sittings, ...]:
    """Return the sitting days of all chambers: what officers put on record, and what ships for the days they do not speak of. One query."""
    recorded = {(row.state, row.chamber): _sittings(row) for row in SittingsEntry.objects.order_by("number")}
    found = list(recorded.values())
    for house in shipped_sittings():
        own = recorded.get((house.state, house.chamber))
        found += [house] if own is None else _beside(house, own)
    return tuple(found)


def _beside(house: Sittings, own: Sittings) -> list[Sittings]:
    """Return what a file says of a chamber on days of which the record says nothing."""
    said = {end.on for end in own.dissolved}
    ends = tuple(end for end in house.dissolved if end.on not in said)
    if house.covers is None or own.covers is None:
        return [evolve(house, dissolved=ends)]
    first, last = house.covers
    spans = [(first, min(last, own.covers[0] - _DAY)), (max(first, own.covers[1] + _DAY), last)]
    kept = [evolve(house, covers=span, days=frozenset(d for d in house.days if span[0] <= d <= span[1])) for span in spans if span[0] <= span[1]]
    return [evolve(one, dissolved=ends if place == 0 else ()) for place, one in enumerate(kept or [evolve(house, covers=None, days=frozenset())])]


def sittings_history(state: str, chamber: str) -> list[Revision[Sittings]]:
    """Return all states of what is on record of a chamber, the first first."""
    rows = SittingsEntry.objects.filter(state=state, chamber=chamber).select_related("by").order_by("number")
    return [revision_of(row, _sittings(row)) for row in rows]


def keep_sittings(value: Sittings, revises: int, by: int | None) -> int | None:
    """Keep the sitting days of a chamber as a further state after the one they revise (0: the first); None where another came between."""
    with transaction.atomic():
        exclusive()
        rows = SittingsEntry.objects.filter(state=value.state, chamber=value.chamber)
        if int(rows.aggregate(last=Max("number"))["last"] or 0) != revises:
            return None
        SittingsEntry.objects.create(state=value.state, chamber=value.chamber, number=revises + 1, content=plain(value, "state", "chamber"), by_id=by)
    return revises + 1


def _sittings(row: SittingsEntry) -> Sittings:
    content = row.content
    covers = content.get("covers")
    return Sittings(
        state=row.state,
        chamber=row.chamber,
        covers=(_read(covers[0]), _read(covers[1])) if covers else None,
        days=frozenset(_read(day) for day in content["days"]),
        dissolved=tuple(Dissolution(on=_read(end["on"]), until=_read(end["until"]) if end["until"] else None) for end in content["dissolved"]),
        sources=tuple(Source(title=s["title"], url=s["url"], seen=_read(s["seen"]) if s["seen"] else None) for s in content["sources"]),
        confidence=content["confidence"],
        note=content["note"],
        illustrative=content["illustrative"],
    )


def _read(day: str) -> dt.date:
    return dt.date.fromisoformat(day)
