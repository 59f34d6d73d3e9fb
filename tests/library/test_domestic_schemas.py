"""The JSON Schemas of procedures, sittings and progress agree with their readers: on what ships, and on a file changed in every place."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.written import file_of, places

from foedera.library import vocabularies
from foedera.library.collection import BUNDLED
from foedera.library.held_schemas import schema_of
from foedera.library.holding import Read
from foedera.library.procedures import procedures, read_procedure
from foedera.library.progress import read_progress
from foedera.library.sittings import read_sittings

DATA = BUNDLED.parent
FILES = [("procedure", f) for f in (DATA / "procedures").glob("*.toml")]
FILES += [("sittings", f) for f in (DATA / "sittings").glob("*.toml")] + [("progress", f) for f in (DATA / "progress").rglob("*.toml")]

#: What the readers find beyond structure: ids twice, days in the wrong order, what names another thing of the file or of a procedure.
BEYOND = {"F202", "F205", "F300", "F302", "F304", "F305", "F307", "F308"}

#: A small file of each, with every key.
SMALL: dict[str, str] = {
    "procedure": """
foedera = 1
holds = "procedure"
state = "NOR"
as_of = 2026-01-01
confidence = "low"
note = "N"
illustrative = false
deposit_by = "M"
final_act = "F"
effect = "dualist"
dissolution = "bills-lapse"
dissolution_ref = "D"
sources = [{ id = "k", title = "T", url = "U", seen = 2026-01-01 }]
legal_basis = [{ ref = "R", rule = "U", source = "k" }]
chamber = [{ id = "house", name = "H", seats = 100 }]
executive = { possible = true, when = "W", ref = "R" }
referendum = { possible = true, mandatory = false, binding = true, when = "W", ref = "R" }
review = { body = "B", when = "W", stage = "any", ref = "R" }
[[path]]
id = "law"
title = "T"
form = "law"
default = true
covers = ["peace", "defence"]
ref = "R"
[[path.step]]
id = "laid"
kind = "submission"
action = "A"
[[path.step]]
id = "vote"
kind = "vote"
actor = "P"
action = "A"
chamber = "house"
majority = { of = "present", share = "1/2", more_than = true, text = "T" }
after = ["laid"]
minimum = { sitting_days = 3, chambers = ["house"], from = "laid", counting = "any", inclusive = true, if_not_working = "next" }
deadline = { days = 9, from = "laid" }
optional = false
lapses = true
ref = "R"
[[duty]]
id = "d"
what = "W"
when = "step:vote"
within = { month_ends = 1 }
to = "T"
binding = ["binding"]
paths = ["law"]
shared = true
since = 2020-01-01
until = 2030-01-01
ref = "R"
confidence = "low"
source = "k"
""",
    "sittings": """
foedera = 1
holds = "sittings"
state = "GBR"
chamber = "commons"
confidence = "low"
note = "N"
illustrative = false
sources = [{ id = "k", title = "T" }]
covers = [2024-05-01, 2024-05-31]
days = [2024-05-10]
ranges = [{ from = 2024-05-01, until = 2024-05-09, weekdays = ["mon", "tue"], note = "N" }]
recess = [{ from = 2024-05-02, until = 2024-05-03, note = "N" }]
dissolved = [{ on = 2024-05-30, until = 2024-07-09, note = "N" }]
""",
    "progress": """
foedera = 1
holds = "progress"
agreement = "a/b"
illustrative = false
sources = [{ id = "k", title = "T" }]
step = [
  { id = "a", state = "FRA", step = "promulgation", on = 2022-08-05, known = 2022-08-06, outcome = "done", source = "k", note = "N" },
  { state = "FRA", path = "law", strikes = "a", on = 2022-08-07, source = "k", confidence = "low" },
]
""",
}
ODD: list[Any] = [True, 0, "", " ", "low", "A B", "*", "FRA", [], [1], ["mon"], {}, {"days": 3}]
DAYS = [dt.date(1066, 10, 14), dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)]


@cache
def validator(what: str) -> jsonschema.Draft202012Validator:
    """The schema of a file."""
    jsonschema.Draft202012Validator.check_schema(schema_of(what))
    return jsonschema.Draft202012Validator(schema_of(what))


def wrong(what: str, data: object) -> list[str]:
    """What the schema finds wrong."""
    plain = json.loads(json.dumps(data, default=str))
    return [f"{list(error.path)}: {error.message}" for error in validator(what).iter_errors(plain)]


def read(what: str, content: bytes) -> Read[Any]:
    """What the reader says of a file."""
    parties = vocabularies.parties()
    if what == "procedure":
        return read_procedure(content, "t", parties)
    return read_sittings(content, "t", parties) if what == "sittings" else read_progress(content, "t", parties, procedures())


def changed(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The file with one place left out, renamed or holding something odd, each in turn."""
    for path in places(data):
        for odd in ["drop", "rename", *ODD, *DAYS]:
            copy: Any = deepcopy(data)
            within = copy
            for key in path[:-1]:
                within = within[key]
            if odd == "drop":
                del within[path[-1]]
            elif odd == "rename":
                if not isinstance(within, dict):
                    continue
                within[f"{path[-1]}x"] = within.pop(path[-1])
            elif isinstance(odd, dt.date) and not isinstance(within[path[-1]], dt.date):
                continue  # JSON has days as text only, so that elsewhere a schema cannot tell one from a text
            else:
                within[path[-1]] = deepcopy(odd)
            yield copy


@pytest.mark.parametrize(("what", "file"), FILES, ids=lambda value: value if isinstance(value, str) else value.stem)
def test_file_is_valid(what: str, file: Path) -> None:
    """A file that ships is valid by the schema."""
    assert wrong(what, tomllib.loads(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("what", SMALL)
def test_schema_and_reader_refuse_the_same(what: str) -> None:
    """A file changed in one place: what the reader refuses for its structure the schema refuses, and what it takes the schema takes."""
    data = tomllib.loads(SMALL[what])
    assert read(what, SMALL[what].encode()).faults == ()
    assert wrong(what, data) == []
    differ = []
    for copy in changed(data):
        content = file_of(copy)
        codes = {fault.code for fault in read(what, content).faults if fault.severity == "error"}
        found = wrong(what, copy)
        if (codes - BEYOND and not found) or (found and not codes):
            differ.append((codes, found, content.decode()))
    assert differ == []
