"""The forms of what states do at home: a step as it was taken, a reason to strike one, days on which a chamber sits; read from what was typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from foedera.deeds.keep_sittings import Stretch, read_days
from foedera.model.agreements import Source
from foedera.model.errors import Unfit
from foedera.model.phrases import N_, say
from foedera.ratification.progress import Taken
from foedera.ratification.sittings import Dissolution
from foedera.web.forms.act import Fault, day_of
from foedera.web.forms.brought import sources_of

#: What the fields are called.
STEP_LABELS = {
    "step": N_("What was done"),
    "outcome": N_("How it came out"),
    "on": N_("On"),
    "known": N_("Known since"),
    "source": N_("Source"),
    "confidence": N_("Confidence"),
    "note": N_("Note"),
    "sure": N_("Out of order"),
}
STEP_HINTS = {
    "on": N_("The day in law: of the vote, the decree, the signature."),
    "known": N_("Since when it is on record; empty: since today. Of steps of long ago the day they were made public."),
    "source": N_("The gazette, the record of the sitting or the report: title | address on the web."),
}
SITTINGS_LABELS = {
    "first": N_("From"),
    "last": N_("Until"),
    "weekdays": N_("It sits every"),
    "recesses": N_("Recesses"),
    "days": N_("Single days"),
    "dissolved": N_("Dissolved"),
    "source": N_("Source"),
    "confidence": N_("Confidence"),
    "note": N_("Note"),
}
SITTINGS_HINTS = {
    "last": N_("Between these two days, both included, the list is complete; outside them nothing is known."),
    "recesses": N_("One a line: first day last day, like 2026-12-18 2027-01-05."),
    "days": N_("One a line, like 2026-11-26; besides the weekdays above."),
    "dissolved": N_("One a line: the day of the dissolution, and the day the new chamber first meets where that is known."),
    "source": N_("Where the days were published: title | address on the web."),
}
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[\s,;]+(\d{4}-\d\d-\d\d))?\Z")


def step_of(values: Mapping[str, str], agreement: str, state: str, today: dt.date) -> tuple[Taken, list[Fault]]:
    """Return the step typed, and what is wrong with its days; where no day can be read it stands on today. What was done: path/step, or a duty."""
    faults: list[Fault] = []
    on, known = day_of(values["on"], "on", faults), day_of(values["known"], "known", faults)
    if not values["on"]:
        faults.append(("on", say("no day is given; it is the day in law: of the vote, the decree, the signature")))
    path, _, step = values["step"].rpartition("/")
    day = on if on is not None else today
    taken = Taken(
        agreement=agreement,
        state=state,
        path=path,
        step=step,
        outcome=values["outcome"] or "done",
        on=day,
        known=known if known is not None else max(today, day),
        source=values["source"],
        confidence=values["confidence"],
        note=values["note"],
    )
    return taken, faults


def stretch(values: Mapping[str, str], state: str, chamber: str, weekdays: tuple[str, ...]) -> Stretch:
    """Return the days typed for a chamber; Unfit with what cannot be read."""
    faults: list[Fault] = []
    first, last = day_of(values["first"], "first", faults), day_of(values["last"], "last", faults)
    for name in ("first", "last"):
        if not values[name]:
            faults.append((name, say("say from which day to which day the list is complete")))
    recesses = _spans(values["recesses"], "recesses", faults)
    if any(end is None for _, end in recesses):
        faults.append(("recesses", say("a recess has a first and a last day")))
    ends = _spans(values["dissolved"], "dissolved", faults)
    sources, wrong = sources_of(values["source"])
    faults += [("source", text) for _, text in wrong]
    days: frozenset[dt.date] = frozenset()
    try:
        days = read_days(values["days"])
    except Unfit as error:
        faults += error.faults
    if not values["source"]:
        faults.append(("source", say("no source is given; name the law, the document or the decision it rests on")))
    if not values["confidence"]:
        faults.append(("confidence", say("it is not said how sure this is")))
    if first is None or last is None or faults:
        raise Unfit(tuple(faults))
    cited = sources[0] if sources else None
    return Stretch(
        state=state,
        chamber=chamber,
        first=first,
        last=last,
        weekdays=weekdays,
        recesses=tuple((a, b) for a, b in recesses if b is not None),
        days=days,
        dissolved=tuple(Dissolution(on=a, until=b) for a, b in ends),
        source=Source(title=cited.title, url=cited.url, seen=cited.seen) if cited is not None else Source(title=""),
        confidence=values["confidence"],
        note=values["note"],
    )


def _spans(text: str, name: str, faults: list[Fault]) -> list[tuple[dt.date, dt.date | None]]:
    """Return pairs of days, one a line, the second of which may be missing."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SPAN.match(line)
        try:
            if match is None:
                raise ValueError
            found.append((dt.date.fromisoformat(match[1]), dt.date.fromisoformat(match[2]) if match[2] else None))
        except ValueError:
            faults.append((name, say("'{text}' is not understood; write days like 2026-12-18 2027-01-05", text=line[:60])))
    return found
