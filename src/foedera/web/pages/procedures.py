"""Procedures: the states side by side, one state's procedure as a lawyer reads it, and the sitting days of its chambers."""

from __future__ import annotations

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from foedera.deeds import follow, keep_procedure, keep_sittings
from foedera.model.acts import CONFIDENCES
from foedera.model.errors import FaultyFile, NotAllowed, NotThere, OutOfDate, Unfit
from foedera.model.phrases import N_, say
from foedera.ratification.comparing import compared, unseen
from foedera.ratification.procedures import DISSOLUTIONS, EFFECTS, EVENTS, EVERY_STATE, FORMS, KINDS, STAGES, SUBJECTS
from foedera.ratification.sittings import WEEKDAYS, Sittings
from foedera.web.asking import actor, in_capitals, page, state_seen, today
from foedera.web.forms import brought, steps
from foedera.web.forms.act import Fault
from foedera.web.templating import party_name

DAYS = dict(zip(WEEKDAYS, (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")), strict=True))


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The states whose procedure is on record, compared."""
    rows = sorted(((party_name(found.state), compared(found)) for found in follow.procedures(actor(request))), key=lambda row: row[0].casefold())
    may_add = keep_procedure.may_add(actor(request))
    return page(request, "ratification/procedures.html", rows=rows, forms=FORMS, dissolved=DISSOLUTIONS, may_add=may_add)


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
        states=keep_procedure.history(who, code),
        may_keep=keep_sittings.may_keep(who, code),
    )


@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The file a procedure stands in, as it was written: to read, to keep, to revise."""
    found = HttpResponse(keep_procedure.text(actor(request), code), content_type="application/toml; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="{code.lower()}.toml"'
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put the procedure of a state on record that has none."""
    who = actor(request)
    if not keep_procedure.may_add(who):
        raise NotAllowed(say("procedures are kept by those who record for the state, and by the register's officers"))
    own = next(filter(None, who.parties_with("record")), "XXX")
    return _filed(request, "", keep_procedure.BLANK.format(state=own, today=today().isoformat()), 0)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """Put a state's procedure on record in the place of the one that counts."""
    who = actor(request)
    follow.procedure(who, code)
    if not keep_procedure.may_keep(who, code):
        raise NotAllowed(say("procedures are kept by those who record for the state, and by the register's officers"))
    return _filed(request, code, keep_procedure.text(who, code), len(keep_procedure.history(who, code)))


def _filed(request: HttpRequest, code: str, written: str, seen: int) -> HttpResponse:
    """Return the page on which the file of a procedure is written or given, what is wrong with it line by line; or go to the procedure it became."""
    faults: tuple[Fault, ...] = ()
    lines: list[dict[str, str | int]] = []
    if request.method == "POST":
        given = request.FILES.get("file")
        content = given.read(keep_procedure.LARGEST + 1) if given is not None else request.POST.get("text", "").replace("\r\n", "\n").encode()
        name = (given.name or "")[:100] if given is not None else gettext("the text")
        try:
            found, _ = keep_procedure.take(actor(request), content, name, state_seen(request), of=code)
        except Unfit as error:
            faults = error.faults
        except FaultyFile as error:
            lines = brought.placed(error.faults)
        except OutOfDate as error:
            faults = (("", error.args[0]),)
        else:
            messages.success(request, gettext("The procedure is on record; boards, clocks and forecasts go by it from now on."))
            return HttpResponseRedirect(reverse("procedure", args=[found.state]))
        written = content.decode("utf-8", "replace")[: keep_procedure.LARGEST]
    return page(
        request,
        "ratification/procedure_file.html",
        http=400 if faults or lines else 200,
        code=code,
        name=party_name(code) if code else "",
        written=written,
        seen=seen,
        lines=lines,
        labels={"text": N_("The file")},
        **brought.told(faults),
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
            lines = brought.placed(error.faults)
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
    path("procedures/add/", add, name="procedure-add"),
    path("procedures/<str:code>/", procedure, name="procedure"),
    path("procedures/<str:code>/procedure.toml", file, name="procedure-file"),
    path("procedures/<str:code>/revise/", revise, name="procedure-revise"),
    path("procedures/<str:code>/sittings/<str:chamber>/", sittings, name="procedure-sittings"),
]
