"""Agreements: the list, one on a day, its timeline, acts and law."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from foedera.api.answers import AsOf, AsOfQuery, Code, actor, either, link_pages
from foedera.api.forms import ActOut, ChangeOut, ExplanationOut, ListOut, ObligationOut, StandingOut
from foedera.deeds import consult
from foedera.law.duties import owed
from foedera.model.agreements import KINDS
from foedera.model.errors import NotThere, UnknownAgreement
from foedera.model.standing import AGREEMENT_STATUSES

router = Router(tags=["agreements"])


class Asked(AsOf):
    """What a list is asked for; all that is given must hold on the day."""

    known: None = Field(None, exclude=True)
    q: str = Field("", max_length=200, description="Words of titles, parties, clauses, notes; each must begin a word found.")
    status: Literal[("", *AGREEMENT_STATUSES)] = ""  # type: ignore[valid-type]
    area: str = Field("", max_length=60)
    kind: Literal[("", *KINDS)] = ""  # type: ignore[valid-type]
    family: str = Field("", max_length=100)
    party: Code | None = None
    binding: Literal["", "yes", "no"] = ""
    order: Literal["", "adopted", "oldest", "latest"] = ""
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(50, ge=1, le=200)


@router.get("/agreements", response=either(ListOut), summary="Search agreements", operation_id="listAgreements")
def agreements(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """The agreements that meet what is asked, as they stand on the day, with facets."""
    wanted = consult.Wanted(
        words=asked.q,
        on=asked.day,
        status=asked.status,
        area=asked.area,
        kind=asked.kind,
        family=asked.family,
        party=asked.party or "",
        binding=asked.binding,
        order=asked.order,
        page=asked.page,
        size=asked.size,
    )
    found = consult.listing(actor(request), wanted)
    link_pages(request, response, found.page, found.pages)
    return {"total": found.total, "page": found.page, "pages": found.pages, "facets": found.facets, "found": found.lines}


@router.get("/agreements/{family}/{slug}", response=either(StandingOut), summary="An agreement on a day", operation_id="getAgreement")
def agreement(request: HttpRequest, family: str, slug: str, when: AsOfQuery) -> Any:
    """Its status, its participants with theirs, and every reason."""
    return _timeline(request, family, slug, when).standing(when.day).as_json()


@router.get("/agreements/{family}/{slug}/timeline", response=either(list[ChangeOut]), summary="Its life", operation_id="getTimeline")
def timeline(request: HttpRequest, family: str, slug: str, when: AsOfQuery) -> Any:
    """Every change in order of date, future certain ones included; tacit renewals up to `on`."""
    return [change.as_json() for change in _timeline(request, family, slug, when).changes(when.day)]


@router.get("/agreements/{family}/{slug}/parties/{code}", response=either(ExplanationOut), summary="One participant, and why", operation_id="explain")
def explain(request: HttpRequest, family: str, slug: str, code: str, when: AsOfQuery) -> Any:
    """How one participant stands and why; `status` null where it takes no part."""
    found = _timeline(request, family, slug, when).participation(code, when.day)
    name = f"{family}/{slug}"
    if found is None:
        why = [f"{code} takes no part in {name} on {when.day}"]
        return {"agreement": name, "on": when.day, "party": code, "status": None, "since": None, "until": None, "because": why}
    return {"agreement": name, "on": when.day, **found.as_json(), "because": list(found.because)}


class Owed(AsOf):
    """Whose obligations are asked for; without a party those of everybody, by who bears them."""

    party: Code | None = None


@router.get("/agreements/{family}/{slug}/obligations", response=either(list[ObligationOut]), summary="Obligations", operation_id="listObligations")
def obligations(request: HttpRequest, family: str, slug: str, asked: Query[Owed]) -> Any:
    """What the agreement asks of everybody or of one party on the day, with what reservations do to it and towards whom."""
    return owed(_timeline(request, family, slug, asked), asked.day, asked.party or "")


@router.get("/agreements/{family}/{slug}/acts", response=either(list[ActOut]), summary="The acts on record", operation_id="listActs")
def acts(request: HttpRequest, family: str, slug: str) -> Any:
    """Every act as recorded, struck ones included, in the order of the record: with who recorded it, when, from which document."""
    name = f"{family}/{slug}"
    found = [noted for noted in consult.history(actor(request), name) if noted.act is not None]
    agreement = consult.register(actor(request)).find(name)
    if agreement is None:
        raise UnknownAgreement(_unknown(name))
    return [
        {
            **{key: getattr(noted.act, key) for key in ActOut.model_fields if hasattr(noted.act, key) and key not in ("recording", "document", "id")},
            "id": agreement.acts[noted.act.number - 1].id if noted.act else "",
            "recorded": noted.at,
            "recorded_by": noted.by,
            "recorded_for": noted.party,
            "recording": noted.recording,
            "document": noted.document,
        }
        for noted in reversed(found)
    ]


class LawOut(Schema):
    """The law of an agreement as its file states it."""

    agreement: str
    number: int
    law: str
    recorded: str


@router.get("/agreements/{family}/{slug}/law", response=either(LawOut), summary="Its law", operation_id="getLaw")
def law(request: HttpRequest, family: str, slug: str, number: Query[int | None] = None) -> Any:
    """The agreement file without its acts; `number` names a revision, by default the one that holds."""
    found = consult.law(actor(request), f"{family}/{slug}", number if number is None or number < 2**31 else -1)
    if found is None:
        message = f"no revision {number} of the law of {family}/{slug} is on record" if number else _unknown(f"{family}/{slug}")
        raise NotThere(message)
    return found


def _timeline(request: HttpRequest, family: str, slug: str, when: AsOf) -> Any:
    name = f"{family}/{slug}"
    register = consult.register(actor(request))
    if register.find(name) is None:
        raise UnknownAgreement(_unknown(name))
    return register.known(when.known).timeline(name)


def _unknown(name: str) -> str:
    return f"no agreement on record has the id '{name}'; GET /agreements?q=… finds ids by title"
