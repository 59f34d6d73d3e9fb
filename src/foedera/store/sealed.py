"""Rows of the papers of sealed rounds as the values of `foedera.threats`, and back; who may ask for them is the deeds' to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import asdict, field, frozen
from django.db import transaction
from django.db.models import Max

from foedera.interchange.sealed_files import from_plain
from foedera.store.locks import exclusive
from foedera.store.models import AssessmentRound, SealedPaper
from foedera.threats.sealed import Plan, Receipt
from foedera.threats.sealed_outcomes import Signed


@frozen(kw_only=True)
class Papers:
    """What is kept of a sealed round: its plan, the receipts for that plan and when each came, the outcomes and when they came."""

    plan: Plan | None = None
    receipts: Mapping[str, Receipt] = field(factory=dict)
    received: Mapping[str, dt.datetime] = field(factory=dict)
    outcomes: tuple[Signed, ...] = ()
    kept_at: dt.datetime | None = None
    kept_by: str = ""


def papers(name: str) -> Papers:
    """Return what is kept of a sealed round; of a plan that was put anew, and of receipts, the last."""
    rows = list(SealedPaper.objects.filter(round__name=name).select_related("by").order_by("number", "pk"))
    plans = [row for row in rows if row.kind == SealedPaper.PLAN]
    plan = from_plain(Plan, plans[-1].content) if plans else None
    digest = plan.digest if plan is not None else ""
    receipts = {row.of: row for row in rows if row.kind == SealedPaper.RECEIPT and row.content["plan"] == digest}
    outcomes = [row for row in rows if row.kind == SealedPaper.OUTCOME]
    return Papers(
        plan=plan,
        receipts={nation: from_plain(Receipt, row.content) for nation, row in sorted(receipts.items())},
        received={nation: row.at for nation, row in receipts.items()},
        outcomes=tuple(from_plain(Signed, row.content) for row in outcomes),
        kept_at=outcomes[0].at if outcomes else None,
        kept_by=str(outcomes[0].by or "") if outcomes else "",
    )


def keep(name: str, plan: Plan | None, receipts: Iterable[Receipt], outcomes: Iterable[Signed], by: int | None, *, before: Papers) -> bool:
    """Keep papers of a round, all or none; False, and nothing is kept, where something came between.

    `before` is what was kept when they were checked. Nothing follows outcomes; a plan or outcomes are kept only where nobody's receipt came between.
    """
    given: list[tuple[str, str, Plan | Receipt | Signed]] = [(SealedPaper.PLAN, "", plan)] if plan is not None else []
    given += [(SealedPaper.RECEIPT, receipt.nation, receipt) for receipt in receipts]
    given += [(SealedPaper.OUTCOME, signed.member, signed) for signed in outcomes]
    whole = any(kind != SealedPaper.RECEIPT for kind, _, _ in given)
    with transaction.atomic():
        exclusive()
        called = AssessmentRound.objects.get(name=name)
        held = papers(name)
        if held.outcomes or held.plan != before.plan or (whole and held.receipts != before.receipts):
            return False
        for kind, of, value in given:
            _add(called, kind, of, value, by)
    return True


def _add(called: AssessmentRound, kind: str, of: str, value: Plan | Receipt | Signed, by: int | None) -> None:
    last = SealedPaper.objects.filter(round=called, kind=kind, of=of).aggregate(last=Max("number"))["last"] or 0
    SealedPaper.objects.create(round=called, kind=kind, of=of, number=last + 1, content=asdict(value), by_id=by)
