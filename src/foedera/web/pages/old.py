"""The pages: each reads what is asked, asks the engine, and hands the answer to a template."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foedera.interchange import calendars
from foedera.law import relations
from foedera.law.comparison import Difference
from foedera.law.deadlines import Deadline, upcoming
from foedera.law.periods import add_months
from foedera.library import supposing
from foedera.model.agreements import Agreement
from foedera.model.errors import FoederaError
from foedera.model.standing import AGREEMENT_STATUSES, BOUND, Bond
from foedera.model.words import clauses_in_words
from foedera.web.asking import AsOf, as_of, collection, timeline_or_404
from foedera.web.drawing import draw


def _page(request: HttpRequest, template: str, when: AsOf, http: int = 200, **context: Any) -> HttpResponse:
    return render(request, template, {"when": when, "path": request.path, **context}, status=http)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements with their status on the day: searched by words, filtered by status and area."""
    when = as_of(request)
    words = request.GET.get("q", "").strip()
    status, area = request.GET.get("status", ""), request.GET.get("area", "")
    docket = collection().known(when.known)
    rows = []
    for found in collection():
        timeline = docket.timeline(found.id)
        own = timeline.status_on(when.on)
        if (status and own != status) or (area and area not in found.areas) or not _mentions(found, words):
            continue
        rows.append({"agreement": found, "status": own, "parties": len(timeline.codes(when.on)), "since": timeline.entry_as_seen(when.on)})
    areas = sorted({a for found in collection() for a in found.areas})
    context: dict[str, Any] = {
        "rows": rows,
        "q": words,
        "status": status,
        "area": area,
        "areas": areas,
        "statuses": AGREEMENT_STATUSES,
        "total": len(collection().ids()),
    }
    return _page(request, "agreements.html", when, **context)


def _mentions(found: Agreement, words: str) -> bool:
    names = [party.name for code in _codes(found) if (party := _party(code)) is not None]
    text = " ".join((found.id, found.title, found.short_title, *found.aims, *found.areas, *names, *(p.summary for p in found.provisions))).casefold()
    return all(word in text for word in words.casefold().split())


def _codes(found: Agreement) -> set[str]:
    return {code for act in found.acts for code in act.by}


def _party(code: str) -> Any:
    return collection().parties[code] if code in collection().parties else None


