"""What is said where a page cannot be given: nothing there, not allowed, a forged form, our own fault. Always what, why and what to do."""

from __future__ import annotations

import logging
import secrets
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from foedera.web import tongues
from foedera.web.asking import AsOf, page, today

#: Below this programs ask, and are answered as they expect.
PROGRAMS = "/api/"
_LOG = logging.getLogger("foedera.faults")


def problem(status: int, words: str) -> HttpResponse:
    """Return what is said to a program where its own face was not reached (RFC 9457)."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": words, "faults": []}
    return JsonResponse(said, status=status, content_type="application/problem+json", headers={"Cache-Control": "no-store"})


def said(exception: Exception | None) -> str:
    """Return what an error says, in the reader's language where it can be; empty for what was not said for people."""
    words = exception.args[0] if exception is not None and exception.args else ""
    return tongues.translated(words) if isinstance(words, str) else ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing stands at this address, and where to look."""
    return page(request, "not_found.html", http=404, reason=said(exception))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what was refused and who can change it."""
    return page(request, "refused.html", http=403, title=gettext("Not allowed"), reason=said(exception))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the framework's reason is for programmers
    """Say that a form came without its token: an old page, or a foreign one."""
    words = gettext(
        "The form came without its token: the page was open for too long, or the form is not ours. "
        "Go back, load the page again, and send it once more."
    )
    return page(request, "refused.html", http=403, title=gettext("The form was not accepted"), reason=words)


def unfit(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with what was asked; nothing more is read of a request the framework refuses to read."""
    words = _unreadable(exception) or said(exception)
    if request.path.startswith(PROGRAMS):
        return problem(400, words)
    return page(request, "refused.html", AsOf(today(), None, today()), http=400, title=gettext("This could not be done"), reason=words)


def _unreadable(exception: Exception) -> str:
    """Return in our words why the framework reads no further: its own are for programmers."""
    if isinstance(exception, DisallowedHost):
        return gettext("The register does not answer to the name you asked for; its operator sets its names in FOEDERA_HOSTS.")
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return gettext("More fields were sent than any of our forms has; load the page again and send the form as it is.")
    if isinstance(exception, RequestDataTooBig) and "settings." in str(exception):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        return gettext("The text sent is larger than %(most)s MB, the most a form takes; shorten it, or hand it in as a file.") % {"most": most}
    return (
        gettext("The request could not be read; load the page again.") if isinstance(exception, SuspiciousOperation) and not said(exception) else ""
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without looking anything up; the reference leads to what happened, which only the server's log says."""
    reference = secrets.token_hex(4)
    _LOG.error("reference %s: %s %s failed with %s; what led there follows", reference, request.method, request.path, sys.exc_info()[0])
    if request.path.startswith(PROGRAMS):
        return problem(500, f"the fault is ours; try again, and if it happens once more tell who runs the register the reference {reference}")
    return render(request, "broken.html", {"reference": reference}, status=500)
