"""A nation's own position: a new item, and the release of one to a partner named, with what the partner will read above the button."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import declare, release, survey_threats
from foedera.model.errors import Unfit
from foedera.model.phrases import N_, say
from foedera.threats.positions import KINDS, Item
from foedera.threats.register import Source
from foedera.threats.scales import CONFIDENCE
from foedera.web.asking import actor, as_of, page
from foedera.web.pages.between import choices
from foedera.web.templating import query

#: The fields of an item: name, label, and what it asks.
FIELDS = (
    ("kind", N_("What it is"), ""),
    ("id", N_("Name of the item"), N_("Small letters, digits and hyphens, like no-foreign-bases.")),
    ("topic", N_("In a sentence"), ""),
    ("effect", N_("What it means for cooperation"), ""),
    ("instrument", N_("The law or document it stands in"), ""),
    ("about", N_("What it touches"), N_("Areas, functions of provisions or kinds of threat, with commas between.")),
    ("agreements", N_("Agreements it speaks of"), N_("Their ids, with commas between.")),
    ("since", N_("Since"), ""),
    ("until", N_("Until"), ""),
    ("confidence", N_("Confidence"), ""),
    ("sources", N_("Source"), N_("The law, the document or the decision it rests on.")),
)


def _nation(request: HttpRequest) -> str:
    asked = (request.POST or request.GET).get("nation", "").strip().upper()[:40]
    return asked or next(iter(actor(request).nations), "")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an item to one's own nation's position."""
    nation = _nation(request)
    values = {name: request.POST.get(name, "").strip() for name, _, _ in FIELDS}
    found: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            item = _item(nation, values)
            declare.declare(actor(request), item)
        except Unfit as error:
            found = error.faults
        else:
            messages.success(request, gettext("Kept. Your nation's members alone read it until it is released."))
            return HttpResponseRedirect(reverse("positions") + f"#i-{item.id}")
    labels = {name: gettext(label) for name, label, _ in FIELDS}
    return page(
        request,
        "threats/item.html",
        http=400 if found else 200,
        nation=nation,
        values=values,
        faults=[(name, labels.get(name, ""), text) for name, text in found],
        fields=[(name, gettext(label), gettext(hint) if hint else "") for name, label, hint in FIELDS],
        kinds=KINDS,
        confidences=CONFIDENCE,
    )


def _item(nation: str, values: dict[str, str]) -> Item:
    """Return the item typed; Unfit where a day cannot be read."""
    days: dict[str, dt.date | None] = {}
    faults = []
    for name in ("since", "until"):
        try:
            days[name] = dt.date.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            faults.append((name, say("write the day like 2027-01-31")))
    if faults:
        raise Unfit(tuple(faults))
    return Item(
        id=values["id"],
        nation=nation,
        kind=values["kind"],
        topic=values["topic"],
        effect=values["effect"],
        instrument=values["instrument"],
        about=_listed(values["about"]),
        agreements=_listed(values["agreements"]),
        since=days["since"],
        until=days["until"],
        confidence=values["confidence"],
        sources=(Source(title=values["sources"]),) if values["sources"] else (),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@require_http_methods(["GET", "HEAD", "POST"])
def releasing(request: HttpRequest, name: str) -> HttpResponse:
    """Release an item to a partner, or take a release back."""
    nation, who = _nation(request), actor(request)
    item = next((held for held in survey_threats.positions(who) if held.nation == nation and held.id == name and nation in who.nations), None)
    if item is None:
        raise Http404(gettext("There is no such item in a position open to you."))
    when, label = as_of(request), gettext("Release to")
    faults: list[tuple[str, str, str]] = []
    if request.method == "POST":
        to, back = request.POST.get("to", "").strip()[:40], request.POST.get("do") == "withdraw"
        if not back and request.POST.get("sure") != "yes":
            faults = [("to", label, say("say that your nation agrees: a release cannot be unread"))]
        else:
            try:
                release.item(who, nation, name, to, released=not back)
            except Unfit as error:
                faults = [("to", label, text) for _, text in error.faults]
            else:
                messages.success(request, gettext("The release is withdrawn.") if back else gettext("Released."))
                return HttpResponseRedirect(request.path + query(nation=nation))
    partners = [(code, title) for code, title in choices(request, when) if code != nation]
    return page(request, "threats/release.html", when, http=400 if faults else 200, item=item, kinds=KINDS, partners=partners, faults=faults)


urlpatterns = [
    path("positions/new/", new, name="position-new"),
    path("positions/<str:name>/release/", releasing, name="position-release"),
]
