"""Reading how states come to consent: one file a state, and one for the duties of all; what ships with Foedera of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path as File

import foedera.data
from foedera.library import vocabularies
from foedera.library.domestic import NO_CHAMBER, NO_STEP, cited_from, ids_of, limit_of, sourced, those
from foedera.library.holding import Read, each_once, needed, read, slug
from foedera.library.national_positions import code
from foedera.library.tables import Table
from foedera.model.acts import CONFIDENCES
from foedera.model.agreements import Source
from foedera.model.parties import Parties
from foedera.model.phrases import N_, say
from foedera.ratification.procedures import (
    DISSOLUTIONS,
    EFFECTS,
    EVENTS,
    EVERY_STATE,
    FORMS,
    KINDS,
    MAJORITIES,
    PARLIAMENTARY,
    STAGES,
    STEP,
    SUBJECTS,
    Basis,
    Chamber,
    Duty,
    Executive,
    Majority,
    Path,
    Procedure,
    Referendum,
    Review,
    Step,
)

_BUNDLED = File(foedera.data.__path__[0]) / "procedures"

#: What is said of a step that no path has.
NO_STEP_OF_ANY = N_("no path has a step '{name}'")
_LAPSES = {"bills-lapse": True, "bills-continue": False}


@cache
def procedures() -> Mapping[str, Procedure]:
    """Return the procedures that ship, by the code of the state; those duties every state has stand under "*".

    >>> procedures()["FRA"].default.title
    'Authorisation by statute'
    """
    parties = vocabularies.parties()
    found = [read_procedure(file.read_bytes(), str(file), parties).sound() for file in sorted(_BUNDLED.glob("*.toml"))]
    return {procedure.state: procedure for procedure in found}


@cache
def files() -> Mapping[str, str]:
    """Return the text of the files that ship, by the code of the state."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(_BUNDLED.glob("*.toml"))]
    return dict(zip(procedures(), texts, strict=True))


def read_procedure(content: bytes, name: str, parties: Parties) -> Read[Procedure]:
    """Read the procedure of one state, or with `state = "*"` the duties of all."""
    return read(content, name, "procedure", lambda head: _procedure(head, parties))


def _procedure(head: Table, parties: Parties) -> Procedure:
    everybody = head.data.get("state") == EVERY_STATE
    state = head.text("state", required=True) if everybody else code(head, "state", parties)
    as_of = head.date("as_of", required=True)
    illustrative = head.boolean("illustrative")
    sources = sourced(head, illustrative=illustrative)
    dissolution = head.choice("dissolution", DISSOLUTIONS, "")
    chambers = _chambers(head)
    paths = _paths(head, {chamber.id for chamber in chambers}, _LAPSES.get(dissolution))
    if everybody:
        for key in ("path", "chamber", "executive", "referendum", "review"):
            if head.has(key):
                head.fault(key, "F306", say("what holds for every state is duties alone"), say("move '{key}' into the file of a state", key=key))
    else:
        _one_default(head, paths)
    return Procedure(
        state=state,
        as_of=as_of or dt.date.min,
        confidence=head.choice("confidence", CONFIDENCES, "", required=True),
        paths=paths,
        duties=_duties(head, paths, sources),
        chambers=chambers,
        legal_basis=_bases(head, sources),
        sources=sources,
        executive=_executive(head),
        referendum=_referendum(head),
        review=_review(head),
        deposit_by=head.text("deposit_by"),
        final_act=head.text("final_act"),
        effect=head.choice("effect", EFFECTS, ""),
        dissolution=dissolution,
        dissolution_ref=head.text("dissolution_ref"),
        note=head.text("note"),
        illustrative=illustrative,
    )


def _one_default(head: Table, paths: tuple[Path, ...]) -> None:
    defaults = [path.id for path in paths if path.default]
    if not head.has("path"):
        head.fault("path", "F011", say("'{key}' is missing", key="path"), say("add [[path]] with id, title, form and its steps"))
    elif len(defaults) != 1:
        message = say("no path is the default one") if not defaults else say("several paths are the default one: {paths}", paths=", ".join(defaults))
        head.fault("path", "F300", message, say("write default = true in the one that is taken where nothing else is said"))


def _chambers(head: Table) -> tuple[Chamber, ...]:
    tables = head.tables("chamber")
    found = []
    for table in tables:
        found.append(Chamber(id=slug(table), name=needed(table, "name"), seats=table.integer("seats", least=1, most=10_000)))
        table.finish()
    each_once(tables, (chamber.id for chamber in found))
    return tuple(found)


def _paths(head: Table, chambers: set[str], lapses: bool | None) -> tuple[Path, ...]:
    tables = head.tables("path")
    found = []
    for table in tables:
        steps = table.tables("step")
        names = {step.data["id"] for step in steps if isinstance(step.data.get("id"), str)}
        path = Path(
            id=slug(table),
            title=needed(table, "title"),
            form=table.choice("form", FORMS, "law", required=True),
            steps=tuple(_step(step, names, chambers, lapses=lapses) for step in steps),
            default=table.boolean("default"),
            covers=_words(table, "covers", SUBJECTS),
            ref=table.text("ref"),
        )
        if not steps:
            table.fault("step", "F011", say("'{key}' is missing", key="step"), say("add the steps of the path, [[path.step]]"))
        each_once(steps, (step.id for step in path.steps))
        _no_ring(steps, path)
        if path.form == "tacit" and not any(step.kind == "tacit" for step in path.steps):
            hint = say('give that step kind = "tacit", or the path another form')
            table.fault("form", "F304", say("no step of the path is a period of silence"), hint)
        table.finish()
        found.append(path)
    each_once(tables, (path.id for path in found))
    return tuple(found)


