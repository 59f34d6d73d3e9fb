"""`foedera check`: the faults of agreement files, and of files of threats, positions, rounds and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library import checking
from foedera.library.collection import Collection
from foedera.model.errors import Fault


def answer(collection: Collection, refs: tuple[str, ...], **_: Any) -> list[Fault]:
    """Return the faults of the files the references mean."""
    return checking.check(collection, [path for ref in refs for path in collection.resolve(ref, held_too=True)])


@click.command(epilog="Example: foedera check my-agreements/")
@click.argument("refs", nargs=-1, required=True, metavar="REF...", shell_complete=options.complete_refs)
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> int:
    """Check agreement files: every fault with its place, the reason and the remedy, all in one run.

    Files of threats, positions, rounds, ballots and answers are checked too; a ballot with the round in whose folder it lies.

    Ends with status 1 when a fault is an error; warnings and notes leave it at 0.
    """
    collection = options.open_collection(folders)
    paths = [path for ref in asked["refs"] for path in collection.resolve(ref, held_too=True)]
    found = checking.check(collection, paths)
    errors = sum(fault.severity == "error" for fault in found)
    if as_json:
        options.print_json(fault.as_json() for fault in found)
    else:
        for fault in found:
            place = f"{fault.file}:{fault.line}:{fault.column}:"
            click.echo(f"{click.style(place, bold=True)} {tables.status(fault.severity)} {fault.code}: {fault.message}")
            if fault.hint:
                click.echo(f"    {fault.hint}")
        files = len(paths)
        click.echo(f"{files} file{'' if files == 1 else 's'}: {errors} error{'' if errors == 1 else 's'}, {len(found) - errors} warnings and notes")
    return 1 if errors else 0
