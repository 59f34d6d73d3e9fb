"""Agreements: the list with search, facets and saved searches, and the suggestions given while one types."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from foedera.deeds import consult
from foedera.deeds.consult import Wanted
from foedera.web.asking import AsOf, actor, as_of, page

FACETS = ("status", "area", "kind", "family")


def wanted(request: HttpRequest, when: AsOf, size: int = 50) -> Wanted:
    """Return what a list is asked for by its address."""
    asked = request.GET
    number = asked.get("page", "")
    return Wanted(
        words=asked.get("q", "").strip()[:200],
        on=when.on,
        party=asked.get("party", "").upper()[:40],
        binding=asked.get("binding", ""),
        order=asked.get("order", ""),
        page=int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 1,
        size=size,
        **{facet: asked.get(facet, "")[:100] for facet in FACETS},
    )


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements with their status on the day."""
    when = as_of(request)
    asked = wanted(request, when)
    return page(request, "agreements.html", when, asked=asked, found=consult.listing(actor(request), asked))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The first agreements that words typed so far find, for the field that asks while one types."""
    when = as_of(request)
    found = consult.listing(actor(request), wanted(request, when, 8))
    rows = [{"title": line.short_title or line.title, "id": line.agreement, "url": reverse("agreement", args=line.agreement.split("/", 1))} for line in found.lines]
    return JsonResponse({"found": rows, "total": found.total})


urlpatterns = [path("agreements/", agreements, name="agreements"), path("agreements/suggest", suggest, name="suggest")]
