"""Instruments of an agreement: what is issued, what may be made now and why not the rest; drafting, issuing, cancelling, taking away."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from foedera.deeds import find_instruments, issue
from foedera.deeds.cancel_instrument import cancel_instrument
from foedera.deeds.find_instruments import Issued
from foedera.deeds.issue import AlreadyIssued, Draft, Offer
from foedera.deeds.take_table import Paper
from foedera.model.acts import Act
from foedera.model.errors import NotAllowed, Unfit, UnknownParty
from foedera.model.phrases import N_, say
from foedera.ratification.instruments import ACTIONS, CONSENTING, KINDS, NOTICES, OFFICES, Refusal
from foedera.web import tongues
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import instrument as form
from foedera.web.forms.brought import told, typed
from foedera.web.forms.showing import find_agreement
from foedera.web.pages.feeds import voice
from foedera.web.templating import party_name, sentence

_AFTERWARDS = ("reservation", "withdrawal-of-reservation", "objection", "provisional-application", "withdrawal")
#: The kinds in the groups they are shown in.
GROUPS = (
    (N_("Of a state"), ("full-powers", *CONSENTING, "completion", *_AFTERWARDS)),
    (N_("Of the depositary"), (*NOTICES, "notice-of-entry-into-force")),
    (N_("For the United Nations"), ("registration",)),
)
#: What full powers may be for, in words.
EMPOWERED = {
    "sign": N_("sign the agreement"),
    "ratify": N_("sign an instrument of ratification"),
    "accept": N_("sign an instrument of acceptance"),
    "approve": N_("sign an instrument of approval"),
    "accede": N_("sign an instrument of accession"),
    "notify": N_("notify that domestic procedures are complete"),
    "reserve": N_("make a reservation"),
    "withdraw-reservation": N_("withdraw a reservation"),
    "object": N_("object to a reservation"),
    "apply-provisionally": N_("declare provisional application"),
    "withdraw": N_("give notice of withdrawal"),
}


@require_safe
def instruments(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """What is issued about an agreement, and for who drafts for a party what it can begin now, and why not the rest."""
    found, who = find_agreement(request, f"{family}/{slug}"), actor(request)
    parties = issue.parties_of(who, found.id)
    party, fault = _party(request, parties)
    offers = {offer.kind: offer for offer in issue.offered(who, found.id, party, today())} if party else {}
    return page(
        request,
        "ratification/instruments.html",
        agreement=found,
        part="instruments",
        issued=find_instruments.issued(who, found.id),
        kinds=KINDS,
        groups=[(title, [offers[kind] for kind in kinds]) for title, kinds in GROUPS] if offers else [],
        parties=_named(parties),
        party=party,
        fault=fault,
    )


def _party(request: HttpRequest, parties: tuple[str, ...]) -> tuple[str, str]:
    """Return the party asked for, by default the first of those one drafts for; and what to say where none is so called."""
    text = request.GET.get("party", "").strip()[:80]
    if not parties or not text:
        return (parties[0] if parties else ""), ""
    try:
        code = text if text in parties else holdings(request).code(text)
    except UnknownParty as error:
        return parties[0], tongues.translated(error.args[0])
    return code, ""


def _named(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, party_name(code)) for code in codes]


@require_safe
def notify(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """Lead to the notification of the depositary that fits an act: by its place in the log; without one to that of entry into force."""
    found = find_agreement(request, f"{family}/{slug}")
    number = request.GET.get("act", "").strip()
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
    if number and not 0 < place <= len(found.acts):
        raise Http404(gettext("There is no act number %(number)s on record of this agreement.") % {"number": number[:20]})
    kind = next((kind for kind, kinds in NOTICES.items() if place and found.acts[place - 1].kind in kinds), "")
    if place and not kind:
        messages.info(request, gettext("Acts of this kind have no form of notification here; the notifications feed carries them."))
        return HttpResponseRedirect(reverse("agreement-instruments", args=[family, slug]))
    there = reverse("instrument-new", args=[family, slug, kind or "notice-of-entry-into-force"])
    return HttpResponseRedirect(f"{there}?act={place}" if place else there)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, family: str, slug: str, kind: str) -> HttpResponse:
    """The form of an instrument; handed in, the paper as a draft beside what stands in the way, the paper as a document, or the instrument issued."""
    if kind not in KINDS:
        raise Http404(gettext("There is no such kind of instrument."))
    found, who = find_agreement(request, f"{family}/{slug}"), actor(request)
    data = request.POST if request.method == "POST" else request.GET
    values, party = form.filled(data.dict()), data.get("party", "").strip()[:40] or _own(request, found.id, kind)
    (offer,) = issue.offered(who, found.id, party, today(), [kind])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    draft: Draft | None = None
    faults: tuple[tuple[str, str], ...] = ()
    earlier = ""
    if do:
        try:
            details = form.details(values, kind)
            if do == "issue":
                given = issue.issue(who, kind, found.id, party, details, dt.datetime.now(dt.UTC), today())
                messages.success(request, gettext("Issued. It has the number %(number)s.") % {"number": given.number})
                return HttpResponseRedirect(reverse("instrument", args=[family, slug, party, given.year, given.running]))
            draft = issue.draft(who, kind, found.id, party, details, today())
        except AlreadyIssued as error:
            faults, (year, running) = error.faults, error.number.split("/")
            earlier = reverse("instrument", args=[family, slug, party, year, running])
        except Unfit as error:
            faults = error.faults
        if draft is not None and "-" in do:
            return _handed(_document(draft, do))
    known = draft is not None and not draft.refusals
    return page(
        request,
        "ratification/instrument_new.html",
        http=422 if faults else 200,
        agreement=found,
        part="instruments",
        kind=kind,
        called=KINDS[kind],
        party=party,
        parties=[party],
        offer=offer,
        barred=_barred(offer, values["act"]),
        earlier=earlier,
        draft=draft,
        ready=known,
        may_issue=who.user is not None and who.may("record", party),
        values=values,
        own=form.own(kind),
        reserves=kind in CONSENTING,
        names=form.NAMES,
        labels=form.labels(kind),
        hints=form.hints(kind),
        languages=form.LANGUAGES,
        offices=OFFICES,
        actions={action: EMPOWERED[action] for action in ACTIONS},
        refused=[(refusal.about, refusal.rule, refusal.what, refusal.remedy) for refusal in draft.refusals] if draft is not None else [],
        **told(faults or [(refusal.about, refusal.told) for refusal in (draft.refusals if draft is not None else ())]),
        unfit=[(name, sentence(tongues.translated(text))) for name, text in faults],
    )


def _barred(offer: Offer, place: str) -> tuple[Act, tuple[Refusal, ...]] | None:
    """Return the act chosen and what stands in its way, None where it may be chosen or none is."""
    return next((found for number, found in offer.barred.items() if str(number) == place), None)


def _own(request: HttpRequest, name: str, kind: str) -> str:
    """Return the party whose instrument it is where none is named: the depositary for its notifications, else the first one drafts for."""
    parties = issue.parties_of(actor(request), name)
    depositary = [code for code in holdings(request)[name].depositary if code in parties]
    if depositary and (kind in NOTICES or kind == "notice-of-entry-into-force"):
        return depositary[0]
    if not parties:
        raise NotAllowed(say("an instrument is drafted by who prepares drafts for a party; an administrator can give a role that may"))
    return parties[0]


def _document(draft: Draft, do: str) -> Paper:
    form_, _, language = do.partition("-")
    return find_instruments.take_draft(draft, form_, language, dt.datetime.now(dt.UTC), voice())


@require_safe
def view(request: HttpRequest, family: str, slug: str, code: str, year: int, running: int) -> HttpResponse:
    """An issued instrument: what it says, by whom and when it was issued, and what is to be recorded once it has been deposited."""
    return _shown(request, _issued(request, f"{family}/{slug}", code, year, running))


def _shown(request: HttpRequest, given: Issued, reason: str = "", faults: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    who = actor(request)
    return page(
        request,
        "ratification/instrument.html",
        http=422 if faults else 200,
        agreement=holdings(request)[given.agreement],
        part="instruments",
        given=given,
        called=KINDS[given.kind],
        recorded=find_instruments.recorded_as(who, given),
        to_record=find_instruments.to_record(who, given),
        languages=form.LANGUAGES,
        forms=tuple(find_instruments.FORMS),
        told_cancelled=find_instruments.told(given.cancelled) if given.cancelled is not None else "",
        may_cancel=given.cancelled is None and who.may("record", given.party),
        values={"reason": reason},
        labels=form.CANCELLING,
        hints=form.CANCELLING_HINTS,
        **told(faults),
    )


@require_http_methods(["POST"])
def cancel(request: HttpRequest, family: str, slug: str, code: str, year: int, running: int) -> HttpResponse:
    """Mark an issued instrument as cancelled, with the reason; it stays as it is, and its number used."""
    given = _issued(request, f"{family}/{slug}", code, year, running)
    reason = typed(request.POST, form.CANCELLING)["reason"]
    try:
        cancel_instrument(actor(request), given.party, year, running, reason, dt.datetime.now(dt.UTC))
    except Unfit as error:
        return _shown(request, given, reason, error.faults)
    messages.success(request, gettext("Cancelled. It stays on record as such, and its number used."))
    return HttpResponseRedirect(reverse("instrument", args=[family, slug, code, year, running]))


@require_safe
def take(request: HttpRequest, family: str, slug: str, code: str, year: int, running: int, language: str, form_: str) -> HttpResponse:
    """An issued instrument as a document, byte for byte as before; `?sheet=yes` adds the sheet for the file."""
    given = _issued(request, f"{family}/{slug}", code, year, running)
    return _handed(find_instruments.take(actor(request), given, form_, language, voice(), sheet=request.GET.get("sheet") == "yes"))


def _issued(request: HttpRequest, name: str, code: str, year: int, running: int) -> Issued:
    given = find_instruments.find(actor(request), code, year, running)
    if given.agreement != name:
        raise Http404(gettext("No instrument of this number is about this agreement."))
    return given


def _handed(paper: Paper) -> HttpResponse:
    answer = HttpResponse(paper.content, content_type=paper.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer


_OF = "agreements/<str:family>/<str:slug>/instruments/"
urlpatterns = [
    path(_OF, instruments, name="agreement-instruments"),
    path(_OF + "new/depositary-notification/", notify, name="instrument-notify"),
    path(_OF + "new/<str:kind>/", new, name="instrument-new"),
    path(_OF + "<str:code>/<int:year>/<int:running>/", view, name="instrument"),
    path(_OF + "<str:code>/<int:year>/<int:running>/cancel/", cancel, name="instrument-cancel"),
    path(_OF + "<str:code>/<int:year>/<int:running>/<str:language>.<str:form_>", take, name="instrument-take"),
]
