"""Keep the sitting days of a chamber: a file of them, a list of days, or a range with weekdays, laid over what is on record."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from foedera.deeds.declare import LONG, length_faults, source_faults
from foedera.deeds.follow import known_procedures
from foedera.deeds.powers import Actor, require
from foedera.library import vocabularies
from foedera.library.sittings import read_sittings
from foedera.model.acts import CONFIDENCES
from foedera.model.agreements import Source
from foedera.model.errors import OutOfDate, Unfit
from foedera.model.phrases import dated, joined, say
from foedera.ratification.sittings import WEEKDAYS, Dissolution, Sittings
from foedera.store import logs
from foedera.store import ratification as kept
from foedera.store.revisions import Revision
from foedera.threats.register import Source as Cited

_DAY = dt.timedelta(days=1)
#: A file may have this many bytes, a range this many days.
LARGEST, LONGEST = 512 * 1024, 5 * 366


@frozen(kw_only=True)
class Stretch:
    """Days of a chamber somebody answers for: from `first` to `last` it sits on these weekdays but in the recesses, and on the days named."""

    state: str
    chamber: str
    first: dt.date
    last: dt.date
    weekdays: tuple[str, ...] = ()
    recesses: tuple[tuple[dt.date, dt.date], ...] = ()
    days: frozenset[dt.date] = field(default=frozenset())
    dissolved: tuple[Dissolution, ...] = ()
    source: Source
    confidence: str
    note: str = ""

    def sittings(self) -> Sittings:
        """Return the days it comes to."""
        length = (self.last - self.first).days + 1
        every = (self.first + place * _DAY for place in range(length))
        sat = {day for day in every if WEEKDAYS[day.weekday()] in self.weekdays and not any(a <= day <= b for a, b in self.recesses)}
        return Sittings(
            state=self.state,
            chamber=self.chamber,
            days=frozenset(sat | self.days),
            covers=(self.first, self.last),
            dissolved=self.dissolved,
            sources=(self.source,),
            confidence=self.confidence,
            note=self.note,
        )


def may_keep(actor: Actor, state: str) -> bool:
    """Return whether an actor may keep the sitting days of a state's chambers."""
    return actor.may("record", state)


def history(actor: Actor, state: str, chamber: str) -> list[Revision[Sittings]]:
    """Return all states of what was put on record of a chamber, the first first."""
    require(actor, "read", "look up sitting days")
    return kept.sittings_history(state, chamber)


def of_state(actor: Actor, state: str) -> tuple[Sittings, ...]:
    """Return the sitting days of a state's chambers that ship or are on record."""
    require(actor, "read", "look up sitting days")
    return tuple(found for found in kept.sittings() if found.state == state)


def add(actor: Actor, stretch: Stretch, seen: int) -> int:
    """Lay days over what is on record of a chamber; `seen` is the state that is revised, 0 for the first. Return the number of the new state.

    Raises:
        NotAllowed: the actor records neither for the state nor for the register.
        Unfit: with every fault, that days between would be unknown among them.
        OutOfDate: somebody else has revised it since.
    """
    require(actor, "record", "keep sitting days", f"{stretch.state} {stretch.chamber}", [stretch.state])
    faults = [*_whose(stretch.state, stretch.chamber), *_stretch_faults(stretch)]
    if faults:
        raise Unfit(tuple(faults))
    new, states = stretch.sittings(), kept.sittings_history(stretch.state, stretch.chamber)
    if states and states[-1].value.covers is not None:
        new = _over(new, states[-1].value, states[-1].value.covers)
    return _keep(actor, new, seen)


def take_file(actor: Actor, content: bytes, name: str) -> tuple[Sittings, int]:
    """Keep the sitting days a file holds in the place of what was recorded of the chamber before; the former state stays on record.

    Raises:
        NotAllowed, OutOfDate: as `add`.
        FaultyFile: with every fault of the file and its line.
        Unfit: the file is too large, or of a chamber the state's procedure does not have.
    """
    check_size(content)
    found = read_sittings(content, name, vocabularies.parties()).sound()
    require(actor, "record", "keep sitting days", f"{found.state} {found.chamber}", [found.state])
    if faults := tuple(_whose(found.state, found.chamber)):
        raise Unfit(faults)
    return found, _keep(actor, found, len(kept.sittings_history(found.state, found.chamber)))


