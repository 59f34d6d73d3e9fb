"""`foedera timeline`: every change in an agreement's life."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.standing import Change


def answer(collection: Collection, refs: tuple[str, ...], known: dt.date | None, **_: Any) -> list[Change]:
    """Return the changes of each agreement asked about, agreement by agreement."""
    docket = collection.known(known)
    today = options.day_or_today(None)
    return [change for name in options.agreement_ids(collection, refs) for change in docket.timeline(name).changes(today)]


@click.command(epilog="Example: foedera timeline china-russia/good-neighbourliness-2001")
@click.argument("refs", nargs=-1, required=True, metavar="REF...", shell_complete=options.complete_refs)
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """Every change in an agreement's life, in order of date, with its reason; certain changes to come included."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(change.as_json() for change in found)
        return
    for name in dict.fromkeys(change.agreement for change in found):
        agreement = collection[name]
        tables.heading(f"{agreement.short_title or agreement.title}  ({name})")
        rows = [(c.on, c.party or "agreement", c.change, c.because[-1] if c.because else "") for c in found if c.agreement == name]
        tables.table(("on", "who", "change", "because"), rows)
