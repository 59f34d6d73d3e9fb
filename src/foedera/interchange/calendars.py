"""iCalendar (RFC 5545, with the names and refresh interval of RFC 7986): what is coming up as whole-day events to subscribe to.

A feed may be of one agreement, of one party, or of a person: the caller chooses the deadlines and names the calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from icalendar import Calendar, Event

from foedera.interchange.voices import ENGLISH, Voice
from foedera.law.deadlines import Deadline, upcoming
from foedera.law.timeline import Timeline

#: How long a program may keep a feed before asking again: deadlines move by days.
REFRESH = dt.timedelta(hours=12)


def of_agreements(timelines: Iterable[Timeline], today: dt.date, until: dt.date) -> list[Deadline]:
    """Return what is coming up in these agreements after `today`, not later than `until`, each deadline once, in order of date."""
    return sorted({deadline for timeline in timelines for deadline in upcoming(timeline, today, until)})


def of_party(timelines: Iterable[Timeline], code: str, today: dt.date, until: dt.date) -> list[Deadline]:
    """Return what is coming up in the agreements a party takes part in, what concerns the others there included."""
    return of_agreements((timeline for timeline in timelines if timeline.status_of(code, today) is not None), today, until)


def calendar(
    name: str,
    deadlines: Iterable[Deadline],
    titles: Mapping[str, str],
    stamp: dt.datetime,
    *,
    link: Callable[[Deadline], str] | None = None,
    url: str = "",
    voice: Voice = ENGLISH,
) -> bytes:
    """Return a calendar of deadlines; `titles` names agreements, `stamp` is when the feed was made (UTC).

    `link` gives the page of a deadline, `url` is where the feed itself lives. The same deadline keeps its identity from feed to feed and from
    language to language, so that calendars update it instead of doubling it.
    """
    found = Calendar()
    found.add("prodid", f"-//Foedera//Deadlines//{voice.code.upper()}")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", f"PT{REFRESH // dt.timedelta(hours=1)}H")
    found.add("last-modified", stamp)
    if url:
        found.add("url", url)
        found.add("source", url, parameters={"VALUE": "URI"})
    for deadline in deadlines:
        event = Event()
        title = titles.get(deadline.agreement, deadline.agreement)
        who = f"{deadline.party}: " if deadline.party else ""
        event.add("summary", f"{title}: {who}{voice.ahead(deadline.what)}")
        event.add("description", "\n".join(voice.says(line) for line in deadline.because))
        event.add("dtstart", deadline.on)
        event.add("dtend", deadline.on + dt.timedelta(days=1))
        event.add("dtstamp", stamp)
        event.add("transp", "TRANSPARENT")
        event.add("categories", [deadline.agreement])
        event.add("uid", identity(deadline))
        if link is not None:
            event.add("url", link(deadline))
        found.add_component(event)
    content: bytes = found.to_ical()
    return content


def identity(deadline: Deadline) -> str:
    """Return the name an event keeps: of the agreement, who is concerned, what, and on which day."""
    said = "|".join((deadline.agreement, deadline.party or "", str(deadline.what), deadline.on.isoformat()))
    return f"{sha256(said.encode()).hexdigest()[:32]}@foedera"
