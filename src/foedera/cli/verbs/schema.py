"""`foedera schema`: the JSON Schemas of agreement files, of those of threats, positions, rounds and answers, of procedures, sittings, progress."""

from __future__ import annotations

import json

import click

from foedera.library.held_schemas import SCHEMAS, schema_of


@click.command(epilog="Example: foedera schema > agreement.schema.json")
@click.argument("what", type=click.Choice(SCHEMAS), default="agreement", metavar="[WHAT]")
def command(what: str) -> None:
    """Print the JSON Schema of agreement files, for editors that complete and check TOML by one.

    Or that of files which hold something else: WHAT is then their word, taxonomy, threats, positions, round, ballot, answers, procedure, sittings or
    progress.
    """
    click.echo(json.dumps(schema_of(what), indent=2, ensure_ascii=False))
