"""What a page is asked: the collection, read and folded once a process, and the one "as of" of every page."""

from __future__ import annotations

import datetime as dt
from functools import cache

from attrs import frozen
from django.http import Http404, HttpRequest

from foedera.law.timeline import Timeline
from foedera.library.collection import Collection
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.errors import FoederaError


@cache
def collection() -> Collection:
    """Return the collection, every timeline folded."""
    found = Collection()
    found.docket.fold_all(sorted(found.ids()))
    return found


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


def as_of(request: HttpRequest) -> AsOf:
    """Read `?on=` and `?known=`; a day that cannot be read is said on the page, which then shows today."""
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
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
            fault = f"“{text[:40]}” is not a day between {FIRST_YEAR} and {LAST_YEAR}; write it like 1949-08-24. The page shows today."
    return AsOf(days["on"] or today, days["known"], today, fault)


def timeline_or_404(name: str, when: AsOf) -> Timeline:
    """Return an agreement's timeline as known on the day of the record, or say that there is no such agreement."""
    try:
        return collection().known(when.known).timeline(name)
    except FoederaError as error:
        raise Http404(str(error)) from error
