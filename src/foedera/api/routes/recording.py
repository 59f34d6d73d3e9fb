"""Recording: the legal check with a preview, acts, corrections, agreement files. On the agreements' router, since an address has one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import Field

from foedera.api.answers import Number, actor, either, today
from foedera.api.forms import ActIn, CheckOut, Long, RecordedOut
from foedera.api.routes.agreements import router
from foedera.deeds import adopt, consult, correct, notify, record
from foedera.deeds.powers import require
from foedera.model.acts import Act


class Acts(Schema):
    """Acts of one agreement, in their order."""

    acts: list[ActIn] = Field(min_length=1, max_length=300)


class Recording(Acts):
    """Acts to record; `seen` is the revision of the check they were decided on."""

    seen: int | None = Field(None, ge=0, le=2**53)
    note: Long = ""


class Strike(Schema):
    """An act to strike, with the reason, and the right act instead where there is one."""

    reason: str = Field(min_length=1, max_length=4000)
    instead: ActIn | None = None


class ActsRecordedOut(RecordedOut):
    """What was recorded, and who is to be told of it."""

    told: list[str] = Field(description="The participants to whom the acts are to be made known (VCLT 77, 78).")


class File(Schema):
    """An agreement file."""

    file: str = Field(max_length=2_000_000)
    note: Long = ""


def _shown(found: record.Check) -> dict[str, Any]:
    return {
        "agreement": found.agreement.id,
        "revision": found.revision,
        "findings": found.findings,
        "questions": found.questions,
        "before": found.before.as_json(),
        "after": found.after.as_json(),
        "changes": [difference.as_json() for difference in found.changes],
        "told": found.told,
    }


@router.post("/agreements/{family}/{slug}/acts/check", response=either(CheckOut), summary="Check acts", operation_id="checkActs")
def check(request: HttpRequest, family: str, slug: str, acts: Acts) -> Any:
    """What would come of recording these acts: the legal check and every change. Nothing is recorded."""
    require(actor(request), "read", "check", f"{family}/{slug}")
    return _shown(record.check(f"{family}/{slug}", [act.act() for act in acts.acts], today()))


@router.post("/agreements/{family}/{slug}/acts", response=either(ActsRecordedOut, 201), summary="Record acts", operation_id="recordActs")
def record_acts(request: HttpRequest, family: str, slug: str, recording: Recording) -> Any:
    """Record acts, all or none. The same act twice is refused, so a repeated request records once."""
    name, acts = f"{family}/{slug}", [act.act() for act in recording.acts]
    return _recorded(request, name, acts, record.record(actor(request), name, acts, today(), note=recording.note, seen=recording.seen))


@router.post(
    "/agreements/{family}/{slug}/acts/{number}/strike", response=either(ActsRecordedOut, 201), summary="Correct an act", operation_id="strikeAct"
)
def strike(request: HttpRequest, family: str, slug: str, number: Number, wrong: Strike) -> Any:
    """Strike an act recorded in error by a further act; the history keeps both."""
    name, instead = f"{family}/{slug}", wrong.instead.act() if wrong.instead is not None else None
    recorded = correct.strike(actor(request), name, number, today(), reason=wrong.reason, instead=instead)
    struck = consult.register(actor(request))[name].acts[number - 1]
    return _recorded(request, name, [struck] if instead is None else [struck, instead], recorded)


def _recorded(request: HttpRequest, name: str, acts: list[Act], recorded: Any) -> Any:
    told = notify.to_be_told(actor(request), name, acts, today())
    return Status(201, {"revision": recorded.revision, "agreements": recorded.agreements, "told": told})


class AdoptedOut(Schema):
    """What an agreement file brought."""

    agreement: str
    is_new: bool
    law_changed: bool
    new_acts: int
    revision: int | None = Field(description="The recording; null where the file brought nothing new.")


@router.post("/agreements", response=either(AdoptedOut, 201), summary="Adopt an agreement file", operation_id="adoptAgreement")
def adopt_file(request: HttpRequest, given: File) -> Any:
    """Put an agreement's file on record: its law, and the acts that are not there yet."""
    found, recorded = adopt.adopt(actor(request), "file", given.file.encode(), today(), note=given.note)
    shown = {key: getattr(found, key) for key in ("is_new", "law_changed", "new_acts")}
    return Status(201, {"agreement": found.agreement.id, **shown, "revision": recorded.revision if recorded else None})
