"""Administration: people and their roles, the log, how the register stands, what it is made of; each part for those whose role it is."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions
from typing import Any

from allauth.account.decorators import reauthentication_required
from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foedera.deeds import audit, enrol, oversee, people, work
from foedera.deeds.audit import Sought
from foedera.deeds.people import Account
from foedera.deeds.powers import POWERS, ROLES, SPOKEN, Actor, require
from foedera.model.errors import NotThere, Unfit
from foedera.model.phrases import say
from foedera.web import tongues
from foedera.web.asking import actor, holdings, page
from foedera.web.forms import act as act_form
from foedera.web.pages.intake import party_choices

SIZE = 100
#: How many roles a form takes beside those a person has.
FREE_ROWS = 2
#: Who may send these forms has said a short while ago who they are: a session left open must not hand out accounts.
sure = reauthentication_required(allow_get=True, app="allauth.account")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is to administer and to audit, for who may."""
    who = actor(request)
    if not who.parties_with("administer") and not who.parties_with("audit"):
        require(who, "administer", "administration")
    found = oversee.oversee(who) if who.may("audit") or who.may("administer") else None
    jobs = [job for job in work.see_all(who, 100) if job.state == "failed"][:5] if who.may("administer") else []
    return page(request, "administration/overview.html", found=found, jobs=jobs, rebuilds=who.may("administer"), now=timezone.now())


@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """Have the views computed anew from the record."""
    return HttpResponseRedirect(reverse("job", args=[work.enqueue(actor(request), "rebuild")]))


@sure  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody one administers; a form to invite a person. The link is shown once, in the answer to the form."""
    who = actor(request)
    faults: list[tuple[str, str]] = []
    link = None
    if request.method == "POST":
        roles, faults = _roles(request)
        if not faults:
            try:
                link = enrol.invite(who, request.POST.get("email", ""), timezone.now(), roles, name=request.POST.get("name", "").strip()[:200])
            except Unfit as error:
                faults = [(field, tongues.translated(text)) for field, text in error.faults]
    words = request.GET.get("q", "").strip().casefold()[:100]
    listed = [found for found in people.listing(who, timezone.now()) if words in found.person.email or words in found.person.name.casefold()]
    return page(
        request,
        "administration/people.html",
        http=400 if faults else 200,
        accounts=listed,
        words=words,
        faults=faults,
        given=request.POST if faults else {},
        typed=_typed(request) if faults else [],
        link=request.build_absolute_uri(link.path) if link else "",
        invited=link,
        **_choices(who),
    )


@sure  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One person: roles for each party, a new link into the account, its closing."""
    who = actor(request)
    found = _account(who, number)
    faults: list[tuple[str, str]] = []
    link = None
    if request.method == "POST":
        do = request.POST.get("do", "")
        try:
            if do == "roles":
                roles, faults = _roles(request)
                if not faults:
                    people.change_roles(who, number, roles)
                    messages.success(request, gettext("The roles are changed; they hold from now on."))
            elif do == "invite":
                link = enrol.invite(who, found.person.email, timezone.now(), forget_factors=request.POST.get("forget") == "yes")
            elif do == "close":
                people.deactivate(who, number, timezone.now())
                messages.success(
                    request, gettext("The account is closed: its sessions, tokens and links have ended. What it recorded keeps its name.")
                )
        except Unfit as error:
            faults = [(field, tongues.translated(text)) for field, text in error.faults]
        if not faults and link is None:
            return HttpResponseRedirect(reverse("person", args=[number]))
        found = _account(who, number)
    return page(
        request,
        "administration/person.html",
        http=400 if faults else 200,
        found=found,
        faults=faults,
        link=request.build_absolute_uri(link.path) if link else "",
        invited=link,
        is_self=number == who.user,
        may_log=bool(who.parties_with("audit")),
        **_choices(who),
    )


