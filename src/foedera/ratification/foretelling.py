"""All that goes into a forecast, put together from the record: where the agreement stands, what others teach, and what came in fact.

The forecast made for a past day sees nothing of what followed; what followed stands beside it, so that anybody can see how it did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedera.law.docket import Docket
from foedera.law.prospects import Prospect, prospect
from foedera.law.timeline import Timeline
from foedera.model.agreements import Agreement
from foedera.model.errors import Unfit
from foedera.model.phrases import N_, Phrase, dated, say, say_n
from foedera.ratification.calendars import Calendars
from foedera.ratification.events import Event
from foedera.ratification.forecast import Forecast, Spread, forecast
from foedera.ratification.history import DEPOSITS, History, history_of, lags, spells
from foedera.ratification.learning import Lesson, learn
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken
from foedera.ratification.survival import Curve, curve
from foedera.ratification.through import approvals

#: The intervals of a forecast by the share of simulations they hold, the narrowest first, each with the chances of its ends.
INTERVALS = ((0.5, 0.25, 0.75), (0.8, 0.10, 0.90), (0.9, 0.05, 0.95))


@frozen
class Came:
    """What came in fact: its day, and the share of the narrowest interval of the forecast it lies in (None: in none of them).

    `by` says that the day itself is not on record, only that it had come by then.
    """

    day: dt.date
    within: float | None
    by: bool = False


@frozen
class Happened:
    """What the whole record says came after the day of the forecast: entry into force (None: not on record), and consents by state."""

    entry: Came | None
    consents: Mapping[str, Came]


@frozen(kw_only=True)
class Foretold:
    """A forecast with all it was made from.

    `prospect` is how the agreement stood on the day, `own` its history so far, `lesson` what was learned from whom, `curve` the time those took from
    signature until they were through at home, `lags` the months from there to the deposit; `home` the days on which its own states were through, as
    far as known then. `happened` is what came after the day, None where nothing is on record of that.
    """

    forecast: Forecast
    prospect: Prospect
    lesson: Lesson
    own: History | None
    curve: Curve | None
    lags: tuple[float, ...]
    home: Mapping[str, dt.date]
    happened: Happened | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The states whose consent is awaited and that are not through at home either."""
        return tuple(sorted(self.prospect.awaited() - self.home.keys()))

    @property
    def learned(self) -> tuple[Phrase, ...]:
        """What it was learned from, in words, and which days of it were made up."""
        made_up = sum(len(history.spread) for history in self.lesson.histories)
        caveat = say_n(
            "of {n} consent among them only a latest day is on record; it is spread from signature to that day",
            "of {n} consents among them only a latest day is on record; they are spread evenly from signature to that day",
            made_up,
        )
        return (self.lesson.why, *((caveat,) if made_up else ()))


def foretell(
    docket: Docket,
    name: str,
    candidates: Iterable[Agreement],
    on: dt.date,
    *,
    log: Iterable[Taken],
    procedures: Mapping[str, Procedure],
    calendars: Calendars | None = None,
    events: Sequence[Event] = (),
    simulations: int = 10_000,
    seed: int = 1,
    like: Sequence[str] = (),
    influences: bool = True,
) -> Foretold:
    """Return the forecast of an agreement's entry into force as seen on a day, from what the docket's record knew.

    Args:
        docket: the agreements as they were on record; `docket.known` is the state of the record.
        name: the agreement to forecast.
        candidates: the agreements to learn from.
        on: the day of the forecast; nothing later is seen.
        log: the steps taken at home.
        procedures: the ways of states to consent.
        calendars: working and sitting days.
        events: political events that are supposed.
        simulations: how many lives are drawn.
        seed: the same seed gives the same forecast.
        like: ids to learn from, and no others.
        influences: whether to ask which states matter.

    Raises:
        UnknownAgreement: there is none of that id.
        Unfit: there is nothing to forecast, or too little on record to learn from; with what would help.
    """
    agreement = docket.agreement(name)
    stands = prospect(docket, name, on)
    _forecastable(agreement, stands)
    home = approvals(docket, procedures, log, on, calendars)
    lesson = learn(agreement, candidates, on, known=docket.known, approved=home, like=like)
    if lesson is None:
        raise Unfit((("like", _too_little(like)),))
    own = history_of(agreement, on, docket.known, home.get(name))
    longer = lags(lesson.histories)
    found = forecast(
        stands,
        lesson.model,
        own,
        simulations=simulations,
        seed=seed,
        events=events,
        entry_of=lambda other: docket.entry_seen(other, on),
        influences=influences,
        lags=longer,
        never=_out(docket, name, stands),
    )
    return Foretold(
        forecast=found,
        prospect=stands,
        lesson=lesson,
        own=own,
        curve=curve(*spells(lesson.histories)),
        lags=tuple(longer),
        home=home.get(name, {}),
        happened=_happened(docket.as_known(None), name, found),
    )


