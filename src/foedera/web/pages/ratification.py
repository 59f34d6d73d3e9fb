"""From signature to being bound: what is pending, the boards of agreements and states, a state's way, the depositary's view."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from foedera.deeds import find_instruments, follow, keep_sittings, report_step
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_
from foedera.model.standing import BOUND
from foedera.model.words import clauses_in_words
from foedera.ratification.duties import STATUSES as OWING
from foedera.ratification.procedures import DUTY, FULL_POWERS
from foedera.ratification.progress import OUTCOMES
from foedera.ratification.stages import STATUSES as STAGES
from foedera.ratification.track import STATUSES, Track
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, holdings, in_capitals, page, party_asked
from foedera.web.drawings import approach, time_axis
from foedera.web.pages.parties import number

#: How many states the drawing shows; the table has all.
DRAWN = 60
#: The phases of the drawing in words.
PHASES = {
    "signed": N_("signed"),
    "home": N_("at work at home"),
    "through": N_("through at home"),
    "consented": N_("consented, not bound yet"),
    "bound": N_("bound"),
}


@require_safe
def pending(request: HttpRequest) -> HttpResponse:
    """All agreements that are open and not in force, with what is missing; of one party alone where it is named."""
    when = as_of(request)
    code, fault = party_asked(request)
    found = follow.pending(actor(request), when.on, when.known, party=code, page=number(request))
    return page(request, "ratification/pending.html", when, found=found, code=code, fault=fault, typed=request.GET.get("party", "")[:80])


@require_safe
def board(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The board of an agreement: all states side by side, as a drawing and as a table."""
    when = as_of(request)
    found = follow.board(actor(request), f"{family}/{slug}", when.on, when.known)
    tracks = found.board.tracks
    wanted = request.GET.get("status", "")
    shown = [one for one in tracks if wanted in ("", one.status)] if wanted in STATUSES else list(tracks)
    counts = Counter(one.status for one in tracks)
    return page(
        request,
        "ratification/board.html",
        when,
        agreement=found.agreement,
        part="ratification",
        board=found.board,
        home=found.home,
        rows=shown,
        wanted=wanted if wanted in STATUSES else "",
        counts=[(status, counts[status]) for status in STATUSES if counts[status]],
        statuses=STATUSES,
        reached=_reached(tracks, found.home),
        rule=clauses_in_words(found.agreement)[0][1],
        phases=PHASES,
        drawn=approach.draw(shown[:DRAWN], found.home, found.board.awaited, when.on),
        drawn_states=DRAWN,
        rail=_rail(found.days, when),
        mine=[code for code in actor(request).parties_with("record") if code and any(one.state == code for one in tracks)],
    )


def _reached(tracks: Iterable[Track], home: Mapping[str, dt.date]) -> dict[str, int]:
    """Return how many states have come how far; who is further counts as through too."""
    found = dict.fromkeys(("states", "signed", "home", "consented", "bound"), 0)
    for one in tracks:
        bound = one.participation is not None and one.participation.status in BOUND
        consented = bound or one.consented is not None
        found["states"] += 1
        found["signed"] += consented or one.signed is not None
        found["home"] += consented or one.state in home
        found["consented"] += consented
        found["bound"] += bound
    return found


def _rail(days: Iterable[dt.date], when: AsOf) -> dict[str, Any] | None:
    """Return the days on which something happened, with their places in thousandths, and those next to the day shown."""
    listed = sorted(set(days))
    if not listed:
        return None
    first, last = listed[0] - dt.timedelta(days=7), max([listed[-1] + dt.timedelta(days=7), min(when.on, dt.date(LAST_YEAR, 12, 31))])
    first = max(min(first, when.on), dt.date(FIRST_YEAR, 1, 1))
    place = time_axis.scale(first, last, 0, 1000)
    return {
        "first": first,
        "last": last,
        "ticks": [(place(day), day) for day in listed],
        "needle": place(when.on),
        "before": max((day for day in listed if day < when.on), default=None),
        "after": min((day for day in listed if day > when.on), default=None),
    }


