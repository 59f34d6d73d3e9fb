"""What is said where a page cannot be given: nothing there, not allowed, a forged form, our own fault. Always what, why and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from foedera.web import tongues
from foedera.web.asking import page


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
    """Say what was wrong with what was asked."""
    return page(request, "refused.html", http=400, title=gettext("This could not be done"), reason=said(exception))


def broken(_: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without looking anything up."""
    words = gettext(
        "Something went wrong on our side. Nothing was recorded by this request unless the page said so before; the server's log says what happened."
    )
    return HttpResponse(f"<!doctype html><title>Foedera</title><h1>Foedera</h1><p>{words}</p>", status=500)
