"""`foedera explain`: the reasons for a status, act by act, article by article, with the sources they rest on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.agreements import Agreement
from foedera.model.standing import Standing, iso


def answer(collection: Collection, ref: str, party: str | None, on: dt.date | None, known: dt.date | None, **_: Any) -> list[dict[str, Any]]:
    """Return for each agreement the reasons of the agreement itself, or of one participant."""
    docket = collection.known(known)
    day = options.day_or_today(on)
    found = []
    for name in options.agreement_ids(collection, (ref,)):
        timeline = docket.timeline(name)
        ledger = timeline.era(day)
        if party is not None:
            party = collection.code(party, (*ledger.parties.by_code, *ledger.seats))
        key = ledger.key(party) if party is not None else None
        acts = [act for act in timeline.acts_until(day) if key is None or any(ledger.key(c) == key for c in (*act.by, *act.to))]
        found.append(
            _object(
                timeline.standing(day),
                (ledger.key(party), party) if party is not None else None,
                [f"{act.describe()}: {act.note}" if act.note else act.describe() for act in acts],
            )
        )
    return found


def _object(standing: Standing, party: tuple[str, str] | None, acts: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "agreement": standing.agreement,
        "on": iso(standing.on),
        "known": iso(standing.known),
        "party": None,
        "status": standing.status,
    }
    because = standing.because
    since, until = standing.in_force_since, standing.expected
    if party is not None:
        shown = next((p for p in standing.participants if p.party in party), None)
        item |= {"party": party[1], "status": shown.status if shown else None}
        since, until = (shown.since, shown.until) if shown else (None, None)
        own = standing.because[: len(standing.because) - len(standing.participants)]
        none = () if shown else (f"{party[1]} takes no part in the agreement on {standing.on}",)
        because = (*none, *(shown.because if shown else ()), *(own if shown and standing.in_force_since else ()))
    item |= {"since": iso(since), "until": iso(until), "because": list(because), "acts": acts}
    return item | {"open_questions": list(standing.open_questions)}


@click.command(epilog="Example: foedera explain nato/north-atlantic-treaty ESP --on 1982-05-30")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("party", required=False, metavar="[PARTY]", shell_complete=options.complete_parties)
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """The reasons for an agreement's status on a day, or for one participant's: articles, acts, rules, sources."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(found)
        return
    for item in found:
        show(collection[item["agreement"]], item)


def show(agreement: Agreement, item: dict[str, Any]) -> None:
    """Print one explanation for a person."""
    who = f"{item['party']} in " if item["party"] else ""
    tables.heading(f"{who}{agreement.short_title or agreement.title}  ({agreement.id})")
    since = f" since {item['since']}" if item["since"] else ""
    until = f" until {item['until']}" if item["until"] else ""
    known = f", as known on {item['known']}" if item["known"] else ""
    click.echo(f"{tables.status(item['status'] or 'no participant')}{since}{until}; on {item['on']}{known}")
    click.echo("\nBecause")
    tables.bullets(item["because"])
    click.echo("\nActs on record")
    tables.bullets(item["acts"])
    if item["open_questions"]:
        click.echo("\nOpen questions")
        tables.bullets(item["open_questions"], "?")
    if agreement.sources:
        click.echo("\nSources")
        for source in agreement.sources:
            label = f"{source.id}: " if source.id else ""
            seen = f" (seen {source.seen})" if source.seen else ""
            tables.bullets([f"{label}{source.title}{' ' if source.url else ''}{source.url}{seen}"])
