"""Correct the record: a wrong act is struck by a further act, and the right one recorded with it. Nothing is changed or deleted."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from foedera.deeds.powers import Actor, require
from foedera.deeds.record import Check, may_be_recorded_by, on_record, refuse_errors, settled, weigh
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import NotThere, Unfit
from foedera.store import logs, writing
from foedera.store.register import Register, act_name, answering, current


def check_strike(name: str, number: int, today: dt.date, *, reason: str, instead: Act | None = None) -> Check:
    """Return what would come of striking an act, and of recording another instead; nothing is recorded."""
    register = current()
    agreement, added = _prepared(register, name, number, today, reason, instead)
    return weigh(register, agreement, added, today)


def strike(
    actor: Actor,
    name: str,
    number: int,
    today: dt.date,
    *,
    reason: str,
    instead: Act | None = None,
    document: int | None = None,
) -> writing.Recorded:
    """Strike an act recorded in error, with the reason, and record the right one instead where it is given.

    Answers as known before today still show the struck act; the history keeps both. Raises NotThere where there is no such act,
    Unfit where it is struck already, no reason is given, or the right act has faults of its own.
    """
    return settled(lambda: _strike(actor, name, number, today, reason, instead, document))


def _strike(actor: Actor, name: str, number: int, today: dt.date, reason: str, instead: Act | None, document: int | None) -> writing.Recorded:
    register = current()
    agreement, added = _prepared(register, name, number, today, reason, instead)
    wrong = agreement.acts[number - 1]
    concerned = may_be_recorded_by(agreement, [wrong] if instead is None else [wrong, instead])
    party = require(actor, "record", "correct", name, concerned)
    found = weigh(register, agreement, added, today)
    refuse_errors(found)
    provenance = writing.Provenance(deed="correct", by=actor.user, party=party, document=document, note=reason.strip())
    why = f"struck: {wrong.describe()}"
    return writing.record(
        [writing.Addition(name, None, added)],
        provenance,
        today,
        checked=register.revision,
        noted=lambda: logs.note(actor.name, "correct", name, allowed=True, why=why, party=party, address=actor.address),
    )


def _prepared(register: Register, name: str, number: int, today: dt.date, reason: str, instead: Act | None) -> tuple[Agreement, tuple[Act, ...]]:
    """Return the agreement with a name for the wrong act, and the acts that correct it."""
    agreement = on_record(register, name)
    if not 1 <= number <= len(agreement.acts):
        message = f"{name} has no act number {number} on record; its history lists 1 to {len(agreement.acts)}"
        raise NotThere(message)
    if not reason.strip():
        raise Unfit((("reason", "say why the act is struck: the record keeps the reason"),))
    wrong = agreement.acts[number - 1]
    if wrong.strikes:
        raise Unfit((("", "a correction is not struck; record the act anew"),))
    target = wrong.id or act_name(number)
    if any(act.strikes and act.of == target for act in agreement.acts):
        raise Unfit((("", f"{wrong.describe()} is struck already"),))
    acts = tuple(evolve(act, id=target) if act is wrong else act for act in agreement.acts)
    striking = Act(wrong.on, "correction", wrong.by, known=today, of=target, strikes=True, note=reason.strip())
    return answering(evolve(agreement, acts=acts), (striking,) if instead is None else (striking, instead))
