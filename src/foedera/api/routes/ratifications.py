"""From signature to being bound: what is pending, boards, a state's way to an agreement, the depositary's view; steps reported."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from foedera.api.answers import AsOf, AsOfQuery, Code, Day, actor, either, link_pages, today
from foedera.api.forms import Long, Short
from foedera.api.tongues import Sentence
from foedera.deeds import follow, report_step
from foedera.model.acts import CONFIDENCES
from foedera.model.standing import AGREEMENT_STATUSES
from foedera.ratification.duties import STATUSES as OWING
from foedera.ratification.progress import OUTCOMES, Taken
from foedera.ratification.stages import STATUSES as STAGES
from foedera.ratification.through import through
from foedera.ratification.track import STATUSES, Track

router = Router(tags=["ratification"])

#: The code of a state in an address, the id of a line; a confidence.
State = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$")]
Line = Annotated[str, Path(min_length=1, max_length=300)]
Sure = Literal[CONFIDENCES]  # type: ignore[valid-type]


class PendingAsked(AsOf):
    """Which agreements are meant: those of one party, or all."""

    party: Code | None = None
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(50, ge=1, le=100)


class PendingOut(Schema):
    """An agreement that is open and not in force."""

    agreement: str
    title: str
    illustrative: bool
    signed: int
    consented: int
    begun: int = Field(description="States with a step at home on record that have not consented.")
    awaited: list[str]
    missing: list[Sentence]
    expected: dt.date | None


class PendingListOut(Schema):
    """A page of pending agreements."""

    total: int
    page: int
    pages: int
    as_known: bool = Field(description="False where the register is too large to be asked as it was known on an earlier day.")
    found: list[PendingOut]


@router.get("/ratifications", response=either(PendingListOut), summary="Pending agreements", operation_id="listRatifications")
def ratifications(request: HttpRequest, response: HttpResponse, asked: Query[PendingAsked]) -> Any:
    """Agreements open and not in force on the day: who signed, who consented, what each one's own rule still waits for."""
    found = follow.pending(actor(request), asked.day, asked.known, party=asked.party or "", page=asked.page, size=asked.size)
    link_pages(request, response, found.page, found.pages)
    rows = [
        {
            "agreement": row.agreement.id,
            "title": row.agreement.title,
            "illustrative": row.agreement.illustrative,
            "awaited": sorted(row.awaited),
            **{name: getattr(row, name) for name in ("signed", "consented", "begun", "missing", "expected")},
        }
        for row in found.rows
    ]
    return {"total": found.total, "page": found.page, "pages": found.pages, "as_known": found.as_known, "found": rows}


class StageOut(Schema):
    """A step of a way of consent as it stands."""

    id: str
    kind: str
    status: Literal[tuple(STAGES)]  # type: ignore[valid-type]
    on: dt.date | None
    known: dt.date | None
    source: str
    confidence: str
    note: str
    not_before: dt.date | None
    due: dt.date | None
    late: int
    ref: str
    what: str
    because: list[Sentence]
    open_questions: list[Sentence]


class TrackOut(Schema):
    """Where a state stands with an agreement."""

    state: str
    agreement: str
    on: dt.date
    known: dt.date | None
    status: Literal[tuple(STATUSES)]  # type: ignore[valid-type]
    where: Sentence
    path: str | None
    next: list[str]
    not_before: dt.date | None = Field(description="The earliest lawful day of its consent; no forecast.")
    late: int
    signed: dt.date | None
    through: dt.date | None = Field(description="When it was through at home.")
    consented: dt.date | None
    blockers: list[Sentence]
    irregular: list[Sentence]
    because: list[Sentence]
    open_questions: list[Sentence]
    steps: list[StageOut]


