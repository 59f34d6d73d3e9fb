"""Report a step a state took at home, or strike one reported in error."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import follow, report_step
from foedera.deeds.follow import Way
from foedera.model.acts import CONFIDENCES
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import N_, say
from foedera.ratification.procedures import DUTY, FULL_POWERS, applying
from foedera.ratification.progress import OUTCOMES
from foedera.web.asking import actor, page, today
from foedera.web.forms import brought, steps
from foedera.web.forms.act import Fault
from foedera.web.pages.ratification import steps_in_words
from foedera.web.templating import party_name

_LABELS = {"reason": N_("What was wrong")}


def _way(request: HttpRequest, family: str, slug: str, code: str) -> Way:
    """Return a state's way to an agreement for who may report on it; NotAllowed for all others."""
    if not report_step.may_report(actor(request), code):
        raise NotAllowed(say("steps at home are reported by those who record for the state, and by the register's officers"))
    return follow.way(actor(request), f"{family}/{slug}", code, today())


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, family: str, slug: str, code: str) -> HttpResponse:
    """Report a step: which, when, from which source."""
    found = _way(request, family, slug, code)
    values = brought.typed(request.POST, steps.STEP_LABELS)
    if request.method != "POST":
        values["step"] = request.GET.get("step", "").strip()[:160] or _next(found)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            taken, unread = steps.step_of(values, found.agreement.id, code, today())
            if unread:
                named = {field for field, _ in unread}
                raise Unfit((*unread, *(fault for fault in report_step.faults(taken, today()) if fault[0] not in named)))
            report_step.report(actor(request), taken, today(), sure=values["sure"] == "yes")
        except Unfit as error:
            faults = error.faults
        else:
            messages.success(request, gettext("The step is on record; boards and forecasts know of it from now on."))
            return HttpResponseRedirect(reverse("agreement-track", args=[family, slug, code]))
    return page(
        request,
        "ratification/step.html",
        http=400 if faults else 200,
        agreement=found.agreement,
        part="ratification",
        code=code,
        name=party_name(code, today(), found.agreement.participants),
        groups=_groups(found),
        values=values,
        labels=steps.STEP_LABELS,
        hints=steps.STEP_HINTS,
        outcomes=OUTCOMES,
        confidences=CONFIDENCES,
        today=today(),
        **brought.told(faults),
    )


def _next(found: Way) -> str:
    """Return the step that comes next, as the form names it."""
    return f"{found.track.path.id}/{found.track.next[0]}" if found.track.path is not None and found.track.next else ""


def _groups(found: Way) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be reported: the steps of each path, the one taken first, then duties; what is an act towards the others is left out."""
    if found.procedure is None:
        return []
    taken = found.track.path
    ways = sorted(found.procedure.paths, key=lambda way: way is not taken)
    groups = [(way.title, [(f"{way.id}/{one.id}", one.describe()) for one in way.steps if not way.towards_others(one)]) for way in ways]
    owing = applying(follow.known_procedures(), found.procedure.state)
    groups.append((gettext("Duties"), [(DUTY + duty.id, duty.what) for one in owing for duty in one.duties]))
    groups.append((gettext("Other"), [(FULL_POWERS, gettext("full powers given"))]))
    return groups


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, family: str, slug: str, code: str, line: str) -> HttpResponse:
    """Strike a line as recorded in error, with the reason; both stay on record."""
    found = _way(request, family, slug, code)
    wrong = next((one for one in found.recorded if one.line.id == line and not one.line.strikes), None)
    if wrong is None:
        raise NotThere(say("{state} has no step '{name}' on record for this agreement", state=code[:40], name=line[:80]))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            report_step.strike(actor(request), found.agreement.id, code, line, request.POST.get("reason", "")[:8000], today())
        except Unfit as error:
            faults = error.faults
        else:
            messages.success(request, gettext("Struck; both lines stay on record."))
            return HttpResponseRedirect(reverse("agreement-track", args=[family, slug, code]) + "#log")
    return page(
        request,
        "ratification/strike.html",
        http=400 if faults else 200,
        agreement=found.agreement,
        part="ratification",
        code=code,
        name=party_name(code, today(), found.agreement.participants),
        wrong=wrong,
        step=steps_in_words(found)[(wrong.line.path, wrong.line.step)],
        sources=found.sources,
        values={"reason": request.POST.get("reason", "")},
        labels=_LABELS,
        hints={},
        **brought.told(faults),
    )


urlpatterns = [
    path("agreements/<str:family>/<str:slug>/ratification/<str:code>/report/", report, name="step-report"),
    path("agreements/<str:family>/<str:slug>/ratification/<str:code>/strike/<str:line>/", strike, name="step-strike"),
]
