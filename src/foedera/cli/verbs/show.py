"""`foedera show`: an agreement as its file states it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.library.collection import Collection
from foedera.model.agreements import Agreement
from foedera.model.clauses import article as cite
from foedera.model.standing import iso
from foedera.model.words import clauses_in_words


def answer(collection: Collection, refs: tuple[str, ...], **_: Any) -> list[dict[str, Any]]:
    """Return each agreement as an object: head, clauses in words, provisions with their obligations, sources."""
    return [_object(collection[name]) for name in options.agreement_ids(collection, refs)]


def _object(agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement.id,
        "title": agreement.title,
        "kind": agreement.kind,
        "binding": agreement.binding,
        "adopted": iso(agreement.adopted),
        "opened": iso(agreement.opened),
        "closed": iso(agreement.closed),
        "place": agreement.place or None,
        "depositary": list(agreement.depositary),
        "languages": list(agreement.languages),
        "areas": list(agreement.areas),
        "aims": list(agreement.aims),
        "links": {relation: list(ids) for relation, ids in agreement.links.items()},
        "geography": agreement.geography or None,
        "registration": agreement.registration or None,
        "clauses": [{"clause": name, "says": text} for name, text in clauses_in_words(agreement)],
        "provisions": [
            {
                "article": p.article or None,
                "function": p.function,
                "summary": p.summary,
                "obligations": [
                    {"id": o.id, "bearer": list(o.bearer), "to": list(o.to), "force": o.force, "what": o.what, "trigger": o.trigger.describe()}
                    for o in p.obligations
                ],
            }
            for p in agreement.provisions
        ],
        "acts": len(agreement.acts),
        "confidence": agreement.confidence or None,
        "uncertain": list(agreement.uncertain),
        "illustrative": agreement.illustrative,
        "sources": [{"id": s.id, "title": s.title, "url": s.url or None, "seen": iso(s.seen)} for s in agreement.sources],
    }


@click.command(epilog="Example: foedera show lancaster-house/teutates-2010")
@click.argument("refs", nargs=-1, required=True, metavar="REF...", shell_complete=options.complete_refs)
@options.collection_option
@options.json_option
def command(as_json: bool, folders: tuple[Path, ...], **asked: Any) -> None:
    """An agreement as its file states it: final clauses in words, provisions and obligations, sources, what is uncertain."""
    collection = options.open_collection(folders)
    found = answer(collection, **asked)
    if as_json:
        options.print_json(found)
        return
    for item in found:
        _print(item)


def _print(item: dict[str, Any]) -> None:
    tables.heading(item["title"])
    if item["illustrative"]:
        click.echo("Illustrative: an invented example.")
    links = [(relation.replace("_", " "), ", ".join(ids)) for relation, ids in item["links"].items()]
    tables.pairs(
        (
            ("id", item["agreement"]),
            ("kind", item["kind"] + ("" if item["binding"] else ", not legally binding")),
            ("adopted", f"{item['adopted'] or '–'}{', ' + item['place'] if item['place'] else ''}"),
            ("depositary", ", ".join(item["depositary"])),
            ("languages", ", ".join(item["languages"])),
            ("registration", item["registration"]),
            ("geography", item["geography"]),
            ("areas", ", ".join(item["areas"])),
            ("aims", "; ".join(item["aims"])),
            *links,
        )
    )
    click.echo("\nFinal clauses")
    tables.pairs((clause["clause"], clause["says"]) for clause in item["clauses"])
    if item["provisions"]:
        click.echo("\nProvisions")
    for provision in item["provisions"]:
        tables.bullets([f"{cite(provision['article']) if provision['article'] else 'Article ?'} ({provision['function']}): {provision['summary']}"])
        for duty in provision["obligations"]:
            line = f"{', '.join(duty['bearer'])} {duty['force'].replace('-', ' ')}: {duty['what']} ({duty['trigger']})"
            tables.bullets([line], "  →")
    if item["uncertain"]:
        click.echo("\nUncertain")
        tables.bullets(item["uncertain"], "?")
    click.echo("\nSources")
    tables.bullets([f"{s['title']}{' ' + s['url'] if s['url'] else ''}" for s in item["sources"]])