def _track(found: Track) -> dict[str, Any]:
    names = ("state", "agreement", "on", "known", "status", "where", "not_before", "late", "signed", "consented")
    lists = ("next", "blockers", "irregular", "because", "open_questions")
    return {
        **{name: getattr(found, name) for name in names},
        **{name: list(getattr(found, name)) for name in lists},
        "path": found.path.id if found.path is not None else None,
        "through": through(found),
        "steps": [
            {
                **{name: getattr(one, name) for name in ("status", "on", "known", "source", "confidence", "note", "not_before", "due", "late")},
                "id": one.step.id,
                "kind": one.step.kind,
                "ref": one.step.ref,
                "what": one.step.describe(),
                "because": list(one.because),
                "open_questions": list(one.questions),
            }
            for one in found.stages
        ],
    }


class BoardOut(Schema):
    """All states of an agreement side by side."""

    agreement: str
    on: dt.date
    known: dt.date | None
    status: Literal[AGREEMENT_STATUSES]  # type: ignore[valid-type]
    in_force_since: dt.date | None
    expected: dt.date | None
    awaited: list[str] = Field(description="Whose consent the agreement's own rule waits for.")
    missing: list[Sentence]
    open_questions: list[Sentence]
    states: list[TrackOut]


@router.get("/agreements/{family}/{slug}/ratification", response=either(BoardOut), summary="An agreement's board", operation_id="getBoard")
def board(request: HttpRequest, family: str, slug: str, when: AsOfQuery) -> Any:
    """Where all states stand, those most in need first, and what the agreement's own rule still waits for."""
    found = follow.board(actor(request), f"{family}/{slug}", when.day, when.known).board
    names = ("agreement", "on", "known", "status", "in_force_since", "expected")
    return {
        **{name: getattr(found, name) for name in names},
        "awaited": sorted(found.awaited),
        "missing": list(found.missing),
        "open_questions": list(found.open_questions),
        "states": [_track(one) for one in found.tracks],
    }


class OwedOut(Schema):
    """What a state must report, register or publish, and how that stands."""

    duty: str
    what: str
    to: str
    ref: str
    status: Literal[tuple(OWING)]  # type: ignore[valid-type]
    start: dt.date | None
    due: dt.date | None
    met: dt.date | None
    late: int
    because: list[Sentence]
    open_questions: list[Sentence]


class RecordedOut(Schema):
    """A line of a state's progress as it is on record; `struck` is the line that strikes it, `recorded` null where it ships with Foedera."""

    id: str
    path: str
    step: str
    outcome: Literal[tuple(OUTCOMES)]  # type: ignore[valid-type]
    on: dt.date
    known: dt.date
    source: str
    confidence: str
    note: str
    strikes: str
    struck: str
    by: str
    recorded: dt.datetime | None


class WayOut(Schema):
    """A state's way to an agreement: where it stands, what it owes, what is on record of it."""

    track: TrackOut
    duties: list[OwedOut]
    recorded: list[RecordedOut]


class WayAsked(AsOf):
    """The day, and a way of consent that is supposed in the place of the one on record."""

    path: Short = ""


@router.get("/agreements/{family}/{slug}/ratification/{code}", response=either(WayOut), summary="A state's way", operation_id="getTrack")
def way(request: HttpRequest, family: str, slug: str, code: State, when: Query[WayAsked]) -> Any:
    """Every step with its day, what it waits for and why; duties with their clocks; the lines on record, struck ones included."""
    found = follow.way(actor(request), f"{family}/{slug}", code, when.day, when.known, path=when.path)
    owed = [
        {
            **{name: getattr(one, name) for name in ("status", "start", "due", "met", "late", "because", "open_questions")},
            "duty": one.duty.id,
            **{name: getattr(one.duty, name) for name in ("what", "to", "ref")},
        }
        for one in found.owed
    ]
    lines = ("id", "path", "step", "outcome", "on", "known", "source", "confidence", "note", "strikes")
    recorded = [
        {**{name: getattr(one.line, name) for name in lines}, "struck": one.struck, "by": one.by, "recorded": one.at} for one in found.recorded
    ]
    return {"track": _track(found.track), "duties": owed, "recorded": recorded}


