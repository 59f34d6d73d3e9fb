"""`foedera import` as its user runs it: looked at first, recorded with --yes, again without change; what is wrong ends with status 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registers import Place, new_place

LIST = """Ref,Title,Countries,Date signed,Entry into force
A-1,Agreement on Visas,France; Germany,1963-01-22,1963-07-02
A-2,Agreement on Trade,France; Freedonia,1970-05-01,1970-06-01
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An empty register of its own."""
    with new_place(tmp_path_factory.mktemp("home")) as found:
        yield found


def test_the_whole_way(place: Place, tmp_path: Path) -> None:
    """Look, decide, record, again; the rows left out come as CSV."""
    file, left = tmp_path / "visas.csv", tmp_path / "left.csv"
    file.write_text(LIST, encoding="utf-8")
    looked = place.foedera("import", str(file), "--left-out", str(left), check=False)
    assert looked.returncode == 1
    assert "Left out (F150 1)" in looked.stdout
    assert "no party is known as 'Freedonia'" in looked.stdout
    assert "Nothing is recorded yet; --yes records 1 agreement." in looked.stdout
    assert left.read_text(encoding="utf-8").splitlines()[1].startswith("3,")
    whole = place.foedera("import", str(file), "--yes", "--whole", check=False)
    assert (whole.returncode, "--whole was asked for" in whole.stdout) == (1, True)
    recorded = place.foedera("import", str(file), "--yes", "--source", "National Register", "--name", "Freedonia=BEL")
    assert "Recording 1: 2 agreements" in recorded.stdout
    again = place.foedera("import", str(file), "--yes", "--source", "National Register")
    assert "Nothing in it was new: nothing was recorded." in again.stdout
    dry = json.loads(place.foedera("import", str(file), "--yes", "--dry-run", "--json", "--source", "National Register").stdout)
    assert (dry["recorded"], dry["counts"]["known"], dry["names"]) == (None, 2, [])
    assert {column["column"]: column["role"] for column in dry["columns"]}["Countries"] == "participants"


def test_questions(place: Place, tmp_path: Path) -> None:
    """A column nobody can guess, days that read both ways: asked, and answered by options."""
    file = tmp_path / "roads.csv"
    file.write_text("Ref,What,Who,Date signed\nR-1,Agreement on Roads,France; Spain,03/04/1971\n", encoding="utf-8")
    asked = place.foedera("import", str(file), "--yes", check=False)
    assert (asked.returncode, "Nothing is recorded: answer the question first." in asked.stdout) == (1, True)
    wrong = place.foedera("import", str(file), "--map", "Whom=participants", check=False)
    assert (wrong.returncode, "the table has no column 'Whom'" in wrong.stderr) == (2, True)
    roles = ["--map", "What=title", "--map", "Who=participants"]
    undecided = json.loads(place.foedera("import", str(file), *roles, "--json", check=False).stdout)
    assert [fault["code"] for fault in undecided["faults"]] == ["F123"]
    done = place.foedera("import", str(file), *roles, "--order", "day-first", "--yes", "--json")
    assert json.loads(done.stdout)["counts"]["new"] == 1


def test_files_that_are_none(place: Place, tmp_path: Path) -> None:
    """Said with code and remedy, on the error stream."""
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    refused = place.foedera("import", str(file), check=False)
    assert (refused.returncode, "F101" in refused.stderr) == (1, True)
    assert place.foedera("import", str(tmp_path / "nowhere.csv"), check=False).returncode == 2


def test_agreement_files(place: Place, tmp_path: Path) -> None:
    """One as `foedera export` writes it is recorded as it is."""
    exported = tmp_path / "anzus.zip"
    place.foedera("export", "anzus", "--format", "files", "--out", str(exported))
    done = json.loads(place.foedera("import", str(exported), "--yes", "--json", check=False).stdout)
    assert done["shape"] == "files"
    assert "anzus/treaty" in [agreement["agreement"] for agreement in done["agreements"]]
