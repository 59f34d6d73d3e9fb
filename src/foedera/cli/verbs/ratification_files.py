"""What the verbs of `foedera ratification` share: procedures, steps at home, sitting days of files beside what ships; `keep` puts them on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from foedera.cli import options
from foedera.library import procedures, progress, sittings, vocabularies
from foedera.library.collection import Collection
from foedera.library.holding import held
from foedera.library.toml_text import bytes_of
from foedera.model.errors import Fault, FaultyFile, UsageError
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken
from foedera.ratification.sittings import Sittings

F = TypeVar("F", bound=Callable[..., Any])


@frozen
class AtHome:
    """What is known of states at home: procedures by state, the log of steps, calendars. Of what files hold too, the file's counts."""

    procedures: Mapping[str, Procedure]
    log: tuple[Taken, ...]
    calendars: Calendars


def file_option(function: F) -> F:
    """Add `--file`: files of procedures, steps at home or sitting days beside what ships."""
    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    text = "A file of a procedure, of progress or of sittings, beside what ships; repeat for more."
    return click.option("--file", "files", type=kind, multiple=True, metavar="FILE", help=text)(function)


def at_home(files: Iterable[Path]) -> AtHome:
    """Return what ships with what these files hold laid over it; FaultyFile with every fault of the files, UsageError for any other file."""
    parties, contents = vocabularies.parties(), {file: bytes_of(file) for file in files}
    faults: list[Fault] = []
    ways, logs = dict(procedures.procedures()), dict(progress.progress())
    houses: dict[tuple[str, str], Sittings] = {}
    for file, content in contents.items():
        if isinstance(content, Fault):
            faults.append(content)
        elif held(content) == "procedure":
            read = procedures.read_procedure(content, str(file), parties)
            faults += read.faults
            if read.value is not None:
                ways[read.value.state] = read.value
        elif held(content) not in ("progress", "sittings"):
            message = f'{file} holds neither a procedure nor progress nor sittings; its line holds = "…" says what a file holds'
            raise UsageError(message)
    for file, content in contents.items():
        if isinstance(content, Fault):
            continue
        if held(content) == "progress":
            steps = progress.read_progress(content, str(file), parties, ways)
            faults += steps.faults
            if steps.value is not None:
                logs[steps.value.agreement] = steps.value
        elif held(content) == "sittings":
            days = sittings.read_sittings(content, str(file), parties)
            faults += days.faults
            if days.value is not None:
                houses[days.value.state, days.value.chamber] = days.value
    if errors := tuple(fault for fault in faults if fault.severity == "error"):
        raise FaultyFile(errors)
    shipped = (house for house in sittings.sittings() if (house.state, house.chamber) not in houses)
    return AtHome(ways, tuple(step for log in logs.values() for step in log.steps), Calendars((*shipped, *houses.values())))


def one(collection: Collection, ref: str) -> str:
    """Return the id of the one agreement a reference means; UsageError where it means several."""
    name, *more = options.agreement_ids(collection, (ref,))
    if more:
        message = f"'{ref}' means several agreements; name one of: {', '.join((name, *more))}"
        raise UsageError(message)
    return name


@click.command("keep", epilog="Example: foedera ratification keep sgp.toml parliament-2027.toml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.json_option
def keep(files: tuple[Path, ...], as_json: bool) -> None:
    """Put files of procedures and sitting days on record in the register named by FOEDERA_HOME or DATABASE_URL, each in the place of what counted.

    Procedures first, since sitting days are of their chambers. What counted before stays on record. Noted as done by the operator of the machine.
    """
    contents = {file: bytes_of(file) for file in files}
    if faults := tuple(content for content in contents.values() if isinstance(content, Fault)):
        raise FaultyFile(faults)
    found = {file: content for file, content in contents.items() if isinstance(content, bytes)}
    for file, content in found.items():
        if held(content) not in ("procedure", "sittings"):
            message = f'{file} holds neither a procedure nor sittings; its line holds = "…" says what a file holds'
            raise UsageError(message)
    from foedera.deeds.opening import open_register

    open_register()
    from foedera.deeds import keep_procedure, keep_sittings
    from foedera.deeds.powers import OPERATOR

    kept = []
    for file, content in sorted(found.items(), key=lambda one: held(one[1]) != "procedure"):
        if held(content) == "procedure":
            procedure, number = keep_procedure.take(OPERATOR, content, str(file), keep_procedure.ANY)
            kept.append({"file": str(file), "state": procedure.state, "chamber": None, "number": number})
        else:
            days, number = keep_sittings.take_file(OPERATOR, content, str(file))
            kept.append({"file": str(file), "state": days.state, "chamber": days.chamber, "number": number})
    if as_json:
        options.print_json(kept)
        return
    for row in kept:
        click.echo(f"{row['file']}: {row['chamber'] or 'procedure'} of {row['state']} is on record, state {row['number']}")
