"""Spans: every answer a timeline gives about statuses, as stretches of days asked on which it stays the same. What a table can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from foedera.law.ledger import Entry, Seat
from foedera.law.timeline import Timeline


@frozen
class Span:
    """The status shown for days asked from `seen` up to, not including, `gone`: of a participant, or with `party` empty of the agreement.

    `since` and `until` are those of the answer: for the agreement the day it has been in force since, and the day expected.
    """

    party: str
    status: str
    seen: dt.date
    gone: dt.date | None
    since: dt.date | None
    until: dt.date | None

    def holds(self, on: dt.date) -> bool:
        """Return whether the span answers for a day."""
        return self.seen <= on and (self.gone is None or on < self.gone)


def spans(timeline: Timeline) -> list[Span]:
    """Return the spans of an agreement and of each participant: together they give on any day what `Timeline.standing` gives.

    >>> import datetime as dt
    >>> from foedera.library.collection import Collection
    >>> found = spans(Collection().docket.timeline("nato/north-atlantic-treaty"))
    >>> sum(s.party != "" and s.status == "party" and s.holds(dt.date(1982, 5, 30)) for s in found)
    16
    """
    found: list[Span] = []
    for number, (start, ledger) in enumerate(timeline.eras):
        end = timeline.eras[number + 1][0] if number + 1 < len(timeline.eras) else None
        for seen, gone, status, since, until in _stretches(ledger.track, start, end):
            if until is None or until <= seen:
                found.append(Span("", status, seen, gone, since, None))
            elif gone is not None and gone <= until:
                found.append(Span("", status, seen, gone, since, until))
            else:  # what was expected is past from that day on
                found += [Span("", status, seen, until, since, until), Span("", status, until, gone, since, None)]
        for seat in ledger.seats.values():
            for seen, gone, status, since, until in _stretches(seat.track, start, end):
                for first, last, code in _names(seat, seen, gone):
                    found.append(Span(code, status, first, last, since, until))
    return found


def _stretches(
    track: list[Entry], start: dt.date, end: dt.date | None
) -> Iterator[tuple[dt.date, dt.date | None, str, dt.date | None, dt.date | None]]:
    """Yield what a track shows within an era; of several entries seen on one day only the last is."""
    for index, (seen, status, since, until, _) in enumerate(track):
        gone = track[index + 1][0] if index + 1 < len(track) else None
        first = max(seen, start)
        last = gone if end is None else end if gone is None else min(gone, end)
        if status is not None and (last is None or first < last):
            yield first, last, status, since, until


def _names(seat: Seat, seen: dt.date, gone: dt.date | None) -> Iterator[tuple[dt.date, dt.date | None, str]]:
    """Yield the codes under which a participant is shown in a stretch, where a continuator took over its seat."""
    names = seat.names or [(dt.date.min, seat.code)]
    for index, (start, code) in enumerate(names):
        following = names[index + 1][0] if index + 1 < len(names) else None
        first = max(seen, start)
        last = gone if following is None else following if gone is None else min(gone, following)
        if last is None or first < last:
            yield first, last, code
