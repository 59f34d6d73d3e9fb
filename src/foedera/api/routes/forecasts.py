"""Forecasts of entry into force, and what a change of one state's mind does: what the pages show, as plain data."""

from __future__ import annotations

import datetime as dt
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
from foedera.interchange.forecasts import as_json, weighed_json
from foedera.library.foretelling import FORM, read_event
from foedera.library.weighing import TURNS, Turn

router = Router(tags=["ratification"])


class Drawn(AsOf):
    """How a forecast is asked for."""

    event: list[Annotated[str, Field(max_length=200)]] = Field(
        [], max_length=EVENTS, description=f"Political events supposed, repeat for more: {FORM}.", examples=[["HUN election 2026-04-01 2026-06-01"]]
    )
    simulations: int = Field(10_000, ge=FEWEST, le=MOST, description="How many lives are drawn.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="The same seed gives the same forecast.")
    like: list[Short] = Field([], max_length=50, description="Ids of agreements to learn from, and no others.")


class Turned(Drawn):
    """What a state is supposed to do."""

    party: Code
    turn: Literal[tuple(TURNS)]  # type: ignore[valid-type]
    until: Day | None = Field(None, description="Until when it delays.")
    article: list[Short] = Field([], max_length=50, description="Articles it reserves.")


class SpreadOut(Schema):
    """Days by the share of simulations that have reached them; null where that share never does within the model's sight."""

    by_chance: dict[str, dt.date | None] = Field(description="Under 05, 10, 25, 50, 75, 90, 95 in a hundred.")
    never: float


class YearOut(Schema):
    """The share of simulations in force by the end of a year."""

    year: int
    in_force: float


class StateOut(Schema):
    """A state whose consent is awaited."""

    party: str
    tempo: float = Field(description="How readily it consents beside others.")
    consent: SpreadOut
    completes: float = Field(description="In which share of the lives that get there its consent completes.")
    through: dt.date | None = Field(description="Since when it is through at home, as far as is on record.")
    because: list[Sentence]


class InfluenceOut(Schema):
    """By how many days the middle day moves if a state consents at once, or never; null where it then never comes."""

    party: str
    at_once: float | None
    never: float | None
    share_without: float


class StepOut(Schema):
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
    steps: list[StepOut]


class LearnedOut(Schema):
    """What a forecast was learned from."""

    agreements: list[str]
    used: int
    consents: int
    because: Sentence
    months_to_consent: CurveOut | None
    months_to_deposit: list[float]


class CameOut(Schema):
    """What came in fact, and the share of the narrowest interval it lies in; null: in none, or its day is not on record."""

    on: dt.date
    not_later_than: bool
    within: float | None


class ConsentOut(CameOut):
    """A consent that came."""

    party: str


class HappenedOut(Schema):
    """What the whole record says came after the day of the forecast."""

    entry: CameOut | None
    consents: list[ConsentOut]


class ForecastOut(Schema):
    """The object `foedera ratification forecast --json` prints."""

    agreement: str
    on: dt.date
    known: dt.date | None
    entry: SpreadOut
    years: list[YearOut]
    signed: int
    consented: int
    not_through: list[str]
    states: list[StateOut]
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


class ShortOut(Schema):
    """A forecast in short."""

    entry: SpreadOut
    years: list[YearOut]
    because: list[Sentence]
    open_questions: list[Sentence]


class ChangedOut(Schema):
    """The object `foedera ratification change --json` prints."""

    party: str
    turn: str
    until: dt.date | None
    on: dt.date
    supposed_acts: list[str]
    supposed_events: list[str]
    changes: list[DifferenceOut]
    looked_at_by: list[LookingOut]
    without: ShortOut | None
    with_it: ShortOut | None = Field(None, alias="with")
    no_forecast: list[Sentence]
    notes: list[Sentence]


def _question(request: HttpRequest, name: str, asked: Drawn) -> Question:
    """Return the question; UnknownAgreement, UnknownParty or UsageError where it names what is not there."""
    register = consult.register(actor(request))
    code_of = partial(register.code, declared=register[name].participants)
    return Question(
        agreement=name,
        on=asked.day,
        known=asked.known,
        events=tuple(read_event(line, code_of) for line in asked.event),
        simulations=asked.simulations,
        seed=asked.seed,
        like=tuple(dict.fromkeys(asked.like)),
    )


@router.get("/agreements/{family}/{slug}/forecast", response=either(ForecastOut), summary="Forecast of entry into force", operation_id="getForecast")
def forecast(request: HttpRequest, family: str, slug: str, asked: Query[Drawn]) -> Any:
    """When it may enter into force, as seen on the day: days with intervals, states, what it was learned from, and what happened."""
    return as_json(foretell.foretell(actor(request), _question(request, f"{family}/{slug}", asked)))


@router.get("/agreements/{family}/{slug}/change", response=either(ChangedOut), summary="What a change does", operation_id="getChange", by_alias=True)
def change(request: HttpRequest, family: str, slug: str, asked: Query[Turned]) -> Any:
    """What follows if a state refuses, delays, withdraws or reserves: in law, for other agreements, for the forecast. Nothing is recorded."""
    question = _question(request, f"{family}/{slug}", asked)
    turn = Turn(party=asked.party, kind=asked.turn, until=asked.until, articles=tuple(asked.article))
    return weighed_json(weigh.weigh(actor(request), question, turn, today()))
