"""`foedera new`: a new agreement file to fill in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from foedera.cli import options
from foedera.library.scaffold import new_agreement
from foedera.library.vocabularies import parties as vocabulary
from foedera.model.agreements import KINDS
from foedera.model.errors import UnknownParty, UsageError


@click.command(epilog="Example: foedera new france-poland/nancy-2025 --title 'Treaty of Nancy' --party FRA --party POL")
@click.argument("identity", metavar="FAMILY/NAME")
@click.option("--title", help="Its title.")
@click.option("--kind", type=click.Choice(KINDS), default="treaty", show_default=True, metavar="KIND", help="treaty, protocol, memorandum …")
@click.option("--party", "parties", multiple=True, metavar="CODE", help="A negotiating state; repeat.", shell_complete=options.complete_parties)
@click.option("--depositary", metavar="CODE", default="", help="With whom instruments are deposited; without, the parties notify each other.")
@click.option("--adopted", type=options.Day(), help="The day of adoption or first signing (default: today).")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to write below (default: here).")
def command(identity: str, title: str | None, kind: str, parties: tuple[str, ...], depositary: str, adopted: dt.date | None, into: Path) -> None:
    """Write FAMILY/NAME.toml, a file that passes `foedera check` as it stands and waits to be filled in."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*", identity):
        message = f"'{identity}' is not an id: write family/name in lower case, like france-poland/nancy-2025"
        raise UsageError(message)
    for code in (*parties, *([depositary] if depositary else [])):
        if code not in vocabulary():
            message = f"no party has the code '{code}'; `foedera parties --search …` finds it"
            raise UnknownParty(message)
    target = into / f"{identity}.toml"
    if target.exists():
        message = f"{target} exists already; nothing was written"
        raise UsageError(message)
    text = new_agreement(identity, title=title or identity, kind=kind, adopted=options.day_or_today(adopted), parties=parties, depositary=depositary)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    click.echo(f"{target} written; fill it in, then: foedera check {target}")
