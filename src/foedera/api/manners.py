"""What every operation keeps to: parameters it knows only, methods it has only, and what may be kept of its answers by whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from foedera.api.problems import problem

View = Callable[..., HttpResponse]

#: Answers a program may keep, to ask by their ETag whether they still hold: what all readers may read. Nothing is kept of any other answer.
KEPT = frozenset(
    {
        *("listAgreements", "getAgreement", "getTimeline", "explain", "listActs", "getLaw"),
        *("listParties", "getPortfolio", "getBetween", "getCalendar", "export"),
        *("listThreats", "listThreatKinds", "getThreat", "getThreatHistory"),
    }
)
REVALIDATE, NOTHING = "private, no-cache", "no-store"


def known_only(run: View) -> View:
    """Have an operation refuse parameters it does not know: one spelt wrong would otherwise be left out of the question in silence."""
    operation = run.__self__  # type: ignore[attr-defined]
    models = (model for model in operation.models if model.__ninja_param_source__ == "query")
    known = sorted({name for model in models for name in model.__ninja_flatten_map__})
    keeps = operation.operation_id in KEPT
    says = f"this operation knows {', '.join(known)}" if known else "this operation takes none"

    @wraps(run)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if strange := [name for name in request.GET if name not in known]:
            faults = [{"field": f"query.{name[:60]}", "message": "no such parameter", "code": "unknown_parameter", "hint": says} for name in strange]
            return problem(422, f"the address has parameters this operation does not know: {', '.join(name[:60] for name in strange[:10])}", faults)
        response = run(request, **parts)
        if keeps and response.status_code < 300:
            response["Cache-Control"] = REVALIDATE
        return response

    return cast("View", answer)


def polite(view: View) -> View:
    """Have an address answer HEAD as GET, another method it lacks with a problem, and say for whom an answer is and whether it may be kept."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            response = view(request, **parts)
        finally:
            request.method = asked  # the server leaves the body of HEAD out
        if isinstance(response, HttpResponseNotAllowed):
            has = sorted({*response["Allow"].split(", "), *(("HEAD",) if "GET" in response["Allow"] else ())})
            told = f"{request.method} cannot be done at this address; it takes {', '.join(has)}"
            response = problem(405, told, headers={"Allow": ", ".join(has)})
        return for_the_caller(response)

    answer.csrf_exempt = True  # type: ignore[attr-defined] # a token is in no cookie, so nobody can be led into sending it
    return cast("View", answer)


def for_the_caller(response: HttpResponse) -> HttpResponse:
    """Say that an answer is the caller's own, and, where nothing else was said, that nothing of it is to be kept."""
    response.headers.setdefault("Cache-Control", NOTHING)
    patch_vary_headers(response, ["Authorization"])
    return response


def nowhere(request: HttpRequest) -> HttpResponse:
    """Say that nothing stands at an address, and where what there is can be read."""
    return for_the_caller(problem(404, f"nothing stands at {request.path[:200]}; /api/v1/openapi.json describes every address"))


nowhere.csrf_exempt = True  # type: ignore[attr-defined] # there is nothing to do here that could be forged
