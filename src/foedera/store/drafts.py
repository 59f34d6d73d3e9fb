"""Drafts and suppositions as people's desks keep them: ordinary rows, read and written here, never mixed with the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from foedera.store.models import Draft, Handover, Supposition


@frozen
class Handed:
    """A draft handed from one desk to another (empty: the register's): by whom, when, with which word, and what came of it.

    `outcome` is empty while it lies there, then `recorded`, `returned` or `discarded`.
    """

    sender: str
    receiver: str
    by: str
    at: dt.datetime
    word: str
    outcome: str
    answer: str
    answered: dt.datetime | None
    answered_by: str


@frozen
class KeptDraft:
    """An act or an agreement's file in preparation: for which party, by whom, what was typed so far; from which desk it came, to which it went."""

    id: int
    party: str
    author: int
    author_name: str
    kind: str
    agreement: str
    title: str
    content: Mapping[str, Any]
    created: dt.datetime
    changed: dt.datetime
    came: Handed | None = None
    handed: tuple[Handed, ...] = ()


@frozen
class KeptSupposition:
    """A question kept under a key: lines of supposed acts, its title, who asked it."""

    key: str
    title: str
    author: int | None
    author_name: str
    party: str
    lines: tuple[str, ...]
    created: dt.datetime


def draft(number: int) -> KeptDraft | None:
    """Return a draft by its number, None where there is none."""
    found = _rows().filter(pk=number).first()
    return _draft(found) if found is not None else None


def drafts_of(parties: Iterable[str] | None) -> list[KeptDraft]:
    """Return the drafts of these parties (None: of all), the one changed last first."""
    rows = _rows().order_by("-changed", "-pk")
    return [_draft(found) for found in (rows if parties is None else rows.filter(party__in=list(parties)))]


def add_draft(party: str, author: int, kind: str, agreement: str, title: str, content: Mapping[str, Any]) -> int:
    """Keep a new draft; return its number."""
    return Draft.objects.create(party=party, author_id=author, kind=kind, agreement=agreement, title=title[:255], content=dict(content)).pk


def change_draft(number: int, agreement: str, title: str, content: Mapping[str, Any]) -> None:
    """Keep another content in a draft; party and author stay."""
    found = Draft.objects.get(pk=number)
    found.agreement, found.title, found.content = agreement, title[:255], dict(content)
    found.save(update_fields=["agreement", "title", "content", "changed"])


def drop_draft(number: int) -> None:
    """Throw a draft away."""
    Draft.objects.filter(pk=number).delete()


def hand_draft(number: int, receiver: str, by: int, word: str) -> int:
    """Put a copy of a draft on another desk, its author kept; return the number of the copy."""
    with transaction.atomic():
        found = Draft.objects.get(pk=number)
        copy = Draft.objects.create(
            party=receiver, author_id=found.author_id, kind=found.kind, agreement=found.agreement, title=found.title, content=found.content
        )
        Handover.objects.create(source=found, copy=copy, sender=found.party, receiver=receiver, by_id=by, word=word)
    return copy.pk


def lies_there(number: int, receiver: str) -> bool:
    """Return whether a draft as it now is lies on a desk it was handed to."""
    found = Handover.objects.select_related("source").filter(source=number, receiver=receiver, outcome="")
    return any(row.source is not None and row.source.changed <= row.at for row in found)


def close_handover(copy: int, outcome: str, by: int | None, answer: str = "") -> int | None:
    """Say what came of a copy that was handed in; return the sender's draft of which it is a copy, None where there is none."""
    found = Handover.objects.filter(copy=copy, outcome="").first()
    if found is None:
        return None
    found.outcome, found.answer, found.answered, found.answered_by_id = outcome, answer, timezone.now(), by
    found.save(update_fields=["outcome", "answer", "answered", "answered_by"])
    return found.source_id


def return_draft(number: int, by: int | None, answer: str) -> None:
    """Take a copy off the desk it was handed to, with a word to its sender; one whose own is gone by now gets it back."""
    with transaction.atomic():
        found = Handover.objects.select_related("copy").get(copy=number)
        close_handover(number, "returned", by, answer)
        copy = found.copy
        if found.source_id is None and copy is not None:
            own = Draft.objects.create(
                party=found.sender, author_id=copy.author_id, kind=copy.kind, agreement=copy.agreement, title=copy.title, content=copy.content
            )
            Handover.objects.filter(pk=found.pk).update(source=own)
        Draft.objects.filter(pk=number).delete()


def _rows() -> QuerySet[Draft]:
    return Draft.objects.select_related("author", "came__by", "came__answered_by").prefetch_related("handed__by", "handed__answered_by")


def _draft(row: Draft) -> KeptDraft:
    came: Handover | None = getattr(row, "came", None)
    return KeptDraft(
        row.pk, row.party, row.author_id, str(row.author), row.kind, row.agreement, row.title, row.content, row.created, row.changed,
        _handed(came) if came is not None else None, tuple(_handed(found) for found in sorted(row.handed.all(), key=lambda found: found.pk)),
    )  # fmt: skip


def _handed(row: Handover) -> Handed:
    return Handed(
        row.sender, row.receiver, str(row.by), row.at, row.word, row.outcome, row.answer, row.answered, str(row.answered_by or "")
    )  # fmt: skip


def supposition(key: str) -> KeptSupposition | None:
    """Return a supposition by its key, None where there is none."""
    found = Supposition.objects.select_related("author").filter(key=key).first()
    return _supposition(found) if found is not None else None


def suppositions_of(author: int, parties: Iterable[str]) -> list[KeptSupposition]:
    """Return a person's suppositions and those kept for these parties, the latest first."""
    rows = Supposition.objects.select_related("author").filter(Q(author_id=author) | Q(party__in=list(parties)))
    return [_supposition(found) for found in rows.order_by("-created", "-pk")]


def add_supposition(key: str, author: int | None, party: str, title: str, lines: Iterable[str]) -> None:
    """Keep a supposition under a key nobody can guess."""
    Supposition.objects.create(key=key, author_id=author, party=party, title=title[:200], acts=list(lines))


def drop_supposition(key: str) -> None:
    """Throw a supposition away."""
    Supposition.objects.filter(key=key).delete()


def _supposition(row: Supposition) -> KeptSupposition:
    return KeptSupposition(row.key, row.title, row.author_id, str(row.author) if row.author else "", row.party, tuple(row.acts), row.created)
