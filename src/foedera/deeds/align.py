"""Align: which clauses of the register's agreements answer which threats on a day, what touches a limit, the trace; from what the reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from foedera.deeds import consult, survey_threats
from foedera.deeds.powers import Actor, require
from foedera.library.answers import public_answers
from foedera.model.standing import BOUND
from foedera.store.register import current
from foedera.threats.policy import Aligned, aligned, looked_at


def align(
    actor: Actor, on: dt.date, known: dt.date | None = None, *, nation: str = "", named: Mapping[str, Collection[str]] | None = None
) -> Aligned:
    """Return the alignment of the threats on record with the register's agreements, as far as the actor may see it.

    Args:
        actor: who asks; positions not open to it are left out.
        on: the day in law.
        known: the state of the record; None is all of it.
        nation: the nation asked about: its agreements are looked at too, and its limits alone.
        named: the threats of each nation, where its scores are open to the actor; without it, the nation asked about is held to all on record.
    """
    require(actor, "read", "align")
    threats = survey_threats.register(actor)
    items = [item for item in survey_threats.positions(actor) if not nation or item.nation == nation]
    own = [held.agreement for held in consult.portfolio(actor, nation, on, known) if held.shown.status in BOUND] if nation else []
    concerns = named if named is not None else {nation: [threat.id for threat in threats]} if nation else {}
    register = current()
    names = [name for name in looked_at(public_answers(), items, own) if name in register]
    register.fetch(names)
    return aligned(register.known(known), names, threats, survey_threats.taxonomy(actor), public_answers(), items, on, concerns)
