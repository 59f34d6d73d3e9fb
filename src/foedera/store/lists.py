"""Lists of agreements: searched, narrowed by facets on a day, counted, ordered, and a page of them read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from attrs import frozen

from foedera.model.standing import BOUND
from foedera.store.catalogue import Catalogue, Day, catalogue, together
from foedera.store.models import Entry, Span
from foedera.store.reading import on_day


@frozen(kw_only=True)
class Wanted:
    """What a list is asked for: words, and facets that all must hold on the day, as known on an earlier day where one is given."""

    words: str = ""
    on: dt.date
    known: dt.date | None = None
    status: str = ""
    area: str = ""
    kind: str = ""
    party: str = ""
    family: str = ""
    binding: str = ""
    order: str = ""
    page: int = 1
    size: int = 50


@frozen
class Line:
    """An agreement as a list shows it on the day asked. `bound` names those bound by it."""

    agreement: str
    title: str
    short_title: str
    kind: str
    binding: bool
    adopted: dt.date | None
    illustrative: bool
    incomplete: bool
    questions: int
    status: str
    since: dt.date | None
    expected: dt.date | None
    parties: int
    bound: tuple[str, ...] = ()
    latest: dt.date | None = None


@frozen
class Listing:
    """One page of a list, how many there are in all, and for each facet how many each of its values would leave.

    `as_known` says whether the day of the record asked for was heeded: in a large register lists answer from the whole record.
    """

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    as_known: bool = True


#: What lists are narrowed by, in the order in which facets are shown.
FACETS = ("status", "area", "kind", "family", "binding", "party")
ORDERS = ("", "adopted", "oldest", "latest")


def listing(wanted: Wanted, *, counting: bool = True) -> Listing:
    """Return one page of a list, with its facets unless told otherwise: at most six queries however many agreements there are."""
    shelf = catalogue()
    day = shelf.day(wanted.on, wanted.known)
    ranked, left, holding = _narrowed(shelf, day, wanted)
    chosen = _all_of(left, holding)
    total = chosen.bit_count()
    pages = max(1, -(-total // wanted.size))
    page = min(max(wanted.page, 1), pages)
    start = (page - 1) * wanted.size
    names = _in_order(shelf, wanted, ranked, chosen, start, wanted.size)
    counted = _counted_facets(shelf, day, wanted, left, holding) if counting else {}
    return Listing(tuple(lines(names, wanted.on, day)), total, page, pages, counted, wanted.known is None or shelf.can_say_as_known)


def chosen(wanted: Wanted) -> tuple[list[str], bool]:
    """Return the ids of all agreements that meet what is wanted, in the order of the list, and whether the day of the record was heeded."""
    shelf = catalogue()
    ranked, left, holding = _narrowed(shelf, shelf.day(wanted.on, wanted.known), wanted)
    return _in_order(shelf, wanted, ranked, _all_of(left, holding)), wanted.known is None or shelf.can_say_as_known


def lines_on(names: Iterable[str], wanted: Wanted) -> list[Line]:
    """Return agreements as a list shows them on the day wanted, as known on the day of the record wanted where that can be said."""
    return lines(names, wanted.on, catalogue().day(wanted.on, wanted.known))


def _narrowed(shelf: Catalogue, day: Day, wanted: Wanted) -> tuple[list[int] | None, int, dict[str, int]]:
    """Return the places words find, best first (None: no word is asked), their set, and the set each facet asked for leaves."""
    ranked = shelf.found(wanted.words) if wanted.words else None
    left = shelf.everything if ranked is None else together(ranked)
    return ranked, left, {name: values.get(value, 0) for name, values, value in _facets(shelf, day, wanted) if value}


def _all_of(left: int, holding: dict[str, int], leave_out: str = "") -> int:
    for name, bits in holding.items():
        if name != leave_out:
            left &= bits
    return left


def _in_order(shelf: Catalogue, wanted: Wanted, ranked: list[int] | None, chosen: int, start: int = 0, size: int | None = None) -> list[str]:
    """Return the ids of those chosen: best first where words are asked for and no other order, else in the order asked."""
    if ranked is None or wanted.order:
        return shelf.names(chosen, wanted.order, start, size)
    marks = chosen.to_bytes((len(shelf.ids) >> 3) + 1, "little")
    kept = (place for place in ranked if marks[place >> 3] >> (place & 7) & 1)
    return [shelf.ids[place] for place in islice(kept, start, None if size is None else start + size)]


def _facets(shelf: Catalogue, day: Day, wanted: Wanted) -> Iterator[tuple[str, dict[str, int], str]]:
    """Yield each facet with the agreements of each of its values, and the value asked for."""
    yield "status", day.statuses, wanted.status
    for name in ("area", "kind", "family", "binding"):
        yield name, shelf.facets[name], getattr(wanted, name)
    party = {wanted.party: day.of(wanted.party)} if wanted.party else {}
    yield "party", party, wanted.party


def _counted_facets(shelf: Catalogue, day: Day, wanted: Wanted, left: int, holding: dict[str, int]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each facet its values with how many agreements each would leave, most first."""
    found = {}
    for name, values, _ in _facets(shelf, day, wanted):
        others = _all_of(left, holding, name)
        choices = day.taking if name == "party" else values
        found[name] = _counted((value, count) for value, bits in choices.items() if (count := (bits & others).bit_count()))
    return found


def lines(names: Iterable[str], on: dt.date, day: Day | None = None) -> list[Line]:
    """Return agreements as a list shows them on a day, in the order given: two queries, or one where the day holds their spans."""
    listed = list(names)
    entries = {row[0]: row for row in Entry.objects.filter(agreement__in=listed).values_list(*_ENTRY)}
    own: dict[str, tuple[str, dt.date | None, dt.date | None]] = {}
    bound: dict[str, list[str]] = {name: [] for name in listed}
    for agreement, party, status, since, until in _spans_of(listed, on, day):
        if not party:
            own[agreement] = (status, since, until)
        elif status in BOUND:
            bound[agreement].append(party)
    found = []
    for name in listed:
        if name in entries:
            *entry, latest = entries[name]
            codes = tuple(sorted(bound[name]))
            row: tuple[Any, ...] = (*entry, *own.get(name, ("not-open", None, None)), len(codes), codes, latest)
            found.append(Line(*row))
    return found


_ENTRY = ("agreement", "title", "short_title", "kind", "binding", "adopted", "illustrative", "incomplete", "questions", "latest")


def _spans_of(names: list[str], on: dt.date, day: Day | None) -> Iterable[tuple[str, str, str, dt.date | None, dt.date | None]]:
    if day is not None and day.own is not None:
        return [(name, s.party, s.status, s.since, s.until) for name in names for s in day.own.get(name, ())]
    return Span.objects.filter(on_day(on), agreement__in=names).values_list("agreement", "party", "status", "since", "until")


def _counted(rows: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
