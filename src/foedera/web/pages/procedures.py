"""Procedures: the states side by side, one state's procedure as a lawyer reads it, and the sitting days of its chambers."""

from __future__ import annotations

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from foedera.deeds import follow, keep_sittings
from foedera.model.acts import CONFIDENCES
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.model.phrases import N_, say
from foedera.ratification.comparing import compared, unseen
from foedera.ratification.procedures import DISSOLUTIONS, EFFECTS, EVENTS, EVERY_STATE, FORMS, KINDS, STAGES, SUBJECTS
from foedera.ratification.sittings import WEEKDAYS, Sittings
from foedera.web.asking import actor, in_capitals, page, state_seen
from foedera.web.forms import brought, steps
from foedera.web.forms.act import Fault
from foedera.web.templating import party_name

DAYS = dict(zip(WEEKDAYS, (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")), strict=True))


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The states whose procedure is on record, compared."""
    rows = sorted(((party_name(found.state), compared(found)) for found in follow.procedures(actor(request))), key=lambda row: row[0].casefold())
    return page(request, "ratification/procedures.html", rows=rows, forms=FORMS, dissolved=DISSOLUTIONS)


@frozen
class House:
    """What is known of when a chamber sits: its id and name, and the days that ship or are on record."""

    id: str
    name: str
    known: tuple[Sittings, ...]


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One state's procedure: legal basis, paths, periods, majorities, duties, sources, and what rests on general knowledge."""
    if there := in_capitals(request, "procedure", code):
        return there
    found, who = follow.procedure(actor(request), code), actor(request)
    sittings = keep_sittings.of_state(who, code)
    houses = [House(one.id, one.name, tuple(known for known in sittings if known.chamber == one.id)) for one in found.chambers]
    return page(
        request,
        "ratification/procedure.html",
        procedure=found,
        common=follow.procedure(who, EVERY_STATE),
        name=party_name(code),
        houses=houses,
        sources={source.id: source for source in found.sources},
        named={step.id: step.describe() for way in found.paths for step in way.steps},
        unseen=unseen,
        forms=FORMS,
        kinds=KINDS,
        subjects=SUBJECTS,
        effects=EFFECTS,
        stages=STAGES,
        starts=EVENTS,
        dissolved=DISSOLUTIONS,
        may_keep=keep_sittings.may_keep(who, code),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sittings(request: HttpRequest, code: str, chamber: str) -> HttpResponse:
    """Lay sitting days over what is on record of a chamber: by weekdays, as a list, or a whole file."""
    who = actor(request)
    found = follow.procedure(who, code)
    house = found.chamber(chamber)
    if house is None:
        raise NotThere(say("the procedure of {state} has no chamber '{name}'", state=code[:40], name=chamber[:60]))
    if not keep_sittings.may_keep(who, code):
        raise NotAllowed(say("sitting days are kept by those who record for the state, and by the register's officers"))
    states = keep_sittings.history(who, code, chamber)
    values = brought.typed(request.POST, steps.SITTINGS_LABELS, keep_sittings.LARGEST)
    weekdays = tuple(day for day in request.POST.getlist("weekdays") if day in WEEKDAYS) if request.method == "POST" else ()
    faults: tuple[Fault, ...] = ()
    lines: list[dict[str, str | int]] = []
    if request.method == "POST":
        try:
            given = request.FILES.get("file")
            if given is not None:
                name = (given.name or "")[:100]
                content = given.read(keep_sittings.LARGEST + 1)
                if name.casefold().endswith(".toml"):
                    taken, _ = keep_sittings.take_file(who, content, name)
                    return _kept(request, taken.state)  # a file says itself whose days it holds
                keep_sittings.check_size(content)
                values = {**values, "days": "\n".join(filter(None, (values["days"], content.decode("utf-8", "replace"))))}
            keep_sittings.add(who, steps.stretch(values, code, chamber, weekdays), state_seen(request))
        except Unfit as error:
            faults = error.faults
        except FaultyFile as error:
            lines = [{"message": fault.message, "hint": fault.hint, "line": fault.line, "code": fault.code} for fault in error.faults]
        except OutOfDate as error:
            faults = (("", error.args[0]),)
        else:
            return _kept(request, code)
    return page(
        request,
        "ratification/sittings.html",
        http=400 if faults or lines else 200,
        procedure=found,
        name=party_name(code),
        house=house,
        chamber=chamber,
        states=states,
        seen=states[-1].number if states else 0,
        known=[one for one in keep_sittings.of_state(who, code) if one.chamber == chamber],
        values=values,
        chosen=weekdays,
        weekdays=DAYS,
        labels=steps.SITTINGS_LABELS,
        hints=steps.SITTINGS_HINTS,
        confidences=CONFIDENCES,
        lines=lines,
        **brought.told(faults),
    )


def _kept(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, gettext("The sitting days are on record; periods are counted by them from now on."))
    return HttpResponseRedirect(reverse("procedure", args=[code]) + "#sittings")


urlpatterns = [
    path("procedures/", procedures, name="procedures"),
    path("procedures/<str:code>/", procedure, name="procedure"),
    path("procedures/<str:code>/sittings/<str:chamber>/", sittings, name="procedure-sittings"),
]
