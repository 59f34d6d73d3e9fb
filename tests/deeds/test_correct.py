"""Correcting the record: the wrong act is struck, not deleted; answers as known before still show it; the history keeps all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from tests.conftest import TODAY

from foedera.deeds import correct, record
from foedera.deeds.powers import OPERATOR, Actor
from foedera.model.acts import Act
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store import reading
from foedera.store.models import LogEntry, RecordedAct, Recording, Span
from foedera.store.register import current

NATO = "nato/north-atlantic-treaty"
WRONG = Act(dt.date(2026, 11, 1), "withdrawal", ("CAN",), note="a rumour")


@pytest.fixture
def number(register: Any) -> int:
    """A wrong act is on record since yesterday; its number in the log of its agreement."""
    record.record(OPERATOR, NATO, [evolve(WRONG, known=dt.date(2026, 11, 24))], dt.date(2026, 11, 24))
    return len(current()[NATO].acts)


def status(known: dt.date | None = None) -> str | None:
    """Canada's status today, as known on a day."""
    return current().known(known).timeline(NATO).status_of("CAN", TODAY)


def test_a_struck_act_counts_for_nothing(number: int) -> None:
    """From the day of the strike; the act, who struck it and why stay to be read."""
    assert status() == "withdrawing"
    correct.strike(OPERATOR, NATO, number, TODAY, reason="the note was a rumour")
    assert status() == "party"
    assert status(dt.date(2026, 11, 24)) == "withdrawing", "as known the day before, the act still stands"
    assert status(dt.date(2026, 11, 1)) == "party", "and before it was known it does not"
    rows = list(RecordedAct.objects.filter(agreement=NATO).order_by("-number")[:2])
    assert [(row.kind, row.strikes, row.note) for row in rows] == [("correction", True, "the note was a rumour"), ("withdrawal", False, "a rumour")]
    assert [noted.deed for noted in reading.history(NATO)][:2] == ["correct", "record"]
    line = LogEntry.objects.get(deed="correct")
    assert line.allowed
    assert "withdrawal by CAN" in line.why
    shown = {s.status for s in Span.objects.filter(agreement=NATO, party="CAN") if s.seen <= TODAY and (s.gone is None or s.gone > TODAY)}
    assert shown == {"party"}


def test_the_right_act_instead(number: int) -> None:
    """Both in one recording: it was Iceland, and a week later."""
    right = Act(dt.date(2026, 11, 8), "withdrawal", ("ISL",))
    found = correct.check_strike(NATO, number, TODAY, reason="Iceland", instead=right)
    assert {(d.change.party, d.added) for d in found.changes} == {("CAN", False), ("ISL", True)}
    before = Recording.objects.count()
    correct.strike(OPERATOR, NATO, number, TODAY, reason="Iceland", instead=right)
    assert Recording.objects.count() == before + 1
    timeline = current().docket.timeline(NATO)
    assert (timeline.status_of("CAN", TODAY), timeline.status_of("ISL", TODAY)) == ("party", "withdrawing")
    assert timeline.standing(TODAY) == found.after


def test_only_the_particulars_were_wrong(number: int) -> None:
    """The same act with another note or source stands in the place of the struck one."""
    correct.strike(OPERATOR, NATO, number, TODAY, reason="the note", instead=evolve(WRONG, note="cable 12", known=TODAY))
    assert status() == "withdrawing"
    assert current()[NATO].acts[-1].note == "cable 12"


def test_a_named_act_keeps_its_name(register: Any) -> None:
    """An act with an id of its own is struck by it; one without by its number."""
    name, number, act = next((a.id, n, act) for a in register for n, act in enumerate(a.acts, 1) if act.id and not act.strikes)
    correct.strike(OPERATOR, name, number, TODAY, reason="test")
    assert current()[name].acts[-1].of == act.id
    assert current()[name].acts[number - 1] == act


def test_what_is_refused(number: int) -> None:
    """No number, no reason, struck already, a correction itself, a wrong act instead; and whoever may not record."""
    for wrong_number in (0, -1, number + 1):
        with pytest.raises(NotThere, match="lists 1 to"):
            correct.strike(OPERATOR, NATO, wrong_number, TODAY, reason="x")
    with pytest.raises(Unfit, match="say why"):
        correct.strike(OPERATOR, NATO, number, TODAY, reason="  ")
    with pytest.raises(Unfit, match="XYZ"):
        correct.strike(OPERATOR, NATO, number, TODAY, reason="x", instead=Act(TODAY, "withdrawal", ("XYZ",)))
    for actor in (Actor(name="f", memberships=(("FRA", "treaty-officer"),)), Actor(name="c", memberships=(("CAN", "negotiator"),))):
        with pytest.raises(NotAllowed):
            correct.strike(actor, NATO, number, TODAY, reason="x")
    correct.strike(Actor(name="c", memberships=(("CAN", "treaty-officer"),)), NATO, number, TODAY, reason="x")
    with pytest.raises(Unfit, match="struck already"):
        correct.strike(OPERATOR, NATO, number, TODAY, reason="again")
    with pytest.raises(Unfit, match="record the act anew"):
        correct.strike(OPERATOR, NATO, number + 1, TODAY, reason="undo")
    record.record(OPERATOR, NATO, [evolve(WRONG, known=TODAY)], TODAY)
    assert status() == "withdrawing", "a struck act can be recorded anew"
