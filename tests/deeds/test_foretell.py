"""Forecasts of the register: what is on record is seen, what is asked twice is computed once, what a change does is answered for its day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.deeds import foretell, weigh
from foedera.deeds.foretell import EVENTS, MOST, Question
from foedera.deeds.powers import READER
from foedera.library.weighing import Turn
from foedera.model.errors import Unfit, UnknownAgreement
from foedera.ratification.events import Event
from foedera.store.models import DomesticStep, RecordedAct

FINLAND, NATO = "nato/accession-finland-2022", "nato/north-atlantic-treaty"
ON = dt.date(2022, 10, 1)
ASKED = Question(agreement=FINLAND, on=ON, known=ON, simulations=300)


def asked(**changes: Any) -> Question:
    """The question with changes."""
    from attrs import evolve

    return evolve(ASKED, **changes)


def test_the_register_says_what_the_collection_says(register: Any) -> None:
    """The same record, the same steps, the same seed: the same forecast."""
    from foedera.library.collection import Collection
    from foedera.library.foretelling import foretold

    assert foretell.foretell(READER, ASKED).forecast == foretold(Collection(), FINLAND, ON, ON, simulations=300).forecast


def test_a_question_asked_twice_is_computed_once(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer is the first."""
    first = foretell.foretell(READER, asked(seed=7))
    monkeypatch.setattr(foretell, "foretold", None)
    assert foretell.foretell(READER, asked(seed=7)) is first


def test_a_step_on_record_is_seen(register: Any) -> None:
    """Where an officer records that Türkiye's parliament has agreed, Hungary alone is not through."""
    assert foretell.foretell(READER, asked(seed=8)).missing == ("HUN", "TUR")
    DomesticStep.objects.create(
        agreement=FINLAND, number=1, state="TUR", path="law", step="vote", on=dt.date(2022, 9, 20), known=dt.date(2022, 9, 20), confidence="high"
    )
    assert foretell.foretell(READER, asked(seed=8)).missing == ("HUN",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"simulations": MOST + 1}, "simulations"),
        ({"simulations": 1}, "simulations"),
        ({"seed": -1}, "seed"),
        ({"events": (Event(party="HUN", kind="refuses", since=ON),) * (EVENTS + 1)}, "events"),
        ({"events": (Event(party="HUN", kind="election", since=ON),)}, "events.until"),
        ({"like": ("nato/accession-spain-1981",)}, "like"),
    ],
)
def test_what_cannot_be_asked(register: Any, changes: dict[str, Any], field: str) -> None:
    """The fault names the field."""
    with pytest.raises(Unfit) as raised:
        foretell.foretell(READER, asked(**changes))
    assert [name for name, _ in raised.value.faults] == [field]


def test_of_what_is_not_on_record_nothing_is_told(register: Any) -> None:
    """As everywhere."""
    with pytest.raises(UnknownAgreement):
        foretell.foretell(READER, asked(agreement="no/such"))


def test_a_large_register_teaches_by_its_kin_and_by_those_with_most_consents(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not all agreements are read for one forecast."""
    monkeypatch.setattr(foretell, "ALL", 10)
    monkeypatch.setattr(foretell, "TAUGHT", 5)
    names = [agreement.id for agreement in foretell.candidates(register, ASKED)]
    kin = set(register.citing(NATO, "protocol_to"))
    assert kin <= set(names)
    assert len(names) <= len(kin) + 5
    assert foretell.cut(READER)


#: Who, what it does, whether an act is supposed, the chance of never with it.
TURNS = [
    ("HUN", "refuses", None, 1, 1.0),
    ("TUR", "delays", dt.date(2023, 6, 1), 0, 0.0),
    ("USA", "withdraws", None, 1, 1.0),
    ("TUR", "reserves", None, 2, 0.0),
]


@pytest.mark.parametrize(("party", "kind", "until", "acts", "never"), TURNS)
def test_what_a_turn_does_to_the_forecast(register: Any, party: str, kind: str, until: dt.date | None, acts: int, never: float) -> None:
    """All thirty are needed: who refuses or takes its consent back ends it, who delays moves it; nothing is recorded."""
    before = RecordedAct.objects.count()
    found = weigh.weigh(READER, ASKED, Turn(party=party, kind=kind, until=until), TODAY)
    assert len(found.acts) == acts
    assert found.without is not None
    assert found.with_it is not None
    assert found.without.forecast.entry.never < 0.1
    assert found.with_it.forecast.entry.never == pytest.approx(never, abs=0.05)
    if until is not None:
        first = found.with_it.forecast.entry.day(0.05)
        assert first is not None
        assert first > until
    assert RecordedAct.objects.count() == before


def test_of_a_past_day_it_answers_from_what_was_known_then(register: Any) -> None:
    """Türkiye's deposit of 2023 is no part of a question about October 2022."""
    found = weigh.weigh(READER, asked(known=None), Turn(party="TUR", kind="refuses"), TODAY)
    assert found.with_it is not None
    assert found.with_it.forecast.known == ON
    assert found.with_it.forecast.entry.never == 1


def test_of_an_agreement_in_force_the_law_alone_is_told(register: Any) -> None:
    """Notice, and the end a year later; no forecast, and why."""
    found = weigh.weigh(READER, Question(agreement=NATO, on=TODAY), Turn(party="USA", kind="withdraws"), TODAY)
    assert [change.change.change for change in found.changes] == ["withdrawing", "withdrawn"]
    assert found.without is None
    assert "in force since 1949-08-24" in found.no_forecast[0]


def test_agreements_that_wait_for_it_are_named(register: Any) -> None:
    """On the day Sweden's protocol was open its rule looked at who was a party to the North Atlantic Treaty."""
    found = weigh.weigh(READER, Question(agreement=NATO, on=ON), Turn(party="USA", kind="withdraws"), TODAY)
    assert {"nato/accession-sweden-2022", FINLAND} <= {one.agreement.id for one in found.looking}


@pytest.mark.parametrize(
    ("party", "kind", "says"),
    [
        ("USA", "refuses", "it can only withdraw"),
        ("RUS", "withdraws", "nothing to withdraw"),
        ("CHE", "delays", "nothing waits for CHE"),
    ],
)
def test_what_a_state_cannot_do_is_said(register: Any, party: str, kind: str, says: str) -> None:
    """With what it can."""
    until = dt.date(2023, 1, 1) if kind == "delays" else None
    with pytest.raises(Unfit, match=says):
        weigh.weigh(READER, ASKED, Turn(party=party, kind=kind, until=until), TODAY)
