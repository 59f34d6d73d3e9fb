"""Consult the register: what the pages and the interface for programs read, for those who may read it."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require
from foedera.law.relations import between
from foedera.library.collection import Holdings
from foedera.model.agreements import Agreement
from foedera.model.standing import BOUND, Bond, Participation
from foedera.store import lists, reading
from foedera.store.lists import FACETS, ORDERS, Line, Listing, Wanted
from foedera.store.reading import Noted
from foedera.store.register import current

__all__ = [
    "FACETS",
    "ORDERS",
    "Law",
    "Line",
    "Listing",
    "Noted",
    "Wanted",
    "history",
    "latest_acts",
    "law",
    "listing",
    "party_counts",
    "portfolio",
    "register",
    "what_binds",
]


def register(actor: Actor) -> Holdings:
    """Return the register's agreements with their timelines, as they stand now."""
    require(actor, "read", "consult")
    return current()


def listing(actor: Actor, wanted: Wanted, *, counting: bool = True) -> Listing:
    """Return one page of the agreements that meet what is wanted, with facets unless told otherwise."""
    require(actor, "read", "consult")
    return lists.listing(wanted, counting=counting)


def party_counts(actor: Actor, on: dt.date) -> list[tuple[str, int]]:
    """Return the parties bound on a day with by how many agreements, most first."""
    require(actor, "read", "consult")
    return reading.party_counts(on)


@frozen
class Holding:
    """An agreement a party takes part in on a day, and how."""

    agreement: str
    title: str
    illustrative: bool
    binding: bool
    shown: Participation


def portfolio(actor: Actor, party: str, on: dt.date, known: dt.date | None = None) -> list[Holding]:
    """Return what a party takes part in on a day; the reasons are left to who opens an agreement (`reasons_for`)."""
    require(actor, "read", "consult")
    if known is not None:
        return _portfolio_as_known(party, on, known)
    spans = {span.agreement: span for span in reading.portfolio(party, on)}
    found = []
    for entry in reading.entries_of(spans):
        span = spans[entry.agreement]
        shown = Participation(party, span.status, span.since, span.until)
        found.append(Holding(entry.agreement, entry.short_title or entry.title, entry.illustrative, entry.binding, shown))
    return found


def _portfolio_as_known(party: str, on: dt.date, known: dt.date) -> list[Holding]:
    """Return the portfolio from an earlier state of the record: asked of the engine, agreement by agreement."""
    holdings = current()
    names = reading.ever_with(party)
    holdings.fetch(names)
    docket = holdings.known(known)
    found = []
    for entry in reading.entries_of(names):
        shown = docket.timeline(entry.agreement).participation(party, on)
        if shown is not None:
            found.append(Holding(entry.agreement, entry.short_title or entry.title, entry.illustrative, entry.binding, shown))
    return found


def what_binds(
    actor: Actor, a: str, b: str, on: dt.date, known: dt.date | None = None, start: int = 0, size: int = 50
) -> tuple[int, list[tuple[Agreement, Bond]]]:
    """Return how many agreements bind both on a day, and from `start` on up to `size` of them with what binds by each."""
    require(actor, "read", "consult")
    holdings = current()
    if known is None:
        names = reading.both_bound(a, b, on)
    else:
        both = sorted(set(reading.ever_with(a)) & set(reading.ever_with(b)))
        holdings.fetch(both)
        docket = holdings.known(known)
        names = [n for n in both if all(docket.timeline(n).status_of(code, on) in BOUND for code in (a, b))]
    shown = names[start : start + size]
    holdings.fetch(shown)
    docket = holdings.known(known)
    return len(names), [(holdings[name], between(docket, name, a, b, on)) for name in shown]


def history(actor: Actor, agreement: str) -> list[Noted]:
    """Return everything recorded of an agreement, latest first: what, by whom, when, from which document.

    A document kept for a party is not named to others: it is to them as if there were none.
    """
    require(actor, "read", "consult")
    return [_open_to(actor, noted) for noted in reading.history(agreement)]


def _open_to(actor: Actor, noted: Noted) -> Noted:
    if not noted.document_party or actor.sees(noted.document_party):
        return noted
    return evolve(noted, document=None, document_name="", document_party="")


def latest_acts(actor: Actor, count: int = 12) -> tuple[list[Noted], dict[str, str]]:
    """Return the acts recorded last, and the titles of their agreements."""
    require(actor, "read", "consult")
    found = reading.latest(count)
    return [_open_to(actor, noted) for noted in found], reading.titles({noted.agreement for noted in found})


@frozen
class Law:
    """A revision of an agreement's law as its file states it."""

    agreement: str
    number: int
    law: str
    recorded: str


def law(actor: Actor, agreement: str, number: int | None = None) -> Law | None:
    """Return a revision of an agreement's law, by default the one that holds; None where there is none."""
    require(actor, "read", "consult")
    found = reading.text_of(agreement, number)
    return Law(agreement, found.number, found.law, found.recording.at.isoformat()) if found is not None else None
