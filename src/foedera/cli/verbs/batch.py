"""`foedera batch`: many questions from standing input, the collection read once."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from foedera.cli import options
from foedera.library.collection import Collection
from foedera.model.errors import FaultyFile, FoederaError

#: The verbs that answer with objects.
ANSWERING = ("status", "timeline", "between", "explain", "duties", "check", "list", "show", "parties", "what-if", "calendar")


@click.command(epilog="""Example: echo '{"command": ["status", "anzus/treaty"]}' | foedera batch""")
@options.collection_option
def command(folders: tuple[Path, ...]) -> None:
    """Read one command a line as JSON and print for each, in order, its answer or its error.

    \b
    {"command": ["between", "anzus/treaty", "USA", "NZL", "--on", "1990-01-01"]}
    """
    collection = options.open_collection(folders)
    for line in sys.stdin:
        if line.strip():
            click.echo(json.dumps(_reply(collection, line), ensure_ascii=False))


def _reply(collection: Collection, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        words = asked["command"]
        if not (isinstance(words, list) and words and all(isinstance(word, str) for word in words)):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        message = 'each line is an object like {"command": ["status", "anzus/treaty"]}'
        return {"command": None, "error": {"kind": "usage", "message": message}}
    try:
        return {"command": words, "answer": _answer(collection, words)}
    except FaultyFile as error:
        return {"command": words, "error": {"kind": "faults", "message": str(error), "faults": [f.as_json() for f in error.faults]}}
    except FoederaError as error:
        return {"command": words, "error": {"kind": "usage", "message": str(error)}}
    except click.ClickException as error:
        return {"command": words, "error": {"kind": "usage", "message": error.format_message()}}
    except click.exceptions.Exit:
        return {"command": words, "error": {"kind": "usage", "message": "help is not given in a batch"}}


def _answer(collection: Collection, words: list[str]) -> list[Any]:
    verb, *arguments = words
    if verb not in ANSWERING:
        message = f"'{verb}' cannot be asked in a batch; one of: {', '.join(ANSWERING)}"
        raise click.UsageError(message)
    module = import_module(f"foedera.cli.verbs.{verb.replace('-', '_')}")
    with module.command.make_context(verb, list(arguments), help_option_names=[]) as context:
        asked = dict(context.params)
    folders = asked.pop("folders", ())
    asked.pop("as_json", None)
    known = collection if not folders else Collection([*folders, *(shelf.folder for shelf in collection.shelves)])
    found = module.answer(known, **asked)
    return [item if isinstance(item, dict) else item.as_json() for item in found]
