"""`foedera ratification instrument`: a paper drafted from the record, with all that stands in its way; `cancel`: one issued wrongly marked so.

Numbers are given by the register alone.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import asdict, evolve

from foedera.cli import options, tables
from foedera.cli.verbs.ratification_files import at_home, file_option, one
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import UsageError
from foedera.ratification.instruments import ACTIONS, CONSENTING, KINDS, LANGUAGES, OFFICES, Facts, Instrument, Person, Refusal
from foedera.ratification.through import through
from foedera.ratification.track import track

if TYPE_CHECKING:
    from foedera.library.collection import Collection

_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(
    "instrument", epilog="Example: foedera ratification instrument accession arms-control/arms-trade-treaty-2013 IND --signatory 'A. Example'"
)
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the instrument.")
@click.option("--signatory", default="", metavar="NAME", help="Who signs.")
@click.option("--office", type=click.Choice(list(OFFICES)), default="foreign-minister", show_default=True, help="The office of who signs.")
@click.option("--title", default="", metavar="TEXT", help="The title of the office, where the paper is to have another.")
@click.option("--place", default="", metavar="TEXT", help="Where it is done.")
@click.option("--holder", default="", metavar="NAME", help="Who is empowered, of full powers.")
@click.option("--holder-office", type=click.Choice(list(OFFICES)), default="representative", show_default=True, help="The holder's office.")
@click.option("--action", type=click.Choice(list(ACTIONS)), default="sign", show_default=True, help="What full powers are for.")
@click.option("--act", "place_in_log", type=click.IntRange(1), metavar="N", help="The act it answers or tells of, by its place in the log.")
@click.option(
    "--article", "articles", multiple=True, metavar="ARTICLE", help="An article reserved, withdrawn or applied provisionally; repeat for more."
)
@click.option("--text", default="", metavar="TEXT", help="The words of a reservation, or the grounds of an objection or withdrawal.")
@click.option("--precludes", is_flag=True, help="An objection that keeps the agreement from entering into force between the two.")
@click.option("--effective", type=options.Day(), help="The day from which a withdrawal or provisional application is to be.")
@click.option("--name", "called", default="", metavar="TEXT", help="How the party is written in the language, where it is not on record.")
@click.option("--agreement-title", default="", metavar="TEXT", help="The title of the agreement in the language, where it is not on record.")
@click.option("--pdf", type=_FILE, metavar="FILE", help="Write the draft as PDF.")
@click.option("--docx", type=_FILE, metavar="FILE", help="Write the draft as DOCX.")
@options.on_option
@file_option
@options.collection_option
@options.json_option
def instrument(
    kind: str, ref: str, code: str, on: dt.date | None, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool, **given: Any
) -> None:
    """Draft a paper from the record of a day: what it says, and everything that stands in the way of issuing it, each with its rule.

    A draft has no number and says so. Nothing is guessed: a title or a name not known in the language is asked for. Exit status 1 where
    something stands in the way.
    """
    from foedera.library.instruments import form, names
    from foedera.ratification.drafting import sketch

    collection = options.open_collection(folders)
    agreement, day = collection[one(collection, ref)], options.day_or_today(on)
    facts = _facts(collection, agreement, collection.code(code, agreement.participants), day, given)
    if kind in (*CONSENTING, "completion"):
        facts = evolve(facts, completed=_completed(collection, facts, files))
    paper, refusals = sketch(form(kind, given["language"]), facts, names())
    if as_json:
        options.print_json([{"kind": kind, "paper": asdict(paper) if paper is not None else None, "refusals": [asdict(one) for one in refusals]}])
    else:
        _tell(paper, refusals)
    if paper is not None:
        _write(paper, given)
    if refusals:
        sys.exit(1)


@click.command("cancel", epilog="Example: foedera ratification cancel IND 2026/3 --reason 'The title of the treaty is wrong.'")
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@click.argument("number", metavar="YEAR/NUMBER")
@click.option("--reason", required=True, metavar="TEXT", help="What was wrong with it; whoever may read the instrument reads this too.")
@options.json_option
def cancel(code: str, number: str, reason: str, as_json: bool) -> None:
    """Mark an instrument of a party, issued wrongly, as cancelled in the register named by FOEDERA_HOME or DATABASE_URL.

    For good: it stays as it is, its number used, and stands for nothing; full powers cancelled let nobody sign any more. Noted as done by the
    operator of the machine: an officer cancels it on its page.
    """
    from foedera.deeds.opening import open_register

    year, _, running = number.partition("/")
    if not (year.isascii() and year.isdecimal() and running.isascii() and running.isdecimal()):
        message = f"'{number}' is no number of an instrument; give year and number as they are printed on it: 2026/3"
        raise UsageError(message)
    open_register()
    from foedera.deeds.cancel_instrument import cancel_instrument
    from foedera.deeds.powers import OPERATOR

    found = cancel_instrument(OPERATOR, code.upper(), int(year), int(running), reason, dt.datetime.now(tz=dt.UTC))
    if as_json:
        options.print_json([{"party": found.party, "number": found.number, "kind": found.kind, "agreement": found.agreement, "cancelled": True}])
    else:
        click.echo(f"{found.party} {found.number}, {KINDS[found.kind]} about {found.agreement}, is cancelled")


def _facts(collection: Collection, agreement: Agreement, state: str, on: dt.date, given: dict[str, Any]) -> Facts:
    language = given["language"]
    return Facts(
        docket=collection.known(None),
        agreement=agreement,
        state=state,
        on=on,
        signatory=Person(given["signatory"], given["office"], {language: given["title"]} if given["title"] else {}),
        place=given["place"],
        holder=Person(given["holder"], given["holder_office"]) if given["holder"] else None,
        action=given["action"],
        act=_act(agreement, given["place_in_log"]),
        articles=given["articles"],
        text=given["text"],
        precludes=given["precludes"],
        effective=given["effective"],
        names={language: given["called"]} if given["called"] else {},
        titles={language: given["agreement_title"]} if given["agreement_title"] else {},
    )


def _act(agreement: Agreement, place: int | None) -> Act | None:
    if place is not None and place > len(agreement.acts):
        message = f"the log of {agreement.id} has {len(agreement.acts)} acts; give --act a number up to that"
        raise UsageError(message)
    return agreement.acts[place - 1] if place is not None else None


def _completed(collection: Collection, facts: Facts, files: tuple[Path, ...]) -> dt.date | None:
    """Return since when the state is through at home, as far as is on record."""
    home, timeline = at_home(files), collection.known(None).timeline(facts.agreement.id)
    return through(track(home.procedures.get(facts.state), facts.state, timeline, home.log, facts.on, home.calendars))


def _tell(paper: Instrument | None, refusals: tuple[Refusal, ...]) -> None:
    if paper is not None:
        tables.heading(f"{paper.title} (draft)" + (" [illustrative]" if paper.illustrative else ""))
        for text in (paper.head, paper.address, *(f"{part.lead} {part.text}".strip() for part in paper.paragraphs)):
            if text:
                click.echo(f"{text}\n")
        for table in paper.schedules:
            tables.table(table.heads, table.rows)
        click.echo(f"{paper.done}\n\n{paper.name}\n{paper.office}")
        tables.heading("For the file")
        tables.pairs([(label, text) for label, text in paper.sheet])
    if refusals:
        tables.heading("In the way")
        tables.bullets([refusal.told for refusal in refusals])
    else:
        click.echo("\nNothing on record stands in the way; a number is given by the register.")


def _write(paper: Instrument, given: dict[str, Any]) -> None:
    from foedera.interchange.instruments import as_docx, as_pdf

    now = dt.datetime.now(tz=dt.UTC)
    for name, make in (("pdf", as_pdf), ("docx", as_docx)):
        if given[name] is not None:
            given[name].write_bytes(make(paper, now))
