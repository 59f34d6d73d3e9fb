"""Record an act: choose the agreement and what was done, say who and when, see what it will change, then record it; and the receipt for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from foedera.deeds import consult, documents, draft, notify
from foedera.deeds import record as recording
from foedera.deeds.consult import Noted, Wanted
from foedera.deeds.draft import KeptDraft
from foedera.model.agreements import Agreement
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.web.asking import actor, as_of, holdings, page, today
from foedera.web.forms import act as act_form
from foedera.web.forms.kinds import GROUPS, KINDS
from foedera.web.forms.showing import act_context, preview_context, words_of
from foedera.web.forms.showing import find_agreement as _agreement
from foedera.web.sentences import act_in_words, names


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Lead to what is recorded, one thing at a time: the agreement, the kind of act, its particulars, what it will change."""
    draft.desks(actor(request))
    if request.method == "POST":
        return _handed_in(request)
    kept = _draft(request, request.GET.get("draft", ""))
    name = kept.agreement if kept is not None else request.GET.get("agreement", "").strip()
    if not name:
        return _choose(request)
    found = _agreement(request, name)
    values = act_form.typed({**(kept.content if kept is not None else {}), **{key: str(value) for key, value in request.GET.items() if value}})
    if values["kind"] not in KINDS:
        return page(request, "record_kind.html", agreement=found, groups=GROUPS)
    return _form(request, found, values, kept)


def _choose(request: HttpRequest) -> HttpResponse:
    """Ask which agreement the act is about."""
    words = request.GET.get("q", "").strip()[:200]
    found = consult.listing(actor(request), Wanted(words=words, on=today(), size=20, order="" if words else "latest"))
    return page(request, "record_choose.html", words=words, found=found)


def _handed_in(request: HttpRequest) -> HttpResponse:
    """Check what was typed, and do with it what the button says."""
    found = _agreement(request, request.POST.get("agreement", ""))
    kept = _draft(request, request.POST.get("draft", ""))
    do = request.POST.get("do", "check")
    data = {key: str(value) for key, value in request.POST.items()}
    faults = keep_upload(request, found, data)
    form = act_form.read(data, found, holdings(request))
    if do == "draft":
        return _keep_draft(request, found, dict(form.values), kept)
    faults += list(form.faults)
    if do == "edit" or faults or form.act is None:
        return _form(request, found, dict(form.values), kept, [] if do == "edit" else faults)
    if do == "record" and not faults:
        try:
            return _record(request, found, form, kept)
        except OutOfDate as late:
            return _preview(request, found, form, kept, late=str(late))
        except Unfit:
            twice = _on_record(request, found.id, form)
            if twice is not None:
                messages.info(request, gettext("This act was on record already; it was not recorded a second time."))
                return HttpResponseRedirect(reverse("receipt", args=[*found.id.split("/", 1), twice]))
    return _preview(request, found, form, kept)


def _record(request: HttpRequest, found: Agreement, form: act_form.ActForm, kept: KeptDraft | None) -> HttpResponse:
    assert form.act is not None
    who = actor(request)
    remark = "\n".join(filter(None, (form.values["remark"], drafted_by(request, kept))))
    document = int(form.values["document"]) if form.values["document"] else None
    recorded = recording.record(who, found.id, [form.act], today(), note=remark, document=document, seen=seen(request))
    if kept is not None:
        draft.settle(who, kept.id)
    messages.success(request, gettext("Recorded."))
    number = next(noted.act.number for noted in consult.history(who, found.id) if noted.recording == recorded.revision and noted.act is not None)
    return HttpResponseRedirect(reverse("receipt", args=[*found.id.split("/", 1), number]))


def _preview(request: HttpRequest, found: Agreement, form: act_form.ActForm, kept: KeptDraft | None, late: str = "") -> HttpResponse:
    """Show what the act will change; where the legal check finds errors, the form with them at its fields."""
    assert form.act is not None
    checked = recording.check(found.id, [form.act], today())
    if checked.errors:
        return _form(request, found, dict(form.values), kept, words_of(checked.errors))
    context = preview_context(actor(request), checked)
    return page(
        request,
        "record_preview.html",
        agreement=found,
        act=form.act,
        said=act_in_words(form.act, found),
        answered=next((act for name, act in recording.by_name(checked.agreement) if name == checked.acts[0].of), None),
        values={**form.values, "agreement": found.id, "draft": str(kept.id) if kept else "", "seen": str(checked.revision)},
        kept=kept,
        desks=draft.desks(actor(request)),
        late=late,
        **context,
    )


