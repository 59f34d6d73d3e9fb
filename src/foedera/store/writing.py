"""Writing to the record: one recording at a time, whole or not at all, and the views with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from attrs import field, frozen
from django.db import connection, transaction
from django.db.models import Max

from foedera.model.acts import Act
from foedera.store import views
from foedera.store.models import Document, RecordedAct, Recording, Text, User
from foedera.store.register import BATCH, Register, read_agreements, row_of

#: Names the lock that lets one recording happen at a time on PostgreSQL, so that revisions appear in order.
_LOCK = 0x0F0ED
Progress = Callable[[int, int], None]


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


def record(additions: Iterable[Addition], provenance: Provenance, today: dt.date, progress: Progress | None = None) -> Recorded:
    """Append to the record and write the views it changes, in one transaction. What is added has been checked by the caller."""
    wanted = [addition for addition in additions if addition.law is not None or addition.acts]
    with transaction.atomic():
        exclusive()
        recording = Recording.objects.create(
            deed=provenance.deed, by_id=provenance.by, party=provenance.party, document_id=provenance.document, note=provenance.note
        )
        _append(wanted, recording)
        names = [addition.agreement for addition in wanted]
        lawful = [addition.agreement for addition in wanted if addition.law is not None]
        register = Register(recording.id)
        views.write_references(lawful, register.parties)
        register = Register(recording.id, read_agreements(register.parties, names))
        touched = register.touched_by(names)
        views.write_views(register, touched, today, progress)
    return Recorded(recording.id, tuple(sorted(touched)))


def exclusive() -> None:
    """Let one recording happen at a time, until the transaction ends. SQLite's transactions are so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _append(additions: list[Addition], recording: Recording) -> None:
    names = [addition.agreement for addition in additions]
    texts = _highest(Text, names)
    numbers = _highest(RecordedAct, names)
    laws, acts = [], []
    for addition in additions:
        name = addition.agreement
        if addition.law is not None:
            texts[name] = texts.get(name, 0) + 1
            laws.append(Text(agreement=name, number=texts[name], law=addition.law, recording=recording))
        for act in addition.acts:
            numbers[name] = numbers.get(name, 0) + 1
            acts.append(RecordedAct(agreement=name, number=numbers[name], recording=recording, **row_of(act)))
    Text.objects.bulk_create(laws, batch_size=BATCH)
    RecordedAct.objects.bulk_create(acts, batch_size=BATCH)


def _highest(table: type[Text] | type[RecordedAct], names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(names), BATCH):
        rows = table.objects.filter(agreement__in=names[start : start + BATCH])
        found.update(rows.values("agreement").annotate(highest=Max("number")).values_list("agreement", "highest"))
    return found


def rebuild(today: dt.date, progress: Progress | None = None) -> int:
    """Write every view anew from the record, in one transaction; return of how many agreements."""
    from foedera.store.models import Agenda, Area, Entry, Reference, Span
    from foedera.store.searching import drop

    with transaction.atomic():
        exclusive()
        names = sorted(set(Text.objects.values_list("agreement", flat=True)))
        gone = sorted(set(Entry.objects.values_list("agreement", flat=True)) - set(names))
        for view in (Area, Agenda, Span, Reference, Entry):
            view.objects.all().delete()
        drop(gone)
        register = Register(0)
        views.write_references(names, register.parties)
        register = Register(0, read_agreements(register.parties))
        views.write_views(register, names, today, progress)
    return len(names)


def keep_document(name: str, media_type: str, content: bytes, sha256: str, *, party: str = "", by: int | None = None) -> int:
    """Keep a document byte for byte; return its number. The same content handed in twice for the same readers is kept once."""
    found = Document.objects.filter(sha256=sha256, party=party).values_list("id", flat=True).first()
    if found is not None:
        return found
    who = User.objects.get(pk=by) if by is not None else None
    row = Document(name=name[-255:], media_type=media_type, sha256=sha256, size=len(content), content=content, party=party, by=who)
    row.save()
    return row.pk
