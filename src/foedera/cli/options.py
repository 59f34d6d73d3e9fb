"""The options verbs share, and what every verb starts from: the collection asked and the day, read from the clock once."""

from __future__ import annotations

import datetime as dt
import json
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from foedera.library.checking import dangling
from foedera.library.collection import Collection
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.errors import FaultyFile, UsageError

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day as `YYYY-MM-DD`."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day, or fail with what is expected."""
        if isinstance(value, dt.date):
            return value
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it like 1949-08-24", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{day} is outside the years {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        return day


def on_option(function: F) -> F:
    """Add `--on`: the day in law, by default today."""
    return click.option("--on", type=Day(), help="The day asked about (default: today).")(function)


def known_option(function: F) -> F:
    """Add `--known`: the state of the record, by default all of it."""
    return click.option("--known", type=Day(), help="Answer from what was on record that day.")(function)


def collection_option(function: F) -> F:
    """Add `--collection`: folders of agreement files to look in as well."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option("--collection", "folders", type=kind, multiple=True, metavar="DIR", help="Add a folder of agreement files.")(function)


def json_option(function: F) -> F:
    """Add `--json`: one object per line instead of tables."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")(function)


def open_collection(folders: Iterable[Path] = ()) -> Collection:
    """Return the collection a verb asks: the bundled one, with these folders before it."""
    return Collection(folders)


def day_or_today(day: dt.date | None) -> dt.date:
    """Return the day asked about; today where none was named. The only place of the command line that reads the clock."""
    return day if day is not None else dt.datetime.now(tz=dt.UTC).astimezone().date()


def agreement_ids(collection: Collection, refs: Iterable[str]) -> list[str]:
    """Return the ids of the agreements the references mean, each once, in their order."""
    found: dict[str, None] = {}
    for ref in refs:
        for path in collection.resolve(ref):
            found[collection.agreement_at(path).id] = None
            if faults := tuple(dangling(collection, collection.reading(path))):
                raise FaultyFile(faults)
    if not found:
        message = "name at least one agreement, file or folder"
        raise UsageError(message)
    return list(found)


def ignore_broken_pipes() -> None:
    """Have a process that runs for days live through a closed pipe: `main` lets it end the verbs whose output somebody reads."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def print_json(objects: Iterable[dict[str, Any]]) -> None:
    """Print one JSON object per line."""
    for item in objects:
        click.echo(json.dumps(item, ensure_ascii=False))


def complete_refs(_: click.Context, __: click.Parameter, incomplete: str) -> list[Any]:
    """Return the ids and files that begin so, for completion in the shell."""
    from click.shell_completion import CompletionItem

    ids = sorted(name for name in Collection().ids() if name.startswith(incomplete))
    return [CompletionItem(name) for name in ids] or [CompletionItem(incomplete, type="file")]


def complete_parties(_: click.Context, __: click.Parameter, incomplete: str) -> list[Any]:
    """Return the party codes that begin so."""
    from click.shell_completion import CompletionItem

    from foedera.library.vocabularies import parties

    return [CompletionItem(p.code, help=p.name) for p in parties() if p.code.startswith(incomplete.upper())]