def _step(table: Table, names: set[str], chambers: set[str], *, lapses: bool | None) -> Step:
    kind = table.choice("kind", KINDS, "other", required=True)
    chamber = table.text("chamber")
    if chamber and chamber not in chambers:
        table.fault("chamber", "F302", say(NO_CHAMBER, name=chamber[:60]), those(chambers))
    step = Step(
        id=slug(table),
        kind=kind,
        action=needed(table, "action"),
        actor=table.text("actor"),
        chamber=chamber,
        majority=_majority(table),
        after=ids_of(table, "after", names, NO_STEP) if table.has("after") else None,
        minimum=limit_of(table, "minimum", names, chambers),
        deadline=limit_of(table, "deadline", names, chambers),
        optional=table.boolean("optional"),
        lapses=table.boolean("lapses") if table.has("lapses") else (lapses if kind in PARLIAMENTARY else False),
        ref=table.text("ref"),
    )
    table.finish()
    return step


def _no_ring(steps: list[Table], path: Path) -> None:
    """Fault a step that waits for itself, by its order or by its periods."""
    waits = {name: set(before) for name, before in path.preceding().items()}
    for step in path.steps:
        waits[step.id] |= {limit.since for limit in (step.minimum, step.deadline) if limit is not None and limit.since}
    for row, step in zip(steps, path.steps, strict=True):
        if _reaches(waits, step.id):
            row.fault("after", "F304", say("the step '{name}' waits for itself", name=step.id), say("let 'after' and 'from' name earlier steps"))


def _reaches(waits: Mapping[str, set[str]], name: str) -> bool:
    ahead, met = set(waits.get(name, ())), set[str]()
    while ahead:
        one = ahead.pop()
        met.add(one)
        ahead |= waits.get(one, set()) - met
    return name in met


def _majority(table: Table) -> Majority | None:
    found = table.table("majority")
    if found is None:
        return None
    share = None
    written = found.text("share")
    if written:
        try:
            share = Fraction(written)
        except (ValueError, ZeroDivisionError):
            share = None
        if share is None or not 0 < share <= 1:
            share = None
            found.fault("share", "F305", say("'{text}' is no share of a whole", text=written[:40]), say("write a fraction such as 1/2 or 2/3"))
    majority = Majority(
        of=found.choice("of", MAJORITIES, "", required=bool(written)), share=share, more_than=found.boolean("more_than"), text=found.text("text")
    )
    if not written and not majority.text:
        table.fault("majority", "F305", say("the majority says nothing"), say("give share and of, or text"))
    found.finish()
    return majority


def _duties(head: Table, paths: Iterable[Path], sources: tuple[Source, ...]) -> tuple[Duty, ...]:
    tables = head.tables("duty")
    names = {step.id for path in paths for step in path.steps}
    ways = {path.id for path in paths}
    found = []
    for table in tables:
        when = needed(table, "when")
        if when.startswith(STEP):
            if when.removeprefix(STEP) not in names:
                table.fault("when", "F302", say(NO_STEP_OF_ANY, name=when.removeprefix(STEP)[:60]), those(names))
        elif when and when not in EVENTS:
            table.fault("when", "F013", say("'{value}' is not a {key}", value=when[:60], key="when"), say("one of: {words}", words=", ".join(EVENTS)))
        duty = Duty(
            id=slug(table),
            what=needed(table, "what"),
            when=when,
            within=limit_of(table, "within", frozenset(), frozenset(), start=False),
            to=table.text("to"),
            binding=_words(table, "binding", ("binding", "non-binding")),
            paths=ids_of(table, "paths", ways, N_("the file has no path '{name}'")),
            met_by=ids_of(table, "met_by", names, NO_STEP_OF_ANY),
            shared=table.boolean("shared"),
            since=table.date("since"),
            until=table.date("until"),
            ref=table.text("ref"),
            confidence=table.choice("confidence", CONFIDENCES, ""),
            source=cited_from(table, sources),
        )
        table.finish()
        found.append(duty)
    each_once(tables, (duty.id for duty in found))
    return tuple(found)


def _bases(head: Table, sources: tuple[Source, ...]) -> tuple[Basis, ...]:
    found = []
    for table in head.tables("legal_basis"):
        found.append(Basis(ref=needed(table, "ref"), rule=needed(table, "rule"), source=cited_from(table, sources)))
        table.finish()
    return tuple(found)


def _executive(head: Table) -> Executive | None:
    table = head.table("executive")
    if table is None:
        return None
    found = Executive(possible=bool(table.typed("possible", bool, required=True)), when=table.text("when"), ref=table.text("ref"))
    table.finish()
    return found


def _referendum(head: Table) -> Referendum | None:
    table = head.table("referendum")
    if table is None:
        return None
    found = Referendum(
        possible=bool(table.typed("possible", bool, required=True)),
        mandatory=table.boolean("mandatory"),
        binding=table.typed("binding", bool),
        when=table.text("when"),
        ref=table.text("ref"),
    )
    table.finish()
    return found


def _review(head: Table) -> Review | None:
    table = head.table("review")
    if table is None:
        return None
    found = Review(body=needed(table, "body"), when=table.text("when"), stage=table.choice("stage", STAGES, ""), ref=table.text("ref"))
    table.finish()
    return found


def _words(table: Table, key: str, options: Iterable[str]) -> tuple[str, ...]:
    """Take words of a closed vocabulary."""
    found = table.texts(key)
    for position, value in enumerate(found):
        if value not in options:
            below: tuple[str | int, ...] = (key, position) if isinstance(table.data[key], list) else (key,)
            table.fault_at(
                below, "F013", say("'{value}' is not a {key}", value=value[:60], key=key), say("one of: {words}", words=", ".join(options))
            )
    return found
