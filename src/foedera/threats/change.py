"""What changed from one round to the next: places, middle levels, how far the nations agree, and who came and went."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from attrs import frozen

from foedera.model.phrases import N_, Phrase, joined, say
from foedera.threats.concordance import kendall_tau
from foedera.threats.picture import Picture


@frozen(kw_only=True)
class Moved:
    """A threat in two rounds; None where that round did not ask about it, or nobody scored it."""

    threat: str
    place_before: int | None
    place_now: int | None
    median_before: tuple[int, int] | None
    median_now: tuple[int, int] | None

    @property
    def moved(self) -> int | None:
        """How many places it rose (above zero) or fell; None where one of the two is unknown."""
        return None if self.place_before is None or self.place_now is None else self.place_before - self.place_now


@frozen(kw_only=True)
class Change:
    """What changed since the round before; `alike` is Kendall's tau between the two orders."""

    rows: tuple[Moved, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    alike: float | None
    said: tuple[Phrase, ...]


def change(before: Picture, now: Picture) -> Change:
    """Return what changed between two pictures, in the order of the later one; threats only the earlier asked about come last."""
    names = dict.fromkeys([found.threat for found in (*now.figures, *before.figures)])
    rows = tuple(_moved(name, before, now) for name in names)
    came = tuple(nation for nation in now.answered if nation not in before.answered)
    went = tuple(nation for nation in before.answered if nation not in now.answered)
    places = np.array([[_or_nan(row.place_before), _or_nan(row.place_now)] for row in rows]).reshape(-1, 2)
    alike = kendall_tau(places[:, 0], places[:, 1])
    return Change(rows=rows, joined=came, left=went, alike=alike, said=tuple(_said(before, now, came, went, alike)))


def _moved(name: str, before: Picture, now: Picture) -> Moved:
    old, new = before.find(name), now.find(name)
    return Moved(
        threat=name,
        place_before=old.place if old else None,
        place_now=new.place if new else None,
        median_before=old.median if old else None,
        median_now=new.median if new else None,
    )


def _said(before: Picture, now: Picture, came: tuple[str, ...], went: tuple[str, ...], alike: float | None) -> list[Phrase]:
    lines = []
    if came:
        lines.append(say("counted this time and not before: {nations}", nations=joined(came, ", ")))
    if went:
        lines.append(say("counted before and not this time: {nations}", nations=joined(went, ", ")))
    if alike is not None:
        lines.append(say("the two orders agree to {tau} (Kendall's tau; 1 is the same order)", tau=Decimal(f"{alike:.2f}")))
    if before.alpha is not None and now.alpha is not None:
        text = N_("agreement of the nations went from {before} to {now} (Krippendorff's alpha, ordinal; 1 is full agreement)")
        lines.append(say(text, before=Decimal(f"{before.alpha:.2f}"), now=Decimal(f"{now.alpha:.2f}")))
    return lines


def _or_nan(value: int | None) -> float:
    return float("nan") if value is None else float(value)
