"""Comparing two lives of an agreement: what one has that the other has not, change by change."""

from __future__ import annotations

from collections import Counter

from attrs import frozen

from foedera.model.standing import Change


@frozen
class Difference:
    """A change that comes (`added`) or falls away when something is supposed, with its reasons."""

    change: Change
    added: bool

    def as_json(self) -> dict[str, object]:
        """Return the object `what-if --json` prints."""
        return {**self.change.as_json(), "effect": "comes" if self.added else "falls-away"}


def differences(before: list[Change], after: list[Change]) -> list[Difference]:
    """Return what comes and what falls away between two timelines, in order of date; reasons alone make no difference.

    >>> import datetime as dt
    >>> one = Change("a/b", dt.date(2027, 1, 1), "X-A", "withdrawn")
    >>> [(d.change.change, d.added) for d in differences([], [one])]
    [('withdrawn', True)]
    """
    had, has = Counter(map(_key, before)), Counter(map(_key, after))
    found = []
    for changes, count, added in ((after, has - had, True), (before, had - has, False)):
        for change in changes:
            if count[_key(change)] > 0:
                count[_key(change)] -= 1
                found.append(Difference(change, added))
    return sorted(found, key=lambda d: (d.change.on, d.change.agreement, d.change.party or "", d.added))


def _key(change: Change) -> tuple[object, ...]:
    return change.agreement, change.on, change.party, change.change
