"""Writing to the record: one recording at a time, whole or not at all, and the views with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from attrs import evolve, field, frozen
from django.db import transaction
from django.db.models import Max

from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import OutOfDate
from foedera.store import views
from foedera.store.locks import exclusive
from foedera.store.models import Document, RecordedAct, Recording, Text, User
from foedera.store.register import ACT_FIELDS, Register, batches, current, named, read_law, revision, row_of
from foedera.store.rows import Column, Row, column, insert, ready

Progress = Callable[[int, int], None]

_LAW_FIELDS = tuple(column(Text, name) for name in ("agreement", "law"))
_ACT_FIELDS = tuple(column(RecordedAct, name) for name in ("agreement", *ACT_FIELDS))


@frozen
class Addition:
    """What a recording adds to one agreement: a law (None: the one it has stays) and acts, in their order."""

    agreement: str
    law: str | None = None
    acts: tuple[Act, ...] = ()


@frozen(kw_only=True)
class Provenance:
    """Who records, for which party, by which deed, from which document."""

    deed: str
    by: int | None = None
    party: str = ""
    document: int | None = None
    note: str = ""


@frozen
class Recorded:
    """What came of a recording: its number, and the agreements it touched."""

    revision: int
    agreements: tuple[str, ...] = field(factory=tuple)


class Moved(OutOfDate):
    """What was checked has been recorded upon meanwhile: check it again, then record."""


def record(
    additions: Iterable[Addition],
    provenance: Provenance,
    today: dt.date,
    progress: Progress | None = None,
    *,
    checked: int | None = None,
    noted: Callable[[], None] | None = None,
) -> Recorded:
    """Append to the record and write the views it changes, in one transaction. What is added has been checked by the caller.

    The views are computed before the transaction begins, so that others wait only while rows are written. `checked` is the revision on which
    the caller checked: Moved where one of the agreements was recorded upon since. `noted` is done in the same transaction (a line in the log).
    """
    wanted = [addition for addition in additions if addition.law is not None or addition.acts]
    prepared = _prepare(current(), wanted, today, progress)
    with transaction.atomic():
        exclusive()
        latest = revision()
        if checked is not None and latest != checked:
            _still_as_checked(prepared.names, checked)
        if latest != prepared.revision:
            prepared = _prepare(Register(latest), wanted, today, None)
        recording = Recording.objects.create(
            deed=provenance.deed, by_id=provenance.by, party=provenance.party, document_id=provenance.document, note=provenance.note
        )
        prepared.append(recording.pk)
        views.write_references(prepared.references)
        prepared.views.write()
        if noted is not None:
            noted()
    return Recorded(recording.pk, prepared.views.agreements)


@frozen
class _Prepared:
    """Additions made ready on a revision: rows of laws and acts that lack only their numbers, references, and the views of all they touch."""

    revision: int
    names: tuple[str, ...]
    laws: list[tuple[str, Row]]
    acts: list[tuple[str, Row]]
    references: dict[str, list[tuple[str, str]]]
    views: views.Views

    def append(self, recording: int) -> None:
        """Write the rows under the numbers that come next."""
        texts, numbers = _highest(Text, self.names), _highest(RecordedAct, self.names)
        insert(Text, [(*row, _next(texts, name), recording) for name, row in self.laws], (*_LAW_FIELDS, *_numbering(Text)))
        insert(RecordedAct, [(*row, _next(numbers, name), recording) for name, row in self.acts], (*_ACT_FIELDS, *_numbering(RecordedAct)))


def _prepare(base: Register, additions: list[Addition], today: dt.date, progress: Progress | None) -> _Prepared:
    base.fetch(addition.agreement for addition in additions)
    found: dict[str, Agreement] = {}
    references: dict[str, list[tuple[str, str]]] = {}
    for addition in additions:
        had = found.get(addition.agreement) or base.find(addition.agreement)
        acts = named([*(had.acts if had is not None else ()), *addition.acts])
        if addition.law is None:
            found[addition.agreement] = evolve(base[addition.agreement] if had is None else had, acts=acts)
            continue
        lawful, references[addition.agreement] = read_law(addition.agreement, addition.law, base.parties)
        found[addition.agreement] = evolve(lawful, acts=acts)
    after = base.beside(found, references)
    names = tuple(dict.fromkeys(addition.agreement for addition in additions))
    return _Prepared(
        base.revision,
        names,
        [(a.agreement, ready(_LAW_FIELDS, (a.agreement, a.law))) for a in additions if a.law is not None],
        [(a.agreement, ready(_ACT_FIELDS, (a.agreement, *row_of(act).values()))) for a in additions for act in a.acts],
        references,
        views.compute(after, after.touched_by(names), today, progress),
    )


def _still_as_checked(names: Iterable[str], checked: int) -> None:
    for batch in batches(names):
        for table in (Text, RecordedAct):
            found = table.objects.filter(agreement__in=batch, recording__gt=checked).values_list("agreement", "recording").first()
            if found is not None:
                message = f"{found[0]} has changed since it was looked at (revision {checked}, now {found[1]}); look again and record anew"
                raise Moved(message)


def _highest(table: type[Text] | type[RecordedAct], names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(names):
        found.update(
            table.objects.filter(agreement__in=batch).values("agreement").annotate(highest=Max("number")).values_list("agreement", "highest")
        )
    return found


def _numbering(table: type[Text] | type[RecordedAct]) -> tuple[Column, Column]:
    return column(table, "number"), column(table, "recording")


def _next(numbers: dict[str, int], name: str) -> int:
    numbers[name] = numbers.get(name, 0) + 1
    return numbers[name]


def keep_document(name: str, media_type: str, content: bytes, sha256: str, *, party: str = "", by: int | None = None) -> int:
    """Keep a document byte for byte; return its number. The same content handed in twice for the same readers is kept once."""
    found = Document.objects.filter(sha256=sha256, party=party).values_list("id", flat=True).first()
    if found is not None:
        return found
    who = User.objects.get(pk=by) if by is not None else None
    row = Document(name=name[-255:], media_type=media_type, sha256=sha256, size=len(content), content=content, party=party, by=who)
    row.save()
    return row.pk
