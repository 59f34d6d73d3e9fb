"""Policy alignment as a whole: threats, agreements as a docket has them on a day, and national positions, in one value every face shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from attrs import frozen

from foedera.law.docket import Docket
from foedera.threats.alignment import Alignment, Answer, Bond, align
from foedera.threats.friction import Friction, frictions
from foedera.threats.positions import Item
from foedera.threats.register import Taxonomy, Threat
from foedera.threats.trace import Link, trace


@frozen(kw_only=True)
class Aligned:
    """What answers what on a day, where that touches a limit, and the trace of it all."""

    alignment: Alignment
    frictions: tuple[Friction, ...]
    trace: tuple[Link, ...]


def looked_at(answers: Iterable[Answer], items: Iterable[Item], own: Iterable[str] = ()) -> list[str]:
    """Return the ids of the agreements worth looking at: those with answers on record, those positions name, and a nation's own."""
    return sorted({*(answer.agreement for answer in answers), *(name for item in items for name in item.agreements), *own})


def aligned(
    docket: Docket,
    names: Iterable[str],
    threats: Iterable[Threat],
    taxonomy: Taxonomy,
    answers: Iterable[Answer],
    items: Iterable[Item],
    on: dt.date,
    named: Mapping[str, Collection[str]],
) -> Aligned:
    """Return the alignment of threats with these agreements as a docket has them on a day; for faces that work on files."""
    bonds = [Bond(agreement=docket.agreement(name), bound=frozenset(docket.timeline(name).standing(on).parties)) for name in names]
    there = tuple(answers)
    found = align(tuple(threats), taxonomy, bonds, there, named)
    return Aligned(alignment=found, frictions=frictions(items, bonds, there, on), trace=trace(found))
