"""What is kept with an agreement beside the record: documents and comments, each for those who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foedera.store.models import Attachment, Comment, Document, RecordedAct, Text, User


@frozen(kw_only=True)
class Kept:
    """A document without its content. `party` empty: for all readers; `recorded`: something was recorded from it, so that it stays."""

    number: int
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    party: str
    by: str
    at: dt.datetime
    recorded: bool = False
    attached: bool = False


@frozen(kw_only=True)
class Remark:
    """A comment: whose, for which party's members (empty: for everybody with an account), when; when its words were changed last."""

    number: int
    text: str
    party: str
    author: int
    by: str
    at: dt.datetime
    edited: dt.datetime | None
    agreement: str


def documents_of(agreement: str, parties: Iterable[str]) -> list[Kept]:
    """Return the documents put with an agreement or from which something of it was recorded, the latest first: three queries.

    `parties` are those whose own documents are shown beside those for all readers.
    """
    open_to = Q(document__party__in=["", *parties])
    put = {row.document_id: row for row in Attachment.objects.filter(open_to, agreement=agreement)}
    recorded: set[int] = set()
    for table in (RecordedAct, Text):
        rows = table.objects.filter(agreement=agreement, recording__document__isnull=False)
        recorded.update(rows.values_list("recording__document", flat=True).distinct())
    numbers = {*put, *recorded}
    if not numbers:
        return []
    found = Document.objects.filter(pk__in=numbers, party__in=["", *parties]).select_related("by").defer("content").order_by("-at", "-pk")
    return [_kept(row, put.get(row.pk), recorded=row.pk in recorded) for row in found]


def document(number: int) -> tuple[Kept, bytes] | None:
    """Return a document with its content, None where there is none of that number."""
    row = Document.objects.filter(pk=number).select_related("by").first()
    return None if row is None else (_kept(row, None), bytes(row.content))


def _kept(row: Document, put: Attachment | None, *, recorded: bool = False) -> Kept:
    return Kept(
        number=row.pk,
        name=row.name,
        title=put.title if put else "",
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        party=row.party,
        by=str(row.by) if row.by else "",
        at=put.at if put else row.at,
        recorded=recorded,
        attached=put is not None,
    )


def attach(agreement: str, number: int, title: str, by: int | None) -> None:
    """Put a document with an agreement; where it is already, its title is what was said last."""
    Attachment.objects.update_or_create(
        agreement=agreement, document_id=number, defaults={"title": title}, create_defaults={"title": title, "by_id": by}
    )


def detach(agreement: str, number: int) -> bool:
    """Take a document away from an agreement; return whether it was there. The document goes too where nothing else holds it."""
    with transaction.atomic():
        gone, _ = Attachment.objects.filter(agreement=agreement, document_id=number).delete()
        if gone:
            let_go(number)
    return bool(gone)


def let_go(number: int) -> None:
    """Delete a document that nothing holds: nothing was recorded from it, it is with no agreement, and no job has made it."""
    row = Document.objects.filter(pk=number, attachments__isnull=True, recording__isnull=True, job__isnull=True).defer("content").first()
    if row is not None:
        row.delete()


def attached_by(agreement: str, number: int) -> tuple[int | None, str] | None:
    """Return who put a document with an agreement and for which party it is, None where it is not there."""
    row = Attachment.objects.filter(agreement=agreement, document_id=number).values_list("by", "document__party").first()
    return None if row is None else (row[0], row[1])


def remarks(agreement: str, parties: Iterable[str]) -> list[Remark]:
    """Return the comments on an agreement for everybody with an account and for the members of these parties, in order."""
    rows = Comment.objects.filter(agreement=agreement, party__in=["", *parties]).select_related("author").order_by("created", "pk")
    return [_remark(row) for row in rows]


def remark_of(number: int, author: int) -> Remark | None:
    """Return a comment of its author, None where the author has none of that number."""
    row = Comment.objects.filter(pk=number, author_id=author).select_related("author").first()
    return None if row is None else _remark(row)


def _remark(row: Comment) -> Remark:
    return Remark(
        number=row.pk,
        text=row.text,
        party=row.party,
        author=row.author_id,
        by=str(row.author),
        at=row.created,
        edited=row.edited,
        agreement=row.agreement,
    )


def remark(agreement: str, text: str, party: str, author: int) -> int:
    """Keep a comment; return its number."""
    return Comment.objects.create(agreement=agreement, text=text, party=party, author=User.objects.get(pk=author)).pk


def reword(number: int, text: str) -> None:
    """Put other words in the place of a comment's, as of now."""
    Comment.objects.filter(pk=number).update(text=text, edited=timezone.now())


def withdraw(number: int) -> None:
    """Delete a comment."""
    Comment.objects.filter(pk=number).delete()
