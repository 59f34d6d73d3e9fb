"""`foedera import`: a table or agreement files into the register: looked at first, recorded with `--yes`."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from foedera.cli import options, tables

if TYPE_CHECKING:
    from foedera.deeds.examine import Look, Said
    from foedera.deeds.take_in import Taken
    from foedera.library.columns import Guess

#: How many faults and names are printed; all of them with `--json` or `--left-out`.
_SHOWN = 20


class Pair(click.ParamType[tuple[str, str]]):
    """Two texts with `=` between them; the last one parts them, since headings and names may hold one."""

    def __init__(self, name: str, example: str) -> None:
        """Say what the two are, as help shows it, with an example."""
        self.name = name
        self._example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return the pair."""
        if isinstance(value, tuple):
            return value
        first, _, second = value.rpartition("=")
        if not first or not second:
            self.fail(f"'{value}' is not {self.name}, like '{self._example}'", param, ctx)
        return first.strip(), second.strip()


ROLE = Pair("COLUMN=ROLE", "Date signed=signed")
MEANING = Pair("NAME=CODE", "HOLLAND=NLD")


@click.command("import", epilog="Example: foedera import register.xlsx --family register --source 'National Register' --yes")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--family", help="First part of ids, the same at every import of the source (default: from the file's name).")
@click.option("--source", help="What stands as the source (default: the file's name).")
@click.option("--url", help="Where the source is found.")
@click.option("--seen", type=options.Day(), help="The day whose state the file shows (default: today).")
@click.option("--title", help="Of a table of participants: the title of the agreement, where it is new.")
@click.option("--agreement", metavar="ID", help="Of a table of participants: the agreement on record.")
@click.option("--sheet", help="The sheet of a workbook (default: the first that holds anything).")
@click.option("--map", "roles", type=ROLE, multiple=True, help="What a column means, where the guess is wrong; repeat.")
@click.option("--order", type=click.Choice(["day-first", "month-first"]), help="How days in figures are written, where no cell decides.")
@click.option("--name", "names", type=MEANING, multiple=True, help="Decide what a name means, now and for later imports: a code, or not-a-party.")
@click.option("--dry-run", is_flag=True, help="Only look, even with --yes.")
@click.option("--yes", is_flag=True, help="Record what is in order.")
@click.option("--whole", is_flag=True, help="Record only if every row is in order.")
@click.option(
    "--left-out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the rows left out, with the reasons, as CSV."
)
@options.json_option
def command(files: tuple[Path, ...], *, dry_run: bool, yes: bool, whole: bool, left_out: Path | None, as_json: bool, **asked: Any) -> int:
    """Take tables (CSV, XLSX, JSON Lines) or agreement files (TOML, ZIP) into the register of FOEDERA_HOME or DATABASE_URL.

    Without --yes nothing is recorded: what each file would bring is shown, every row left out with the reason and the remedy, every name
    somebody has to decide. A file is recorded whole or not at all; the same file again changes nothing.

    Ends with status 1 where a row or file was left out, or a question about columns is open.
    """
    from foedera.deeds.opening import open_register

    open_register()
    from foedera.deeds import take_in
    from foedera.deeds.powers import OPERATOR

    _decide(asked.pop("names"))
    order = asked.pop("order")
    wanted = yes and not dry_run
    kept: list[tuple[str, Look]] = []
    for path in files:
        content = _content(path)
        wish = _wish(path, whole=whole, **asked)
        with _bar(path.name, shown=not as_json) as moved:
            found = take_in.look(OPERATOR, path.name, content, wish, moved)
        if order and (columns := _undecided(found)):
            wish = evolve(wish, orders=dict.fromkeys(columns, order))
            found = take_in.look(OPERATOR, path.name, content, wish)
        taken = None
        if wanted and not found.questions and not (whole and found.left_out):
            with _bar(f"{path.name}: recording", shown=not as_json) as moved:
                taken, found = take_in.record(OPERATOR, path.name, content, wish, options.day_or_today(None), moved, looked=found)
        kept.append((path.name, found))
        (_print_json if as_json else _print)(path.name, found, taken, wanted=wanted)
    if left_out is not None:
        _write_left_out(left_out, kept)
    return 1 if any(found.left_out or found.questions for _, found in kept) else 0


def _decide(names: Iterable[tuple[str, str]]) -> None:
    from foedera.deeds import decide
    from foedera.deeds.powers import OPERATOR

    made = [decide.Decision(name, code if code == decide.NOT_A_PARTY else code.upper()) for name, code in names]
    if made:
        decide.decide(OPERATOR, made)


def _content(path: Path) -> bytes:
    """Return the content of a file; one that is too large is read no further, and refused by its size."""
    from foedera.deeds.take_in import LARGEST

    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _wish(path: Path, *, whole: bool, roles: tuple[tuple[str, str], ...], **asked: Any) -> Said:
    from foedera.deeds.take_in import presumed

    guess = presumed(path.name, options.day_or_today(None))
    given = {name: value for name, value in asked.items() if value}
    return evolve(guess, **given, roles=dict(roles), whole=whole)


def _undecided(found: Look) -> list[str]:
    """Return the columns whose days can be read both ways."""
    asked = [fault.column - 1 for fault in found.questions if fault.code == "F123"]
    return [found.sheet.columns[position] for position in asked] if found.sheet is not None else []


@contextmanager
def _bar(label: str, *, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how far a file is, where a terminal is there."""
    if not shown or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def moved(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield moved


def _print(name: str, found: Look, taken: Taken | None, *, wanted: bool) -> None:
    tables.heading(name)
    labels = {"new": "new", "changed": "with something new", "known": "already there", "acts": "acts", "left_out": "left out"}
    labels |= {"remarked": "with a remark", "contradictions": "contradictions", "names": "names to decide"}
    tables.pairs((label, f"{found.counts[key]:,}") for key, label in labels.items())
    for question in found.questions:
        click.echo(f"{tables.status('error')} {question.code}: {question.message} ({question.hint})")
    if found.questions and found.columns is not None:
        tables.table(["Column", "Means", "Why"], [[guess.column, guess.role, guess.why] for guess in found.columns.guesses])
    _print_faults(found)
    names = [[n.text[:40], n.count, _years(n.first, n.last), ", ".join(n.suggestions) or None, n.reason] for n in found.names]
    _shortened("Names to decide: --name 'NAME=CODE', or 'NAME=not-a-party'", ["Name", "Places", "Years", "Meant?", "Why it is open"], names)
    against = [[c.agreement, c.on_record.describe(), f"{c.proposed.describe()}{' (more exact)' if c.closer else ''}"] for c in found.contradictions]
    _shortened("Contradictions: listed, never changed", ["Agreement", "On record", "In the file"], against)
    click.echo(f"\n{_outcome(found, taken, wanted=wanted)}")


def _print_faults(found: Look) -> None:
    rows = [
        [line.number, fault.code, f"{fault.message}{f' ({fault.hint})' if fault.hint else ''}"]
        for line in found.left_out
        for fault in line.faults
        if fault.severity == "error"
    ]
    codes = ", ".join(f"{code} {count}" for code, count in Counter(str(row[1]) for row in rows).most_common())
    _shortened(f"Left out ({codes})", ["File" if found.shape == "files" else "Row", "Code", "What is wrong"], rows)


def _shortened(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print the first rows of a table under its title; nothing where there are none."""
    if not rows:
        return
    click.echo()
    tables.heading(title)
    tables.table(columns, rows[:_SHOWN])
    if len(rows) > _SHOWN:
        click.echo(f"… {len(rows) - _SHOWN:,} more: --json prints all, --left-out FILE writes the rows with their reasons")


def _years(first: dt.date | None, last: dt.date | None) -> str | None:
    if first is None or last is None:
        return None
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _outcome(found: Look, taken: Taken | None, *, wanted: bool) -> str:
    brings = found.counts["new"] + found.counts["changed"]
    what = f"{brings:,} agreement{'' if brings == 1 else 's'}"
    if taken is not None:
        return (
            f"Recording {taken.revision}: {what}, {found.counts['acts']:,} acts."
            if taken.revision
            else "Nothing in it was new: nothing was recorded."
        )
    if found.questions:
        return "Nothing is recorded: answer the question first."
    if wanted:
        return "Nothing is recorded: not every row is in order, and --whole was asked for."
    return f"Nothing is recorded yet; --yes records {what}." if brings else "Nothing in it is new."


def _print_json(name: str, found: Look, taken: Taken | None, *, wanted: bool) -> None:  # noqa: ARG001 - as `_print`
    """Print one object a file: what it would bring, and everything that is wrong with it."""
    faults = (*found.questions, *found.beside, *(fault for line in found.left_out for fault in line.faults))
    against = found.contradictions
    answer = {
        "file": name,
        "shape": found.shape,
        "recorded": taken.revision if taken is not None else None,
        "counts": found.counts,
        "columns": [{"column": g.column, "role": g.role, "confidence": g.confidence, "why": g.why} for g in _guesses(found)],
        "agreements": [{"agreement": b.agreement.id, "what": b.what, "acts": len(b.acts)} for b in found.brought],
        "names": [{"name": n.text, "count": n.count, "why": n.why, "reason": n.reason, "suggestions": list(n.suggestions)} for n in found.names],
        "contradictions": [{"agreement": c.agreement, "on_record": c.on_record.describe(), "in_file": c.proposed.describe()} for c in against],
        "faults": [fault.as_json() for fault in faults],
    }
    options.print_json([answer])


def _guesses(found: Look) -> Sequence[Guess]:
    return found.columns.guesses if found.columns is not None else ()


def _write_left_out(target: Path, kept: Iterable[tuple[str, Look]]) -> None:
    from foedera.deeds.report import left_out, lines

    rows = [row for _, found in kept for row in lines(found)]
    target.write_bytes(left_out(rows))
    click.echo(f"{target}: {len(rows):,} rows left out", err=True)
