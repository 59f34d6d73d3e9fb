"""Drafts are open to the members of their party only; one drafts, another records, and a draft is gone once it is on record."""

from __future__ import annotations

from typing import Any

import pytest

from foedera.deeds import draft, hand_over
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store.models import Draft, LogEntry, User

NATO = "nato/north-atlantic-treaty"
ACT = {"kind": "withdrawal", "by": "FRA"}


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account."""
    return Actor(User.objects.create_user(email).pk, email, memberships)


def test_only_members_see_a_draft(register: Any) -> None:
    """Its author's colleagues do, others are told what they would be told of a draft that is not there."""
    author, colleague = person("n@x", ("FRA", "negotiator")), person("r@x", ("FRA", "reader"))
    strangers = person("g@x", ("DEU", "treaty-officer")), person("w@x", ("", "treaty-officer")), READER
    number = draft.save(author, "FRA", "act", NATO, "withdrawal", ACT)
    assert draft.opened(colleague, number).content == ACT
    assert [kept.id for kept in draft.mine(colleague)] == [number]
    for stranger in strangers:
        with pytest.raises(NotThere) as there:
            draft.opened(stranger, number)
        with pytest.raises(NotThere) as absent:
            draft.opened(stranger, number + 1)
        assert str(there.value).replace(str(number), "N") == str(absent.value).replace(str(number + 1), "N")
        assert draft.mine(stranger) == []
    assert draft.opened(OPERATOR, number).author_name == "n@x"


def test_the_desk_of_the_register_is_its_officers(register: Any) -> None:
    """Drafts for the register as a whole are not shown to those who are merely its readers."""
    officer, reader = person("o@x", ("", "treaty-officer")), person("r@x", ("", "reader"))
    number = draft.save(officer, "", "act", NATO, "withdrawal", ACT)
    assert draft.opened(officer, number).party == ""
    for other in (reader, READER):
        assert draft.mine(other) == []
        with pytest.raises(NotThere):
            draft.opened(other, number)


def test_who_may_change_and_discard(register: Any) -> None:
    """A colleague with the power may, a reader may not; a stranger finds nothing; refusals are in the log."""
    author, other = person("n@x", ("FRA", "negotiator")), person("t@x", ("FRA", "treaty-officer"))
    reader, stranger = person("r@x", ("FRA", "reader")), person("g@x", ("DEU", "treaty-officer"))
    number = draft.save(author, "FRA", "act", NATO, "withdrawal", ACT)
    draft.revise(other, number, NATO, "withdrawal", {**ACT, "on": "2027-01-01"})
    kept = draft.opened(author, number)
    assert (kept.content["on"], kept.author) == ("2027-01-01", author.user)
    with pytest.raises(NotAllowed):
        draft.discard(reader, number)
    for deed in (lambda: draft.discard(stranger, number), lambda: draft.revise(stranger, number, NATO, "", {})):
        with pytest.raises(NotThere):
            deed()
    assert LogEntry.objects.filter(who="r@x", allowed=False, why__contains="may not prepare drafts").exists()
    draft.settle(stranger, number)
    assert Draft.objects.filter(pk=number).exists()
    draft.discard(other, number)
    assert not Draft.objects.filter(pk=number).exists()


def test_what_is_refused(register: Any) -> None:
    """No draft for another's party, without a power, without an account, of another kind or endless."""
    author = person("n@x", ("FRA", "negotiator"))
    for actor, party in ((author, "DEU"), (author, ""), (person("r@x", ("FRA", "reader")), "FRA"), (READER, "")):
        with pytest.raises(NotAllowed):
            draft.save(actor, party, "act", NATO, "", ACT)
    with pytest.raises(NotThere, match="no member of FRA"):
        draft.save(person("w@x", ("", "treaty-officer")), "FRA", "act", NATO, "", ACT)
    with pytest.raises(Unfit, match="author"):
        draft.save(OPERATOR, "FRA", "act", NATO, "", ACT)
    with pytest.raises(Unfit, match="one of"):
        draft.save(author, "FRA", "poem", NATO, "", ACT)
    with pytest.raises(Unfit, match="characters"):
        draft.save(author, "FRA", "act", NATO, "", {"note": "x" * (draft.LARGEST + 1)})
    assert draft.desks(author) == ("FRA",)
    with pytest.raises(NotAllowed):
        draft.desks(READER)
    assert Draft.objects.count() == 0


