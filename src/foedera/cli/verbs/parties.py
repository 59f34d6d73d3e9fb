"""`foedera parties`: who takes part in an agreement, or which parties the vocabulary knows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.parties import KINDS, Party
from foedera.model.standing import BOUND, iso


def answer(
    collection: Collection,
    ref: str | None = None,
    on: dt.date | None = None,
    kind: str | None = None,
    search: str | None = None,
    **_: Any,
) -> list[dict[str, Any]]:
    """Return those bound by an agreement on a day, or the parties of the vocabulary."""
    day = options.day_or_today(on)
    if ref is None:
        return [
            _entry(p, day) for p in collection.parties if (kind is None or p.kind == kind) and _found(p, search) and (on is None or p.exists(day))
        ]
    rows = []
    for name in options.agreement_ids(collection, (ref,)):
        parties = collection.parties.over(collection[name].participants)
        for shown in collection.docket.timeline(name).standing(day).participants:
            if shown.status in BOUND:
                rows.append({"agreement": name, "name": parties[shown.party].name_on(day), **shown.as_json()})
    return rows


def _found(party: Party, search: str | None) -> bool:
    if search is None:
        return True
    names = (party.code, party.name, party.name_fr, *party.aliases, *(spell.value for spell in party.names))
    return any(search.casefold() in name.casefold() for name in names)


def _entry(party: Party, day: dt.date) -> dict[str, Any]:
    return {
        "party": party.code,
        "name": party.name_on(day),
        "kind": party.kind,
        "from": iso(party.since),
        "until": iso(party.until),
        "cow": party.cow_on(day),
        "gw": party.gw_on(day),
        "successors": list(party.successors),
        "continuator": party.continuator or None,
        "unites": list(party.unites),
        "un_member": iso(party.un_member),
    }


@click.command(epilog="Example: foedera parties nato/north-atlantic-treaty --on 1982-05-30")
@click.argument("ref", required=False, metavar="[REF]", shell_complete=options.complete_refs)
@click.option("--search", metavar="TEXT", help="Of the vocabulary, those with this in a name, present or past.")
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help="Of the vocabulary, only states, organisations or territories.")
@options.on_option
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """Who is bound by an agreement on a day; without REF, the parties of the vocabulary with names and codes of that day."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(found)
    elif asked["ref"] is not None:
        tables.table(("code", "party", "status", "since", "until"), [(r["party"], r["name"], r["status"], r["since"], r["until"]) for r in found])
        least = any(collection[row["agreement"]].incomplete for row in found)
        click.echo(f"{'at least ' if least else ''}{len(found)} bound")
    else:
        rows = [(r["party"], r["kind"], r["from"], r["until"], r["cow"], r["gw"], r["name"]) for r in found]
        tables.table(("code", "kind", "from", "until", "cow", "gw", "name"), rows)
        click.echo(f"{len(found)} parties")
