"""What the verbs of `foedera threats` share: files beside what ships, and a round with the one it revises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from foedera.library import vocabularies
from foedera.library.answers import read_answers
from foedera.library.holding import held
from foedera.library.national_positions import public_positions, read_positions
from foedera.library.rounds import Gathered, folder_of, open_round
from foedera.library.threats import public_threats, read_threats, taxonomy
from foedera.library.toml_text import bytes_of
from foedera.model.errors import Fault, FaultyFile, UsageError
from foedera.threats.alignment import Answer
from foedera.threats.positions import Item
from foedera.threats.register import Threat

F = TypeVar("F", bound=Callable[..., Any])

INVENTED = "Illustrative: an invented round over real nations; no nation has said any of this."


@frozen
class Beside:
    """What ships together with what files named on the command line hold: threats by id, items of positions, and the answers of the files alone."""

    threats: Mapping[str, Threat]
    items: tuple[Item, ...]
    answers: tuple[Answer, ...]


def file_option(function: F) -> F:
    """Add `--file`: files of threats, positions or answers beside those that ship."""
    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option("--file", "files", type=kind, multiple=True, help="Add a file of threats, positions or answers; repeat.")(function)


def with_files(files: Iterable[Path]) -> Beside:
    """Return what ships with these files beside it; a threat of a file takes the place of one that ships under the same id."""
    threats = {threat.id: threat for threat in public_threats()}
    items = list(public_positions())
    answers: list[Answer] = []
    for file in files:
        content = bytes_of(file)
        if isinstance(content, Fault):
            raise FaultyFile((content,))
        match held(content):
            case "threats":
                threats.update({threat.id: threat for threat in read_threats(content, str(file), taxonomy()).sound()})
            case "positions":
                items += read_positions(content, str(file), vocabularies.parties(), taxonomy()).sound()
            case "answers":
                answers += read_answers(content, str(file), taxonomy()).sound()
            case other:
                message = f"{file} holds {other or 'an agreement'}; --file takes threats, positions and answers"
                raise UsageError(message)
    return Beside(threats, tuple(items), tuple(answers))


def find(name: str, threats: Mapping[str, Threat]) -> Threat:
    """Return the threat of an id; UsageError with the nearest one where there is none."""
    if name not in threats:
        raise UsageError(near(name, threats, "there is no threat"))
    return threats[name]


def near(word: str, those: Collection[str], lead: str) -> str:
    """Return in words that there is no such thing, and what may have been meant."""
    close = [name for name in those if word and word in name][:3] or get_close_matches(word[:80], list(those), 1, 0.5)
    return f"{lead} '{word[:80]}'; " + (f"did you mean '{', '.join(close)}'?" if close else "foedera threats list, or kinds, shows what there is")


def the_round(ref: str) -> Gathered:
    """Return a round with its ballots; a sealed one has none that could be shown."""
    return open_round(folder_of(ref))


def revised(ref: str, gathered: Gathered, before: str | None) -> Gathered | None:
    """Return the round a round revises: the one named, else the folder beside it that has its id; None where there is none."""
    if before is not None:
        found = the_round(before)
        if found.asked.id != gathered.asked.after:
            message = f"'{gathered.asked.id}' does not revise '{found.asked.id}'" + (f" but '{gathered.asked.after}'" if gathered.asked.after else "")
            raise UsageError(message)
        return found
    beside = folder_of(ref).resolve().parent / gathered.asked.after.rpartition("/")[2]
    if not gathered.asked.after or not (beside / "round.toml").is_file():
        return None
    found = open_round(beside)
    return found if found.asked.id == gathered.asked.after else None