def _account(who: Actor, number: int) -> Account:
    """Return an account one administers; NotThere for any other."""
    found = next((account for account in people.listing(who, timezone.now()) if account.person.id == number), None)
    if found is None:
        raise NotThere(say("there is no account number {number} that you administer", number=str(number)))
    return found


def _choices(who: Actor) -> dict[str, Any]:
    mine = who.parties_with("administer")
    powers = {role: [gettext(POWERS[power]) for power in sorted(held, key=list(POWERS).index)] for role, held in ROLES.items()}
    return {"roles": SPOKEN, "powers": powers, "all_parties": party_choices(), "register_too": "" in mine, "free_rows": FREE_ROWS}


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the rows of roles of a form as they were typed, those without a role left out."""
    rows = zip(request.POST.getlist("party"), request.POST.getlist("role"), strict=False)
    return [(party.strip()[:200], role) for party, role in rows if role][:400]


def _roles(request: HttpRequest) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the roles of a form, a row each: a party as typed (empty: the register as a whole) and a role; rows without a role are left out."""
    faults: list[tuple[str, str]] = []
    found: list[tuple[str, str]] = []
    known = holdings(request)
    for text, role in _typed(request):
        codes = act_form.codes(text, "party", known, faults) if text else ("",)
        found += [(code, role) for code in codes]
    return found, faults


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What was done and what was refused, the latest first, narrowed by person, deed, day and words."""
    who = actor(request)
    sought, fault = _sought(request)
    asked = request.GET.get("page", "")
    found = audit.audit(who, sought, int(asked) if re.fullmatch(r"[0-9]{1,7}", asked) else 1, SIZE)
    return page(request, "administration/log.html", found=found, sought=sought, fault=fault, deeds=audit.deeds(who), spoken=audit.SPOKEN)


@require_safe
def log_csv(request: HttpRequest) -> HttpResponse:
    """The lines of the log that are sought, as CSV."""
    content = audit.take(actor(request), _sought(request)[0])
    headers = {"Content-Disposition": f'attachment; filename="foedera-log-{timezone.now():%Y-%m-%d}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _sought(request: HttpRequest) -> tuple[Sought, str]:
    asked = request.GET
    faults: list[tuple[str, str]] = []
    days = [act_form.day_of(asked.get(name, "").strip(), name, faults) for name in ("since", "until")]
    allowed = {"yes": True, "no": False}.get(asked.get("allowed", ""))
    texts = {name: asked.get(name, "").strip().replace("\0", "")[:100] for name in ("who", "deed", "words")}
    return Sought(**texts, allowed=allowed, since=days[0], until=days[1]), faults[0][1] if faults else ""


@frozen(order=True)
class Part:
    """A library the program is made of, and under which licence."""

    name: str
    version: str
    licence: str


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Which version this is, of what it is made, and under which licences."""
    who = actor(request)
    if not who.parties_with("administer") and not who.parties_with("audit"):
        require(who, "administer", "administration")
    parts = sorted({_part(found) for found in distributions()}, key=lambda part: part.name.casefold())
    return page(request, "administration/about.html", parts=parts)


def _part(found: Distribution) -> Part:
    """Return a library with its licence: the expression, else the classifier, else the first line of the field, which may hold the whole text."""
    told = {key: found.metadata.get_all(key) or [] for key in ("License-Expression", "Classifier", "License")}
    classed = [line.rpartition(" :: ")[2] for line in told["Classifier"] if line.startswith("License ::")]
    licence = next(iter([*told["License-Expression"], *classed, *told["License"]]), "")
    return Part(found.metadata["Name"], found.version, licence.strip().partition("\n")[0][:80])


urlpatterns = [
    path("administration/", overview, name="administration"),
    path("administration/rebuild/", rebuild, name="rebuild"),
    path("administration/people/", accounts, name="people"),
    path("administration/people/<int:number>/", account, name="person"),
    path("administration/log/", log, name="log"),
    path("administration/log.csv", log_csv, name="log-csv"),
    path("administration/about/", about, name="about"),
]
