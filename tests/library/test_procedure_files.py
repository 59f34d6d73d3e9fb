"""Files of procedures, sittings and progress: each fault with its code and line; what ships is read without any and rests on sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from foedera.library import vocabularies
from foedera.library.checking import check
from foedera.library.collection import BUNDLED, Collection
from foedera.library.procedures import procedures, read_procedure
from foedera.library.progress import read_progress
from foedera.library.sittings import read_sittings
from foedera.ratification.procedures import EVERY_STATE

DATA = BUNDLED.parent
PARTIES = vocabularies.parties()
COLLECTION = Collection()

PROCEDURE = 'foedera = 1\nholds = "procedure"\nstate = "NOR"\nas_of = 2026-01-01\nconfidence = "low"\nillustrative = true\n'
LAW = '[[path]]\nid = "law"\ntitle = "By law"\nform = "law"\ndefault = true\n'
STEPS = '[[path.step]]\nid = "laid"\nkind = "submission"\naction = "lays it"\n[[path.step]]\nid = "vote"\nkind = "vote"\naction = "votes"\n'
SITTINGS = 'foedera = 1\nholds = "sittings"\nstate = "GBR"\nchamber = "commons"\nillustrative = true\n'
STEP = '[[step]]\nstate = "FRA"\nstep = "promulgation"\non = 2022-08-05\n'
PROGRESS = 'foedera = 1\nholds = "progress"\nagreement = "nato/accession-finland-2022"\nillustrative = true\n'

#: What the file says, the code of the fault, its line, a word of the message or the remedy.
PROCEDURE_FAULTS = [
    (PROCEDURE, "F011", 1, "add [[path]]"),
    (PROCEDURE.replace("NOR", "Norway") + LAW + STEPS, "F014", 3, "the code NOR"),
    (PROCEDURE.replace("low", "moderate") + LAW + STEPS, "F013", 5, "one of: high"),
    (PROCEDURE.replace("illustrative = true\n", "") + LAW + STEPS, "F211", 1, "no source is named"),
    (PROCEDURE + LAW.replace("default = true\n", "") + STEPS, "F300", 7, "no path is the default"),
    (PROCEDURE + LAW + STEPS + LAW.replace('"law"', '"act"', 1) + STEPS, "F300", 7, "law, act"),
    (PROCEDURE + LAW, "F011", 7, "[[path.step]]"),
    (PROCEDURE + LAW + STEPS.replace('"vote"\nkind', '"laid"\nkind'), "F202", 17, "given twice"),
    (PROCEDURE + LAW + STEPS + 'after = ["lodged"]\n', "F302", 20, "laid, vote"),
    (PROCEDURE + LAW + STEPS + 'chamber = "storting"\n', "F302", 20, "there are none"),
    (PROCEDURE + LAW + STEPS + 'minimum = { days = 3, from = "laid", unless = "x" }\n', "F302", 20, "no step 'x' (there are: laid, vote)"),
    (PROCEDURE + LAW + STEPS + 'minimum = { sitting_days = 3, chambers = ["x"], from = "laid" }\n', "F302", 20, "no chamber 'x'"),
    (PROCEDURE + LAW + STEPS + 'minimum = { from = "laid" }\n', "F303", 20, "no length"),
    (PROCEDURE + LAW + STEPS + 'minimum = { days = 3, weeks = 1, from = "laid" }\n', "F303", 20, "several units"),
    (PROCEDURE + LAW + STEPS + 'minimum = { days = 0, from = "laid" }\n', "F019", 20, "outside 1"),
    (PROCEDURE + LAW + STEPS + "minimum = { days = 3 }\n", "F011", 20, "'from' is missing"),
    (PROCEDURE + LAW + STEPS + 'deadline = { days = 3, from = "lodged" }\n', "F302", 20, "no step 'lodged'"),
    (PROCEDURE + LAW + STEPS + 'minimum = { sitting_days = 21, from = "laid" }\n', "F303", 20, "add chambers"),
    (PROCEDURE + LAW + STEPS + 'after = ["vote"]\n', "F304", 20, "waits for itself"),
    (PROCEDURE + LAW + STEPS + 'deadline = { days = 3, from = "vote" }\n', "F304", 16, "waits for itself"),
    (PROCEDURE + LAW.replace('form = "law"', 'form = "tacit"') + STEPS, "F304", 10, "period of silence"),
    (PROCEDURE + LAW + STEPS + 'majority = { of = "present", share = "3/2" }\n', "F305", 20, "3/2"),
    (PROCEDURE + LAW + STEPS + "majority = { more_than = true }\n", "F305", 20, "share and of"),
    (PROCEDURE + LAW + STEPS + 'majority = { share = "1/2" }\n', "F011", 20, "'of' is missing"),
    (PROCEDURE + LAW + STEPS + 'kinds = "vote"\n', "F010", 20, "did you mean 'kind'"),
    (PROCEDURE + LAW + 'covers = ["taxes"]\n' + STEPS, "F013", 12, "one of: peace"),
    (PROCEDURE + LAW + STEPS + '[[duty]]\nid = "d"\nwhat = "W"\nwhen = "step:lodged"\n', "F302", 23, "no path has a step"),
    (PROCEDURE + LAW + STEPS + '[[duty]]\nid = "d"\nwhat = "W"\nwhen = "signature"\npaths = ["act"]\n', "F302", 24, "no path 'act'"),
    (PROCEDURE + LAW + STEPS + '[[duty]]\nid = "d"\nwhat = "W"\nwhen = "ratification"\n', "F013", 23, "entry-into-force"),
    (PROCEDURE + LAW + STEPS + '[[duty]]\nid = "d"\nwhat = "W"\nwhen = "signature"\nsource = "k"\n', "F302", 24, "no source 'k'"),
    (PROCEDURE.replace("NOR", "*") + LAW + STEPS, "F306", 7, "duties alone"),
    (PROCEDURE.replace("procedure", "sittings") + LAW + STEPS, "F200", 2, "not procedure"),
    (PROCEDURE.replace("procedure", "procedures") + LAW + STEPS, "F200", 2, "positions, round"),
    (PROCEDURE.replace('holds = "procedure"\n', "") + LAW + STEPS, "F011", 1, "'holds' is missing"),
]

SITTINGS_FAULTS = [
    (SITTINGS + "days = [2024-05-24]\n", "F307", 1, "add covers"),
    (SITTINGS + "covers = [2024-05-31, 2024-05-01]\n", "F307", 6, "a first and a last day"),
    (SITTINGS + "covers = [2024-05-01, 2024-05-31]\ndays = [2024-06-01]\n", "F307", 7, "not covered"),
    (
        SITTINGS + "covers = [2024-05-01, 2024-05-31]\ndays = [2024-05-24]\nrecess = [{ from = 2024-05-24, until = 2024-05-31 }]\n",
        "F307",
        7,
        "lies in a recess",
    ),
    (SITTINGS + 'covers = [2024-05-01, 2024-05-31]\nranges = [{ from = 2024-05-09, until = 2024-05-01, weekdays = ["mon"] }]\n', "F205", 7, "before"),
    (SITTINGS + "covers = [2024-05-01, 2024-05-31]\nranges = [{ from = 2024-05-01, until = 2024-05-09 }]\n", "F011", 7, "weekdays"),
    (SITTINGS.replace("illustrative = true\n", "") + "covers = [2024-05-01, 2024-05-31]\n", "F211", 1, "no source"),
]

PROGRESS_FAULTS = [
    (PROGRESS + '[[step]]\nstate = "FRA"\nstep = "voted"\non = 2022-08-02\n', "F308", 7, "no step 'voted'"),
    (PROGRESS + '[[step]]\nstate = "FRA"\npath = "statute"\nstep = "promulgation"\non = 2022-08-05\n', "F308", 7, "there are: law"),
    (PROGRESS + '[[step]]\nstate = "FRA"\nstep = "promulgation"\non = 2022-08-05\nknown = 2022-08-04\n', "F205", 9, "before 'on'"),
    (PROGRESS + '[[step]]\nstate = "FRA"\nstep = "duty:publish"\non = 2022-08-05\n', "F308", 7, "duty:publication"),
    (PROGRESS + '[[step]]\nstate = "FRA"\nstrikes = "x"\non = 2022-08-05\n', "F302", 7, "no line of FRA has the id"),
    (PROGRESS + STEP + 'id = "x"\n[[step]]\nstate = "ITA"\nstrikes = "x"\non = 2022-08-05\n', "F302", 12, "no line of ITA has the id"),
    (
        PROGRESS.replace("illustrative = true", 'sources = [{ id = "k", title = "T" }]') + STEP,
        "F011",
        5,
        "'source' is missing",
    ),
]


def test_check_finds_what_only_the_collection_shows(tmp_path: Path) -> None:
    """`foedera check` reads these files by what they say they hold; progress of an agreement nobody has is a fault."""
    files = {"p.toml": PROCEDURE + LAW, "s.toml": SITTINGS + "days = 1\n", "g.toml": PROGRESS.replace("finland", "finnland") + STEP}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = check(Collection([tmp_path]), [tmp_path / name for name in files])
    assert [(Path(fault.file).name, fault.code) for fault in told] == [("p.toml", "F011"), ("s.toml", "F012"), ("g.toml", "F041")]


def found(faults: tuple[object, ...]) -> list[str]:
    """The faults as they are told."""
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(("text", "code", "line", "words"), PROCEDURE_FAULTS)
def test_fault_of_a_procedure(text: str, code: str, line: int, words: str) -> None:
    """The fault stands in its line with its code, and says what to do; without it the file is read."""
    faults = read_procedure(text.encode(), "n.toml", PARTIES).faults
    assert any(f.code == code and f.line == line and words in str(f) for f in faults), found(faults)


@pytest.mark.parametrize(("text", "code", "line", "words"), SITTINGS_FAULTS)
def test_fault_of_sittings(text: str, code: str, line: int, words: str) -> None:
    """The same of sitting days."""
    faults = read_sittings(text.encode(), "n.toml", PARTIES).faults
    assert any(f.code == code and f.line == line and words in str(f) for f in faults), found(faults)


@pytest.mark.parametrize(("text", "code", "line", "words"), PROGRESS_FAULTS)
def test_fault_of_progress(text: str, code: str, line: int, words: str) -> None:
    """The same of a log of steps."""
    faults = read_progress(text.encode(), "n.toml", PARTIES, procedures()).faults
    assert any(f.code == code and f.line == line and words in str(f) for f in faults), found(faults)


def test_sound_files_are_read() -> None:
    """What the tables of faults start from has no fault itself."""
    assert read_procedure((PROCEDURE + LAW + STEPS).encode(), "n.toml", PARTIES).faults == ()
    house = read_sittings(
        (
            SITTINGS + "covers = [2024-05-01, 2024-05-31]\n"
            'ranges = [{ from = 2024-05-01, until = 2024-05-31, weekdays = ["mon", "tue", "wed", "thu"] }]\n'
            "recess = [{ from = 2024-05-06, until = 2024-05-06 }]\ndays = [2024-05-24]\ndissolved = [{ on = 2024-05-30, until = 2024-07-09 }]\n"
        ).encode(),
        "n.toml",
        PARTIES,
    )
    assert house.faults == ()
    days = {day: house.sound().sits(dt.date(2024, *day)) for day in ((5, 2), (5, 3), (5, 6), (5, 24), (5, 30), (7, 1), (7, 9))}
    assert days == {(5, 2): True, (5, 3): False, (5, 6): False, (5, 24): True, (5, 30): False, (7, 1): False, (7, 9): None}
    assert read_progress((PROGRESS + STEP).encode(), "n", PARTIES, procedures()).faults == ()


@pytest.mark.parametrize("file", sorted((DATA / "procedures").glob("*.toml")), ids=lambda f: f.stem)
def test_bundled_procedure(file: Path) -> None:
    """A procedure that ships has no fault, is named after its state, and no rule of it is given without a source."""
    read = read_procedure(file.read_bytes(), file.name, PARTIES)
    assert found(read.faults) == []
    procedure = read.sound()
    assert file.stem == ("_common" if procedure.state == EVERY_STATE else procedure.state.lower())
    assert all(basis.source for basis in procedure.legal_basis)
    assert all(duty.source and duty.confidence for duty in procedure.duties)
    for path in procedure.paths:
        assert path.act.kind in ("deposit", "notification", "signature"), (
            f"{path.id} ends with {path.act.id}, which is no act towards the other states"
        )
        assert not path.act.action.startswith("tells"), f"{path.id} ends with {path.act.id}, which tells somebody at home"


@pytest.mark.parametrize("file", sorted((DATA / "sittings").glob("*.toml")), ids=lambda f: f.stem)
def test_bundled_sittings(file: Path) -> None:
    """Sitting days that ship have no fault and are of a chamber the state's procedure has."""
    read = read_sittings(file.read_bytes(), file.name, PARTIES)
    assert found(read.faults) == []
    house = read.sound()
    assert file.stem == f"{house.state.lower()}-{house.chamber}"
    assert procedures()[house.state].chamber(house.chamber) is not None


@pytest.mark.parametrize("file", sorted((DATA / "progress").rglob("*.toml")), ids=lambda f: f.stem)
def test_bundled_progress(file: Path) -> None:
    """A log that ships has no fault and lies where its agreement is; each of its steps has a source."""
    read = read_progress(file.read_bytes(), file.name, PARTIES, procedures())
    assert found(read.faults) == []
    assert read.sound().agreement == f"{file.parent.name}/{file.stem}"
    assert read.sound().agreement in COLLECTION
