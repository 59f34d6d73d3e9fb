"""Reading the sitting days of chambers: one file a chamber, kept by whoever answers for it; what ships with Foedera of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import foedera.data
from foedera.library import vocabularies
from foedera.library.domestic import sourced
from foedera.library.holding import Read, days_in_order, needed, read
from foedera.library.national_positions import code
from foedera.library.tables import FIRST_YEAR, LAST_YEAR, Table
from foedera.model.acts import CONFIDENCES
from foedera.model.parties import Parties
from foedera.model.phrases import dated, say
from foedera.ratification.sittings import WEEKDAYS, Dissolution, Sittings

_BUNDLED = Path(foedera.data.__path__[0]) / "sittings"

_DAY = dt.timedelta(days=1)
#: A range longer than this is taken for a slip of the pen.
_LONGEST = 5 * 366


@cache
def sittings() -> tuple[Sittings, ...]:
    """Return the sitting days that ship, in the order of their files."""
    parties = vocabularies.parties()
    return tuple(read_sittings(file.read_bytes(), str(file), parties).sound() for file in sorted(_BUNDLED.glob("*.toml")))


def read_sittings(content: bytes, name: str, parties: Parties) -> Read[Sittings]:
    """Read the sitting days of one chamber: single days, ranges with weekdays less the recesses, and when it was dissolved."""
    return read(content, name, "sittings", lambda head: _sittings(head, parties))


def _sittings(head: Table, parties: Parties) -> Sittings:
    illustrative = head.boolean("illustrative")
    covers = _covers(head)
    away = {day for table in head.tables("recess") for day in _range(table)}
    days = {day for table in head.tables("ranges") for day in _range(table, weekdays=True)} - away
    days |= set(_days(head, covers, away))
    found = Sittings(
        state=code(head, "state", parties),
        chamber=needed(head, "chamber"),
        days=frozenset(day for day in days if covers is not None and covers[0] <= day <= covers[1]),
        covers=covers,
        dissolved=tuple(_dissolved(head)),
        sources=sourced(head, illustrative=illustrative),
        confidence=head.choice("confidence", CONFIDENCES, "", required=not illustrative),
        note=head.text("note"),
        illustrative=illustrative,
    )
    if covers is None and days:
        head.fault("covers", "F307", say("it is not said for which days the list is complete"), say("add covers = [first, last]"))
    return found


def _covers(head: Table) -> tuple[dt.date, dt.date] | None:
    value = head.take("covers")
    if value is None:
        return None
    good = isinstance(value, list) and len(value) == 2 and all(type(day) is dt.date for day in value) and value[0] <= value[1]
    if not good or not FIRST_YEAR <= value[0].year <= value[1].year <= LAST_YEAR:
        head.fault("covers", "F307", say("'covers' is a first and a last day"), say("write covers = [2024-01-01, 2024-12-31]"))
        return None
    return value[0], value[1]


def _days(head: Table, covers: tuple[dt.date, dt.date] | None, away: set[dt.date]) -> Iterator[dt.date]:
    value = head.typed("days", list) or []
    for position, day in enumerate(value):
        if type(day) is not dt.date:
            head.fault_at(("days", position), "F012", say("'days' holds dates"), say("write dates like 2024-05-24"))
        elif covers is not None and not covers[0] <= day <= covers[1]:
            head.fault_at(("days", position), "F307", say("{day} is not covered", day=dated(day)), say("widen 'covers', or leave it out"))
        elif day in away:
            head.fault_at(("days", position), "F307", say("{day} lies in a recess", day=dated(day)), say("shorten the recess, or leave the day out"))
        else:
            yield day


def _range(table: Table, *, weekdays: bool = False) -> Iterator[dt.date]:
    days_in_order(table, "from", "until")
    first, last = table.date("from", required=True), table.date("until", required=True)
    named = table.texts("weekdays") if weekdays else WEEKDAYS
    for position, word in enumerate(named):
        if word not in WEEKDAYS:
            table.fault_at(("weekdays", position), "F013", say("'{value}' is not a {key}", value=word[:40], key="weekday"), ", ".join(WEEKDAYS))
    if weekdays and not named:
        table.fault("weekdays", "F011", say("'{key}' is missing", key="weekdays"), say('write weekdays = ["mon", "tue", …]'))
    table.text("note")
    table.finish()
    if first is None or last is None:
        return
    if (last - first).days > _LONGEST:
        table.fault("until", "F307", say("a range of more than five years"), say("give shorter ranges"))
        return
    while first <= last:
        if WEEKDAYS[first.weekday()] in named:
            yield first
        first += _DAY


def _dissolved(head: Table) -> Iterator[Dissolution]:
    for table in head.tables("dissolved"):
        days_in_order(table, "on", "until")
        on = table.date("on", required=True)
        until = table.date("until")
        table.text("note")
        table.finish()
        if on is not None:
            yield Dissolution(on=on, until=until)
