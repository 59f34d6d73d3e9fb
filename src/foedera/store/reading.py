"""What is read of the record and the views by queries of a constant number: lists, histories, portfolios, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen
from django.db.models import Count, F, Max, Q, QuerySet

from foedera.model.standing import BOUND
from foedera.store import searching
from foedera.store.models import Agenda, Area, Entry, RecordedAct, Recording, Span, Text


@frozen(kw_only=True)
class Wanted:
    """What a list is asked for: words, and facets that all must hold on the day."""

    words: str = ""
    on: dt.date
    status: str = ""
    area: str = ""
    kind: str = ""
    party: str = ""
    family: str = ""
    binding: str = ""
    order: str = ""
    page: int = 1
    size: int = 50


@frozen
class Line:
    """An agreement as a list shows it on the day asked."""

    agreement: str
    title: str
    short_title: str
    kind: str
    binding: bool
    adopted: dt.date | None
    illustrative: bool
    incomplete: bool
    questions: int
    status: str
    since: dt.date | None
    expected: dt.date | None
    parties: int


@frozen
class Listing:
    """One page of a list, how many there are in all, and for each facet how many each of its values would leave."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[tuple[str, int], ...]]


ORDERS = {"": ("sort", "agreement"), "adopted": ("-adopted", "agreement"), "oldest": ("adopted", "agreement"), "latest": ("-latest", "agreement")}


def on_day(on: dt.date) -> Q:
    """Return what spans that answer for a day meet."""
    return Q(seen__lte=on) & (Q(gone__isnull=True) | Q(gone__gt=on))


def _chosen(wanted: Wanted, leave_out: str = "") -> QuerySet[Entry]:
    """Return the agreements that meet every facet but one."""
    rows = Entry.objects.all()
    if wanted.words:
        found = searching.condition(wanted.words)
        if found is not None:
            where, _, parameters = found
            rows = rows.extra(where=[f"agreement IN (SELECT agreement FROM store_words WHERE {where})"], params=parameters)  # noqa: S610 - fixed text
    if wanted.status and leave_out != "status":
        spans = Span.objects.filter(on_day(wanted.on), party="", status=wanted.status)
        if wanted.status == "not-open":
            rows = rows.exclude(agreement__in=Span.objects.filter(on_day(wanted.on), party="").values("agreement"))
        else:
            rows = rows.filter(agreement__in=spans.values("agreement"))
    if wanted.area and leave_out != "area":
        rows = rows.filter(agreement__in=Area.objects.filter(area=wanted.area).values("entry"))
    if wanted.kind and leave_out != "kind":
        rows = rows.filter(kind=wanted.kind)
    if wanted.family and leave_out != "family":
        rows = rows.filter(family=wanted.family)
    if wanted.binding:
        rows = rows.filter(binding=wanted.binding == "yes")
    if wanted.party:
        rows = rows.filter(agreement__in=Span.objects.filter(on_day(wanted.on), party=wanted.party).values("agreement"))
    return rows


