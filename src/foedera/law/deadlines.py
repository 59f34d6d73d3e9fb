"""What is coming up in an agreement's life: certain changes, ends of terms and the last day for notice, reviews, time to object."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from foedera.law import duration, reasons
from foedera.law.periods import after
from foedera.law.timeline import Timeline
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE
from foedera.model.periods import Period
from foedera.model.phrases import Phrase, dated, say
from foedera.model.terms import spoken

_DAY = dt.timedelta(days=1)

#: What a deadline is about, by the message it is said with; what is not named here is a change of status.
_ABOUT = {
    "the running term ends": "term",
    "last day for notice against renewal": "notice",
    "first day on which notice of withdrawal may be given": "notice",
    "review due": "review",
    "last day to object to reservation {id}": "objection",
    "last day to object to reservation of {code}": "objection",
}
#: What deadlines are about.
ABOUT = ("change", "term", "notice", "review", "objection")


@frozen(order=True)
class Deadline:
    """A day ahead that somebody should know of: what happens or ends on it, for whom (`party` empty: the agreement), and why."""

    on: dt.date
    agreement: str
    what: str
    party: str = ""
    because: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What it is about: one of `ABOUT`."""
        return _ABOUT.get(self.what.msgid if isinstance(self.what, Phrase) else self.what, "change")

    def as_json(self) -> dict[str, object]:
        """Return the deadline as an object of plain values."""
        return {"on": self.on.isoformat(), "agreement": self.agreement, "what": self.what, "party": self.party or None, "because": list(self.because)}


def upcoming(timeline: Timeline, today: dt.date, until: dt.date) -> list[Deadline]:
    """Return what is coming up after `today`, not later than `until`, in order of date."""
    name = timeline.agreement.id
    ahead = timeline.changes(today, after=today)
    ends = {change.on for change in ahead if change.party is None and change.change == "terminated"}
    ahead = [change for change in ahead if change.party is None or change.change != "terminated" or change.on not in ends]
    found = [Deadline(c.on, name, spoken(c.change), c.party or "", c.because[:-1] or c.because) for c in ahead]
    if timeline.status_on(today) in ("in-force", "suspended"):
        found += _term(timeline, today)
        found += _reviews(timeline, today, until)
        found += _objections(timeline, today)
        found += _first_notice(timeline, today)
    doubt = _doubt(timeline, today)
    return sorted({evolve(deadline, because=(*deadline.because, *doubt)) for deadline in found if deadline.on <= until})


def _doubt(timeline: Timeline, today: dt.date) -> tuple[str, ...]:
    """Return a warning where the day of entry into force, from which terms run, rests on an act whose own day is not known."""
    ledger = timeline.era(today)
    if ledger.in_force is not None and any(act.on == ledger.met and act.precision == "not-later-than" for act in ledger.acts):
        return (say("doubtful: counted from {day}, the latest day on which the agreement can have entered into force", day=dated(ledger.in_force)),)
    return ()


def _term(timeline: Timeline, today: dt.date) -> list[Deadline]:
    clause = timeline.agreement.duration
    end = duration.running_term(timeline.era(today), today)
    if clause is None or clause.renewal is None or end is None:
        return []
    notice = clause.renewal.unless_notice
    because = (
        say(
            "{rule}: renewed for {period} unless notice is given {notice} before",
            rule=reasons.cited(clause),
            period=clause.renewal.length().describe(),
            notice=notice.describe(),
        ),
    )
    found = [Deadline(end, timeline.agreement.id, say("the running term ends"), because=because)]
    last = last_day_for(notice, end)
    if last > today:
        found.append(Deadline(last, timeline.agreement.id, say("last day for notice against renewal"), because=because))
    return found


def last_day_for(notice: Period, end: dt.date) -> dt.date:
    """Return the last day on which notice is in time for a term that ends on `end`.

    >>> last_day_for(Period(years=1), dt.date(2027, 2, 28))
    datetime.date(2026, 2, 28)
    """
    back = Period(years=notice.years, months=notice.months, days=notice.days)
    day = end - dt.timedelta(days=back.days + 31 * (back.months + 12 * back.years) + 31)
    while (following := after(notice, day + _DAY)) is not None and following <= end and day < end:
        day += _DAY
    return day


def _reviews(timeline: Timeline, today: dt.date, until: dt.date) -> list[Deadline]:
    clause = timeline.agreement.review
    entry = timeline.ledger.in_force
    if clause is None or entry is None:
        return []
    day = after(clause.first or clause.every or Period(), entry)
    found = []
    while day is not None and day <= until:
        if day > today:
            found.append(Deadline(day, timeline.agreement.id, say("review due"), because=(clause.cite(say("the clause on review")),)))
        following = after(clause.every, day) if clause.every is not None else None
        day = following if following is not None and following > day else None
    return found


def _objections(timeline: Timeline, today: dt.date) -> list[Deadline]:
    ledger = timeline.era(today)
    if not ledger.reserving:
        return []
    clause = timeline.agreement.reservations or NO_RESERVATIONS_CLAUSE
    found = []
    for act in timeline.acts_until(today):
        last = after(clause.objections_within, act.known) if act.kind == "reservation" else None
        if last is not None and last > today:
            because = (say("{rule}: {act}", rule=clause.cite(say("VCLT 20(5)")), act=act.describe()),)
            what = (
                say("last day to object to reservation {id}", id=act.id)
                if act.id
                else say("last day to object to reservation of {code}", code=act.by[0])
            )
            found.append(Deadline(last, timeline.agreement.id, what, because=because))
    return found


def _first_notice(timeline: Timeline, today: dt.date) -> list[Deadline]:
    clause = timeline.agreement.withdrawal
    entry = timeline.ledger.in_force
    if clause is None or clause.after is None or entry is None or clause.after_from == "party":
        return []
    opens = after(clause.after, entry)
    if opens is None or opens <= today:
        return []
    what = say("first day on which notice of withdrawal may be given")
    return [Deadline(opens, timeline.agreement.id, what, because=(reasons.cited(clause),))]
