"""Notify: who is to be told of an act (VCLT 77, 78), and the acts recorded last, as a depositary makes them known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import evolve

from foedera.deeds.powers import Actor, require
from foedera.interchange.atom import Notice, notices
from foedera.model.acts import Act
from foedera.store import reading
from foedera.store.register import current

#: How many notifications a feed holds.
MOST = 60


def notify(actor: Actor, *, parties: Iterable[str] = (), agreement: str = "", most: int = MOST) -> list[Notice]:
    """Return the acts recorded last, each with when it was recorded, the latest first."""
    require(actor, "read", "notify")
    register = current()
    latest = [noted for noted in reading.latest(most, parties=parties, agreement=agreement) if noted.act is not None]
    names = dict.fromkeys(noted.agreement for noted in latest)
    register.fetch(names)
    entries = {name: {_place(notice): notice for notice in notices([register[name]])} for name in names}
    found = []
    for noted in latest:
        assert noted.act is not None
        acts = register[noted.agreement].acts
        notice = entries[noted.agreement].get(id(acts[noted.act.number - 1])) if noted.act.number <= len(acts) else None
        if notice is not None:
            found.append(evolve(notice, recorded=noted.at))
    return found


def to_be_told(actor: Actor, name: str, acts: Iterable[Act], today: dt.date) -> tuple[str, ...]:
    """Return the participants to whom acts on record are to be made known: all but their authors (VCLT 77(1)(e), 78(c))."""
    require(actor, "read", "notify", name)
    done = tuple(acts)
    register = current()
    register.fetch([name])
    standing = register.docket.timeline(name).standing(max([today, *(act.on for act in done)]))
    authors = {code for act in done for code in act.by}
    return tuple(p.party for p in standing.participants if p.party not in authors)


def _place(notice: Notice) -> int:
    """Return which act of its agreement a notice is of: acts alike in every particular are told apart."""
    return id(notice.act)
