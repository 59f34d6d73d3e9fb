"""What tests have done by processes of their own, some of which they kill: `python -m tests.store.children TASK WORDS…`."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Callable

from foedera.deeds.opening import open_register

TODAY = dt.date(2026, 11, 25)
NATO = "nato/north-atlantic-treaty"


def say(text: object) -> None:
    """Say something to the test, at once."""
    print(text, flush=True)


def make() -> None:
    """Make the tables."""


def fill() -> None:
    """Put the bundled collection on record."""
    from foedera.deeds.adopt import adopt_bundled

    adopt_bundled(TODAY)


TASKS: dict[str, Callable[..., None]] = {task.__name__: task for task in (make, fill)}

if __name__ == "__main__":
    open_register()
    TASKS[sys.argv[1]](*sys.argv[2:])
