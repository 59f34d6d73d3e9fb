"""Hand a draft over: from the desk of one party to that of another which may record it, or to the register's; and back, with a word."""

from __future__ import annotations

import re

from foedera.deeds import adopt, draft
from foedera.deeds.draft import KeptDraft
from foedera.deeds.powers import ALL, Actor
from foedera.deeds.record import may_be_recorded_by
from foedera.model.acts import Act
from foedera.model.errors import FoederaError, Unfit
from foedera.model.phrases import say
from foedera.store import drafts as desk
from foedera.store import logs
from foedera.store.register import current

#: The most characters of the word that goes with a draft.
LONGEST_WORD = 4000


def receivers(actor: Actor, number: int) -> tuple[str, ...]:
    """Return the desks a draft can be handed to: those of the parties that may record it, and the register's (empty), its own left out."""
    found = draft.opened(actor, number)
    return tuple(party for party in (ALL, *sorted(_recorders(found))) if party != found.party)


def hand_over(actor: Actor, number: int, to: str, word: str = "") -> None:
    """Hand a copy of a draft to another desk; the draft stays on its own and says where it went.

    NotThere where the actor sees no such draft, NotAllowed without the power to draft, Unfit where that desk may not record it, or it lies
    there already as it is.
    """
    found = draft.opened(actor, number)
    draft.require_own(actor, found.party, "draft", f"draft {number}")
    if to not in receivers(actor, number):
        allowed = ", ".join(party or "''" for party in receivers(actor, number))
        raise Unfit(
            (("to", say("'{to}' may not record this draft; hand it to one of: {allowed} ('' is the register)", to=to[:40], allowed=allowed)),)
        )
    if actor.user is None:
        raise Unfit((("", say("a draft is handed over by somebody; sign in to an account to do so")),))
    if desk.lies_there(number, to):
        raise Unfit((("to", say("the draft lies on that desk already, as it is; change it first, or wait for it to come back")),))
    copy = desk.hand_draft(number, to, actor.user, _fit(word))
    for party, why in ((found.party, f"draft {number}, to {to or 'the register'}"), (to, f"draft {copy}, from {found.party or 'the register'}")):
        logs.note(actor.name, "hand over", found.agreement, allowed=True, why=why, party=party, address=actor.address)


def hand_back(actor: Actor, number: int, word: str) -> None:
    """Hand a draft that was handed in back to the desk it came from, with a word; the copy leaves this desk.

    Unfit where it was not handed in, or without a word: the sender would not know what to mend.
    """
    found = draft.opened(actor, number)
    draft.require_own(actor, found.party, "draft", f"draft {number}")
    if found.came is None:
        raise Unfit((("", say("this draft was made on its own desk; there is nobody to hand it back to")),))
    if not word.strip():
        raise Unfit((("word", say("say why it is handed back: whoever sent it mends it by that")),))
    desk.return_draft(number, actor.user, _fit(word))
    sender = found.came.sender
    for party, why in ((found.party, f"draft {number}, to {sender or 'the register'}"), (sender, f"from {found.party or 'the register'}")):
        logs.note(actor.name, "hand back", found.agreement, allowed=True, why=why, party=party, address=actor.address)


def _fit(word: str) -> str:
    text = word.strip()
    if len(text) > LONGEST_WORD or "\0" in text:
        raise Unfit((("word", say("a word has at most {most} characters, and none that stands in no text", most=LONGEST_WORD)),))
    return text


def _recorders(found: KeptDraft) -> set[str]:
    """Return the parties whose officers may record what a draft holds, as far as it says so yet."""
    had = current().find(found.agreement) if found.agreement else None
    if found.kind == "agreement" and had is None:
        try:
            return set(adopt.adoptable_by(adopt.check("draft", str(found.content.get("file", "")).encode()), None))
        except FoederaError:
            return set()  # a file that cannot be read yet names nobody; the register's officers can help with it
    if had is None:
        return set()
    acts: tuple[Act, ...] = ()
    if found.kind == "correction" and 1 <= (number := int(found.content["number"])) <= len(had.acts):
        acts = (had.acts[number - 1],)
    typed = re.split(r"[;,\n]", str(found.content.get("by", ""))) if found.kind == "act" else []
    codes = {part.strip().rpartition("(")[2].rstrip(")") for part in typed}
    authors = {code for code in codes if code in current().parties}
    return set(may_be_recorded_by(had, acts)) | (authors if len(authors) == 1 else set())
