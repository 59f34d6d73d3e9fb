"""Checking files: all faults of reading, then what only the collection shows: dangling and cyclic links, wrong totals."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from foedera.library.agreements import Reading
from foedera.library.collection import Collection
from foedera.library.held_checking import check_held
from foedera.library.holding import held
from foedera.library.positions import Places
from foedera.library.toml_text import bytes_of
from foedera.model.agreements import Agreement, Assertion
from foedera.model.errors import CyclicLinks, Fault, FaultyFile
from foedera.model.phrases import Phrase, dated, say
from foedera.model.standing import Standing


def check(collection: Collection, paths: Iterable[Path]) -> list[Fault]:
    """Return every fault of these files, in the order of the files."""
    found: list[Fault] = []
    owners: dict[str, Path] = {}
    for path in paths:
        content = bytes_of(path)
        if isinstance(content, bytes) and held(content):
            found.extend(check_held(collection, path, content))
            continue
        reading = collection.reading(path)
        faults = list(reading.faults)
        faults.extend(dangling(collection, reading))
        if reading.agreement is not None:
            name = reading.agreement.id
            owner = owners.setdefault(name, path)
            if owner != path:
                message = say("the id '{id}' is also that of {file}", id=name, file=str(owner))
                faults.append(_at(reading, ("id",), "F042", message, say("each agreement has its own id")))
            elif not any(fault.severity == "error" for fault in faults):
                faults.extend(_totals(collection, reading, reading.agreement))
        found.extend(sorted(faults))
    return found


def dangling(collection: Collection, reading: Reading) -> Iterable[Fault]:
    """Yield a fault for each reference of a file to an agreement that is not there."""
    for path, name in reading.references:
        if name not in collection:
            hint = say("name an id of the collection, or add its folder with --collection")
            yield _at(reading, path, "F041", say("no agreement has the id '{id}'", id=name), hint)


def _totals(collection: Collection, reading: Reading, agreement: Agreement) -> Iterable[Fault]:
    try:
        collection.docket.timeline(agreement.id)
    except CyclicLinks as error:
        fault = error.faults[0]
        yield _at(reading, ("links",), fault.code, fault.message, fault.hint)
        return
    except FaultyFile as error:
        first = error.faults[0]
        yield _at(reading, ("links",), "F044", say("an agreement this one depends on has errors: {fault}", fault=first.told))
        return
    for position, assertion in enumerate(agreement.assertions):
        standing = collection.known(assertion.known).timeline(agreement.id).standing(assertion.on)
        for message in disagreements(assertion, standing):
            yield _at(reading, ("assertion", position), "F050", message, say("correct the acts or clauses, or the assertion"))


def disagreements(assertion: Assertion, standing: Standing) -> Iterable[Phrase]:
    """Yield what a standing shows otherwise than a file asserts of itself."""
    shown = {
        "status": standing.status,
        "in_force_since": standing.in_force_since,
        "parties": len(standing.parties),
        "signatories": len(standing.with_status("signatory")),
        "contracting": len(standing.with_status("contracting")),
        "withdrawn": len(standing.with_status("withdrawn")),
    }
    for key, computed in shown.items():
        asserted = getattr(assertion, key)
        if asserted is not None and asserted != computed:
            day = dated(assertion.on)
            yield say("on {day} {key} is {computed}, not {asserted} as asserted", day=day, key=key, computed=str(computed), asserted=str(asserted))


def _at(reading: Reading, path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> Fault:
    line, column = Places(reading.text).of(path)
    return Fault(reading.file, line, column, "error", code, message, hint)
