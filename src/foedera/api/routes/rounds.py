"""Rounds of assessment: called, answered, withdrawn from, published once; single scores go to their nation and to whom it released them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import asdict
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foedera.api.answers import actor, either, today
from foedera.api.forms import Code, Day, Short
from foedera.api.routes.threats import ChangedOut, Name, Nation, ReleaseOut, Slug, StateOut
from foedera.deeds import assess, chair, release, survey_assessments, survey_threats
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.disclosure import MINIMUM
from foedera.threats.scales import CONFIDENCE

router = Router(tags=["rounds"])


class RoundIn(Schema):
    """A round: of which threats, by which nations, over what period, open from when to when (both days count); `after`: the round it revises."""

    id: Name
    title: Short
    threats: list[Short] = Field(max_length=chair.MOST)
    nations: list[Code] = Field(max_length=chair.MOST)
    opens: Day
    closes: Day
    horizon: Short = ""
    after: Name | Literal[""] = ""
    sealed: bool = False
    illustrative: bool = False


class Calling(Schema):
    """A round to call; `chair` is the party that chairs it (empty: the register's officers)."""

    chair: Code | Literal[""] = ""
    round: RoundIn


class RoundOut(Schema):
    """A round open to the caller: those its nations are called to, and those it chairs."""

    id: str
    title: str
    threats: list[str]
    nations: list[str]
    opens: dt.date
    closes: dt.date
    horizon: str
    after: str
    sealed: bool
    withdrawn: dict[str, dt.date]
    illustrative: bool
    ended: dt.date | None = Field(description="The day its chair closed it before its last day, since all had answered.")
    chair: str
    published: bool
    chairs: bool = Field(description="Whether the caller chairs it.")


def _round(request: HttpRequest, name: str) -> dict[str, Any]:
    return _told(request, chair.find(actor(request), name))


def _told(request: HttpRequest, called: Any) -> dict[str, Any]:
    return {**asdict(called.asked), "chair": called.chair, "published": called.published, "chairs": chair.chairs(actor(request), called)}


@router.get("/rounds", response=either(list[RoundOut]), summary="Rounds", operation_id="listRounds")
def rounds(request: HttpRequest) -> Any:
    """The rounds open to the caller, the latest first."""
    return [_told(request, called) for called in chair.rounds(actor(request))]


@router.post("/rounds", response=either(RoundOut, 201), summary="Call a round", operation_id="callRound")
def call_round(request: HttpRequest, given: Calling) -> Any:
    """Call a round."""
    asked = Round(**{**given.round.dict(), "threats": tuple(given.round.threats), "nations": tuple(given.round.nations)})
    chair.call(actor(request), asked, given.chair, today())
    return Status(201, _round(request, asked.id))


@router.get("/rounds/{name}", response=either(RoundOut), summary="A round", operation_id="getRound")
def one(request: HttpRequest, name: Slug) -> Any:
    """A round: whom it calls, what it asks about, by when."""
    return _round(request, name)


class ProgressOut(Schema):
    """When a nation answered last, from when it has withdrawn; never what it said."""

    nation: str
    answered: dt.datetime | None
    withdrawn: dt.date | None


@router.get("/rounds/{name}/progress", response=either(list[ProgressOut]), summary="Who has answered", operation_id="getProgress")
def progress(request: HttpRequest, name: Slug) -> Any:
    """Who has answered, for the chair."""
    return [asdict(found) for found in chair.progress(actor(request), name)]


class WithdrawalIn(Schema):
    """The nation that withdraws."""

    nation: Code


@router.post("/rounds/{name}/withdrawals", response=either(RoundOut), summary="Withdraw from a round", operation_id="withdrawFromRound")
def withdraw(request: HttpRequest, name: Slug, given: WithdrawalIn) -> Any:
    """Let a nation withdraw from today on, by its chair or those who assess for it; what it said counts no longer."""
    chair.withdraw(actor(request), name, given.nation, today())
    return _round(request, name)


@router.post("/rounds/{name}/closing", response=either(RoundOut), summary="Close a round early", operation_id="closeRound")
def close(request: HttpRequest, name: Slug) -> Any:
    """Close a round before its last day, by its chair, once all that take part have answered; for good."""
    chair.close(actor(request), name, today())
    return _round(request, name)


class ToldOut(Schema):
    """What is published of a threat: at least `minimum` nations put its risk at `lowest` or below, as many at `highest` or above."""

    threat: str
    lowest: int
    highest: int
    round: str = Field(description="The round it was computed in.")


class PublishedOut(Schema):
    """What is published of a round: threats with their ranges, most dangerous first, and those too few nations scored."""

    round: str
    minimum: int
    told: list[ToldOut]
    silent: list[str]
    illustrative: bool


class PublishIn(Schema):
    """How many nations a published statement is about at least."""

    minimum: int = Field(MINIMUM, ge=MINIMUM, le=chair.MOST)


@router.post("/rounds/{name}/picture", response=either(PublishedOut, 201), summary="Publish a round", operation_id="publishRound")
def publish(request: HttpRequest, name: Slug, given: PublishIn) -> Any:
    """Publish what may be said of a closed round without names: once, by its chair."""
    return Status(201, asdict(chair.publish(actor(request), name, today(), given.minimum)))


@router.get("/rounds/{name}/picture", response=either(PublishedOut), summary="What is published of a round", operation_id="getPicture")
def published(request: HttpRequest, name: Slug) -> Any:
    """What was published of a round, for those it is open to."""
    return asdict(chair.published(actor(request), name))


class EstimateIn(Schema):
    """A level, 0 (very low) to 4 (very high), with the range it may lie in."""

    lowest: int = Field(ge=0, le=4)
    best: int = Field(ge=0, le=4)
    highest: int = Field(ge=0, le=4)


class ScoreIn(Schema):
    """What a nation says of a threat, and how sure it is."""

    threat: Short
    likelihood: EstimateIn
    impact: EstimateIn
    confidence: Literal[CONFIDENCE]  # type: ignore[valid-type]


class AnswerIn(Schema):
    """A nation's answer; threats it does not score are left out. `revises` is the number of the answer it revises, 0 for the first."""

    revises: int = Field(0, ge=0, le=10**6)
    scores: list[ScoreIn] = Field(max_length=chair.MOST)


class EstimateOut(Schema):
    """A level with the range it may lie in."""

    lowest: int
    best: int
    highest: int


class ScoreOut(Schema):
    """What a nation says of a threat, and the level of risk that comes to (NIST SP 800-30, Table I-2)."""

    threat: str
    likelihood: EstimateOut
    impact: EstimateOut
    confidence: str
    risk: int


class BallotOut(Schema):
    """A nation's answer that counts."""

    nation: str
    scores: list[ScoreOut]


class AnswerOut(Schema):
    """An answer as handed in: by whom, when."""

    number: int
    by: str
    at: dt.datetime
    scores: list[ScoreOut]


class ScoreReleaseOut(ReleaseOut):
    """A release of the score of one threat, or its withdrawal."""

    threat: str


class OwnOut(Schema):
    """What a nation has said in a round; what it said in the one before; to whom its answer, or single scores of it, is released."""

    answers: list[AnswerOut]
    former: list[ScoreOut]
    releases: list[ReleaseOut]
    scores: list[ScoreReleaseOut]


class AnswerReleaseIn(Schema):
    """To whom an answer is released (`called`: all nations called to the round; `*`: everybody), or no longer; of which threats (none: the whole)."""

    to: Code | Literal["called", "*"]
    threats: list[Short] = Field(default=[], max_length=chair.MOST)
    released: bool = True


def _score(score: Score) -> dict[str, Any]:
    return {**asdict(score), "risk": score.risk}


@router.get("/rounds/{name}/answers", response=either(list[BallotOut]), summary="Answers open to the caller", operation_id="listAnswers")
def answers(request: HttpRequest, name: Slug) -> Any:
    """The answers of the caller's own nations, and what others released to them; of one released in part its released scores alone."""
    return [{"nation": ballot.nation, "scores": [_score(score) for score in ballot.scores]} for ballot in assess.open_ballots(actor(request), name)]


@router.get("/rounds/{name}/answers/{nation}", response=either(OwnOut), summary="A nation's own answer", operation_id="getAnswer")
def answer(request: HttpRequest, name: Slug, nation: Nation) -> Any:
    """All answers of the caller's own nation to a round, and what to begin the next from."""
    own = assess.own(actor(request), name, nation)
    return {
        "answers": [
            {"number": found.number, "by": found.by, "at": found.at, "scores": [_score(score) for score in found.value.scores]}
            for found in own.answers
        ],
        "former": [_score(score) for score in assess.former(actor(request), name, nation).values()],
        "releases": [asdict(found) for found in own.releases],
        "scores": [{"threat": threat, **asdict(found)} for threat, lines in own.scores.items() for found in lines],
    }


@router.post("/rounds/{name}/answers/{nation}", response=either(StateOut, 201), summary="Answer a round", operation_id="answerRound")
def hand_in(request: HttpRequest, name: Slug, nation: Nation, given: AnswerIn) -> Any:
    """Hand in a nation's answer, whole or not at all; the last before the round closes counts."""
    scores = (Score(score.threat, Estimate(**score.likelihood.dict()), Estimate(**score.impact.dict()), score.confidence) for score in given.scores)
    return Status(201, {"number": assess.hand_in(actor(request), name, Ballot(nation, tuple(scores)), today(), given.revises)})


@router.post("/rounds/{name}/answers/{nation}/releases", response=either(ChangedOut), summary="Release an answer", operation_id="releaseAnswer")
def release_answer(request: HttpRequest, name: Slug, nation: Nation, given: AnswerReleaseIn) -> Any:
    """Release a nation's answer to a closed round, or single scores of it, to a partner, to those called or to everybody; or withdraw that."""
    return {"changed": release.ballot(actor(request), nation, name, given.to, today(), tuple(given.threats), released=given.released)}


class ExampleOut(Schema):
    """What an invented round says of a threat: by how many nations it is put at each level of risk, lowest first."""

    round: str
    title: str
    counts: list[int]


class RangeOut(Schema):
    """What was published of a threat in a round open to the caller; `computed` is the round it was computed in, where that is another."""

    round: str
    title: str
    lowest: int
    highest: int
    computed: str


class SaidOut(Schema):
    """What a nation said of a threat: the caller's own, or released to it; `round` is empty where the round is not open to the caller."""

    nation: str
    round: str
    title: str
    likelihood: list[int] = Field(description="Lowest, best, highest level.")
    impact: list[int] = Field(description="Lowest, best, highest level.")
    confidence: str
    risk: int
    at: dt.datetime
    own: bool


class AssessedOut(Schema):
    """All that is open to the caller of how a threat is assessed; `examples` are invented."""

    examples: list[ExampleOut]
    ranges: list[RangeOut]
    scores: list[SaidOut]


@router.get("/threats/{name}/assessments", response=either(AssessedOut), summary="How a threat is assessed", operation_id="getThreatAssessments")
def threat_assessments(request: HttpRequest, name: Slug) -> Any:
    """What worked examples, published rounds and released answers say of a threat, as far as it is open to the caller."""
    survey_threats.threat(actor(request), name)
    found = survey_assessments.of_threat(actor(request), name, today())
    return {
        "examples": [{"round": one.asked.id, "title": one.asked.title, "counts": list(one.counts)} for one in found.examples],
        "ranges": [asdict(one) for one in found.ranges],
        "scores": [_said(one) for one in found.scores],
    }


def _said(said: survey_assessments.Said) -> dict[str, Any]:
    estimates = {"likelihood": said.score.likelihood, "impact": said.score.impact}
    return {
        **{name: getattr(said, name) for name in ("nation", "round", "title", "at", "own")},
        **{name: [found.lowest, found.best, found.highest] for name, found in estimates.items()},
        "confidence": said.score.confidence,
        "risk": said.score.risk,
    }
