"""Forecasts of entry into force, and what a change of one state's mind does: what the pages show, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from foedera.api.answers import AsOf, Code, Day, actor, either, today
from foedera.api.forms import DifferenceOut, Short
from foedera.api.tongues import Sentence
from foedera.deeds import consult, foretell, weigh
from foedera.deeds.foretell import EVENTS, FEWEST, MOST, Question
from foedera.library.forecasts import as_json, weighed_json
from foedera.library.foretelling import FORM, read_event
from foedera.library.weighing import TURNS, Turn

router = Router(tags=["ratification"])


class ForecastAsked(AsOf):
    """How a forecast is asked for."""

    event: list[Annotated[str, Field(max_length=200)]] = Field(
        [], max_length=EVENTS, description=f"Political events supposed, repeat for more: {FORM}.", examples=[["HUN election 2026-04-01 2026-06-01"]]
    )
    simulations: int = Field(10_000, ge=FEWEST, le=MOST, description="How many lives are drawn.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="The same seed gives the same forecast.")
    like: list[Short] = Field([], max_length=50, description="Ids of agreements to learn from, and no others.")


class TurnAsked(ForecastAsked):
    """What a state is supposed to do."""

    party: Code
    turn: Literal[tuple(TURNS)]  # type: ignore[valid-type]
    until: Day | None = Field(None, description="Until when it delays.")
    article: list[Short] = Field([], max_length=50, description="Articles it reserves.")


class DaysByChanceOut(Schema):
    """Days by the share of simulations that have reached them; null where that share never does within the model's sight."""

    by_chance: dict[str, dt.date | None] = Field(description="Under 05, 10, 25, 50, 75, 90, 95 in a hundred.")
    never: float


class YearShareOut(Schema):
    """The share of simulations in force by the end of a year."""

    year: int
    in_force: float


class AwaitedOut(Schema):
    """A state whose consent is awaited."""

    party: str
    tempo: float = Field(description="How readily it consents beside others.")
    consent: DaysByChanceOut
    completes: float = Field(description="In which share of the lives that get there its consent completes.")
    through: dt.date | None = Field(description="Since when it is through at home, as far as is on record.")
    because: list[Sentence]


class InfluenceOut(Schema):
    """By how many days the middle day moves if a state consents at once, or never; null where it then never comes."""

    party: str
    at_once: float | None
    never: float | None
    share_without: float


class CurveStepOut(Schema):
    """The share still without consent after so many months, with bounds of 95 in a hundred."""

    months: float
    share: float
    lowest: float
    highest: float


class CurveOut(Schema):
    """A survival curve."""

    watched: int
    came: int
    median: float | None
    median_lowest: float | None
    median_highest: float | None
    steps: list[CurveStepOut]


class LearnedOut(Schema):
    """What a forecast was learned from."""

    agreements: list[str]
    used: int
    consents: int
    because: list[Sentence]
    months_to_consent: CurveOut | None
    months_to_deposit: list[float]


class CameOut(Schema):
    """What came in fact, and the share of the narrowest interval it lies in; null: in none, or its day is not on record."""

    on: dt.date
    not_later_than: bool
    within: float | None


class ConsentCameOut(CameOut):
    """A consent that came."""

    party: str


class HappenedOut(Schema):
    """What the whole record says came after the day of the forecast."""

    entry: CameOut | None
    consents: list[ConsentCameOut]


class ForecastOut(Schema):
    """The object `foedera ratification forecast --json` prints."""

    agreement: str
    on: dt.date
    known: dt.date | None
    entry: DaysByChanceOut
    years: list[YearShareOut]
    signed: int
    consented: int
    not_through: list[str]
    states: list[AwaitedOut]
    influences: list[InfluenceOut]
    events: list[str]
    simulations: int
    seed: int
    learned_from: LearnedOut
    happened: HappenedOut | None
    because: list[Sentence]
    open_questions: list[Sentence]


class LookingOut(Schema):
    """Another agreement whose rule looks at this one."""

    agreement: str
    because: Sentence


class ShortForecastOut(Schema):
    """A forecast in short."""

    entry: DaysByChanceOut
    years: list[YearShareOut]
    because: list[Sentence]
    open_questions: list[Sentence]


class TurnOut(Schema):
    """The object `foedera ratification change --json` prints."""

    party: str
    turn: str
    until: dt.date | None
    on: dt.date
    supposed_acts: list[str]
    supposed_events: list[str]
    changes: list[DifferenceOut]
    looked_at_by: list[LookingOut]
    without: ShortForecastOut | None
    with_it: ShortForecastOut | None = Field(None, alias="with")
    no_forecast: list[Sentence]
    notes: list[Sentence]


def _question(request: HttpRequest, name: str, asked: ForecastAsked) -> Question:
    """Return the question; UnknownAgreement, UnknownParty or UsageError where it names what is not there."""
    code_of = _code_of(request, name)
    return Question(
        agreement=name,
        on=asked.day,
        known=asked.known,
        events=tuple(read_event(line, code_of) for line in asked.event),
        simulations=asked.simulations,
        seed=asked.seed,
        like=tuple(dict.fromkeys(asked.like)),
    )


def _code_of(request: HttpRequest, name: str) -> Callable[[str], str]:
    """Return what gives the code of a party of an agreement, or raises UnknownParty."""
    register = consult.register(actor(request))
    return partial(register.code, declared=register[name].participants)


@router.get("/agreements/{family}/{slug}/forecast", response=either(ForecastOut), summary="Forecast of entry into force", operation_id="getForecast")
def forecast(request: HttpRequest, family: str, slug: str, asked: Query[ForecastAsked]) -> Any:
    """When it may enter into force, as seen on the day: days with intervals, states, what it was learned from, and what happened."""
    return as_json(foretell.foretell(actor(request), _question(request, f"{family}/{slug}", asked)))


@router.get("/agreements/{family}/{slug}/change", response=either(TurnOut), summary="What a change does", operation_id="getChange", by_alias=True)
def change(request: HttpRequest, family: str, slug: str, asked: Query[TurnAsked]) -> Any:
    """What follows if a state refuses, delays, withdraws or reserves: in law, for other agreements, for the forecast. Nothing is recorded."""
    question = _question(request, f"{family}/{slug}", asked)
    turn = Turn(party=_code_of(request, question.agreement)(asked.party), kind=asked.turn, until=asked.until, articles=tuple(asked.article))
    return weighed_json(weigh.weigh(actor(request), question, turn, today()))
