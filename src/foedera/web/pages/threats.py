"""Threats: the register with search, the kinds of the taxonomy, and a threat's own page: who assesses it how, what answers it, which rounds ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from foedera.deeds import align, enter, survey_assessments, survey_threats
from foedera.interchange.tables import Column, Row, Table
from foedera.library.spellings import fold
from foedera.threats.positions import KINDS
from foedera.threats.register import Threat
from foedera.threats.scales import CONFIDENCE, IMPACT, LIKELIHOOD, RISK
from foedera.threats.trace import forward
from foedera.web.asking import actor, as_of, page, today
from foedera.web.pages import taking
from foedera.web.pages.alignment import named
from foedera.web.pages.parties import number

SIZE = 50

#: The register of threats as a table.
THREATS = Table(
    "threats",
    "a threat of the register",
    (
        Column("threat", "text", "id of the threat"),
        Column("title", "text", "its title"),
        Column("kind", "text", "id of its kind in the taxonomy"),
        Column("description", "text", "what it is, from public sources"),
        Column("actors", "text", "codes of parties or free words; nothing: none named"),
        Column("regions", "text", "regions it is seen in"),
        Column("confidence", "text", "confidence in the description; nothing: not said"),
        Column("since", "date", "the first day it is meant for"),
        Column("until", "date", "the last day it is meant for"),
        Column("sources", "text", "titles of the sources"),
        Column("illustrative", "boolean", "whether it is an invented example"),
    ),
)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:100] for name in ("q", "kind", "confidence")}


def _meant(threat: Threat, asked: dict[str, str], within: frozenset[str]) -> bool:
    """Return whether a threat is in the list asked for; a kind takes in the kinds within it."""
    if asked["kind"] and threat.kind not in within:
        return False
    if asked["confidence"] and threat.confidence != asked["confidence"]:
        return False
    text = fold(" ".join((threat.id, threat.title, threat.description, *threat.actors, *threat.regions)))
    return all(word in text for word in fold(asked["q"]).split())


def _found(request: HttpRequest) -> list[Threat]:
    asked = _asked(request)
    kinds = survey_threats.taxonomy(actor(request)).kinds
    within = {asked["kind"]}
    for _ in kinds:
        within |= {kind.id for kind in kinds if kind.within in within}
    return [threat for threat in survey_threats.register(actor(request)) if _meant(threat, asked, frozenset(within))]


@require_safe
def threats(request: HttpRequest) -> HttpResponse:
    """The register, as searched and narrowed."""
    asked, found = _asked(request), _found(request)
    kinds = survey_threats.taxonomy(actor(request)).kinds
    pages = max(1, -(-len(found) // SIZE))
    shown = min(number(request), pages)
    return page(
        request,
        "threats/threats.html",
        rows=found[(shown - 1) * SIZE : shown * SIZE],
        total=len(found),
        asked={**asked, "page": shown},
        pages=pages,
        kinds=kinds,
        names={kind.id: kind.name for kind in kinds},
        confidences=CONFIDENCE,
        takes=taking.links("threats-take", **asked),
        may_enter=bool(actor(request).parties_with("chair")),
    )


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The published taxonomy, and what the levels of an assessment mean."""
    taxonomy = survey_threats.taxonomy(actor(request))
    counts: dict[str, int] = {}
    for threat in survey_threats.register(actor(request)):
        counts[threat.kind] = counts.get(threat.kind, 0) + 1
    return page(
        request,
        "threats/kinds.html",
        version=taxonomy.version,
        kinds=taxonomy.kinds,
        names={kind.id: kind.name for kind in taxonomy.kinds},
        counts=counts,
        scales=((gettext("Likelihood"), LIKELIHOOD), (gettext("Impact"), IMPACT)),
        risk=RISK,
    )


@require_safe
def threat(request: HttpRequest, name: str) -> HttpResponse:
    """A threat and all that is known about it."""
    when, who = as_of(request), actor(request)
    found = survey_threats.threat(who, name)
    aligned = align.align(who, when.on, when.known)
    revisable = enter.may_revise(who, name)
    return page(
        request,
        "threats/threat.html",
        when,
        threat=found,
        revisable=revisable,
        kind=survey_threats.taxonomy(who).find(found.kind),
        states=enter.history(who, name) if revisable else [],
        assessed=survey_assessments.of_threat(who, name, today()),
        items=survey_assessments.positions_on(who, name, when.on),
        item_kinds=KINDS,
        trace=[link for link in forward(aligned.trace, name) if link.agreement],
        **named(aligned.alignment),
    )


@require_safe
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The register as searched, as a file."""
    found = _found(request)
    told = {"asked": today().isoformat(), "illustrative": "; ".join(threat.id for threat in found if threat.illustrative) or "none"}
    return taking.handed(request, THREATS, [_row(threat) for threat in found], form, told)


def _row(threat: Threat) -> Row:
    return {
        "threat": threat.id,
        "title": threat.title,
        "kind": threat.kind,
        "description": threat.description or None,
        "actors": "; ".join(threat.actors) or None,
        "regions": "; ".join(threat.regions) or None,
        "confidence": threat.confidence or None,
        "since": threat.since,
        "until": threat.until,
        "sources": "; ".join(source.title for source in threat.sources) or None,
        "illustrative": threat.illustrative,
    }


urlpatterns = [
    path("threats/", threats, name="threats"),
    path("threats/kinds/", kinds, name="threat-kinds"),
    path("threats/register.<slug:form>", take, name="threats-take"),
    path("threats/<str:name>/", threat, name="threat"),
]
