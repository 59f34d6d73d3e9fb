"""Views: what lists, search and calendar read, computed from the record by the engine. Written with each recording, rebuilt at will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen
from django.db import transaction
from django.db.models import Model

from foedera.law.deadlines import upcoming
from foedera.law.periods import add_months
from foedera.law.spans import spans
from foedera.law.timeline import Timeline
from foedera.model.agreements import Agreement
from foedera.store import searching
from foedera.store.locks import exclusive
from foedera.store.models import Agenda, Area, Entry, Reference, Span
from foedera.store.register import BATCH, Register, batches
from foedera.store.rows import Row, insert, ready_all

#: How far ahead agendas look: what is due later is found when the agenda is next computed.
HORIZON_MONTHS = 12 * 25


@frozen
class Views:
    """The views of some agreements, computed and ready to be written: for each table its rows, as the database takes them."""

    agreements: tuple[str, ...]
    rows: tuple[tuple[type[Model], list[Row]], ...]
    words: list[tuple[str, str, str, str, str]]

    def write(self) -> None:
        """Write them in the place of what was there; inside the transaction of the caller."""
        for names in batches(self.agreements):
            for view in (Area, Entry, Span, Agenda):
                view.objects.filter(**{("entry__in" if view is Area else "agreement__in"): names}).delete()
            searching.drop(names)
        for table, found in self.rows:
            insert(table, found)
        searching.write(self.words)


def compute(register: Register, names: Iterable[str], today: dt.date, progress: Callable[[int, int], None] | None = None) -> Views:
    """Return the views of these agreements as they stand on a register; nothing is written."""
    wanted = sorted(set(names))
    found: dict[type[Model], list[Row]] = {Entry: [], Area: [], Span: [], Agenda: []}
    words = []
    done = 0
    for batch in batches(wanted):
        register.fetch(batch)
        for name in batch:
            if register.find(name) is None:
                continue
            timeline = register.docket.timeline(name)
            agreement = timeline.agreement
            found[Entry] += ready_all(Entry, [entry_of(timeline, today)])
            found[Area] += ready_all(Area, [Area(entry_id=name, area=area) for area in dict.fromkeys(agreement.areas)])
            found[Span] += ready_all(Span, span_rows(timeline))
            found[Agenda] += ready_all(Agenda, agenda_rows(timeline, today))
            words.append((name, *searching.words_of(agreement, register.parties)))
        done += len(batch)
        if progress is not None:
            progress(done, len(wanted))
    return Views(tuple(wanted), tuple(found.items()), words)


def write_references(references: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    """Write anew who these agreements point to; inside the transaction of the caller."""
    for names in batches(references):
        Reference.objects.filter(agreement__in=names).delete()
    rows = [Reference(agreement=name, relation=relation, target=target) for name, found in references.items() for relation, target in found]
    insert(Reference, ready_all(Reference, rows))


def entry_of(timeline: Timeline, today: dt.date) -> Entry:
    """Return an agreement's line in the lists."""
    found = timeline.agreement
    return Entry(
        agreement=found.id,
        family=found.id.split("/", 1)[0],
        title=found.title,
        short_title=found.short_title,
        kind=found.kind,
        binding=found.binding,
        adopted=found.adopted or first_day(found),
        depositary=list(found.depositary),
        illustrative=found.illustrative,
        incomplete=found.incomplete,
        questions=len(timeline.questions(today)),
        acts=len(found.acts),
        latest=max((act.on for act in found.acts), default=None),
        agenda_on=today,
        sort=searching.folded(found.short_title or found.title)[:300],
    )


def first_day(found: Agreement) -> dt.date | None:
    """Return the day of an agreement's first act, None where nothing is on record."""
    return min((act.on for act in found.acts), default=None)


def span_rows(timeline: Timeline) -> list[Span]:
    """Return the rows of an agreement's spans."""
    return [
        Span(agreement=timeline.agreement.id, party=s.party, status=s.status, seen=s.seen, gone=s.gone, since=s.since, until=s.until)
        for s in spans(timeline)
    ]


def agenda_rows(timeline: Timeline, today: dt.date) -> list[Agenda]:
    """Return the rows of what is due about an agreement after a day."""
    due = upcoming(timeline, today, add_months(today, HORIZON_MONTHS))
    rows = sorted({(d.on, d.party, d.about) for d in due})
    return [Agenda(agreement=timeline.agreement.id, on=on, party=party, about=about) for on, party, about in rows]


def refresh_agendas(register: Register, today: dt.date) -> int:
    """Compute anew the agendas on which a day has passed, or which are a year old; return how many.

    A term that ran out begins anew, a review comes back: few agreements a day, so lists can call this first.
    """
    passed = Agenda.objects.filter(on__lte=today).values_list("agreement", flat=True).distinct()
    old = Entry.objects.filter(agenda_on__lt=add_months(today, -12)).values_list("agreement", flat=True)
    stale = sorted({*Entry.objects.filter(agreement__in=passed, agenda_on__lt=today).values_list("agreement", flat=True), *old})
    if not stale:
        return 0
    register.fetch(stale)
    rows = {name: agenda_rows(register.docket.timeline(name), today) for name in stale}
    with transaction.atomic():
        exclusive()
        # Another process may have been faster, or may have recorded upon one since.
        stale = list(Entry.objects.filter(agreement__in=stale, agenda_on__lt=today).values_list("agreement", flat=True))
        Agenda.objects.filter(agreement__in=stale).delete()
        Agenda.objects.bulk_create([row for name in stale for row in rows[name]], batch_size=BATCH)
        Entry.objects.filter(agreement__in=stale).update(agenda_on=today)
    return len(stale)
