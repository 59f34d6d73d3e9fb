"""`foedera calendar`: what is coming up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.law.deadlines import Deadline, upcoming
from foedera.law.periods import add_months
from foedera.library.collection import Collection


def answer(
    collection: Collection, refs: tuple[str, ...], party: str | None, months: int, on: dt.date | None, known: dt.date | None, **_: Any
) -> list[Deadline]:
    """Return what is coming up in these agreements (without any, in all), for one party or for all."""
    docket = collection.known(known)
    today = options.day_or_today(on)
    names = options.agreement_ids(collection, refs) if refs else sorted(collection.ids())
    code = collection.code(party) if party is not None else None
    found: list[Deadline] = []
    for name in names:
        timeline = docket.timeline(name)
        if code is None or timeline.status_of(code, today) is not None:
            found += upcoming(timeline, today, add_months(today, months))
    return sorted(found)


@click.command(epilog="Example: foedera calendar --party FRA --months 24 --ics france.ics")
@click.argument("refs", nargs=-1, metavar="[REF]...", shell_complete=options.complete_refs)
@click.option("--party", metavar="CODE", help="Only agreements this party takes part in.", shell_complete=options.complete_parties)
@click.option("--months", type=click.IntRange(1, 1200), default=24, show_default=True, help="How far ahead to look.")
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Write an iCalendar file instead.")
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], ics: Path | None, **asked: Any) -> None:
    """What is coming up: certain changes, ends of terms, last days for notice or objection, reviews."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(deadline.as_json() for deadline in found)
    elif ics is not None:
        from foedera.interchange.calendars import calendar

        titles = {d.agreement: collection[d.agreement].short_title or collection[d.agreement].title for d in found}
        name = f"Foedera: {asked['party'] or ', '.join(asked['refs']) or 'all agreements'}"
        ics.write_bytes(calendar(name, found, titles, dt.datetime.now(tz=dt.UTC)))
        click.echo(f"{ics}: {len(found)} event{'' if len(found) == 1 else 's'}")
    else:
        tables.table(
            ("on", "agreement", "who", "what", "because"),
            [(d.on, d.agreement, d.party or "agreement", d.what, "; ".join(d.because[-1:])) for d in found],
        )
        click.echo(f"{len(found)} to come")