class StepIn(Schema):
    """A step a state took at home, or (`duty:<id>`) that a duty was done."""

    step: Annotated[str, Field(min_length=1, max_length=80)]
    path: Annotated[str, Field(max_length=80)] = ""
    outcome: Literal[tuple(OUTCOMES)] = "done"  # type: ignore[valid-type]
    on: Day
    known: Day | None = Field(None, description="Since when it is on record; default: since today.")
    source: Annotated[str, Field(min_length=1, max_length=600)]
    confidence: Sure
    note: Long = ""
    sure: bool = Field(False, description="That a step out of order, or before its period had run, was taken so: without it one is refused.")


class ReportedOut(Schema):
    """The id of the line that was put on record."""

    id: str


@router.post(
    "/agreements/{family}/{slug}/ratification/{code}/steps", response=either(ReportedOut, 201), summary="Report a step", operation_id="reportStep"
)
def report(request: HttpRequest, family: str, slug: str, code: State, given: StepIn) -> Any:
    """Report a step at home: for those who record for the state, and the register's officers. What is on record already is refused."""
    known = given.known or max(today(), given.on)
    taken = Taken(agreement=f"{family}/{slug}", state=code, **{**given.dict(exclude={"sure"}), "known": known})
    return Status(201, {"id": report_step.report(actor(request), taken, today(), sure=given.sure)})


class StrikeIn(Schema):
    """Why a line is struck."""

    reason: str = Field(min_length=1, max_length=4000)


@router.post(
    "/agreements/{family}/{slug}/ratification/{code}/steps/{line}/strike",
    response=either(ReportedOut, 201),
    summary="Strike a step",
    operation_id="strikeStep",
)
def strike(request: HttpRequest, family: str, slug: str, code: State, line: Line, given: StrikeIn) -> Any:
    """Strike a line as reported in error; both stay on record."""
    return Status(201, {"id": report_step.strike(actor(request), f"{family}/{slug}", code, line, given.reason, today())})


@router.get("/parties/{code}/ratification", response=either(list[TrackOut]), summary="A state's pending agreements", operation_id="getStateBoard")
def state_board(request: HttpRequest, code: State, when: AsOfQuery) -> Any:
    """Where a state stands with what it signed, negotiated or began on at home and has not consented to, most in need first."""
    return [_track(one) for one in follow.state_board(actor(request), code, when.day, when.known).tracks]


class DepositOut(Schema):
    """An instrument the depositary has."""

    on: dt.date
    party: str
    kind: str
    precision: str
    source: str
    confidence: str


class NoticeOut(Schema):
    """What the depositary tells, and whom."""

    on: dt.date
    what: Sentence
    to: list[str]
    because: Sentence


class DepositaryOut(Schema):
    """What the depositary has and owes."""

    agreement: str
    depositary: list[str]
    on: dt.date
    known: dt.date | None
    since: dt.date
    status: Literal[AGREEMENT_STATUSES]  # type: ignore[valid-type]
    in_force_since: dt.date | None
    expected: dt.date | None
    missing: list[Sentence]
    deposited: list[DepositOut]
    notices: list[NoticeOut]
    open_questions: list[Sentence]


class DepositaryAsked(AsOf):
    """The day, and since when what came on record is to be told."""

    since: Day | None = Field(None, description="Notices for what came on record after that day; default: thirty days before.")


@router.get("/agreements/{family}/{slug}/depositary", response=either(DepositaryOut), summary="The depositary's view", operation_id="getDepositary")
def depositary(request: HttpRequest, family: str, slug: str, asked: Query[DepositaryAsked]) -> Any:
    """Instruments in order, what is missing for entry into force, and whom the depositary tells of what (VCLT 77)."""
    found = follow.depositary(actor(request), f"{family}/{slug}", asked.day, asked.known, asked.since).deposits
    names = ("agreement", "depositary", "on", "known", "since", "status", "in_force_since", "expected", "missing", "open_questions")
    deposited = [
        {"party": code, **{name: getattr(act, name) for name in ("on", "kind", "precision", "source", "confidence")}} for code, act in found.deposited
    ]
    notices = [{name: getattr(one, name) for name in ("on", "what", "to", "because")} for one in found.notices]
    return {**{name: getattr(found, name) for name in names}, "deposited": deposited, "notices": notices}
