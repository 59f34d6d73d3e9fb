"""The forms of what goes in and out: plain values, described field by field for the schema."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.acts import CONFIDENCES, KINDS, PRECISIONS, Act

Day = Annotated[dt.date, Field(ge=dt.date(FIRST_YEAR, 1, 1), le=dt.date(LAST_YEAR, 12, 31), examples=["1990-01-01"])]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Z0-9-]+$", examples=["FRA"])]
Short = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(max_length=120)]
Long = Annotated[str, Field(max_length=4000)]


class ActIn(Schema):
    """An act to record, check or suppose: the fields of the agreement file."""

    on: Day = Field(description="The legal day; of an instrument: its deposit.")
    kind: Literal[KINDS] = Field(examples=["ratification"])  # type: ignore[valid-type]
    by: list[Code] = Field(min_length=1, max_length=300)
    to: list[Code] = Field(default=[], max_length=300)
    known: Day | None = Field(None, description="The day it came to be known; default: `on`.")
    effective: Day | None = None
    until: Day | None = None
    id: Name = ""
    of: Name = Field("", description="The act this one answers: its id, or its number in the log of the agreement.")
    articles: list[Short] = Field(default=[], max_length=100)
    precludes: bool = False
    note: Long = ""
    source: Long = ""
    confidence: Literal[("", *CONFIDENCES)] = ""  # type: ignore[valid-type]
    precision: Literal[PRECISIONS] = "day"  # type: ignore[valid-type]

    def act(self) -> Act:
        """Return the act."""
        values: dict[str, Any] = self.dict()
        for key in ("by", "to", "articles"):
            values[key] = tuple(values[key])
        if values["known"] is None:
            del values["known"]
        return Act(**values)


class ActOut(Schema):
    """An act on record."""

    number: int
    on: dt.date
    kind: str
    by: list[str]
    to: list[str]
    known: dt.date
    effective: dt.date | None
    until: dt.date | None
    id: str
    of: str
    articles: list[str]
    precludes: bool
    strikes: bool
    note: str
    source: str
    confidence: str
    precision: str
    recorded: dt.datetime
    recorded_by: str
    recorded_for: str
    recording: int
    document: int | None


class ParticipationOut(Schema):
    """How a participant stands on the day."""

    party: str
    status: str
    since: dt.date | None
    until: dt.date | None


class StandingOut(Schema):
    """The object `foedera status --json` prints."""

    agreement: str
    on: dt.date
    status: str
    in_force_since: dt.date | None
    expected: dt.date | None
    parties: list[ParticipationOut]
    because: list[str]
    open_questions: list[str]


class ChangeOut(Schema):
    """The object `foedera timeline --json` prints."""

    agreement: str
    on: dt.date
    party: str | None
    change: str
    because: list[str]


class DifferenceOut(ChangeOut):
    """A change that comes or falls away."""

    effect: Literal["comes", "falls-away"]


class BondOut(Schema):
    """The object `foedera between --json` prints."""

    agreement: str
    on: dt.date
    a: str
    b: str
    in_force: bool
    suspended: bool
    version: str | None
    modified_by: list[str]
    not_applied: list[str]
    because: list[str]
    open_questions: list[str]


class LineOut(Schema):
    """An agreement in a list, as it stands on the day."""

    agreement: str
    title: str
    short_title: str
    kind: str
    binding: bool
    adopted: dt.date | None
    illustrative: bool
    incomplete: bool
    questions: int
    status: str
    since: dt.date | None
    expected: dt.date | None
    parties: int


class ListOut(Schema):
    """One page of a list."""

    total: int
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]
    found: list[LineOut]


class ExplanationOut(Schema):
    """How one participant stands, and why."""

    agreement: str
    on: dt.date
    party: str
    status: str | None
    since: dt.date | None
    until: dt.date | None
    because: list[str]


class TouchOut(Schema):
    """What a reservation does to an obligation, and towards whom."""

    reservation: str
    by: str
    effect: Literal["modified", "not-applied", "not-in-force", "perhaps"]
    towards: list[str]


class ObligationOut(Schema):
    """The object `foedera duties --json` prints."""

    agreement: str
    on: dt.date
    party: str | None
    bearer: str = Field(description="A role, or the code of a party.")
    own: bool = Field(description="Whether the party asked about bears it as it stands, not only in a role it may come to have.")
    article: str | None
    id: str
    force: str
    what: str
    to: list[str]
    trigger: str
    reserved: list[TouchOut]
    because: list[str]


class DeadlineOut(Schema):
    """A day ahead on which something is due."""

    on: dt.date
    agreement: str
    what: str
    kind: str
    party: str | None
    because: list[str]


class HoldingOut(Schema):
    """An agreement a party takes part in."""

    agreement: str
    title: str
    binding: bool
    illustrative: bool
    status: str
    since: dt.date | None
    until: dt.date | None


class FindingOut(Schema):
    """What the legal check says of an act."""

    severity: Literal["error", "warning", "note"]
    code: str
    field: str
    message: str
    hint: str


class CheckOut(Schema):
    """What would come of recording: nothing is recorded."""

    agreement: str
    revision: int = Field(description="Give it as `seen` when recording: then nothing is recorded on a record that has changed since.")
    findings: list[FindingOut]
    questions: list[str]
    before: StandingOut
    after: StandingOut
    changes: list[DifferenceOut]
    told: list[str]


class RecordedOut(Schema):
    """What was recorded."""

    revision: int
    agreements: list[str]


class PartyOut(Schema):
    """A party of the vocabulary on a day."""

    code: str
    name: str
    name_fr: str
    kind: str
    since: dt.date | None
    until: dt.date | None
    bound_by: int
