"""What is said where a page cannot be given: nothing there, not allowed, a forged form, our own fault. Always what, why and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from foedera.web.asking import page


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing stands at this address, and where to look."""
    reason = str(exception.args[0]) if exception and exception.args and isinstance(exception.args[0], str) else ""
    return page(request, "not_found.html", http=404, reason=reason)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what was refused and who can change it."""
    return page(request, "refused.html", http=403, title=gettext("Not allowed"), reason=str(exception) if exception else "")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its token: an old page, or a foreign one."""
    words = gettext("The form came without its token: the page was open for too long, or the form is not ours. Go back, load the page again, and send it once more.")
    return page(request, "refused.html", http=403, title=gettext("The form was not accepted"), reason=words)


def unfit(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with what was asked."""
    return page(request, "refused.html", http=400, title=gettext("This could not be done"), reason=str(exception))


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without looking anything up."""
    words = gettext("Something went wrong on our side. Nothing was recorded by this request unless the page said so before; the server's log says what happened.")
    return HttpResponse(f"<!doctype html><title>Foedera</title><h1>Foedera</h1><p>{words}</p>", status=500)
