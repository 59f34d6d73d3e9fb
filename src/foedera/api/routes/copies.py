"""Copies and work: exports in every format, documents, and jobs in the background."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from foedera.api.answers import AsOf, Number, actor, either
from foedera.api.forms import Code, Short
from foedera.api.routes.agreements import router as agreements
from foedera.api.tongues import Sentence
from foedera.deeds import documents, hand_out, work
from foedera.interchange.formats import FORMATS

router = Router(tags=["copies and work"])


class Wanted(AsOf):
    """Which agreements, on which day, in which language."""

    agreement: list[Short] = Field(default_factory=list, description="Ids or families; none: all.", max_length=500)
    language: Literal["en", "fr"] = "en"


@router.get(
    "/exports/{form}", response=either(None), summary="Export", operation_id="export", openapi_extra={"responses": {200: {"description": "A file"}}}
)
def export(request: HttpRequest, form: Literal[tuple(FORMATS)], asked: Query[Wanted]) -> Any:  # type: ignore[valid-type]
    """The register, or some of its agreements, as a file in a format of `docs/reference/interchange.md`."""
    made = hand_out.export(
        actor(request), form, asked.day, dt.datetime.now(dt.UTC), agreements=asked.agreement, known=asked.known, language=asked.language
    )
    return _file(made.name, made.media_type, made.content)


def _file(name: str, media_type: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class DocumentOut(Schema):
    """A document without its content; `party` empty: open to all readers."""

    number: int
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    party: str
    by: str
    at: dt.datetime
    recorded: bool


@agreements.get("/agreements/{family}/{slug}/documents", response=either(list[DocumentOut]), summary="Documents", operation_id="listDocuments")
def documents_of(request: HttpRequest, family: str, slug: str) -> Any:
    """The documents kept with an agreement that the caller may see."""
    return documents.of_agreement(actor(request), f"{family}/{slug}")


class About(Schema):
    """For whom a document is, and what it is called."""

    party: Code | Literal[""] = ""
    title: Short = ""


@agreements.post("/agreements/{family}/{slug}/documents", response=either(DocumentOut, 201), summary="Keep a document", operation_id="keepDocument")
def keep_document(request: HttpRequest, family: str, slug: str, about: Form[About], file: File[UploadedFile]) -> Any:
    """Keep a document with an agreement: judged by its content, byte for byte."""
    kept = documents.keep(
        actor(request), file.name or "", file.read(documents.LIMIT + 1), agreement=f"{family}/{slug}", party=about.party, title=about.title
    )
    return Status(201, kept)


@router.get(
    "/documents/{number}",
    response=either(None),
    summary="A document",
    operation_id="getDocument",
    openapi_extra={"responses": {200: {"description": "A file"}}},
)
def document(request: HttpRequest, number: Number) -> Any:
    """A document's content; 404 where there is none or it is for others."""
    kept, content = documents.open_document(actor(request), number)
    return _file(kept.name.replace('"', ""), kept.media_type, content)


class JobIn(Schema):
    """Work to do in the background."""

    kind: Literal["export", "rebuild"]
    arguments: dict[str, Any] = Field(default_factory=dict)


class JobOut(Schema):
    """A job as it stands."""

    id: int
    kind: str
    party: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    phase: str
    done: int
    total: int
    cancelling: bool
    result: dict[str, Any] | None
    fault: Sentence
    created: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None


@router.get("/jobs", response=either(list[JobOut]), summary="Jobs", operation_id="listJobs")
def jobs(request: HttpRequest) -> Any:
    """The caller's latest jobs; an administrator's: everybody's."""
    return work.see_all(actor(request))


@router.post("/jobs", response=either(JobOut, 202), summary="Start a job", operation_id="startJob")
def start_job(request: HttpRequest, given: JobIn) -> Any:
    """Put work in the queue."""
    number = work.enqueue(actor(request), given.kind, given.arguments)
    return Status(202, work.see(actor(request), number))


@router.get("/jobs/{number}", response=either(JobOut), summary="A job", operation_id="getJob")
def job(request: HttpRequest, number: Number) -> Any:
    """How far a job is."""
    return work.see(actor(request), number)


@router.post("/jobs/{number}/cancel", response=either(JobOut), summary="Cancel a job", operation_id="cancelJob")
def cancel_job(request: HttpRequest, number: Number) -> Any:
    """Cancel a job that has not ended; what is not whole is undone."""
    return work.cancel(actor(request), number, dt.datetime.now(dt.UTC))


@router.get(
    "/jobs/{number}/output",
    response=either(None),
    summary="What a job made",
    operation_id="getOutput",
    openapi_extra={"responses": {200: {"description": "A file"}}},
)
def output(request: HttpRequest, number: Number) -> Any:
    """The file a job has made."""
    return _file(*work.output(actor(request), number))
