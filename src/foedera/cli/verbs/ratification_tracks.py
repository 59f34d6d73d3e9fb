"""`foedera ratification board | track | state | depositary | duties`: where states stand between signature and being bound."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from foedera.cli import options, tables
from foedera.cli.verbs.ratification_files import AtHome, at_home, file_option, one
from foedera.library.collection import Collection
from foedera.model.agreements import Agreement
from foedera.model.words import clauses_in_words
from foedera.ratification.board import agreement_board, depositary_view, state_board
from foedera.ratification.duties import STATUSES as OWING
from foedera.ratification.duties import duties
from foedera.ratification.procedures import applying
from foedera.ratification.stages import STATUSES as STAGES
from foedera.ratification.through import through
from foedera.ratification.track import STATUSES, Track, track


def _title(agreement: Agreement) -> str:
    return (agreement.short_title or agreement.title) + (" [illustrative]" if agreement.illustrative else "")


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


@click.command("board", epilog="Example: foedera ratification board nato/accession-finland-2022 --on 2022-10-01 --known 2022-10-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.option("--status", "wanted", type=click.Choice(list(STATUSES)), help="Only states that stand so.")
@options.on_option
@options.known_option
@file_option
@options.collection_option
@options.json_option
def board(
    ref: str, wanted: str | None, on: dt.date | None, known: dt.date | None, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool
) -> None:
    """All states of an agreement side by side on a day, those most in need first, and what its own rule still waits for."""
    collection, home = options.open_collection(folders), at_home(files)
    name, day = one(collection, ref), options.day_or_today(on)
    found = agreement_board(collection.known(known), name, home.procedures, home.log, day, home.calendars)
    if as_json:
        options.print_json([found.as_json()])
        return
    tables.heading(f"{_title(collection[name])}, as of {day}" + (f", as known on {known}" if known else ""))
    (_, rule), *_ = clauses_in_words(collection[name])
    tables.pairs(
        [
            ("status", found.status.replace("-", " ")),
            ("in force since", found.in_force_since),
            ("expected", found.expected if found.in_force_since is None else None),
            ("rule", rule),
            ("missing", "; ".join(found.missing)),
        ]
    )
    rows = [
        (("→ " if one.state in found.awaited else "  ") + one.state, STATUSES[one.status], *_days(one), one.where)
        for one in found.tracks
        if wanted in (None, one.status)
    ]
    tables.table(("state", "status", "signed", "through at home", "consent", "where it stands"), rows)
    if found.awaited:
        click.echo("→ its consent is awaited under the agreement's own rule")


def _days(one: Track) -> tuple[str | None, ...]:
    return _day(one.signed), _day(through(one)), _day(one.consented)


@click.command("track", epilog="Example: foedera ratification track nato/accession-finland-2022 FRA --on 2022-10-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@click.option("--path", default="", metavar="PATH", help="Suppose this way of consent, an id of the state's procedure.")
@options.on_option
@options.known_option
@file_option
@options.collection_option
@options.json_option
def track_(
    ref: str, code: str, path: str, on: dt.date | None, known: dt.date | None, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool
) -> None:
    """One state's way to an agreement, step by step: days and sources, the earliest lawful day of what is to come, deadlines, what is in the way."""
    collection, home = options.open_collection(folders), at_home(files)
    found, agreement = _track(collection, home, ref, code, on, known, path)
    if as_json:
        options.print_json([found.as_json()])
        return
    tables.heading(f"{found.state}: {_title(agreement)}, as of {found.on}")
    tables.pairs(
        [
            ("status", STATUSES[found.status]),
            ("where", found.where),
            ("path", found.path.title if found.path else None),
            ("consent not before", found.not_before),
            ("in the way", "; ".join(found.blockers)),
        ]
    )
    if found.stages:
        rows = [
            (
                stage.step.id,
                STAGES[stage.status],
                _day(stage.on),
                _day(stage.not_before),
                _day(stage.due),
                stage.step.ref or None,
                stage.step.describe(),
            )
            for stage in found.stages
        ]
        tables.table(("step", "status", "on", "not before", "due", "article", "who does what"), rows)
    for label, lines in (("Because", found.because), ("Cannot be right", found.irregular), ("Open", found.open_questions)):
        if lines:
            tables.heading(label)
            tables.bullets(lines)


