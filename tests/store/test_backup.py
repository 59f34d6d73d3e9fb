"""Backups: whole, of one moment, restored on either database as they were; damaged and foreign files refused with place and reason."""

from __future__ import annotations

import json
import re
import shutil
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.registers import SERVER, Place, new_place

from foedera.library.collection import BUNDLED

TABLES_THAT_TRAVEL = {"store_user", "store_membership", "store_token", "store_invitation", "mfa_authenticator", "socialaccount_socialaccount"}
TABLES_THAT_TRAVEL |= {"store_recording", "store_text", "store_recordedact", "store_logentry", "store_document", "store_job", "store_draft"}


def tables(file: Path) -> dict[str, list[bytes]]:
    """Return the lines of every table of a backup."""
    with zipfile.ZipFile(file) as packed:
        return {name[7:-6]: packed.read(name).splitlines() for name in packed.namelist() if name.startswith("tables/")}


@pytest.fixture
def backup(place: Place, tmp_path: Path) -> Path:
    """A backup of a register with accounts, keys, documents, drafts and jobs."""
    place.ask("furnish")
    file = tmp_path / "backup.zip"
    said = place.foedera("backup", str(file)).stdout
    assert re.search(r"revision 1, \d+ tables, [\d,]+ rows", said)
    return file


def test_everything_travels(place: Place, empty_place: Place, backup: Path, tmp_path: Path) -> None:
    """Row for row; numbers given afterwards go on after the highest; the restored register can be recorded in and backed up again."""
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = tables(backup)
    assert set(before) >= TABLES_THAT_TRAVEL
    for table in TABLES_THAT_TRAVEL - {"socialaccount_socialaccount"}:
        assert before[table], f"nothing of {table} to travel"
    said = empty_place.foedera("restore", str(backup))
    assert "views computed anew" in said.stdout
    assert "another secret" in said.stderr, "the secret stayed with the first register"
    empty_place.foedera("backup", str(tmp_path / "again.zip"))
    after = tables(tmp_path / "again.zip")
    log = after.pop("store_logentry")
    # the log went on: of the backup in the one, of the restoring in the other
    assert [json.loads(line)["deed"] for line in log[len(before.pop("store_logentry")) :]] == ["restore"]
    assert after == before
    assert empty_place.ask("check_views") == "right"
    process = empty_place.child("record_over_and_over", "new")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "new-0"
    process.kill()
    process.communicate()


@pytest.mark.skipif(not SERVER, reason="from one database to the other: run by `make cases-postgresql`, with DATABASE_URL")
def test_an_office_moves_from_one_file_to_postgresql_and_back(empty_place: Place, backup: Path, tmp_path: Path) -> None:
    """From PostgreSQL to SQLite and to PostgreSQL again, every row the same."""
    home = tmp_path / "one-file"
    embedded = Place(home, {name: value for name, value in empty_place.env.items() if name != "DATABASE_URL"} | {"FOEDERA_HOME": str(home)})
    embedded.foedera("restore", str(backup))
    assert (home / "foedera.sqlite3").exists()
    assert embedded.ask("check_views") == "right"
    embedded.foedera("backup", str(tmp_path / "embedded.zip"))
    empty_place.foedera("restore", str(tmp_path / "embedded.zip"))
    empty_place.foedera("backup", str(tmp_path / "served.zip"))
    first, last = tables(backup), tables(tmp_path / "served.zip")
    for table, lines in first.items():
        assert last[table][: len(lines)] == lines, table
    assert empty_place.ask("check_views") == "right"


def test_while_it_is_recorded_in(place: Place, tmp_path: Path) -> None:
    """Every backup is of one moment: each recording in it has all its acts, and its line in the log; recording goes on meanwhile."""
    process = place.child("record_over_and_over", "busy")
    assert process.stdout is not None
    process.stdout.readline()
    revisions = []
    for number in range(3):
        file = tmp_path / f"{number}.zip"
        place.foedera("backup", str(file))
        found = tables(file)
        acts = [json.loads(line)["recording_id"] for line in found["store_recordedact"]]
        recordings = [json.loads(line)["id"] for line in found["store_recording"]]
        assert [acts.count(recording) for recording in recordings[1:]] == [3] * (len(recordings) - 1)
        assert len(found["store_logentry"]) >= len(recordings)
        revisions.append(len(recordings))
    process.kill()
    process.communicate()
    assert revisions[0] < revisions[-1], "recording went on while it was backed up"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def _rewrite(change: Callable[[str, bytes], bytes | None]) -> Callable[[Path], None]:
    """Return what rewrites the members of a backup, as somebody with a zip program could."""

    def damage(file: Path) -> None:
        with zipfile.ZipFile(file) as packed:
            members = {name: packed.read(name) for name in packed.namelist()}
        with zipfile.ZipFile(file, "w") as packed:
            for name, content in members.items():
                if (changed := change(name, content)) is not None:
                    packed.writestr(name, changed)

    return damage


