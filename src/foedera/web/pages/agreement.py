"""An agreement on a day: status, parties, map, timeline, clauses, obligations, reservations, relations. One address, moved by the day."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from foedera.deeds import excerpt, hand_out
from foedera.law.deadlines import upcoming
from foedera.model.standing import STATUSES
from foedera.model.words import clauses_in_words
from foedera.web import tongues
from foedera.web.asking import actor, as_of, page, timeline_or_404
from foedera.web.day import Whole, drawn, linker, map_title, map_words, name_on, on_the_day, said, whole

#: How far ahead the page looks for what is coming.
AHEAD = dt.timedelta(days=3 * 365)
#: Templates of what depends on the day; each is one element whose id is its name with `p-` before it.
PIECES = ("band", "status", "time", "participants", "duties", "reservations", "related")


@require_safe
def view(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The page of an agreement."""
    when = as_of(request)
    timeline = timeline_or_404(request, f"{family}/{slug}", when)
    shown = on_the_day(request, timeline, when)
    known: Whole = shown["whole"]
    lived = {bar.status for lane in known.life.lanes for bar in lane.bars} if known.life else set()
    return page(
        request,
        "agreement/page.html",
        when,
        **shown,
        part="law",
        map_title=map_title(timeline.agreement, when),
        area_title=lambda code: map_words(shown, code),
        legend=[status for status in STATUSES if status in lived or status in shown["counts"]],
        bars=lived,
        signs={mark.sign for lane in known.life.lanes for mark in lane.marks} if known.life else set(),
        languages=[tongues.language_name(code) for code in timeline.agreement.languages],
        clauses=clauses_in_words(timeline.agreement),
        coming=upcoming(timeline, when.on, when.on + AHEAD)[:4],
        takes=_takes(),
        drawn=drawn(timeline, when.today, get_language() or "en", shown["path"], (*shown["kept"].items(), ("known", when.known))),
    )


def _takes() -> list[tuple[str, str]]:
    return [
        ("pdf", gettext("Status report (PDF)")),
        ("xlsx", gettext("Tables (XLSX)")),
        ("parties", gettext("Participants (CSV)")),
        ("xml", gettext("Akoma Ntoso")),
        ("toml", gettext("Agreement file (TOML)")),
    ]


@require_safe
@gzip_page
def day(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """What changes on the page when the day does, for the slider: pieces by the id of the element they replace, and what the drawings need."""
    when = as_of(request)
    timeline = timeline_or_404(request, f"{family}/{slug}", when)
    shown = on_the_day(request, timeline, when) | {"when": when, "actor": actor(request)}
    joined = set(shown["joined"])
    answer = {
        "on": when.on.isoformat(),
        "url": shown["here"](),
        "pieces": {name: render_to_string(f"agreement/{name}.html", shown, request) for name in PIECES},
        "map": map_title(timeline.agreement, when),
        "areas": {area: [shown["statuses"][code], map_words(shown, code), code in joined] for area, code in shown["areas"].items()},
        "cursor": shown["cursor"],
        "said": said(shown, when),
    }
    return JsonResponse(answer)


@require_safe
def participant(request: HttpRequest, family: str, slug: str, code: str) -> HttpResponse:
    """One participant in the agreement: its status on the day with all its reasons, its changes and its acts."""
    when = as_of(request)
    timeline = timeline_or_404(request, f"{family}/{slug}", when)
    own = [change for change in whole(timeline, when.today).changes if change.party == code]
    acts = [act for act in timeline.agreement.acts if code in act.by or code in act.to]
    if not own and not acts:
        raise Http404(gettext("%(code)s never took part in this agreement.") % {"code": code[:40]})
    here = linker(request.path, {"known": when.known})
    return page(
        request,
        "agreement/participant.html",
        when,
        agreement=timeline.agreement,
        part="participant",
        code=code,
        name=name_on(code, when.on, timeline.agreement),
        shown=timeline.standing(when.on).of(code),
        changes=own,
        acts=acts,
        here=here,
        path_of_agreement=reverse("agreement", args=[family, slug]),
    )


@require_safe
def changes(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """Every change in the agreement's life as a table, on a page of its own."""
    when = as_of(request)
    timeline = timeline_or_404(request, f"{family}/{slug}", when)
    here = linker(reverse("agreement", args=[family, slug]), {"known": when.known})
    found = whole(timeline, when.today).changes
    return page(
        request, "agreement/changes_page.html", when, agreement=timeline.agreement, part="changes", changes=found, today=when.today, here=here
    )


@require_safe
def take(request: HttpRequest, family: str, slug: str, form: str) -> HttpResponse:
    """A copy of the agreement, or of its participants, in a format others read, as it stands on the day asked."""
    when = as_of(request)
    name, who, stem = f"{family}/{slug}", actor(request), f"{family}-{slug}"
    timeline_or_404(request, name, when)
    content: bytes | str
    if form == "parties":
        content, media_type, file = excerpt.participants(who, name, when.on, when.known), "text/csv; charset=utf-8", f"{stem}-{when.on}.csv"
    elif form == "toml":
        content, media_type, file = excerpt.file(who, name), "application/toml; charset=utf-8", f"{stem}.toml"
    elif form == "xml":
        content, media_type, file = excerpt.akoma_ntoso(who, name, timezone.now(), when.known), "application/akn+xml", f"{stem}.xml"
    else:
        base = request.build_absolute_uri("/").rstrip("/")
        made = hand_out.export(who, form, when.on, timezone.now(), agreements=[name], known=when.known, language=_language(), base=base)
        content, media_type, file = made.content, made.media_type, made.name
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _language() -> str:
    language = get_language() or "en"
    return language if language in hand_out.VOICES else "en"


urlpatterns = [
    path("agreements/<str:family>/<str:slug>/", view, name="agreement"),
    path("agreements/<str:family>/<str:slug>/day/", day, name="agreement-day"),
    path("agreements/<str:family>/<str:slug>/participants/<str:code>/", participant, name="agreement-participant"),
    path("agreements/<str:family>/<str:slug>/changes/", changes, name="agreement-changes"),
    path("agreements/<str:family>/<str:slug>/take/<str:form>", take, name="agreement-take"),
]
