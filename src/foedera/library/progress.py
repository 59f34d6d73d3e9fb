"""Reading logs of domestic steps: one file an agreement, beside the agreement's own; what ships with Foedera of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import foedera.data
from foedera.library import vocabularies
from foedera.library.domestic import cited_from, sourced
from foedera.library.holding import Read, each_once, needed, read
from foedera.library.national_positions import code
from foedera.library.procedures import procedures
from foedera.library.tables import Table
from foedera.model.acts import CONFIDENCES
from foedera.model.agreements import Source
from foedera.model.parties import Parties
from foedera.model.phrases import dated, say
from foedera.ratification.procedures import DUTY, EVERY_STATE, FULL_POWERS, Procedure
from foedera.ratification.progress import OUTCOMES, Progress, Taken

_BUNDLED = Path(foedera.data.__path__[0]) / "progress"


@cache
def progress() -> Mapping[str, Progress]:
    """Return the logs that ship, by the id of their agreement."""
    parties, known = vocabularies.parties(), procedures()
    found = [read_progress(file.read_bytes(), str(file), parties, known).sound() for file in sorted(_BUNDLED.rglob("*.toml"))]
    return {log.agreement: log for log in found}


def read_progress(content: bytes, name: str, parties: Parties, known: Mapping[str, Procedure]) -> Read[Progress]:
    """Read the log of one agreement; `known` are the procedures whose steps it names."""
    return read(content, name, "progress", lambda head: _progress(head, parties, known))


def _progress(head: Table, parties: Parties, known: Mapping[str, Procedure]) -> Progress:
    agreement = needed(head, "agreement")
    illustrative = head.boolean("illustrative")
    sources = sourced(head, illustrative=illustrative)
    tables = head.tables("step")
    steps = tuple(_taken(table, agreement, parties, sources, known, illustrative=illustrative) for table in tables)
    each_once(tables, (step.id for step in steps))
    named = {(step.state, step.id) for step in steps}
    for table, step in zip(tables, steps, strict=True):
        if step.strikes and (step.state, step.strikes) not in named:
            message = say("no line of {state} has the id '{name}'", state=step.state, name=step.strikes[:60])
            table.fault("strikes", "F302", message, say("name the id of the line recorded in error"))
    return Progress(agreement=agreement, steps=steps, sources=sources, illustrative=illustrative)


def _taken(
    table: Table, agreement: str, parties: Parties, sources: tuple[Source, ...], known: Mapping[str, Procedure], *, illustrative: bool
) -> Taken:
    strikes = table.text("strikes")
    state = code(table, "state", parties)
    path = table.text("path")
    step = table.text("step") if strikes else needed(table, "step")
    on, since = table.date("on", required=True), table.date("known")
    if on is not None and since is not None and since < on:
        hint = say("a step cannot be known before it is taken; exchange them, or correct one")
        table.fault("known", "F205", say("'known' is {known}, before 'on', {on}", known=dated(since), on=dated(on)), hint)
    for message, remedy, key in unnamed(known, state, path, step):
        table.fault(key, "F308", message, remedy)
    found = Taken(
        agreement=agreement,
        state=state,
        step=step,
        on=on or dt.date.min,
        known=since or on or dt.date.min,
        path=path,
        outcome=table.choice("outcome", OUTCOMES, "done"),
        id=table.text("id"),
        strikes=strikes,
        source=cited_from(table, sources, required=not illustrative),
        confidence=table.choice("confidence", CONFIDENCES, ""),
        note=table.text("note"),
    )
    table.finish()
    return found


def unnamed(known: Mapping[str, Procedure], state: str, path: str, step: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a line names that the state's procedure does not have; of a state without a procedure nothing can be said."""
    procedure = known.get(state)
    if procedure is None:
        return
    if path and procedure.path(path) is None:
        there = ", ".join(one.id for one in procedure.paths)
        yield say("the procedure of {state} has no path '{name}'", state=state, name=path[:60]), say("there are: {names}", names=there), "path"
        return
    if not step or step == FULL_POWERS:
        return
    if step.startswith(DUTY):
        names = [DUTY + duty.id for one in (procedure, known.get(EVERY_STATE)) if one is not None for duty in one.duties]
    else:
        names = [one.id for way in procedure.paths if path in ("", way.id) for one in way.steps]
    if step not in names:
        there = ", ".join(dict.fromkeys(names))[:300]
        yield say("the procedure of {state} has no step '{name}'", state=state, name=step[:60]), say("there are: {names}", names=there), "step"
