"""Errors of deeds as answers of the pages: what is not allowed is 403, what is not there 404, and nobody sees a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from foedera.model.errors import FoederaError, NotAllowed, NotThere, UnknownAgreement, UnknownParty, UsageError
from foedera.model.phrases import say
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

    def process_view(self, request: HttpRequest, _: Any, __: Any, parts: dict[str, Any]) -> HttpResponse | None:
        """Refuse what holds U+0000: it stands in no text, and PostgreSQL takes it nowhere."""
        asked = (text for data in (request.GET, request.POST) for name, values in data.lists() for text in (name, *values))
        if not any("\0" in text for text in (*map(str, parts.values()), *asked)):
            return None
        words = say("what was sent holds the character U+0000, which stands in no text; leave it out")
        return faults.unfit(request, UsageError(words))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for an error a page met."""
        if isinstance(exception, NotAllowed):
            return faults.not_allowed(request, exception)
        if isinstance(exception, NotThere | UnknownAgreement | UnknownParty):
            return faults.not_found(request, Http404(exception.args[0]))
        if isinstance(exception, FoederaError):
            return faults.unfit(request, exception)
        return None
