"""Calendar: what is coming, as a list by month or a month's grid, for everybody or a party, of one agreement, about one thing."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re

from attrs import frozen
from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from foedera.deeds import brief, foresee
from foedera.deeds.foresee import WHATS, Horizon
from foedera.law.deadlines import Deadline
from foedera.law.periods import add_months
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.phrases import N_
from foedera.web import tongues
from foedera.web.asking import actor, as_of, page, party_asked
from foedera.web.pages.between import choices
from foedera.web.pages.parties import number

#: How many months ahead the list looks where nothing is asked, and at most.
AHEAD, FARTHEST = 24, 240
#: What a reader can choose to see alone.
LABELS = {
    "change": N_("changes of status"),
    "term": N_("ends of terms"),
    "notice": N_("last and first days for notice"),
    "review": N_("reviews"),
    "objection": N_("last days to object"),
    "duty": N_("duties at home: reports, registration, publication"),
    "step": N_("steps at home: first and last days"),
}
#: How many deadlines a month's grid holds.
IN_A_MONTH = 500


@frozen
class Square:
    """A day of a month's grid, and what falls on it; None outside the month."""

    day: dt.date | None
    deadlines: tuple[Deadline, ...] = ()


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming after the day shown."""
    when = as_of(request)
    party, fault = party_asked(request, "mine")
    agreement = request.GET.get("agreement", "").strip()[:200]
    what = request.GET.get("what", "") if request.GET.get("what", "") in WHATS else ""
    text = request.GET.get("months", "")
    ahead = min(max(int(text), 1), FARTHEST) if re.fullmatch(r"[0-9]{1,6}", text) else AHEAD
    mine = brief.parties_of(actor(request))
    parties = (party,) if party else mine if request.GET.get("party", "").strip() == "mine" else ()
    month = _month(request)
    if month is not None:
        first, last = month, _bounded(add_months(month, 1) - dt.timedelta(days=1))
        asked = Horizon(
            on=when.on,
            after=max(when.on, first - dt.timedelta(days=1)),
            until=last,
            parties=parties,
            agreement=agreement,
            what=what,
            known=when.known,
            size=IN_A_MONTH,
        )
    else:
        last = _bounded(add_months(when.on, ahead))
        asked = Horizon(on=when.on, until=last, parties=parties, agreement=agreement, what=what, known=when.known, page=number(request))
    found = foresee.foresee(actor(request), asked, when.today)
    return page(
        request,
        "calendar.html",
        when,
        asked=asked,
        found=found,
        by_month=_by_month(found.deadlines),
        weeks=_weeks(month, found.deadlines) if month is not None else [],
        month=month,
        ahead=ahead,
        party=party,
        mine=mine,
        chosen="mine" if parties and not party else party,
        fault=fault,
        whats={name: gettext(label) for name, label in LABELS.items()},
        choices=choices(request, when),
        before=_bounded(add_months(month, -1)) if month else None,
        after=_bounded(add_months(month, 1)) if month else None,
        this_month=when.on.replace(day=1),
        month_name=month_name,
        weekdays=[format_date(dt.date(2024, 1, day), "EEE", locale=tongues.language()) for day in range(1, 8)],
    )


def _month(request: HttpRequest) -> dt.date | None:
    """Return the first day of the month whose grid is asked for, None where the list is."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", request.GET.get("month", ""))
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def month_name(month: dt.date) -> str:
    """Return a month in the reader's language: November 2026."""
    return format_date(month, "LLLL y", locale=tongues.language())


def _bounded(day: dt.date) -> dt.date:
    return min(max(day, dt.date(FIRST_YEAR, 1, 1)), dt.date(LAST_YEAR, 12, 31))


def _by_month(deadlines: tuple[Deadline, ...]) -> list[tuple[dt.date, list[Deadline]]]:
    found: dict[dt.date, list[Deadline]] = {}
    for deadline in deadlines:
        found.setdefault(deadline.on.replace(day=1), []).append(deadline)
    return list(found.items())


def _weeks(month: dt.date, deadlines: tuple[Deadline, ...]) -> list[list[Square]]:
    """Return the weeks of a month, Monday first, each day with what falls on it."""
    on: dict[dt.date, list[Deadline]] = {}
    for deadline in deadlines:
        on.setdefault(deadline.on, []).append(deadline)
    weeks = months.Calendar().monthdatescalendar(month.year, month.month)
    return [[Square(day, tuple(on.get(day, ()))) if day.month == month.month else Square(None) for day in week] for week in weeks]


urlpatterns = [path("calendar/", calendar, name="calendar")]