def _form(
    request: HttpRequest, found: Agreement, values: dict[str, str], kept: KeptDraft | None, faults: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = act_context(request, found, values, faults or [])
    return page(request, "record_act.html", kept=kept, desks=draft.desks(actor(request)), groups=GROUPS, http=422 if faults else 200, **context)


def _on_record(request: HttpRequest, name: str, form: act_form.ActForm) -> int | None:
    """Return the number under which exactly this act is on record, None where it is not."""
    assert form.act is not None
    return recording.number_of(actor(request), name, form.act)


def keep_upload(request: HttpRequest, found: Agreement, data: dict[str, str]) -> list[tuple[str, str]]:
    """Keep a document handed in with a form and name it in the form's data; what is wrong with it comes back as faults."""
    upload = request.FILES.get("upload")
    who = actor(request)
    if upload is None:
        kept = {str(document.number) for document in documents.of_agreement(who, found.id)} if data.get("document") else set()
        return (
            [("document", gettext("Choose one of the documents kept with the agreement."))]
            if data.get("document") and data["document"] not in kept
            else []
        )
    try:
        number = documents.keep(who, upload.name or "", upload.read(documents.LIMIT + 1), agreement=found.id, party=data.get("audience", "")).number
    except Unfit as error:
        return [(name or "document", text) for name, text in error.faults]
    data["document"] = str(number)
    return []


def _keep_draft(request: HttpRequest, found: Agreement, values: dict[str, str], kept: KeptDraft | None) -> HttpResponse:
    number = keep_draft(request, "act", found.id, act_form.title(values), values, kept)
    return HttpResponseRedirect(reverse("draft", args=[number]))


def keep_draft(request: HttpRequest, kind: str, name: str, title: str, content: dict[str, str], kept: KeptDraft | None) -> int:
    """Keep what was typed as a draft, in the one it came from where there is one; return its number."""
    who = actor(request)
    if kept is not None:
        draft.revise(who, kept.id, name, title, content)
        number = kept.id
    else:
        number = draft.save(who, request.POST.get("desk", draft.desks(who)[0]), kind, name, title, content)
    messages.success(request, gettext("The draft is kept. Nothing is recorded."))
    return number


def drafted_by(request: HttpRequest, kept: KeptDraft | None) -> str:
    """Return who drafted what another records: the record's remark names both."""
    return f"Drafted by {kept.author_name}." if kept is not None and kept.author != actor(request).user else ""


def seen(request: HttpRequest) -> int | None:
    """Return the revision the preview was made on."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _draft(request: HttpRequest, number: str) -> KeptDraft | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    kept = draft.opened(actor(request), int(number))
    if kept.kind != "act":
        message = f"draft {number} does not hold an act; open it from your list of drafts"
        raise NotThere(message)
    return kept


@require_safe
def receipt(request: HttpRequest, family: str, slug: str, number: int) -> HttpResponse:
    """An act on record by its number: what, by whom recorded, when, from which document; and what corrects it."""
    found = _agreement(request, f"{family}/{slug}")
    lines = consult.history(actor(request), found.id)
    line = next((noted for noted in lines if noted.act is not None and noted.act.number == number), None)
    if line is None:
        raise Http404(gettext("There is no act number %(number)s on record of this agreement.") % {"number": number})
    act = found.acts[number - 1]
    context: dict[str, Any] = {"agreement": found, "act": act, "said": act_in_words(act, found), "line": line, "number": number}
    context["depositary"] = names(found.depositary, act.on, found)
    context["told"] = notify.to_be_told(actor(request), found.id, [act], today())
    return page(request, "record_receipt.html", as_of(request), **context, **_correction(lines, found, number))


def _correction(lines: list[Noted], found: Agreement, number: int) -> dict[str, Any]:
    """Return what the receipt says of corrections: which act struck this one, whether this one strikes another."""
    own = found.acts[number - 1]
    struck_by = next((n for n, act in enumerate(found.acts, 1) if act.strikes and own.id and act.of == own.id), None)
    strikes = next((n for n, act in enumerate(found.acts, 1) if own.strikes and act.id == own.of), None)
    together = [
        line.act.number for line in lines if line.act is not None and line.act.number != number and line.recording == _recording(lines, number)
    ]
    return {"struck_by": struck_by, "strikes": strikes, "together": sorted(together)}


def _recording(lines: list[Noted], number: int) -> int | None:
    return next((line.recording for line in lines if line.act is not None and line.act.number == number), None)


urlpatterns = [
    path("record/", record, name="record"),
    path("record/act/<str:family>/<str:slug>/<int:number>/", receipt, name="receipt"),
]