def _track(
    collection: Collection, home: AtHome, ref: str, code: str, on: dt.date | None, known: dt.date | None, path: str = ""
) -> tuple[Track, Agreement]:
    name = one(collection, ref)
    agreement = collection[name]
    state, day = collection.code(code, agreement.participants), options.day_or_today(on)
    timeline = collection.known(known).timeline(name)
    return track(home.procedures.get(state), state, timeline, home.log, day, home.calendars, path=path), agreement


@click.command("state", epilog="Example: foedera ratification state TUR --on 2022-10-01 --known 2022-10-01")
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@options.on_option
@options.known_option
@file_option
@options.collection_option
@options.json_option
def state(code: str, on: dt.date | None, known: dt.date | None, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool) -> None:
    """A state's pending agreements: those it signed, negotiated or began on at home and has not consented to, most in need first."""
    collection, home = options.open_collection(folders), at_home(files)
    party, day = collection.code(code), options.day_or_today(on)
    found = state_board(collection.known(known), sorted(collection.ids()), party, home.procedures.get(party), home.log, day, home.calendars)
    if as_json:
        options.print_json(one.as_json() for one in found)
        return
    rows = [(one.agreement, STATUSES[one.status], _day(one.signed), _day(through(one)), _day(one.not_before), one.where) for one in found]
    tables.table(("agreement", "status", "signed", "through at home", "not before", "where it stands"), rows)
    click.echo(f"{len(found)} pending")


@click.command("depositary", epilog="Example: foedera ratification depositary nato/accession-finland-2022 --on 2023-04-04 --since 2023-03-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.option("--since", type=options.Day(), help="Notices for what came on record after that day (default: 30 days before).")
@options.on_option
@options.known_option
@options.collection_option
@options.json_option
def depositary(ref: str, since: dt.date | None, on: dt.date | None, known: dt.date | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """What the depositary has on a day, in order; what is missing for entry into force; whom it tells of what (VCLT 77)."""
    collection = options.open_collection(folders)
    name, day = one(collection, ref), options.day_or_today(on)
    found = depositary_view(collection.known(known), name, day, since)
    if as_json:
        options.print_json([found.as_json()])
        return
    tables.heading(f"{_title(collection[name])}, as of {day}")
    tables.pairs(
        [
            ("depositary", ", ".join(found.depositary) or "none on record"),
            ("status", found.status.replace("-", " ")),
            ("in force since", found.in_force_since),
            ("expected", found.expected if found.in_force_since is None else None),
            ("missing", "; ".join(found.missing)),
        ]
    )
    tables.table(("on", "who", "what", "source"), [(act.on, code, act.describe(code), act.source or None) for code, act in found.deposited])
    click.echo(f"{len(found.deposited)} deposited")
    tables.heading(f"To be told, for what came on record after {found.since}")
    if found.notices:
        tables.table(("on", "to", "what"), [(notice.on, len(notice.to), notice.what) for notice in found.notices])
    else:
        tables.bullets(["nothing"])
    if found.open_questions:
        tables.heading("Open")
        tables.bullets(found.open_questions)


@click.command("duties", epilog="Example: foedera ratification duties nato/accession-finland-2022 USA --on 2022-10-01")
@click.argument("ref", metavar="REF", shell_complete=options.complete_refs)
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@options.on_option
@options.known_option
@file_option
@options.collection_option
@options.json_option
def duties_(ref: str, code: str, files: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool, **asked: Any) -> None:
    """What a state must report, register or publish for an agreement, when each clock started, by when, and whether it was done."""
    collection, home = options.open_collection(folders), at_home(files)
    found, agreement = _track(collection, home, ref, code, asked["on"], asked["known"])
    timeline = collection.known(asked["known"]).timeline(agreement.id)
    owed = duties(applying(home.procedures, found.state), timeline, found, home.log, home.calendars)
    if as_json:
        options.print_json(each.as_json() for each in owed)
        return
    tables.heading(f"{found.state}: {_title(agreement)}, as of {found.on}")
    rows = [
        (each.duty.id, OWING[each.status], _day(each.start), _day(each.due), _day(each.met), "; ".join((each.duty.what, *each.because)))
        for each in owed
    ]
    tables.table(("duty", "status", "from", "due", "done", "what, and why"), rows)
    for each in owed:
        tables.bullets([f"{each.duty.id}: {question}" for question in each.open_questions], "?")
