"""Call a round of assessment: who is asked about what, by when, and which round it revises."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from foedera.deeds import chair, survey_threats
from foedera.model.errors import NotAllowed, Unfit, UnknownParty
from foedera.model.phrases import N_, say
from foedera.threats.assessments import Round
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import brought

#: What the fields are called in the summary of faults.
LABELS = {
    "chair": N_("Chaired by"),
    "id": N_("Name of the round"),
    "title": N_("Title"),
    "horizon": N_("Period assessed"),
    "opens": N_("Opens"),
    "closes": N_("Closes, that day included"),
    "after": N_("Revises"),
    "nations": N_("Nations called"),
    "threats": N_("Threats asked about"),
}
HINTS = {
    "id": N_("Small letters, digits and hyphens, like nordic-2027-1; it stands in the address."),
    "nations": N_("Codes or names, several with semicolons or commas between them: FRA; Germany."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """The form of a round; handed in, the round is called."""
    who = actor(request)
    chairs = who.parties_with("chair")
    if not chairs:
        raise NotAllowed(say("a round is called by a treaty officer, for a party or for the register; an administrator can give that role"))
    values = {name: request.POST.get(name, "").strip()[:2000] for name in (*LABELS, "sealed")}
    found: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            asked = _round(request, values)
            chair.call(who, asked, values["chair"], today())
        except Unfit as error:
            found = error.faults
        else:
            messages.success(request, gettext("The round is called."))
            return HttpResponseRedirect(reverse("round", args=[asked.id]))
    return page(
        request,
        "threats/call.html",
        http=400 if found else 200,
        chairs=chairs,
        values=values,
        chosen=request.POST.getlist("threats"),
        labels=LABELS,
        hints=HINTS,
        threats=survey_threats.register(who),
        earlier=[called.asked for called in chair.rounds(who) if called.published],
        **brought.told(found),
    )


def _round(request: HttpRequest, values: dict[str, str]) -> Round:
    """Return the round typed; Unfit with every day and nation that cannot be read."""
    faults: list[tuple[str, str]] = []
    days: dict[str, dt.date] = {}
    for name in ("opens", "closes"):
        try:
            days[name] = dt.date.fromisoformat(values[name])
        except ValueError:
            faults.append((name, say("write the day like 2027-01-31")))
    nations: list[str] = []
    for text in _parts(values["nations"], ";"):
        try:
            nations += _called(request, text)
        except UnknownParty as error:
            faults.append(("nations", error.args[0]))
    if faults:
        raise Unfit(tuple(faults))
    return Round(
        id=values["id"],
        title=values["title"],
        threats=tuple(request.POST.getlist("threats")),
        nations=tuple(nations),
        opens=days["opens"],
        closes=days["closes"],
        horizon=values["horizon"],
        after=values["after"],
        sealed=values["sealed"] == "yes",
    )


def _called(request: HttpRequest, text: str) -> list[str]:
    """Return the codes of the party a text names, or of several with commas between them: a name may have a comma of its own."""
    find = holdings(request).code
    try:
        return [find(text)]
    except UnknownParty:
        if "," not in text:
            raise
        return [find(part) for part in _parts(text, ",")]


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in text.split(between) if part.strip()]


urlpatterns = [path("rounds/call/", call, name="round-call")]
