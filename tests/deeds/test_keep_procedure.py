"""Procedures kept in the register: who may, what is refused, what goes by them from then on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.deeds.test_rounds import person

from foedera.deeds import follow, keep_procedure, keep_sittings, report_step
from foedera.deeds.keep_sittings import Stretch
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.library.procedures import files
from foedera.model.agreements import Source
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.ratification.progress import Taken
from foedera.store.models import LogEntry, ProcedureFile

pytestmark = pytest.mark.usefixtures("register")

ATT = "arms-control/arms-trade-treaty-2013"
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
#: An invented procedure of a state that has none among those that ship.
SINGAPORE = b"""\
foedera = 1
holds = "procedure"
illustrative = true
state = "SGP"
as_of = 2026-11-01
confidence = "low"

[[chamber]]
id = "parliament"
name = "Parliament"

[[path]]
id = "executive"
title = "By the executive"
form = "executive"
default = true

[[path.step]]
id = "cabinet"
kind = "other"
actor = "Cabinet"
action = "decides to ratify"

[[path.step]]
id = "deposit"
kind = "deposit"
actor = "Instrument"
action = "is deposited"
"""


@pytest.fixture
def officer(register: Any) -> Actor:
    """A treaty officer of Singapore."""
    return person(("SGP", "treaty-officer"))


def step(name: str, state: str, path: str = "") -> Taken:
    """A step at home for the Arms Trade Treaty."""
    day = dt.date(2026, 1, 15)
    return Taken(agreement=ATT, state=state, path=path, step=name, on=day, known=day, source="Gazette", confidence="high")


def test_a_state_without_a_procedure_gets_one(officer: Actor) -> None:
    """Before, no step of it can be reported; afterwards tracks, boards and the list of procedures go by it."""
    with pytest.raises(NotThere):
        follow.procedure(READER, "SGP")
    with pytest.raises(Unfit, match="no procedure of SGP"):
        report_step.report(officer, step("cabinet", "SGP", "executive"), TODAY)
    assert keep_procedure.take(officer, SINGAPORE, "sgp.toml", 0)[1] == 1
    assert "SGP" in {found.state for found in follow.procedures(READER)}
    report_step.report(officer, step("cabinet", "SGP", "executive"), TODAY)
    track = follow.way(READER, ATT, "SGP", TODAY).track
    assert [(stage.step.id, stage.status) for stage in track.stages] == [("cabinet", "done"), ("deposit", "next")]
    assert keep_procedure.text(READER, "SGP") == SINGAPORE.decode()
    assert LogEntry.objects.filter(deed="keep a procedure", allowed=True, party="SGP").count() == 1


def test_every_state_of_it_stays_on_record(officer: Actor) -> None:
    """The last counts; who revises one that was revised meanwhile is told."""
    keep_procedure.take(officer, SINGAPORE, "sgp.toml", 0)
    other = SINGAPORE.replace(b"By the executive", b"By the Cabinet")
    with pytest.raises(OutOfDate):
        keep_procedure.take(officer, other, "sgp.toml", 0)
    assert keep_procedure.take(officer, other, "sgp.toml", 1)[1] == 2
    assert [one.value.default.title for one in keep_procedure.history(READER, "SGP")] == ["By the executive", "By the Cabinet"]
    assert follow.procedure(READER, "SGP").default.title == "By the Cabinet"
    third = other.replace(b"Cabinet decides", b"Government decides").replace(b'"low"', b'"medium"')
    assert keep_procedure.take(OPERATOR, third, "sgp.toml", keep_procedure.ANY)[1] == 3


def test_one_that_ships_is_revised() -> None:
    """The file that ships is the text to begin with; forecasts and boards go by what is on record."""
    norwegian = person(("NOR", "treaty-officer"))
    written = files()["NOR"]
    assert keep_procedure.text(READER, "NOR") == written
    revised = written.replace("as_of = ", "as_of = 2026-11-26 # was ", 1)
    keep_procedure.take(norwegian, revised.encode(), "nor.toml", 0)
    assert follow.procedure(READER, "NOR").as_of == dt.date(2026, 11, 26)
    assert follow.way(READER, "nato/accession-finland-2022", "NOR", TODAY).procedure == follow.procedure(READER, "NOR")


@pytest.mark.parametrize("role", ["reader", "negotiator", "analyst", "auditor", "administrator"])
def test_others_keep_none(role: str) -> None:
    """Nor do officers of another state; the refusal is logged."""
    for actor in (READER, person(("SGP", role)), person(("FRA", "treaty-officer"))):
        with pytest.raises(NotAllowed):
            keep_procedure.take(actor, SINGAPORE, "sgp.toml", 0)
    assert not ProcedureFile.objects.exists()
    assert LogEntry.objects.filter(deed="keep a procedure", allowed=False).exists()


def test_a_stranger_learns_nothing_of_a_file() -> None:
    """Where it is known of which state a file is to be, it is not read for who may not keep it: refused, whatever is wrong with it."""
    for content in (b"no TOML", SINGAPORE + b"#" * keep_procedure.LARGEST):
        with pytest.raises(NotAllowed):
            keep_procedure.take(READER, content, "sgp.toml", 0, of="SGP")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"default = true", b"default = false", "no path is the default one"),
        (b'kind = "other"', b'kind = "wizardry"', "wizardry"),
        (b'state = "SGP"', b'state = "XYZQ"', "XYZQ"),
        (b"foedera = 1", b"foedera = 1\nfoedera = 2", "not valid TOML"),
        (b"Cabinet", b"\xff", "UTF-8"),
    ],
)
def test_a_faulty_file_is_refused_by_line(officer: Actor, old: bytes, new: bytes, said: str) -> None:
    """With every fault; nothing is kept."""
    with pytest.raises(FaultyFile, match=said):
        keep_procedure.take(officer, SINGAPORE.replace(old, new, 1), "sgp.toml", 0)
    assert not ProcedureFile.objects.exists()


def test_what_cannot_count_is_refused() -> None:
    """Too large; of another state; the duties of all states; nothing new."""
    anybody = person(("", "treaty-officer"))
    for content, of, said in (
        (SINGAPORE + b"#" * keep_procedure.LARGEST, "", "more than 512 KiB"),
        (SINGAPORE, "FRA", "of SGP, not of FRA"),
        (files()["*"].encode(), "", "ships with Foedera"),
        (files()["NOR"].encode(), "", "nothing was changed"),
    ):
        with pytest.raises(Unfit, match=said):
            keep_procedure.take(anybody, content, "a.toml", 0, of=of)
    assert not ProcedureFile.objects.exists()


def test_what_a_new_file_is_begun_with_is_sound_once_filled_in(officer: Actor) -> None:
    """As it stands it is refused: nothing of it says anything of a state yet."""
    blank = keep_procedure.BLANK.format(state="SGP", today="2026-11-26")
    with pytest.raises(Unfit, match="still to be filled in"):
        keep_procedure.take(officer, blank.encode(), "sgp.toml", 0)
    filled = blank.replace('"…"', '"Constitution"').replace("https://…", "https://example.org")
    keep_procedure.take(officer, filled.encode(), "sgp.toml", 0)
    assert [step.kind for step in follow.procedure(READER, "SGP").default.steps] == ["vote", "deposit"]


def test_what_is_on_record_keeps_its_names(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step reported or sitting days kept under an id the new file lacks would count for nothing: it says which, and the step can be struck."""
    keep_procedure.take(officer, SINGAPORE, "sgp.toml", 0)
    name = report_step.report(officer, step("cabinet", "SGP", "executive"), TODAY)
    days = Stretch(
        state="SGP",
        chamber="parliament",
        first=dt.date(2026, 1, 5),
        last=dt.date(2026, 1, 9),
        weekdays=("mon",),
        source=Source(title="Order paper"),
        confidence="high",
    )
    keep_sittings.add(officer, days, 0)
    renamed = SINGAPORE.replace(b'id = "cabinet"', b'id = "government"').replace(b'id = "parliament"', b'id = "house"')
    with pytest.raises(Unfit) as refused:
        keep_procedure.take(officer, renamed, "sgp.toml", 1)
    said = " ".join(str(text) for _, text in refused.value.faults)
    assert "arms-control/arms-trade-treaty-2013" in said
    assert "no step 'cabinet'" in said
    assert "sitting days of 'parliament'" in said
    monkeypatch.setattr(keep_procedure, "_NAMED", 0)
    with pytest.raises(Unfit, match="1 more step on record is named by nothing"):
        keep_procedure.take(officer, renamed, "sgp.toml", 1)
    report_step.strike(officer, ATT, "SGP", name, "renamed", TODAY)
    keep_procedure.take(officer, renamed.replace(b'id = "house"', b'id = "parliament"'), "sgp.toml", 1)
    assert follow.procedure(READER, "SGP").default.step("government") is not None
