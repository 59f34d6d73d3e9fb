"""The office whose day is measured: a table of 8,133 treaties to take in, and a register that holds it beside the bundled collection."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foedera.deeds.opening import open_register
from foedera.library.vocabularies import parties

if TYPE_CHECKING:
    from foedera.deeds.take_in import Said

#: A national treaty register as published, where it is there; see `rows`.
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "uk-treaties.jsonl"
NAME = "treaties.jsonl"
ROWS = 8_133
#: Views look ahead from here: from another day the first pages would have to bring them up to date.
TODAY = dt.datetime.now(tz=dt.UTC).date()


def is_real() -> bool:
    """Return whether the table published is at hand; else its place is taken by as many generated, illustrative rows."""
    return REAL.is_file()


def table() -> bytes:
    """Return the table as JSON Lines: the one published, or an illustrative one with the same columns."""
    return REAL.read_bytes() if is_real() else "\n".join(json.dumps(row) for row in _illustrative()).encode()


def rows() -> list[dict[str, str]]:
    """Return the rows of the table."""
    return [json.loads(line) for line in table().splitlines() if line.strip()]


def wish() -> Said:
    """Return what a person says of the table: where it comes from, and the day whose state it shows (the first after its last date)."""
    from foedera.deeds.take_in import Said

    return Said(family="treaties", source="UK Treaties Online" if is_real() else "Illustrative register", seen=dt.date(2021, 1, 1))


def _illustrative(seed: int = 1) -> Iterator[dict[str, str]]:
    rng = random.Random(seed)
    states = [party for party in parties() if party.kind == "state" and party.until is None and party.code != "GBR"]
    subjects = ("DEFENCE", "TAXATION", "EXTRADITION", "TRADE", "AIR SERVICES", "VISAS", "SOCIAL SECURITY", "FISHERIES", "CULTURE", "LOANS")
    for number in range(ROWS):
        others = rng.sample(states, 1 if rng.random() < 0.85 else rng.randrange(2, 30))
        first = max((party.since for party in others if party.since), default=dt.date(1900, 1, 1))
        signed = max(first, dt.date(1900, 1, 1)) + dt.timedelta(days=rng.randrange(1500))
        subject = rng.choice(subjects)
        yield {
            "uuid": f"illustrative-{number:05}",
            "title": f"Illustrative agreement {number} on {subject.lower()} with {others[0].name}",
            "field3": "BI" if len(others) == 1 else "MULTI",
            "subject": subject,
            "country_name": " ; ".join(["UNITED KINGDOM", *(party.name.upper() for party in others)]),
            "signed_event_date": f"{signed:%d/%m/%Y}",
            "signed_event_location": "London",
            "definative_eif_event_date": f"{signed + dt.timedelta(days=rng.randrange(900)):%d/%m/%Y}",
        }


@contextmanager
def home(given: str = "") -> Iterator[Path]:
    """Give the folder of a register: the one given, or one that goes with the benchmark; and let this process find its register there.

    Deeds are imported after the register was opened: the tables they work on need the framework's settings.
    """
    with TemporaryDirectory(prefix="foedera-bench-", ignore_cleanup_errors=True) as own:
        folder = Path(given or own)
        folder.mkdir(parents=True, exist_ok=True)
        environment = os.environ  # noqa: TID251 - the register of this process, and of those it starts, is named here
        environment.pop("DATABASE_URL", None)
        environment["FOEDERA_HOME"] = str(folder)
        yield folder


def fill(*, with_table: bool) -> None:
    """Open the register of this process and put on it what is not there yet: the table where asked, and the bundled collection."""
    open_register()
    from foedera.deeds import take_in
    from foedera.deeds.adopt import adopt_bundled, is_empty
    from foedera.deeds.powers import OPERATOR

    if with_table and is_empty():
        take_in.record(OPERATOR, NAME, table(), wish(), TODAY)
    adopt_bundled(TODAY)


class Watch:
    """Tells how much CPU and how much time each step took since the one before."""

    def __init__(self) -> None:
        """Begin the first step."""
        self._then = self._now()

    def step(self) -> dict[str, float]:
        """End a step, begin the next: seconds of CPU of this process, seconds on the wall."""
        then, self._then = self._then, self._now()
        return {name: round(now - before, 2) for name, now, before in zip(("cpu", "wall"), self._then, then, strict=True)}

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.process_time(), time.perf_counter()


def given() -> str:
    """Return the folder named on the command line, empty where none is."""
    return sys.argv[1] if len(sys.argv) > 1 else ""