@require_safe
def track(request: HttpRequest, family: str, slug: str, code: str) -> HttpResponse:
    """One state's way to an agreement: every step with its day, source, article, what it waits for; what it owes; what is on record."""
    if there := in_capitals(request, "agreement-track", family, slug, code):
        return there
    when = as_of(request)
    supposed = request.GET.get("path", "").strip()[:80]
    found = follow.way(actor(request), f"{family}/{slug}", code, when.on, when.known, path=supposed)
    return page(
        request,
        "ratification/track.html",
        when,
        agreement=found.agreement,
        part="ratification",
        found=found,
        track=found.track,
        steps_in_words=steps_in_words(found),
        supposed=supposed if found.track.path is not None and found.track.path.id == supposed else "",
        name=tongues.party_name(holdings(request).parties.over(found.agreement.participants)[code], when.on),
        statuses=STATUSES,
        outcomes=OUTCOMES,
        stages=STAGES,
        owing=OWING,
        uncounted=_uncounted(found) if keep_sittings.may_keep(actor(request), code) else (),
        may_report=found.procedure is not None and report_step.may_report(actor(request), code),
    )


def _uncounted(found: follow.Way) -> list[tuple[str, str]]:
    """Return the chambers whose sitting days are wanted and not on record, each with its name."""
    chambers = [found.procedure.chamber(name) for name in found.track.uncounted] if found.procedure is not None else []
    return [(chamber.id, chamber.name) for chamber in chambers if chamber is not None]


def steps_in_words(found: follow.Way) -> dict[tuple[str, str], str]:
    """Return what steps, full powers and duties on record are called by path and id; without a path, on the way taken or else the first."""
    ways = found.procedure.paths if found.procedure is not None else ()
    words = {("", FULL_POWERS): gettext("full powers given")}
    words |= {("", DUTY + duty.id): duty.what for duty in (found.procedure.duties if found.procedure is not None else ())}
    words |= {(way.id, step.id): step.describe() for way in ways for step in way.steps}
    for way in sorted(ways, key=lambda way: found.track.path is None or way.id != found.track.path.id):
        words = {("", step.id): step.describe() for step in way.steps} | words
    return defaultdict(str, words)


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a state: all its pending agreements, those most in need first."""
    if there := in_capitals(request, "party-ratification", code):
        return there
    when = as_of(request)
    found = follow.state_board(actor(request), code, when.on, when.known)
    return page(
        request,
        "ratification/state.html",
        when,
        code=code,
        name=tongues.party_name(holdings(request).parties[code], when.on),
        found=found,
        statuses=STATUSES,
    )


@require_safe
def depositary(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """What the depositary has, in order; what is missing; whom it tells of what came on record since a day."""
    when = as_of(request)
    since, fault = _since(request)
    found = follow.depositary(actor(request), f"{family}/{slug}", when.on, when.known, since)
    acts = list(found.agreement.acts)
    return page(
        request,
        "ratification/depositary.html",
        when,
        agreement=found.agreement,
        part="depositary",
        found=found.deposits,
        sources=found.sources,
        notices=[(notice, acts.index(notice.act) + 1 if notice.act in acts else None) for notice in found.deposits.notices],
        since_fault=fault,
        rule=clauses_in_words(found.agreement)[0][1],
        may_notify=_may_notify(request, found.agreement),
        notified=find_instruments.notified(actor(request), found.agreement.id),
    )


def _may_notify(request: HttpRequest, agreement: Agreement) -> bool:
    return any(actor(request).may("record", code) for code in agreement.depositary) or actor(request).may("record")


def _since(request: HttpRequest) -> tuple[dt.date | None, str]:
    text = request.GET.get("since", "").strip()[:20]
    try:
        day = dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None, gettext("“%(text)s” is not a day; write it like 2026-01-31.") % {"text": text}
    return (day, "") if day is None or FIRST_YEAR <= day.year <= LAST_YEAR else (None, gettext("That day lies outside the years the register knows."))


urlpatterns = [
    path("ratification/", pending, name="ratification"),
    path("agreements/<str:family>/<str:slug>/ratification/", board, name="agreement-ratification"),
    path("agreements/<str:family>/<str:slug>/ratification/<str:code>/", track, name="agreement-track"),
    path("agreements/<str:family>/<str:slug>/depositary/", depositary, name="agreement-depositary"),
    path("parties/<str:code>/ratification/", state, name="party-ratification"),
]
