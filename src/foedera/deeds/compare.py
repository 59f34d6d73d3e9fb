"""Compare two parties on a day: what binds both and how, what each owes the other, what binds only one, what once bound both."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.deeds.powers import Actor, require
from foedera.law.docket import Docket
from foedera.law.relations import between
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.provisions import Obligation, Provision
from foedera.model.standing import Bond
from foedera.store import lists, reading
from foedera.store.catalogue import catalogue
from foedera.store.lists import Line
from foedera.store.register import current

#: How many agreements a page of what binds both has, and how many of the others are named.
SIZE = 50
#: Bearers that are all parties alike, and roles a party can come into; others (an organ, the depositary, third states) are nobody of the two.
EVERYBODY = frozenset({"each-party", "all-parties", "other-parties"})
ROLES = frozenset(
    {
        "attacked-party",
        "threatened-party",
        "requesting-party",
        "assisting-party",
        "sending-state",
        "receiving-state",
        "host-state",
        "originating-party",
        "recipient-party",
    }
)


@frozen
class Owed:
    """An obligation between two: the provision it stands in, whether its article is left out between them."""

    provision: Provision
    obligation: Obligation
    left_out: bool


@frozen
class Tie:
    """An agreement that binds both: how the list shows it, the bond with its reasons, the reservations behind it, and what is owed each way.

    `mutual` binds either towards the other, `forth` the first alone, `back` the second alone; `by_role` whoever comes into a role (an attacked
    party, a receiving state).
    """

    line: Line
    bond: Bond
    reservations: tuple[Act, ...]
    mutual: tuple[Owed, ...]
    forth: tuple[Owed, ...]
    back: tuple[Owed, ...]
    by_role: tuple[Owed, ...]

    @property
    def owes(self) -> int:
        """How many obligations between the two are recorded."""
        return len(self.mutual) + len(self.forth) + len(self.back) + len(self.by_role)


@frozen
class Comparison:
    """Two parties on a day (see the module); `total` agreements bind both, `ties` are the page of them shown."""

    total: int
    ties: tuple[Tie, ...]
    page: int
    pages: int
    only_first: tuple[Line, ...]
    first_total: int
    only_second: tuple[Line, ...]
    second_total: int
    once: tuple[tuple[str, str, dt.date], ...]
    once_total: int
    as_known: bool


def compare(actor: Actor, a: str, b: str, on: dt.date, known: dt.date | None = None, *, page: int = 1, size: int = SIZE) -> Comparison:
    """Return what binds two parties on a day, a page of it, and what does not: a constant number of queries however much that is."""
    require(actor, "read", "compare")
    register, shelf = current(), catalogue()
    day = shelf.day(on, known)
    heeded = known if shelf.can_say_as_known else None
    first, second = day.bound(a), day.bound(b)
    both, only_first, only_second = first & second, first & ~second, second & ~first
    total = both.bit_count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    names = shelf.names(both, start=(page - 1) * size, size=size)
    first_names, second_names = shelf.names(only_first, size=SIZE), shelf.names(only_second, size=SIZE)
    lines = {line.agreement: line for line in lists.lines([*names, *first_names, *second_names], on, day)}
    register.fetch(names)
    docket = register.known(heeded)
    once = reading.once_both_bound(a, b, on)
    once = [(name, end) for name, end in once if name in shelf.place and not both >> shelf.place[name] & 1]
    titles = reading.titles(name for name, _ in once[:SIZE])
    return Comparison(
        total=total,
        ties=tuple(_tie(docket, lines[name], a, b, on) for name in names if name in lines),
        page=page,
        pages=pages,
        only_first=tuple(lines[name] for name in first_names if name in lines),
        first_total=only_first.bit_count(),
        only_second=tuple(lines[name] for name in second_names if name in lines),
        second_total=only_second.bit_count(),
        once=tuple((name, titles.get(name, name), end) for name, end in once[:SIZE]),
        once_total=len(once),
        as_known=known is None or heeded is not None,
    )


def _tie(docket: Docket, line: Line, a: str, b: str, on: dt.date) -> Tie:
    bond = between(docket, line.agreement, a, b, on)
    timeline = docket.timeline(line.agreement)
    acts = {act.id: act for act in timeline.acts_until(on) if act.kind == "reservation" and act.id}
    reservations = tuple(acts[name] for name in bond.modified_by if name in acts)
    return Tie(line, bond, reservations, *obligations(timeline.agreement, a, b, bond.not_applied))


def obligations(
    agreement: Agreement, a: str, b: str, not_applied: tuple[str, ...] = ()
) -> tuple[tuple[Owed, ...], tuple[Owed, ...], tuple[Owed, ...], tuple[Owed, ...]]:
    """Return what an agreement's recorded obligations make of two of its parties: owed by either, by the first, by the second, by role."""
    mutual, forth, back, by_role = [], [], [], []
    for provision in agreement.provisions:
        for duty in provision.obligations:
            owed = Owed(provision, duty, provision.article in not_applied)
            bearers = set(duty.bearer)
            if bearers & EVERYBODY or {a, b} <= bearers:
                mutual.append(owed)
            elif a in bearers:
                forth.append(owed)
            elif b in bearers:
                back.append(owed)
            elif bearers & ROLES:
                by_role.append(owed)
    return tuple(mutual), tuple(forth), tuple(back), tuple(by_role)
