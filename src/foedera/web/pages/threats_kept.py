"""The register of threats as it is kept: a threat entered or revised, a bundle of STIX 2.1 taken in, and the register handed out as one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from foedera.deeds import enter, survey_threats
from foedera.interchange.stix import TLP
from foedera.interchange.stix_reading import LARGEST, Taken
from foedera.model.errors import FaultyFile, NotAllowed, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.threats.scales import CONFIDENCE
from foedera.web.asking import actor, page, state_seen
from foedera.web.forms import brought
from foedera.web.forms.act import Fault


def _parties(request: HttpRequest) -> tuple[str, ...]:
    """Return for whom one may enter a threat (empty: the register); NotAllowed for whoever may for nobody."""
    found = actor(request).parties_with("chair")
    if not found:
        raise NotAllowed(say("a threat is entered by a treaty officer, for a party or for the register; an administrator can give that role"))
    return found


def _party(request: HttpRequest, parties: tuple[str, ...]) -> str:
    asked = request.POST.get("party", parties[0]).strip()[:40]
    return asked if asked in parties else parties[0]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a threat, for a party or for the register."""
    parties = _parties(request)
    values = {**brought.typed(request.POST, brought.THREAT_LABELS), "party": _party(request, parties)}
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            threat = brought.threat_of(values)
            enter.enter(actor(request), threat, values["party"])
        except Unfit as error:
            found = error.faults
        else:
            messages.success(request, gettext("The threat is in the register; all its readers see it."))
            return HttpResponseRedirect(reverse("threat", args=[threat.id]))
    return _form(request, values, found, parties=parties)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, name: str) -> HttpResponse:
    """Revise a threat that was entered here: its last state in the form."""
    who = actor(request)
    states = enter.history(who, name)
    threat, seen = states[-1].value, states[-1].number
    values = brought.filled(threat, brought.THREAT_LABELS)
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        values = {**brought.typed(request.POST, brought.THREAT_LABELS), "id": name}
        seen = state_seen(request)
        try:
            enter.enter(who, brought.threat_of(values, threat), seen=seen)
        except Unfit as error:
            found = error.faults
        except OutOfDate as error:
            found, seen = (("", error.args[0]),), states[-1].number
        else:
            messages.success(request, gettext("Kept as a further state; the former ones stay on record."))
            return HttpResponseRedirect(reverse("threat", args=[name]))
    elif not enter.may_revise(who, name):
        raise NotAllowed(say("a threat is revised by the party that entered it and by the register's officers"))
    return _form(request, values, found, threat=threat, seen=seen, parties=())


def _form(request: HttpRequest, values: dict[str, str], found: tuple[Fault, ...], **more: Any) -> HttpResponse:
    return page(
        request,
        "threats/entry.html",
        http=400 if found else 200,
        values=values,
        labels=brought.THREAT_LABELS,
        hints=brought.THREAT_HINTS,
        kinds=survey_threats.taxonomy(actor(request)).kinds,
        confidences=CONFIDENCE,
        **brought.told(found),
        **{"threat": None, **more},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take the threats of a STIX 2.1 bundle in, all or none; say what was entered and what was left out."""
    parties = _parties(request)
    party, kind = _party(request, parties), request.POST.get("kind", "").strip()[:60]
    taken: Taken | None = None
    faults: list[dict[str, str | int]] = []
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise Unfit((("file", say("choose a file first")),))
            taken = enter.take_bundle(actor(request), given.read(LARGEST + 1), (given.name or "")[:100], party, kind)
        except FaultyFile as error:
            faults = [{"message": fault.message, "hint": fault.hint, "line": fault.line, "code": fault.code} for fault in error.faults]
        except Unfit as error:
            faults = [{"message": text, "hint": field, "line": 0, "code": ""} for field, text in error.faults]
    return page(
        request,
        "threats/stix.html",
        http=400 if faults else 200,
        parties=parties,
        party=party,
        kind=kind,
        kinds=survey_threats.taxonomy(actor(request)).kinds,
        taken=taken,
        faults=faults,
        megabytes=LARGEST // 1024**2,
    )


@require_safe
def hand_out(request: HttpRequest) -> HttpResponse:
    """Return the register of threats as a STIX 2.1 bundle, with the marking asked for."""
    tlp = request.GET.get("tlp", "")
    content = enter.as_bundle(actor(request), dt.datetime.now(tz=dt.UTC), "Foedera", tlp if tlp in TLP else "")
    headers = {"Content-Disposition": 'attachment; filename="foedera-threats.stix.json"'}
    return HttpResponse(content, content_type="application/stix+json;version=2.1", headers=headers)


urlpatterns = [
    path("threats/register/enter/", new, name="threat-new"),
    path("threats/register/stix/", take_in, name="threats-stix"),
    path("threats/stix.json", hand_out, name="threats-stix-take"),
    path("threats/<str:name>/revise/", revise, name="threat-revise"),
]
