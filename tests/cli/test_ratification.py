"""`foedera ratification` as a user meets it: boards, tracks, duties and procedures of what ships and of files of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foedera.cli.main import program
from foedera.cli.verbs.ratification import VERBS
from foedera.model.errors import FaultyFile, UsageError

FINLAND = "nato/accession-finland-2022"
THEN = ("--on", "2022-10-01", "--known", "2022-10-01")

OWN = f"""foedera = 1
holds = "progress"
agreement = "{FINLAND}"
sources = [ {{ id = "g", title = "Gazette" }} ]
step = [ {{ state = "TUR", path = "law", step = "lodged", on = 2022-09-20, source = "g", confidence = "high" }} ]
"""

#: A verb with its words, and what it must print.
TOLD = [
    (("board", FINLAND, *THEN), ("Article II", "→ HUN", "→ TUR", "its consent is awaited")),
    (("board", FINLAND, *THEN, "--status", "signed"), ("→ HUN", "→ TUR")),
    (("track", FINLAND, "FRA", "--on", "2022-10-01"), ("Authorisation by statute", "vote-senate", "2022-07-21", "consent not before")),
    (("track", FINLAND, "ARG"), ("no procedure on record", "no procedure of ARG is on record")),
    (("track", FINLAND, "FRA", "--path", "agreement", *THEN), ("path",)),
    (("state", "TUR", *THEN), (FINLAND, "nato/accession-sweden-2022", "pending")),
    (("depositary", FINLAND, "--on", "2023-04-04", "--since", "2023-03-01"), ("USA", "30 deposited", "entry into force on")),
    (("depositary", FINLAND, *THEN), ("6 deposited", "acceptance by CZE, 2022-09-19")),
    (("depositary", FINLAND, *THEN, "--since", "2022-09-20"), ("nothing", "6 deposited")),
    (("duties", FINLAND, "USA", "--on", "2023-05-01"), ("un-registration", "due")),
    (("procedures",), ("FRA", "GBR", "40 states")),
    (("procedure", "FRA"), ("Constitution, art. 53", "Assemblée nationale", "Sources")),
    (("procedure", "france"), ("FRA: how it comes to consent",)),
    (("procedure", "*"), ("Duties", "un-registration")),
]


def run(*words: str) -> Result:
    """Run `foedera ratification` in this process; what it raises is in the result."""
    return CliRunner().invoke(program, ["ratification", *words])


@pytest.mark.parametrize(("words", "said"), TOLD, ids=[" ".join(words) for words, _ in TOLD])
def test_each_verb_answers(words: tuple[str, ...], said: tuple[str, ...]) -> None:
    """In tables, and as one JSON object a line."""
    done = run(*words)
    assert done.exit_code == 0, done.exception
    for text in said:
        assert text in " ".join(done.output.split()), done.output
    lines = run(*words, "--json").output.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_the_board_as_json_says_who_is_awaited() -> None:
    """The case every face shows: 24 awaited, Hungary and Türkiye first."""
    board = json.loads(run("board", FINLAND, *THEN, "--json").output)
    assert [one["state"] for one in board["states"]][:2] == ["HUN", "TUR"]
    assert len(board["awaited"]) == 24
    assert board["in_force_since"] is None


def test_a_procedure_as_json_holds_its_periods_and_majorities() -> None:
    """As objects and fractions a program can read: 21 sitting days in the United Kingdom, two thirds of the Senate in the United States."""
    steps = {
        state: [step for path in json.loads(run("procedure", state, "--json").output)["paths"] for step in path["steps"]] for state in ("GBR", "USA")
    }
    assert any(step["minimum"] and (step["minimum"]["length"], step["minimum"]["unit"]) == (21, "sitting_days") for step in steps["GBR"])
    assert any(step["majority"] and step["majority"]["share"] == "2/3" for step in steps["USA"])


def test_a_file_of_ones_own_is_laid_over_what_ships(tmp_path: Path) -> None:
    """Its progress takes the place of the log that ships for the agreement."""
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    found = json.loads(run("track", FINLAND, "TUR", *THEN, "--file", str(file), "--json").output)
    assert found["status"] == "under-way"
    assert next(step["on"] for step in found["steps"] if step["id"] == "lodged") == "2022-09-20"


def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    """A step the procedure does not have; a file that holds something else."""
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace('"lodged"', '"lodge"'), encoding="utf-8")
    wrong = run("track", FINLAND, "TUR", "--file", str(file)).exception
    assert isinstance(wrong, FaultyFile)
    assert (wrong.faults[0].code, wrong.faults[0].line) == ("F308", 5)
    file.write_text('foedera = 1\nholds = "threats"\n', encoding="utf-8")
    other = run("board", FINLAND, "--file", str(file)).exception
    assert isinstance(other, UsageError)
    assert "neither a procedure nor progress nor sittings" in str(other)


def test_what_is_not_there_is_said_with_what_is() -> None:
    """A state without a procedure, several agreements at once."""
    assert "no procedure of ARG" in str(run("procedure", "ARG").exception)
    assert "means several agreements" in str(run("board", "nato").exception)


def test_the_help_lists_every_verb_without_loading_any() -> None:
    """One line each, and each can be loaded."""
    shown = run("--help").output
    for name in VERBS:
        assert name in shown
        assert run(name, "--help").exit_code == 0


@pytest.mark.django_db
def test_files_are_put_on_record_in_the_register(register: Any, tmp_path: Path) -> None:
    """A procedure before the sitting days of its chambers, in whatever order they are given; another file is refused and nothing is kept."""
    from foedera.library.procedures import files
    from foedera.store.models import ProcedureFile, SittingsEntry

    norway, days, other = tmp_path / "z.toml", tmp_path / "a.toml", tmp_path / "b.toml"
    norway.write_text(files()["NOR"].replace('id = "storting"', 'id = "house"').replace('"storting"', '"house"'), encoding="utf-8")
    head = 'foedera = 1\nholds = "sittings"\nstate = "NOR"\nchamber = "house"\nconfidence = "low"\nillustrative = true\n'
    days.write_text(f"{head}covers = [2026-01-05, 2026-01-09]\ndays = [2026-01-06]\n", encoding="utf-8")
    other.write_text(OWN, encoding="utf-8")
    refused = run("keep", str(norway), str(other))
    assert isinstance(refused.exception, UsageError)
    assert not ProcedureFile.objects.exists()
    done = run("keep", str(days), str(norway))
    assert done.exit_code == 0, done.exception
    assert [line.partition(": ")[2] for line in done.output.splitlines()] == [
        "procedure of NOR is on record, state 1",
        "house of NOR is on record, state 1",
    ]
    assert SittingsEntry.objects.get().chamber == "house"