@require_safe
def agreement(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """One agreement on the day: status, parties with their reasons, its life as a drawing and a table, clauses, provisions, acts."""
    when = as_of(request)
    timeline = timeline_or_404(f"{family}/{slug}", when)
    found = timeline.agreement
    standing = timeline.standing(when.on)
    days = [day for day in timeline.change_days() if day <= when.today]
    earlier, later = [day for day in days if day < when.on], [day for day in days if day > when.on]
    known = collection().parties.over(found.participants)
    context: dict[str, Any] = {
        "agreement": found,
        "standing": standing,
        "own_reasons": standing.because[: len(standing.because) - len(standing.participants)],
        "suspensions": [words for _, _, words in timeline.suspensions(when.on)],
        "names": {p.party: known[p.party].name_on(when.on) for p in standing.participants if p.party in known},
        "drawing": draw(timeline, when.on, when.today),
        "changes": timeline.changes(when.today),
        "clauses": clauses_in_words(found),
        "first": days[0] if days else when.on,
        "earlier": earlier[-1] if earlier else None,
        "later": later[0] if later else None,
        "citing": sorted({o for r in ("amends", "protocol_to", "supersedes", "implements", "subject_to") for o in collection().citing(found.id, r)}),
        "bound": BOUND,
    }
    return _page(request, "agreement.html", when, **context)


@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """The states and organisations that take part in an agreement of the collection on the day."""
    when = as_of(request)
    docket = collection().known(when.known)
    counts: dict[str, int] = {}
    for name in collection().ids():
        for shown in docket.timeline(name).standing(when.on).participants:
            if shown.status in BOUND:
                counts[shown.party] = counts.get(shown.party, 0) + 1
    rows = [(code, known.name_on(when.on), count) for code, count in counts.items() if (known := _party(code)) is not None]
    return _page(request, "parties.html", when, rows=sorted(rows, key=lambda row: (-row[2], row[1])))


@require_safe
def party(request: HttpRequest, code: str) -> HttpResponse:
    """A party's portfolio on the day: what it is bound by, is leaving, has signed and not yet ratified."""
    when = as_of(request)
    found = _party(code)
    if found is None:
        return not_found(request)
    docket = collection().known(when.known)
    rows = []
    for name in sorted(collection().ids()):
        timeline = docket.timeline(name)
        if timeline.status_of(code, when.on) is not None:
            shown = timeline.participation(code, when.on)
            if shown is not None:
                rows.append((timeline.agreement, shown))
    return _page(request, "party.html", when, party=found, rows=rows)


@require_safe
def between(request: HttpRequest) -> HttpResponse:
    """Everything that binds two participants to one another on the day, each with its text, reservations and reasons."""
    when = as_of(request)
    a, b = (request.GET.get(name, "").strip().upper() for name in ("a", "b"))
    faults = [f"No party has the code “{code[:20]}”." for code in (a, b) if code and _party(code) is None]
    bonds: list[tuple[Agreement, Bond]] = []
    if a and b and not faults:
        docket = collection().known(when.known)
        for name in sorted(collection().ids()):
            timeline = docket.timeline(name)
            if timeline.status_of(a, when.on) in BOUND and timeline.status_of(b, when.on) in BOUND:
                try:
                    bonds.append((timeline.agreement, relations.between(docket, name, a, b, when.on)))
                except FoederaError as error:
                    faults.append(str(error))
    return _page(request, "between.html", when, a=a, b=b, bonds=bonds, faults=faults, choices=_choices(when))


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """What would come and fall away if acts nobody has done were done; nothing is recorded, the address is the question."""
    when = as_of(request)
    ref, text = request.GET.get("ref", "nato/north-atlantic-treaty"), request.GET.get("acts", "")[:4000]
    lines = [line for line in text.splitlines() if line.strip()]
    faults: list[str] = []
    acts = []
    for line in lines:
        try:
            acts.append(supposing.read_act(line, collection().code))
        except FoederaError as error:
            faults.append(str(error))
    found: list[Difference] = []
    if ref not in collection():
        faults.append(f"There is no agreement “{ref[:60]}”.")
    elif acts and not faults:
        found = supposing.what_if(collection(), ref, tuple(acts), max(when.today, *(act.on for act in acts)), when.known)
    choices = sorted(((a.id, a.short_title or a.title) for a in collection()), key=lambda choice: choice[1])
    return _page(request, "what_if.html", when, ref=ref, acts=text, faults=faults, found=found, asked=bool(lines), choices=choices)


def _deadlines(request: HttpRequest, when: AsOf) -> tuple[list[Deadline], str, int]:
    """Return what is coming up for the party and the months asked, and these two as understood."""
    party = request.GET.get("party", "").upper()
    party = party if _party(party) is not None else ""
    text = request.GET.get("months", "")
    months = min(max(int(text), 1), 1200) if re.fullmatch(r"[0-9]{1,6}", text) else 24
    docket = collection().known(when.known)
    found: list[Deadline] = []
    for name in collection().ids():
        timeline = docket.timeline(name)
        if not party or timeline.status_of(party, when.on) is not None:
            found += upcoming(timeline, when.on, add_months(when.on, months))
    return sorted(found), party, months


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming up, for everybody or for one party."""
    when = as_of(request)
    deadlines, party, months = _deadlines(request, when)
    titles = {d.agreement: collection()[d.agreement].short_title or collection()[d.agreement].title for d in deadlines}
    return _page(request, "calendar.html", when, deadlines=deadlines, titles=titles, party=party, months=months, choices=_choices(when))


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The same as an iCalendar feed, to subscribe to."""
    when = as_of(request)
    deadlines, party, _ = _deadlines(request, when)
    titles = {d.agreement: collection()[d.agreement].short_title or collection()[d.agreement].title for d in deadlines}
    stamp = dt.datetime.combine(when.today, dt.time(), dt.UTC)
    content = calendars.calendar(f"Foedera{': ' + party if party else ''}", deadlines, titles, stamp)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _choices(when: AsOf) -> list[tuple[str, str]]:
    return sorted(((p.code, p.name_on(when.on)) for p in collection().parties if p.kind == "state" and p.exists(when.on)), key=lambda c: c[1])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing stands at this address, and where to look."""
    return _page(request, "not_found.html", as_of(request), http=404, reason=str(exception.args[0]) if exception and exception.args else "")
