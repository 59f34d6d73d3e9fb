"""The JSON Schema agrees with the reader: every file of the collection is valid by it, and it refuses what the reader refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from foedera.library.collection import BUNDLED
from foedera.library.schema import agreement_schema

VALIDATOR = jsonschema.Draft202012Validator(agreement_schema())
FILES = sorted(BUNDLED.rglob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_file_is_valid(file: Path) -> None:
    """A file the reader accepts is valid by the schema."""
    data = json.loads(json.dumps(tomllib.loads(file.read_text(encoding="utf-8")), default=str))
    assert [f"{list(e.path)}: {e.message}" for e in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    "wrong", [{"tittle": "x"}, {"kind": "pact"}, {"foedera": 2}, {"acts": [{"kind": "ratification"}]}, {"duration": {"year": 5}}]
)
def test_what_the_reader_refuses(wrong: dict[str, object]) -> None:
    """Unknown keys, words and versions are refused."""
    good: dict[str, object] = {"foedera": 1, "id": "a/b", "title": "T", "kind": "treaty"}
    assert VALIDATOR.is_valid(good)
    assert not VALIDATOR.is_valid(good | wrong)
