"""Rounds of assessment: their list, one with what can be done about it now, and the form a nation answers with."""

from __future__ import annotations

import datetime as dt

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foedera.deeds import assess, chair, survey_rounds
from foedera.deeds.powers import Actor
from foedera.library.rounds import bundled_rounds
from foedera.model.errors import FoederaError, NotThere, OutOfDate, Unfit
from foedera.threats.assessments import Ballot, Round
from foedera.threats.register import Threat
from foedera.threats.scales import CONFIDENCE_MEANS
from foedera.web import tongues
from foedera.web.asking import actor, page, state_seen, today
from foedera.web.forms import assessment
from foedera.web.pages import taking
from foedera.web.pages.picture import briefings
from foedera.web.templating import sentence


@frozen
class Listed:
    """A round in the list: itself, and how it stands in words."""

    round: Round
    stands: str


def stands(asked: Round, on: dt.date) -> str:
    """Return in words how a round stands on a day."""
    if on < asked.opens:
        return gettext("not open yet")
    return gettext("open") if asked.is_open(on) else gettext("closed to answers")


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds open to whoever asks, latest first, and the worked examples."""
    who = actor(request)
    asked = [*(called.asked for called in chair.rounds(who)), *(held.asked for held in survey_rounds.examples(who))]
    found = sorted(asked, key=lambda asked: (asked.opens, asked.id), reverse=True)
    rows = [Listed(asked, stands(asked, today())) for asked in found]
    return page(
        request, "threats/rounds.html", rows=rows, titles={asked.id: asked.title for asked in found}, may_call=bool(who.parties_with("chair"))
    )


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """A round: whom it calls, what it asks about, what one's own nation said, what was published of it."""
    return _example(request, name) if name in bundled_rounds() else _called(request, name)


def _example(request: HttpRequest, name: str) -> HttpResponse:
    who = actor(request)
    held = survey_rounds.example(who, name)
    asked = held.asked
    given = {ballot.nation for ballot in held.ballots}
    lines = [(nation, "withdrawn" if nation in asked.withdrawn else "answered" if nation in given else "") for nation in asked.nations]
    return page(
        request,
        "threats/round.html",
        asked=asked,
        stands=stands(asked, today()),
        after_title=survey_rounds.example(who, asked.after).asked.title if asked.after else "",
        threats=held.threats,
        progress=lines,
        example=True,
        leaving=False,
    )


def _called(request: HttpRequest, name: str) -> HttpResponse:
    who, on = actor(request), today()
    called = chair.find(who, name)
    asked, chairs = called.asked, chair.chairs(who, called)
    threats = survey_rounds.threats_of(who, asked)
    own = [(nation, assess.own(who, name, nation)) for nation in asked.nations if nation in who.nations]
    return page(
        request,
        "threats/round.html",
        asked=asked,
        stands=stands(asked, on),
        after_title=_title(who, asked.after),
        threats=threats,
        titles={threat.id: threat.title for threat in threats},
        progress=[(line.nation, _state(line)) for line in chair.progress(who, name)] if chairs else None,
        example=False,
        chair=called.chair,
        chairs=chairs,
        closed=asked.is_closed(on),
        may_close=chair.may_close(who, called, on),
        published=chair.published(who, name) if called.published else None,
        published_takes=taking.links("picture-published", [name]),
        briefings=briefings(name),
        apart=[told for nation, _ in own for told in assess.stands_apart(who, name, nation)] if called.published else [],
        own=[(nation, held.answers[-1].value if held.answers else None, released_now(held)) for nation, held in own],
        answering=[nation for nation, _ in own if asked.is_open(on) and not asked.sealed and who.may("assess", nation)],
        releasing=[nation for nation, held in own if held.answers and asked.is_closed(on) and who.may("release", nation)],
        leaving=bool(chair.may_withdraw(who, called, on)),
        open_to=[ballot for ballot in assess.open_ballots(who, name) if ballot.nation not in who.nations],
    )


def _title(who: Actor, name: str) -> str:
    """Return the title of the round a round revises; empty where there is none, or it is not open to whoever asks."""
    try:
        return chair.find(who, name).asked.title if name else ""
    except NotThere:
        return ""


