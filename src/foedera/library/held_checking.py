"""Checking files that hold no agreement, from threats to progress: what reading finds, and what only the files around them show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from foedera.library import vocabularies
from foedera.library.answers import read_answers
from foedera.library.collection import Holdings
from foedera.library.holding import HOLDS, Read, held
from foedera.library.national_positions import read_positions
from foedera.library.positions import Places
from foedera.library.procedures import procedures, read_procedure
from foedera.library.progress import read_progress
from foedera.library.rounds import look_into
from foedera.library.sittings import read_sittings
from foedera.library.threats import read_taxonomy, read_threats, taxonomy
from foedera.library.toml_text import bytes_of, tables_of
from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import N_, dated, say
from foedera.ratification.progress import Progress
from foedera.threats.alignment import Answer, misplaced
from foedera.threats.positions import Item

_FINDS_IDS = N_("`foedera list WORD` finds ids by title")


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
        case "round" | "ballot" as kind:
            found = [fault for fault in look_into(path.parent)[1] if fault.file in (name, str(path.parent))]
            return tuple(sorted((*found, *(_revising(path, content) if kind == "round" else ()))))
        case "procedure":
            return read_procedure(content, name, vocabularies.parties()).faults
        case "sittings":
            return read_sittings(content, name, vocabularies.parties()).faults
        case "progress":
            steps = read_progress(content, name, vocabularies.parties(), procedures())
            return tuple(sorted((*steps.faults, *_progress_of_nothing(collection, content, steps))))
        case other:
            hint = say("write holds = one of: {words}; an agreement file has no such line", words=", ".join(HOLDS))
            return (_at(name, content, ("holds",), "F200", say("'{text}' is nothing such a file holds", text=other[:60]), hint),)


def _revising(path: Path, content: bytes) -> Iterator[Fault]:
    """Yield what is wrong with the round a round revises, as the folders beside its own have it; where there are none, that is only a warning."""
    asked, beside = _round_in(content), {}
    after, own = asked.get("after"), asked.get("id")
    if not after or not isinstance(after, str) or after == own:
        return
    for file in sorted(path.resolve().parent.parent.glob("*/round.toml")):
        other = {} if file == path.resolve() or isinstance(text := bytes_of(file), Fault) else _round_in(text)
        if isinstance(name := other.get("id"), str):
            beside[name] = other
    if after not in beside:
        from difflib import get_close_matches

        close = get_close_matches(after[:80], list(beside), 1, 0.5)
        hint = say("did you mean '{word}'?", word=close[0]) if close else say("lay its folder beside this one, or name it with --before")
        message = say("no round beside this one has the id '{id}', so what changed since cannot be told", id=after[:80])
        yield _at(str(path), content, ("after",), "F212", message, hint, "error" if beside else "warning")
        return
    former = beside[after]
    if former.get("sealed") is True:
        message = say("a sealed round revises none and is revised by none: here no scores are held to compare")
        yield _at(str(path), content, ("after",), "F212", message, say("leave 'after' out"))
    one, other_day = former.get("closes"), asked.get("opens")
    if type(one) is type(other_day) is dt.date and other_day <= one:
        message = say("the round opens on {opens}, before the one it revises has closed, {closes}", opens=dated(other_day), closes=dated(one))
        yield _at(str(path), content, ("after",), "F212", message, say("correct the days, or name the round before it"))
    chain = [after]
    while isinstance(further := beside.get(chain[-1], {}).get("after"), str) and further not in chain:
        chain.append(further)
    if own in chain:
        message = say("the rounds revise one another in a ring: {rounds}", rounds=", ".join(chain))
        yield _at(str(path), content, ("after",), "F212", message, say("leave 'after' out of the first of them"))


def _round_in(content: bytes) -> dict[str, object]:
    """Return the keys of a file that holds a round, none where it cannot be read."""
    parsed = tables_of(content, "")
    return {} if isinstance(parsed, Fault) or parsed[1].data.get("holds") != "round" else dict(parsed[1].data)


def _unknown_agreements(collection: Holdings, content: bytes, read: Read[tuple[Item, ...]]) -> Iterator[Fault]:
    for number, item in enumerate(read.value or ()):
        for position, agreement in enumerate(item.agreements):
            if agreement not in collection:
                path = ("item", number, "agreements", position)
                yield _at(read.file, content, path, "F041", say("no agreement has the id '{id}'", id=agreement[:80]), say(_FINDS_IDS))


def _progress_of_nothing(collection: Holdings, content: bytes, read: Read[Progress]) -> Iterator[Fault]:
    if read.value is not None and read.value.agreement not in collection:
        message = say("no agreement has the id '{id}'", id=read.value.agreement[:80])
        yield _at(read.file, content, ("agreement",), "F041", message, say(_FINDS_IDS))


def _pointing_nowhere(collection: Holdings, content: bytes, read: Read[tuple[Answer, ...]]) -> Iterator[Fault]:
    for number, answer in enumerate(read.value or ()):
        try:
            agreement = collection.find(answer.agreement)
        except FaultyFile as error:
            message = say("the agreement has errors: {fault}", fault=error.faults[0].told)
            yield _at(read.file, content, ("agreement",), "F044", message, say("check that file first"))
            return
        if agreement is None:
            message = say("no agreement has the id '{id}'", id=answer.agreement[:80])
            yield _at(read.file, content, ("agreement",), "F041", message, say(_FINDS_IDS))
            return
        for field, text in misplaced(answer, agreement, taxonomy()):
            hint = say("`foedera show {agreement}` shows its provisions and aims", agreement=answer.agreement)
            yield _at(read.file, content, ("answer", number, field), "F209", text, hint)


def _at(name: str, content: bytes, path: tuple[str | int, ...], code: str, message: str, hint: str, severity: str = "error") -> Fault:
    line, column = Places(content.decode("utf-8-sig", "replace")).of(path)
    return Fault(name, line, column, severity, code, message, hint)
