"""Sealed rounds: their plan, the receipts of nations, and once what the committee came to; the files are those the program writes."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from attrs import asdict
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foedera.api.answers import actor, either, today
from foedera.api.routes.threats import Slug
from foedera.deeds import keep_sealed
from foedera.interchange.sealed_files import Kind, as_text, read
from foedera.threats.sealed import COMMITTEE, MOST_NATIONS, Plan, Receipt
from foedera.threats.sealed_outcomes import Signed

router = Router(tags=["rounds"])

#: A file as `foedera threats sealed` writes it.
File = dict[str, Any]


class ToldThreatOut(Schema):
    """A threat that at least `minimum` nations named: between how many and how many."""

    threat: str
    lowest: int
    highest: int


class SealedOutcomeOut(Schema):
    """What a sealed round came to; threats not told were named by fewer than `minimum` nations, or by none."""

    digest: str
    minimum: int
    answered: list[str] = Field(description="Nations whose answer went in.")
    told: list[ToldThreatOut]
    left_out: list[str] = Field(description="Nations that gave a receipt and whose answer did not go in.")
    kept_at: dt.datetime | None
    files: list[File] = Field(description="The outcome as each member of the committee signed it.")


class SealedOut(Schema):
    """How a sealed round stands; `receipts` has when those came that the caller may know of: its own nations', all for chair and committee."""

    round: str
    illustrative: bool
    plan: File | None
    committee: list[str]
    receipts: dict[str, dt.datetime]
    outcome: SealedOutcomeOut | None


class PlanIn(Schema):
    """The plan's file."""

    plan: File


class ReceiptIn(Schema):
    """The receipt's file."""

    receipt: File


class OutcomesIn(Schema):
    """The outcomes of all members; receipts nations did not hand in; the plan where it is not kept; whose answer was left out for its files."""

    outcomes: list[File] = Field(max_length=COMMITTEE[1])
    receipts: list[File] = Field([], max_length=MOST_NATIONS)
    plan: File | None = None
    left_out: list[str] = Field([], max_length=MOST_NATIONS)


def _read(kind: type[Kind], given: File, name: str) -> Kind:
    return read(kind, json.dumps(given, ensure_ascii=False).encode("utf-8", "replace"), name)


def _file(value: Plan | Signed) -> File:
    found: File = json.loads(as_text(value))
    return found


def _standing(request: HttpRequest, name: str) -> dict[str, Any]:
    stands = keep_sealed.stands(actor(request), name, today())
    found = stands.outcome
    told = found and {
        "digest": found.digest,
        "minimum": found.minimum,
        "answered": list(found.splits),
        "told": [asdict(each) for each in found.told],
        "left_out": list(stands.left_out),
        "kept_at": stands.at,
        "files": [_file(signed) for signed in stands.signed],
    }
    return {
        "round": stands.asked.id,
        "illustrative": stands.asked.illustrative,
        "plan": _file(stands.plan) if stands.plan is not None else None,
        "committee": list(stands.plan.committee) if stands.plan is not None else [],
        "receipts": stands.received,
        "outcome": told,
    }


@router.get("/rounds/{name}/sealed", response=either(SealedOut), summary="How a sealed round stands", operation_id="getSealed")
def stands(request: HttpRequest, name: Slug) -> Any:
    """The plan, the receipts the caller may know of, and what the round came to once that is kept; never an answer."""
    return _standing(request, name)


@router.post("/rounds/{name}/sealed/plan", response=either(SealedOut, 201), summary="Keep a sealed round's plan", operation_id="keepSealedPlan")
def plan(request: HttpRequest, name: Slug, given: PlanIn) -> Any:
    """Keep the plan, by the chair; anew while nothing is kept of what the round came to, and receipts for the former one count no longer."""
    keep_sealed.plan(actor(request), name, _read(Plan, given.plan, "plan"))
    return Status(201, _standing(request, name))


@router.post("/rounds/{name}/sealed/receipts", response=either(SealedOut, 201), summary="Hand in a receipt", operation_id="keepSealedReceipt")
def receipt(request: HttpRequest, name: Slug, given: ReceiptIn) -> Any:
    """Keep the receipt of the caller's own nation; it says nothing of what the nation named."""
    keep_sealed.receipt(actor(request), name, _read(Receipt, given.receipt, "receipt"), today())
    return Status(201, _standing(request, name))


@router.post("/rounds/{name}/sealed/outcome", response=either(SealedOut, 201), summary="Keep a sealed outcome", operation_id="keepSealedOutcome")
def outcome(request: HttpRequest, name: Slug, given: OutcomesIn) -> Any:
    """Keep what a closed sealed round came to, once, all or nothing; by its chair or an officer of a member of the committee."""
    signed = [_read(Signed, file, f"outcomes.{place}") for place, file in enumerate(given.outcomes)]
    receipts = [_read(Receipt, file, f"receipts.{place}") for place, file in enumerate(given.receipts)]
    agreed = _read(Plan, given.plan, "plan") if given.plan is not None else None
    keep_sealed.outcome(actor(request), name, signed, today(), receipts, agreed, given.left_out)
    return Status(201, _standing(request, name))
