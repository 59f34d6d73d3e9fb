"""How long an agreement lasts: its term, tacit renewal and extension, and when notice against renewal is in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from foedera.law.ledger import Ledger, Seat, Why
from foedera.law.periods import add_months, after
from foedera.law.termination import set_end
from foedera.model.acts import Act
from foedera.model.clauses import Duration, Renewal


def first_end(duration: Duration | None, entry: dt.date) -> dt.date | None:
    """Return the end of the first term of an agreement in force from `entry`, None if it is indefinite."""
    if duration is None:
        return None
    length = duration.length()
    return duration.until if length is None else after(length, entry)


def term_ends(first: dt.date, renewal: Renewal | None) -> Iterator[dt.date]:
    """Yield the ends of the successive terms, counted from the first so that short months do not add up.

    >>> from itertools import islice
    >>> [str(d) for d in islice(term_ends(dt.date(2022, 2, 28), Renewal(years=5)), 3)]
    ['2022-02-28', '2027-02-28', '2032-02-28']
    """
    yield first
    months = renewal.years * 12 + renewal.months if renewal is not None else 0
    count = 0
    while months:
        count += months
        if first.year + count // 12 > 9990:
            return
        yield add_months(first, count)


def start(ledger: Ledger) -> None:
    """Start the term when the agreement enters into force."""
    duration = ledger.agreement.duration
    assert ledger.in_force is not None
    ledger.term = first_end(duration, ledger.in_force)
    ledger.memory["terms"] = [(ledger.day, ledger.term)]
    if duration is not None and ledger.term is not None and not _is_tacit(duration):
        set_end(ledger, "duration", ledger.term, (("duration", duration, ledger.term),))


def not_renewed(ledger: Ledger, notice: Act) -> dt.date | None:
    """Return the end of the first term against whose renewal the notice is in time, None if nothing is renewed tacitly."""
    duration = ledger.agreement.duration
    if duration is None or ledger.term is None or duration.renewal is None or not duration.renewal.tacit:
        return None
    earliest = after(duration.renewal.unless_notice, notice.on)
    return next((end for end in term_ends(ledger.term, duration.renewal) if earliest is not None and earliest <= end), None)


def extended(ledger: Ledger, act: Act, seat: Seat) -> None:
    """Record an extension; it takes hold when every party (or an organ) has joined in it.

    An extension `of` a notice prolongs that notice instead (`foedera.law.withdrawal`).
    """
    duration = ledger.agreement.duration
    if duration is None or ledger.over or ledger.term is None:
        ledger.ask(f"extension {seat.key}", ("extension-without-term", act, seat.code))
        return
    joined: dict[str, Act] = ledger.memory.setdefault("extension", {})
    joined[seat.key] = act
    organ = ledger.parties.is_organisation(seat.key) and not seat.is_bound
    if not organ and not all(party.key in joined for party in ledger.bound()):
        return
    ledger.memory["extension"] = {}
    longer = act.until or act.effective or _one_term_more(duration, ledger.term)
    if longer is None:
        ledger.ask(f"extension {seat.key}", ("extension-without-length", act, seat.code))
        return
    ledger.term = longer
    ledger.memory["terms"].append((ledger.day, ledger.term))
    why: tuple[Why, ...] = (("act", act), ("extended", ledger.term))
    if _is_tacit(duration):
        ledger.enter(ledger.status, ledger.expected, (*ledger.entry_why, *why))
    else:
        set_end(ledger, "duration", ledger.term, why)


def renewals(ledger: Ledger, until: dt.date) -> Iterator[dt.date]:
    """Yield the ends of terms at which the agreement was tacitly renewed, extensions taken into account.

    Up to a day, and the one after it when it is too late on that day to give notice against it.
    """
    clause = ledger.agreement.duration
    if clause is None or not _is_tacit(clause):
        return
    anchors: list[tuple[dt.date, dt.date | None]] = ledger.memory.get("terms", [])
    for position, (_, first) in enumerate(anchors):
        following = anchors[position + 1][0] if position + 1 < len(anchors) else dt.date.max
        for end in term_ends(first, clause.renewal) if first is not None else ():
            latest = after(clause.renewal.unless_notice, until) if clause.renewal is not None else None
            certain = end <= until or (latest is not None and latest > end)
            if not certain or end >= following:
                break
            yield end


def running_term(ledger: Ledger, on: dt.date) -> dt.date | None:
    """Return the end of the term running on a day in an agreement that is renewed tacitly."""
    clause = ledger.agreement.duration
    if clause is None or not _is_tacit(clause):
        return None
    first = next((term for seen, term in reversed(ledger.memory.get("terms", [])) if seen <= on), None)
    return next((end for end in term_ends(first, clause.renewal) if end > on), None) if first is not None else None


def _is_tacit(duration: Duration) -> bool:
    return duration.renewal is not None and duration.renewal.tacit and bool(duration.renewal.years or duration.renewal.months)


def _one_term_more(duration: Duration, end: dt.date) -> dt.date | None:
    length = duration.renewal.length() if duration.renewal is not None else duration.length()
    return after(length, end) if length is not None else None
