"""`foedera restore`: a register from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from foedera.cli import options


@click.command(epilog="Example: FOEDERA_HOME=/srv/foedera foedera restore foedera-2026-11-25.zip")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Fill a new register from a backup, all of it or nothing, on SQLite or PostgreSQL whichever it came from.

    The register is the one of FOEDERA_HOME or of DATABASE_URL; it must be empty: restore before it is served.
    """
    from foedera.deeds.opening import open_register

    place = open_register()
    from foedera.deeds.backup import restore
    from foedera.deeds.powers import OPERATOR

    found = restore(OPERATOR, file, options.day_or_today(None))
    click.echo(f"{place}: revision {found.revision} of {found.made[:16].replace('T', ' ')}, {sum(found.rows.values()):,} rows, views computed anew")
    if not found.same_secret:
        click.echo(
            "It was made of a register with another secret (secret.key, or FOEDERA_SECRET_KEY): bring that one here before serving. "
            "Without it authenticator apps and recovery codes no longer fit; passwords and passkeys do.",
            err=True,
        )
