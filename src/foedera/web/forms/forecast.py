"""The question of a forecast as an address holds it: read with what is wrong field by field, and written again; events as rows of a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import evolve, field, frozen
from django.utils.translation import gettext

from foedera.deeds.foretell import Question
from foedera.library.foretelling import read_event, write_event
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.library.weighing import Turn
from foedera.model.agreements import Agreement
from foedera.model.errors import FoederaError
from foedera.model.phrases import N_
from foedera.ratification.events import Event

#: The kinds of event as one chooses among them.
EVENTS = {
    "election": N_("Election: nothing is decided from … until …"),
    "dissolution": N_("Parliament does not sit from … until …"),
    "change-of-government": N_("Change of government: so many times as quick from then on"),
    "referendum-lost": N_("Referendum lost, with a chance: no consent before …"),
    "refuses": N_("Refuses, with a chance"),
    "consents": N_("Consents on that day"),
    "delays": N_("Begins no earlier than that day"),
}
#: What a state may turn to, as one chooses.
TURNS = {
    "refuses": N_("refuses"),
    "delays": N_("delays until …"),
    "withdraws": N_("withdraws"),
    "reserves": N_("makes a reservation"),
}
#: The fields of the form that adds an event.
FIELDS = ("party", "kind", "since", "until", "times", "chance")
#: The longest text of an address that is read.
_LONGEST = 2000


@frozen
class Read:
    """A question as read, and what is wrong in it: by field, in words."""

    question: Question
    faults: list[tuple[str, str]] = field(factory=list)


def read(asked: Mapping[str, str], agreement: Agreement, on: dt.date, known: dt.date | None, code_of: Callable[..., str]) -> Read:
    """Return the question an address asks; what cannot be read is left out and said."""
    faults: list[tuple[str, str]] = []
    events = []
    for line in asked.get("events", "")[:_LONGEST].splitlines():
        try:
            if line.strip():
                events.append(read_event(line, partial(code_of, declared=agreement.participants)))
        except FoederaError as error:
            faults.append(("events", error.args[0]))
    like = tuple(dict.fromkeys(word for word in asked.get("like", "")[:_LONGEST].replace(",", " ").split() if word != agreement.id))
    whole = {name: _whole(asked.get(name, ""), name, faults) for name in ("simulations", "seed")}
    given = {name: value for name, value in whole.items() if value is not None}
    question = Question(agreement=agreement.id, on=on, known=known, events=tuple(events), like=like, **given)
    return Read(question, faults + [fault for fault in question.faults() if not faults])


def _whole(text: str, name: str, faults: list[tuple[str, str]]) -> int | None:
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 11:
        return int(text)
    faults.append((name, gettext("“%(text)s” is not a whole number.") % {"text": text[:40]}))
    return None


def written(question: Question, **changes: Any) -> dict[str, str]:
    """Return what an address says of a question beyond its days; what is as it comes is left out."""
    found = evolve(question, **changes)
    plain = Question(agreement=found.agreement, on=found.on)
    return {
        "events": "\n".join(map(write_event, found.events)),
        "simulations": str(found.simulations) if found.simulations != plain.simulations else "",
        "seed": str(found.seed) if found.seed != plain.seed else "",
        "like": " ".join(found.like),
    }


def added(asked: Mapping[str, str], agreement: Agreement, code_of: Callable[..., str]) -> tuple[Event | None, str]:
    """Return the event the fields of the form make, or what is wrong in them."""
    values = {name: asked.get(name, "").strip()[:60] for name in FIELDS}
    if not values["party"] or not values["kind"] or not values["since"]:
        return None, gettext("Say which state, what happens and on which day.")
    numbers = [f"{name}={value.replace(',', '.')}" for name, value in (("times", values["times"]), ("chance", _chance(values["chance"]))) if value]
    line = " ".join(filter(None, (values["party"].split("(")[-1].rstrip(")"), values["kind"], values["since"], values["until"], *numbers)))
    try:
        return read_event(line, partial(code_of, declared=agreement.participants)), ""
    except FoederaError as error:
        return None, error.args[0]


def _chance(text: str) -> str:
    """Return a chance given in hundredths as a share."""
    try:
        return f"{float(text.replace(',', '.')) / 100:g}" if text else ""
    except ValueError:
        return text


def turn(asked: Mapping[str, str], agreement: Agreement, code_of: Callable[..., str]) -> tuple[Turn | None, list[tuple[str, str]]]:
    """Return what a state is supposed to do, or None and what is wrong; None and nothing wrong where nothing is asked yet."""
    party, kind = asked.get("party", "").strip()[:60], asked.get("turn", "").strip()[:40]
    if not party and not kind:
        return None, []
    if not party or kind not in TURNS:
        return None, [("party", gettext("Choose a state and what it does."))]
    try:
        code = code_of(party, declared=agreement.participants)
    except FoederaError as error:
        return None, [("party", error.args[0])]
    until, faults = None, []
    if kind == "delays":
        try:
            until = dt.date.fromisoformat(asked.get("until", "").strip())
            if not FIRST_YEAR <= until.year <= LAST_YEAR:
                until = None
        except ValueError:
            until = None
        if until is None:
            faults.append(("until", gettext("Say until which day it delays.")))
    articles = tuple(filter(None, (word.strip()[:20] for word in asked.get("articles", "")[:200].split(",")))) if kind == "reserves" else ()
    return (None if faults else Turn(party=code, kind=kind, until=until, articles=articles)), faults
