"""The docket: the agreements at hand, folded once each, so that the law of one can look at the standing of another.

A docket answers for one state of knowledge (`known`). Conditions look at another agreement's own standing; only the answers
to a user also show that a later agreement has superseded it (VCLT 59), so that the two can refer to each other.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from foedera.law import amendment
from foedera.law.ledger import Ledger
from foedera.model.agreements import Agreement
from foedera.model.errors import CyclicLinks, Fault, UnknownAgreement
from foedera.model.parties import Parties
from foedera.model.phrases import say

if TYPE_CHECKING:
    from foedera.law.timeline import Timeline

Find = Callable[[str], "Agreement | None"]
#: Gives the ids of the agreements that point to one by a relation: `citing("nato/treaty", "amends")`.
Citing = Callable[[str, str], Iterable[str]]


#: How many states of knowledge a docket keeps folded; a server is asked about any day, and must not grow with every one.
STATES_KEPT = 8


def _nobody(_: str, __: str) -> Iterable[str]:
    return ()


class Docket:
    """Agreements by id with their timelines (see the module)."""

    def __init__(self, find: Find, parties: Parties, citing: Citing = _nobody, known: dt.date | None = None) -> None:
        """Open a docket on the agreements `find` gives, as they were on record on `known` (None: all that is)."""
        self.find = find
        self.parties = parties
        self.citing = citing
        self.known = known
        self._own: dict[str, Timeline] = {}
        self._full: dict[str, Timeline] = {}
        self._open: list[str] = []
        self._siblings: dict[dt.date | None, Docket] = {known: self}
        self.superseded: dict[str, tuple[dt.date, dt.date, str]] = {}
        self._codes: dict[tuple[str, dt.date, bool], set[str]] = {}

    def as_known(self, known: dt.date | None) -> Docket:
        """Return the docket on the same agreements as they were on record on another day."""
        found = self._siblings.get(known)
        if found is None:
            oldest = [day for day in self._siblings if day is not None and day != self.known]
            if len(oldest) >= STATES_KEPT:
                del self._siblings[oldest[0]]
            found = self._sibling(known)
            found._siblings = self._siblings
            self._siblings[known] = found
        return found

    def _sibling(self, known: dt.date | None) -> Docket:
        """Return a new docket of the same kind on another state of knowledge."""
        return Docket(self.find, self.parties, self.citing, known)

    def agreement(self, name: str) -> Agreement:
        """Return the agreement of that id."""
        found = self.find(name)
        if found is None:
            message = say("no agreement has the id '{name}'; the list of agreements shows those there are", name=name)
            raise UnknownAgreement(message)
        return found

    def own(self, name: str) -> Timeline:
        """Return the timeline of an agreement by itself, whatever later agreements superseded it."""
        from foedera.law.timeline import Timeline

        found = self._own.get(name)
        if found is None:
            agreement = self.agreement(name)
            if name in self._open:
                raise self._cycle(name)
            self._open.append(name)
            try:
                found = self._own[name] = Timeline.of(agreement, self)
            finally:
                self._open.pop()
        return found

    def timeline(self, name: str) -> Timeline:
        """Return the complete timeline of an agreement, its end by a later agreement included."""
        from foedera.law.timeline import Timeline

        found = self._full.get(name)
        if found is None:
            found = self.own(name)
            later = [other for other in self.citing(name, "supersedes") if self.find(other) is not None]
            end = amendment.replaced_by(self, found, later) if later else None
            if end is not None:
                self.superseded[name] = end
                found = Timeline.of(found.agreement, self)
                del self.superseded[name]
            self._full[name] = found
        return found

    def fold_all(self, names: Iterable[str]) -> None:
        """Fold every one of these agreements now, so that later questions are only read off.

        The cyclic garbage collector is paused meanwhile: a fold leaves no garbage cycles, and scanning a growing register
        again and again would cost as much as the folding. What was folded then counts as old, so that the small collections
        during questions pass over it.
        """
        paused = gc.isenabled()
        gc.disable()
        try:
            for name in names:
                self.timeline(name)
        finally:
            if paused:
                gc.freeze()
                gc.unfreeze()
                gc.enable()

    def codes(self, name: str, day: dt.date, *, consented: bool = False) -> set[str]:
        """Return who is bound by an agreement on a day, or with `consented` who has consented to it, by the codes that count."""
        key = (name, day, consented)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = self.own(name).codes(day, consented=consented)
        return found

    def entry_seen(self, name: str, day: dt.date) -> dt.date | None:
        """Return the entry into force of an agreement as far as it is certain on a day."""
        return self.own(name).entry_as_seen(day)

    def change_days(self, name: str) -> list[dt.date]:
        """Return the days on which something about an agreement or its participants changed."""
        return self.own(name).change_days()

    def follow(self, ledger: Ledger) -> None:
        """Schedule in a ledger what other agreements bring about: see `foedera.law.amendment`."""
        amendment.follow(ledger)
        end = self.superseded.get(ledger.agreement.id)
        if end is not None:
            seen, day, later = end
            ledger.schedule(max(seen, ledger.day), amendment.superseded, (day, later))

    def _cycle(self, name: str) -> CyclicLinks:
        chain = [*self._open[self._open.index(name) :], name]
        agreement = self.agreement(chain[0])
        message = say("the law of these agreements waits for one another: {chain}", chain=" → ".join(chain))
        hint = say("one of them must be able to enter into force without the others")
        return CyclicLinks((Fault(agreement.file or name, 1, 1, "error", "F043", message, hint),))
