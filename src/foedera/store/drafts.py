"""Drafts and suppositions as people's desks keep them: ordinary rows, read and written here, never mixed with the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django.db.models import Q

from foedera.store.models import Draft, Supposition


@frozen
class KeptDraft:
    """An act or an agreement's file in preparation: for which party, by whom, what was typed so far."""

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
    found = Draft.objects.select_related("author").filter(pk=number).first()
    return _draft(found) if found is not None else None


def drafts_of(parties: Iterable[str] | None) -> list[KeptDraft]:
    """Return the drafts of these parties (None: of all), the one changed last first."""
    rows = Draft.objects.select_related("author").order_by("-changed", "-pk")
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


def _draft(row: Draft) -> KeptDraft:
    return KeptDraft(
        row.pk, row.party, row.author_id, str(row.author), row.kind, row.agreement, row.title, row.content, row.created, row.changed
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