def listing(wanted: Wanted) -> Listing:
    """Return one page of a list with its facets: eight queries however many agreements there are."""
    rows = _chosen(wanted)
    total = rows.count()
    pages = max(1, -(-total // wanted.size))
    page = min(max(wanted.page, 1), pages)
    start = (page - 1) * wanted.size
    if wanted.words and not wanted.order:
        best = searching.ids_found(wanted.words) or []
        left = {name for name in rows.values_list("agreement", flat=True)} if _narrowed(wanted) else None
        ids = [name for name in best if left is None or name in left][start : start + wanted.size]
        found = {entry.agreement: entry for entry in Entry.objects.filter(agreement__in=ids)}
        entries = [found[name] for name in ids if name in found]
    else:
        entries = list(rows.order_by(*ORDERS.get(wanted.order, ORDERS[""]))[start : start + wanted.size])
    return Listing(tuple(lines(entries, wanted.on)), total, page, pages, facets(wanted))


def _narrowed(wanted: Wanted) -> bool:
    return bool(wanted.status or wanted.area or wanted.kind or wanted.family or wanted.binding or wanted.party)


def lines(entries: Iterable[Entry], on: dt.date) -> list[Line]:
    """Return agreements as a list shows them on a day: two queries."""
    listed = list(entries)
    ids = [entry.agreement for entry in listed]
    own = {s.agreement: s for s in Span.objects.filter(on_day(on), agreement__in=ids, party="")}
    bound = dict(
        Span.objects.filter(on_day(on), agreement__in=ids, status__in=BOUND)
        .exclude(party="")
        .values("agreement")
        .annotate(count=Count("id"))
        .values_list("agreement", "count")
    )
    found = []
    for entry in listed:
        span = own.get(entry.agreement)
        found.append(
            Line(
                entry.agreement,
                entry.title,
                entry.short_title,
                entry.kind,
                entry.binding,
                entry.adopted,
                entry.illustrative,
                entry.incomplete,
                entry.questions,
                span.status if span else "not-open",
                span.since if span else None,
                span.until if span else None,
                bound.get(entry.agreement, 0),
            )
        )
    return found


def facets(wanted: Wanted) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each facet its values with how many agreements each would leave, most first."""
    statuses = Span.objects.filter(on_day(wanted.on), party="", agreement__in=_chosen(wanted, "status").values("agreement"))
    areas = Area.objects.filter(entry__in=_chosen(wanted, "area").values("agreement"))
    return {
        "status": _counted(statuses.values_list("status").annotate(n=Count("id"))),
        "area": _counted(areas.values_list("area").annotate(n=Count("id"))),
        "kind": _counted(_chosen(wanted, "kind").values_list("kind").annotate(n=Count("agreement"))),
        "family": _counted(_chosen(wanted, "family").values_list("family").annotate(n=Count("agreement"))),
    }


def _counted(rows: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((value, count) for value, count in rows), key=lambda row: (-row[1], row[0])))


def portfolio(party: str, on: dt.date) -> list[Span]:
    """Return a party's spans on a day, one for each agreement it takes part in."""
    return list(Span.objects.filter(on_day(on), party=party).order_by("agreement"))


def ever_with(party: str) -> list[str]:
    """Return the ids of the agreements a party ever took part in."""
    return sorted(set(Span.objects.filter(party=party).values_list("agreement", flat=True)))


def both_bound(a: str, b: str, on: dt.date) -> list[str]:
    """Return the ids of the agreements by which both are bound on a day."""
    first = Span.objects.filter(on_day(on), party=a, status__in=BOUND).values("agreement")
    return list(
        Span.objects.filter(on_day(on), party=b, status__in=BOUND, agreement__in=first).order_by("agreement").values_list("agreement", flat=True)
    )


def party_counts(on: dt.date) -> list[tuple[str, int]]:
    """Return every party bound by something on a day, with by how many agreements, most first."""
    rows = Span.objects.filter(on_day(on), status__in=BOUND).exclude(party="").values_list("party").annotate(n=Count("id"))
    return list(_counted(rows))


def titles(names: Iterable[str]) -> dict[str, str]:
    """Return the short titles of agreements by id."""
    rows = Entry.objects.filter(agreement__in=list(names)).values_list("agreement", "short_title", "title")
    return {name: short or title for name, short, title in rows}


def entries_of(names: Iterable[str]) -> list[Entry]:
    """Return the lines of agreements by id, in the order of lists."""
    return list(Entry.objects.filter(agreement__in=list(names)).order_by("sort", "agreement"))


def due(today: dt.date, until: dt.date, *, party: str = "", agreement: str = "", limit: int = 1000) -> list[tuple[str, dt.date]]:
    """Return the agreements and days on which something is due after today, for everybody or for agreements a party takes part in."""
    rows = Agenda.objects.filter(on__gt=today, on__lte=until)
    if agreement:
        rows = rows.filter(agreement=agreement)
    if party:
        rows = rows.filter(agreement__in=Span.objects.filter(on_day(today), party=party).values("agreement"))
    return list(rows.order_by("on", "agreement").values_list("agreement", "on").distinct()[:limit])


def latest_recording(name: str) -> int:
    """Return the number of the latest recording that touched an agreement's own law or acts."""
    texts = Text.objects.filter(agreement=name).aggregate(n=Max("recording"))["n"] or 0
    acts = RecordedAct.objects.filter(agreement=name).aggregate(n=Max("recording"))["n"] or 0
    return max(texts, acts)


@frozen
class Noted:
    """A line of a history: what was recorded (an act by its number, or a text), by whom, when, for which party, from which document."""

    recording: int
    deed: str
    at: dt.datetime
    by: str
    party: str
    document: int | None
    document_name: str
    note: str
    agreement: str
    act: RecordedAct | None
    text: int | None


def history(name: str) -> list[Noted]:
    """Return everything recorded of an agreement, latest first: two queries."""
    return _noted(RecordedAct.objects.filter(agreement=name), Text.objects.filter(agreement=name))


def latest(count: int = 20) -> list[Noted]:
    """Return the acts recorded last, in the whole register; imports of many agreements count as they come."""
    return _noted(RecordedAct.objects.order_by("-recording", "-id")[:count], Text.objects.none())


def _noted(acts: QuerySet[RecordedAct], texts: QuerySet[Text]) -> list[Noted]:
    joined = ("recording", "recording__by", "recording__document")
    rows: list[tuple[RecordedAct | None, Text | None]] = [(act, None) for act in acts.select_related(*joined).defer("recording__document__content")]
    rows += [(None, text) for text in texts.select_related(*joined).defer("recording__document__content")]
    found = []
    for act, text in rows:
        kept = act or text
        assert kept is not None
        r: Recording = kept.recording
        document = r.document
        found.append(
            Noted(
                r.pk, r.deed, r.at, str(r.by) if r.by else "", r.party, document.pk if document else None, document.name if document else "",
                r.note, kept.agreement, act, text.number if text else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda n: (n.recording, n.act.number if n.act else 0), reverse=True)


def text_of(name: str, number: int | None = None) -> Text | None:
    """Return a revision of an agreement's law, by default the one that holds."""
    rows = Text.objects.filter(agreement=name)
    return (rows.filter(number=number) if number is not None else rows.order_by("-number")).first()


def coming(today: dt.date, until: dt.date, *, party: str = "", limit: int = 200) -> list[Span]:
    """Return statuses that will end on a certain day: notices running, terms ending, entries into force to come."""
    rows = Span.objects.filter(on_day(today), until__gt=today, until__lte=until)
    if party:
        rows = rows.filter(Q(party=party) | Q(party="", agreement__in=Span.objects.filter(on_day(today), party=party).values("agreement")))
    return list(rows.order_by(F("until"), "agreement", "party")[:limit])
