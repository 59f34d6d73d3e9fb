"""Instruments: what may be made, drafts with all that stands in their way, issued ones by number, as plain data and as documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from attrs import asdict
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from foedera.api.answers import Code, Day, actor, either, link_pages, today
from foedera.api.forms import Long, Name, Short
from foedera.api.tongues import Sentence
from foedera.deeds import find_instruments, issue
from foedera.deeds.cancel_instrument import cancel_instrument
from foedera.deeds.find_instruments import Issued
from foedera.deeds.issue import Details
from foedera.interchange.voices import ENGLISH
from foedera.ratification.instruments import ACTIONS, KINDS, OFFICES, Instrument, Person, Refusal

router = Router(tags=["ratification"])

Language = Literal["en", "fr"]
State = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$")]
Year = Annotated[int, Path(ge=1, le=9999)]
Running = Annotated[int, Path(ge=1, le=2**31 - 1)]


def _plain(spoken: Mapping[Any, str]) -> dict[str, str]:
    return {str(language): text for language, text in spoken.items()}


class PersonIn(Schema):
    """Somebody who signs or is empowered; `titles` are by language, where the paper is to have another than the office's own."""

    name: Name
    office: Literal[tuple(OFFICES)] = "foreign-minister"  # type: ignore[valid-type]
    titles: dict[Language, Short] = Field({})

    def person(self) -> Person:
        """Return the person."""
        return Person(self.name, self.office, _plain(self.titles))


class InstrumentIn(Schema):
    """An instrument to draft or to issue; texts, names and titles are by language."""

    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]
    party: Code = Field(description="Whose instrument it is: of a notification the depositary's.")
    signatory: PersonIn
    languages: list[Language] = Field(["en"], min_length=1, max_length=2)
    place: Short = ""
    holder: PersonIn | None = Field(None, description="Who is empowered, of full powers.")
    action: Literal[tuple(ACTIONS)] = "sign"  # type: ignore[valid-type]
    act: int = Field(0, ge=0, le=10**6, description="The number, in the log of the agreement, of the act it answers or tells of; 0: none.")
    articles: list[Short] = Field(default=[], max_length=100)
    texts: dict[Language, Long] = Field(
        {}, description="The words of a reservation, as it remains of one withdrawn in part, or the grounds of an objection or withdrawal."
    )
    precludes: bool = False
    effective: Day | None = None
    names: dict[Language, Short] = Field({}, description="How the party is to be written, where it is not as on record.")
    titles: dict[Language, Short] = Field({}, description="The title of the agreement, where it is not as on record.")

    def details(self) -> Details:
        """Return the details."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in ("place", "action", "act", "precludes", "effective")}
        return Details(
            signatory=self.signatory.person(),
            languages=tuple(sorted(set(self.languages))),
            holder=self.holder.person() if self.holder is not None else None,
            articles=tuple(self.articles),
            texts=_plain(self.texts),
            names=_plain(self.names),
            titles=_plain(self.titles),
            **plain,
        )


class RefusalOut(Schema):
    """What stands in the way: the field (empty: the record itself), the rule, what is wrong, what to do instead."""

    about: str
    rule: Sentence
    what: Sentence
    remedy: Sentence


class ParagraphOut(Schema):
    """A paragraph: its opening words, its text, how it is set."""

    lead: str
    text: str
    style: str


class ScheduleOut(Schema):
    """A table that belongs to an instrument."""

    heads: list[str]
    rows: list[list[str]]


class PaperOut(Schema):
    """What an instrument says in one language; `sheet` is for the file, label and text, and no part of it."""

    head: str
    title: str
    address: str
    paragraphs: list[ParagraphOut]
    schedules: list[ScheduleOut]
    done: str
    name: str
    office: str
    number: str
    illustrative: bool
    sheet: list[tuple[Sentence, Sentence]]


class DraftOut(Schema):
    """A draft: the papers that can be written, by language, and all that stands in the way of issuing it."""

    agreement: str
    kind: str
    party: str
    papers: dict[str, PaperOut]
    refusals: list[RefusalOut]


class CancelledOut(Schema):
    """That an instrument was issued wrongly: by whom it was cancelled (empty: the operator of the machine), when and why."""

    by: str
    at: dt.datetime
    reason: str


class IssuedOut(Schema):
    """An issued instrument; `act` is the number of the act it is about (0: none); one that is `cancelled` stands for nothing."""

    party: str
    number: str
    kind: str
    agreement: str
    act: int
    languages: list[str]
    by: str
    at: dt.datetime
    cancelled: CancelledOut | None


class InstrumentsAsked(Schema):
    """Which of a party's instruments."""

    kind: Literal[tuple(KINDS)] | None = None  # type: ignore[valid-type]
    agreement: str = Field("", max_length=200, description="The id of the agreement they are about.")
    cancelled: bool | None = Field(None, description="True: only those cancelled; false: only those that stand.")
    page: int = Field(1, ge=1, le=100_000)


class InstrumentListOut(Schema):
    """A page of fifty instruments, the latest first."""

    total: int
    page: int
    pages: int
    found: list[IssuedOut]


class CancellationIn(Schema):
    """What was wrong with an instrument; whoever may read it reads this too."""

    reason: Long


class IssuedWholeOut(IssuedOut):
    """An issued instrument with what it says; `recorded` is the number of the act it stood for, once that is on record."""

    papers: dict[str, PaperOut]
    recorded: int | None


class OfferOut(Schema):
    """A kind of instrument: why it cannot be begun now (empty: it can), and the numbers of the acts it may be about."""

    kind: str
    refusals: list[RefusalOut]
    acts: list[int]


class OfferAsked(Schema):
    """For which party, on which day."""

    party: Code
    on: Day | None = Field(None, description="The day of the record; default: today.")


