"""Decide what names in sources mean: made by a person once, remembered for every later import, withdrawn by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from foedera.deeds.powers import Actor, require
from foedera.library.names import NOT_A_PARTY, Decision, Decisions
from foedera.library.vocabularies import parties
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import dated, say
from foedera.store import decisions as kept
from foedera.store import logs
from foedera.store.decisions import Decided

__all__ = ["NOT_A_PARTY", "Decided", "Decision", "decide", "decisions", "listing", "made_since", "withdraw"]


def decide(actor: Actor, made: Iterable[Decision]) -> int:
    """Keep decisions about names; return how many. Unfit where a name is empty, a code unknown, or the days are the wrong way round."""
    wanted = list(made)
    party = require(actor, "import", "decide a name", wanted[0].name if len(wanted) == 1 else "", actor.parties_with("import"))
    known = parties()
    faults: list[tuple[str, str]] = []
    for decision in wanted:
        if not decision.name.strip():
            faults.append(("name", say("a decision needs the name it is about")))
        if decision.verdict != NOT_A_PARTY and decision.verdict not in known:
            faults.append(
                (decision.name, say("no party has the code '{code}'; choose one of the vocabulary, or that it is no party", code=decision.verdict))
            )
        if decision.since and decision.until and decision.until < decision.since:
            faults.append(
                (
                    decision.name,
                    say("the decision ends on {until}, before it begins on {since}", until=dated(decision.until), since=dated(decision.since)),
                )
            )
    if faults:
        raise Unfit(tuple(faults))
    kept.add(((d.name.strip(), "" if d.verdict == NOT_A_PARTY else d.verdict, d.since, d.until) for d in wanted), actor.user)
    for decision in wanted:
        logs.note(actor.name, "decide a name", decision.name, allowed=True, why=decision.verdict, party=party, address=actor.address)
    return len(wanted)


def decisions() -> Decisions:
    """Return the decisions that hold, as names are resolved with them."""
    return Decisions(Decision(d.name, d.code or NOT_A_PARTY, d.since, d.until) for d in kept.listing())


def made_since(number: int) -> list[Decided]:
    """Return the decisions made after one, by its number, that hold."""
    return kept.listing(after=number)


def listing(actor: Actor) -> list[Decided]:
    """Return every decision made, withdrawn ones included, the latest first; to those who may import, for whom they hold, and nobody else."""
    require(actor, "import", "see the decisions about names", "", actor.parties_with("import"))
    return kept.listing(withdrawn=True)[::-1]


def withdraw(actor: Actor, number: int, now: dt.datetime) -> None:
    """Let a decision no longer hold for later imports; what was imported by it stays. NotThere where none of that number holds."""
    require(actor, "import", "withdraw a decision", str(number), actor.parties_with("import"))
    name = kept.withdraw(number, now)
    if name is None:
        raise NotThere(say("there is no decision {number} that holds", number=str(number)))
    logs.note(actor.name, "withdraw a decision", name, allowed=True, why=str(number), address=actor.address)
