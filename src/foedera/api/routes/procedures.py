"""Procedures of states: how they come to consent, compared and in full; the sitting days of their chambers, kept by those who may."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from attrs import asdict
from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from foedera.api.answers import Day, actor, either
from foedera.api.forms import Long, Short
from foedera.api.routes.ratifications import State, Sure
from foedera.api.tongues import Sentence
from foedera.deeds import follow, keep_procedure, keep_sittings
from foedera.deeds.keep_sittings import Stretch
from foedera.model.agreements import Source
from foedera.model.plain import plain
from foedera.ratification.comparing import compared
from foedera.ratification.sittings import WEEKDAYS, Dissolution

router = Router(tags=["ratification"])

#: The id of a chamber in an address.
Chamber = Annotated[str, Path(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$")]


class ComparedOut(Schema):
    """A state's procedure as one line of a comparison."""

    state: str
    as_of: dt.date
    confidence: str
    path: str
    form: str
    votes: list[Sentence]
    scrutiny: list[Sentence]
    dissolution: str
    executive: bool | None
    referendum: bool | None
    review: str
    deposit_by: str
    paths: int
    duties: int
    unseen: bool = Field(description="Whether part of it rests on general knowledge alone.")


@router.get("/procedures", response=either(list[ComparedOut]), summary="Procedures of states", operation_id="listProcedures")
def procedures(request: HttpRequest) -> Any:
    """The states whose procedure is on record, by code, compared by their usual way of consent."""
    return [asdict(compared(found)) for found in follow.procedures(actor(request))]


@router.get("/procedures/{code}", response=either(dict[str, Any]), summary="A state's procedure", operation_id="getProcedure")
def procedure(request: HttpRequest, code: State) -> Any:
    """Legal basis, every path with its steps, periods and majorities, duties, sources: as its file states it."""
    return plain(follow.procedure(actor(request), code))


class ProcedureFileOut(Schema):
    """The file a procedure stands in, as it was written; `number` is the state of what was put on record, 0 where the one that ships counts."""

    text: str
    number: int


@router.get("/procedures/{code}/file", response=either(ProcedureFileOut), summary="A procedure's file", operation_id="getProcedureFile")
def procedure_file(request: HttpRequest, code: State) -> Any:
    """The file that counts for a state, to keep or to revise."""
    who = actor(request)
    return {"text": keep_procedure.text(who, code), "number": len(keep_procedure.history(who, code))}


class ProcedureFileIn(Schema):
    """A procedure file; `seen` is the number of the state it revises, 0 where none was put on record."""

    text: Annotated[str, Field(min_length=1, max_length=keep_procedure.LARGEST)]
    seen: int = Field(0, ge=0, le=10**6)


class ProcedureKeptOut(Schema):
    """The number of the state that was kept."""

    number: int


@router.post("/procedures/{code}/file", response=either(ProcedureKeptOut, 201), summary="Keep a procedure", operation_id="keepProcedure")
def keep(request: HttpRequest, code: State, given: ProcedureFileIn) -> Any:
    """Put a state's procedure on record in the place of the one that counts; every state is kept."""
    _, number = keep_procedure.take(actor(request), given.text.encode(), "text", given.seen, of=code)
    return Status(201, {"number": number})


class SpanIn(Schema):
    """Days from one to another, both included."""

    first: Day
    last: Day


class DissolvedIn(Schema):
    """When a chamber was dissolved, and when the new one first meets."""

    on: Day
    until: Day | None = None


class SittingsIn(Schema):
    """Days of a chamber from `first` to `last`, complete: the weekdays it sits but in recesses, and single days. `seen` is the state revised."""

    first: Day
    last: Day
    weekdays: list[Literal[WEEKDAYS]] = Field([], max_length=7)  # type: ignore[valid-type]
    recesses: list[SpanIn] = Field([], max_length=60)
    days: list[Day] = Field([], max_length=2000)
    dissolved: list[DissolvedIn] = Field([], max_length=20)
    source: Annotated[str, Field(min_length=1, max_length=300)]
    url: Short = ""
    confidence: Sure
    note: Long = ""
    seen: int = Field(0, ge=0, le=10**6)


class SittingsOut(Schema):
    """The number of the state that was kept."""

    number: int


@router.post("/procedures/{code}/sittings/{chamber}", response=either(SittingsOut, 201), summary="Keep sitting days", operation_id="keepSittings")
def sittings(request: HttpRequest, code: State, chamber: Chamber, given: SittingsIn) -> Any:
    """Lay sitting days over what is on record of a chamber; every state is kept."""
    stretch = Stretch(
        state=code,
        chamber=chamber,
        first=given.first,
        last=given.last,
        weekdays=tuple(given.weekdays),
        recesses=tuple((span.first, span.last) for span in given.recesses),
        days=frozenset(given.days),
        dissolved=tuple(Dissolution(on=end.on, until=end.until) for end in given.dissolved),
        source=Source(title=given.source, url=given.url),
        confidence=given.confidence,
        note=given.note,
    )
    return Status(201, {"number": keep_sittings.add(actor(request), stretch, given.seen)})
