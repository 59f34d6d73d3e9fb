"""Propose an agreement's file, new or revised: what is wrong with it, how its law differs, what would change once it is on record."""

from __future__ import annotations

import datetime as dt
import difflib

from attrs import evolve, frozen

from foedera.deeds.adopt import Adoption, adoptable_by, check
from foedera.deeds.powers import Actor, Need
from foedera.library.agreements import read_text
from foedera.library.consequences import Consequence, consequences, touched
from foedera.library.supposing import suppose, supposed_docket
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault
from foedera.store import reading
from foedera.store.register import current


@frozen
class Proposal:
    """What a file would bring: the agreement as it would stand, warnings, its law line by line against the one on record, every change."""

    adoption: Adoption
    agreement: Agreement
    warnings: tuple[Fault, ...]
    difference: tuple[str, ...]
    consequences: tuple[Consequence, ...]
    questions: tuple[str, ...]
    told: tuple[str, ...]


def propose(name: str, content: bytes, today: dt.date) -> Proposal:
    """Return what would come of adopting a file; nothing is recorded.

    FaultyFile with every fault where the file cannot be read, or where the law of agreements would wait for one another.
    """
    adoption = check(name, content)
    register = current()
    had = register.find(adoption.agreement.id)
    proposed = adoption.agreement if had is None else evolve(adoption.agreement, acts=(*had.acts, *adoption.agreement.acts))
    register.fetch(touched(register.mentioning(proposed.id), (proposed, *([had] if had else []))))
    day = max([today, *(act.on for act in adoption.agreement.acts)])
    beside = supposed_docket(register, {proposed.id: proposed})
    changes = suppose(register, {proposed.id: proposed}, day)
    found = tuple(consequences(register.docket, beside, changes, day, (proposed.id,)))
    return Proposal(
        adoption,
        proposed,
        tuple(fault for fault in read_text(content, name, register.parties).faults if fault.severity != "error"),
        tuple(difference(proposed.id, adoption.law)),
        found,
        found[0].opened,
        tuple(p.party for p in beside.timeline(proposed.id).standing(day).participants),
    )


def difference(name: str, law: str) -> list[str]:
    """Return how a law differs from the one on record: lines that begin with a blank, + or -, and @@ where some are left out."""
    had = reading.text_of(name)
    if had is None:
        return []
    lines = difflib.unified_diff(had.law.splitlines(), law.splitlines(), lineterm="", n=2)
    return [line for line in lines if not line.startswith(("---", "+++"))]


def may_adopt(actor: Actor, found: Adoption) -> bool:
    """Return whether an actor may put this on record; nothing is logged, for faces that show only what can be done."""
    return Need("record", adoptable_by(found, current().find(found.agreement.id))).met_by(actor) is not None