def test_handing_over(register: Any) -> None:
    """The depositary's desk gets a copy and sees from whom; the sender sees what became of it; nobody else sees either."""
    author, depositary = person("n@x", ("FRA", "negotiator")), person("d@x", ("USA", "treaty-officer"))
    others = person("g@x", ("DEU", "treaty-officer")), person("w@x", ("", "treaty-officer")), READER
    number = draft.save(author, "FRA", "act", NATO, "withdrawal", ACT)
    assert hand_over.receivers(author, number) == ("", "USA")
    hand_over.hand_over(author, number, "USA", "please record")
    (copy,) = draft.mine(depositary)
    assert copy.came is not None
    assert (copy.party, copy.author, copy.content, copy.came.sender, copy.came.word) == ("USA", author.user, ACT, "FRA", "please record")
    (sent,) = draft.opened(author, number).handed
    assert (sent.receiver, sent.outcome) == ("USA", "")
    with pytest.raises(NotThere):
        draft.opened(author, copy.id)
    for other in others:
        assert draft.mine(other) == []
        for deed in (lambda other=other: hand_over.hand_over(other, number, ""), lambda other=other: hand_over.hand_back(other, copy.id, "no")):
            with pytest.raises(NotThere):
                deed()
    assert set(LogEntry.objects.filter(deed="hand over").values_list("party", flat=True)) == {"FRA", "USA"}
    draft.revise(depositary, copy.id, NATO, "withdrawal", {**ACT, "on": "2027-01-01"})
    assert draft.opened(author, number).content == ACT
    draft.settle(depositary, copy.id)
    (sent,) = draft.opened(author, number).handed
    assert (sent.outcome, sent.answered_by) == ("recorded", "d@x")


def test_handing_back(register: Any) -> None:
    """It comes back with a word; where the sender's own is gone by then, the draft itself comes back."""
    author, depositary = person("n@x", ("FRA", "negotiator")), person("d@x", ("USA", "treaty-officer"))
    for gone in (False, True):
        number = draft.save(author, "FRA", "act", NATO, "withdrawal", ACT)
        hand_over.hand_over(author, number, "USA")
        (copy,) = draft.mine(depositary)
        if gone:
            draft.discard(author, number)
        with pytest.raises(Unfit, match="why"):
            hand_over.hand_back(depositary, copy.id, " ")
        hand_over.hand_back(depositary, copy.id, "no instrument came")
        assert draft.mine(depositary) == []
        (own,) = draft.mine(author)
        assert (own.content, own.handed[0].outcome, own.handed[0].answer) == (ACT, "returned", "no instrument came")
        draft.discard(author, own.id)


def test_what_is_not_handed_over(register: Any) -> None:
    """Not to a desk that may not record it, not twice as it is, not by those who only read; and nothing home-made comes back."""
    author, reader = person("n@x", ("FRA", "negotiator")), person("r@x", ("FRA", "reader"))
    number = draft.save(author, "FRA", "act", NATO, "withdrawal", ACT)
    with pytest.raises(Unfit, match="may not record"):
        hand_over.hand_over(author, number, "DEU")
    with pytest.raises(NotAllowed):
        hand_over.hand_over(reader, number, "")
    with pytest.raises(Unfit, match="made on its own desk"):
        hand_over.hand_back(author, number, "back")
    hand_over.hand_over(author, number, "")
    with pytest.raises(Unfit, match="already"):
        hand_over.hand_over(author, number, "")
    draft.revise(author, number, NATO, "withdrawal", {**ACT, "on": "2027-01-01"})
    hand_over.hand_over(author, number, "")
    with pytest.raises(Unfit, match="at most"):
        hand_over.hand_over(author, number, "USA", "x" * 5000)
    correction = draft.save(author, "FRA", "correction", NATO, "", {"number": "1", "reason": "wrong"})
    assert {"", "USA"} <= set(hand_over.receivers(author, correction))
    law = draft.save(author, "FRA", "agreement", "", "", {"file": "not a file yet"})
    assert hand_over.receivers(author, law) == ("",)
