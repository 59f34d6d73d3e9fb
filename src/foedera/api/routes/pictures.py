"""The common picture of a round over the answers open to the caller: its own nations', and those released to them or to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foedera.api.answers import actor, either, today
from foedera.api.routes.threats import Slug
from foedera.api.tongues import Sentence
from foedera.deeds import survey_rounds
from foedera.interchange import pictures

router = Router(tags=["rounds"])


class KemenyOut(Schema):
    """How many single preferences the joint order agrees with, how many any order could, and whether none agrees with more."""

    agreement: float
    bound: float
    proven: bool


class ConcordanceOut(Schema):
    """Kendall's W: 0 no agreement, 1 the same order; `p` is the chance of as much without any."""

    w: float
    s: float
    chi_square: float
    p: float
    nations: int
    threats: int


class FiguresOut(Schema):
    """What is known of a threat; null is unknown, never zero."""

    threat: str
    scored: int = Field(description="Of how many nations a score is counted.")
    counts: dict[str, int] = Field(description="Nations at each level of risk.")
    median: tuple[str, str] | None = Field(description="The two middle levels, the same where they do not differ.")
    borda: float | None
    borda_rank: float | None
    copeland: int | None
    place: int | None = Field(description="Its place in Kemeny's order.")
    places: tuple[int, int] | None
    elsewhere: bool | None = Field(description="Whether an order as good puts it elsewhere.")
    first: int | None = Field(description="Its lowest rank in nine of ten draws.")
    middle: int | None
    last: int | None
    top: float | None
    above_next: float | None
    holds: list[str] = Field(description="The nations that hold it at the level or above.")
    why: list[Sentence]


class OutlierOut(Schema):
    """A nation far from the others on a threat."""

    nation: str
    threat: str
    level: str
    others: str


class PairOut(Schema):
    """How many threats two nations both hold at the level or above, of those both scored."""

    nations: tuple[str, str]
    both_hold: int
    both_scored: int


class MovedOut(Schema):
    """A threat in two rounds; null where it was not asked, or no score is counted."""

    threat: str
    place_before: int | None
    place_now: int | None
    moved: int | None = Field(description="Places it rose (above zero) or fell.")
    median_before: tuple[str, str] | None
    median_now: tuple[str, str] | None


class SinceOut(Schema):
    """What changed since the round before, over what is open to the caller of both."""

    rows: list[MovedOut]
    joined: list[str]
    left: list[str]
    alike: float | None
    said: list[Sentence]


class CoverOut(Schema):
    """The fewest agreements that bind the nations that share a threat, together with another, to what answers it; whom none binds so."""

    agreements: list[str]
    uncovered: dict[str, list[str]]
    proven: bool


class PictureOut(Schema):
    """A common picture over the answers of `counted`, of those `called`; whether the others answered is not said."""

    round: str
    title: str
    illustrative: bool
    called: list[str]
    counted: list[str]
    seed: int
    simulations: int
    level: str
    kemeny: KemenyOut
    kendall_w: ConcordanceOut | None
    compared: int
    krippendorff_alpha: float | None
    threats: list[FiguresOut]
    outliers: list[OutlierOut]
    pairs: list[PairOut]
    changed: SinceOut | None
    carried: CoverOut
    because: list[Sentence]


@router.get("/rounds/{name}/open-picture", response=either(PictureOut), summary="The picture open to the caller", operation_id="getOpenPicture")
def open_picture(request: HttpRequest, name: Slug) -> Any:
    """The common picture over the answers open to the caller, two at least; while a round is open these are its own nations' alone."""
    shown = survey_rounds.picture(actor(request), name, today())
    cover = survey_rounds.carried(actor(request), shown.picture, today())
    uncovered = {threat: list(nations) for threat, nations in cover.uncovered.items()}
    whole = pictures.as_json(shown.picture, shown.change)
    return {
        **whole,
        "counted": whole["answered"],
        "carried": {"agreements": list(cover.agreements), "uncovered": uncovered, "proven": cover.proven},
    }
