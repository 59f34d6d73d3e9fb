"""`foedera ratification procedure | procedures`: how states come to consent, as data with their sources."""

from __future__ import annotations

from pathlib import Path

import click

from foedera.cli import options, tables
from foedera.cli.verbs.ratification_files import at_home, file_option
from foedera.library import vocabularies
from foedera.library.collection import Collection
from foedera.model.errors import UsageError
from foedera.model.plain import plain
from foedera.ratification.comparing import Compared, compared
from foedera.ratification.procedures import DISSOLUTIONS, EVERY_STATE, FORMS, KINDS, Procedure, Step
from foedera.ratification.procedures import Path as Way


@click.command("procedures", epilog="Example: foedera ratification procedures")
@file_option
@options.json_option
def procedures_(files: tuple[Path, ...], as_json: bool) -> None:
    """The states whose procedure is on record, compared: the usual path, votes, scrutiny, dissolution, who deposits."""
    rows = [compared(found) for code, found in sorted(at_home(files).procedures.items()) if code != EVERY_STATE]
    if as_json:
        options.print_json(row.as_json() for row in rows)
        return
    tables.table(("state", "as of", "usual path", "if dissolved", "without parliament", "who votes, how long it lies"), [_row(row) for row in rows])
    click.echo(f"{len(rows)} states")


def _row(row: Compared) -> tuple[object, ...]:
    executive = None if row.executive is None else "possible" if row.executive else "no"
    dissolved = DISSOLUTIONS[row.dissolution] if row.dissolution else None
    return row.state, row.as_of, FORMS[row.form], dissolved, executive, "; ".join((*row.votes, *row.scrutiny)) or None


@click.command("procedure", epilog="Example: foedera ratification procedure FRA")
@click.argument("code", metavar="CODE", shell_complete=options.complete_parties)
@file_option
@options.json_option
def procedure(code: str, files: tuple[Path, ...], as_json: bool) -> None:
    """How a state comes to consent: legal basis, every path with its steps, periods and majorities, duties, sources."""
    known = at_home(files).procedures
    state = code if code == EVERY_STATE else Collection(bundled=False, parties=vocabularies.parties()).code(code)
    found = known.get(state)
    if found is None:
        message = f"no procedure of {state} is on record; there are: {', '.join(sorted(known))}"
        raise UsageError(message)
    if as_json:
        options.print_json([plain(found)])
        return
    _say(found)


def _say(found: Procedure) -> None:
    tables.heading(
        f"{found.state}: how it comes to consent, as of {found.as_of} ({found.confidence} confidence)"
        + (" [illustrative]" if found.illustrative else "")
    )
    tables.pairs(
        [
            ("deposited by", found.deposit_by),
            ("last act at home", found.final_act),
            ("effect at home", found.effect),
            ("if dissolved", found.dissolution.replace("-", " ")),
            ("executive agreements", found.executive.when if found.executive else None),
            ("referendum", found.referendum.when if found.referendum else None),
            ("review", f"{found.review.body}: {found.review.when}" if found.review else None),
            ("not covered", found.note),
        ]
    )
    if found.legal_basis:
        tables.heading("Legal basis")
        tables.bullets(f"{basis.ref}: {basis.rule}" for basis in found.legal_basis)
    for way in found.paths:
        _say_path(way)
    if found.duties:
        tables.heading("Duties")
        tables.table(
            ("duty", "from", "within", "article", "what"),
            [(duty.id, duty.when, duty.within.describe() if duty.within else None, duty.ref or None, duty.what) for duty in found.duties],
        )
    tables.heading("Sources")
    tables.bullets(" · ".join(filter(None, (s.title, s.url, f"seen {s.seen}" if s.seen else ""))) for s in found.sources)


def _say_path(way: Way) -> None:
    tables.heading(f"{way.title} ({way.id}, {FORMS[way.form]}" + (", the usual one)" if way.default else ")"))
    tables.table(("step", "kind", "period", "article", "who does what"), [_step(step) for step in way.steps])


def _step(step: Step) -> tuple[object, ...]:
    periods = [f"after {step.minimum.describe()}"] if step.minimum else []
    periods += [f"within {step.deadline.describe()}"] if step.deadline else []
    told = [step.describe(), *([step.majority.describe()] if step.majority else []), *(["may be left out"] if step.optional else [])]
    return step.id, KINDS[step.kind], ", ".join(periods) or None, step.ref or None, "; ".join(told)
