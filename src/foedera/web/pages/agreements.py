"""Agreements: the list with search, facets, orders and saved searches, the list taken as a table, and suggestions while one types."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qsl, quote

from attrs import evolve, frozen
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from foedera.deeds import consult, find_instruments, searches, take_list
from foedera.deeds.consult import FACETS, ORDERS, Listing, Wanted
from foedera.deeds.find_instruments import Issued
from foedera.model.errors import Unfit, UnknownParty
from foedera.model.phrases import N_
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, holdings, page
from foedera.web.templating import address, party_name, query

#: How many agreements a page has, and how many values of a facet are offered.
SIZE, OFFERED = 50, 40
LABELS = {
    "status": N_("Status"),
    "area": N_("Area"),
    "kind": N_("Kind"),
    "family": N_("Family"),
    "binding": N_("Binding"),
    "party": N_("Party"),
}


def wanted(request: HttpRequest, when: AsOf, size: int = SIZE) -> Wanted:
    """Return what a list is asked for by its address."""
    asked = request.GET
    number = asked.get("page", "")
    order = asked.get("order", "")
    return Wanted(
        words=asked.get("q", "").strip()[:200],
        on=when.on,
        known=when.known,
        order=order if order in ORDERS else "",
        page=int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 1,
        size=size,
        **{facet: asked.get(facet, "").strip()[:100] for facet in FACETS},
    )


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements that meet what is asked, with their status on the day; the number of one instrument leads to it, where nothing else is asked."""
    numbered = find_instruments.numbered(actor(request), request.GET.get("q", ""))
    if len(numbered) == 1 and request.GET.keys() == {"q"}:
        return HttpResponseRedirect(_address(numbered[0]))
    when = as_of(request)
    asked, fault = _with_party(request, wanted(request, when))
    found = consult.listing(actor(request), asked)
    return page(
        request,
        "agreements.html",
        when,
        asked=asked,
        found=found,
        fault=fault,
        numbered=[(f"{one.party} {one.number}", _address(one)) for one in numbered],
        facets=_facets(request, asked, found, when),
        narrowed=[called(facet, value, when) for facet in FACETS if (value := getattr(asked, facet))],
        searches=searches.mine(actor(request)),
        forms=take_list.FORMS,
    )


@frozen
class Facet:
    """A facet as the page shows it: the value chosen with the way to take it away, or values with how many agreements each would leave."""

    name: str
    label: str
    chosen: str
    without: str
    values: tuple[tuple[str, int, str], ...]


def _facets(request: HttpRequest, asked: Wanted, found: Listing, when: AsOf) -> list[Facet]:
    """Return the facets of a list, each value with its address."""
    shown = []
    for name, counted in found.facets.items():
        without = address(request, **{name: None, "page": None})
        if chosen := getattr(asked, name):
            shown.append(Facet(name, gettext(LABELS[name]), called(name, chosen, when), without, ()))
        elif counted:
            before = f"{without}{'&' if '?' in without else '?'}{name}="
            values = ((called(name, value, when), count, before + quote(value)) for value, count in counted[:OFFERED])
            shown.append(Facet(name, gettext(LABELS[name]), "", without, tuple(values)))
    return shown


def called(facet: str, value: str, when: AsOf) -> str:
    """Return what a value of a facet is called in the reader's language."""
    if facet == "party":
        return party_name(value, when.on)
    if facet == "binding":
        return gettext("under international law") if value == "yes" else gettext("political commitment")
    return value if facet == "family" else tongues.word(value)


def _with_party(request: HttpRequest, asked: Wanted) -> tuple[Wanted, str]:
    """Return what is asked with the party's code, however it was named; and what to say where no party is so called."""
    if not asked.party:
        return asked, ""
    try:
        return evolve(asked, party=holdings(request).code(asked.party)), ""
    except UnknownParty as error:
        code = asked.party.upper()
        if code.startswith("X-"):  # declared by an agreement of its own
            return evolve(asked, party=code), ""
        return evolve(asked, party=""), tongues.translated(error.args[0])


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The first agreements that words typed so far find, for the field that asks while one types."""
    found = consult.listing(actor(request), wanted(request, as_of(request), 8), counting=False)
    numbered = find_instruments.numbered(actor(request), request.GET.get("q", ""))
    rows = [{"title": f"{one.party} {one.number}", "id": one.agreement, "url": _address(one)} for one in numbered[:8]]
    rows += [
        {"title": line.short_title or line.title, "id": line.agreement, "url": reverse("agreement", args=line.agreement.split("/", 1))}
        for line in found.lines
    ]
    return JsonResponse({"found": rows, "total": found.total})


def _address(found: Issued) -> str:
    return reverse("instrument", args=[*found.agreement.split("/", 1), found.party, found.year, found.running])


@require_safe
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The whole list, exactly as asked, as a table to take away."""
    if form not in take_list.FORMS:
        raise Http404(gettext("A list can be taken as CSV, XLSX, JSON or Parquet."))
    asked, _ = _with_party(request, wanted(request, as_of(request)))
    taken = take_list.take(actor(request), asked, form, dt.datetime.now(tz=dt.UTC))
    return HttpResponse(taken.content, content_type=taken.media_type, headers={"Content-Disposition": f'attachment; filename="{taken.name}"'})


@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep what the list was asked for under a name."""
    asked = dict(parse_qsl(request.POST.get("query", "")[:2000]))
    try:
        searches.save(actor(request), request.POST.get("name", ""), asked)
    except Unfit as error:
        messages.error(request, " ".join(str(tongues.translated(text)) for _, text in error.faults))
    return HttpResponseRedirect(reverse("agreements") + query(**{key: asked.get(key, "") for key in searches.ASKED}))


@require_POST
def forget_search(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a search of one's own."""
    searches.forget(actor(request), number)
    return HttpResponseRedirect(reverse("agreements"))


urlpatterns = [
    path("agreements/", agreements, name="agreements"),
    path("agreements/suggest", suggest, name="suggest"),
    path("agreements/take.<slug:form>", take, name="take-list"),
    path("agreements/searches/", save_search, name="save-search"),
    path("agreements/searches/<int:number>/forget", forget_search, name="forget-search"),
]
