"""Tables handed in to be imported: kept for their owner alone, with what was said of their columns, until imported or thrown away."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from attrs import frozen

from foedera.store.models import Upload as Row


@frozen
class Upload:
    """A table handed in; `said` is what its owner said of it so far (see `foedera.deeds.take_in`)."""

    id: int
    user: int
    name: str
    sha256: str
    size: int
    said: dict[str, Any]
    created: dt.datetime


def add(user: int, name: str, content: bytes, said: dict[str, Any]) -> int:
    """Keep a table; return its number. The same content handed in again by the same person takes the place of the first."""
    digest = hashlib.sha256(content).hexdigest()
    Row.objects.filter(user_id=user, sha256=digest).delete()
    return int(Row.objects.create(user_id=user, name=name[-255:], sha256=digest, content=content, said=said).pk)


def find(number: int, user: int) -> Upload | None:
    """Return a person's table, None where there is none of that number or it is another's."""
    row = Row.objects.filter(pk=number, user_id=user).first()
    return _upload(row) if row is not None else None


def content(number: int, user: int) -> bytes | None:
    """Return a person's table byte for byte, None where there is none."""
    row = Row.objects.filter(pk=number, user_id=user).values_list("content", flat=True).first()
    return bytes(row) if row is not None else None


def of(user: int) -> list[Upload]:
    """Return a person's tables, the latest first."""
    return [_upload(row) for row in Row.objects.filter(user_id=user).order_by("-id")]


def say(number: int, user: int, said: dict[str, Any]) -> None:
    """Keep what a person says of a table."""
    Row.objects.filter(pk=number, user_id=user).update(said=said)


def drop(number: int, user: int) -> bool:
    """Throw a table away; return whether there was one."""
    return Row.objects.filter(pk=number, user_id=user).delete()[0] > 0


def _upload(row: Row) -> Upload:
    return Upload(row.pk, row.user_id, row.name, row.sha256, len(row.content), row.said, row.created)
