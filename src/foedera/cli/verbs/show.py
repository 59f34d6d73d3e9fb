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
        "clauses": dict(clauses_in_words(agreement)),
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


def clauses_in_words(agreement: Agreement) -> list[tuple[str, str]]:
    """Return what the final clauses say, each with its article; where one is silent, the VCLT rule that holds instead."""
    words: list[tuple[str, str]] = []
    entry = agreement.entry_into_force
    if entry is None:
        words.append(("entry into force", "no clause: when all negotiating states have consented (VCLT 24(2))"))
    else:
        later = f"; later parties: {entry.later.describe()}" if entry.later is not None else ""
        then = "" if entry.then.describe() == "the same day" else f"; then {entry.then.describe()}"
        words.append(("entry into force", _at(entry.article) + entry.when.describe() + then + later))
    if agreement.consent is not None and agreement.consent.open_to != ("all",):
        words.append(("open to", _at(agreement.consent.article) + ", ".join(agreement.consent.open_to)))
    duration = agreement.duration
    if duration is None:
        words.append(("duration", "no clause: indefinite"))
    else:
        length = duration.length()
        term = length.describe() if length is not None else f"until {duration.until}" if duration.until else "indefinite"
        renewal = ""
        if duration.renewal is not None:
            how = "tacitly " if duration.renewal.tacit else ""
            notice = duration.renewal.unless_notice.describe()
            renewal = f", renewed {how}for {duration.renewal.length().describe()} unless notice is given {notice} before"
        words.append(("duration", _at(duration.article) + term + renewal))
    leave = agreement.withdrawal
    if leave is None:
        words.append(("withdrawal", "no clause: VCLT 56"))
    else:
        parts = [f"notice of {leave.notice.describe()}"] if leave.notice is not None else []
        parts += [f"after {leave.after.describe()} in force"] if leave.after is not None else []
        parts += ["excluded"] if leave.permitted is False else []
        parts += [f"not during {leave.not_while}"] if leave.not_while else []
        words.append(("withdrawal", _at(leave.article) + (", ".join(parts) or "permitted")))
    if agreement.reservations is not None:
        words.append(("reservations", _at(agreement.reservations.article) + agreement.reservations.permitted))
    if agreement.amendment is not None:
        words.append(("amendments", _at(agreement.amendment.article) + f"bind {agreement.amendment.binds}"))
    if agreement.termination is not None and agreement.termination.parties_below:
        words.append(("termination", _at(agreement.termination.article) + f"below {agreement.termination.parties_below} parties"))
    if agreement.dispute_settlement:
        words.append(("disputes", " → ".join(step.means for step in agreement.dispute_settlement)))
    if agreement.finance is not None and agreement.finance.key:
        words.append(("costs", _at(agreement.finance.article) + agreement.finance.key.replace("-", " ")))
    return words


def _at(article: str) -> str:
    return f"{cite(article)}: " if article else ""


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
            ("areas", ", ".join(item["areas"])),
            ("aims", "; ".join(item["aims"])),
            *links,
        )
    )
    click.echo("\nFinal clauses")
    tables.pairs(item["clauses"].items())
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
