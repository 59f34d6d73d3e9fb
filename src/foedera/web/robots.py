"""What search engines are told: where the register is open to everybody they may read its record, and nothing that is somebody's own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

#: What is somebody's own, what only acts, and what has an address for each day and question there is.
CLOSED = ("/account/", "/administration/", "/api/", "/import/", "/language/", "/record/", "/what-if/", "/work/")


@require_safe
def robots(_: HttpRequest) -> HttpResponse:
    """Say what a search engine is to leave alone: everything, where reading needs an account."""
    closed = CLOSED if settings.READING == "everybody" else ("/",)
    return HttpResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed), content_type="text/plain; charset=utf-8")
