"""Drafts are open to the members of their party only; one drafts, another records, and a draft is gone once it is on record."""

from __future__ import annotations

from typing import Any

import pytest

from foedera.deeds import draft
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
