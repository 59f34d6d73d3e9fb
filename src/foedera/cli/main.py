"""The program `foedera`: its verbs, loaded only when called, and how its errors end."""

from __future__ import annotations

import keyword
import signal
import sys
from importlib import import_module
from typing import Any

import click

from foedera.model.errors import FaultyFile, FoederaError

#: Verb and the module it lives in, in the order `--help` shows them, with its one line there.
VERBS = {
    "list": "The agreements of the collection, filtered.",
    "show": "An agreement as its file states it: clauses, provisions, sources.",
    "status": "How agreements stand on a day, and why.",
    "timeline": "Every change in an agreement's life.",
    "between": "What binds two participants to one another on a day.",
    "explain": "The reasons for an agreement's status, or one participant's, act by act.",
    "duties": "What an agreement asks of everybody or of one party, after reservations and objections.",
    "threats": "Threats, and what nations say of them in rounds: ranking, coalitions, what the law answers.",
    "ratification": "From signature to being bound: boards of states, procedures, forecasts.",
    "calendar": "What is coming up: ends, last days for notice, reviews; also as iCalendar.",
    "what-if": "What would follow from acts nobody has done.",
    "parties": "Who takes part in an agreement; without one, the parties the vocabulary knows.",
    "check": "The faults of agreement files, with line, reason and remedy.",
    "serve": "The register in the browser: its pages, its interface for programs.",
    "work": "Do what waits in the background of the register.",
    "import": "A table or agreement files into the register: looked at first, then recorded.",
    "export": "Agreements in another format: files, tables, Akoma Ntoso, PDF, calendar, feed.",
    "backup": "The whole register in one file, while it runs.",
    "restore": "A register from a backup.",
    "user": "Accounts of the register: invite, give roles, deactivate, issue tokens.",
    "batch": "Many questions, one a line as JSON, the collection read once.",
    "new": "A new agreement file to fill in.",
    "schema": "The JSON Schema of agreement files, or of the files of threats, for editors.",
}


def load(verb: str) -> click.Command:
    """Return a verb's command; a verb that is a word of Python has a module that ends in `_`."""
    module = verb.replace("-", "_")
    command: click.Command = import_module(f"foedera.cli.verbs.{module}{'_' if keyword.iskeyword(module) else ''}").command
    return command


class Verbs(click.Group):
    """The verbs of the program; a verb's module is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in their order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb's command."""
        if cmd_name not in VERBS:
            return None
        return load(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="foedera", message="foedera %(version)s")
def program() -> None:
    """Defence cooperation agreements: who is bound to whom, since when, until when, and why.

    An agreement's law is data, its life a log of dated acts; everything else is computed from these two, with reasons.

    \b
    foedera status nato/north-atlantic-treaty --on 1949-08-24
    foedera between anzus/treaty USA NZL --on 1990-01-01
    foedera timeline china-russia/good-neighbourliness-2001

    Completion: eval "$(_FOEDERA_COMPLETE=bash_source foedera)" (bash; zsh and fish likewise).
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the program: exit status 0 fine, 1 findings of severity error, 2 wrong use."""
    _speak_utf8()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `foedera … | head` ends quietly, as other programs do
    try:
        outcome: Any = program.main(args=arguments, prog_name="foedera", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except FaultyFile as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        sys.exit(1)
    except FoederaError as error:
        click.echo(f"foedera: {error}", err=True)
        sys.exit(2)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


if __name__ == "__main__":
    main()
