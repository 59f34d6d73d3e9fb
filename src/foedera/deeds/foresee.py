"""Foresee what is coming: deadlines of agreements and clocks at home, for everybody, for parties or of one agreement, by kind and in pages.

The law's own deadlines and those at home are joined here, in order of date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import evolve, field, frozen

from foedera.deeds import clocks_at_home
from foedera.deeds.powers import Actor, require
from foedera.law.deadlines import ABOUT, Deadline, upcoming
from foedera.law.periods import add_months
from foedera.store import reading, views
from foedera.store.catalogue import KNOWN_LIMIT, catalogue
from foedera.store.register import Register, current

#: How many days of agreements a page shows.
SIZE = 100
#: How far a feed reaches, in months, and how many days of agreements it holds at most.
FEED_MONTHS, IN_A_FEED = 24, 1000

#: The kinds of deadlines a reader can choose among.
WHATS = (*ABOUT, *clocks_at_home.ABOUT)


@frozen(kw_only=True)
class Horizon:
    """What is asked of the calendar: as certain on a day, up to another, for whom, of which agreement, about what; as known on a day of the record.

    `after` leaves out what comes earlier; without it all that comes after `on` is meant.
    """

    on: dt.date
    until: dt.date
    after: dt.date | None = None
    parties: tuple[str, ...] = ()
    agreement: str = ""
    what: str = ""
    known: dt.date | None = None
    page: int = 1
    size: int = SIZE


@frozen
class Outlook:
    """Deadlines in order of date with the titles of their agreements; `more` where further pages follow.

    `from_today` where the register is too large to be asked as it was or will be on another day: then it is what is certain today.
    """

    deadlines: tuple[Deadline, ...]
    titles: dict[str, str] = field(factory=dict)
    more: bool = False
    from_today: bool = False


def foresee(actor: Actor, asked: Horizon, today: dt.date) -> Outlook:
    """Return what is coming. On today as known today it is looked up; on other days the engine is asked, where few enough agreements are meant."""
    require(actor, "read", "foresee")
    register = current()
    home = _at_home(register, asked)
    if asked.what in clocks_at_home.ABOUT:
        return _page(home, asked)
    if asked.on != today or asked.known is not None:
        names = _meant(asked)
        if names is not None:
            return _computed(register, asked, names, home)
    moved = asked.on != today or asked.known is not None
    views.refresh_agendas(register, today)
    start = max(asked.page - 1, 0) * asked.size
    after = max(asked.on, today, asked.after or asked.on)
    back = min(start, 1)  # the last row of the page before says up to which day the clocks at home are shown already
    limit = back + asked.size + 1
    rows = reading.due(after, asked.until, parties=asked.parties, agreement=asked.agreement, about=asked.what, start=start - back, limit=limit)
    before, shown, more = rows[:back], rows[back : back + asked.size], len(rows) > back + asked.size
    if back and not shown:  # beyond the last page, which shows the clocks to the end
        return Outlook((), from_today=moved)
    first = before[0][1] if before else after
    last = shown[-1][1] if more else asked.until
    found = _ordered([*_deadlines(register, shown, today, asked.what), *(d for d in home if first < d.on <= last)])
    return Outlook(tuple(found), reading.titles({d.agreement for d in found}), more, moved)


def _at_home(register: Register, asked: Horizon) -> list[Deadline]:
    """Return the clocks at home that are meant: of the states asked for alone, where some are."""
    if asked.what and asked.what not in clocks_at_home.ABOUT:
        return []
    after = max(asked.on, asked.after or asked.on)
    return [
        found
        for found in clocks_at_home.running(register, asked.on, asked.known, asked.agreement)
        if after < found.on <= asked.until and asked.what in ("", found.about) and (not asked.parties or found.party in asked.parties)
    ]


def _ordered(found: Iterable[Deadline]) -> list[Deadline]:
    return sorted(found, key=lambda d: (d.on, d.agreement, str(d.what), d.party))


def _meant(asked: Horizon) -> list[str] | None:
    """Return the agreements the engine would be asked about; None where they are too many."""
    if asked.agreement:
        return [asked.agreement]
    shelf = catalogue()
    bits = shelf.everything
    if asked.parties:
        day = shelf.day(asked.on, asked.known)
        bits = shelf.set_of(name for code in asked.parties for name in shelf.names(day.of(code) & ~day.of(code, *reading.GONE)))
    return shelf.names(bits) if bits.bit_count() <= KNOWN_LIMIT else None


def _computed(register: Register, asked: Horizon, names: Iterable[str], home: Iterable[Deadline]) -> Outlook:
    register.fetch(names)
    docket = register.known(asked.known)
    found = [d for name in names if name in register for d in upcoming(docket.timeline(name), asked.on, asked.until)]
    after = asked.after or asked.on
    return _page(_ordered([*(d for d in found if d.on > after and (not asked.what or d.about == asked.what)), *home]), asked)


def _page(found: list[Deadline], asked: Horizon) -> Outlook:
    start = max(asked.page - 1, 0) * asked.size
    shown = found[start : start + asked.size]
    return Outlook(tuple(shown), reading.titles({d.agreement for d in shown}), len(found) > start + asked.size)


def _deadlines(register: Register, rows: list[tuple[str, dt.date]], today: dt.date, about: str) -> list[Deadline]:
    """Return the deadlines that fall on these days of these agreements, about one thing or (empty) any, computed anew with their reasons."""
    names = list(dict.fromkeys(name for name, _ in rows))
    register.fetch(names)
    last = max((on for _, on in rows), default=today)
    wanted = set(rows)
    ahead = (d for name in names for d in upcoming(register.docket.timeline(name), today, last))
    return [d for d in ahead if (d.agreement, d.on) in wanted and about in ("", d.about)]


def feed(actor: Actor, today: dt.date, *, parties: tuple[str, ...] = (), agreement: str = "") -> tuple[list[Deadline], dict[str, str]]:
    """Return what a calendar subscribed to holds: all that is coming within two years, and the titles of the agreements."""
    asked = Horizon(on=today, until=add_months(today, FEED_MONTHS), parties=parties, agreement=agreement, size=IN_A_FEED)
    found = foresee(actor, asked, today)
    return list(found.deadlines), found.titles


def next_of(actor: Actor, today: dt.date, *, parties: tuple[str, ...] = (), months: int = 24, most: int = 8) -> Outlook:
    """Return the next things that are coming, for everybody or for parties."""
    return foresee(actor, evolve(Horizon(on=today, until=add_months(today, months)), parties=parties, size=most), today)
