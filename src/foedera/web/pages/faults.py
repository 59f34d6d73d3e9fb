"""What is said where a page cannot be given: nothing there, not allowed, a forged form, our own fault. Always what, why and what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from foedera.web import tongues
from foedera.web.asking import AsOf, page, today


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
    when = AsOf(today(), None, today())
    return page(request, "refused.html", when, http=400, title=gettext("This could not be done"), reason=_unreadable(exception) or said(exception))


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


def broken(_: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without looking anything up."""
    words = gettext(
        "Something went wrong on our side. Nothing was recorded by this request unless the page said so before; the server's log says what happened."
    )
    return HttpResponse(f"<!doctype html><title>Foedera</title><h1>Foedera</h1><p>{words}</p>", status=500)
