"""Adopt agreements into the register: from an agreement's file, or a whole collection of them; and revise the law of one on record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve, frozen

from foedera.deeds.powers import Actor, require
from foedera.deeds.record import by_name, may_be_reached_by, may_be_recorded_by, settled, what_was_done
from foedera.interchange.files import law_text
from foedera.library.agreements import read_text
from foedera.library.collection import BUNDLED, Collection
from foedera.library.vocabularies import parties
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault, FaultyFile, OutOfDate
from foedera.model.phrases import N_, say
from foedera.store import logs, reading, writing
from foedera.store.register import current, revision

#: Where what ships with Foedera came from, as the history says it.
SHIPPED = "the bundled collection"
_ACTS = re.compile(rb"^acts\s*=\s*\[\n.*?^\]\n+", re.MULTILINE | re.DOTALL)


@frozen
class Adoption:
    """What a file would bring: its agreement, its law as text, whether it is new, its law revised, or on record already with new acts."""

    agreement: Agreement
    law: str
    is_new: bool
    law_changed: bool
    new_acts: int

    @property
    def changes_nothing(self) -> bool:
        """Whether all the file states is on record already."""
        return not (self.is_new or self.law_changed or self.new_acts)


def check(name: str, content: bytes) -> Adoption:
    """Return what a file would bring; FaultyFile with every fault, place and remedy where it cannot be read.

    A file whose agreement is on record adds the acts that are not; an act on record that the file leaves out stays.
    """
    return _check(name, content)[0]


def _check(name: str, content: bytes) -> tuple[Adoption, int]:
    """Return what a file would bring, and the revision that was said on."""
    found = read_text(content, name, parties())
    if found.agreement is None:
        raise FaultyFile(found.errors)
    register = current()
    dangling = [target for _, target in found.references if target != found.agreement.id and register.find(target) is None]
    if dangling:
        message, hint = N_("no agreement on record has the id '{id}'"), say("adopt it first")
        faults = (Fault(name, 1, 1, "error", "F041", say(message, id=target), hint) for target in dangling)
        raise FaultyFile(tuple(faults))
    return weigh(found.agreement, content, register.find(found.agreement.id)), register.revision


def weigh(agreement: Agreement, content: bytes, had: Agreement | None) -> Adoption:
    """Return what an agreement would bring beside what is on record of it."""
    law = law_of(agreement, content)
    if had is None:
        return Adoption(agreement, law, is_new=True, law_changed=True, new_acts=len(agreement.acts))
    # The same act with another source or note is no second act; nor is one that was given a name since, by which it was struck or answered.
    known = {what_was_done(act): name for name, act in by_name(had)}
    names: dict[str, str] = {}  # what the file calls an act that the record calls otherwise
    fresh = []
    for stated in agreement.acts:
        act = evolve(stated, of=names.get(stated.of, stated.of))
        done = what_was_done(act)
        if done not in known:
            fresh.append(act)
        elif act.id:
            names[act.id] = known[done]
    changed = evolve(agreement, acts=(), file="") != evolve(had, acts=(), file="")
    return Adoption(evolve(agreement, acts=tuple(fresh)), law, is_new=False, law_changed=changed, new_acts=len(fresh))


def law_of(agreement: Agreement, content: bytes) -> str:
    """Return a file's text without its acts, comments kept where the acts stand in one block; else its law written anew."""
    stripped = _ACTS.sub(b"", content, count=1)
    again = read_text(stripped, agreement.file, parties()).agreement
    if again is not None and again == evolve(agreement, acts=()):
        return stripped.decode("utf-8-sig")
    return law_text(agreement)


def adopt(
    actor: Actor, name: str, content: bytes, today: dt.date, *, note: str = "", document: int | None = None, seen: int | None = None
) -> tuple[Adoption, writing.Recorded | None]:
    """Put an agreement's file on record: the law, and the acts that are not there yet. Nothing is recorded where it brings nothing new.

    `seen` is the number of the text the file was compared with (0: there was none): OutOfDate where another holds by now.
    """
    return settled(lambda: _adopt(actor, name, content, today, note, document, seen))


