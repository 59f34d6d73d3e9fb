"""National positions: what nations bring to the table, as far as it is open to whoever reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foedera.deeds import survey_threats, waiting
from foedera.interchange.tables import Column, Row, Table
from foedera.library.national_positions import public_positions
from foedera.library.vocabularies import AREAS, FUNCTIONS
from foedera.threats.positions import EVERYBODY, KINDS, Item
from foedera.web.asking import actor, as_of, page
from foedera.web.pages import taking
from foedera.web.pages.parties import number
from foedera.web.templating import party_name

SIZE = 40

#: Items of positions as a table.
POSITIONS = Table(
    "positions",
    "an item of a nation's position",
    (
        Column("nation", "text", "code of the nation"),
        Column("item", "text", "id of the item, the nation's own"),
        Column("kind", "text", "priority, interest, red-line or sensitivity"),
        Column("topic", "text", "the item in a sentence"),
        Column("effect", "text", "what it means for cooperation"),
        Column("instrument", "text", "the law or document it stands in"),
        Column("about", "text", "areas, functions of provisions and kinds of threat it touches"),
        Column("agreements", "text", "ids of agreements it speaks of"),
        Column("since", "date", "since when it holds; nothing: not said"),
        Column("until", "date", "until when; nothing: not said, or still holding"),
        Column("confidence", "text", "how sure the source is"),
        Column("sources", "text", "titles of the sources"),
        Column("illustrative", "boolean", "whether it is an invented example"),
    ),
)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in ("nation", "kind")}


def _found(request: HttpRequest) -> list[Item]:
    asked, day = _asked(request), as_of(request).on
    open_to = [item for item in survey_threats.positions(actor(request)) if item.holds(day)]
    return [item for item in open_to if asked["kind"] in ("", item.kind) and asked["nation"] in ("", item.nation)]


@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    """The items that hold on the day, one's own nation's first."""
    when, who, asked = as_of(request), actor(request), _asked(request)
    own = who.nations
    items = _found(request)
    others = sorted((item for item in items if item.nation not in own), key=lambda item: EVERYBODY in item.released_to)  # to one by name: first
    pages = max(1, -(-len(others) // SIZE))
    shown = min(number(request), pages)
    nations = {item.nation: party_name(item.nation, when.on) for item in survey_threats.positions(who)}
    return page(
        request,
        "threats/positions.html",
        when,
        asked={**asked, "page": shown},
        mine=[(nation, [item for item in items if item.nation == nation]) for nation in own if asked["nation"] in ("", nation)],
        others=others[(shown - 1) * SIZE : shown * SIZE],
        total=len(others),
        pages=pages,
        nations=sorted(nations.items(), key=lambda pair: pair[1].casefold()),
        kinds=KINDS,
        drafting=[nation for nation in own if who.may("assess", nation)],
        releasing=[nation for nation in own if who.may("release", nation)],
        shipped={(item.nation, item.id) for item in public_positions()},
        words={*AREAS, *FUNCTIONS},
        threat_kinds={kind.id: kind.name for kind in survey_threats.taxonomy(who).kinds},
        waiting=waiting.waiting(who, when.today, asked["nation"] if asked["nation"] in own else ""),
        takes=taking.links("positions-take", **asked, on=when.day),
    )


@require_safe
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The items shown, as a file."""
    found = _found(request)
    told = {"asked": as_of(request).on.isoformat(), "illustrative": "; ".join(item.id for item in found if item.illustrative) or "none"}
    return taking.handed(request, POSITIONS, [_row(item) for item in found], form, told)


def _row(item: Item) -> Row:
    return {
        "nation": item.nation,
        "item": item.id,
        "kind": item.kind,
        "topic": item.topic,
        "effect": item.effect or None,
        "instrument": item.instrument or None,
        "about": "; ".join(item.about) or None,
        "agreements": "; ".join(item.agreements) or None,
        "since": item.since,
        "until": item.until,
        "confidence": item.confidence or None,
        "sources": "; ".join(source.title for source in item.sources) or None,
        "illustrative": item.illustrative,
    }


urlpatterns = [
    path("positions/", positions, name="positions"),
    path("positions/open.<slug:form>", take, name="positions-take"),
]
