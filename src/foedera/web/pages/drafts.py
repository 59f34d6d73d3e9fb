"""Drafts: what a party prepares before it is recorded, for its members only; who drafted and who records are both named."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from foedera.deeds import draft, hand_over
from foedera.deeds import record as recording
from foedera.deeds.draft import KeptDraft
from foedera.model.errors import Unfit
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import act as act_form
from foedera.web.forms.showing import LABELS, preview_context
from foedera.web.tongues import translated


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the reader's parties, the one changed last first."""
    who = actor(request)
    found = draft.mine(who)
    return page(request, "drafts.html", found=[(kept, open_at(kept)) for kept in found], may_draft=bool(who.parties_with("draft")))


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One draft: what it holds, who wrote it, what its check says today, and what can be done with it."""
    who = actor(request)
    kept = draft.opened(who, number)
    context: dict[str, Any] = {"act": None, "faults": [], "effects": None}
    if kept.kind == "act" and (found := holdings(request).find(kept.agreement)) is not None:
        form = act_form.read({key: str(value) for key, value in kept.content.items()}, found, holdings(request))
        context |= {"act": form.act, "faults": list(form.faults), "agreement": found}
        if form.act is not None:
            checked = recording.check(found.id, [form.act], today())
            context |= preview_context(who, checked) | {"errors": checked.errors}
    context |= {"may_edit": who.may("draft", kept.party), "may_record": who.may("record", kept.party)}
    context["receivers"] = hand_over.receivers(who, number) if context["may_edit"] else ()
    return page(request, "draft.html", kept=kept, open_at=open_at(kept), labels=LABELS, **context)


@require_POST
def hand(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a draft to the desk of another party, or to the register's."""
    try:
        hand_over.hand_over(actor(request), number, request.POST.get("to", "").strip(), request.POST.get("word", ""))
        messages.success(request, gettext("The draft is handed over. It stays here and says what becomes of it."))
    except Unfit as error:
        for _, text in error.faults:
            messages.error(request, translated(text))
    return HttpResponseRedirect(reverse("draft", args=[number]))


@require_POST
def hand_back(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a draft that was handed in back to where it came from."""
    try:
        hand_over.hand_back(actor(request), number, request.POST.get("word", ""))
    except Unfit as error:
        for _, text in error.faults:
            messages.error(request, translated(text))
        return HttpResponseRedirect(reverse("draft", args=[number]))
    messages.success(request, gettext("The draft is handed back, with your word."))
    return HttpResponseRedirect(reverse("drafts"))


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    draft.discard(actor(request), number)
    messages.success(request, gettext("The draft is thrown away."))
    return HttpResponseRedirect(reverse("drafts"))


def open_at(kept: KeptDraft) -> str:
    """Return the address of the form in which a draft goes on."""
    name = kept.agreement.split("/", 1)
    if kept.kind == "act":
        address = reverse("record")
    elif kept.kind == "correction":
        address = reverse("correct", args=[*name, int(kept.content["number"])])
    else:
        address = reverse("revise-agreement", args=name) if kept.content.get("revises") == "yes" else reverse("new-agreement")
    return f"{address}?draft={kept.id}"


urlpatterns = [
    path("record/drafts/", drafts, name="drafts"),
    path("record/drafts/<int:number>/", one, name="draft"),
    path("record/drafts/<int:number>/discard/", discard, name="discard-draft"),
    path("record/drafts/<int:number>/hand-over/", hand, name="hand-over-draft"),
    path("record/drafts/<int:number>/hand-back/", hand_back, name="hand-back-draft"),
]