def _state(line: chair.Progress) -> str:
    """Return whether a nation has withdrawn or answered; empty: neither."""
    return "withdrawn" if line.withdrawn else "answered" if line.answered else ""


def released_now(held: assess.Own) -> list[tuple[str, str, dt.datetime]]:
    """Return what of an answer is released now: the threat (empty: the whole), to whom, since when; the last word on each reader counts."""
    found = []
    for threat, lines in (("", held.releases), *held.scores.items()):
        last = {line.to: line for line in lines}
        found += [(threat, to, line.at) for to, line in last.items() if line.released]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a round for one's own nation, all in one go; what was said and published in the round before stands beside."""
    who = actor(request)
    asked = chair.find(who, name).asked
    nation = (request.POST or request.GET).get("nation", "").strip().upper()[:40]
    given = assess.own(who, name, nation).answers
    earlier = assess.former(who, name, nation)
    start = given[-1].value if given else Ballot(nation, tuple(earlier.values()))
    values, faults = assessment.filled(start), []
    if request.method == "POST":
        read = assessment.read(request.POST.dict(), asked.threats)
        values, faults = dict(read.values), list(read.faults)
        if not faults:
            try:
                assess.hand_in(who, name, Ballot(nation, read.scores), today(), state_seen(request, "revises"))
            except Unfit as error:
                faults = [(_at(field), text) for field, text in error.faults]
            except OutOfDate as error:
                faults = [("", error.args[0])]
            else:
                messages.success(request, gettext("Your nation's answer is on record; it can be revised until the round closes."))
                return HttpResponseRedirect(reverse("round", args=[name]))
    threats = survey_rounds.threats_of(who, asked)
    by_field: dict[str, list[str]] = {}
    for field, text in faults:
        by_field.setdefault(field, []).append(text)
    return page(
        request,
        "threats/answer.html",
        http=400 if faults else 200,
        asked=asked,
        nation=nation,
        threats=threats,
        questions=assessment.QUESTIONS,
        ends=assessment.ENDS,
        confidences=CONFIDENCE_MEANS,
        values=values,
        faults=[(field, _label(field, threats), text) for field, text in faults],
        by_field=by_field,
        earlier=earlier,
        feedback={told.threat: told for told in chair.published(who, asked.after).told} if asked.after else {},
        revises=given[-1].number if given else 0,
    )


def _at(field: str) -> str:
    """Return the field of the form a fault of a ballot is about ("cyber.likelihood")."""
    threat, dot, question = field.rpartition(".")
    return assessment.field(threat, question, "" if question == "confidence" else "best") if dot else field


def _label(field: str, threats: tuple[Threat, ...]) -> str:
    """Return what a field is called in the summary of faults; empty for none of the form."""
    threat, _, rest = field.partition(":")
    title = next((known.title for known in threats if known.id == threat), "")
    asks = rest.partition(":")[0]
    if asks in assessment.QUESTIONS:
        return f"{title} – {gettext(assessment.QUESTIONS[asks][0])}"
    return f"{title} – {gettext('How sure your nation is')}" if asks == "confidence" else ""


@require_POST
def publish(request: HttpRequest, name: str) -> HttpResponse:
    """Publish what may be said of a closed round, once."""
    try:
        chair.publish(actor(request), name, today())
    except Unfit as error:
        messages.error(request, _words(error))
    else:
        messages.success(request, gettext("The common picture is published."))
    return HttpResponseRedirect(reverse("round", args=[name]))


@require_POST
def close(request: HttpRequest, name: str) -> HttpResponse:
    """Close a round before its last day, once all have answered."""
    try:
        chair.close(actor(request), name, today())
    except Unfit as error:
        messages.error(request, _words(error))
    else:
        messages.success(request, gettext("The round is closed; no answer is taken any more."))
    return HttpResponseRedirect(reverse("round", args=[name]))


def _words(error: FoederaError) -> str:
    faults = error.faults if isinstance(error, Unfit) else ()
    return " ".join(sentence(tongues.translated(text)) for _, text in faults)


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<path:name>/answer/", answer, name="round-answer"),
    path("rounds/<path:name>/close/", close, name="round-close"),
    path("rounds/<path:name>/publish/", publish, name="round-publish"),
    path("rounds/<path:name>/", one, name="round"),
]
