"""What a nation brings to the table: its priorities, interests, red lines and legal sensitivities, each its own until it releases it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from foedera.model.phrases import N_
from foedera.threats.register import Source

#: What an item of a position can be, as it is spoken.
KINDS = {
    "priority": N_("priority of security policy"),
    "interest": N_("interest"),
    "red-line": N_("red line"),
    "sensitivity": N_("legal sensitivity"),
}

#: Released to everybody who reads the register.
EVERYBODY = "*"
#: Released to all nations called to the round it was said in.
CALLED = "called"


@frozen(kw_only=True)
class Item:
    """One item of a nation's position.

    `about` is what it touches: areas, functions of provisions, or kinds of threat; `agreements` the ids it speaks of. `instrument` is the law or
    document it stands in, `effect` what it means for cooperation. It holds from `since` until `until` (None: not said, still holding).
    """

    id: str
    nation: str
    kind: str
    topic: str
    effect: str = ""
    instrument: str = ""
    about: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    released_to: frozenset[str] = frozenset()
    illustrative: bool = False

    def holds(self, on: dt.date) -> bool:
        """Return whether the item holds on a day; one whose beginning is not said is taken to hold until its end."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def seen_by(self, nations: Iterable[str]) -> bool:
        """Return whether a reader who speaks for these nations sees it: its own nation, those it was released to, everybody where it is public.

        >>> item = Item(id="no-basing", nation="NOR", kind="red-line", topic="No foreign bases in peacetime", released_to=frozenset({"USA"}))
        >>> [item.seen_by([code]) for code in ("NOR", "USA", "SWE")]
        [True, True, False]
        """
        return EVERYBODY in self.released_to or not {self.nation, *self.released_to}.isdisjoint(nations)
