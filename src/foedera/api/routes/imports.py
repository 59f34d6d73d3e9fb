"""Imports: a file handed in, examined, its report read page by page, recorded in the background; decisions about names; and the log."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import evolve
from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from foedera.api.answers import Number, actor, either, link_pages
from foedera.api.forms import Code, Day, Short
from foedera.api.routes.copies import JobOut
from foedera.api.tongues import Rows
from foedera.deeds import audit, decide, take_in, work
from foedera.deeds.decide import Decision
from foedera.deeds.report import PARTS
from foedera.deeds.take_in import Said
from foedera.library.columns import ROLES
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import say

router = Router(tags=["imports"])


class SaidIn(Schema):
    """What is said of a file: where it comes from, what columns mean where the guess is wrong, how days are written."""

    family: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,59}$", description="The first part of every id; the same at every import of the source.")
    source: Short = Field(min_length=1)
    seen: Day = Field(description="The day whose state the source shows.")
    url: Short = ""
    title: Short = Field("", description="Of a table of participants: the title of the agreement, where it is new.")
    agreement: Short = Field("", description="Of a table of participants: the id of the agreement, where it is on record.")
    sheet: Short = ""
    roles: dict[Short, Short] = Field(default={}, description=f"Column and role: one of {', '.join(ROLES)}, or `act:` and a kind of act.")
    orders: dict[Short, Literal["day-first", "month-first"]] = Field(default={})


class UploadOut(Schema):
    """A file handed in, seen by its owner alone."""

    id: int
    name: str
    size: int
    sha256: str
    said: dict[str, Any]
    outcome: dict[str, Any] | None
    created: dt.datetime


class ReportOut(Schema):
    """What was found in a file; nothing of it is recorded. `holds` is false where something was decided or said since: examine it again."""

    upload: int
    shape: Literal["agreements", "participants", "files"]
    made: dt.datetime
    holds: bool
    digest: str = Field(description="Give it as `seen` when importing: then nothing else is recorded than what was shown.")
    counts: dict[str, int]
    allowed: list[str] = Field(description="Parties whose officers may import all of it.")
    sheets: list[str]
    columns: Rows
    questions: Rows
    beside: Rows


@router.get("/imports", response=either(list[UploadOut]), summary="Files handed in", operation_id="listImports")
def listed(request: HttpRequest) -> Any:
    """The caller's own files that wait to be imported."""
    return take_in.mine(actor(request))


