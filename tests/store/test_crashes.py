"""Killed in the middle: nothing half-written, nothing acknowledged lost, on either database. `kill -9`, no warning, at moments left to chance."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.registers import Place

pytestmark = [pytest.mark.slow, pytest.mark.alone]
BUNDLED = {"acts": 1, "texts": 94}


def on_record(place: Place) -> dict[str, Any]:
    """Return what is on record."""
    found: dict[str, Any] = json.loads(place.ask("state"))
    return found


def kill(process: subprocess.Popen[str]) -> list[str]:
    """Kill a process; return what it still had to say."""
    process.kill()
    said, _ = process.communicate(timeout=30)
    return said.split()


def heard(process: subprocess.Popen[str], word: str = "") -> str:
    """Wait until a process says something, or a word; return it."""
    assert process.stdout is not None
    while line := process.stdout.readline().strip():
        if word in ("", line):
            return line
    assert process.stderr is not None
    pytest.fail(f"it ended without a word: {process.stderr.read()}")


def test_recording_is_killed(place: Place) -> None:
    """Five rounds of recording, each killed: every recording has all its acts and its line in the log; all that was acknowledged is there."""
    rng = random.Random(1)
    acknowledged: list[str] = []
    for turn in range(5):
        process = place.child("record_over_and_over", f"round-{turn}")
        for _ in range(rng.randrange(1, 5)):
            acknowledged.append(heard(process))
        time.sleep(rng.random() * 0.4)
        acknowledged += kill(process)
    found = on_record(place)
    recorded = dict(zip(found["notes"][1:], found["acts"][1:], strict=True))
    assert set(recorded.values()) == {3}
    assert set(acknowledged) <= set(recorded)
    assert len(set(recorded) - set(acknowledged)) <= 5, "at most what each kill kept from being acknowledged"
    assert found["log"] == 1 + len(recorded)
    assert place.ask("check_views") == "right"


LAW = 'foedera = 1\nid = "test/{name}"\ntitle = "Pact {name}"\nkind = "treaty"\nbinding = true\nillustrative = true\n\nacts = [\n{acts}]\n'
ACT = '  {{ on = {year}-0{month}-01, kind = "{kind}", by = ["FRA", "DEU"] }},\n'


def test_an_adoption_of_many_is_killed(place: Place, tmp_path: Path) -> None:
    """Three hundred agreements in one recording, killed while they are computed and while they are written: all of them or none."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        acts = "".join(ACT.format(year=1950 + number % 60, month=m, kind=kind) for m, kind in ((1, "signature"), (2, "ratification"), (3, "event")))
        (folder / f"{number}.toml").write_text(LAW.format(name=number, acts=acts), encoding="utf-8")
    rng = random.Random(2)
    nothing, all_of_it = 94, 94 + 300
    outcomes = []
    for turn in range(6):
        if on_record(place)["texts"] == all_of_it:
            break
        process = place.child("adopt_folder", str(folder))
        heard(process, "computed" if turn else "begun")
        # the first is killed at once; the writing takes a tenth of a second and more: the moments of the kills lie on both sides of its end
        time.sleep(rng.random() * 0.06 * turn)
        kill(process)
        found = on_record(place)
        outcomes.append(found["texts"])
        assert (found["texts"], len(found["acts"]), found["log"]) in ((nothing, 1, 1), (all_of_it, 2, 2))
        assert found["acts"][1:] in ([], [900])
    assert nothing in outcomes
    place.ask("adopt_folder", str(folder))
    assert on_record(place)["texts"] == all_of_it
    assert place.ask("check_views") == "right"


def test_a_backup_is_killed(place: Place, empty_place: Place, tmp_path: Path) -> None:
    """The file under its name is whole at any moment, or not there at all; the last one restores."""
    rng = random.Random(3)
    folder = tmp_path / "backups"
    folder.mkdir()
    absent = 0
    for turn in range(8):
        file = folder / ("first.zip" if turn < 3 else "again.zip")
        process = place.child("back_up_over_and_over", str(file))
        heard(process, "begun")
        if turn in (3, 7):
            heard(process, "done")  # from here on there is one to be replaced
        time.sleep(rng.random() * 0.2)
        kill(process)
        if file.exists():
            assert_whole(file)
        else:
            absent += 1
    assert_whole(folder / "again.zip")
    for left in folder.glob(".*.part"):
        assert left.stat().st_mode & 0o777 == 0o600
    assert absent, "no kill came before a backup was whole"
    empty_place.foedera("restore", str(folder / "again.zip"))
    restored, original = on_record(empty_place), on_record(place)
    assert (restored["acts"], restored["texts"]) == (original["acts"], original["texts"])
    assert empty_place.ask("check_views") == "right"


def assert_whole(file: Path) -> None:
    """Each table of a backup has the rows and the checksum its manifest says."""
    with zipfile.ZipFile(file) as packed:
        for table in json.loads(packed.read("manifest.json"))["tables"]:
            content = packed.read(f"tables/{table['name']}.jsonl")
            assert hashlib.sha256(content).hexdigest() == table["sha256"]
            assert content.count(b"\n") == table["rows"]


def test_a_restore_is_killed(place: Place, empty_place: Place, tmp_path: Path) -> None:
    """The register is then as empty as before, and the next try fills it."""
    file = tmp_path / "backup.zip"
    place.foedera("backup", str(file))
    process = empty_place.start("restore", str(file))
    time.sleep(2.2)
    kill(process)
    everything = on_record(place)["acts"]
    assert everything
    assert on_record(empty_place)["acts"] in ([], everything)
    if not on_record(empty_place)["acts"]:
        empty_place.foedera("restore", str(file))
    assert on_record(empty_place)["acts"] == everything
    assert empty_place.ask("check_views") == "right"


def test_two_that_look_at_once_leave_one_agenda(place: Place) -> None:
    """Both find the agendas of a later day to be computed anew; one writes them, and no row stands twice."""
    first, second = json.loads(place.ask("refresh_together", "2027-06-01"))
    assert first == 0 < second
    assert place.ask("doubled_agendas") == "0"


def test_instruments_issued_at_once_have_each_a_number(place: Place) -> None:
    """Four that issue at the same time are given one number after the other, none twice and none left out."""
    assert json.loads(place.ask("issue_together", "5")) == list(range(1, 21))
