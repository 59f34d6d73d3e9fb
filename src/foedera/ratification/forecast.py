"""The forecast of an agreement's entry into force: its own rule on ten thousand simulated lives, each state's prospects, and which states matter.

Never a single number: days come with the intervals that hold half, eight and nine in ten of the simulations, and with the chance of never.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from attrs import evolve, frozen

from foedera.law.periods import EntryOf
from foedera.law.prospects import Prospect, Quota, Weighed, simple
from foedera.model.errors import Unfit
from foedera.model.phrases import N_, Phrase, dated, joined, say, say_n
from foedera.ratification.draws import draw
from foedera.ratification.events import Event, befall
from foedera.ratification.hazards import Model
from foedera.ratification.history import MONTH, Course, History
from foedera.ratification.rules import Days, Simulated, in_force, met, unmet

#: The chances the quantiles of a forecast are given for: the ends of the intervals of 90, 80 and 50 in a hundred, and the middle.
CHANCES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
#: How many simulations the question which states matter is asked of, at most and at least, and how many times states: it is asked twice of each.
_ASKED, _LEAST, _TIMES = 2000, 300, 100_000
#: How many states that matter are named.
_NAMED = 40


@frozen
class Spread:
    """Days by the share of simulations that have reached them, in the order of `CHANCES`; None where that share never does within the model's sight.

    `never` is the share of simulations in which it does not come at all.
    """

    days: tuple[dt.date | None, ...]
    never: float

    def day(self, chance: float) -> dt.date | None:
        """Return the day by which so large a share has got there."""
        return self.days[CHANCES.index(chance)]

    @property
    def interval(self) -> tuple[dt.date | None, dt.date | None]:
        """The interval that holds eight in ten."""
        return self.day(0.10), self.day(0.90)


@frozen(kw_only=True)
class Outlook:
    """A state's prospects: the days of its own consent, and how quick it is beside others (`tempo`: above 1 quicker).

    `completes` is the share of the simulations that get there in which its consent is the one that completes.
    """

    party: str
    consent: Spread
    tempo: float
    completes: float
    why: tuple[Phrase, ...]


@frozen(kw_only=True)
class Influence:
    """What a state can move: the middle day of entry into force if it consents at once, or never, in days from that of the forecast; None: never."""

    party: str
    at_once: float | None
    never: float | None
    share_without: float


@frozen(kw_only=True)
class Forecast:
    """When an agreement may enter into force, as seen on a day from what was known on it.

    `entry` is the spread of the day, `hundredths` the day by which each hundredth of the simulations has got there, from the first on as far as they
    do; `years` the share of them in which it is in force by the end of a year. `why` says what it rests on.
    """

    agreement: str
    on: dt.date
    known: dt.date | None
    entry: Spread
    hundredths: tuple[dt.date, ...]
    years: tuple[tuple[int, float], ...]
    states: tuple[Outlook, ...]
    influences: tuple[Influence, ...]
    simulations: int
    seed: int
    events: tuple[Event, ...]
    why: tuple[Phrase, ...]
    open_questions: tuple[Phrase, ...]


def forecast(
    prospect: Prospect,
    model: Model,
    history: History | None,
    *,
    simulations: int = 10_000,
    seed: int = 1,
    events: Sequence[Event] = (),
    entry_of: EntryOf | None = None,
    influences: bool = True,
    lags: Sequence[float] = (),
    never: Mapping[str, Phrase] | None = None,
) -> Forecast:
    """Return the forecast of an agreement that is not yet in force.

    Args:
        prospect: how it stands on the day of the forecast.
        model: rates of consent, fitted at its age on that day (`Model.landmark`).
        history: its own consents so far; None where nobody has signed or consented.
        simulations: how many lives are drawn.
        seed: the same seed gives the same forecast.
        events: political events that are supposed (`events`).
        entry_of: the entry into force of other agreements its clause waits for.
        influences: whether to ask which states matter.
        lags: months from being through at home to the deposit, wherever both are on record.
        never: who is taken never to consent, each with why: it declared so, or took its consent back.

    Raises:
        Unfit: it is in force, or certain to be, or nothing opens it for consent.
    """
    opened = prospect.opened
    if prospect.entry is not None:
        raise Unfit((("agreement", say("its entry into force on {day} is certain; there is nothing to forecast", day=dated(prospect.entry))),))
    if opened is None:
        raise Unfit((("agreement", say("it is not known when the agreement was adopted or opened; record that first")),))
    own = history if history is not None else History(prospect.agreement, opened, (), (prospect.on - opened).days / MONTH)
    idle = _idle(prospect)
    simulated = _simulated(prospect, model, own, simulations, seed, events, lags, idle)
    for code in (never or {}).keys() & simulated.days.keys() - prospect.consented.keys():
        simulated = simulated.with_day(code, np.inf)
    completing = met(prospect.need, simulated)
    days = _entering(prospect, completing, entry_of)
    states = tuple(_outlook(code, simulated.of(code), model, completing) for code in sorted(simulated.days) if code not in prospect.consented)
    asked = simulated.first(min(_ASKED, max(_LEAST, _TIMES // max(len(states), 1))))
    moved = _influences(prospect, asked, states, entry_of) if influences else ()
    return Forecast(
        agreement=prospect.agreement,
        on=prospect.on,
        known=prospect.known,
        entry=spread(days),
        hundredths=_hundredths(days),
        years=_years(days, prospect.on),
        states=tuple(sorted(states, key=lambda state: (-state.completes, state.consent.day(0.5) or dt.date.max, state.party))),
        influences=moved,
        simulations=simulations,
        seed=seed,
        events=tuple(events),
        why=(*_why(prospect, model, own, simulations, seed, events), *(never or {}).values()),
        open_questions=(
            *(say("it waits for {what}, which no history of consents tells", what=waiting.why) for waiting in unmet(prospect.need)),
            *(say("{party} has consented, but its consent does not count so far; whether it will is not foreseen", party=code) for code in idle),
        ),
    )


def _entering(prospect: Prospect, completing: Days, entry_of: EntryOf | None) -> Days:
    """Return the days of entry into force, its condition being met on these: tomorrow at the earliest, since it was not met today."""
    return in_force(prospect.clause, np.maximum(completing, _next(prospect.on)), entry_of)


def _next(day: dt.date) -> float:
    return float(day.toordinal() + 1)


def _simulated(
    prospect: Prospect,
    model: Model,
    own: History,
    simulations: int,
    seed: int,
    events: Sequence[Event],
    lags: Sequence[float],
    idle: Collection[str],
) -> Simulated:
    """Return simulated days of consent for all that have not consented, what is on record left as it is; that of the `idle` counts nowhere."""
    rng = np.random.default_rng(seed)
    known = _as_recorded(own, prospect)
    among = sorted(prospect.awaited() | (prospect.signed.keys() - prospect.consented.keys()))
    others = any(isinstance(need, Quota) and need.open_to for need in simple(prospect.need))
    lives = draw(model, known, rng, simulations, among=among, others=others, lags=lags)
    start = known.opened.toordinal()
    days = {party: _ordinals(lives.ages[:, number], start, prospect.on) for number, party in enumerate(lives.parties)}
    given = {code: np.full(simulations, np.inf if code in idle else float(day.toordinal())) for code, day in prospect.consented.items()}
    drawn = befall({code: column for code, column in days.items() if code not in given}, events, prospect.on, rng)
    return Simulated({**given, **drawn}, _ordinals(lives.others, start, prospect.on), simulations)


def _idle(prospect: Prospect) -> tuple[str, ...]:
    """Return those whose consent counts nowhere, though the rule looks at them: a reservation that is not accepted keeps it out."""
    needs = [need for need in simple(prospect.need) if isinstance(need, Quota | Weighed)]
    looked_at = {code for need in needs for code in prospect.consented if code in _looked_at(need, prospect.consented) and not _barred(need, code)}
    return tuple(sorted(looked_at - {code for need in needs for code in need.given}))


def _barred(need: Quota | Weighed, code: str) -> bool:
    return isinstance(need, Quota) and code in need.barred


def _as_recorded(own: History, prospect: Prospect) -> History:
    """Return the history with those of whom only a bound was known as signatories, so that they are drawn where they have not consented."""
    there = {course.party for course in own.courses}
    more = [
        Course(code, max(own.age(day), 0.0), max(own.age(prospect.consented[code]), 0.0) if code in prospect.consented else None)
        for code, day in sorted(prospect.signed.items())
        if code not in there
    ]
    return evolve(own, courses=(*own.courses, *more))


def _ordinals(ages: Days, start: int, on: dt.date) -> Days:
    return np.where(np.isfinite(ages), np.maximum(np.ceil(start + ages * MONTH), _next(on)), np.inf)


def spread(days: Days) -> Spread:
    """Return the spread of simulated days.

    >>> first = dt.date(2027, 1, 1).toordinal()
    >>> found = spread(np.array([first + 0.0, first + 1, first + 2, np.inf]))
    >>> found.day(0.5), found.day(0.95), found.never
    (datetime.date(2027, 1, 2), None, 0.25)
    """
    ordered = np.sort(days)
    places = [min(max(math.ceil(chance * len(ordered)) - 1, 0), len(ordered) - 1) for chance in CHANCES]
    return Spread(tuple(_date(ordered[place]) for place in places), float(np.isinf(days).mean()))


def _hundredths(days: Days) -> tuple[dt.date, ...]:
    ordered = np.sort(days)
    found = [_date(ordered[max(math.ceil(share * len(ordered) / 100) - 1, 0)]) for share in range(1, 100)]
    return tuple(day for day in found if day is not None)


def _date(ordinal: float) -> dt.date | None:
    return dt.date.fromordinal(int(ordinal)) if np.isfinite(ordinal) and ordinal < dt.date.max.toordinal() else None


def _outlook(code: str, days: Days, model: Model, completing: Days) -> Outlook:
    tempo = model.tempo.get(code)
    why = []
    if tempo is None:
        why.append(say("nothing is on record of how long {party} took before; it is taken to be as quick as others", party=code))
    else:
        why.append(say("{party} consents {times} times as readily as signatories do on the whole", party=code, times=f"{tempo:.2g}"))
    finite = np.isfinite(completing)
    completes = float((days[finite] == completing[finite]).mean()) if finite.any() else 0.0
    return Outlook(party=code, consent=spread(days), tempo=tempo if tempo is not None else 1.0, completes=completes, why=tuple(why))


def _years(days: Days, on: dt.date) -> tuple[tuple[int, float], ...]:
    """Return the share of simulations in force by the end of a year, up to ten years or until nearly all are."""
    found = []
    for year in range(on.year, min(on.year + 11, 9999)):
        share = float((days <= dt.date(year, 12, 31).toordinal()).mean())
        found.append((year, share))
        if share > 0.995:
            break
    return tuple(found)


def _influences(prospect: Prospect, simulated: Simulated, states: Sequence[Outlook], entry_of: EntryOf | None) -> tuple[Influence, ...]:
    """Return for each state that the rule looks at what it can move, the most first."""
    base = _middle(prospect, simulated, entry_of)[0]
    needs = simple(prospect.need)
    asked = {code for need in needs if isinstance(need, Quota | Weighed) for code in _looked_at(need, [state.party for state in states])}
    found = []
    for state in states:
        if state.party not in asked:
            continue
        hurried = _middle(prospect, simulated.with_day(state.party, _next(prospect.on)), entry_of)[0]
        without, share = _middle(prospect, simulated.with_day(state.party, np.inf), entry_of)
        found.append(Influence(party=state.party, at_once=_less(hurried, base), never=_less(without, base), share_without=share))
    found.sort(key=lambda one: (one.never is not None, -(one.never or 0.0) - abs(one.at_once or 0.0), one.party))
    return tuple(found[:_NAMED])


def _looked_at(need: Quota | Weighed, codes: Collection[str]) -> Collection[str]:
    if isinstance(need, Weighed):
        return need.weights.keys()
    return need.of if need.of is not None else codes


def _middle(prospect: Prospect, simulated: Simulated, entry_of: EntryOf | None) -> tuple[float, float]:
    """Return the middle day of entry into force and the share of simulations that get there."""
    days = _entering(prospect, met(prospect.need, simulated), entry_of)
    return float(np.sort(days)[(len(days) - 1) // 2]), float(np.isfinite(days).mean())


def _less(one: float, other: float) -> float | None:
    return one - other if math.isfinite(one) and math.isfinite(other) else None


def _rested(model: Model, own: History) -> list[Phrase]:
    """Return what the model rests on, and what the agreement's own pace does to it where that was learned."""
    n, agreements = model.consents, model.agreements
    if model.pace == (0.0, 0.0):
        return [
            say_n("rates from {n} consent to {agreements} agreements", "rates from {n} consents to {agreements} agreements", n, agreements=agreements)
        ]
    paced = N_("its own pace so far sets its rate to {times} times that of the others, give or take what agreements differ by")
    return [
        say_n(
            "rates from {n} consent to {agreements} agreements that were as old as this one is now",
            "rates from {n} consents to {agreements} agreements that were as old as this one is now",
            n,
            agreements=agreements,
        ),
        say(paced, times=f"{model.expected(own):.2g}"),
    ]


def _why(prospect: Prospect, model: Model, own: History, simulations: int, seed: int, events: Sequence[Event]) -> list[Phrase]:
    lines = [
        say("{article}: {condition}", article=prospect.clause.cite(say("Article 24(2) VCLT")), condition=prospect.clause.when.describe()),
        say(
            "as of {day}: {signed} signed, {consented} consented",
            day=dated(prospect.on),
            signed=len(prospect.signed),
            consented=len(prospect.consented),
        ),
        *_rested(model, own),
        say(
            "{count} lives of the agreement drawn with seed {seed}; in each all states share a readiness of its own",
            count=simulations,
            seed=str(seed),
        ),
        say("populations are taken as of {day}; who joins them later is not foreseen", day=dated(prospect.on)),
    ]
    if events:
        lines.append(say("supposed, not known: {events}", events=joined([event.describe() for event in events], "; ")))
    return lines