@router.post("/imports", response=either(UploadOut, 201), summary="Hand a file in", operation_id="handIn")
def hand_in(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Hand in a table (CSV, XLSX, JSON Lines) or agreement files (TOML, ZIP); nothing is recorded."""
    who = actor(request)
    number = take_in.hand_in(who, file.name or "", file.read(take_in.LARGEST + 1), _now())
    return Status(201, take_in.opened(who, number))


@router.get("/imports/{number}", response=either(UploadOut), summary="A file handed in", operation_id="getImport")
def one(request: HttpRequest, number: Number) -> Any:
    """A file of the caller's own, and once it is imported what came of it."""
    return take_in.opened(actor(request), number)


@router.put("/imports/{number}", response=either(UploadOut), summary="Say of a file", operation_id="sayOfImport")
def revise(request: HttpRequest, number: Number, given: SaidIn) -> Any:
    """Say where a file comes from and what its columns mean; then examine it."""
    who = actor(request)
    wrong = [role for role in given.roles.values() if role not in ROLES and not role.startswith("act:")]
    if wrong:
        raise Unfit((("roles", say("'{role}' is not what a column can mean; it is one of {roles}", role=wrong[0][:60], roles=", ".join(ROLES))),))
    take_in.revise(who, number, Said(**given.dict()))
    return take_in.opened(who, number)


@router.delete("/imports/{number}", response=either(None, 204), summary="Throw a file away", operation_id="discardImport")
def discard(request: HttpRequest, number: Number) -> Any:
    """Throw a file of the caller's own away."""
    take_in.discard(actor(request), number)
    return Status(204, None)


@router.post("/imports/{number}/examine", response=either(JobOut, 202), summary="Examine a file", operation_id="examineImport")
def examine(request: HttpRequest, number: Number) -> Any:
    """Work out in the background what a file would bring; the report is there when the job is done."""
    who = actor(request)
    name = take_in.opened(who, number).name
    party = next(iter(who.parties_with("import")), "")
    return Status(202, work.see(who, work.enqueue(who, "examine", {"upload": number, "name": name}, party=party)))


@router.get("/imports/{number}/report", response=either(ReportOut), summary="What a file would bring", operation_id="getReport")
def report(request: HttpRequest, number: Number) -> Any:
    """The report of a file: its columns as understood, the counts, questions to answer. Small files are examined at once."""
    found, holds = _report(request, number)
    shown = {name: getattr(found, name) for name in ReportOut.model_fields if hasattr(found, name)}
    return {**shown, "upload": number, "holds": holds}


class RowsOut(Schema):
    """One page of a part of a report."""

    total: int
    page: int
    pages: int
    rows: Rows


class PageOf(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=500)


@router.get("/imports/{number}/report/{part}", response=either(RowsOut), summary="Rows of a report", operation_id="listReportRows")
def rows(request: HttpRequest, response: HttpResponse, number: Number, part: Literal[PARTS], asked: Query[PageOf]) -> Any:  # type: ignore[valid-type]
    """Rows of a part: agreements new, changed, known; rows left out with faults and remedies, or with remarks; open names; contradictions."""
    listed = _report(request, number)[0].parts[part]
    pages = max(1, -(-len(listed) // asked.size))
    page = min(asked.page, pages)
    link_pages(request, response, page, pages)
    return {"total": len(listed), "page": page, "pages": pages, "rows": listed[(page - 1) * asked.size : page * asked.size]}


def _report(request: HttpRequest, number: int) -> Any:
    found, holds = take_in.report_on(actor(request), number, _now())
    if found is None:
        raise NotThere(say("file {number} was not examined yet", number=str(number)))
    return found, holds


class BeginIn(Schema):
    """An import to begin."""

    seen: str = Field(max_length=64, min_length=64, description="The digest of the report that was read.")
    whole: bool = Field(False, description="Import only if every row is in order; else the rows that are, the others being listed.")


@router.post("/imports/{number}/record", response=either(JobOut, 202), summary="Import a file", operation_id="recordImport")
def record(request: HttpRequest, number: Number, given: BeginIn) -> Any:
    """Record in the background what a file brings: all of it in one recording, or nothing."""
    who = actor(request)
    return Status(202, work.see(who, take_in.begin(who, number, given.seen, whole=given.whole)))


class DecisionIn(Schema):
    """What a name in a source means, for all days or for some; `code` empty: it is no party."""

    name: str = Field(min_length=1, max_length=255)
    code: Code | Literal[""]
    since: Day | None = None
    until: Day | None = None


class DecisionOut(DecisionIn):
    """A decision, who made it, and whether it was withdrawn."""

    id: int
    code: str
    by: str
    at: dt.datetime
    withdrawn: dt.datetime | None


@router.get("/decisions", response=either(list[DecisionOut]), summary="Decisions about names", operation_id="listDecisions")
def decisions(request: HttpRequest) -> Any:
    """Every decision made, withdrawn ones included, the latest first."""
    return decide.listing(actor(request))


@router.post("/decisions", response=either(DecisionOut, 201), summary="Decide about a name", operation_id="decideName")
def decided(request: HttpRequest, given: DecisionIn) -> Any:
    """Decide what a name means, for every later import."""
    who = actor(request)
    decide.decide(who, [Decision(given.name, given.code or decide.NOT_A_PARTY, given.since, given.until)])
    return Status(201, decide.listing(who)[0])


@router.delete("/decisions/{number}", response=either(None, 204), summary="Withdraw a decision", operation_id="withdrawDecision")
def withdraw(request: HttpRequest, number: Number) -> Any:
    """Let a decision no longer hold; what was imported by it stays."""
    decide.withdraw(actor(request), number, _now())
    return Status(204, None)


class LogQuery(PageOf):
    """Which lines of the log."""

    who: Short = ""
    deed: Short = ""
    allowed: bool | None = None
    since: Day | None = None
    until: Day | None = None
    words: Short = ""


class LogLineOut(Schema):
    """A line of the log."""

    number: int
    at: dt.datetime
    who: str
    party: str
    deed: str
    subject: str
    allowed: bool
    why: str
    address: str


class LogOut(Schema):
    """One page of the log, the latest first."""

    total: int
    page: int
    pages: int
    lines: list[LogLineOut]


@router.get("/log", response=either(LogOut), summary="The log", operation_id="readLog", tags=["people"])
def log(request: HttpRequest, response: HttpResponse, asked: Query[LogQuery]) -> Any:
    """What was done and what was refused, for those who audit."""
    sought = audit.Sought(**asked.dict(exclude={"page", "size"}))
    sought = evolve(sought, **{name: getattr(sought, name).replace("\0", "") for name in ("who", "deed", "words")})
    found = audit.audit(actor(request), sought, asked.page, asked.size)
    link_pages(request, response, found.page, found.pages)
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