def _told(old: str, new: str) -> Callable[[Path], None]:
    return _rewrite(lambda name, content: content.replace(old.encode(), new.encode()) if name == "manifest.json" else content)


def _resealed(table: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what changes a table and its checksum with it, so that only what the lines say is wrong."""

    def damage(file: Path) -> None:
        import hashlib

        with zipfile.ZipFile(file) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            content = change(packed.read(f"tables/{table}.jsonl"))
        for told in manifest["tables"]:
            if told["name"] == table:
                told |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n")}
        both = {f"tables/{table}.jsonl": content, "manifest.json": json.dumps(manifest).encode()}
        _rewrite(both.get)(file)

    return damage


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut off": (_cut, r"F130.*damaged or no backup"),
    "a bit flipped": (_flip, r"F13\d"),
    "no zip": (lambda file: file.write_bytes(b"hello"), r"F130.*no backup"),
    "another zip": (_rewrite(lambda name, content: None if name == "manifest.json" else content), r"F131.*no readable manifest"),
    "a manifest of something else": (_told("foedera-backup", "other-backup"), r"F131"),
    "of a later kind": (_told('"version": 1', '"version": 2'), r"F131.*newer Foedera"),
    "of another version": (_told("0002_remove_content_type_name", "0009_other"), r"F132.*another shape.*contenttypes.*restore it with Foedera"),
    "a table missing": (
        _rewrite(lambda name, content: None if name == "tables/store_text.jsonl" else content),
        r"store_text\.jsonl:1:1.*F130.*missing",
    ),
    "an act altered": (
        _rewrite(lambda name, content: content.replace(b'"AUS"', b'"ITA"', 1) if name == "tables/store_recordedact.jsonl" else content),
        r"store_recordedact\.jsonl:\d+:1.*F130.*checksum",
    ),
    "a line that is no row": (_resealed("store_text", lambda content: b"[" + content), r"store_text\.jsonl:1:1.*F133"),
    "a row of another table": (_resealed("store_comment", lambda _: b'{"id":1,"colour":"red"}\n'), r"store_comment\.jsonl:1:1.*F133"),
    "a day that is none": (
        _resealed("store_recordedact", lambda content: content.replace(b'"on":"', b'"on":"x', 1)),
        r"recordedact\.jsonl:1:1.*F133",
    ),
    "a recording gone": (_resealed("store_recording", lambda _: b""), r"F134.*do not fit together"),
    "two rows of one number": (
        _resealed("store_text", lambda content: content + content[: content.index(b"\n") + 1]),
        r"store_text\.jsonl:\d+:1.*F134.*lines 1 to",
    ),
}


def test_damaged_and_foreign_files_are_refused(empty_place: Place, made_place: Place, tmp_path: Path) -> None:
    """Each with the place and the reason; the register stays empty, and takes the sound backup at the end."""
    sound = tmp_path / "sound.zip"
    with new_place(tmp_path / "small", like=made_place) as small:
        small.ask("adopt_folder", str(BUNDLED / "anzus"))
        small.foedera("backup", str(sound))
    folder = tmp_path / "damaged"
    folder.mkdir()
    for name, (damage, _) in DAMAGE.items():
        shutil.copy(sound, folder / f"{name}.zip")
        damage(folder / f"{name}.zip")
    told = json.loads(empty_place.ask("try_restoring", str(folder)))
    assert set(told) == set(DAMAGE)
    for name, (_, says) in DAMAGE.items():
        assert re.search(says, told[name], re.DOTALL), f"{name}: {told[name]}"
    done = empty_place.foedera("restore", str(folder / "cut off.zip"), check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    empty_place.foedera("restore", str(sound))


def test_only_into_an_empty_register(place: Place, tmp_path: Path) -> None:
    """One with something in it is left as it is, and where to restore instead is said. A file that is there is not written over by chance."""
    file = tmp_path / "backup.zip"
    place.foedera("backup", str(file))
    done = place.foedera("restore", str(file), check=False)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert "another FOEDERA_HOME" in done.stderr
    before = file.read_bytes()
    done = place.foedera("backup", str(file), check=False)
    assert (done.returncode, file.read_bytes()) == (2, before)
    assert "--replace" in done.stderr
    time.sleep(0.01)
    place.foedera("backup", str(file), "--replace")
    assert file.read_bytes() != before
    assert place.foedera("backup", str(tmp_path / "no" / "such.zip"), check=False).returncode == 2
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_copy_with_the_secret_says_nothing_of_it(place: Place, backup: Path, tmp_path: Path) -> None:
    """Where `secret.key` came along, one-time codes go on."""
    home = tmp_path / "copy"
    home.mkdir()
    shutil.copy(place.home / "secret.key", home / "secret.key")
    with new_place(home) as copy:
        copy.ask("make")
        assert copy.foedera("restore", str(backup)).stderr == ""
