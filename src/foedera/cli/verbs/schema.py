"""`foedera schema`: the JSON Schema of agreement files."""

from __future__ import annotations

import json

import click

from foedera.library.schema import agreement_schema


@click.command(epilog="Example: foedera schema > agreement.schema.json")
def command() -> None:
    """Print the JSON Schema of agreement files, for editors that complete and check TOML by one."""
    click.echo(json.dumps(agreement_schema(), indent=2, ensure_ascii=False))
