"""The JSON Schemas of threat files agree with their readers: what ships is valid, and a file changed at random is refused by both or by neither."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.written import file_of, places

from foedera.cli.main import program
from foedera.library import vocabularies
from foedera.library.answers import read_answers
from foedera.library.ballots import read_ballot
from foedera.library.collection import BUNDLED
from foedera.library.held_schemas import SCHEMAS, schema_of
from foedera.library.holding import Read, held
from foedera.library.national_positions import read_positions
from foedera.library.rounds import read_round
from foedera.library.threats import public_threats, read_taxonomy, read_threats, taxonomy

FILES = [file for file in sorted(BUNDLED.parent.rglob("*.toml")) if held(file.read_bytes())]

#: What the readers find beyond structure: the same id twice, a day before another, levels out of order, what names another thing of the file or
#: of the register.
BEYOND = {"F202", "F204", "F205", "F206", "F208"}

#: A small file of each, on which every change is likely to hit something.
SMALL: dict[str, dict[str, Any]] = {
    "taxonomy": {"version": "1", "kind": [{"id": "a", "name": "A", "meaning": "M", "elsewhere": "E", "stix": "campaign"}]},
    "threats": {
        "illustrative": False,
        "threat": [
            {"id": "a", "title": "A", "kind": "cyber", "actors": ["RUS"], "since": dt.date(2020, 1, 1), "sources": [{"title": "S", "url": "U"}]},
            {"id": "b", "title": "B", "kind": "space", "illustrative": True, "confidence": "low"},
        ],
    },
    "positions": {
        "nation": "NOR",
        "item": [{"id": "a", "kind": "red-line", "topic": "T", "about": ["nuclear"], "released_to": ["FRA"], "sources": [{"title": "S"}]}],
    },
    "round": {
        "id": "t/one",
        "title": "T",
        "opens": dt.date(2026, 3, 1),
        "closes": dt.date(2026, 3, 31),
        "nations": ["FRA", "NOR"],
        "threats": ["cable-sabotage", "gas-cut"],
        "after": "t/zero",
        "sealed": False,
        "withdrawn": [{"nation": "NOR", "on": dt.date(2026, 3, 5)}],
    },
    "ballot": {
        "round": "t/one",
        "nation": "FRA",
        "given": dt.date(2026, 3, 2),
        "scores": {"cable-sabotage": {"likelihood": [1, 2, "high"], "impact": 3, "confidence": "low"}},
    },
    "answers": {
        "agreement": "anzus/treaty",
        "sources": [{"title": "S", "seen": dt.date(2026, 1, 1)}],
        "answer": [
            {"kinds": ["cyber"], "why": "W", "article": "IV", "obligation": "help", "regions": "world"},
            {"kinds": "space", "why": "W", "aim": "peace"},
        ],
    },
}


@cache
def _validator(what: str) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema_of(what))
    return jsonschema.Draft202012Validator(schema_of(what))


def _as_json(data: object) -> Any:
    return json.loads(json.dumps(data, default=str))


def _read(what: str, content: bytes) -> Read[Any]:
    parties = vocabularies.parties()
    match what:
        case "taxonomy":
            return read_taxonomy(content, "t")
        case "threats":
            return read_threats(content, "t", taxonomy())
        case "positions":
            return read_positions(content, "t", parties, taxonomy())
        case "round":
            return read_round(content, "t", parties, {threat.id: threat for threat in public_threats()})
        case "ballot":
            return read_ballot(content, "t", parties)
    return read_answers(content, "t", taxonomy())


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_file_is_valid(file: Path) -> None:
    """A file the reader accepts is valid by the schema of what it holds."""
    data = _as_json(tomllib.loads(file.read_text(encoding="utf-8")))
    assert [f"{list(e.path)}: {e.message}" for e in _validator(data["holds"]).iter_errors(data)] == []


#: What is put in place of something: each type of TOML, what is empty, words that are of a vocabulary or of none, impossible numbers.
ODD = st.sampled_from(
    [
        *(True, False, -1, 0, 4, 5, 2.5, "", " ", "low", "medium", "cyber", "war", "FRA", "*", "Norway", "red-line", "A B", "high", "campaign"),
        *([], [1], ["cyber"], ["FRA", "FRA"], ["FRA", 3], [2, 3]),
        *({}, {"title": "S"}, [{}], [{"title": ""}], [{"title": "S", "tittle": "S"}], {"a": {"likelihood": 1}}),
    ]
)


#: In place of a day: JSON has days as text only, so that elsewhere a schema cannot tell one from a text.
DAYS = st.sampled_from([dt.date(2026, 3, 5), dt.date(1066, 10, 14), dt.date(2999, 1, 1), dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)])


@st.composite
def _changed(draw: st.DrawFn, what: str) -> dict[str, Any]:
    data: dict[str, Any] = {"foedera": 1, "holds": what} | deepcopy(SMALL[what])
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(places(data))))
        within: Any = data
        for key in path[:-1]:
            within = within[key]
        match draw(st.sampled_from(["put", "drop", "rename", "add"])):
            case "drop":
                del within[path[-1]]
            case "rename" if isinstance(within, dict):
                within[f"{path[-1]}x"] = within.pop(path[-1])
            case "add" if isinstance(within, dict):
                within["article" if what == "answers" else "illustrative"] = deepcopy(draw(ODD))
            case _:
                was = within[path[-1]]
                within[path[-1]] = deepcopy(draw(ODD | DAYS if isinstance(was, dt.date) else ODD))
        if not data:
            break
    return data


@pytest.mark.parametrize("what", SMALL)
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_schema_and_reader_refuse_the_same(what: str, data: st.DataObject) -> None:
    """A file changed in one or two places: what the reader refuses for its structure the schema refuses, and what it takes the schema takes."""
    changed = data.draw(_changed(what))
    read = _read(what, file_of(changed))
    errors = {fault.code for fault in read.faults if fault.severity == "error"}
    wrong = [f"{list(e.path)}: {e.message}" for e in _validator(what).iter_errors(_as_json(changed))]
    if errors - BEYOND:
        assert wrong, read.faults
    if not errors:
        assert wrong == []


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("threats", {"threat": []}),
        ("threats", {"threat": [{"id": "a", "title": "T", "kind": "cyber"}]}),
        ("round", {"sealed": True}),
        ("ballot", {"scores": {"gas-cut": {"likelihood": [1, 2], "impact": 1, "confidence": "low"}}}),
        ("answers", {"answer": [{"kinds": ["cyber"], "why": "W"}]}),
        ("answers", {"answer": [{"kinds": ["cyber"], "why": "W", "aim": "peace", "obligation": "help"}]}),
    ],
)
def test_what_a_schema_says_beyond_keys(what: str, wrong: dict[str, object]) -> None:
    """No threats, no source, a sealed round that revises, two levels of three, an answer that points nowhere."""
    good = _as_json({"foedera": 1, "holds": what} | SMALL[what])
    assert _validator(what).is_valid(good)
    assert not _validator(what).is_valid(good | wrong)


def test_the_program_prints_each() -> None:
    """`foedera schema` alone is the schema of agreements, as ever; a word it does not know is answered with those it does."""
    runner = CliRunner()
    titles = [json.loads(runner.invoke(program, ["schema", what]).output)["title"] for what in SCHEMAS]
    assert titles[0] == json.loads(runner.invoke(program, ["schema"]).output)["title"] == "Foedera agreement file, version 1"
    assert len(set(titles)) == len(SCHEMAS) == 10
    refused = runner.invoke(program, ["schema", "treaty"])
    assert refused.exit_code == 2
    assert "ballot" in refused.output
