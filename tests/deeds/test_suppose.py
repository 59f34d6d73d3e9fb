"""Suppositions stack acts over several agreements, change nothing on record, and are kept for who has the key."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.conftest import TODAY

from foedera.deeds import suppose
from foedera.deeds.powers import READER, Actor
from foedera.library.consequences import Count
from foedera.library.supposing import read_act
from foedera.model.errors import NotAllowed, NotThere, Unfit, UnknownAgreement
from foedera.store.models import RecordedAct, User

NATO, SOFA, SWEDEN = "nato/north-atlantic-treaty", "nato/status-of-forces-1951", "nato/accession-sweden-2022"


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account."""
    return Actor(User.objects.create_user(email).pk, email, memberships)


def test_two_acts_in_two_agreements(register: Any) -> None:
    """Each agreement shows its own dates and counts; on the last day both are compared side by side; nothing is recorded."""
    before = RecordedAct.objects.count()
    acts = [(NATO, read_act("2027-01-01 withdrawal USA", str)), (SOFA, read_act("2027-03-01 withdrawal USA", str))]
    found = suppose.ask(READER, acts, TODAY)
    assert [(c.agreement.id, c.counts) for c in found.consequences] == [
        (NATO, (Count(dt.date(2028, 1, 1), None, 32, 31),)),
        (SOFA, (Count(dt.date(2028, 3, 1), None, 22, 21),)),
    ]
    assert found.day == dt.date(2028, 3, 1)
    mover = found.consequences[0].movers[0]
    assert (mover.party, mover.before and mover.before.status, mover.after and mover.after.status) == ("USA", "party", "withdrawn")
    assert mover.gained == ()
    assert any(duty.id and provision.article == "5" for provision, duty in mover.lost)
    assert [(b.agreement.id, [code for code, _, _ in b.differing]) for b in found.beside] == [(NATO, ["USA"]), (SOFA, ["USA"])]
    earlier = suppose.ask(READER, acts, TODAY, on=dt.date(2027, 2, 1))
    assert [[code for code, _, _ in b.differing] for b in earlier.beside] == [["USA"], []]
    assert RecordedAct.objects.count() == before


def test_acts_build_on_one_another(register: Any) -> None:
    """A revocation answers the withdrawal supposed before it: nothing but the notice itself would show."""
    acts = [(NATO, read_act("2027-01-01 withdrawal USA id=w", str)), (NATO, read_act("2027-06-01 revocation-of-withdrawal USA", str))]
    (only,) = suppose.ask(READER, acts, TODAY).consequences
    assert only.counts == ()
    assert [change for _, change, added in only.movers[0].way if added] == ["withdrawing", "party"]


def test_queries_stay_the_same(register: Any, django_assert_max_num_queries: Any) -> None:
    """However many acts and agreements, the record is asked a constant number of times."""
    for names in ([NATO], [NATO, SOFA, SWEDEN, "anzus/treaty", "weu/brussels-treaty-1948", "eu/pesco", "armaments/occar-1998"]):
        from foedera.store.register import forget

        forget()
        with django_assert_max_num_queries(8):
            suppose.ask(READER, [(name, read_act("2027-01-01 withdrawal FRA", str)) for name in names], TODAY)


def test_what_cannot_be_supposed(register: Any) -> None:
    """An agreement that is not there, and more acts than anybody reads."""
    act = read_act("2027-01-01 withdrawal USA", str)
    with pytest.raises(UnknownAgreement):
        suppose.ask(READER, [("no/such", act)], TODAY)
    with pytest.raises(Unfit, match="more than"):
        suppose.ask(READER, [(NATO, act)] * (suppose.MOST_ACTS + 1), TODAY)


def test_keeping_and_forgetting(register: Any) -> None:
    """Who has the key may read; author and party find it listed; only the author throws it away."""
    author, colleague, stranger = person("a@x", ("FRA", "analyst")), person("c@x", ("FRA", "reader")), person("s@x", ("DEU", "analyst"))
    key = suppose.keep(author, "Without America", [f"{NATO}: 2027-01-01 withdrawal USA"], "FRA")
    assert suppose.kept(READER, key).title == "Without America"
    assert [s.key for s in suppose.mine(author)] == [s.key for s in suppose.mine(colleague)] == [key]
    assert suppose.mine(stranger) == suppose.mine(READER) == []
    for other in (colleague, stranger, READER):
        with pytest.raises(Unfit, match="only its author"):
            suppose.forget(other, key)
    suppose.forget(author, key)
    for wrong in (key, "x", "'; DROP TABLE", "x" * 400):
        with pytest.raises(NotThere):
            suppose.kept(author, wrong)


def test_who_may_not_keep(register: Any) -> None:
    """A reader keeps nothing; nobody keeps for a party that is not theirs; nothing, or too much, is not kept."""
    for actor in (READER, person("r@x", ("FRA", "reader"))):
        with pytest.raises(NotAllowed):
            suppose.keep(actor, "", ["x"])
    with pytest.raises(NotAllowed):
        suppose.keep(person("a@x", ("FRA", "analyst")), "", ["x"], "DEU")
    whole = person("w@x", ("", "analyst"))
    for lines, party in ((["x"], "DEU"), ([" "], ""), (["x" * 500], ""), (["x"] * 61, "")):
        with pytest.raises(Unfit):
            suppose.keep(whole, "", lines, party)
