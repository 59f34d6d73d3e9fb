"""Questions across agreements: parties, what binds two, what is coming, what would follow."""

from __future__ import annotations

from typing import Any, Literal

from attrs import evolve
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from foedera.api.answers import AsOf, AsOfQuery, Code, actor, either, today
from foedera.api.forms import ActIn, BondOut, DeadlineOut, DifferenceOut, HoldingOut, PartyOut
from foedera.deeds import consult
from foedera.deeds.foresee import IN_A_FEED, WHATS, Horizon, foresee
from foedera.law.periods import add_months
from foedera.library.supposing import suppose
from foedera.model.agreements import Agreement
from foedera.model.errors import UnknownAgreement, UnknownParty

router = Router(tags=["questions"])


@router.get("/parties", response=either(list[PartyOut]), summary="Parties on a day", operation_id="listParties")
def parties(request: HttpRequest, when: AsOfQuery) -> Any:
    """The parties that existed on the day, with by how many agreements each was bound."""
    counts = dict(consult.party_counts(actor(request), when.day))
    return [_party(party, when, counts) for party in consult.register(actor(request)).parties if party.exists(when.day)]


def _party(party: Any, when: AsOf, counts: dict[str, int]) -> dict[str, Any]:
    shown = {key: getattr(party, key) for key in ("code", "name_fr", "kind", "since", "until")}
    return {**shown, "name": party.name_on(when.day), "bound_by": counts.get(party.code, 0)}


@router.get("/parties/{code}", response=either(list[HoldingOut]), summary="A party's portfolio", operation_id="getPortfolio")
def portfolio(request: HttpRequest, code: str, when: AsOfQuery) -> Any:
    """Every agreement a party takes part in on the day, and how."""
    _known_party(request, code)
    found = consult.portfolio(actor(request), code, when.day, when.known)
    return [{**{k: getattr(h, k) for k in ("agreement", "title", "binding", "illustrative")}, **h.shown.as_json()} for h in found]


class Pair(AsOf):
    """Two parties and a day."""

    a: Code
    b: Code
    page: int = Field(1, ge=1, le=100_000)


class BondsOut(Schema):
    """Everything that binds two, a page of fifty."""

    total: int
    found: list[BondOut]


@router.get("/between", response=either(BondsOut), summary="What binds two parties", operation_id="getBetween")
def between(request: HttpRequest, pair: Query[Pair]) -> Any:
    """Every agreement by which both are bound on the day: the text that governs, what modifies it, what is not applied, and why."""
    for code in (pair.a, pair.b):
        _known_party(request, code)
    total, found = consult.what_binds(actor(request), pair.a, pair.b, pair.day, pair.known, (pair.page - 1) * 50, 50)
    return {"total": total, "found": [bond.as_json() for _, bond in found]}


class Ahead(AsOf):
    """From which day, how far ahead, for whom, of what kind."""

    months: int = Field(24, ge=1, le=240)
    party: Code | None = None
    agreement: str = Field("", max_length=200)
    what: Literal["", *WHATS] = Field("", description="One kind alone; `step` and `duty` are the clocks of states at home.")  # type: ignore[valid-type]


@router.get("/calendar", response=either(list[DeadlineOut]), summary="What is coming up", operation_id="getCalendar")
def calendar(request: HttpRequest, ahead: Query[Ahead]) -> Any:
    """Certain changes, ends of terms, last days for notice or objection, reviews, and the clocks of states at home: the first thousand."""
    asked = Horizon(
        on=ahead.day,
        until=add_months(ahead.day, ahead.months),
        parties=(ahead.party,) if ahead.party else (),
        agreement=ahead.agreement,
        what=ahead.what,
        known=ahead.known,
        size=IN_A_FEED,
    )
    return [{**deadline.as_json(), "kind": deadline.about} for deadline in foresee(actor(request), asked, today()).deadlines]


class Supposed(Schema):
    """Acts supposed in one agreement."""

    agreement: str = Field(max_length=200, examples=["nato/north-atlantic-treaty"])
    acts: list[ActIn] = Field(min_length=1, max_length=50)


class Question(Schema):
    """Acts that nobody has done, in one or several agreements."""

    supposed: list[Supposed] = Field(min_length=1, max_length=20)


@router.post("/what-if", response=either(list[DifferenceOut]), summary="What would follow", operation_id="whatIf")
def what_if(request: HttpRequest, question: Question) -> Any:
    """What would come and what would fall away, in these agreements and every other touched. Nothing is recorded."""
    register = consult.register(actor(request))
    laid: dict[str, Agreement] = {}
    for part in question.supposed:
        found = laid.get(part.agreement) or register.find(part.agreement)
        if found is None:
            message = f"no agreement on record has the id '{part.agreement}'"
            raise UnknownAgreement(message)
        for act in part.acts:
            _all_known(register.parties.over(found.participants), act)
        laid[part.agreement] = evolve(found, acts=(*found.acts, *(act.act() for act in part.acts)))
    until = max([today(), *(act.on for part in question.supposed for act in part.acts)])
    return [difference.as_json() for difference in suppose(register, laid, until)]


def _all_known(parties: Any, act: ActIn) -> None:
    for code in (*act.by, *act.to):
        if code not in parties:
            message = f"no party has the code '{code}'; GET /parties lists them"
            raise UnknownParty(message)


def _known_party(request: HttpRequest, code: str) -> None:
    if code not in consult.register(actor(request)).parties:
        message = f"no party has the code '{code[:40]}'; GET /parties lists them"
        raise UnknownParty(message)
