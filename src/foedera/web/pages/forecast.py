"""The forecast of an agreement's entry into force, and what a change of one state's mind does; the address is the question."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve, frozen
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from foedera.deeds import foretell, weigh
from foedera.deeds.foretell import FEWEST, MOST, Question, Standing
from foedera.library.weighing import Weighed
from foedera.model.agreements import Agreement
from foedera.model.errors import Unfit
from foedera.model.phrases import Phrase
from foedera.ratification.forecast import CHANCES, Influence, Spread
from foedera.ratification.foretelling import Foretold
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, holdings, page
from foedera.web.drawings import consents, fan, survival
from foedera.web.forms import forecast as form
from foedera.web.forms.showing import effects
from foedera.web.templating import party_name, query, url

#: How many states the drawing shows; the table has all.
DRAWN = 40


@require_safe
def view(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The forecast: in words, as drawings with their tables, with what it was learned from and what happened."""
    when, standing = _standing(request, family, slug)
    read = form.read(request.GET.dict(), standing.agreement, when.on, when.known, holdings(request).code)
    adding = request.GET.get("do") == "add"
    wrong = ""
    if adding and not read.faults:
        event, wrong = form.added(request.GET.dict(), standing.agreement, holdings(request).code)
        if event is not None:
            told = form.written(evolve(read.question, events=(*read.question.events, event)))
            return HttpResponseRedirect(url("agreement-forecast", [family, slug]) + query(on=when.day, known=when.known, **told))
    found, alone, faults = _answers(request, read, standing)
    context = {
        "agreement": standing.agreement,
        "part": "forecast",
        "standing": standing,
        "question": read.question,
        "asked": form.written(read.question),
        "faults": faults,
        "add_fault": wrong,
        "given": {name: request.GET.get(name, "") if wrong else "" for name in form.FIELDS},
        "kinds": form.EVENTS,
        "awaited": _awaited(standing),
        "removals": _removals(family, slug, when, read.question),
        "least": FEWEST,
        "most": MOST,
        "cut": foretell.cut(actor(request)),
        "all": foretell.ALL,
        "taught": foretell.TAUGHT,
        "found": found,
        **(_shown(found, alone) if found is not None else {}),
    }
    return page(request, "ratification/forecast.html", when, http=422 if wrong or read.faults else 200, **context)