class DraftIn(InstrumentIn):
    """An instrument to draft, from the record of a day."""

    on: Day | None = Field(None, description="The day of the record; default: today.")


class DocumentAsked(Schema):
    """Whether the document has the sheet for the file."""

    sheet: bool = False


def _refused(refusals: tuple[Refusal, ...]) -> list[dict[str, Any]]:
    return [asdict(refusal) for refusal in refusals]


def _papers(papers: Any) -> dict[str, Any]:
    return {language: _paper(paper) for language, paper in papers.items()}


def _paper(paper: Instrument) -> dict[str, Any]:
    return {**asdict(paper), "sheet": [list(line) for line in paper.sheet]}


def _line(found: Issued) -> dict[str, Any]:
    names = ("party", "number", "kind", "agreement", "act", "by", "at")
    cancelled = asdict(found.cancelled) if found.cancelled is not None else None
    return {**{name: getattr(found, name) for name in names}, "languages": list(found.languages), "cancelled": cancelled}


def _whole(request: HttpRequest, found: Issued) -> dict[str, Any]:
    return {**_line(found), "papers": _papers(found.papers), "recorded": find_instruments.recorded_as(actor(request), found)}


_OF = "/agreements/{family}/{slug}/instruments"


@router.get(_OF, response=either(list[IssuedOut]), summary="Instruments issued about an agreement", operation_id="listInstruments")
def instruments(request: HttpRequest, family: str, slug: str) -> Any:
    """The instruments issued about an agreement that are open to the caller, the latest first."""
    return [_line(found) for found in find_instruments.issued(actor(request), f"{family}/{slug}")]


@router.get("/parties/{code}/instruments", response=either(InstrumentListOut), summary="A party's instruments", operation_id="listPartyInstruments")
def of_party(request: HttpRequest, response: HttpResponse, code: State, asked: Query[InstrumentsAsked]) -> Any:
    """The instruments a party has issued that are open to the caller, about whatever agreement."""
    listed = find_instruments.of_party(
        actor(request), code, kind=asked.kind or "", agreement=asked.agreement, cancelled=asked.cancelled, page=asked.page
    )
    link_pages(request, response, listed.page, listed.pages)
    return {"total": listed.total, "page": listed.page, "pages": listed.pages, "found": [_line(found) for found in listed.found]}


@router.get(_OF + "/offers", response=either(list[OfferOut]), summary="What may be made now", operation_id="listInstrumentOffers")
def offers(request: HttpRequest, family: str, slug: str, asked: Query[OfferAsked]) -> Any:
    """Each kind of instrument: whether a party could begin one on a day, and why not."""
    found = issue.offered(actor(request), f"{family}/{slug}", asked.party, asked.on or today())
    return [{"kind": offer.kind, "refusals": _refused(offer.refusals), "acts": list(offer.acts)} for offer in found]


@router.post(_OF + "/drafts", response=either(DraftOut), summary="Draft an instrument", operation_id="draftInstrument")
def draft(request: HttpRequest, family: str, slug: str, given: DraftIn) -> Any:
    """What an instrument would say, and all that stands in its way. Nothing is kept."""
    found = issue.draft(actor(request), given.kind, f"{family}/{slug}", given.party, given.details(), given.on or today())
    told = {"agreement": found.agreement.id, "kind": found.kind, "party": found.party}
    return {**told, "papers": _papers(found.papers), "refusals": _refused(found.refusals)}


@router.post(_OF, response=either(IssuedWholeOut, 201), summary="Issue an instrument", operation_id="issueInstrument")
def issue_one(request: HttpRequest, family: str, slug: str, given: InstrumentIn) -> Any:
    """Issue an instrument: refused with every fault unless all facts stand. The same on the same day is not issued twice."""
    moment = dt.datetime.now(tz=dt.UTC)
    found = issue.issue(actor(request), given.kind, f"{family}/{slug}", given.party, given.details(), moment, today())
    return Status(201, _whole(request, found))


@router.get("/instruments/{code}/{year}/{running}", response=either(IssuedWholeOut), summary="An instrument by number", operation_id="getInstrument")
def one(request: HttpRequest, code: State, year: Year, running: Running) -> Any:
    """An issued instrument, with what it says."""
    return _whole(request, find_instruments.find(actor(request), code, year, running))


@router.post(
    "/instruments/{code}/{year}/{running}/cancellation",
    response=either(IssuedWholeOut, 201),
    summary="Cancel an instrument",
    operation_id="cancelInstrument",
)
def cancel(request: HttpRequest, code: State, year: Year, running: Running, given: CancellationIn) -> Any:
    """Mark an instrument that was issued wrongly, for good. It stays as it is, its number used, and stands for nothing."""
    found = cancel_instrument(actor(request), code, year, running, given.reason, dt.datetime.now(tz=dt.UTC))
    return Status(201, _whole(request, found))


@router.get(
    "/instruments/{code}/{year}/{running}/{language}.{form}",
    response=either(None),
    summary="An instrument as a document",
    operation_id="takeInstrument",
    openapi_extra={"responses": {200: {"description": "A file"}}},
)
def take(
    request: HttpRequest,
    code: State,
    year: Year,
    running: Running,
    language: Annotated[Language, Path()],
    form: Annotated[Literal["pdf", "docx"], Path()],
    asked: Query[DocumentAsked],
) -> HttpResponse:
    """An issued instrument as PDF or DOCX, byte for byte as before; one that was cancelled says so across every page."""
    found = find_instruments.find(actor(request), code, year, running)
    paper = find_instruments.take(actor(request), found, form, language, ENGLISH, sheet=asked.sheet)
    return HttpResponse(paper.content, content_type=paper.media_type, headers={"Content-Disposition": f'attachment; filename="{paper.name}"'})
