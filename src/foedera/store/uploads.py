"""Files handed in to be imported: kept for their owner alone, with what was said of them and found in them, until imported or thrown away."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from foedera.store.models import Upload as Row


@frozen
class Upload:
    """A file handed in; `said` is what its owner said of it so far, `outcome` what its import came to (see `foedera.deeds.take_in`)."""

    id: int
    user: int
    name: str
    sha256: str
    size: int
    said: dict[str, Any]
    outcome: dict[str, Any] | None
    created: dt.datetime


def add(user: int, name: str, content: bytes, said: Mapping[str, Any]) -> int:
    """Keep a file; return its number. The same content handed in again by the same person takes the place of the first."""
    digest = hashlib.sha256(content).hexdigest()
    Row.objects.filter(user_id=user, sha256=digest, outcome__isnull=True).delete()
    row = Row.objects.create(user_id=user, name=name[-255:], sha256=digest, size=len(content), content=content, said=dict(said))
    return int(row.pk)


def find(number: int, user: int) -> Upload | None:
    """Return a person's file, None where there is none of that number or it is another's."""
    return next((_upload(*row) for row in Row.objects.filter(pk=number, user_id=user).values_list(*_FIELDS)), None)


def content(number: int, user: int) -> bytes | None:
    """Return a person's file byte for byte, None where there is none."""
    row = Row.objects.filter(pk=number, user_id=user).values_list("content", flat=True).first()
    return bytes(row) if row is not None else None


def of(user: int) -> list[Upload]:
    """Return a person's files, the latest first."""
    return [_upload(*row) for row in Row.objects.filter(user_id=user).order_by("-id").values_list(*_FIELDS)]


def waiting(user: int) -> int:
    """Return how many files of a person wait to be imported."""
    return Row.objects.filter(user_id=user, outcome__isnull=True).count()


def say(number: int, user: int, said: Mapping[str, Any]) -> None:
    """Keep what a person says of a file."""
    Row.objects.filter(pk=number, user_id=user).update(said=dict(said))


def report(number: int, user: int) -> str:
    """Return what looking at a file found last, empty where nobody has looked yet."""
    return Row.objects.filter(pk=number, user_id=user).values_list("report", flat=True).first() or ""


def keep_report(number: int, user: int, report: str) -> None:
    """Keep what was found in a file."""
    Row.objects.filter(pk=number, user_id=user).update(report=report)


def imported(number: int, user: int, outcome: Mapping[str, Any]) -> None:
    """Keep what came of an import, and let go of the content."""
    Row.objects.filter(pk=number, user_id=user).update(outcome=dict(outcome), content=b"", report="")


def drop(number: int, user: int) -> bool:
    """Throw a file away; return whether there was one."""
    return Row.objects.filter(pk=number, user_id=user).delete()[0] > 0


def tidy(before: dt.datetime) -> int:
    """Throw away what was handed in before a moment; return how many files."""
    return Row.objects.filter(created__lt=before).delete()[0]


_FIELDS = ("pk", "user_id", "name", "sha256", "size", "said", "outcome", "created")


def _upload(*row: Any) -> Upload:
    return Upload(*row)
