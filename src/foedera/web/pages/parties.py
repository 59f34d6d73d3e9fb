"""Parties: who takes part in something on a day, and a party's own page: what binds it, what it leaves, what awaits its consent, what it did."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foedera.deeds import find_instruments, foresee, survey
from foedera.deeds.survey import Enrolled
from foedera.library.spellings import fold
from foedera.model.parties import KINDS, Party
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, in_capitals, page

SIZE = 100


def number(request: HttpRequest, name: str = "page") -> int:
    """Return the number of the page asked for, 1 where none can be read."""
    text = request.GET.get(name, "")
    return max(int(text), 1) if re.fullmatch(r"[0-9]{1,6}", text) else 1


@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """The states, organisations and territories, with by how many agreements each is bound on the day."""
    when = as_of(request)
    words, kind, everybody = request.GET.get("q", "").strip()[:100], request.GET.get("kind", ""), bool(request.GET.get("all"))
    rows, as_known = survey.roll(actor(request), when.on, when.known)
    rows = [row for row in rows if _meant(row, words, kind, everybody)]
    kinds = {name: sum(row.party.kind == name for row in rows) for name in KINDS}
    pages = max(1, -(-len(rows) // SIZE))
    shown = min(number(request), pages)
    return page(
        request,
        "parties.html",
        when,
        rows=rows[(shown - 1) * SIZE : shown * SIZE],
        total=len(rows),
        kinds=kinds,
        asked={"q": words, "kind": kind, "all": everybody, "page": shown},
        pages=pages,
        as_known=as_known,
    )


def _meant(row: Enrolled, words: str, kind: str, everybody: bool) -> bool:
    """Return whether a party is in the list asked for: a search looks at all, without one only those that take part in something are listed."""
    if kind and row.party.kind != kind:
        return False
    if not words:
        return everybody or bool(row.bound or row.others)
    party = row.party
    text = fold(" ".join((party.code, party.name, party.name_fr, *party.aliases, *(spell.value for spell in party.names))))
    return all(word in text for word in fold(words).split())


@require_safe
def party(request: HttpRequest, code: str) -> HttpResponse:
    """A party's portfolio on the day and all that goes with it."""
    if there := in_capitals(request, "party", code):
        return there
    when = as_of(request)
    pages = {name: number(request, name) for name in survey.PARTS}
    found = survey.survey(actor(request), code, when.on, when.known, pages=pages)
    acts, titles, more = survey.deeds_of(actor(request), code, when.on, when.known, size=12)
    coming = foresee.next_of(actor(request), when.today, parties=(code,)) if when.is_today else None
    return page(
        request,
        "party.html",
        when,
        found=found,
        name=named(found.party, when),
        pages=pages,
        acts=acts,
        titles=titles,
        more=more,
        coming=coming,
        issued=find_instruments.count(actor(request), code),
    )


@require_safe
def acts(request: HttpRequest, code: str) -> HttpResponse:
    """Everything a party did on record, and what was addressed to it, latest first."""
    when = as_of(request)
    shown = number(request)
    found, titles, more = survey.deeds_of(actor(request), code, when.on, when.known, page=shown)
    return page(request, "party_acts.html", when, code=code, acts=found, titles=titles, more=more, number=shown)


def named(found: Party, when: AsOf) -> str:
    """Return the name a party bore on the day shown."""
    return tongues.party_name(found, when.on)


urlpatterns = [
    path("parties/", parties, name="parties"),
    path("parties/<str:code>/", party, name="party"),
    path("parties/<str:code>/acts/", acts, name="party-acts"),
]
