"""A sealed round: what it came to, who computed it, its plan and receipts, and the forms its papers are handed in with."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from foedera.deeds import keep_sealed, survey_threats
from foedera.interchange import sealed_tables
from foedera.interchange.sealed_files import MOST, Kind, as_text, read
from foedera.model.errors import OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.threats.sealed import Plan, Receipt
from foedera.threats.sealed_outcomes import Signed
from foedera.web.asking import actor, page, today
from foedera.web.pages import taking


def _page(request: HttpRequest, name: str, faults: list[tuple[str, str]]) -> HttpResponse:
    stands = keep_sealed.stands(actor(request), name, today())
    titles = _titles(request)
    return page(
        request,
        "threats/sealed.html",
        http=400 if faults else 200,
        stands=stands,
        asked=stands.asked,
        titles=titles,
        rows=sealed_tables.rows(stands.plan, titles, stands.outcome) if stands.plan is not None and stands.outcome is not None else [],
        takes=taking.links("sealed-table", [name]),
        own=[nation for nation in stands.asked.nations if nation in actor(request).nations],
        closed=stands.asked.is_closed(today()),
        faults=faults,
    )


def _titles(request: HttpRequest) -> dict[str, str]:
    return {threat.id: threat.title for threat in survey_threats.register(actor(request))}


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """How a sealed round stands for its reader."""
    return _page(request, name, [])


def _files(request: HttpRequest, kind: type[Kind], field: str) -> list[Kind]:
    """Return what files handed in under a field hold; Unfit naming each that is not of its kind."""
    found: list[Kind] = []
    faults: list[tuple[str, str]] = []
    for given in request.FILES.getlist(field):
        try:
            found.append(read(kind, given.read(MOST + 1), (given.name or "")[:80]))
        except Unfit as unfit:
            faults += unfit.faults
    if faults:
        raise Unfit(tuple(faults))
    return found


def _one(request: HttpRequest, kind: type[Kind], field: str) -> Kind:
    found = _files(request, kind, field)
    if not found:
        raise Unfit(((field, say("choose a file first")),))
    return found[0]


def _handed_in(request: HttpRequest, name: str, keep: Callable[[], object], said: str) -> HttpResponse:
    """Keep something, and lead back to the round; with what is wrong, where something is."""
    try:
        keep()
    except Unfit as error:
        return _page(request, name, [(field, text) for field, text in error.faults])
    except OutOfDate as error:
        return _page(request, name, [("", str(error))])
    messages.success(request, said)
    return HttpResponseRedirect(reverse("round-sealed", args=[name]))


@require_POST
def plan(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the plan of a sealed round."""
    return _handed_in(
        request,
        name,
        lambda: keep_sealed.plan(actor(request), name, _one(request, Plan, "plan")),
        gettext("The plan is kept; all can take it from here."),
    )


@require_POST
def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the receipt of one's own nation."""
    return _handed_in(
        request,
        name,
        lambda: keep_sealed.receipt(actor(request), name, _one(request, Receipt, "receipt"), today()),
        gettext("The receipt is kept; it says nothing of what your nation named."),
    )


@require_POST
def outcome(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the round came to, once."""

    def keep() -> None:
        signed, receipts = _files(request, Signed, "outcomes"), _files(request, Receipt, "receipts")
        left_out = re.findall(r"[A-Z0-9-]+", request.POST.get("left_out", "").upper()[:2000])
        keep_sealed.outcome(actor(request), name, signed, today(), receipts, left_out=left_out)

    return _handed_in(request, name, keep, gettext("What the round came to is on record."))


@require_safe
def take(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """What the round came to as a file."""
    stands = keep_sealed.stands(actor(request), name, today())
    if stands.plan is None or stands.outcome is None:
        raise Http404(gettext("What this round came to is not on record yet."))
    told = {
        "asked": stands.asked.over.isoformat(),
        "source": f"sealed round {stands.asked.id}: {stands.asked.title}",
        "computed": "By its committee on shares of the answers, none of which this register holds; all members signed the outcome of this digest.",
        "illustrative": stands.asked.id if stands.asked.illustrative else "none",
    }
    return taking.handed(request, sealed_tables.SEALED, sealed_tables.rows(stands.plan, _titles(request), stands.outcome), form, told)


@require_safe
def paper(request: HttpRequest, name: str, of: str = "") -> HttpResponse:
    """A paper as the program reads it: the plan, or the outcome a member of the committee signed."""
    stands = keep_sealed.stands(actor(request), name, today())
    found = next((signed for signed in stands.signed if signed.member == of), None) if of else stands.plan
    if found is None:
        raise Http404(gettext("This paper of the round is not on record."))
    file = f"outcome-{of}.json" if of else "plan.json"
    return HttpResponse(as_text(found), content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{file}"'})


urlpatterns = [
    path("rounds/<path:name>/sealed/plan.json", paper, name="sealed-plan-file"),
    path("rounds/<path:name>/sealed/outcome-<slug:of>.json", paper, name="sealed-outcome-file"),
    path("rounds/<path:name>/sealed/plan/", plan, name="sealed-plan"),
    path("rounds/<path:name>/sealed/receipt/", receipt, name="sealed-receipt"),
    path("rounds/<path:name>/sealed/outcome/", outcome, name="sealed-outcome"),
    path("rounds/<path:name>/sealed/", one, name="round-sealed"),
    path("rounds/<path:name>/sealed.<slug:form>", take, name="sealed-table"),
]
