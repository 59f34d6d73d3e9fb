"""What people keep: drafts of their parties, comments, searches, suppositions; each seen by those it is for and by nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foedera.api.answers import Number, actor, either
from foedera.api.forms import Code, Long, Short
from foedera.api.routes.agreements import router as agreements
from foedera.deeds import comment, draft, hand_over, searches, suppose
from foedera.deeds.draft import KINDS
from foedera.model.errors import UnknownAgreement

router = Router(tags=["desk"])


class DraftIn(Schema):
    """A draft: an act or an agreement in preparation, for a party (empty: for the register as a whole)."""

    party: Code | Literal[""] = ""
    kind: Literal[KINDS]  # type: ignore[valid-type]
    agreement: Short = ""
    title: Short = ""
    content: dict[str, Any] = Field(default_factory=dict)


class HandedOut(Schema):
    """A draft handed from one desk to another (empty: the register's), and what came of it (outcome empty: it lies there)."""

    sender: str
    receiver: str
    by: str
    at: dt.datetime
    word: str
    outcome: Literal["", "recorded", "returned", "discarded"]
    answer: str
    answered: dt.datetime | None
    answered_by: str


class DraftOut(DraftIn):
    """A draft on a desk open to the caller: where it came from, and where it was handed to."""

    id: int
    author_name: str
    created: dt.datetime
    changed: dt.datetime
    came: HandedOut | None
    handed: list[HandedOut]


class HandIn(Schema):
    """To which desk a draft is handed (a party's code; empty: the register's), and a word with it."""

    to: Code | Literal[""]
    word: Long = ""


class BackIn(Schema):
    """The word with which a draft is handed back."""

    word: Long


@router.get("/drafts", response=either(list[DraftOut]), summary="Drafts", operation_id="listDrafts")
def drafts(request: HttpRequest) -> Any:
    """The drafts of the parties whose desks are open to the caller."""
    return draft.mine(actor(request))


@router.post("/drafts", response=either(DraftOut, 201), summary="Keep a draft", operation_id="saveDraft")
def save_draft(request: HttpRequest, given: DraftIn) -> Any:
    """Keep a draft for a party; nothing of it is checked or recorded yet."""
    number = draft.save(actor(request), given.party, given.kind, given.agreement, given.title, given.content)
    return Status(201, draft.opened(actor(request), number))


@router.get("/drafts/{number}", response=either(DraftOut), summary="A draft", operation_id="getDraft")
def get_draft(request: HttpRequest, number: Number) -> Any:
    """A draft; 404 where there is none or it is another party's."""
    return draft.opened(actor(request), number)


@router.put("/drafts/{number}", response=either(DraftOut), summary="Change a draft", operation_id="changeDraft")
def change_draft(request: HttpRequest, number: Number, given: DraftIn) -> Any:
    """Keep another content; its party, kind and author stay."""
    draft.revise(actor(request), number, given.agreement, given.title, given.content)
    return draft.opened(actor(request), number)


@router.delete("/drafts/{number}", response=either(None, 204), summary="Discard a draft", operation_id="discardDraft")
def discard_draft(request: HttpRequest, number: Number) -> Any:
    """Throw a draft away."""
    draft.discard(actor(request), number)
    return Status(204, None)


@router.post("/drafts/{number}/hand-over", response=either(DraftOut), summary="Hand a draft over", operation_id="handOverDraft")
def hand_over_draft(request: HttpRequest, number: Number, given: HandIn) -> Any:
    """Hand a copy of a draft to the desk of a party that may record it, or to the register's; the draft stays and says so."""
    hand_over.hand_over(actor(request), number, given.to, given.word)
    return draft.opened(actor(request), number)


@router.post("/drafts/{number}/hand-back", response=either(None, 204), summary="Hand a draft back", operation_id="handBackDraft")
def hand_back_draft(request: HttpRequest, number: Number, given: BackIn) -> Any:
    """Hand a draft that was handed in back to the desk it came from; the copy leaves the caller's desk."""
    hand_over.hand_back(actor(request), number, given.word)
    return Status(204, None)


class CommentIn(Schema):
    """A comment on an agreement, for the members of a party (empty: for everybody with an account)."""

    text: Long
    party: Code | Literal[""] = ""


class CommentOut(CommentIn):
    """A comment and who made it."""

    number: int
    by: str
    at: dt.datetime
    edited: dt.datetime | None = Field(description="When its author put other words in the place of the first; null where nobody did.")


class CommentChange(Schema):
    """Other words for a comment of one's own."""

    text: Long


@agreements.get("/agreements/{family}/{slug}/comments", response=either(list[CommentOut]), summary="Comments", operation_id="listComments")
def comments(request: HttpRequest, family: str, slug: str) -> Any:
    """The comments on an agreement the caller may see."""
    return comment.comments(actor(request), f"{family}/{slug}")


@agreements.post("/agreements/{family}/{slug}/comments", response=either(list[CommentOut], 201), summary="Comment", operation_id="addComment")
def add_comment(request: HttpRequest, family: str, slug: str, given: CommentIn) -> Any:
    """Comment on an agreement; answers with the comments as they then are."""
    from foedera.deeds.consult import register

    name = f"{family}/{slug}"
    if name not in register(actor(request)):
        message = f"no agreement on record has the id '{name}'; GET /agreements?q=… finds ids by title"
        raise UnknownAgreement(message)
    comment.comment(actor(request), name, given.text, given.party)
    return Status(201, comment.comments(actor(request), name))


@router.put("/comments/{number}", response=either(CommentOut), summary="Edit a comment", operation_id="editComment")
def edit_comment(request: HttpRequest, number: Number, given: CommentChange) -> Any:
    """Put other words in the place of a comment of one's own; the earlier ones are not kept, and `edited` says when."""
    return comment.revise(actor(request), number, given.text)


@router.delete("/comments/{number}", response=either(None, 204), summary="Withdraw a comment", operation_id="withdrawComment")
def withdraw_comment(request: HttpRequest, number: Number) -> Any:
    """Delete a comment of one's own."""
    comment.withdraw(actor(request), number)
    return Status(204, None)


class SearchIn(Schema):
    """A search to keep: its name, and what the list of agreements was asked."""

    name: Short
    asked: dict[str, Short]


class SearchOut(Schema):
    """A search kept."""

    id: int
    name: str
    query: str


@router.get("/searches", response=either(list[SearchOut]), summary="Saved searches", operation_id="listSearches")
def saved(request: HttpRequest) -> Any:
    """The caller's saved searches."""
    return searches.mine(actor(request))


@router.post("/searches", response=either(list[SearchOut], 201), summary="Save a search", operation_id="saveSearch")
def save_search(request: HttpRequest, given: SearchIn) -> Any:
    """Keep a search under a name; one of the same name is replaced."""
    searches.save(actor(request), given.name, given.asked)
    return Status(201, searches.mine(actor(request)))


@router.delete("/searches/{number}", response=either(None, 204), summary="Delete a saved search", operation_id="deleteSearch")
def delete_search(request: HttpRequest, number: Number) -> Any:
    """Delete a search of one's own."""
    searches.forget(actor(request), number)
    return Status(204, None)


class SuppositionIn(Schema):
    """Supposed acts to keep under a key: lines such as `nato/north-atlantic-treaty: 2027-01-01 withdrawal USA`."""

    title: Short = ""
    party: Code | Literal[""] = ""
    lines: list[str] = Field(min_length=1, max_length=60)


class SuppositionOut(Schema):
    """A supposition kept; who has its key may read it."""

    key: str
    title: str
    party: str
    author_name: str
    lines: list[str]
    created: dt.datetime


@router.get("/suppositions", response=either(list[SuppositionOut]), summary="Suppositions", operation_id="listSuppositions")
def suppositions(request: HttpRequest) -> Any:
    """The caller's own suppositions and those kept for its parties."""
    return suppose.mine(actor(request))


@router.post("/suppositions", response=either(SuppositionOut, 201), summary="Keep a supposition", operation_id="keepSupposition")
def keep_supposition(request: HttpRequest, given: SuppositionIn) -> Any:
    """Keep supposed acts under a key that can be handed on."""
    key = suppose.keep(actor(request), given.title, given.lines, given.party)
    return Status(201, suppose.kept(actor(request), key))


@router.get("/suppositions/{key}", response=either(SuppositionOut), summary="A supposition", operation_id="getSupposition")
def get_supposition(request: HttpRequest, key: str) -> Any:
    """A supposition by its key."""
    return suppose.kept(actor(request), key)


@router.delete("/suppositions/{key}", response=either(None, 204), summary="Throw a supposition away", operation_id="deleteSupposition")
def delete_supposition(request: HttpRequest, key: str) -> Any:
    """Throw a supposition of one's own away."""
    suppose.forget(actor(request), key)
    return Status(204, None)
