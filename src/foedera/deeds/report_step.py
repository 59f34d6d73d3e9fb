"""Report what a state did at home towards consent, or strike what was reported in error: for those who record for it, and the register's officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import evolve

from foedera.deeds.declare import LONG, SHORT, length_faults
from foedera.deeds.follow import calendars, known_procedures, party_of
from foedera.deeds.powers import Actor, require
from foedera.library.progress import unnamed
from foedera.model.acts import CONFIDENCES
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import dated, say
from foedera.ratification.procedures import DUTY, FULL_POWERS, Procedure
from foedera.ratification.progress import OUTCOMES, Taken
from foedera.ratification.track import track
from foedera.store import logs
from foedera.store import ratification as kept
from foedera.store.register import current


def may_report(actor: Actor, state: str) -> bool:
    """Return whether an actor may report steps of a state."""
    return actor.may("record", state)


def report(actor: Actor, taken: Taken, today: dt.date, *, sure: bool = False) -> str:
    """Report a step, or that a duty was done; return the id of its line.

    One out of order, or before its period had run, is taken only of who is `sure`: it may be so, but more often a day is wrong.

    Raises:
        NotAllowed: the actor records neither for the state nor for the register.
        UnknownAgreement, UnknownParty: there is none of that id or code.
        Unfit: with every fault, that the same is on record already among them.
    """
    require(actor, "record", "report a step", f"{taken.agreement} {taken.state}", [taken.state])
    register = current()
    agreement = register[taken.agreement]
    party_of(register.parties.over(agreement.participants), taken.state)
    if found := tuple(faults(taken, today)):
        raise Unfit(found)
    if not sure and (doubts := irregular(taken)):
        raise Unfit(tuple(("sure", say("{what}; look at the days again, or say that it was so", what=what)) for what in doubts))
    name = kept.keep(evolve(taken, id="", strikes=""), actor.user)
    if name is None:
        raise Unfit((("step", say("that is on record already; strike it first where it is to be said otherwise")),))
    logs.note(actor.name, "report a step", taken.agreement, allowed=True, why=taken.step, party=taken.state, address=actor.address)
    return name


def irregular(taken: Taken) -> tuple[str, ...]:
    """Return what of the record could not be right, or was not lawful, with a step besides what is on record already."""
    lines, register = kept.steps([taken.agreement]), current()
    timeline = register.known(None).timeline(taken.agreement)
    procedure = known_procedures().get(taken.state)
    # As far as the record goes: a step reported late can be out of order with one that came after it.
    last = max([taken.on, *(line.on for line in lines), *(act.on for act in register[taken.agreement].acts)])
    without, with_it = (
        track(procedure, taken.state, timeline, log, last, calendars(), path=taken.path).irregular for log in (lines, (*lines, taken))
    )
    return tuple(text for text in with_it if text not in without)


def strike(actor: Actor, agreement: str, state: str, name: str, reason: str, today: dt.date) -> str:
    """Strike a line of a state's progress as reported in error; return the id of the line that strikes it. Both stay on record.

    Raises:
        NotAllowed: the actor records neither for the state nor for the register.
        UnknownAgreement: there is none of that id.
        NotThere: the state has no such line.
        Unfit: no reason is given, or the line is struck already.
    """
    require(actor, "record", "strike a step", f"{agreement} {state}", [state])
    current()[agreement]
    found = next((one for one in kept.history(agreement, state) if one.line.id == name and not one.line.strikes), None)
    if found is None:
        raise NotThere(say("{state} has no step '{name}' on record for this agreement", state=state[:40], name=name[:80]))
    wrong = list(length_faults({"reason": reason}, LONG))
    if not reason.strip():
        wrong.append(("reason", say("no reason is given; say what was wrong")))
    if found.struck:
        wrong.append(("", say("this line is struck already")))
    if wrong:
        raise Unfit(tuple(wrong))
    line = Taken(agreement=agreement, state=state, step="", on=today, known=today, strikes=name, note=reason.strip())
    given = kept.keep(line, actor.user)
    if given is None:
        raise Unfit((("", say("this line is struck already")),))
    logs.note(actor.name, "strike a step", agreement, allowed=True, why=name, party=state, address=actor.address)
    return given


def faults(taken: Taken, today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a step as it would be reported, each with its field."""
    ways = known_procedures()
    procedure = ways.get(taken.state)
    if procedure is None:
        yield "step", say("no procedure of {state} is on record, so its steps have no names yet", state=taken.state)
    elif not taken.step:
        yield "step", say("no step is named")
    else:
        for message, remedy, field in unnamed(ways, taken.state, taken.path, taken.step):
            yield field, say("{what}; {remedy}", what=message, remedy=remedy)
        yield from _towards_others(procedure, taken)
    if taken.outcome not in OUTCOMES:
        yield "outcome", say("'{text}' is no outcome; it is one of: {those}", text=taken.outcome[:40], those=", ".join(OUTCOMES))
    if taken.on > today:
        yield "on", say("{day} is still to come; a step is reported once it is taken", day=dated(taken.on))
    if taken.known < taken.on:
        yield "known", say("a step cannot be known before it is taken; exchange them, or correct one")
    elif taken.known > today >= taken.on:
        yield "known", say("{day} is still to come", day=dated(taken.known))
    if not taken.source.strip():
        yield "source", say("no source is given; name the gazette, the record of the sitting or the report it rests on")
    if taken.confidence not in CONFIDENCES:
        yield "confidence", say("'{text}' is no confidence; it is one of: {those}", text=taken.confidence[:40], those=", ".join(CONFIDENCES))
    yield from length_faults({"source": taken.source}, 2 * SHORT)
    yield from length_faults({"note": taken.note}, LONG)


def _towards_others(procedure: Procedure, taken: Taken) -> Iterator[tuple[str, str]]:
    """Yield that what is done towards the other states is an act of the agreement, not a step at home."""
    if taken.step in ("", FULL_POWERS) or taken.step.startswith(DUTY):
        return
    named = [way.towards_others(step) for way in procedure.paths if taken.path in ("", way.id) and (step := way.step(taken.step)) is not None]
    if named and all(named):
        message = say("'{step}' is an act towards the other states, not a step at home; record the act with the agreement", step=taken.step[:60])
        yield "step", message
