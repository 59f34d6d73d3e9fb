"""Threats and national positions: the register of threats with its taxonomy, and what nations bring to the table, released item by item."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

from attrs import asdict
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from foedera.api.answers import actor, either
from foedera.api.forms import Code, Day, Long, Short
from foedera.deeds import declare, enter, release, survey_threats
from foedera.interchange.stix import TLP
from foedera.library.spellings import fold
from foedera.threats.positions import KINDS, Item
from foedera.threats.register import Source, Threat
from foedera.threats.scales import CONFIDENCE

router = Router(tags=["threats"])

#: The id of a threat, an item or a round in an address, and the code of a nation there.
Slug = Annotated[str, Path(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$")]
Nation = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$")]
#: The same in a body.
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$")]
Sure = Literal[("", *CONFIDENCE)]  # type: ignore[valid-type]


class SourceIn(Schema):
    """Where something is known from."""

    title: Short
    url: Short = ""
    seen: Day | None = None

    def source(self) -> Source:
        """Return the source."""
        return Source(**self.dict())


class ThreatIn(Schema):
    """A threat; `kind` is an id of the taxonomy, `actors` are codes of parties or free words."""

    id: Name
    title: Short
    kind: Short
    description: Long = ""
    actors: list[Short] = Field(default=[], max_length=20)
    regions: list[Short] = Field(default=[], max_length=20)
    confidence: Sure = ""
    since: Day | None = None
    until: Day | None = None
    sources: list[SourceIn] = Field(default=[], max_length=20)
    reference: Short = ""
    illustrative: bool = False

    def threat(self) -> Threat:
        """Return the threat."""
        lists = {"actors": tuple(self.actors), "regions": tuple(self.regions), "sources": tuple(source.source() for source in self.sources)}
        return Threat(**{**self.dict(), **lists})


class SourceOut(Schema):
    """Where something is known from."""

    title: str
    url: str
    seen: dt.date | None


class ThreatOut(Schema):
    """A threat of the register."""

    id: str
    title: str
    kind: str
    description: str
    actors: list[str]
    regions: list[str]
    confidence: str
    since: dt.date | None
    until: dt.date | None
    sources: list[SourceOut]
    reference: str
    illustrative: bool


class KindOut(Schema):
    """A kind of threat: its meaning, what belongs elsewhere, the wider kind it is within."""

    id: str
    name: str
    meaning: str
    elsewhere: str
    within: str
    stix: str
    sources: list[SourceOut]


class TaxonomyOut(Schema):
    """The published kinds of threat."""

    version: str
    kinds: list[KindOut]


class Sought(Schema):
    """What is looked for: words of the title or the description, a kind."""

    q: Short = ""
    kind: Short = ""


@router.get("/threats", response=either(list[ThreatOut]), summary="Threats", operation_id="listThreats")
def threats(request: HttpRequest, sought: Query[Sought]) -> Any:
    """The threats on record, by title: those that ship and those entered."""
    words = fold(sought.q).split()
    listed = (threat for threat in survey_threats.register(actor(request)) if sought.kind in ("", threat.kind))
    return [asdict(threat) for threat in listed if all(word in fold(f"{threat.title} {threat.description}") for word in words)]


@router.get("/threat-kinds", response=either(TaxonomyOut), summary="Kinds of threat", operation_id="listThreatKinds")
def kinds(request: HttpRequest) -> Any:
    """The published taxonomy with its version."""
    return asdict(survey_threats.taxonomy(actor(request)))


@router.get("/threats/{name}", response=either(ThreatOut), summary="A threat", operation_id="getThreat")
def threat(request: HttpRequest, name: Slug) -> Any:
    """A threat as it holds now."""
    return asdict(survey_threats.threat(actor(request), name))


class Entered(Schema):
    """A threat to enter, for a party (empty: as an officer of the register); `seen` is the state it revises, 0 for a new one."""

    party: Code | Literal[""] = ""
    seen: int = Field(0, ge=0, le=10**6)
    threat: ThreatIn


class StateOut(Schema):
    """The number of the state that was kept."""

    number: int


@router.post("/threats", response=either(StateOut, 201), summary="Enter a threat", operation_id="enterThreat")
def enter_threat(request: HttpRequest, given: Entered) -> Any:
    """Enter a threat, or revise one entered here: every state is kept."""
    return Status(201, {"number": enter.enter(actor(request), given.threat.threat(), given.party, given.seen)})


class ThreatStateOut(Schema):
    """A state of a threat: by whom and when."""

    number: int
    by: str
    at: dt.datetime
    threat: ThreatOut


@router.get("/threats/{name}/history", response=either(list[ThreatStateOut]), summary="A threat's history", operation_id="getThreatHistory")
def threat_history(request: HttpRequest, name: Slug) -> Any:
    """All states of a threat that was entered here."""
    return [{"number": one.number, "by": one.by, "at": one.at, "threat": asdict(one.value)} for one in enter.history(actor(request), name)]


class MarkedBy(Schema):
    """Who hands the bundle out, and its marking of the Traffic Light Protocol (empty: none)."""

    producer: Annotated[str, Field(min_length=1, max_length=200)] = "Foedera"
    tlp: Literal[("", *TLP)] = ""  # type: ignore[valid-type]


@router.get("/stix", response=either(dict[str, Any]), summary="Threats as STIX 2.1", operation_id="getStix")
def stix(request: HttpRequest, marked: Query[MarkedBy]) -> HttpResponse:
    """The register of threats as a bundle of STIX 2.1."""
    return HttpResponse(enter.as_bundle(actor(request), dt.datetime.now(dt.UTC), marked.producer, marked.tlp), content_type="application/json")


class BundleIn(Schema):
    """A STIX 2.1 bundle, for whom it is entered (empty: the register), and the kind of objects that say none."""

    party: Code | Literal[""] = ""
    kind: Short = ""
    bundle: dict[str, Any]


class LeftOutOut(Schema):
    """What was left out of a bundle, or taken with a doubt, and why."""

    code: str
    message: str
    hint: str


class TakenOut(Schema):
    """The threats entered, and what was left out."""

    threats: list[ThreatOut]
    notes: list[LeftOutOut]


@router.post("/stix", response=either(TakenOut, 201), summary="Enter threats from STIX 2.1", operation_id="enterStix")
def enter_stix(request: HttpRequest, given: BundleIn) -> Any:
    """Enter the threats of a bundle, all or none."""
    taken = enter.take_bundle(actor(request), json.dumps(given.bundle).encode(), "bundle", given.party, given.kind)
    notes = [{"code": fault.code, "message": fault.message, "hint": fault.hint} for fault in taken.faults]
    return Status(201, {"threats": [asdict(threat) for threat in taken.threats], "notes": notes})


class ItemIn(Schema):
    """An item of a nation's position; `about` are areas, functions of provisions or kinds of threat it touches."""

    id: Name
    nation: Code
    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]
    topic: Short
    effect: Long = ""
    instrument: Short = ""
    about: list[Short] = Field(default=[], max_length=20)
    agreements: list[Short] = Field(default=[], max_length=50)
    since: Day | None = None
    until: Day | None = None
    confidence: Sure = ""
    sources: list[SourceIn] = Field(default=[], max_length=20)
    illustrative: bool = False

    def item(self) -> Item:
        """Return the item."""
        lists = {"about": tuple(self.about), "agreements": tuple(self.agreements), "sources": tuple(source.source() for source in self.sources)}
        return Item(**{**self.dict(), **lists})


