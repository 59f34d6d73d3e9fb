"""`foedera between`: what binds two participants to one another on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.law import relations
from foedera.library.collection import Collection
from foedera.model.standing import Bond


def answer(collection: Collection, ref: str, a: str, b: str, on: dt.date | None, known: dt.date | None, **_: Any) -> list[Bond]:
    """Return the bond of the two under each agreement the reference means."""
    docket = collection.known(known)
    day = options.day_or_today(on)
    found = []
    for name in options.agreement_ids(collection, (ref,)):
        declared = docket.timeline(name).era(day).parties.by_code
        one, other = (code if code.startswith("X-") else collection.code(code, declared) for code in (a, b))
        found.append(relations.between(docket, name, one, other, day))
    return found


@click.command(epilog="Example: foedera between anzus/treaty USA NZL --on 1990-01-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("a", metavar="A", shell_complete=options.complete_parties)
@click.argument("b", metavar="B", shell_complete=options.complete_parties)
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """What binds A and B to one another on a day: in force or not, by which text, after reservations and suspension."""
    found = answer(options.open_collection(folders), **asked)
    if as_json:
        options.print_json(bond.as_json() for bond in found)
        return
    for index, bond in enumerate(found):
        if index:
            click.echo()
        show(bond)


def show(bond: Bond) -> None:
    """Print one bond for a person."""
    word = "suspended" if bond.suspended else "in force" if bond.in_force else "not in force"
    tables.heading(f"{bond.agreement} between {bond.a} and {bond.b} on {bond.on}: {word}")
    tables.pairs(
        (
            ("governing text", bond.version or ""),
            ("modified by", ", ".join(bond.modified_by)),
            ("not applied", ", ".join(f"Article {article}" for article in bond.not_applied)),
        )
    )
    click.echo("\nBecause")
    tables.bullets(bond.because)
    if bond.open_questions:
        click.echo("\nOpen questions")
        tables.bullets(bond.open_questions, "?")
