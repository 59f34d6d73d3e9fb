"""The register as sets: which agreements have a facet, and on a day which status and which participants; lists are counted and cut from them.

A set of agreements is one integer whose bit n is the n-th agreement by title, so that counting a facet is one operation. Read once a revision
and process, in three queries; a day asked about costs one more and is kept while it is asked for.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from math import log1p
from operator import itemgetter

from attrs import field, frozen
from django.db import connection

from foedera.law.spans import Span, spans
from foedera.model.standing import BOUND
from foedera.store import searching
from foedera.store.register import Register, current

#: How many agreements are at most computed by the engine for a list as it was known on an earlier day; beyond, lists answer from the whole record.
KNOWN_LIMIT = 200
#: How much it lifts an agreement in a search that others point to it.
POINTED_TO = 0.12
#: How many days are kept at once.
_DAYS = 12


@frozen(eq=False)
class Day:
    """How all agreements stand on a day: the agreements of each status, and of each participant by its own status there.

    `taking` are those a participant takes part in, in whatever status. `own` holds the spans themselves where the engine was asked (for an
    earlier state of the record), else nothing.
    """

    statuses: dict[str, int]
    participants: dict[str, dict[str, int]]
    taking: dict[str, int]
    own: dict[str, tuple[Span, ...]] | None = None

    def of(self, party: str, *statuses: str) -> int:
        """Return the agreements a party takes part in, in any of these statuses; without them in any at all."""
        if not statuses:
            return self.taking.get(party, 0)
        return union(bits for status, bits in self.participants.get(party, {}).items() if status in statuses)

    def bound(self, party: str) -> int:
        """Return the agreements a party is bound by."""
        return self.of(party, *BOUND)


@frozen(eq=False)
class Catalogue:
    """The agreements on record in order of title, those of each facet, and their other orders."""

    ids: tuple[str, ...]
    place: dict[str, int]
    facets: dict[str, dict[str, int]]
    orders: dict[str, tuple[int, ...]]
    words: dict[str | int, int]
    called: dict[str, frozenset[int]]
    weights: tuple[float, ...]
    register: Register
    _days: OrderedDict[tuple[dt.date, dt.date | None], Day] = field(factory=OrderedDict)
    _gate: threading.Lock = field(factory=threading.Lock)

    @property
    def everything(self) -> int:
        """The set of all agreements."""
        return (1 << len(self.ids)) - 1

    @property
    def can_say_as_known(self) -> bool:
        """Whether lists can be computed as they were known on an earlier day."""
        return len(self.ids) <= KNOWN_LIMIT

    def set_of(self, names: Iterable[str]) -> int:
        """Return the set of agreements given by id; ids recorded since are left out."""
        return together(self.place[name] for name in names if name in self.place)

    def found(self, words: str) -> list[int] | None:
        """Return the places of the agreements in which words are found, best first; None where no word is asked.

        What is called exactly so comes first. Of agreements that fit alike, those that others point to come before the rest: who looks for
        "NATO" means the treaty before its protocols.
        """
        found = searching.found(words)
        if found is None:
            return None
        called = self.called.get(searching.folded(words.strip()), frozenset())
        ranked = [(place not in called, -score * self.weights[place], place) for key, score in found if (place := self.words.get(key)) is not None]
        return [place for _, _, place in sorted(ranked)]

    def names(self, bits: int, order: str = "", start: int = 0, size: int | None = None) -> list[str]:
        """Return the ids in a set, in an order of `orders` (default: by title), from `start` on up to `size` of them."""
        places: Iterable[int] = members(bits)
        if order in self.orders:
            shown = bytearray(bits.to_bytes((len(self.ids) >> 3) + 1, "little"))
            places = (place for place in self.orders[order] if shown[place >> 3] >> (place & 7) & 1)
        return [self.ids[place] for place in islice(places, start, None if size is None else start + size)]

    def day(self, on: dt.date, known: dt.date | None = None) -> Day:
        """Return how all agreements stand on a day; as known on an earlier day only where `can_say_as_known`, else from the whole record."""
        asked = (on, known if self.can_say_as_known else None)
        found = self._days.get(asked)
        if found is None:
            found = self._as_known(on, asked[1]) if asked[1] is not None else self._on_record(on)
            with self._gate:
                self._days[asked] = found
                while len(self._days) > _DAYS:
                    self._days.popitem(last=False)
        return found

    def _on_record(self, on: dt.date) -> Day:
        with connection.cursor() as cursor:
            cursor.execute("SELECT agreement, party, status FROM store_span WHERE seen <= %s AND (gone IS NULL OR gone > %s)", [on, on])
            rows = cursor.fetchall()
        return self._assembled(rows)

    def _as_known(self, on: dt.date, known: dt.date) -> Day:
        """Return a day computed by the engine from what was on record by an earlier day."""
        self.register.fetch(self.ids)
        docket = self.register.known(known)
        own = {name: tuple(span for span in spans(docket.timeline(name)) if span.holds(on)) for name in self.ids}
        return self._assembled(((name, span.party, span.status) for name, found in own.items() for span in found), own)

    def _assembled(self, rows: Iterable[tuple[str, str, str]], own: dict[str, tuple[Span, ...]] | None = None) -> Day:
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        place = self.place
        for agreement, party, status in rows:
            if agreement in place:
                found[party, status].append(place[agreement])
        statuses: dict[str, int] = {}
        participants: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (party, status), places in found.items():
            (participants[party] if party else statuses)[status] = together(places)
        unopened = self.everything & ~union(statuses.values())
        if unopened:
            statuses["not-open"] = unopened | statuses.get("not-open", 0)
        return Day(statuses, dict(participants), {party: union(sets.values()) for party, sets in participants.items()}, own)


def catalogue() -> Catalogue:
    """Return the catalogue of the register as it stands now."""
    register = current()
    found = _Kept.catalogue
    if found is None or found.register is not register:
        found = _Kept.catalogue = _read(register)
    return found


class _Kept:
    """The catalogue this process has read last."""

    catalogue: Catalogue | None = None


def _read(register: Register) -> Catalogue:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sort, agreement, kind, family, binding, adopted, latest FROM store_entry")
        rows = sorted(cursor.fetchall(), key=lambda row: row[:2])
        cursor.execute("SELECT entry_id, area FROM store_area")
        areas = cursor.fetchall()
    place = {row[1]: number for number, row in enumerate(rows)}
    facets: dict[str, defaultdict[str, list[int]]] = {name: defaultdict(list) for name in ("kind", "family", "binding", "area")}
    for number, (_, _, kind, family, binding, _, _) in enumerate(rows):
        facets["kind"][kind].append(number)
        facets["family"][family].append(number)
        facets["binding"]["yes" if binding else "no"].append(number)
    for name, area in areas:
        if name in place:
            facets["area"][area].append(place[name])
    return Catalogue(
        ids=tuple(row[1] for row in rows),
        place=place,
        facets={name: {value: together(places) for value, places in found.items()} for name, found in facets.items()},
        orders={"adopted": _ordered(rows, 5, reverse=True), "oldest": _ordered(rows, 5), "latest": _ordered(rows, 6, reverse=True)},
        words={searching.key(name): number for name, number in place.items()},
        called={sort: frozenset(number for number, _ in same) for sort, same in groupby(enumerate(row[0] for row in rows), key=itemgetter(1))},
        weights=tuple(1 + POINTED_TO * log1p(len(register.mentioning(name))) for name in place),
        register=register,
    )


def _ordered(rows: list[tuple[object, ...]], column: int, *, reverse: bool = False) -> tuple[int, ...]:
    """Return places in the order of a column of days, those without one last."""
    dated = [place for place, row in enumerate(rows) if row[column] is not None]
    dated.sort(key=lambda place: rows[place][column], reverse=reverse)  # type: ignore[arg-type,return-value]
    return (*dated, *(place for place, row in enumerate(rows) if row[column] is None))


def together(places: Iterable[int]) -> int:
    """Return the set of these places.

    >>> bin(together([0, 3]))
    '0b1001'
    """
    listed = list(places)
    if not listed:
        return 0
    found = bytearray((max(listed) >> 3) + 1)
    for place in listed:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def union(sets: Iterable[int]) -> int:
    """Return what is in any of these sets."""
    found = 0
    for bits in sets:
        found |= bits
    return found


def members(bits: int) -> Iterator[int]:
    """Yield the places in a set, lowest first.

    >>> list(members(0b1001))
    [0, 3]
    """
    return (place for place, mark in enumerate(reversed(f"{bits:b}")) if mark == "1")
