"""Progress: the log of dated steps states have taken at home for an agreement. It only grows; what was recorded in error is struck by a later line.

A step at home binds nobody; what binds is the act in the agreement's own log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import field, frozen

from foedera.model.agreements import Source
from foedera.model.phrases import N_

#: How a step came out; "pending": it has begun and nothing is decided.
OUTCOMES = {"done": N_("done"), "refused": N_("refused"), "pending": N_("pending")}


@frozen(kw_only=True)
class Taken:
    """A step a state took for an agreement on a day; `known` since when that is on record (default `on`).

    `step` is the id of a step of the state's procedure, `duty:<id>` where a duty was done, or `full-powers`. `path` says which path it was taken on,
    empty where that is not known. `strikes` is the id of a line recorded in error; the line that strikes counts for nothing else.
    """

    agreement: str
    state: str
    step: str
    on: dt.date
    known: dt.date = field()
    path: str = ""
    outcome: str = "done"
    id: str = ""
    strikes: str = ""
    source: str = ""
    confidence: str = ""
    note: str = ""

    @known.default
    def _known_at_once(self) -> dt.date:
        return self.on


@frozen(kw_only=True)
class Progress:
    """The log of one agreement with its sources."""

    agreement: str
    steps: tuple[Taken, ...] = ()
    sources: tuple[Source, ...] = ()
    illustrative: bool = False


def seen(log: Iterable[Taken], on: dt.date, known: dt.date | None, agreement: str = "", state: str = "") -> tuple[Taken, ...]:
    """Return the lines that count on a day as the record was on `known` (None: all of it), in order of date; those struck are left out.

    >>> vote = Taken(agreement="a/b", state="NOR", step="vote", on=dt.date(2022, 6, 16), known=dt.date(2022, 6, 20), id="v")
    >>> error = Taken(agreement="a/b", state="NOR", step="vote", on=dt.date(2022, 7, 1), strikes="v")
    >>> [len(seen([vote, error], dt.date(2022, 12, 1), day)) for day in (dt.date(2022, 6, 17), dt.date(2022, 6, 30), None)]
    [0, 1, 0]
    """
    lines = [
        line
        for line in log
        if (known is None or line.known <= known) and (not agreement or line.agreement == agreement) and (not state or line.state == state)
    ]
    struck = {(line.agreement, line.state, line.strikes) for line in lines if line.strikes}
    standing = [line for line in lines if line.on <= on and not line.strikes and not (line.id and (line.agreement, line.state, line.id) in struck)]
    return tuple(sorted(standing, key=lambda line: (line.on, line.known, line.step, line.outcome, line.path, line.id, line.source)))