def check_size(content: bytes) -> None:
    """Refuse a file that is too large to be read whole: Unfit says how large it may be."""
    if len(content) > LARGEST:
        raise Unfit((("file", say("the file has more than {n} KiB", n=LARGEST // 1024)),))


def read_days(text: str) -> frozenset[dt.date]:
    """Return the days listed one a line, or in the first column of a CSV file; Unfit with the lines that hold none.

    >>> sorted(read_days("day\\n2024-05-23\\n2024-05-24,Friday\\n"))
    [datetime.date(2024, 5, 23), datetime.date(2024, 5, 24)]
    """
    found, faults = set(), list[tuple[str, str]]()
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), 1):
        cell = row[0].strip() if row else ""
        if not cell:
            continue
        try:
            found.add(dt.date.fromisoformat(cell))
        except ValueError:
            if number > 1:
                faults.append(("days", say("line {n}: '{text}' is not a day; write days like 2024-05-24", n=number, text=cell[:40])))
    if faults:
        raise Unfit(tuple(faults[:20]))
    return frozenset(found)


def _keep(actor: Actor, value: Sittings, seen: int) -> int:
    number = kept.keep_sittings(value, seen, actor.user)
    if number is None:
        raise OutOfDate(say("the sitting days of {chamber} were revised since you looked at them; look again", chamber=value.chamber))
    logs.note(actor.name, "keep sitting days", value.chamber, allowed=True, party=value.state, address=actor.address)
    return number


def _over(new: Sittings, old: Sittings, had: tuple[dt.date, dt.date]) -> Sittings:
    """Return days laid over those on record before them; Unfit where days between the two would be unknown."""
    assert new.covers is not None
    first, last = new.covers
    if first > had[1] + _DAY or last < had[0] - _DAY:
        gap = (had[1] + _DAY, first - _DAY) if first > had[1] else (last + _DAY, had[0] - _DAY)
        text = say("the days from {first} to {last} would be unknown; let the range reach what is on record", first=dated(gap[0]), last=dated(gap[1]))
        raise Unfit((("first", text),))
    days = {day for day in old.days if not first <= day <= last} | new.days
    said = {end.on for end in new.dissolved}
    ends = sorted((*new.dissolved, *(end for end in old.dissolved if end.on not in said)), key=lambda end: end.on)
    sources = tuple(dict.fromkeys((*old.sources, *new.sources)))
    confidence = max((old.confidence, new.confidence), key=CONFIDENCES.index)  # the less certain of the two
    covers = (min(first, had[0]), max(last, had[1]))
    return evolve(new, days=frozenset(days), covers=covers, dissolved=tuple(ends), sources=sources, confidence=confidence, note=new.note or old.note)


def _whose(state: str, chamber: str) -> Iterator[tuple[str, str]]:
    procedure = known_procedures().get(state)
    if procedure is None:
        yield "state", say("no procedure of {state} is on record, so its chambers have no names yet", state=state[:40])
    elif procedure.chamber(chamber) is None:
        there = joined([found.id for found in procedure.chambers], ", ")
        yield "chamber", say("the procedure of {state} has no chamber '{name}'; there are: {names}", state=state, name=chamber[:60], names=there)


def _stretch_faults(stretch: Stretch) -> Iterator[tuple[str, str]]:
    if stretch.last < stretch.first:
        yield "last", say("the last day lies before the first")
    elif (stretch.last - stretch.first).days > LONGEST:
        yield "last", say("a range of more than five years; give shorter ones")
    for word in stretch.weekdays:
        if word not in WEEKDAYS:
            yield "weekdays", say("'{text}' is no weekday; they are: {those}", text=word[:40], those=", ".join(WEEKDAYS))
    if not stretch.weekdays and not stretch.days and not stretch.dissolved:
        yield "weekdays", say("no sitting day is given; choose weekdays, or list the days")
    for first, last in stretch.recesses:
        if last < first:
            yield "recesses", say("the recess from {first} ends before it begins", first=dated(first))
    yield from _outside("days", stretch.days, stretch)
    for end in stretch.dissolved:
        if end.until is not None and end.until < end.on:
            yield "dissolved", say("the new chamber meets before the old one is dissolved on {day}", day=dated(end.on))
    if stretch.confidence not in CONFIDENCES:
        yield "confidence", say("'{text}' is no confidence; it is one of: {those}", text=stretch.confidence[:40], those=", ".join(CONFIDENCES))
    cited = Cited(title=stretch.source.title, url=stretch.source.url, seen=stretch.source.seen)
    for _, text in source_faults((cited,)):
        yield "source", text
    yield from length_faults({"note": stretch.note}, LONG)


def _outside(name: str, days: Iterable[dt.date], stretch: Stretch) -> Iterator[tuple[str, str]]:
    beyond = sorted(day for day in days if not stretch.first <= day <= stretch.last)
    if beyond:
        yield name, say("{day} is not within the range; widen it, or leave the day out", day=dated(beyond[0]))
