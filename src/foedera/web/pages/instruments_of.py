"""The instruments a party has issued, about whatever agreement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foedera.deeds import find_instruments
from foedera.ratification.instruments import KINDS
from foedera.web.asking import actor, as_of, holdings, in_capitals, page
from foedera.web.pages.parties import number

_CANCELLED = {"yes": True, "no": False}


@require_safe
def party_instruments(request: HttpRequest, code: str) -> HttpResponse:
    """The instruments a party has issued that are open to who asks, by kind, agreement, and whether they were cancelled."""
    if there := in_capitals(request, "party-instruments", code):
        return there
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("kind", "agreement", "cancelled")}
    listed = find_instruments.of_party(
        actor(request),
        code,
        kind=asked["kind"],
        agreement=asked["agreement"],
        cancelled=_CANCELLED.get(asked["cancelled"]),
        page=number(request),
    )
    found = {name: holdings(request).find(name) for name in listed.agreements}
    return page(
        request,
        "ratification/party_instruments.html",
        as_of(request),
        code=code,
        listed=listed,
        asked=asked,
        kinds=KINDS,
        titles={name: (agreement.short_title or agreement.title) if agreement is not None else name for name, agreement in found.items()},
    )


urlpatterns = [path("parties/<str:code>/instruments/", party_instruments, name="party-instruments")]
