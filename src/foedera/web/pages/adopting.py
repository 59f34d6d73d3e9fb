"""Put an agreement on record, or revise the law of one: questions that write its file, the file itself, what it would change, then the record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import adopt, consult, draft
from foedera.deeds import propose as proposing
from foedera.deeds.draft import KeptDraft
from foedera.deeds.propose import Proposal
from foedera.library import vocabularies
from foedera.model.agreements import KINDS
from foedera.model.errors import Fault, FaultyFile, NotThere, OutOfDate
from foedera.model.words import clauses_in_words
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import agreement as agreement_form
from foedera.web.forms.showing import choices, effects, find_agreement
from foedera.web.pages.record import drafted_by, keep_draft, seen

#: The most characters of a file; what reads files refuses larger ones too.
LARGEST = 2 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new agreement, by questions or by its file."""
    return _answer(request, "")


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The law of an agreement on record, revised by its file."""
    return _answer(request, find_agreement(request, f"{family}/{slug}").id)


def _answer(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form, or do with it what the button says; `name` is the agreement revised, empty for a new one."""
    who = actor(request)
    desks = draft.desks(who)
    data = request.POST if request.method == "POST" else request.GET
    kept = _draft(request, data.get("draft", ""), name)
    nothing: dict[str, Any] = {"faults": [], "file_faults": (), "proposal": None, "late": False}
    context = {"name": name, "kept": kept, "desks": desks, **nothing, **_choices()}
    if request.method != "POST":
        values = agreement_form.typed(dict(kept.content) if kept is not None else {})
        law = consult.law(who, name) if name else None
        file = str(kept.content["file"]) if kept is not None else law.law if law is not None else ""
        return page(request, "record_agreement.html", values=values, file=file, remark="", **context)
    values, file = agreement_form.typed(request.POST), request.POST.get("file", "").replace("\r\n", "\n")[: LARGEST + 1]
    remark, do = request.POST.get("remark", "").strip()[:4000], request.POST.get("do", "check")
    if do == "draft":
        content = {**values, "file": file, "revises": "yes" if name else ""}
        number = keep_draft(request, "agreement", name or values["id"], values["title"] or name or gettext("New agreement"), content, kept)
        return HttpResponseRedirect(reverse("draft", args=[number]))
    if do == "write":
        written, faults = agreement_form.read(values, holdings(request))
        file = file if faults else written
        context["faults"] = faults
    if not context["faults"]:
        context |= _checked(request, name, file)
    if do == "adopt" and context["proposal"] is not None:
        try:
            return _adopt(request, name, file, remark, kept)
        except OutOfDate:
            context["late"] = True
    status = 422 if context["faults"] or context["file_faults"] else 200
    return page(request, "record_agreement.html", http=status, values=values, file=file, remark=remark, **context)


def _checked(request: HttpRequest, name: str, file: str) -> dict[str, Any]:
    """Return the faults of a file with their places, or what it would bring."""
    called = f"{name or 'agreement'}.toml"
    try:
        found = proposing.propose(called, file.encode(), today())
    except FaultyFile as error:
        return {"file_faults": error.faults}
    if name and found.agreement.id != name:
        hint = gettext("put the id back; another agreement is put on record on its own page")
        message = gettext("this is the page of %(name)s, but the file says %(other)s") % {"name": name, "other": found.agreement.id}
        return {"file_faults": (Fault(called, _line_of(file, "id"), 1, "error", "F042", message, hint),)}
    return {
        "proposal": found,
        "clauses": clauses_in_words(found.agreement),
        "effects": effects(found.consequences),
        "may_adopt": proposing.may_adopt(actor(request), found.adoption),
        "seen": _number(found),
    }


def _adopt(request: HttpRequest, name: str, file: str, remark: str, kept: KeptDraft | None) -> HttpResponse:
    who = actor(request)
    note = "\n".join(filter(None, (remark, drafted_by(request, kept))))
    found, recorded = adopt.adopt(who, f"{name or 'agreement'}.toml", file.encode(), today(), note=note, seen=seen(request))
    if kept is not None:
        draft.settle(who, kept.id)
    if recorded is None:
        messages.info(request, gettext("All of this is on record already; nothing was recorded a second time."))
    else:
        messages.success(
            request,
            gettext("The agreement is on record.") if found.is_new else gettext("The law of the agreement is revised. Earlier texts are kept."),
        )
    return HttpResponseRedirect(reverse("agreement", args=found.agreement.id.split("/", 1)))


def _number(found: Proposal) -> str:
    """Return which revision of the law the proposal was compared with."""
    return str(max(adopt.revisions(found.agreement.id), default=0))


def _line_of(file: str, key: str) -> int:
    return next((n for n, line in enumerate(file.split("\n"), 1) if line.startswith(key)), 1)


def _choices() -> dict[str, Any]:
    form = agreement_form
    return {
        "parties": choices(),
        "kinds": KINDS,
        "areas": sorted(vocabularies.AREAS),
        "labels": form.LABELS,
        "forms": {
            "entry": form.ENTRIES,
            "delay_unit": form.UNITS,
            "notice_unit": form.UNITS[1:4],
            "later": form.LATERS,
            "duration": form.DURATIONS,
            "leaving": form.LEAVINGS,
            "reservations": form.RESERVATIONS,
        },
    }


def _draft(request: HttpRequest, text: str, name: str) -> KeptDraft | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    kept = draft.opened(actor(request), int(text))
    if kept.kind != "agreement" or (name and kept.agreement != name):
        message = f"draft {text} is not the file of this agreement; open it from your list of drafts"
        raise NotThere(message)
    return kept


urlpatterns = [
    path("record/agreement/", new, name="new-agreement"),
    path("record/agreement/<str:family>/<str:slug>/", revise, name="revise-agreement"),
]
