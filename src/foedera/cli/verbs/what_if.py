"""`foedera what-if`: what would follow from acts that nobody has done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.law.comparison import Difference
from foedera.library.collection import Collection
from foedera.library.supposing import FORM, read_act, what_if
from foedera.model.errors import UsageError


def answer(collection: Collection, ref: str, act: tuple[str, ...], known: dt.date | None, **_: Any) -> list[Difference]:
    """Return what would come and fall away."""
    (name, *more) = options.agreement_ids(collection, (ref,))
    if more:
        message = f"'{ref}' means several agreements; name one of: {', '.join((name, *more))}"
        raise UsageError(message)
    declared = collection[name].participants
    acts = tuple(read_act(text, lambda code: collection.code(code, declared)) for text in act)
    until = max(options.day_or_today(None), *(supposed.on for supposed in acts))
    return what_if(collection, name, acts, until, known)


@click.command("what-if", epilog="Example: foedera what-if nato/north-atlantic-treaty --act '2027-01-01 withdrawal USA'")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.option("--act", multiple=True, required=True, metavar="ACT", help=f"A supposed act, repeat for more: {FORM}")
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """What would follow if these acts were done: what comes, what falls away, other agreements included. Nothing is recorded."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(difference.as_json() for difference in found)
        return
    tables.heading(f"Supposed in {asked['ref']}: {'; '.join(asked['act'])}")
    if not found:
        click.echo("Nothing would change.")
        return
    rows = [
        (
            d.change.on,
            "comes" if d.added else "falls away",
            d.change.agreement,
            d.change.party or "agreement",
            d.change.change,
            "; ".join(d.change.because),
        )
        for d in found
    ]
    tables.table(("on", "effect", "agreement", "who", "change", "because"), rows)
