"""Hand out a part of one agreement: its participants on a day as a table others can read, and revisions of its law as text."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require
from foedera.interchange.akoma_ntoso import write
from foedera.interchange.akoma_ntoso_making import Related
from foedera.interchange.files import act_line, with_acts
from foedera.interchange.table_files import as_csv
from foedera.interchange.tables import STANDING, Asked, rows
from foedera.model.errors import NotThere
from foedera.model.phrases import say
from foedera.store import logs, reading
from foedera.store.register import current


def participants(actor: Actor, name: str, on: dt.date, known: dt.date | None = None) -> bytes:
    """Return an agreement's participants on a day as CSV, safe to open in a spreadsheet."""
    require(actor, "export", "export", name)
    register = current()
    found = as_csv(STANDING, rows(STANDING, Asked((register[name],), register.known(known), on)))
    logs.note(actor.name, "export", name, allowed=True, why="participants, csv", address=actor.address)
    return found


def akoma_ntoso(actor: Actor, name: str, stamp: dt.datetime, known: dt.date | None = None) -> bytes:
    """Return an agreement as one Akoma Ntoso document, by the acts on record on the day of knowledge."""
    require(actor, "export", "export", name)
    register = current()
    docket = register.known(known)
    found = register[name]
    if known is not None:
        found = evolve(found, acts=tuple(act for act in found.acts if act.known <= known))
    logs.note(actor.name, "export", name, allowed=True, why="akoma-ntoso", address=actor.address)
    return write(found, docket.parties, stamp, timeline=docket.timeline(name), related=Related(docket.find, docket.citing))


@frozen
class Revision:
    """A revision of an agreement's law: its number, when it was recorded, by whom, why."""

    number: int
    at: dt.datetime
    by: str
    note: str


def revisions(actor: Actor, name: str) -> list[Revision]:
    """Return the revisions of an agreement's law, the first first."""
    require(actor, "read", "consult", name)
    return [Revision(number, at, by, note) for number, at, by, note in reading.revisions(name)]


def law(actor: Actor, name: str, number: int | None = None) -> tuple[int, str]:
    """Return a revision of an agreement's law, by default the one that holds, with its number; NotThere where there is none."""
    require(actor, "read", "consult", name)
    found = reading.text_of(name, number)
    if found is None:
        raise NotThere(
            say("{name} has no revision {number} of its law on record; its file lists those there are", name=name, number=str(number or 0))
        )
    return found.number, found.law


def file(actor: Actor, name: str) -> str:
    """Return the agreement as one file: the law that holds, with its comments, and every act on record."""
    require(actor, "read", "consult", name)
    agreement = current()[name]
    return with_acts(law(actor, name)[1], [act_line(act) for act in agreement.acts])
