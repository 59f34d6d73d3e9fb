"""Foretell when an agreement on record may enter into force; computed once for each question and state of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from attrs import field, frozen

from foedera.deeds.follow import known_procedures
from foedera.deeds.kept_answers import Answers
from foedera.deeds.powers import Actor, require
from foedera.law.docket import Docket
from foedera.law.prospects import Prospect, prospect
from foedera.library.foretelling import foretold
from foedera.model.agreements import Agreement
from foedera.model.errors import Unfit
from foedera.model.phrases import Phrase, say
from foedera.ratification.events import Event
from foedera.ratification.foretelling import Foretold, earlier_days
from foedera.ratification.history import DEPOSITS
from foedera.store import histories
from foedera.store import ratification as steps
from foedera.store.register import Register, current

#: From more agreements than `ALL` not all are learned from, but those of the kind and the `TAUGHT` with most consents.
ALL, TAUGHT = 1000, 400
#: How many lives may be drawn, at least and at most; how many events supposed.
FEWEST, MOST, EVENTS = 100, 20_000, 12
#: How many answers a process keeps.
_KEPT = 64
_ANSWERS = Answers(_KEPT)

T = TypeVar("T")


@frozen(kw_only=True)
class Question:
    """What a forecast is asked for: the day it is made, the state of the record, what is supposed, how it is drawn, whom to learn from."""

    agreement: str
    on: dt.date
    known: dt.date | None = None
    events: tuple[Event, ...] = ()
    simulations: int = 10_000
    seed: int = 1
    like: tuple[str, ...] = ()

    def faults(self) -> Sequence[tuple[str, str]]:
        """Return what is wrong with how it is asked, each with the name of the field."""
        found: list[tuple[str, str]] = [(f"events.{name}", text) for event in self.events for name, text in event.faults()]
        if not FEWEST <= self.simulations <= MOST:
            found.append(("simulations", say("between {least} and {most} lives can be drawn", least=FEWEST, most=MOST)))
        if not 0 <= self.seed < 2**31:
            found.append(("seed", say("a seed is a whole number from 0 to {most}", most=2**31 - 1)))
        if len(self.events) > EVENTS:
            found.append(("events", say("at most {most} events can be supposed at once", most=EVENTS)))
        return found


@frozen
class Standing:
    """How an agreement stands towards its entry into force, and days before it of which a forecast can be asked where that has come."""

    agreement: Agreement
    prospect: Prospect
    earlier: tuple[tuple[Phrase, dt.date], ...] = field(default=())


def standing(actor: Actor, name: str, on: dt.date, known: dt.date | None = None) -> Standing:
    """Return how an agreement stands towards its entry into force on a day. UnknownAgreement where it is not on record."""
    require(actor, "read", "foretell")
    register = current()
    docket = register.known(known)
    agreement = register[name]
    return Standing(agreement, prospect(docket, name, on), earlier_days(docket, name, on))


def foretell(actor: Actor, asked: Question) -> Foretold:
    """Return the forecast asked for.

    Raises:
        UnknownAgreement: it is not on record.
        Unfit: there is nothing to forecast, too little to learn from, or the question is impossible; each with what would help.
    """
    require(actor, "read", "foretell")
    if faults := asked.faults():
        raise Unfit(tuple(faults))
    register = current()
    register[asked.agreement]
    return kept_answer(register, asked, lambda: answer(register, asked))


def kept_answer(register: Register, asked: Hashable, compute: Callable[[], T]) -> T:
    """Return the answer to a question as the record stands, computed where it was not asked yet; for the deeds that foretell."""
    return _ANSWERS.get(register, (steps.revision(), asked), compute)


def answer(register: Register, asked: Question, docket: Docket | None = None, *, influences: bool = True) -> Foretold:
    """Return the forecast of a register; `docket` stands for its own where something is supposed of it."""
    return foretold(
        register,
        asked.agreement,
        asked.on,
        asked.known,
        docket=docket,
        candidates=candidates(register, asked),
        log=steps.steps(),
        sitting=steps.sittings(),
        ways=known_procedures(),
        events=asked.events,
        simulations=asked.simulations,
        seed=asked.seed,
        like=asked.like,
        influences=influences,
    )


def candidates(register: Register, asked: Question) -> list[Agreement]:
    """Return the agreements to learn from: all there are, of more than `ALL` those of its kind and those with most consents."""
    register.fetch(asked.like)
    if unknown := [name for name in asked.like if name not in register]:
        raise Unfit(tuple(("like", say("no agreement on record has the id '{id}'", id=name[:80])) for name in unknown))
    names = sorted(asked.like) if asked.like else sorted(register.ids())
    if len(names) > ALL:
        kin = [other for target in register[asked.agreement].linked("protocol_to") for other in register.citing(target, "protocol_to")]
        names = sorted({*kin, *histories.most_consented(DEPOSITS, TAUGHT)})
    register.fetch(names)
    return [found for name in names if (found := register.find(name)) is not None]


def cut(actor: Actor) -> bool:
    """Return whether so many agreements are on record that not all are learned from."""
    require(actor, "read", "foretell")
    return len(current().ids()) > ALL
