"""`foedera ratification`: from signature to being bound. Its own verbs live beside it; a verb's module is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

#: Verb, the module it lives in, its name there, and its one line in the help.
VERBS = {
    "board": ("ratification_tracks", "board", "All states of an agreement side by side on a day."),
    "track": ("ratification_tracks", "track_", "One state's way to an agreement, step by step."),
    "state": ("ratification_tracks", "state", "A state's pending agreements, those most in need first."),
    "depositary": ("ratification_tracks", "depositary", "What the depositary has, what is missing, whom it tells of what."),
    "duties": ("ratification_tracks", "duties_", "What a state must report, register or publish, by when."),
    "procedure": ("ratification_procedures", "procedure", "How a state comes to consent: paths, steps, duties, sources."),
    "procedures": ("ratification_procedures", "procedures_", "The states whose procedure is on record, compared."),
    "forecast": ("ratification_forecast", "forecast", "When an agreement may enter into force: days with intervals."),
    "change": ("ratification_forecast", "change", "What follows if a state refuses, delays, withdraws or reserves."),
    "instrument": ("ratification_instruments", "instrument", "Draft full powers, an instrument, a depositary's notification from the record."),
    "cancel": ("ratification_instruments", "cancel", "Mark an instrument issued wrongly as cancelled, in the register."),
    "keep": ("ratification_files", "keep", "Put files of procedures and sitting days on record, in the register."),
    "history": ("ratification_forecast", "history", "How long states took from signature until through."),
}


class Within(click.Group):
    """The verbs within one verb; a module is imported when one of its verbs is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in their order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb's command."""
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        found: click.Command = getattr(import_module(f"foedera.cli.verbs.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in VERBS.items()])


@click.group(cls=Within, epilog="Example: foedera ratification board nato/accession-finland-2022 --on 2022-10-01 --known 2022-10-01")
def command() -> None:
    """From signature to being bound: who is how far at home, what is missing, what is owed, and when it may come.

    Works on files: the collection, the procedures of states, the steps at home and sitting days that ship, and your own (--collection, --file;
    docs/reference/procedure-files.md). Only `cancel` and `keep` work on the register.
    """
