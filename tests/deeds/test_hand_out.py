"""Handing out the register: in every format, of all or of some, as known on a day; only to who may take copies."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.cli.verbs.export import FORMATS as VERB_FORMATS
from foedera.deeds import hand_out
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.interchange.formats import FORMATS
from foedera.library.agreements import read_text
from foedera.library.vocabularies import parties
from foedera.model.errors import NotAllowed, UnknownAgreement, UsageError
from foedera.store.models import LogEntry

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
NATO = "nato/north-atlantic-treaty"
STARTS = {"pdf": b"%PDF-", "ics": b"BEGIN:VCALENDAR", "atom": b"<?xml"}


def test_the_verb_offers_every_format() -> None:
    """Its list is written out so that `--help` stays quick."""
    assert tuple(FORMATS) == VERB_FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_each_format(register: Any, form: str) -> None:
    """All agreements, and one as known long ago: named after what it holds, with the beginning its kind of file has."""
    told: list[tuple[int, int]] = []
    made = hand_out.export(READER, form, TODAY, NOW, progress=lambda done, total: told.append((done, total)))
    assert made.name == f"foedera-{TODAY}.{FORMATS[form].ending}"
    assert made.content.startswith(STARTS.get(form, b"PK\x03\x04"))
    assert made.agreements == 94
    assert told[-1] == (94, 94)
    one = hand_out.export(OPERATOR, form, dt.date(1990, 1, 1), NOW, agreements=[NATO], known=dt.date(1990, 1, 1))
    assert one.name == f"nato-north-atlantic-treaty-1990-01-01.{FORMATS[form].ending}"
    assert one.agreements == 1
    assert len(one.content) < len(made.content)
    assert LogEntry.objects.filter(deed="export", allowed=True).count() == 2


def test_files_hold_what_was_known(register: Any) -> None:
    """Files of an earlier state of the record leave out acts that became known later; whole, they read back as they were."""
    for known, count in ((None, len(register[NATO].acts)), (dt.date(1990, 1, 1), sum(act.known.year < 1990 for act in register[NATO].acts))):
        made = hand_out.export(OPERATOR, "files", TODAY, NOW, agreements=["nato"], known=known)
        with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
            found = read_text(packed.read(f"{NATO}.toml"), "x.toml", parties()).agreement
        assert found is not None
        assert len(found.acts) == count


def test_in_french(register: Any) -> None:
    """Whoever makes it: a worker has no reader whose language it could ask for."""
    made = hand_out.export(OPERATOR, "atom", TODAY, NOW, agreements=[NATO], language="fr")
    assert "Adhésion par Espagne" in made.content.decode()
    assert b'xml:lang="fr"' in made.content


def test_what_is_refused(register: Any) -> None:
    """No format, no language, no agreement of that name; nobody without the power, and that is logged."""
    for form, more, error, says in (
        ("stone", {}, UsageError, "there is files, csv"),
        ("pdf", {"language": "tlh"}, UsageError, "they speak en, fr"),
        ("csv", {"agreements": ["nobody/knows"]}, UnknownAgreement, "search finds ids"),
    ):
        with pytest.raises(error, match=says):
            hand_out.export(OPERATOR, form, TODAY, NOW, **more)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        hand_out.export(Actor(name="a", memberships=(("", "administrator"),)), "csv", TODAY, NOW)
    assert LogEntry.objects.filter(deed="export", allowed=False).count() == 1


def test_the_verb(tmp_path: Path) -> None:
    """From the files that ship, without a register; a wrong call is told what to write."""
    words = [sys.executable, "-m", "foedera.cli.main", "export"]
    done = subprocess.run([*words, "anzus", "--format", "csv"], cwd=tmp_path, capture_output=True, text=True, check=True)
    (file,) = tmp_path.iterdir()
    assert done.stdout.startswith(f"{file.name}: 1 agreement, ")
    with zipfile.ZipFile(file) as packed:
        assert "agreements.csv" in packed.namelist()
    done = subprocess.run([*words, "--register", "--collection", str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "give one of the two" in done.stderr


LOADED = """
import json, sys
from foedera.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(json.dumps(sorted(sys.modules)))
"""
HEAVY = {"django", "granian", "polars", "lxml"}


@pytest.mark.parametrize("words", ["--help", f"show {NATO}", "export --help", "serve --help", "backup --help", "work --help"])
def test_other_verbs_start_without_the_register(words: str) -> None:
    """Neither the framework nor the store is imported by a verb that does not open a register, nor by help."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words.split()], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert not [name for name in loaded if name.split(".")[0] in HEAVY or name.startswith("foedera.store")]
