"""Weigh what a change of one state's mind does: in law, for the agreements it touches, and for the forecast."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from foedera.deeds import foretell
from foedera.deeds.foretell import Question
from foedera.deeds.powers import Actor, require
from foedera.library.consequences import touched
from foedera.library.weighing import Turn, Weighed
from foedera.library.weighing import weigh as weighed
from foedera.model.errors import Unfit
from foedera.store.register import Register, current


def weigh(actor: Actor, asked: Question, turn: Turn, today: dt.date) -> Weighed:
    """Return what follows if a state turns so on the day asked, without and with it. Nothing is recorded.

    Of a past day it is answered from what was on record that day, unless the question says otherwise: what came later would contradict what is
    supposed.

    Raises:
        UnknownAgreement: the agreement is not on record.
        Unfit: the state cannot do that as it stands, or the question is impossible; each with what would help.
    """
    require(actor, "read", "weigh")
    if faults := [*asked.faults(), *turn.faults()]:
        raise Unfit(tuple(faults))
    register = current()
    register.fetch((asked.agreement, *register.mentioning(asked.agreement)))
    agreement = register[asked.agreement]
    register.fetch(touched(register.mentioning(asked.agreement), (agreement,)))
    if asked.known is None and asked.on < today:
        asked = evolve(asked, known=asked.on)
    return foretell.kept_answer(register, (asked, turn), lambda: _weighed(register, asked, turn))


def _weighed(register: Register, asked: Question, turn: Turn) -> Weighed:
    return weighed(
        register,
        asked.agreement,
        turn,
        asked.on,
        lambda docket, events: foretell.answer(register, evolve(asked, events=(*asked.events, *events)), docket, influences=False),
        asked.known,
    )
