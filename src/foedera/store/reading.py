"""What is read of the record and the views by queries of a constant number: lists, histories, portfolios, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from attrs import frozen
from django.db.models import Count, F, Max, Q, QuerySet

from foedera.model.acts import Act
from foedera.model.standing import BOUND
from foedera.store.catalogue import catalogue, union
from foedera.store.models import Agenda, Entry, RecordedAct, Recording, Span, Text
from foedera.store.register import ACT_FIELDS, act_name, act_of, batches

#: The statuses of who takes part no longer.
GONE = ("withdrawn", "terminated")
#: In how many agreements a party takes part at most for its acts to be looked for there alone.
FEW = 500


def on_day(on: dt.date) -> Q:
    """Return what spans that answer for a day meet."""
    return Q(seen__lte=on) & (Q(gone__isnull=True) | Q(gone__gt=on))


def portfolio(party: str, on: dt.date, names: Iterable[str] | None = None) -> list[Span]:
    """Return a party's spans on a day, one for each agreement it takes part in, or for those of these it does."""
    rows = Span.objects.filter(on_day(on), party=party)
    return list((rows if names is None else rows.filter(agreement__in=list(names))).order_by("agreement"))


def ever_with(party: str) -> list[str]:
    """Return the ids of the agreements a party ever took part in."""
    return sorted(set(Span.objects.filter(party=party).values_list("agreement", flat=True)))


def both_bound(a: str, b: str, on: dt.date) -> list[str]:
    """Return the ids of the agreements by which both are bound on a day, by title."""
    shelf = catalogue()
    day = shelf.day(on)
    return shelf.names(day.bound(a) & day.bound(b))


def once_both_bound(a: str, b: str, on: dt.date) -> list[tuple[str, dt.date]]:
    """Return the agreements that bound both on some day before this one and no longer do, each with the day from which they did not, latest first."""
    ended: dict[str, dt.date] = {}
    spans: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    bound = Span.objects.filter(party__in=(a, b), status__in=BOUND, seen__lte=on)
    rows = bound.filter(agreement__in=bound.filter(gone__lte=on).values("agreement"))
    for name, party, seen, gone in rows.values_list("agreement", "party", "seen", "gone"):
        spans.setdefault((name, party), []).append((seen, gone or dt.date.max))
    for (name, party), own in spans.items():
        if party != a:
            continue
        for seen, gone in own:
            for first, last in spans.get((name, b), ()):
                if max(seen, first) < min(gone, last):
                    ended[name] = max(ended.get(name, dt.date.min), min(gone, last))
    return sorted(((name, day) for name, day in ended.items() if day <= on), key=lambda row: (-row[1].toordinal(), row[0]))


def party_counts(on: dt.date) -> list[tuple[str, int]]:
    """Return every party bound by something on a day, with by how many agreements, most first."""
    day = catalogue().day(on)
    found = [(code, count) for code in day.participants if (count := day.bound(code).bit_count())]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def titles(names: Iterable[str]) -> dict[str, str]:
    """Return the short titles of agreements by id."""
    rows = Entry.objects.filter(agreement__in=list(names)).values_list("agreement", "short_title", "title")
    return {name: short or title for name, short, title in rows}


def entries_of(names: Iterable[str]) -> list[Entry]:
    """Return the lines of agreements by id, in the order of lists."""
    return list(Entry.objects.filter(agreement__in=list(names)).order_by("sort", "agreement"))


def due(
    today: dt.date,
    until: dt.date,
    *,
    parties: Iterable[str] = (),
    agreement: str = "",
    about: str = "",
    start: int = 0,
    limit: int = 1000,
) -> list[tuple[str, dt.date]]:
    """Return the agreements and days on which something is due after today, for everybody or for agreements these parties take part in.

    `about` is one of `foedera.law.deadlines.ABOUT`, empty for anything.
    """
    rows = Agenda.objects.filter(on__gt=today, on__lte=until)
    if about:
        rows = rows.filter(about=about)
    if agreement:
        rows = rows.filter(agreement=agreement)
    pairs = rows.order_by("on", "agreement").values_list("agreement", "on").distinct()
    if codes := list(parties):
        theirs = _taking_part(codes, today)
        return list(islice((pair for pair in pairs.iterator() if pair[0] in theirs), start, start + limit))
    return list(pairs[start : start + limit])


def _taking_part(codes: Iterable[str], on: dt.date) -> set[str]:
    """Return the agreements in which any of these parties takes part on a day, those it has left excepted."""
    shelf = catalogue()
    day = shelf.day(on)
    return set(shelf.names(union(day.of(code) & ~day.of(code, *GONE) for code in codes)))


def with_acts_between(first: dt.date, last: dt.date, most: int) -> list[str]:
    """Return the ids of the agreements with acts on these days, both included, those with the latest first."""
    rows = RecordedAct.objects.filter(on__gte=first, on__lte=last).values("agreement").annotate(last=Max("on")).order_by("-last", "agreement")
    return list(rows.values_list("agreement", flat=True)[:most])


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
    document_party: str
    note: str
    agreement: str
    act: RecordedAct | None
    text: int | None


def history(name: str) -> list[Noted]:
    """Return everything recorded of an agreement, latest first: two queries."""
    return _noted(RecordedAct.objects.filter(agreement=name), Text.objects.filter(agreement=name))


def latest(count: int = 20, *, parties: Iterable[str] = (), agreement: str = "") -> list[Noted]:
    """Return the acts recorded last, in the whole register, of an agreement, or in agreements these parties take or took part in."""
    rows = RecordedAct.objects.order_by("-recording", "-id")
    if agreement:
        rows = rows.filter(agreement=agreement)
    if codes := list(parties):
        rows = rows.filter(agreement__in=Span.objects.filter(party__in=codes).values("agreement"))
    return _noted(rows[:count], Text.objects.none())


