"""Policy alignment: which clauses answer which threats of which nations on a day, what answers nothing, what touches a red line, and the trace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from foedera.deeds import align
from foedera.interchange.tables import Column, Row, Table
from foedera.threats.alignment import Alignment, Bond
from foedera.threats.trace import Link
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, page
from foedera.web.drawings import heat
from foedera.web.pages import taking
from foedera.web.pages.between import choices
from foedera.web.pages.parties import number

#: How many rows of the trace a page has; the file has all.
SIZE = 40

#: The trace as a table: what each column of a row is.
TRACE = Table(
    "trace",
    "a clause that answers a threat, a threat nothing answers, or an obligation that answers none",
    (
        Column("threat", "text", "id of the threat; nothing where the obligation answers none"),
        Column("agreement", "text", "id of the agreement; nothing where no clause answers the threat"),
        Column("aim", "text", "the aim it serves, in the words of the agreement's file"),
        Column("article", "text", "the article"),
        Column("obligation", "text", "id of the obligation, where one is meant"),
        Column("holds", "boolean", "whether somebody is obliged by it on the day"),
        Column("exercise", "date", "day of the act by which the article was used; nothing: none on record"),
        Column("evaluation", "date", "day of the latest review on record; nothing: none"),
        Column("why", "text", "why it counts as an answer, or why there is none"),
        Column("illustrative", "boolean", "whether the threat is an invented example"),
    ),
)


def _nation(request: HttpRequest, when: AsOf) -> str:
    asked = request.GET.get("nation", "").strip().upper()[:40]
    return asked if asked in {code for code, _ in choices(request, when)} else ""


@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    """The matrix threats × agreements with all that follows from it."""
    when = as_of(request)
    nation = _nation(request, when)
    aligned = align.align(actor(request), when.on, when.known, nation=nation)
    found = aligned.alignment
    pages = max(1, -(-len(aligned.trace) // SIZE))
    shown = min(number(request), pages)
    bonds = _bonds(found, nation)
    asked: dict[str, Any] = {"nation": nation, "on": when.day, "known": when.known.isoformat() if when.known else None}
    return page(
        request,
        "threats/alignment.html",
        when,
        nation=nation,
        nations=choices(request, when),
        found=found,
        bonds=bonds,
        heat=matrix(found, bonds),
        covers=found.of(nation) if nation else (),
        frictions=aligned.frictions,
        trace=aligned.trace[(shown - 1) * SIZE : shown * SIZE],
        shown=shown,
        pages=pages,
        takes=taking.links("trace-take", **asked),
        matrix_takes=taking.links("matrix-take", **asked),
        **named(found),
    )


def named(found: Alignment) -> dict[str, Any]:
    """Return what threats and agreements are called in its tables."""
    return {
        "titles": {threat.id: threat.title for threat in found.threats},
        "shorts": {bond.agreement.id: bond.title for bond in found.bonds},
    }


def matrix(found: Alignment, bonds: list[Bond]) -> heat.Heat:
    """Return the heat map threats × agreements; a square says how many clauses answer, a dash that none does."""
    counts = {
        (row, column): len(found.cell(threat.id, bond.agreement.id)) for row, threat in enumerate(found.threats) for column, bond in enumerate(bonds)
    }
    most = max(counts.values(), default=0)
    cells = {}
    for (row, column), count in counts.items():
        clauses = (
            ngettext("%(num)s clause answers it", "%(num)s clauses answer it", count) % {"num": count} if count else gettext("no clause answers it")
        )
        said = f"{found.threats[row].title} – {bonds[column].title}: {clauses}"
        cells[row, column] = heat.Cell(str(count or "–"), heat.shade(count, most), said)
    return heat.draw([threat.title for threat in found.threats], [(bond.title, bond.title) for bond in bonds], cells)


def _bonds(found: Alignment, nation: str) -> list[Bond]:
    """Return the agreements of the matrix: those with a clause that answers, and where a nation is asked about those that bind it."""
    answering = {reply.answer.agreement for reply in found.replies}
    return [bond for bond in found.bonds if bond.agreement.id in answering and (not nation or nation in bond.bound)]


@require_safe
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The trace as a file."""
    when = as_of(request)
    aligned = align.align(actor(request), when.on, when.known, nation=_nation(request, when))
    invented = {threat.id for threat in aligned.alignment.threats if threat.illustrative}
    return taking.handed(request, TRACE, [_row(link, invented) for link in aligned.trace], form, _about(when, invented))


@require_safe
def take_matrix(request: HttpRequest, form: str) -> HttpResponse:
    """The matrix as a file: a threat a row, an agreement a column."""
    when = as_of(request)
    nation = _nation(request, when)
    found = align.align(actor(request), when.on, when.known, nation=nation).alignment
    bonds = [bond.agreement.id for bond in _bonds(found, nation)]
    head = (Column("threat", "text", "id of the threat"), Column("title", "text", "its title"))
    counts = (Column(name, "integer", "how many clauses of this agreement answer it; 0: on record is none") for name in bonds)
    table = Table("matrix", "a threat on record", (*head, *counts, TRACE.columns[-1]))
    rows: list[Row] = [
        {
            "threat": threat.id,
            "title": threat.title,
            **{name: len(found.cell(threat.id, name)) for name in bonds},
            "illustrative": threat.illustrative,
        }
        for threat in found.threats
    ]
    return taking.handed(request, table, rows, form, _about(when, {threat.id for threat in found.threats if threat.illustrative}))


def _about(when: AsOf, invented: set[str]) -> dict[str, str]:
    return {
        "asked": when.on.isoformat(),
        "known": when.known.isoformat() if when.known is not None else "the whole record",
        "computed": "What answers what is a judgement on record, each with its reason; who is bound is computed from final clauses and acts.",
        "illustrative": "; ".join(sorted(invented)) or "none",
    }


def _row(link: Link, invented: set[str]) -> Row:
    return {
        "threat": link.threat,
        "agreement": link.agreement,
        "aim": link.aim,
        "article": link.article,
        "obligation": link.obligation,
        "holds": link.holds if link.threat else None,
        "exercise": link.exercise.on if link.exercise else None,
        "evaluation": link.evaluation.on if link.evaluation else None,
        "why": tongues.translated(link.why) or None,
        "illustrative": link.threat in invented,
    }


urlpatterns = [
    path("alignment/", alignment, name="alignment"),
    path("alignment/trace.<slug:form>", take, name="trace-take"),
    path("alignment/matrix.<slug:form>", take_matrix, name="matrix-take"),
]
