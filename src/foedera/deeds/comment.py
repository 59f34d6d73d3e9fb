"""Comment on agreements: for the members of a party, or for everybody with an account. A comment is no part of the record."""

from __future__ import annotations

from foedera.deeds.powers import ALL, Actor, require, require_member, require_writing
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import keeping, logs
from foedera.store.keeping import Remark

__all__ = ["LONGEST", "Remark", "audiences", "comment", "comments", "withdraw"]

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
    if party:
        require_member(actor, "comment", "comment", agreement, party)
    else:
        require(actor, "comment", "comment", agreement, actor.parties_with("comment"))
    if actor.user is None:
        raise NotAllowed(say("a comment is signed by a person; the operator of the machine makes none"))
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Unfit((("text", say("the comment is empty; write what you want to say")),))
    if len(text) > LONGEST:
        raise Unfit(
            (
                (
                    "text",
                    say("the comment has {n} characters; {most} is the most, a longer paper is better kept as a document", n=len(text), most=LONGEST),
                ),
            )
        )
    number = keeping.remark(agreement, text, party, actor.user)
    logs.note(actor.name, "comment", agreement, allowed=True, party=party, address=actor.address)
    return number


def withdraw(actor: Actor, number: int) -> None:
    """Delete a comment of one's own. NotThere where the actor has none of that number."""
    require_writing(actor, "comment")
    agreement = keeping.withdraw(number, actor.user) if actor.user is not None else None
    if agreement is None:
        raise NotThere(say("there is no comment {number} of yours; comments are withdrawn by those who made them", number=number))
    logs.note(actor.name, "comment", agreement, allowed=True, why="withdrawn", address=actor.address)
