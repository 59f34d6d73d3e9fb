"""Agreements' files: what they would bring is shown first, who may is read off the record, and nothing is recorded twice or upon a text not seen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.deeds import adopt, consult, correct, propose
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.interchange.files import write
from foedera.library.consequences import Count
from foedera.model.errors import FaultyFile, NotAllowed, OutOfDate
from foedera.store.models import RecordedAct, Text, User

ANZUS = "anzus/treaty"
NEW = """foedera = 1
id = "baltic/mines-2026"
title = "Treaty on Mine Clearance"
kind = "treaty"
adopted = 2026-10-01
acts = [
  { on = 2026-10-01, kind = "signature", by = ["EST", "LVA", "LTU"] },
  { on = 2026-10-20, kind = "ratification", by = ["EST", "LVA"] },
]

[entry_into_force]
when = { consents = 2 }
then = { days = 30 }
"""


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account."""
    return Actor(User.objects.create_user(email).pk, email, memberships)


def law(name: str) -> str:
    """Return the law of an agreement as it holds."""
    found = consult.law(READER, name)
    assert found is not None
    return found.law


def test_a_new_agreement_is_shown_before_it_is_recorded(register: Any) -> None:
    """Its entry into force, its parties, who is to be told; then it is on record, once."""
    found = propose.propose("mines.toml", NEW.encode(), TODAY)
    assert (found.adoption.is_new, found.difference, found.told) == (True, (), ("EST", "LTU", "LVA"))
    assert found.consequences[0].entry == (None, dt.date(2026, 11, 19))
    assert found.consequences[0].counts == (Count(dt.date(2026, 11, 19), None, 0, 2),)
    assert not Text.objects.filter(agreement="baltic/mines-2026").exists()
    officer = person("o@x", ("LTU", "treaty-officer"))
    assert propose.may_adopt(officer, found.adoption)
    adopt.adopt(officer, "mines.toml", NEW.encode(), TODAY)
    again, recorded = adopt.adopt(officer, "mines.toml", NEW.encode(), TODAY)
    assert (again.changes_nothing, recorded) == (True, None)
    assert RecordedAct.objects.filter(agreement="baltic/mines-2026").count() == 2


def test_revising_a_law_shows_line_and_consequence(register: Any) -> None:
    """Forbidding withdrawal changes one line; a shorter entry into force changes who is bound since when."""
    nato = "nato/north-atlantic-treaty"
    revised = law(nato).replace("notice = { years = 1 }", "notice = { years = 2 }", 1)
    found = propose.propose("nato.toml", revised.encode(), TODAY)
    changed = [row for row in found.difference if row[0] in "+-"]
    assert [row[0] for row in changed] == ["-", "+"]
    assert "years = 2" in changed[1]
    assert found.consequences[0].movers == ()
    slower = law(ANZUS).replace("[entry_into_force]", "[entry_into_force]\nthen = { years = 1 }", 1)
    moved = propose.propose("anzus.toml", slower.encode(), TODAY).consequences[0]
    assert moved.entry[0] is not None
    assert moved.entry[1] == moved.entry[0].replace(year=moved.entry[0].year + 1)
    assert moved.counts == (Count(moved.entry[0], moved.entry[1], 3, 0),)


def test_faults_have_their_places(register: Any) -> None:
    """A wrong word is shown with line, column and remedy; a reference to nothing too."""
    with pytest.raises(FaultyFile) as wrong:
        propose.propose("mines.toml", NEW.replace('"treaty"', '"treatie"').encode(), TODAY)
    assert [(f.line, f.code, f.hint) for f in wrong.value.faults] == [(4, "F013", "did you mean 'treaty'?")]
    with pytest.raises(FaultyFile, match="no agreement on record has the id 'no/such'"):
        propose.propose("mines.toml", (NEW + '\n[links]\nimplements = "no/such"\n').encode(), TODAY)


def test_a_file_does_not_say_itself_who_may_record_it(register: Any) -> None:
    """Who writes another depositary, or a signature of its own, into the file of an agreement on record gains nothing by it."""
    stranger, own = person("s@x", ("BRA", "treaty-officer")), person("u@x", ("USA", "treaty-officer"))
    taken = law(ANZUS).replace('depositary = ["AUS"]', 'depositary = ["BRA"]', 1)
    assert taken != law(ANZUS)
    joined = taken.replace("\n[", '\nacts = [{ on = 2026-01-01, kind = "signature", by = "BRA" }]\n\n[', 1)
    for file in (taken, joined):
        found = propose.propose("anzus.toml", file.encode(), TODAY)
        for actor in (stranger, own):
            assert not propose.may_adopt(actor, found.adoption)
            with pytest.raises(NotAllowed):
                adopt.adopt(actor, "anzus.toml", file.encode(), TODAY)
    assert propose.may_adopt(person("a@x", ("AUS", "treaty-officer")), propose.propose("anzus.toml", taken.encode(), TODAY).adoption)


def test_a_revision_of_a_text_not_seen_is_refused(register: Any) -> None:
    """Where another revised the law since the difference was shown, it is to be compared again."""
    first, second = law(ANZUS) + "\n# one\n", law(ANZUS).replace("[entry_into_force]", "[entry_into_force]\nthen = { days = 1 }", 1)
    third = law(ANZUS).replace("[entry_into_force]", "[entry_into_force]\nthen = { days = 2 }", 1)
    adopt.adopt(OPERATOR, "anzus.toml", second.encode(), TODAY, seen=1)
    with pytest.raises(OutOfDate, match="text 1, now 2"):
        adopt.adopt(OPERATOR, "anzus.toml", third.encode(), TODAY, seen=1)
    assert list(adopt.revisions(ANZUS)) == [1, 2]
    assert adopt.check("anzus.toml", first.encode()).is_new is False


def test_a_struck_act_does_not_come_back_with_the_file(register: Any) -> None:
    """The file that still has the act brings nothing: it is on record, struck."""
    file = write(register[ANZUS]).encode()
    number = next(n for n, act in enumerate(register[ANZUS].acts, 1) if not act.id)
    correct.strike(OPERATOR, ANZUS, number, TODAY, reason="taken from the wrong list")
    assert adopt.check("anzus.toml", file).new_acts == 0
