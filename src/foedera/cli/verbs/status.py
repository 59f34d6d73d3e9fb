"""`foedera status`: how agreements stand on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.standing import Standing


def answer(collection: Collection, refs: tuple[str, ...], on: dt.date | None, known: dt.date | None, **_: Any) -> list[Standing]:
    """Return the standing of each agreement asked about."""
    docket = collection.known(known)
    day = options.day_or_today(on)
    return [docket.timeline(name).standing(day) for name in options.agreement_ids(collection, refs)]


@click.command(epilog="Example: foedera status nato/north-atlantic-treaty --on 1949-08-24")
@click.argument("refs", nargs=-1, required=True, metavar="REF...", shell_complete=options.complete_refs)
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """How agreements stand on a day: status, parties with since and until, and the reasons.

    REF is an id of the collection, a family of ids, a file, or a folder of files.
    """
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(standing.as_json() for standing in found)
        return
    for index, standing in enumerate(found):
        if index:
            click.echo()
        show(collection, standing)


def show(collection: Collection, standing: Standing) -> None:
    """Print one standing for a person."""
    agreement = collection[standing.agreement]
    day = standing.on
    tables.heading(f"{agreement.short_title or agreement.title}  ({agreement.id})")
    if not agreement.binding:
        click.echo("A political commitment, not binding under international law.")
    if agreement.illustrative:
        click.echo("Illustrative: an invented example.")
    since = f" since {standing.in_force_since}" if standing.in_force_since else ""
    if standing.status == "terminated" and standing.in_force_since:
        since = f" (it was in force from {standing.in_force_since})"
    if standing.status == "suspended":
        since = f" (in force since {standing.in_force_since})"
    coming = ""
    if standing.expected:
        coming = f", entry into force certain on {standing.expected}" if standing.status == "open" else f", ends on {standing.expected}"
    known = f", as known on {standing.known}" if standing.known else ""
    click.echo(f"{tables.status(standing.status)}{since}{coming}; on {day}{known}: {'at least ' if agreement.incomplete else ''}{_count(standing)}")
    if standing.participants:
        click.echo()
        parties = collection.parties.over(agreement.participants)
        rows = [(p.party, parties[p.party].name_on(day), p.status, p.since, p.until) for p in standing.participants]
        tables.table(("code", "party", "status", "since", "until"), rows)
    own = len(standing.because) - len(standing.participants)
    click.echo("\nBecause")
    tables.bullets(standing.because[: own or None] if standing.participants else standing.because)
    if standing.participants:
        click.echo(f"  (one participant's own reasons: foedera explain {agreement.id} {standing.participants[0].party} --on {day})")
    if standing.open_questions:
        click.echo("\nOpen questions")
        tables.bullets(standing.open_questions, "?")


def _count(standing: Standing) -> str:
    count = len(standing.parties)
    return f"{count} {'party' if count == 1 else 'parties'}"
