"""Errors as problems (RFC 9457): what, why, how to mend it, field by field; never a traceback."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from foedera.api.tongues import said
from foedera.model.errors import FaultyFile, FoederaError, NotAllowed, NotThere, OutOfDate, Unfit, UnknownAgreement, UnknownParty

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One thing wrong: the field or place, what, and how to mend it."""

    field: str = Field("", description="The field of the request, or `file:line:column` of a file; empty for the whole.")
    message: str
    code: str = ""
    hint: str = ""


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = Field("about:blank", description="What kind of problem, as an address below `docs/reference/api.md`.")
    title: str
    status: int
    detail: str = ""
    faults: list[Fault] = Field(default_factory=list)


#: What each error of the house is to a program, the first that fits.
KINDS: tuple[tuple[type[FoederaError], int], ...] = (
    (NotAllowed, 403),
    (NotThere, 404),
    (UnknownAgreement, 404),
    (UnknownParty, 404),
    (OutOfDate, 409),
    (FaultyFile, 422),
    (Unfit, 422),
    (FoederaError, 400),
)


def problem(status: int, detail: str = "", faults: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return a problem as an answer."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "faults": faults or []}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def _of_house(_: HttpRequest, error: FoederaError) -> HttpResponse:
    status = next(code for kind, code in KINDS if isinstance(error, kind))
    faults: list[dict[str, str]] = []
    if isinstance(error, Unfit):
        faults = [{"field": field, "message": said(text), "code": "", "hint": ""} for field, text in error.faults]
    elif isinstance(error, FaultyFile):
        faults = [{"field": f"{f.file}:{f.line}:{f.column}", "message": said(f.message), "code": f.code, "hint": said(f.hint)} for f in error.faults]
    return problem(status, said(next((text for text in error.args if isinstance(text, str)), "")), faults)


def _unreadable(_: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"field": ".".join(str(part) for part in e["loc"]), "message": e["msg"], "code": e["type"], "hint": ""} for e in error.errors]
    return problem(422, "the request does not have the form described in the schema", faults)


def _absent(_: HttpRequest, __: Http404) -> HttpResponse:
    return problem(404, "nothing stands at this address")


def _unknown_caller(_: HttpRequest, __: AuthenticationError) -> HttpResponse:
    return problem(401, "a valid token is needed: Authorization: Bearer …", headers={"WWW-Authenticate": "Bearer"})


def _of_protocol(_: HttpRequest, error: HttpError) -> HttpResponse:
    # The framework wraps what our reading of bodies says in words that say less.
    told = error.__cause__ if isinstance(error.__cause__, HttpError) else error
    return problem(error.status_code, str(told))


def _too_large(_: HttpRequest, __: RequestDataTooBig) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    return problem(413, f"the body is larger than {most} MB, the most that is read; files travel as multipart/form-data and may be larger")


def _suspicious(_: HttpRequest, __: SuspiciousOperation) -> HttpResponse:
    return problem(400, "the request cannot be read: too many parameters or parts, or one that is malformed")


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (FoederaError, _of_house),
    (ValidationError, _unreadable),
    (Http404, _absent),
    (AuthenticationError, _unknown_caller),
    (HttpError, _of_protocol),
    (RequestDataTooBig, _too_large),
    (SuspiciousOperation, _suspicious),
)


def install(api: NinjaAPI) -> None:
    """Have an interface answer every error as a problem."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)
