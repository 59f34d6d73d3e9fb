"""`foedera backup`: the whole register in one file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click


@click.command(epilog="Example: foedera backup /srv/backups/foedera-2026-11-25.zip")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the file where it is there already.")
def command(file: Path, replace: bool) -> None:
    """Write the whole register into FILE, as it is at one moment; it may be served and recorded in meanwhile.

    The file holds everything: documents, accounts, digests of passwords, second factors. Keep it as you keep the register itself.
    """
    from foedera.deeds.opening import open_register

    open_register()
    from foedera.deeds.backup import backup
    from foedera.deeds.powers import OPERATOR

    found = backup(OPERATOR, file, dt.datetime.now(tz=dt.UTC), replace=replace)
    rows = sum(found.rows.values())
    click.echo(f"{file}: revision {found.revision}, {len(found.rows)} tables, {rows:,} rows, {file.stat().st_size:,} bytes")
