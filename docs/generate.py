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
        parts += _section(load(verb), f"foedera {verb}", "##")
    return "\n".join(parts) + "\n"


def _section(command: click.Command, name: str, mark: str) -> list[str]:
    """Return the help of a command, and below it that of each of its own."""
    below = _below(command)
    lines = ["", f"{mark} `{name}`", "", "```text", _help(command, name), "```"]
    return lines + [line for word, own in below for line in _section(own, f"{name} {word}", f"{mark}#")]


def _below(command: click.Command) -> list[tuple[str, click.Command]]:
    """Return the verbs within a command with their names, those a group loads when they are called too."""
    if not isinstance(command, click.Group):
        return []
    context = click.Context(command)
    return [(word, own) for word in command.list_commands(context) if (own := command.get_command(context, word)) is not None]


def _help(command: click.Command, name: str) -> str:
    with click.Context(
        command, info_name=name, terminal_width=110, max_content_width=110, help_option_names=program.context_settings["help_option_names"]
    ) as context:
        return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    (DOCS / "reference" / "commands.md").write_text(commands_page(), encoding="utf-8")
