"""Forecasts of agreements at hand, with the ways of states to consent and their steps at home that ship; and events as one writes them on a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from foedera.law.docket import Docket
from foedera.library.collection import Holdings
from foedera.library.procedures import procedures
from foedera.library.progress import progress
from foedera.library.sittings import sittings
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.agreements import Agreement
from foedera.model.errors import UsageError
from foedera.model.phrases import say
from foedera.ratification.calendars import Calendars
from foedera.ratification.events import Event
from foedera.ratification.foretelling import Foretold, foretell
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken
from foedera.ratification.sittings import Sittings

#: An event on a line.
FORM = "CODE KIND DATE [UNTIL] [times=NUMBER] [chance=NUMBER]"


def bundled_log() -> tuple[Taken, ...]:
    """Return the steps at home that ship, of all agreements."""
    return tuple(step for log in progress().values() for step in log.steps)


def foretold(
    holdings: Holdings,
    name: str,
    on: dt.date,
    known: dt.date | None = None,
    *,
    docket: Docket | None = None,
    candidates: Iterable[Agreement] | None = None,
    log: Iterable[Taken] | None = None,
    sitting: Sequence[Sittings] | None = None,
    ways: Mapping[str, Procedure] | None = None,
    events: Sequence[Event] = (),
    simulations: int = 10_000,
    seed: int = 1,
    like: Sequence[str] = (),
    influences: bool = True,
) -> Foretold:
    """Return the forecast of an agreement among others, as `foedera.ratification.foretelling.foretell` does.

    Learned from are all the holdings unless `candidates` are given; `log`, `sitting` and `ways` (the procedures) are by default what ships; `docket`
    stands for the holdings where something is supposed of them.
    """
    return foretell(
        docket if docket is not None else holdings.known(known),
        name,
        candidates if candidates is not None else list(holdings),
        on,
        log=log if log is not None else bundled_log(),
        procedures=ways if ways is not None else procedures(),
        calendars=Calendars(tuple(sitting) if sitting is not None else sittings()),
        events=events,
        simulations=simulations,
        seed=seed,
        like=like,
        influences=influences,
    )


def read_event(text: str, code_of: Callable[[str], str] = str) -> Event:
    """Return the event a line describes; UsageError with what is wrong and the form expected.

    `code_of` gives the code of a party as typed, or raises.

    >>> read_event("HUN election 2026-04-01 2026-06-01").describe()
    'HUN: an election: nothing is decided from 2026-04-01 until 2026-06-01'
    """
    words = text.split()
    if len(words) < 3:
        raise UsageError(say("'{text}' is not an event; write {form}, for instance: HUN election 2026-04-01 2026-06-01", text=text[:80], form=FORM))
    code, kind, since, *rest = words
    days = [_day(since), *(_day(word) for word in rest if "=" not in word)]
    numbers = dict(word.split("=", 1) for word in rest if "=" in word)
    if len(days) > 2 or not numbers.keys() <= {"times", "chance"}:
        raise UsageError(say("'{text}' is not understood; write {form}", text=text[:80], form=FORM))
    event = Event(
        party=code_of(code),
        kind=kind,
        since=days[0],
        until=days[1] if len(days) == 2 else None,
        times=_number(numbers.get("times", "1")),
        chance=_number(numbers.get("chance", "1")),
    )
    for _, fault in event.faults():
        raise UsageError(fault)
    return event


def write_event(event: Event) -> str:
    """Return the line `read_event` reads an event from.

    >>> write_event(read_event("TUR change-of-government 2026-06-01 times=2"))
    'TUR change-of-government 2026-06-01 times=2'
    """
    words = [event.party, event.kind, event.since.isoformat(), event.until.isoformat() if event.until is not None else ""]
    numbers = [f"{name}={value:g}" for name, value in (("times", event.times), ("chance", event.chance)) if value != 1]
    return " ".join(filter(None, [*words, *numbers]))


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(say("'{text}' is not a day; write it like 2027-01-01", text=text[:40])) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(say("{day} is outside the years {first} to {last}", day=text, first=str(FIRST_YEAR), last=str(LAST_YEAR)))
    return day


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(say("'{text}' is not a number", text=text[:40])) from error
