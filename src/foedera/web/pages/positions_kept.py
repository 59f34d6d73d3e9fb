"""A nation's own position: a new item, the revision of one, and its release to a partner named, with what the partner will read above the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import declare, release, survey_threats
from foedera.model.errors import OutOfDate, Unfit
from foedera.model.phrases import N_, say
from foedera.threats.positions import KINDS, Item
from foedera.threats.scales import CONFIDENCE
from foedera.web.asking import actor, as_of, page, state_seen
from foedera.web.forms import brought
from foedera.web.forms.act import Fault
from foedera.web.pages.between import choices
from foedera.web.templating import query


def _nation(request: HttpRequest) -> str:
    asked = (request.POST or request.GET).get("nation", "").strip().upper()[:40]
    return asked or next(iter(actor(request).nations), "")


def _own(request: HttpRequest, nation: str, name: str) -> Item:
    """Return an item of a nation of one's own."""
    who = actor(request)
    item = next((held for held in survey_threats.positions(who) if held.nation == nation and held.id == name and nation in who.nations), None)
    if item is None:
        raise Http404(gettext("There is no such item in a position open to you."))
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an item to one's own nation's position."""
    nation = _nation(request)
    values = brought.typed(request.POST, brought.ITEM_LABELS)
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            item = brought.item_of(values, nation)
            declare.declare(actor(request), item)
        except Unfit as error:
            found = error.faults
        else:
            messages.success(request, gettext("Kept. Your nation's members alone read it until it is released."))
            return HttpResponseRedirect(reverse("positions") + f"#i-{item.id}")
    return _form(request, nation, values, found)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, name: str) -> HttpResponse:
    """Revise an item: its last state in the form, who reads it above, all its states below."""
    nation, who = _nation(request), actor(request)
    states, releases = declare.history(who, nation, name)
    item, seen = _own(request, nation, name), states[-1].number
    values = brought.filled(item, brought.ITEM_LABELS)
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        values = {**brought.typed(request.POST, brought.ITEM_LABELS), "id": name}
        seen = state_seen(request)
        try:
            declare.declare(who, brought.item_of(values, nation, item), seen)
        except Unfit as error:
            found = error.faults
        except OutOfDate as error:
            found, seen = (("", error.args[0]),), states[-1].number
        else:
            messages.success(request, gettext("Kept as a further state; those it is released to read it from now on."))
            return HttpResponseRedirect(reverse("positions") + f"#i-{item.id}")
    return _form(request, nation, values, found, item=item, seen=seen, states=states, releases=releases)


def _form(request: HttpRequest, nation: str, values: dict[str, str], found: tuple[Fault, ...], **more: Any) -> HttpResponse:
    item, who = more.get("item"), actor(request)
    released = item is not None and bool(item.released_to)
    return page(
        request,
        "threats/item.html",
        http=400 if found else 200,
        nation=nation,
        values=values,
        labels=brought.ITEM_LABELS,
        hints=brought.ITEM_HINTS,
        kinds=KINDS,
        confidences=CONFIDENCE,
        may=who.may("release" if released else "assess", nation) and nation in who.nations,
        **brought.told(found),
        **{"item": None, **more},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def releasing(request: HttpRequest, name: str) -> HttpResponse:
    """Release an item to a partner, or take a release back."""
    nation, who = _nation(request), actor(request)
    item = _own(request, nation, name)
    when = as_of(request)
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        to, back = request.POST.get("to", "").strip()[:40], request.POST.get("do") == "withdraw"
        if not back and request.POST.get("sure") != "yes":
            found = (("sure", say("say that your nation agrees: a release cannot be unread")),)
        else:
            try:
                release.item(who, nation, name, to, released=not back)
            except Unfit as error:
                found = error.faults
            else:
                messages.success(request, gettext("The release is withdrawn.") if back else gettext("Released."))
                return HttpResponseRedirect(request.path + query(nation=nation))
    partners = [(code, title) for code, title in choices(request, when) if code != nation]
    return page(
        request,
        "threats/release.html",
        when,
        http=400 if found else 200,
        item=item,
        kinds=KINDS,
        partners=partners,
        to=request.POST.get("to", ""),
        labels={"to": N_("Release to"), "sure": N_("Your nation's agreement")},
        hints={},
        **brought.told(found),
    )


urlpatterns = [
    path("positions/new/", new, name="position-new"),
    path("positions/<str:name>/revise/", revise, name="position-revise"),
    path("positions/<str:name>/release/", releasing, name="position-release"),
]
