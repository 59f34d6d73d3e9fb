"""Political events that are supposed of a state's way to consent: an election, a change of government, a referendum lost, a deposit announced.

Nothing here is known or estimated. Each event is an assumption of whoever asks, said as such wherever its effect is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from attrs import evolve, frozen

from foedera.model.errors import Unfit
from foedera.model.phrases import N_, Phrase, dated, say
from foedera.ratification.rules import Days

#: The kinds of event, and what each does to the days of a state's consent.
KINDS = {
    "dissolution": N_("parliament does not sit: nothing is decided from {since} until {until}"),
    "election": N_("an election: nothing is decided from {since} until {until}"),
    "change-of-government": N_("a change of government on {since}: from then on {times} times as quick"),
    "referendum-lost": N_("a referendum lost on {since} with a chance of {chance} %: no consent before {until}"),
    "refuses": N_("refuses on {since} with a chance of {chance} %: no consent at all"),
    "consents": N_("consents on {since}"),
    "delays": N_("sends it to parliament no earlier than {since}"),
}


@frozen(kw_only=True)
class Event:
    """An event supposed of a state.

    `since` is its day; `until` ends a pause, or is the day before which nothing comes after a lost referendum (None there: never). `times` is how
    much quicker (above 1) or slower a state is from then on, `chance` the chance that the event happens at all.
    """

    party: str
    kind: str
    since: dt.date
    until: dt.date | None = None
    times: float = 1.0
    chance: float = 1.0

    def describe(self) -> Phrase:
        """Return the event in words."""
        since, chance = dated(self.since), f"{self.chance * 100:g}"
        if self.kind == "referendum-lost" and self.until is None:
            what = say("a referendum lost on {since} with a chance of {chance} %: no consent at all", since=since, chance=chance)
        else:
            until = dated(self.until) if self.until is not None else "–"
            what = say(KINDS[self.kind], since=since, until=until, times=f"{self.times:g}", chance=chance)
        if self.chance < 1 and self.kind not in ("referendum-lost", "refuses"):
            what = say("{what}, with a chance of {chance} %", what=what, chance=chance)
        return say("{party}: {what}", party=self.party, what=what)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is impossible in it, with the name of the field."""
        if self.kind not in KINDS:
            yield "kind", say("'{text}' is no kind of event; there is {kinds}", text=self.kind[:40], kinds=", ".join(KINDS))
        if self.kind in ("dissolution", "election") and (self.until is None or self.until <= self.since):
            yield "until", say("say until when nothing is decided, later than it begins")
        elif self.until is not None and self.until <= self.since:
            yield "until", say("it ends before it begins")
        if not 0 < self.times <= 100:
            yield "times", say("how much quicker is a number above 0, at most 100; 0.5 is half as quick")
        if not 0 <= self.chance <= 1:
            yield "chance", say("a chance lies between 0 and 1")


def befall(days: Mapping[str, Days], events: Sequence[Event], on: dt.date, rng: np.random.Generator) -> dict[str, Days]:
    """Return simulated days of consent after the events, taken in the order of their days. A consent that comes before an event is not touched by it.

    Raises:
        Unfit: an impossible event, or one of a state whose consent is not awaited.

    >>> first = float(dt.date(2027, 3, 1).toordinal())
    >>> pause = Event(party="FRA", kind="election", since=dt.date(2027, 2, 1), until=dt.date(2027, 7, 1))
    >>> found = befall({"FRA": np.array([first])}, [pause], dt.date(2027, 1, 1), np.random.default_rng(1))
    >>> dt.date.fromordinal(int(found["FRA"][0]))
    datetime.date(2027, 7, 29)
    """
    faults = [(f"events.{field}", text) for event in events for field, text in event.faults()]
    faults += [
        ("events.party", say("the consent of {party} is not awaited here", party=event.party[:40])) for event in events if event.party not in days
    ]
    if faults:
        raise Unfit(tuple(faults))
    found = dict(days)
    for event in sorted(events, key=lambda one: (one.since, one.party)):
        # What was supposed of days gone by begins tomorrow: what has not come by now was not stopped by it.
        since = max(event.since, on + dt.timedelta(days=1))
        found[event.party] = _after(found[event.party], evolve(event, since=since), float(on.toordinal()), rng)
    return found


def _after(days: Days, event: Event, on: float, rng: np.random.Generator) -> Days:
    start = float(event.since.toordinal())
    until = float(event.until.toordinal()) if event.until is not None else np.inf
    happens = rng.random(len(days)) < event.chance
    if event.kind == "consents":
        return np.where(happens, start, days)
    if event.kind == "delays":
        # Its whole way lies ahead from then on.
        return np.where(happens, start + (days - on), days)
    touched = happens & (days >= start)
    if event.kind in ("dissolution", "election"):
        return np.where(touched, days + max(until - start, 0.0), days)
    if event.kind == "change-of-government":
        return np.where(touched, np.ceil(start + (days - start) / event.times), days)
    if event.kind == "referendum-lost":
        return np.where(touched, np.maximum(days + (until - start), until), days)
    return np.where(touched, np.inf, days)
