"""The common picture of a round: ranking, heat map, firmness of ranks, coalitions, what changed; each as drawing and table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from foedera.deeds import consult, keep_sealed, survey_rounds, take_briefing
from foedera.deeds.survey_rounds import Shown
from foedera.deeds.take_table import Paper
from foedera.interchange import picture_tables as tables
from foedera.interchange.briefings import Setting
from foedera.library.rounds import Gathered, bundled_rounds
from foedera.model.phrases import N_
from foedera.threats.assessments import Ballot
from foedera.threats.picture import FEW, Picture
from foedera.web import tongues
from foedera.web.asking import actor, page, today
from foedera.web.drawings import heat
from foedera.web.forms import picture as showing
from foedera.web.forms.picture import ORDERS, Figures
from foedera.web.pages import taking
from foedera.web.pages.feeds import voice
from foedera.web.templating import party_name, url

#: The heads of the ranking: what the address calls the order, its words, whether it is a number.
HEADS = (
    ("threat", N_("Threat"), False),
    ("kemeny", N_("Exact order (Kemeny)"), True),
    ("borda", N_("Borda"), True),
    ("copeland", N_("Copeland"), True),
    ("median", N_("Median risk"), False),
    ("scored", N_("Nations"), True),
    ("interval", N_("Rank in nine of ten"), True),
    ("top", N_("Among the first three"), True),
)


@frozen
class Figure:
    """A figure of the whole: what it is, its value (empty: unknown), what it means in a line, and why."""

    label: str
    value: str
    said: str
    why: tuple[str, ...]


def figures(found: Picture) -> list[Figure]:
    """Return what is said of the whole picture in a few figures."""
    called = ngettext("of %(num)s called", "of %(num)s called", len(found.round.nations)) % {"num": len(found.round.nations)}
    compared = ngettext("over %(num)s threat all of them scored", "over %(num)s threats all of them scored", found.compared) % {"num": found.compared}
    w = tongues.figure(found.concordance.w) if found.concordance is not None else ""
    alpha = tongues.figure(found.alpha) if found.alpha is not None else ""
    return [
        Figure(gettext("Nations whose answers are counted"), str(len(found.answered)), called, found.why),
        Figure(
            gettext("Agreement on the order (Kendall's W)"),
            w,
            compared,
            (gettext("0: no agreement beyond chance; 1: all put the threats in one order."),),
        ),
        Figure(
            gettext("Agreement on the levels (Krippendorff's alpha)"),
            alpha,
            gettext("over all scores, levels as an order"),
            (gettext("0: as by chance; 1: all say the same; below 0: they contradict one another. A score not given is left out."),),
        ),
        Figure(
            gettext("Joint order"),
            gettext("proven") if found.ranking.proven else gettext("not proven"),
            gettext("no other order agrees with more of the single preferences")
            if found.ranking.proven
            else gettext("the best order found in the time given"),
            found.why,
        ),
    ]


def simulated(found: Picture) -> str:
    """Return in words how the firmness of ranks was found."""
    values = {"count": tongues.number(found.stability.simulations), "seed": found.stability.seed}
    words = gettext(
        "%(count)s rounds simulated with the seed %(seed)s, every score drawn from the range its nation gave; the same seed gives the same."
    )
    return words % values


def _rows(found: Shown) -> list[Figures]:
    titles = found.held.titles
    return [Figures.of(line, titles.get(line.threat, line.threat)) for line in found.picture.figures]


def levels(ballots: Iterable[Ballot]) -> dict[str, dict[str, int]]:
    """Return the levels of risk of each nation whose ballot is open to the reader."""
    return {ballot.nation: {score.threat: score.risk for score in ballot.scores} for ballot in ballots}


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in ORDERS else "kemeny"


def briefings(name: str, address: str = "round-briefing") -> list[tuple[str, str]]:
    """Return the links to a round's briefing in each form."""
    return [(form.upper(), url(address, [name, form])) for form in take_briefing.FORMS]


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """The common picture with all its drawings and tables, over the answers open to the reader; what is missing for one, where too few are."""
    who = actor(request)
    if keep_sealed.is_sealed(who, name):
        return HttpResponseRedirect(reverse("round-sealed", args=[name]))
    held, published = survey_rounds.gathered(who, name, today()), survey_rounds.published(who, name)
    outside = [code for code in held.asked.standing(held.asked.closes) if code not in {ballot.nation for ballot in held.ballots}]
    told: dict[str, Any] = {
        "asked": held.asked,
        "example": name in bundled_rounds(),
        "counted": [ballot.nation for ballot in held.ballots],
        "outside": outside,
        "titles": held.titles,
        "published": published,
        "published_takes": taking.links("picture-published", [name]) if published is not None else [],
    }
    if len(held.ballots) < survey_rounds.LEAST:
        mine = [code for code in held.asked.nations if code in who.nations]
        return page(request, "threats/picture_missing.html", closed=held.asked.is_closed(today()), mine=mine, **told)
    return page(request, "threats/picture.html", **told, **_computed(request, held))


