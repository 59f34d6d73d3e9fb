"""Feeds that other programs subscribe to: what is coming as iCalendar, acts as they are recorded as Atom; of all, a party, an agreement, a person."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from foedera.deeds import brief, consult, foresee, notify
from foedera.deeds.clocks_at_home import AtHome
from foedera.interchange import atom, calendars
from foedera.interchange.voices import Voice
from foedera.law.deadlines import Deadline
from foedera.web import tongues
from foedera.web.asking import actor, holdings, today
from foedera.web.templating import party_name


def voice() -> Voice:
    """Return the voice documents speak with in the reader's language."""
    return Voice(tongues.language(), tongues.tongue(), tongues.party_name)


def _scope(request: HttpRequest) -> tuple[tuple[str, ...], str, str]:
    """Return for which parties, of which agreement, and under which name a feed is asked for.

    With a private key and nothing else it is of the parties its owner works for.
    """
    code, name = request.GET.get("party", "").strip().upper()[:40], request.GET.get("agreement", "").strip()[:200]
    if name:
        found = holdings(request).find(name)
        if found is None:
            raise Http404(gettext("There is no agreement “%(name)s”.") % {"name": name[:60]})
        return (), name, found.short_title or found.title
    if code:
        return (code,), "", party_name(code, today())
    if "key" in request.GET:
        own = brief.parties_of(actor(request))
        return own, "", ", ".join(party_name(own_code, today()) for own_code in own) or gettext("all agreements")
    return (), "", gettext("all agreements")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming within two years, as iCalendar."""
    parties, agreement, title = _scope(request)
    now = today()
    deadlines, titles = foresee.feed(actor(request), now, parties=parties, agreement=agreement)

    def link(deadline: Deadline) -> str:
        names = deadline.agreement.split("/", 1)
        if isinstance(deadline, AtHome):
            return request.build_absolute_uri(reverse("agreement-track", args=[*names, deadline.party]))
        return request.build_absolute_uri(f"{reverse('agreement', args=names)}?on={deadline.on.isoformat()}")

    content = calendars.calendar(
        f"Foedera: {title}", deadlines, titles, dt.datetime.combine(now, dt.time(), dt.UTC), link=link, url=_own_address(request), voice=voice()
    )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="foedera.ics"'})


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The acts recorded last, as Atom."""
    parties, agreement, title = _scope(request)
    found = notify.notify(actor(request), parties=parties, agreement=agreement)

    def link(notice: atom.Notice) -> str:
        place = reverse("agreement", args=notice.agreement.id.split("/", 1))
        return request.build_absolute_uri(f"{place}?on={notice.act.on.isoformat()}")

    content = atom.feed(
        gettext("Foedera, notifications: %(title)s") % {"title": title},
        _own_address(request),
        found,
        consult.register(actor(request)).parties,
        link,
        dt.datetime.combine(today(), dt.time(), dt.UTC),
        voice(),
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _own_address(request: HttpRequest) -> str:
    """Return where the feed lives, without a private key: what is handed on must not carry it."""
    asked = request.GET.copy()
    asked.pop("key", None)
    return request.build_absolute_uri(request.path + ("?" + asked.urlencode() if asked else ""))


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """Lead calendars subscribed to the earlier address to the present one."""
    return HttpResponseRedirect(reverse("calendar-feed") + ("?" + request.GET.urlencode() if request.GET else ""))


urlpatterns = [
    path("feeds/calendar.ics", calendar, name="calendar-feed"),
    path("feeds/notifications.atom", notifications, name="notifications-feed"),
    path("calendar/feed.ics", moved, name="moved-feed"),
]
