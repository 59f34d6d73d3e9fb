"""Real and invented cases whose right answers are known, kept beside the project; through the library and through the program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.answers import ask, differences, shared

from foedera.library.collection import Collection

ORACLE = shared() / "oracle"
pytestmark = pytest.mark.skipif(not ORACLE.is_dir(), reason="the folder of known answers is not beside the project")


def _lines(name: str) -> list[Any]:
    file = ORACLE / name / "expected.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.fixture(scope="module")
def vclt() -> Collection:
    """The invented agreements, one question of treaty law each."""
    return Collection([ORACLE / "vclt"], bundled=False)


@pytest.fixture(scope="module")
def untc() -> Collection:
    """Real multilateral treaties with their deposits."""
    return Collection([ORACLE / "untc"], bundled=False)


@pytest.mark.parametrize("row", _lines("vclt"))
def test_question_of_treaty_law(vclt: Collection, row: dict[str, Any]) -> None:
    """The answer has what is expected of it."""
    assert not differences(row["expect"], ask(vclt, row["command"])), f"{row['topic']}, {row['article']}"


@pytest.mark.parametrize("row", _lines("untc"))
def test_real_entry_into_force(untc: Collection, row: dict[str, Any]) -> None:
    """Entry into force and dates of single parties are those of the depositary."""
    answer = ask(untc, ["status", row["id"], "--on", "2015-04-01"])
    parties = [{"party": code, "since": since} for code, since in row["parties"].items()]
    assert not differences({"in_force_since": row["in_force_since"], "parties": parties}, answer)


def _program(arguments: list[str], stdin: str = "") -> str:
    done = subprocess.run([sys.executable, "-m", "foedera.cli.main", *arguments], input=stdin, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("row", _lines("untc"))
def test_real_treaty_through_the_program(row: dict[str, Any]) -> None:
    """`foedera status … --json` gives the same."""
    name = row["id"].removeprefix("untc/") + ".toml"
    printed = _program(["status", str(ORACLE / "untc" / name), "--on", "2015-04-01", "--json"])
    answer = [json.loads(line) for line in printed.splitlines()]
    parties = [{"party": code, "since": since} for code, since in row["parties"].items()]
    assert not differences({"in_force_since": row["in_force_since"], "parties": parties}, answer)


@pytest.mark.slow
@pytest.mark.parametrize("row", _lines("vclt"))
def test_question_through_the_program(row: dict[str, Any]) -> None:
    """The command of the case, run as a user would, prints the answer expected."""
    printed = _program([*row["command"], "--json", "--collection", str(ORACLE / "vclt")])
    assert not differences(row["expect"], [json.loads(line) for line in printed.splitlines()])


def test_all_at_once_through_batch() -> None:
    """`foedera batch` answers every case, in order."""
    rows = [json.loads(line) for line in (ORACLE / "vclt" / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = "".join(json.dumps({"command": row["command"]}) + "\n" for row in rows)
    replies = [json.loads(line) for line in _program(["batch", "--collection", str(ORACLE / "vclt")], asked).splitlines()]
    assert [reply["command"] for reply in replies] == [row["command"] for row in rows]
    assert not [row["id"] for row, reply in zip(rows, replies, strict=True) if differences(row["expect"], reply["answer"])]


def test_a_folder_stands_for_its_files() -> None:
    """A folder is one collection: one line for each file below it."""
    folder: Path = ORACLE / "untc"
    printed = _program(["status", str(folder), "--on", "2015-04-01", "--json"])
    assert len(printed.splitlines()) == len(list(folder.glob("*.toml")))
