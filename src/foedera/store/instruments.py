"""Issued instruments as values: numbered for each party and year, kept with what they say, given out again as they were issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from attrs import asdict, evolve, frozen
from django.db import transaction
from django.db.models import Max

from foedera.model.phrases import keep, kept
from foedera.ratification.instruments import Instrument, Paragraph, Powers, Schedule
from foedera.store.locks import exclusive
from foedera.store.models import InstrumentCancellation, IssuedInstrument

#: How many issued instruments a list shows at most.
MOST = 500


@frozen
class Cancelled:
    """That an instrument was issued wrongly: by whom it was cancelled (empty: the operator of the machine), when and why."""

    by: str
    at: dt.datetime
    reason: str


@frozen(kw_only=True)
class Issued:
    """An instrument on record: whose, its number, about what, what it says by language, what it was made from, by whom and when.

    `cancelled` says so of one that was issued wrongly: what it says and its number stay, and it stands for nothing.
    """

    party: str
    year: int
    running: int
    kind: str
    agreement: str
    act: int
    papers: Mapping[str, Instrument]
    given: Mapping[str, Any]
    by: str
    at: dt.datetime
    cancelled: Cancelled | None = None

    @property
    def number(self) -> str:
        """Its number among those of the party."""
        return number_of(self.year, self.running)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it was issued in."""
        return tuple(self.papers)

    @property
    def paper(self) -> Instrument:
        """What it says in the first of its languages."""
        return next(iter(self.papers.values()))


def number_of(year: int, running: int) -> str:
    """Return a number as it is printed.

    >>> number_of(2026, 3)
    '2026/3'
    """
    return f"{year}/{running}"


@frozen(kw_only=True)
class Order:
    """An instrument to be numbered and kept: whose, about what, on which day, at which moment, by whom; `given` is what it was made from."""

    party: str
    agreement: str
    kind: str
    act: int
    on: dt.date
    at: dt.datetime
    by: int
    given: Mapping[str, Any]


def issue(order: Order, make: Callable[[str], Mapping[str, Instrument]]) -> Issued | str:
    """Number and keep an instrument; `make` composes it for its number, and where that raises the number is not used up.

    One that says the same, issued on the same day and not cancelled, is not issued twice: then its number is returned.
    """
    with transaction.atomic():
        exclusive()
        rows = IssuedInstrument.objects.filter(party=order.party, year=order.on.year)
        running = 1 + int(rows.aggregate(last=Max("running"))["last"] or 0)
        number = number_of(order.on.year, running)
        papers = make(number)
        for row in rows.filter(agreement=order.agreement, kind=order.kind, cancellation=None):
            earlier = _issued(row)
            if {language: evolve(paper, number=number, sheet=()) for language, paper in earlier.papers.items()} == {
                language: evolve(paper, sheet=()) for language, paper in papers.items()
            }:
                return earlier.number
        content = {"papers": {language: _plain(paper) for language, paper in papers.items()}, "given": dict(order.given)}
        kept_fields = {name: getattr(order, name) for name in ("party", "agreement", "kind", "act", "at")}
        made = IssuedInstrument.objects.create(year=order.on.year, running=running, content=content, by_id=order.by, **kept_fields)
    return _issued(made)


def cancel(found: Issued, reason: str, by: int | None, at: dt.datetime) -> bool:
    """Mark an instrument as cancelled, for good; False where it is so already."""
    row = IssuedInstrument.objects.get(party=found.party, year=found.year, running=found.running)
    with transaction.atomic():
        exclusive()
        if InstrumentCancellation.objects.filter(instrument=row).exists():
            return False
        InstrumentCancellation.objects.create(instrument=row, reason=reason, by_id=by, at=at)
    return True


def of_agreement(agreement: str) -> list[Issued]:
    """Return the instruments issued about an agreement, the latest first. One query."""
    rows = IssuedInstrument.objects.filter(agreement=agreement).select_related("by", "cancellation__by").order_by("-id")[:MOST]
    return [_issued(row) for row in rows]


def of_party(
    party: str, kinds: Collection[str], *, agreement: str = "", cancelled: bool | None = None, page: int = 1, size: int = MOST
) -> tuple[list[Issued], int]:
    """Return a page (at most the last) of the instruments of some kinds a party has issued, the latest first, and how many there are. Two queries."""
    rows = IssuedInstrument.objects.filter(party=party, kind__in=kinds)
    if agreement:
        rows = rows.filter(agreement=agreement)
    if cancelled is not None:
        rows = rows.filter(cancellation__isnull=not cancelled)
    total = rows.count()
    start = size * (min(page, max(1, -(-total // size))) - 1)
    found = rows.select_related("by", "cancellation__by").order_by("-year", "-running")[start : start + size]
    return [_issued(row) for row in found], total


def count(party: str, kinds: Collection[str]) -> int:
    """Return how many instruments of some kinds a party has issued."""
    return IssuedInstrument.objects.filter(party=party, kind__in=kinds).count()


def subjects(party: str, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the kinds and agreements of what a party has issued, each pair once."""
    rows = IssuedInstrument.objects.filter(party=party, kind__in=kinds).order_by().values_list("kind", "agreement").distinct()
    return tuple((kind, agreement) for kind, agreement in rows)


def of_number(year: int, running: int) -> list[Issued]:
    """Return the instruments of a number, one for each party that has given it."""
    rows = IssuedInstrument.objects.filter(year=year, running=running).select_related("by", "cancellation__by").order_by("party")[:MOST]
    return [_issued(row) for row in rows]


def find(party: str, year: int, running: int) -> Issued | None:
    """Return an instrument by its number, None where there is none."""
    row = IssuedInstrument.objects.filter(party=party, year=year, running=running).select_related("by", "cancellation__by").first()
    return _issued(row) if row is not None else None


def powers(agreement: str, party: str) -> tuple[Powers, ...]:
    """Return the full powers a party has issued about an agreement, without those cancelled."""
    rows = IssuedInstrument.objects.filter(agreement=agreement, party=party, kind="full-powers", cancellation=None).order_by("id")
    return tuple(_powers(row) for row in rows)


def _powers(row: IssuedInstrument) -> Powers:
    given = row.content["given"]
    return Powers(
        holder=given["holder"],
        state=row.party,
        agreement=row.agreement,
        action=given["action"],
        issued_on=dt.date.fromisoformat(given["on"]),
        number=number_of(row.year, row.running),
    )


def _plain(paper: Instrument) -> dict[str, Any]:
    return {**asdict(paper, recurse=True), "sheet": [[keep(label), keep(text)] for label, text in paper.sheet]}


def _paper(content: Mapping[str, Any]) -> Instrument:
    return Instrument(
        **{
            **content,
            "paragraphs": tuple(Paragraph(**part) for part in content["paragraphs"]),
            "schedules": tuple(Schedule(tuple(one["heads"]), tuple(tuple(row) for row in one["rows"])) for one in content["schedules"]),
            "sheet": tuple((kept(label), kept(text)) for label, text in content["sheet"]),
        }
    )


def _issued(row: IssuedInstrument) -> Issued:
    return Issued(
        party=row.party,
        year=row.year,
        running=row.running,
        kind=row.kind,
        agreement=row.agreement,
        act=row.act,
        papers={language: _paper(paper) for language, paper in row.content["papers"].items()},
        given=row.content["given"],
        by=str(row.by),
        at=row.at,
        cancelled=_cancelled(getattr(row, "cancellation", None)),
    )


def _cancelled(row: InstrumentCancellation | None) -> Cancelled | None:
    return Cancelled(str(row.by) if row.by else "", row.at, row.reason) if row is not None else None
