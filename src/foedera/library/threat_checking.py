"""Checking files of threats, positions, rounds, ballots and answers: what reading finds, and what only the files around them show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foedera.library import vocabularies
from foedera.library.answers import read_answers
from foedera.library.collection import Holdings
from foedera.library.holding import HOLDS, Read, held
from foedera.library.national_positions import read_positions
from foedera.library.positions import Places
from foedera.library.rounds import look_into
from foedera.library.threats import read_taxonomy, read_threats, taxonomy
from foedera.model.errors import Fault, FaultyFile
from foedera.threats.alignment import Answer, misplaced
from foedera.threats.positions import Item


def check_held(collection: Holdings, path: Path, content: bytes) -> tuple[Fault, ...]:
    """Return the faults of a file that holds something else than an agreement, sorted; a ballot or round is checked with the folder it is in."""
    name = str(path)
    match held(content):
        case "taxonomy":
            return read_taxonomy(content, name).faults
        case "threats":
            return read_threats(content, name, taxonomy()).faults
        case "positions":
            read = read_positions(content, name, vocabularies.parties(), taxonomy())
            return tuple(sorted((*read.faults, *_unknown_agreements(collection, content, read))))
        case "answers":
            answers = read_answers(content, name, taxonomy())
            return tuple(sorted((*answers.faults, *_pointing_nowhere(collection, content, answers))))
        case "round" | "ballot":
            return tuple(fault for fault in look_into(path.parent)[1] if fault.file in (name, str(path.parent)))
        case other:
            hint = f"write holds = one of: {', '.join(HOLDS)}; an agreement file has no such line"
            return (_at(name, content, ("holds",), "F200", f"'{other[:60]}' is nothing such a file holds", hint),)


def _unknown_agreements(collection: Holdings, content: bytes, read: Read[tuple[Item, ...]]) -> Iterator[Fault]:
    for number, item in enumerate(read.value or ()):
        for position, agreement in enumerate(item.agreements):
            if agreement not in collection:
                path = ("item", number, "agreements", position)
                yield _at(read.file, content, path, "F041", f"no agreement has the id '{agreement[:80]}'", "`foedera list WORD` finds ids by title")


def _pointing_nowhere(collection: Holdings, content: bytes, read: Read[tuple[Answer, ...]]) -> Iterator[Fault]:
    for number, answer in enumerate(read.value or ()):
        try:
            agreement = collection.find(answer.agreement)
        except FaultyFile as error:
            yield _at(read.file, content, ("agreement",), "F044", f"the agreement has errors: {error.faults[0]}", "check that file first")
            return
        if agreement is None:
            yield _at(
                read.file, content, ("agreement",), "F041", f"no agreement has the id '{answer.agreement[:80]}'", "`foedera list WORD` finds ids"
            )
            return
        for field, text in misplaced(answer, agreement, taxonomy()):
            yield _at(read.file, content, ("answer", number, field), "F209", text, f"`foedera show {answer.agreement}` shows its provisions and aims")


def _at(name: str, content: bytes, path: tuple[str | int, ...], code: str, message: str, hint: str) -> Fault:
    line, column = Places(content.decode("utf-8-sig", "replace")).of(path)
    return Fault(name, line, column, "error", code, message, hint)