def _adopt(
    actor: Actor, name: str, content: bytes, today: dt.date, note: str, document: int | None, seen: int | None
) -> tuple[Adoption, writing.Recorded | None]:
    found, checked = _check(name, content)
    if seen is not None and found.law_changed and (holds := max(revisions(found.agreement.id), default=0)) != seen:
        message = f"the law of {found.agreement.id} was revised since this was compared with it (text {seen}, now {holds}); compare it again"
        raise OutOfDate(message)
    party = require(actor, "record", "adopt", found.agreement.id, adoptable_by(found, current().find(found.agreement.id)))
    if found.changes_nothing:
        return found, None
    addition = writing.Addition(found.agreement.id, found.law if found.law_changed else None, found.agreement.acts)
    provenance = writing.Provenance(deed="adopt", by=actor.user, party=party, document=document, note=note)
    recorded = writing.record(
        [addition],
        provenance,
        today,
        checked=checked,
        noted=lambda: logs.note(actor.name, "adopt", found.agreement.id, allowed=True, party=party, address=actor.address),
    )
    return found, recorded


def adoptable_by(found: Adoption, had: Agreement | None) -> tuple[str, ...]:
    """Return the parties whose officers may put this on record: of a new agreement all concerned; of one on record as its own law has it.

    Who is depositary or takes part is read off what is on record, not off the file handed in. A law that newly reaches into another agreement
    on record (ends it, amends it, goes before it) is for those who may revise that one's law too.
    """
    new = found.agreement
    if had is None:
        allowed = {code for act in new.acts for code in act.by} | set(new.depositary) | set(new.negotiating or ())
    else:
        allowed = set(may_be_recorded_by(had, new.acts))
        allowed &= set(may_be_recorded_by(had, ())) if found.law_changed else allowed
    reached = may_be_reached_by(current(), new, had) if found.law_changed else None
    return tuple(sorted(allowed if reached is None else allowed & reached))


def adopt_folder(actor: Actor, folder: Path, today: dt.date, progress: writing.Progress | None = None) -> tuple[int, int]:
    """Put every agreement file below a folder on record in one recording; return how many agreements and acts were new.

    FaultyFile with the faults of all files where any has one: then nothing is recorded.
    """
    require(actor, "import", "adopt", str(folder.name))
    return settled(lambda: _adopt_folder(actor, folder, today, progress))


def _adopt_folder(actor: Actor, folder: Path, today: dt.date, progress: writing.Progress | None) -> tuple[int, int]:
    collection = Collection([folder], bundled=folder == BUNDLED)
    additions: list[writing.Addition] = []
    faults: list[Fault] = []
    register = current()
    for path in sorted(folder.rglob("*.toml")):
        found = collection.reading(path)
        if found.agreement is None:
            faults += found.errors
            continue
        brought = weigh(found.agreement, path.read_bytes(), register.find(found.agreement.id))
        if not brought.changes_nothing:
            additions.append(writing.Addition(found.agreement.id, brought.law if brought.law_changed else None, brought.agreement.acts))
    if faults:
        raise FaultyFile(tuple(faults))
    if additions:
        why = f"agreements: {len(additions)}"
        writing.record(
            additions,
            writing.Provenance(deed="adopt", by=actor.user, note=SHIPPED if folder == BUNDLED else f"files below {folder.name}"),
            today,
            progress,
            checked=register.revision,
            noted=lambda: logs.note(actor.name, "adopt", folder.name, allowed=True, why=why, address=actor.address),
        )
    return len(additions), sum(len(addition.acts) for addition in additions)


def adopt_bundled(today: dt.date, progress: writing.Progress | None = None) -> tuple[int, int]:
    """Put the collection that ships with Foedera on record; what is there already stays as it is."""
    from foedera.deeds.powers import OPERATOR

    return adopt_folder(OPERATOR, BUNDLED, today, progress)


def is_empty() -> bool:
    """Return whether nothing is on record yet."""
    return revision() == 0


def revisions(name: str) -> Iterable[int]:
    """Return the numbers of the revisions of an agreement's law, 1 to the one that holds."""
    text = reading.text_of(name)
    return range(1, (text.number if text else 0) + 1)
