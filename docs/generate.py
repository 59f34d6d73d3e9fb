"""Write the generated pages of the documentation anew: `make docs`. A test fails where they are out of date."""

from __future__ import annotations

from pathlib import Path

import click

from foedera.cli.main import VERBS, load, program

DOCS = Path(__file__).resolve().parent


def commands_page() -> str:
    """Return the reference of the command line, from the commands themselves."""
    parts = ["# Commands", "", "Generated from the program by `make docs`; do not edit.", "", "```text", _help(program, "foedera"), "```"]
    for verb in VERBS:
        command = load(verb)
        parts += ["", f"## `foedera {verb}`", "", "```text", _help(command, f"foedera {verb}"), "```"]
        for name, below in getattr(command, "commands", {}).items():
            parts += ["", f"### `foedera {verb} {name}`", "", "```text", _help(below, f"foedera {verb} {name}"), "```"]
    return "\n".join(parts) + "\n"


def _help(command: click.Command, name: str) -> str:
    with click.Context(command, info_name=name, terminal_width=110, max_content_width=110) as context:
        return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    (DOCS / "reference" / "commands.md").write_text(commands_page(), encoding="utf-8")
