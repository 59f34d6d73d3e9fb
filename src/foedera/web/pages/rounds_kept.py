"""What a nation does with its own in a round beside answering: release its answer, whole or score by score, and withdraw from the round."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import assess, chair, release, survey_rounds
from foedera.model.errors import NotAllowed, Unfit
from foedera.model.phrases import N_, say
from foedera.web.asking import actor, as_of, page, today
from foedera.web.forms import brought
from foedera.web.forms.act import Fault
from foedera.web.pages.between import choices
from foedera.web.pages.rounds import released_now
from foedera.web.templating import query

#: The fields of a release.
LABELS = {"to": N_("Release to"), "threats": N_("What is released"), "sure": N_("Your nation's agreement")}


def _asked(request: HttpRequest, name: str) -> str:
    return (request.POST or request.GET).get(name, "").strip()[:80]


@require_http_methods(["GET", "HEAD", "POST"])
def releasing(request: HttpRequest, name: str) -> HttpResponse:
    """Release one's own nation's answer to a closed round, or single scores of it, to whom it names; or take that back."""
    who, when = actor(request), as_of(request)
    asked = chair.find(who, name).asked
    nation = _asked(request, "nation").upper() or next((code for code in asked.nations if code in who.nations), "")
    held = assess.own(who, name, nation)
    if not held.answers:
        raise Http404(gettext("Your nation has not answered this round; there is nothing to release."))
    values = {"to": _asked(request, "to"), "what": _asked(request, "what") or "all", "sure": _asked(request, "sure")}
    chosen = request.POST.getlist("threats")
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        back = _asked(request, "do") == "withdraw"
        threats = tuple(chosen) if back or values["what"] == "some" else ()
        found = () if back else _unsure(values, chosen)
        try:
            if not found:
                release.ballot(who, nation, name, values["to"], today(), threats, released=not back)
        except Unfit as error:
            found = error.faults
        if not found:
            messages.success(request, gettext("The release is withdrawn.") if back else gettext("Released."))
            return HttpResponseRedirect(request.path + query(nation=nation))
    titles = {threat.id: threat.title for threat in survey_rounds.threats_of(who, asked)}
    others = [(code, title) for code, title in choices(request, when) if code != nation]
    return page(
        request,
        "threats/release_answer.html",
        http=400 if found else 200,
        asked=asked,
        nation=nation,
        ballot=held.answers[-1].value,
        titles=titles,
        closed=asked.is_closed(today()),
        may=who.may("release", nation),
        released=released_now(held),
        releases=held.releases,
        parts=[(titles.get(threat, threat), line) for threat, lines in held.scores.items() for line in lines],
        partners=[pair for pair in others if pair[0] in asked.nations],
        others=[pair for pair in others if pair[0] not in asked.nations],
        values=values,
        chosen=chosen,
        labels=LABELS,
        hints={},
        **brought.told(found),
    )


def _unsure(values: dict[str, str], chosen: list[str]) -> tuple[Fault, ...]:
    """Return what a release lacks: scores where single ones are meant, the nation's agreement."""
    faults: list[Fault] = []
    if values["what"] == "some" and not chosen:
        faults.append(("threats", say("choose the scores to release, or release the whole answer")))
    if values["sure"] != "yes":
        faults.append(("sure", say("say that your nation agrees: a release cannot be unread")))
    return tuple(faults)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawing(request: HttpRequest, name: str) -> HttpResponse:
    """Withdraw one's own nation from a round, as its chair any nation, once it is said what follows."""
    who = actor(request)
    called = chair.find(who, name)
    nations = chair.may_withdraw(who, called, today())
    if not nations and request.method != "POST":
        raise NotAllowed(say("nobody you act for takes part in this round, or it is closed; what was given by then stands"))
    nation = _asked(request, "nation").upper() or (nations[0] if len(nations) == 1 else "")
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        if _asked(request, "sure") != "yes":
            found = (("sure", say("say that the nation withdraws; that cannot be taken back")),)
        else:
            try:
                chair.withdraw(who, name, nation, today())
            except Unfit as error:
                found = error.faults
            else:
                messages.success(request, gettext("The nation has withdrawn from the round."))
                return HttpResponseRedirect(reverse("round", args=[name]))
    return page(
        request,
        "threats/withdraw.html",
        http=400 if found else 200,
        asked=called.asked,
        nations=nations,
        nation=nation,
        labels={"nation": N_("Nation that withdraws"), "sure": N_("Confirmation")},
        hints={},
        **brought.told(found),
    )


urlpatterns = [
    path("rounds/<path:name>/release/", releasing, name="round-release"),
    path("rounds/<path:name>/withdraw/", withdrawing, name="round-withdraw"),
]
