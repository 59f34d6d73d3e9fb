"""`foedera duties`: what an agreement asks of everybody or of one party on a day, after reservations and objections."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.law.duties import owed
from foedera.library.collection import Collection
from foedera.model.clauses import article as cite


def answer(collection: Collection, ref: str, party: str | None, on: dt.date | None, known: dt.date | None, **_: Any) -> list[dict[str, Any]]:
    """Return one object for each obligation and who bears it."""
    docket = collection.known(known)
    day = options.day_or_today(on)
    found: list[dict[str, Any]] = []
    for name in options.agreement_ids(collection, (ref,)):
        timeline = docket.timeline(name)
        ledger = timeline.era(day)
        code = collection.code(party, (*ledger.parties.by_code, *ledger.seats)) if party is not None else ""
        found += owed(timeline, day, code)
    return found


@click.command(epilog="Example: foedera duties nato/partnership-status-of-forces-1995 ESP --on 2000-01-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("party", required=False, metavar="[PARTY]", shell_complete=options.complete_parties)
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """What an agreement asks of everybody, or of one party, on a day: its obligations, and what reservations do to them towards whom."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(found)
        return
    if not found:
        click.echo("No obligation is on record.")
    for (name, bearer, own), items in groupby(found, key=lambda item: (item["agreement"], item["bearer"], item["own"])):
        agreement = collection[name]
        when = "" if own else " (when in this role)"
        tables.heading(f"{agreement.short_title or agreement.title}: {bearer.replace('-', ' ')}{when}")
        for item in items:
            article = cite(item["article"]) if item["article"] else "Article ?"
            tables.bullets([f"{article}: {item['force'].replace('-', ' ')} {item['what']} ({item['trigger']})"])
            tables.bullets(item["because"], "  →")
