"""What every page starts from: who asks, the day asked, the register; and the page handed to its template."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import frozen
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from foedera.deeds import consult
from foedera.deeds.powers import READER, Actor
from foedera.law.timeline import Timeline
from foedera.library.collection import Holdings
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.errors import FoederaError, UnknownParty
from foedera.web import tongues


@frozen
class AsOf:
    """The day in law a page answers for, the day of the record it answers from, and today."""

    on: dt.date
    known: dt.date | None
    today: dt.date
    fault: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the page shows today as known today."""
        return self.on == self.today and self.known is None

    @property
    def day(self) -> str | None:
        """The day for links, None where it is today."""
        return None if self.on == self.today else self.on.isoformat()


def today() -> dt.date:
    """Return today where the server stands: the only place of the pages that reads the clock for a day in law."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def actor(request: HttpRequest) -> Actor:
    """Return who asks: the account's owner, or a reader without an account."""
    found: Actor = getattr(request, "actor", READER)
    return found


def as_of(request: HttpRequest) -> AsOf:
    """Read `?on=` and `?known=`; a day that cannot be read is said on the page, which then shows today."""
    now = today()
    fault = ""
    days: dict[str, dt.date | None] = {}
    for name in ("on", "known"):
        text = request.GET.get(name, "").strip()
        try:
            day = dt.date.fromisoformat(text) if text else None
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValueError
            days[name] = day
        except ValueError:
            days[name] = None
            fault = gettext("“%(text)s” is not a day between %(first)s and %(last)s; write it like 1949-08-24. The page shows today.") % {
                "text": text[:40],
                "first": FIRST_YEAR,
                "last": LAST_YEAR,
            }
    return AsOf(days["on"] or now, days["known"], now, fault)


def state_seen(request: HttpRequest, field: str = "seen") -> int:
    """Return the number of the state a form handed in was filled from, 0 where its hidden field says none."""
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def page(request: HttpRequest, template: str, when: AsOf | None = None, http: int = 200, **context: Any) -> HttpResponse:
    """Return a page of the house: its template with who asks, the day and the path."""
    when = when if when is not None else as_of(request)
    return render(request, template, {"when": when, "path": request.path, "actor": actor(request), **context}, status=http)


def party_asked(request: HttpRequest, *words: str) -> tuple[str, str]:
    """Return the code of the party asked for, however it was named (empty for these words), and what to say where none is so called."""
    text = request.GET.get("party", "").strip()[:80]
    if not text or text in words:
        return "", ""
    try:
        return holdings(request).code(text), ""
    except UnknownParty as error:
        return "", tongues.translated(error.args[0])


def in_capitals(request: HttpRequest, page: str, *place: str) -> HttpResponseRedirect | None:
    """Return the way to a page whose address ends with a code in small letters; None where it is in capitals already."""
    if place[-1] == place[-1].upper():
        return None
    query = "?" + request.GET.urlencode() if request.GET else ""
    return HttpResponseRedirect(reverse(page, args=[*place[:-1], place[-1].upper()]) + query)


def holdings(request: HttpRequest) -> Holdings:
    """Return the register's agreements, for who may read them."""
    return consult.register(actor(request))


def timeline_or_404(request: HttpRequest, name: str, when: AsOf) -> Timeline:
    """Return an agreement's timeline as known on the day of the record, or say that there is no such agreement."""
    try:
        return holdings(request).known(when.known).timeline(name)
    except FoederaError as error:
        raise Http404(error.args[0]) from error
