"""Comment on agreements: for the members of a party, or for everybody with an account. A comment is no part of the record."""

from __future__ import annotations

from foedera.deeds.powers import ALL, Actor, require, require_member, require_writing
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import keeping, logs
from foedera.store.keeping import Remark

__all__ = ["LONGEST", "Remark", "audiences", "comment", "comments", "revise", "withdraw"]

#: The most characters a comment may have.
LONGEST = 5000


def audiences(actor: Actor) -> tuple[str, ...]:
    """Return for whom an actor may comment: everybody with an account (empty), and each party it is a member of; none without the power."""
    if actor.user is None or not actor.parties_with("comment"):
        return ()
    return (ALL, *(party for party in actor.parties_with("comment") if party != ALL))


def comments(actor: Actor, agreement: str) -> list[Remark]:
    """Return the comments on an agreement the actor may see, in the order they were made; none for a visitor without an account."""
    require(actor, "read", "comment", agreement)
    if actor.user is None:
        return []
    return keeping.remarks(agreement, {party for party, _ in actor.memberships if party and actor.sees(party)})


def comment(actor: Actor, agreement: str, text: str, party: str = ALL) -> int:
    """Comment on an agreement; return the comment's number. Unfit where the text is empty or too long."""
    _require(actor, agreement, party)
    if actor.user is None:
        raise NotAllowed(say("a comment is signed by a person; the operator of the machine makes none"))
    number = keeping.remark(agreement, _fit(text), party, actor.user)
    logs.note(actor.name, "comment", agreement, allowed=True, party=party, address=actor.address)
    return number


def revise(actor: Actor, number: int, text: str) -> Remark:
    """Put other words in the place of a comment of one's own; return it. It shows when; the earlier words are not kept.

    NotThere where the actor has no comment of that number; NotAllowed where it may no longer comment for those the comment is for.
    """
    require_writing(actor, "comment")
    found = _own(actor, number)
    _require(actor, found.agreement, found.party)
    words = _fit(text)
    if words == found.text:
        return found
    keeping.reword(number, words)
    logs.note(actor.name, "comment", found.agreement, allowed=True, why="edited", party=found.party, address=actor.address)
    return _own(actor, number)


def withdraw(actor: Actor, number: int) -> None:
    """Delete a comment of one's own. NotThere where the actor has none of that number."""
    require_writing(actor, "comment")
    found = _own(actor, number)
    keeping.withdraw(number)
    logs.note(actor.name, "comment", found.agreement, allowed=True, why="withdrawn", party=found.party, address=actor.address)


def _own(actor: Actor, number: int) -> Remark:
    found = keeping.remark_of(number, actor.user) if actor.user is not None else None
    if found is None:
        raise NotThere(say("there is no comment {number} of yours; comments are edited and withdrawn by those who made them", number=str(number)))
    return found


def _require(actor: Actor, agreement: str, party: str) -> None:
    if party:
        require_member(actor, "comment", "comment", agreement, party)
    else:
        require(actor, "comment", "comment", agreement, actor.parties_with("comment"))


def _fit(text: str) -> str:
    """Return the words of a comment as they are kept; Unfit where there are none or too many."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Unfit((("text", say("the comment is empty; write what you want to say")),))
    if len(text) > LONGEST:
        message = say("the comment has {n} characters; {most} is the most, a longer paper is better kept as a document", n=len(text), most=LONGEST)
        raise Unfit((("text", message),))
    return text