def _out(docket: Docket, name: str, stands: Prospect) -> dict[str, Phrase]:
    """Return who by the day had said that it will not become a party (VCLT 18(a)) or taken its consent back, and not consented since, with why."""
    words = {
        "refusal": N_("{party} declared on {day} that it will not become a party: it is taken never to consent"),
        "withdrawal": N_("{party} withdrew on {day}: it is taken not to come back"),
    }
    acts = [act for act in docket.own(name).acts_until(stands.on) if act.kind in words and not act.articles]
    return {code: say(words[act.kind], party=code, day=dated(act.on)) for act in acts for code in act.by if code not in stands.consented}


def _forecastable(agreement: Agreement, stands: Prospect) -> None:
    """Refuse what no forecast is made of, with what can be asked instead."""
    if not agreement.binding:
        raise Unfit((("agreement", say("a political commitment enters into force for nobody; there is nothing to forecast")),))
    if stands.entry is not None and stands.entry <= stands.on:
        text = say("it is in force since {day}; ask for a forecast as of a day before that", day=dated(stands.entry))
        raise Unfit((("on", text),))
    if stands.opened is not None and stands.opened > stands.on:
        raise Unfit((("on", say("it was opened on {day}; ask for a forecast as of that day or a later one", day=dated(stands.opened))),))


def _too_little(like: Sequence[str]) -> Phrase:
    if like:
        return say("those named teach too little: name at least three agreements with consents after the age this one has now")
    return say(
        "too little is on record to learn from: it takes three agreements, watched for half a year longer than this one, whose states consented;"
        " record such agreements, or name others to learn from"
    )


def within(spread: Spread, day: dt.date) -> float | None:
    """Return the share of the narrowest interval of a spread that holds a day, None where none does.

    >>> days = tuple(dt.date(2023, month, 1) for month in range(1, 8))
    >>> [within(Spread(days, 0.0), dt.date(2023, *day)) for day in ((4, 1), (2, 15), (1, 3), (9, 1))]
    [0.5, 0.8, 0.9, None]
    """
    for share, low, high in INTERVALS:
        first, last = spread.day(low), spread.day(high)
        if first is not None and first <= day and (last is None or day <= last):
            return share
    return None


def _happened(record: Docket, name: str, found: Forecast) -> Happened | None:
    """Return what came after the day of the forecast, as the whole record has it; None where nothing is on record."""
    timeline = record.own(name)
    entry = next((change.on for change in timeline.changes() if change.party is None and change.change == "in-force"), None)
    struck = {act.of for act in timeline.agreement.acts if act.strikes}
    spreads = {state.party: state.consent for state in found.states}
    consents: dict[str, Came] = {}
    for act in timeline.agreement.acts:
        if act.kind in DEPOSITS and act.on > found.on and not (act.id and act.id in struck):
            by = act.precision != "day"
            for code in act.by:
                if code in spreads:
                    consents.setdefault(code, Came(act.on, None if by else within(spreads[code], act.on), by))
    came = Came(entry, within(found.entry, entry)) if entry is not None and entry > found.on else None
    return Happened(came, consents) if came is not None or consents else None


def earlier_days(docket: Docket, name: str, on: dt.date) -> tuple[tuple[Phrase, dt.date], ...]:
    """Return days before the entry into force of which a forecast can be asked, each in words; none where it is not in force."""
    stands = prospect(docket, name, on)
    if stands.entry is None or stands.opened is None:
        return ()
    certain = _certain(docket.own(name), stands.opened, stands.entry)
    whole = certain - stands.opened
    offered = (
        (say("when it was opened"), stands.opened),
        (say("a third of the way"), stands.opened + whole / 3),
        (say("two thirds of the way"), stands.opened + whole * 2 / 3),
        (say("the day before its entry into force was certain"), certain - dt.timedelta(days=1)),
    )
    first = {day: words for words, day in reversed(offered) if stands.opened <= day < certain}
    return tuple((first[day], day) for day in sorted(first))


def _certain(timeline: Timeline, opened: dt.date, entry: dt.date) -> dt.date:
    """Return the first day on which the entry into force was certain: it stays so from then on."""
    low, high = opened.toordinal(), entry.toordinal()
    while low < high:
        middle = (low + high) // 2
        if timeline.entry_as_seen(dt.date.fromordinal(middle)) is None:
            low = middle + 1
        else:
            high = middle
    return dt.date.fromordinal(low)
