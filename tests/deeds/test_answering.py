"""Acts that answer others: any act on record can be answered, one without a name of its own by its number; a file written out gives it that name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from tests.conftest import TODAY

from foedera.deeds import adopt, correct, excerpt, record, suppose
from foedera.deeds.powers import OPERATOR, READER
from foedera.law.effects import weighed
from foedera.library.agreements import read_text
from foedera.library.vocabularies import parties
from foedera.model.acts import Act
from foedera.model.errors import Unfit
from foedera.store.register import current

NAME = "test/unnamed"
FILE = """foedera = 1
id = "test/unnamed"
title = "Treaty with a reservation nobody named"
kind = "treaty"
illustrative = true
acts = [
  { on = 2020-01-01, kind = "ratification", by = ["FRA", "DEU"] },
  { on = 2020-01-01, kind = "ratification", by = "ITA" },
  { on = 2020-01-01, kind = "reservation", by = "ITA", articles = ["5"] },
  { on = 2020-02-01, kind = "reservation", by = "ESP", id = "esp-1", articles = ["6"] },
]

[entry_into_force]
when = { consents = 2 }
"""
OBJECTION = Act(dt.date(2020, 6, 1), "objection", ("DEU",))


@pytest.fixture(autouse=True)
def agreement(register: Any) -> None:
    """The agreement is on record."""
    adopt.adopt(OPERATOR, "unnamed.toml", FILE.encode(), TODAY)


def towards_germany() -> str | None:
    """What Italy's reservation does towards Germany."""
    found = next(r for r in weighed(current().docket.timeline(NAME), TODAY) if r.party == "ITA")
    effect = found.towards("DEU")
    return effect.effect if effect else None


@pytest.mark.parametrize("of", ["3", "act-3", "03"])
def test_an_act_without_a_name_is_answered_by_its_number(of: str) -> None:
    """Checked, recorded and of effect; the objection can be answered in its turn, and what is struck is struck by the same name."""
    assert towards_germany() == "accepted"
    found = record.check(NAME, [evolve(OBJECTION, of=of)], TODAY)
    assert not found.errors
    assert found.acts[0].of == "act-3"
    record.record(OPERATOR, NAME, [evolve(OBJECTION, of=of)], TODAY)
    assert towards_germany() == "objected"
    assert [act.id for act in current()[NAME].acts] == ["", "", "act-3", "esp-1", ""]
    assert record.number_of(READER, NAME, evolve(OBJECTION, of=of)) == 5
    record.record(OPERATOR, NAME, [Act(dt.date(2021, 1, 1), "withdrawal-of-objection", ("DEU",), of="5")], TODAY)
    assert towards_germany() == "accepted"
    record.record(OPERATOR, NAME, [Act(dt.date(2022, 1, 1), "withdrawal-of-reservation", ("ITA",), of=of)], TODAY)
    assert towards_germany() == "void"
    correct.strike(OPERATOR, NAME, 3, TODAY, reason="never made")
    assert current()[NAME].acts[-1].of == "act-3"
    assert not [r for r in weighed(current().docket.timeline(NAME), TODAY) if r.party == "ITA"]


def test_an_act_with_a_name_is_answered_by_it() -> None:
    """Whoever gives its number means its name."""
    for of in ("esp-1", "4", "act-4"):
        assert record.check(NAME, [evolve(OBJECTION, of=of)], TODAY).acts[0].of == "esp-1"


@pytest.mark.parametrize("of", ["0", "9", "act-9", "act-x", "-1", "٣"])
def test_what_is_not_there_is_not_answered(of: str) -> None:
    """The fault is at the field."""
    with pytest.raises(Unfit) as refused:
        record.record(OPERATOR, NAME, [evolve(OBJECTION, of=of)], TODAY)
    assert [field for field, _ in refused.value.faults] == ["of"]


def test_the_file_gives_the_answered_act_its_name() -> None:
    """Read strictly it says what the record says; taken in again it brings nothing, and elsewhere the same."""
    record.record(OPERATOR, NAME, [evolve(OBJECTION, of="3")], TODAY)
    file = excerpt.file(READER, NAME)
    assert 'id = "act-3"' in file
    reading = read_text(file.encode(), NAME, parties())
    assert not [fault for fault in reading.findings if fault[1] == "error"]
    assert reading.agreement is not None
    assert reading.agreement.acts == current()[NAME].acts
    assert adopt.adopt(OPERATOR, "unnamed.toml", file.encode(), TODAY)[0].changes_nothing


def test_a_file_from_elsewhere_answers_the_act_it_means() -> None:
    """There the reservation is the first act and Spain's the third: the answer goes to the act that was meant, not to the number."""
    lines = [line for line in FILE.splitlines() if line.startswith("  {")]
    first = lines[2].replace('by = "ITA"', 'by = "ITA", id = "act-1"')
    own = '  { on = 2020-06-01, kind = "objection", by = "DEU", of = "act-1", id = "deu-1" },'
    text = FILE.replace("\n".join(lines), "\n".join([first, lines[0], lines[3], lines[1], own]))
    found, _ = adopt.adopt(OPERATOR, "unnamed.toml", text.encode(), TODAY)
    assert [(act.kind, act.of) for act in found.agreement.acts] == [("objection", "act-3")]
    assert towards_germany() == "objected"


def test_a_name_that_looks_like_a_number_is_no_number() -> None:
    """Where an act calls itself after another's number, that number answers nothing: neither of the two is guessed."""
    record.record(OPERATOR, NAME, [Act(dt.date(2020, 7, 1), "declaration", ("DEU",), id="act-3")], TODAY)
    assert [f.field for f in record.check(NAME, [evolve(OBJECTION, of="3")], TODAY).errors] == ["of"]


def test_supposed_acts_answer_too() -> None:
    """What if Germany objected."""
    act = Act(dt.date(2020, 6, 1), "objection", ("DEU",), of="3", precludes=True)
    assert suppose.ask(READER, [(NAME, act)], TODAY).day >= TODAY
    assert towards_germany() == "accepted"
