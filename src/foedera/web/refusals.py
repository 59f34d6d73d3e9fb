"""Errors of deeds as answers of the pages: what is not allowed is 403, what is not there 404, and nobody sees a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from foedera.model.errors import FoederaError, NotAllowed, NotThere, UnknownAgreement, UnknownParty
from foedera.web.pages import faults

Answer = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Turns the errors of deeds, wherever a page meets them, into pages that say what, why and what to do."""

    def __init__(self, get_response: Answer) -> None:
        """Stand before the pages."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the question on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for an error a page met."""
        if isinstance(exception, NotAllowed):
            return faults.not_allowed(request, exception)
        if isinstance(exception, NotThere | UnknownAgreement | UnknownParty):
            return faults.not_found(request, Http404(str(exception)))
        if isinstance(exception, FoederaError):
            return faults.unfit(request, exception)
        return None