def sizes(recordings: Iterable[int]) -> dict[int, int]:
    """Return how many acts these recordings added."""
    rows = RecordedAct.objects.filter(recording__in=list(recordings)).values("recording").annotate(n=Count("id"))
    return dict(rows.values_list("recording", "n"))


def strikes(names: Iterable[str], known: dt.date | None = None) -> dict[tuple[str, str], int]:
    """Return what was struck in these agreements: each agreement and name of an act, with the number of the correction."""
    rows = RecordedAct.objects.filter(agreement__in=list(names), strikes=True, known__lte=known or dt.date.max)
    return {(name, of): number for name, of, number in rows.values_list("agreement", "of", "number")}


def acts_by(party: str, on: dt.date, known: dt.date | None = None, *, start: int = 0, size: int = 50) -> list[tuple[str, int, Act]]:
    """Return the acts a party had done by a day, or that address it, with agreement and number, latest first: read until enough are found."""
    rows = RecordedAct.objects.filter(on__lte=on, known__lte=known or dt.date.max).order_by("-on", "-recording", "-id")
    if catalogue().day(on).of(party).bit_count() <= FEW:  # who takes part in more did one of the latest acts: reading on finds it sooner
        rows = rows.filter(agreement__in=Span.objects.filter(party=party).values("agreement"))
    acts = ((row[0], row[1], act_of(row[2:])) for row in rows.values_list("agreement", "number", *ACT_FIELDS).iterator(200))
    return list(islice(((name, number, act) for name, number, act in acts if party in act.by or party in act.to), start, start + size))


def with_kinds(kinds: Iterable[str], party: str) -> dict[str, set[str]]:
    """Return the agreements with acts of these kinds that a party did or that address it, with which kinds."""
    found: dict[str, set[str]] = {}
    for name, kind, by, to in RecordedAct.objects.filter(kind__in=list(kinds)).values_list("agreement", "kind", "by", "to"):
        if party in by or party in to:
            found.setdefault(name, set()).add(kind)
    return found


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
                document.party if document else "", r.note, kept.agreement, act, text.number if text else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda n: (n.recording, n.act.number if n.act else 0), reverse=True)


def text_of(name: str, number: int | None = None) -> Text | None:
    """Return a revision of an agreement's law, by default the one that holds."""
    rows = Text.objects.filter(agreement=name)
    return (rows.filter(number=number) if number is not None else rows.order_by("-number")).first()


def coming(today: dt.date, until: dt.date, *, parties: Iterable[str] = (), limit: int = 200) -> list[Span]:
    """Return statuses that will end on a certain day: notices running, terms ending, entries into force to come."""
    rows = Span.objects.filter(on_day(today), until__gt=today, until__lte=until).order_by(F("until"), "agreement", "party")
    if codes := list(parties):
        theirs = _taking_part(codes, today)
        found = (row for row in rows.iterator() if row.party in codes or (not row.party and row.agreement in theirs))
        return list(islice(found, limit))
    return list(rows[:limit])


def awaiting(today: dt.date, parties: Iterable[str], statuses: Iterable[str], limit: int = 200) -> list[Span]:
    """Return where these parties stand in one of these statuses in agreements that have not ended, the latest first."""
    ended = Span.objects.filter(on_day(today), party="", status="terminated").values("agreement")
    rows = Span.objects.filter(on_day(today), party__in=list(parties), status__in=list(statuses)).exclude(agreement__in=ended)
    return list(rows.order_by(F("since").desc(nulls_last=True), "agreement", "party")[:limit])


def refused(names: Iterable[str], on: dt.date) -> set[tuple[str, str]]:
    """Return who had declared by a day that it will not become a party to one of these agreements (VCLT 18(a)): each agreement and party."""
    wanted = list(names)
    struck = strikes(wanted)
    rows = RecordedAct.objects.filter(agreement__in=wanted, kind="refusal", on__lte=on).values_list("agreement", "name", "number", "by")
    return {(agreement, party) for agreement, name, number, by in rows if (agreement, name or act_name(number)) not in struck for party in by}


def counts(on: dt.date) -> dict[str, int]:
    """Return how large the register is: agreements, those in force on a day, parties bound by something, acts on record."""
    shelf = catalogue()
    day = shelf.day(on)
    return {
        "agreements": len(shelf.ids),
        "in-force": day.statuses.get("in-force", 0).bit_count() + day.statuses.get("suspended", 0).bit_count(),
        "parties": sum(bool(day.bound(code)) for code in day.participants),
        "acts": RecordedAct.objects.count(),
    }


def revisions(name: str) -> list[tuple[int, dt.datetime, str, str]]:
    """Return the revisions of an agreement's law in order: number, when, by whom, the note of its recording."""
    rows = Text.objects.filter(agreement=name).select_related("recording__by").defer("law").order_by("number")
    return [(row.number, row.recording.at, str(row.recording.by) if row.recording.by else "", row.recording.note) for row in rows]


def imported(names: Iterable[str]) -> dict[str, str]:
    """Return the laws that hold and stand as an import recorded them, by id: a person has not revised them since."""
    found: dict[str, str] = {}
    for batch in batches(names):
        rows = Text.objects.filter(agreement__in=batch).order_by("agreement", "number")
        for name, law, deed in rows.values_list("agreement", "law", "recording__deed"):
            found.pop(name, None)
            if deed == "import":
                found[name] = law
    return found