class ItemOut(Schema):
    """An item open to the caller; `released_to` names, of another nation's item, the caller's own nations and `*` alone."""

    id: str
    nation: str
    kind: str
    topic: str
    effect: str
    instrument: str
    about: list[str]
    agreements: list[str]
    since: dt.date | None
    until: dt.date | None
    confidence: str
    sources: list[SourceOut]
    released_to: list[str]
    illustrative: bool


def _item(item: Item) -> dict[str, Any]:
    return {**asdict(item), "released_to": sorted(item.released_to)}


class Whose(Schema):
    """Whose items; empty: everybody's that are open to the caller."""

    nation: Code | Literal[""] = ""


@router.get("/positions", response=either(list[ItemOut]), summary="National positions", operation_id="listPositions")
def positions(request: HttpRequest, whose: Query[Whose]) -> Any:
    """The items open to the caller: its nations' own, those released to them, those released to everybody."""
    return [_item(item) for item in survey_threats.positions(actor(request)) if whose.nation in ("", item.nation)]


class Declared(Schema):
    """An item to keep; `seen` is the state it revises, 0 for a new one."""

    seen: int = Field(0, ge=0, le=10**6)
    item: ItemIn


@router.post("/positions", response=either(StateOut, 201), summary="Keep an item", operation_id="declareItem")
def declare_item(request: HttpRequest, given: Declared) -> Any:
    """Keep an item of a nation's position: the nation's own until it is released."""
    return Status(201, {"number": declare.declare(actor(request), given.item.item(), given.seen)})


class ReleaseOut(Schema):
    """That something was released to a partner (`*`: everybody), or that this was withdrawn; by whom, when."""

    to: str
    released: bool
    by: str
    at: dt.datetime


class ItemStateOut(Schema):
    """A state of an item: by whom and when."""

    number: int
    by: str
    at: dt.datetime
    item: ItemOut


class ItemHistoryOut(Schema):
    """All states of an item, and its releases."""

    states: list[ItemStateOut]
    releases: list[ReleaseOut]


@router.get(
    "/positions/{nation}",
    response=either(None),
    summary="A nation's position as a file",
    operation_id="getPosition",
    openapi_extra={"responses": {200: {"description": "A file of positions"}}},
)
def position(request: HttpRequest, nation: Nation) -> HttpResponse:
    """All items of the caller's own nation as a file of positions (TOML)."""
    found = declare.file(actor(request), nation)
    return HttpResponse(found, content_type="application/toml", headers={"Content-Disposition": f'attachment; filename="position-{nation}.toml"'})


@router.get("/positions/{nation}/{name}", response=either(ItemHistoryOut), summary="An item's history", operation_id="getItemHistory")
def item_history(request: HttpRequest, nation: Nation, name: Slug) -> Any:
    """All states of an item of the caller's own nation, and to whom it was released when."""
    states, releases = declare.history(actor(request), nation, name)
    told = [{"number": one.number, "by": one.by, "at": one.at, "item": _item(one.value)} for one in states]
    return {"states": told, "releases": [asdict(one) for one in releases]}


class ReleaseIn(Schema):
    """To whom something is released (`*`: to everybody), or no longer."""

    to: Code | Literal["*"]
    released: bool = True


class ChangedOut(Schema):
    """Whether anything was changed by it."""

    changed: bool


@router.post("/positions/{nation}/{name}/releases", response=either(ChangedOut), summary="Release an item", operation_id="releaseItem")
def release_item(request: HttpRequest, nation: Nation, name: Slug, given: ReleaseIn) -> Any:
    """Release an item to a partner or to everybody, or withdraw that."""
    return {"changed": release.item(actor(request), nation, name, given.to, released=given.released)}
