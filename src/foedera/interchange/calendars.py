"""iCalendar (RFC 5545): what is coming up as whole-day events a calendar can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

from icalendar import Calendar, Event

from foedera.law.deadlines import Deadline


def calendar(name: str, deadlines: Iterable[Deadline], titles: dict[str, str], stamp: dt.datetime) -> bytes:
    """Return a calendar of deadlines; `titles` names agreements, `stamp` is when the feed was made (UTC).

    The same deadline keeps its identity from feed to feed, so that calendars update it instead of doubling it.
    """
    found = Calendar()
    found.add("prodid", "-//Foedera//Deadlines//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    for deadline in deadlines:
        event = Event()
        title = titles.get(deadline.agreement, deadline.agreement)
        who = f"{deadline.party}: " if deadline.party else ""
        event.add("summary", f"{title}: {who}{deadline.what}")
        event.add("description", "\n".join(deadline.because))
        event.add("dtstart", deadline.on)
        event.add("dtend", deadline.on + dt.timedelta(days=1))
        event.add("dtstamp", stamp)
        event.add("transp", "TRANSPARENT")
        identity = "|".join((deadline.agreement, deadline.party or "", deadline.what, deadline.on.isoformat()))
        event.add("uid", f"{sha256(identity.encode()).hexdigest()[:32]}@foedera")
        found.add_component(event)
    content: bytes = found.to_ical()
    return content
