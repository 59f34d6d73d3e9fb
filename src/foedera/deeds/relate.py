"""Relate agreements: the tree of protocols, amendments, arrangements and successors around one, each with how it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from foedera.deeds.powers import Actor, require
from foedera.law.docket import Docket
from foedera.store.register import Register, current

#: How many steps from the agreement the tree goes, and how many agreements it holds at most.
DEPTH, MOST = 3, 150


@frozen
class Branch:
    """An agreement related to the one above it: by which relation (empty: named in a clause), which of the two points to the other, how it stands."""

    relation: str
    points: bool
    agreement: str
    title: str
    kind: str
    binding: bool
    illustrative: bool
    status: str
    since: dt.date | None
    parties: int
    branches: tuple[Branch, ...] = ()


def tree(actor: Actor, name: str, on: dt.date, known: dt.date | None = None) -> tuple[Branch, ...]:
    """Return the agreements around one as a tree: what it points to first, then what points to it, each once, as it stands on a day."""
    require(actor, "read", "consult")
    register = current()
    wanted, level = {name}, [name]
    for _ in range(DEPTH):
        level = [other for above in level for _, other, _ in register.related(above) if other not in wanted]
        wanted.update(level[: max(MOST - len(wanted), 0)])
    register.fetch(wanted)
    return tuple(_branches(register, register.known(known), on, name, {name}, wanted, DEPTH))


def _branches(register: Register, docket: Docket, on: dt.date, above: str, shown: set[str], wanted: set[str], depth: int) -> Iterator[Branch]:
    """Yield what is related to one agreement and not shown yet; what stands in a clause only is not followed further."""
    near: dict[str, tuple[str, bool]] = {}
    rows = [(relation, found, points) for relation, other, points in register.related(above) if other in wanted and (found := register.find(other))]
    for relation, found, points in sorted(rows, key=lambda row: (row[0] == "", not row[2], row[1].adopted or dt.date.max, row[1].id)):
        if found.id not in shown:
            near.setdefault(found.id, (relation, points))
    shown.update(near)
    for other, (relation, points) in near.items():
        found = register[other]
        timeline = docket.timeline(other)
        below = tuple(_branches(register, docket, on, other, shown, wanted, depth - 1)) if depth > 1 and relation else ()
        yield Branch(
            relation, points, other, found.short_title or found.title, found.kind, found.binding, found.illustrative,
            timeline.status_on(on), timeline.entry_as_seen(on), len(timeline.codes(on)), below,
        )  # fmt: skip
