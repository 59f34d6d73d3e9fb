"""Correct the record: strike an act with the reason and, where there is one, record the right act instead; what changes is shown first."""

from __future__ import annotations

from attrs import evolve
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import consult, correct, draft
from foedera.deeds.draft import KeptDraft
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import NotThere, Unfit
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import act as act_form
from foedera.web.forms.kinds import GROUPS
from foedera.web.forms.showing import act_context, find_agreement, preview_context, words_of
from foedera.web.pages.record import drafted_by, keep_draft, keep_upload
from foedera.web.sentences import act_in_words


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, family: str, slug: str, number: int) -> HttpResponse:
    """Ask why the act is struck and what is right instead, show what changes, record it."""
    draft.desks(actor(request))
    found = find_agreement(request, f"{family}/{slug}")
    if not 1 <= number <= len(found.acts):
        message = f"{found.id} has no act number {number} on record; its history lists 1 to {len(found.acts)}"
        raise NotThere(message)
    if request.method == "POST":
        return _handed_in(request, found, number)
    kept = _draft(request, request.GET.get("draft", ""), found, number)
    if kept is not None:
        return _form(request, found, number, {"reason": "", "instead": "", **kept.content}, kept)
    return _form(request, found, number, {**act_form.of_act(found.acts[number - 1]), "reason": "", "instead": ""}, None)


def _handed_in(request: HttpRequest, found: Agreement, number: int) -> HttpResponse:
    kept = _draft(request, request.POST.get("draft", ""), found, number)
    do = request.POST.get("do", "check")
    data = {key: str(value) for key, value in request.POST.items()}
    faults = keep_upload(request, found, data)
    values = {**act_form.typed(data), "reason": data.get("reason", "").strip()[: act_form.LONGEST], "instead": data.get("instead", "")}
    if do == "draft":
        kept_as = keep_draft(request, "correction", found.id, _title(found, number), {**values, "number": str(number)}, kept)
        return HttpResponseRedirect(reverse("draft", args=[kept_as]))
    if do == "edit":
        return _form(request, found, number, values, kept)
    instead: Act | None = None
    if values["instead"] == "yes":
        form = act_form.read(data, found, holdings(request))
        faults += form.faults
        # The right act stands beside the wrong one, which keeps its name: two acts of one name would be answered as one.
        instead = evolve(form.act, id="") if form.act is not None and form.act.id == found.acts[number - 1].id else form.act
    if not values["reason"]:
        faults.append(("reason", gettext("Say why the act is struck: the record keeps the reason.")))
    if faults:
        return _form(request, found, number, values, kept, faults)
    try:
        checked = correct.check_strike(found.id, number, today(), reason=values["reason"], instead=instead)
        if checked.errors:
            return _form(request, found, number, values, kept, words_of(checked.errors))
        if do == "record":
            return _record(request, found, number, values, instead, kept)
    except Unfit as error:
        if _struck_by(found, number) is not None:
            messages.info(request, gettext("This act was struck already; it was not struck a second time."))
            return HttpResponseRedirect(reverse("receipt", args=[*found.id.split("/", 1), number]))
        return _form(request, found, number, values, kept, list(error.faults))
    return page(
        request,
        "record_correct_preview.html",
        agreement=found,
        wrong=found.acts[number - 1],
        said=act_in_words(found.acts[number - 1], found),
        said_instead=act_in_words(instead, found) if instead is not None else "",
        number=number,
        instead=instead,
        values={**values, "number": str(number)},
        kept=kept,
        desks=draft.desks(actor(request)),
        **preview_context(actor(request), checked),
    )


def _record(request: HttpRequest, found: Agreement, number: int, values: dict[str, str], instead: Act | None, kept: KeptDraft | None) -> HttpResponse:
    who = actor(request)
    reason = "\n".join(filter(None, (values["reason"], drafted_by(request, kept))))
    document = int(values["document"]) if values["document"] else None
    recorded = correct.strike(who, found.id, number, today(), reason=reason, instead=instead, document=document)
    if kept is not None:
        draft.settle(who, kept.id)
    messages.success(request, gettext("The act is struck. The record keeps it, with the reason."))
    numbers = [noted.act.number for noted in consult.history(who, found.id) if noted.recording == recorded.revision and noted.act is not None]
    return HttpResponseRedirect(reverse("receipt", args=[*found.id.split("/", 1), max(numbers)]))


def _form(
    request: HttpRequest, found: Agreement, number: int, values: dict[str, str], kept: KeptDraft | None, faults: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = act_context(request, found, {**act_form.typed(values), **values}, faults or [])
    return page(
        request,
        "record_correct.html",
        http=422 if faults else 200,
        wrong=found.acts[number - 1],
        said=act_in_words(found.acts[number - 1], found),
        number=number,
        struck_by=_struck_by(found, number),
        kept=kept,
        desks=draft.desks(actor(request)),
        groups=GROUPS,
        **context,
    )


def _struck_by(found: Agreement, number: int) -> int | None:
    """Return the number of the correction that struck an act, None where it stands."""
    name = found.acts[number - 1].id
    return next((n for n, act in enumerate(found.acts, 1) if act.strikes and name and act.of == name), None)


def _title(found: Agreement, number: int) -> str:
    return gettext("Correction of act %(number)s") % {"number": number} + f" · {found.acts[number - 1].describe()}"


def _draft(request: HttpRequest, text: str, found: Agreement, number: int) -> KeptDraft | None:
    """Return the draft a correction comes from; NotThere where it is of another act."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    kept = draft.opened(actor(request), int(text))
    if kept.kind != "correction" or kept.agreement != found.id or kept.content.get("number") != str(number):
        message = f"draft {text} is not a correction of act number {number} of {found.id}; open it from your list of drafts"
        raise NotThere(message)
    return kept


urlpatterns = [path("record/correct/<str:family>/<str:slug>/<int:number>/", strike, name="correct")]
