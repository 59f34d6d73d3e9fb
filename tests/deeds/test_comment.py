"""Comments: for the members of a party or for everybody with an account; edited and withdrawn by those who made them."""

from __future__ import annotations

from typing import Any

import pytest

from foedera.deeds import comment
from foedera.deeds.powers import OPERATOR, READER, Actor
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.store.models import LogEntry, User

NATO = "nato/north-atlantic-treaty"


def person(email: str, *memberships: tuple[str, str]) -> Actor:
    """Return an actor with an account."""
    return Actor(User.objects.create_user(email).pk, email, memberships)


def test_who_sees_which_comment(register: Any) -> None:
    """A party's comments stay with its members; those for all are seen by everybody with an account, and by no visitor."""
    french, german = person("f@x", ("FRA", "analyst")), person("g@x", ("DEU", "negotiator"))
    whole = person("w@x", ("", "analyst"))
    comment.comment(french, NATO, "Among us.", "FRA")
    comment.comment(german, NATO, "  For all.\r\nSecond line. ")
    assert [c.text for c in comment.comments(french, NATO)] == ["Among us.", "For all.\nSecond line."]
    for actor in (german, whole):
        assert [c.text for c in comment.comments(actor, NATO)] == ["For all.\nSecond line."]
    assert comment.comments(READER, NATO) == []
    assert comment.audiences(french) == ("", "FRA")
    assert comment.audiences(READER) == ()


def test_what_is_refused(register: Any) -> None:
    """No comment without the power, for another party, empty or endless; each refusal of power is in the log."""
    reader, french, whole = person("r@x", ("FRA", "reader")), person("f@x", ("FRA", "analyst")), person("w@x", ("", "analyst"))
    for actor, party in ((READER, ""), (reader, ""), (reader, "FRA"), (french, "DEU"), (whole, "FRA"), (OPERATOR, "")):
        with pytest.raises(NotAllowed):
            comment.comment(actor, NATO, "words", party)
    assert LogEntry.objects.filter(deed="comment", allowed=False).count() == 5
    for text in ("", " \n ", "x" * 5001):
        with pytest.raises(Unfit):
            comment.comment(french, NATO, text)


def test_a_comment_is_withdrawn_by_its_author(register: Any) -> None:
    """Nobody else's number is taken, and nobody learns whether it exists."""
    french, german = person("f@x", ("FRA", "analyst")), person("g@x", ("DEU", "analyst"))
    number = comment.comment(french, NATO, "words")
    for actor in (german, READER):
        with pytest.raises(NotThere):
            comment.withdraw(actor, number)
    comment.withdraw(french, number)
    assert comment.comments(german, NATO) == []


def test_a_comment_is_edited_by_its_author(register: Any) -> None:
    """The words are others and the comment says so; nobody else edits it, and its author only while it may comment for those it is for."""
    french, german = person("f@x", ("FRA", "analyst")), person("g@x", ("DEU", "analyst"))
    number = comment.comment(french, NATO, "First words.", "FRA")
    assert comment.comments(french, NATO)[0].edited is None
    assert comment.revise(french, number, " First words. ").edited is None, "the same words are no edit"
    for actor in (german, READER):
        with pytest.raises(NotThere):
            comment.revise(actor, number, "mine now")
    for text in ("", "x" * 5001):
        with pytest.raises(Unfit):
            comment.revise(french, number, text)
    only_reads = Actor(french.user, french.name, (("FRA", "reader"),))
    with pytest.raises(NotAllowed):
        comment.revise(only_reads, number, "other words")
    changed = comment.revise(french, number, "Other words.\r\nSecond line.")
    shown = comment.comments(french, NATO)[0]
    assert shown == changed
    assert (shown.text, shown.at <= shown.edited) == ("Other words.\nSecond line.", True)
    noted = LogEntry.objects.filter(deed="comment", allowed=True).latest("pk")
    assert (noted.why, noted.party, noted.subject) == ("edited", "FRA", NATO)