def _computed(request: HttpRequest, held: Gathered) -> dict[str, Any]:
    """Return all a page shows of the picture of what is open to its reader of a round."""
    found, order, name = survey_rounds.joined(actor(request), held, today()), _order(request), held.asked.id
    rows = sorted(_rows(found), key=ORDERS[order])
    open_to = levels(found.held.ballots)
    columns = showing.heat_columns([(code, str(party_name(code))) for code in open_to])
    cells = showing.heat_cells(rows, open_to)
    carried, record = survey_rounds.carried(actor(request), found.picture, today()), consult.register(actor(request))
    asked = found.held.asked
    return {
        "figures": figures(found.picture),
        "part": [(ballot.nation, len(ballot.scores)) for ballot in found.held.ballots if len(ballot.scores) < len(asked.threats)],
        "simulated": simulated(found.picture),
        "level": found.picture.level,
        "order": order,
        "orders": [(head, gettext(label), number) for head, label, number in HEADS],
        "top_label": gettext(HEADS[-1][1]),
        "few": FEW,
        "rows": rows,
        "heat": heat.draw([row.title for row in rows], columns, cells),
        "heat_columns": columns,
        "heat_rows": [(row.title, [cells[number, column] for column in range(len(columns))]) for number, row in enumerate(rows)],
        "stability": showing.spans(rows),
        "coalitions": showing.shares(rows, len(asked.nations)),
        "change": found.change,
        "outliers": found.picture.outliers,
        "takes": {table: taking.links(f"picture-{table}", [name]) for table in tables.TABLES},
        "briefings": briefings(name) if name in bundled_rounds() else briefings(name, "picture-briefing"),
        "carried": carried,
        "carriers": [(agreement, record[agreement].short_title or record[agreement].title) for agreement in carried.agreements],
    }


@require_safe
def take(request: HttpRequest, name: str, form: str, table: str) -> HttpResponse:
    """A table of the picture as a file."""
    found = survey_rounds.picture(actor(request), name, today())
    held = found.held
    told = tables.Told(asked=held.asked, titles=held.titles, ballots=held.ballots, picture=found.picture, change=found.change)
    return taking.handed(request, *tables.TABLES[table](told), form, tables.about(held.asked, held.ballots))


@require_safe
def take_published(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The ranges published of a round as a file; there is none before they are."""
    held, told = survey_rounds.gathered(actor(request), name, today()), survey_rounds.published(actor(request), name)
    if told is None:
        raise Http404(gettext("Nothing is published of this round yet."))
    table, rows = tables.published(held.asked, held.titles, told)
    return taking.handed(request, table, rows, form, tables.about(held.asked, None))


@require_safe
def briefing(request: HttpRequest, name: str, form: str, taken: Callable[..., Paper] = take_briefing.take) -> HttpResponse:
    """The briefing of the round in the reader's language."""
    if form not in take_briefing.FORMS:
        raise Http404(gettext("A briefing can be taken as PDF or DOCX."))
    nation = request.GET.get("nation", "").strip().upper()[:40]
    setting = Setting(on=today(), stamp=dt.datetime.now(tz=dt.UTC), voice=voice())
    paper = taken(actor(request), name, form, setting, nation)
    return HttpResponse(paper.content, content_type=paper.media_type, headers={"Content-Disposition": f'attachment; filename="{paper.name}"'})


urlpatterns = [
    path("rounds/<path:name>/picture/briefing.<slug:form>", briefing, {"taken": take_briefing.take_open}, name="picture-briefing"),
    path("rounds/<path:name>/briefing.<slug:form>", briefing, name="round-briefing"),
    path("rounds/<path:name>/picture/", picture, name="round-picture"),
    path("rounds/<path:name>/published.<slug:form>", take_published, name="picture-published"),
    *(path(f"rounds/<path:name>/{table}.<slug:form>", take, {"table": table}, name=f"picture-{table}") for table in tables.TABLES),
]