@require_safe
def change(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """What follows if a state refuses, delays, withdraws or reserves: in law, for other agreements, and for the forecast beside it."""
    when, standing = _standing(request, family, slug)
    read = form.read(request.GET.dict(), standing.agreement, when.on, when.known, holdings(request).code)
    turn, faults = form.turn(request.GET.dict(), standing.agreement, holdings(request).code)
    faults = [*read.faults, *faults]
    found = None
    if turn is not None and not faults:
        try:
            found = weigh.weigh(actor(request), read.question, turn, when.today)
        except Unfit as error:
            faults = list(error.faults)
    context = {
        "agreement": standing.agreement,
        "part": "change",
        "standing": standing,
        "asked": form.written(read.question),
        "faults": faults,
        "turns": form.TURNS,
        "chosen": {name: request.GET.get(name, "") for name in ("party", "turn", "until", "articles")},
        "parties": _taking_part(standing),
        "found": found,
        "described": evolve(turn, party=str(party_name(turn.party))).describe() if turn is not None else "",
        "effects": effects(found.consequences) if found is not None else [],
        "moving": False,
        **_side_by_side(found),
    }
    return page(request, "ratification/change.html", when, http=422 if faults else 200, **context)


def _standing(request: HttpRequest, family: str, slug: str) -> tuple[AsOf, Standing]:
    when = as_of(request)
    return when, foretell.standing(actor(request), f"{family}/{slug}", when.on, when.known)


def _answers(request: HttpRequest, read: form.Read, standing: Standing) -> tuple[Foretold | None, Foretold | None, list[tuple[str, str]]]:
    """Return the forecast, that without what is supposed (None where nothing is), and what keeps it from being made."""
    if read.faults:
        return None, None, read.faults
    stands = standing.prospect
    if stands.entry is not None and stands.entry <= stands.on:
        return None, None, []
    try:
        found = foretell.foretell(actor(request), read.question)
        alone = foretell.foretell(actor(request), evolve(read.question, events=())) if read.question.events else None
    except Unfit as error:
        return None, None, list(error.faults)
    return found, alone, []


def _awaited(standing: Standing) -> list[tuple[str, str]]:
    stands = standing.prospect
    codes = (stands.awaited() | stands.signed.keys()) - stands.consented.keys()
    return _named(codes, standing.agreement)


def _taking_part(standing: Standing) -> list[tuple[str, str]]:
    stands = standing.prospect
    return _named(stands.awaited() | stands.signed.keys() | stands.consented.keys() | set(standing.agreement.negotiating or ()), standing.agreement)


def _named(codes: Any, agreement: Agreement) -> list[tuple[str, str]]:
    named = ((code, str(party_name(code, declared=agreement.participants))) for code in codes)
    return sorted(named, key=lambda pair: pair[1])


def _removals(family: str, slug: str, when: AsOf, question: Question) -> list[tuple[Phrase, str]]:
    """Return the events in words with the address that leaves each out."""
    events = question.events
    return [
        (
            evolve(event, party=str(party_name(event.party))).describe(),
            url("agreement-forecast", [family, slug])
            + query(on=when.day, known=when.known, **form.written(question, events=events[:number] + events[number + 1 :])),
        )
        for number, event in enumerate(events)
    ]


@frozen
class StateRow:
    """A state in the table: how quick it is, its interval, how often it decides, since when it is through at home, what happened and why."""

    code: str
    tempo: float
    interval: tuple[dt.date | None, dt.date | None]
    never: float
    completes: float
    through: dt.date | None
    happened: Any
    why: tuple[str, ...]


def _shown(found: Foretold, alone: Foretold | None) -> dict[str, Any]:
    """Return all a page shows of a forecast."""
    told, happened = found.forecast, found.happened
    came = happened.consents if happened is not None else {}
    entry = happened.entry if happened is not None else None
    rows = [
        consents.Row(
            str(party_name(state.party)),
            state.consent,
            state.completes,
            came[state.party].day if state.party in came else None,
            came[state.party].by if state.party in came else False,
        )
        for state in told.states[:DRAWN]
    ]
    return {
        "words": words(told.entry),
        "halves": _between(told.entry.day(0.25), told.entry.day(0.75)),
        "entry": entry,
        "happened": happened,
        "fan": fan.draw(told, alone.forecast if alone is not None else None, entry.day if entry is not None else None),
        "alone": alone,
        "alone_words": words(alone.forecast.entry) if alone is not None else "",
        "quantiles": _quantiles(told.entry, alone.forecast.entry if alone is not None else None),
        "years": _years(found, alone),
        "drawn": consents.draw(rows, told.on) if rows else None,
        "drawn_states": DRAWN,
        "states": [
            StateRow(
                state.party,
                state.tempo,
                state.consent.interval,
                state.consent.never,
                state.completes,
                found.home.get(state.party),
                came.get(state.party),
                tuple(state.why),
            )
            for state in told.states
        ],
        "moves": [(one.party, *_moves(one)) for one in told.influences],
        "curve": survival.draw(found.curve) if found.curve is not None else None,
        "steps": found.curve.thinned() if found.curve is not None else (),
    }


def words(spread: Spread) -> str:
    """Return the interval that holds eight in ten, in words."""
    return _between(*spread.interval)


def _between(first: dt.date | None, last: dt.date | None) -> str:
    if first is None:
        return gettext("later than the forecast looks, or never")
    if last is None:
        return gettext("from %(first)s on; its end lies beyond what the forecast looks at") % {"first": tongues.long_day(first)}
    return gettext("between %(first)s and %(last)s") % {"first": tongues.long_day(first), "last": tongues.long_day(last)}


def _quantiles(spread: Spread, alone: Spread | None) -> list[tuple[float, dt.date | None, dt.date | None]]:
    return [(chance, spread.day(chance), alone.day(chance) if alone is not None else None) for chance in CHANCES]


def _years(found: Foretold, alone: Foretold | None) -> list[tuple[int, float, float | None]]:
    """Return the share in force by the end of each year, beside that of the other forecast."""
    own, other = dict(found.forecast.years), dict(alone.forecast.years) if alone is not None else {}
    last_own, last_other = found.forecast.years[-1][1], alone.forecast.years[-1][1] if alone is not None else 0.0
    return [(year, own.get(year, last_own), other.get(year, last_other) if alone is not None else None) for year in sorted(own.keys() | other.keys())]


def _moves(one: Influence) -> tuple[str, str]:
    """Return what a state moves, in words: if it consents at once, and if it never does."""
    hurried = _days(one.at_once) if one.at_once is not None else "–"
    if one.never is not None:
        return hurried, _days(one.never)
    if not one.share_without:
        return hurried, gettext("it never enters into force")
    return hurried, gettext("it enters into force in %(share)s") % {"share": tongues.percent(one.share_without)}


def _days(days: float) -> str:
    whole = abs(round(days))
    if not whole:
        return gettext("no difference")
    return ngettext("%(days)s day", "%(days)s days", whole) % {"days": f"{'+' if days > 0 else '−'}{tongues.number(whole)}"}


def _side_by_side(found: Weighed | None) -> dict[str, Any]:
    """Return the forecasts without and with what is supposed, as drawing and tables; nothing where one of them could not be made."""
    if found is None or found.without is None or found.with_it is None:
        return {"picture": None, "years": [], "rows": []}
    without, with_it = found.without, found.with_it
    return {
        "picture": fan.draw(with_it.forecast, without.forecast),
        "years": _years(with_it, without),
        "rows": _quantiles(without.forecast.entry, with_it.forecast.entry),
    }


urlpatterns = [
    path("agreements/<str:family>/<str:slug>/forecast/", view, name="agreement-forecast"),
    path("agreements/<str:family>/<str:slug>/change/", change, name="agreement-change"),
]
