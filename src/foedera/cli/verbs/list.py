"""`foedera list`: the agreements of the collection, filtered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.law.timeline import Timeline
from foedera.library.collection import Collection
from foedera.library.vocabularies import AREAS
from foedera.model.agreements import KINDS, Agreement
from foedera.model.standing import AGREEMENT_STATUSES, iso


def answer(
    collection: Collection,
    words: tuple[str, ...] = (),
    party: tuple[str, ...] = (),
    area: tuple[str, ...] = (),
    kind: str | None = None,
    status: str | None = None,
    year: int | None = None,
    on: dt.date | None = None,
    **_: Any,
) -> list[dict[str, Any]]:
    """Return the agreements that meet all of the filters, each with its status on the day."""
    day = options.day_or_today(on)
    found = []
    codes = [collection.code(code) for code in party]
    for agreement in collection:
        if kind is not None and agreement.kind != kind:
            continue
        if year is not None and (agreement.adopted is None or agreement.adopted.year != year):
            continue
        if not set(area) <= set(agreement.areas) or not _mentions(agreement, words):
            continue
        timeline = collection.docket.timeline(agreement.id)
        if status is not None and timeline.status_on(day) != status:
            continue
        if any(timeline.status_of(code, day) is None for code in codes):
            continue
        found.append(_row(agreement, timeline, day))
    return found


def _mentions(agreement: Agreement, words: tuple[str, ...]) -> bool:
    text = " ".join((agreement.id, agreement.title, agreement.short_title, *agreement.aims, *agreement.areas)).casefold()
    return all(word.casefold() in text for word in words)


def _row(agreement: Agreement, timeline: Timeline, day: dt.date) -> dict[str, Any]:
    return {
        "agreement": agreement.id,
        "title": agreement.title,
        "short_title": agreement.short_title or None,
        "kind": agreement.kind,
        "binding": agreement.binding,
        "adopted": iso(agreement.adopted),
        "on": iso(day),
        "status": timeline.status_on(day),
        "in_force_since": iso(timeline.ledger.in_force) if timeline.status_on(day) in ("in-force", "suspended", "terminated") else None,
        "parties": sorted(timeline.codes(day)),
        "areas": list(agreement.areas),
        "illustrative": agreement.illustrative,
    }


@click.command(epilog="Example: foedera list --party FRA --area exercises --status in-force")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--party", multiple=True, metavar="CODE", help="Only those this party takes part in.", shell_complete=options.complete_parties)
@click.option("--area", multiple=True, type=click.Choice(sorted(AREAS)), metavar="AREA", help="Only those on this area of cooperation.")
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help="Only treaties, protocols, memoranda …")
@click.option("--status", type=click.Choice(AGREEMENT_STATUSES), metavar="STATUS", help="Only those open, in-force, suspended, terminated.")
@click.option("--year", type=int, help="Only those adopted that year.")
@options.on_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """The agreements of the collection with their status on a day; every WORD must occur in title, id, aims or areas."""
    found = answer(options.open_collection(folders), **asked)
    if as_json:
        options.print_json(found)
        return
    rows = [
        (
            row["agreement"],
            row["adopted"],
            row["status"],
            len(row["parties"]),
            (row["short_title"] or row["title"]) + (" [illustrative]" if row["illustrative"] else ""),
        )
        for row in found
    ]
    tables.table(("agreement", "adopted", "status", "parties", "title"), rows)
    click.echo(f"{len(found)} agreement{'' if len(found) == 1 else 's'}")
