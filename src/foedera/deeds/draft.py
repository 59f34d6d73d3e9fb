"""Prepare acts and agreements before they are recorded: a party's drafts, open to its members only; one drafts, another may record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from foedera.deeds.powers import ALL, Actor, require
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import say
from foedera.store import drafts as desk
from foedera.store import logs
from foedera.store.drafts import KeptDraft

__all__ = ["KINDS", "KeptDraft", "desks", "discard", "mine", "opened", "require_own", "revise", "save", "settle"]

#: What a draft may hold: an act as typed, a correction of one, or the file of an agreement.
KINDS = ("act", "correction", "agreement")

#: The most a draft may hold, in characters of all its fields together: an agreement's file fits twice.
LARGEST = 4 * 1024 * 1024
#: The most characters of an agreement's id.
LONGEST_ID = 200
_ID = re.compile(r"(?=.{3,200}\Z)[^/\s]+/[^/\s]+\Z")
_UNSPEAKABLE = re.compile("[\0\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,6}\Z")


def desks(actor: Actor) -> tuple[str, ...]:
    """Return the parties for which the actor may draft, the register as a whole as the empty one; NotAllowed where there is none."""
    found = tuple(party for party in actor.parties_with("draft") if _sees(actor, party))
    if not found:
        require(actor, "draft", "draft")
    return found


def mine(actor: Actor) -> list[KeptDraft]:
    """Return the drafts of the parties whose desks are open to the actor, the one changed last first."""
    return desk.drafts_of(None if actor.operator else sorted({party for party, _ in actor.memberships if _keeps_drafts(actor, party)}))


def opened(actor: Actor, number: int) -> KeptDraft:
    """Return a draft; NotThere where there is none, or none the actor may see."""
    found = desk.draft(number)
    if found is None or not _sees(actor, found.party):
        raise NotThere(say("there is no draft number {number} on a desk open to you; your list of drafts shows those there are", number=str(number)))
    return found


def save(actor: Actor, party: str, kind: str, agreement: str, title: str, content: Mapping[str, Any]) -> int:
    """Keep a draft for a party, as far as it is written; return its number. Nothing is checked yet but its size.

    NotAllowed where the actor may not draft for that party.
    """
    if kind not in KINDS:
        message = f"'{kind}' is nothing a draft holds; it holds one of: {', '.join(KINDS)}"
        raise Unfit((("kind", message),))
    require_own(actor, party, "draft")
    _fits(kind, agreement, content)
    if actor.user is None:
        message = "a draft has an author; sign in to an account to keep one"
        raise Unfit((("", message),))
    number = desk.add_draft(party, actor.user, kind, agreement, title, content)
    logs.note(actor.name, "draft", agreement, allowed=True, why=f"draft {number} kept", party=party, address=actor.address)
    return number


def revise(actor: Actor, number: int, agreement: str, title: str, content: Mapping[str, Any]) -> None:
    """Keep another content in a draft; its author stays who wrote it first."""
    found = opened(actor, number)
    require_own(actor, found.party, "draft", f"draft {number}")
    _fits(found.kind, agreement, content)
    desk.change_draft(number, agreement, title, content)
    logs.note(actor.name, "draft", agreement, allowed=True, why=f"draft {number} changed", party=found.party, address=actor.address)


def discard(actor: Actor, number: int) -> None:
    """Throw a draft away."""
    found = opened(actor, number)
    require_own(actor, found.party, "draft", f"draft {number}")
    desk.close_handover(number, "discarded", actor.user)
    desk.drop_draft(number)
    logs.note(actor.name, "discard", found.agreement, allowed=True, why=f"draft {number}", party=found.party, address=actor.address)


def settle(actor: Actor, number: int) -> None:
    """Take a draft off the desk after what it prepared was recorded; the desks it came from are told."""
    found = desk.draft(number)
    if found is not None and _sees(actor, found.party):
        copy: int | None = number
        while copy is not None:
            copy = desk.close_handover(copy, "recorded", actor.user)
        desk.drop_draft(number)
        logs.note(actor.name, "settle", found.agreement, allowed=True, why=f"draft {number} recorded", party=found.party, address=actor.address)


def _sees(actor: Actor, party: str) -> bool:
    return actor.operator or (actor.sees(party) and _keeps_drafts(actor, party))


def _keeps_drafts(actor: Actor, party: str) -> bool:
    """Return whether the drafts of a party are the actor's concern: any member of a party; for the register as a whole those who may draft.

    Everybody may be a reader of the register as a whole; its desk is that of its officers.
    """
    return party != ALL or actor.may("draft", ALL)


def require_own(actor: Actor, party: str, power: str, subject: str = "") -> None:
    """Refuse who may not do this for exactly this party: a power for the register as a whole does not open a party's desk."""
    require(actor, power, "draft", subject, (party,))
    if not _sees(actor, party):
        why = f"{actor.name or 'a visitor without an account'} is no member of {party}; its drafts are open to its own members only"
        logs.note(actor.name, "draft", subject, allowed=False, why=why, address=actor.address)
        raise NotThere(why)


def _fits(kind: str, agreement: str, content: Mapping[str, Any]) -> None:
    """Refuse what no form could take up again: too much of it, other than texts, without what its kind of draft cannot do without."""
    faults = []
    size = sum(len(str(value)) for value in content.values())
    if size > LARGEST:
        faults.append(("content", f"the draft has {size:,} characters, more than the {LARGEST:,} one may have; shorten it"))
    if strange := sorted(name[:40] for name, value in content.items() if not isinstance(value, str)):
        faults.append(("content", f"a draft holds what was typed, as texts; not so: {', '.join(strange[:10])}"))
    if any(_UNSPEAKABLE.search(text) for text in (agreement, *content, *map(str, content.values()))):
        faults.append(("content", "the draft holds a character that stands in no text (U+0000, or half of a pair); leave it out"))
    if not (_ID.match(agreement) if kind != "agreement" or content.get("revises") == "yes" else len(agreement) <= LONGEST_ID):
        faults.append(("agreement", "say which agreement it is about by its id, like anzus/treaty"))
    if kind == "correction" and not _NUMBER.match(str(content.get("number", ""))):
        faults.append(("content", "a correction says in `number` which act it corrects, as the agreement's history numbers them"))
    if kind == "agreement" and "file" not in content:
        faults.append(("content", "the draft of an agreement has its text in `file`; it may be empty"))
    if faults:
        raise Unfit(tuple(faults))
