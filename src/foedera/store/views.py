"""Views: what lists, search and calendar read, computed from the record by the engine. Written with each recording, rebuilt at will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from foedera.law.deadlines import upcoming
from foedera.law.periods import add_months
from foedera.law.spans import spans
from foedera.law.timeline import Timeline
from foedera.library.agreements import read_text
from foedera.model.agreements import Agreement
from foedera.store import searching
from foedera.store.models import Agenda, Area, Entry, Reference, Span, Text
from foedera.store.register import BATCH, Register

#: How far ahead agendas look: what is due later is found when the agenda is next computed.
HORIZON_MONTHS = 12 * 25


def refer(law: str, name: str, register_parties: object) -> list[Reference]:
    """Return the rows of the references an agreement's law makes."""
    reading = read_text(law.encode(), name, register_parties)  # type: ignore[arg-type]
    found = {(str(path[1]) if path[:1] == ("links",) and len(path) > 1 else "", target) for path, target in reading.references}
    return [Reference(agreement=name, relation=relation, target=target) for relation, target in sorted(found)]


def write_references(names: Iterable[str], parties: object) -> None:
    """Write anew the references of these agreements; before their views, which look at what they point to."""
    wanted = list(names)
    rows: list[Reference] = []
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        Reference.objects.filter(agreement__in=batch).delete()
        laws: dict[str, str] = {}
        for name, law in Text.objects.filter(agreement__in=batch).order_by("number").values_list("agreement", "law"):
            laws[name] = law
        for name in batch:
            if name in laws:
                rows += refer(laws[name], name, parties)
    Reference.objects.bulk_create(rows, batch_size=BATCH)


def write_views(register: Register, names: Iterable[str], today: dt.date, progress: Callable[[int, int], None] | None = None) -> None:
    """Write anew the views of these agreements."""
    wanted = sorted(set(names))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        register.fetch(batch)
        _drop(batch)
        entries, areas, rows, agenda, words = [], [], [], [], []
        for name in batch:
            if register.find(name) is None:
                continue
            timeline = register.docket.timeline(name)
            found = timeline.agreement
            entries.append(entry_of(timeline, today))
            areas += [Area(entry_id=name, area=area) for area in dict.fromkeys(found.areas)]
            rows += span_rows(timeline)
            agenda += agenda_rows(timeline, today)
            words.append((name, *searching.words_of(found, register.parties)))
        Entry.objects.bulk_create(entries)
        Area.objects.bulk_create(areas, batch_size=BATCH)
        Span.objects.bulk_create(rows, batch_size=BATCH)
        Agenda.objects.bulk_create(agenda, batch_size=BATCH)
        searching.write(words)
        if progress is not None:
            progress(min(start + BATCH, len(wanted)), len(wanted))


def _drop(names: list[str]) -> None:
    for view in (Area, Entry, Span, Agenda):
        view.objects.filter(**{("entry__in" if view is Area else "agreement__in"): names}).delete()
    searching.drop(names)


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
    return [Agenda(agreement=timeline.agreement.id, on=on, party=party) for on, party in sorted({(d.on, d.party) for d in due})]


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
    Agenda.objects.filter(agreement__in=stale).delete()
    Agenda.objects.bulk_create([row for name in stale for row in agenda_rows(register.docket.timeline(name), today)], batch_size=BATCH)
    Entry.objects.filter(agreement__in=stale).update(agenda_on=today)
    return len(stale)
