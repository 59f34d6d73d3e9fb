"""Reading the tables of final clauses into `foedera.model.clauses`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypedDict

from foedera.library.conditions import condition_at, period_at
from foedera.library.documents import Document
from foedera.library.tables import Table
from foedera.model import clauses as model
from foedera.model.acts import CONFIDENCES
from foedera.model.periods import SAME_DAY
from foedera.model.phrases import say

MEANS = ("consultation", "negotiation", "good-offices", "mediation", "conciliation", "inquiry", "arbitration", "court", "organ")
KEYS = ("agreed-shares", "equal", "gni", "costs-lie-where-they-fall", "reimbursement", "common-funding")


class _Common(TypedDict):
    article: str
    confidence: str
    source: str
    note: str


def common(table: Table) -> _Common:
    """Take what every clause may carry."""
    return {
        "article": table.text("article"),
        "confidence": table.choice("confidence", CONFIDENCES, ""),
        "source": table.text("source"),
        "note": table.text("note"),
    }


def entry_into_force(doc: Document, table: Table) -> model.EntryIntoForce | None:
    """Read [entry_into_force]."""
    base = common(table)
    when = condition_at(doc, table, "when")
    if not table.has("when"):
        hint = say("say when the agreement enters into force, or leave the table out (VCLT 24(2))")
        table.fault("when", "F011", say("'{key}' is missing", key="when"), hint)
    then = period_at(doc, table, "then") or SAME_DAY
    later = period_at(doc, table, "later")
    later_from = table.choice("later_from", ("condition", "entry-into-force"), "condition")
    lapsed = table.boolean("lapsed_count")
    if when is None:
        return None
    return model.EntryIntoForce(when=when, then=then, later=later, later_from=later_from, lapsed_count=lapsed, **base)


def consent(doc: Document, table: Table) -> model.Consent:
    """Read [consent]."""
    kinds = table.texts("kinds") if table.has("kinds") else None
    for kind in kinds or ():
        if kind not in doc.act_kinds:
            table.fault("kinds", "F013", say("'{kind}' is not a kind of act", kind=kind))
    words = table.texts("open_to") if table.has("open_to") else ("all",)
    open_to = tuple(word for word in words if word in ("all", "invitation"))
    if "negotiating" in words:
        open_to = (*open_to, "negotiating")
    open_to += doc.codes_of(table, "open_to", [w for w in words if w not in ("all", "negotiating", "invitation")])
    return model.Consent(
        kinds=frozenset(kinds) if kinds is not None else None,
        by_signature=table.typed("by_signature", bool),
        open_to=open_to,
        invited_by=condition_at(doc, table, "invited_by"),
        **common(table),
    )


def provisional_application(_: Document, table: Table) -> model.ProvisionalApplication:
    """Read [provisional_application]."""
    until: Any = table.data.get("until")
    if until == "entry-into-force":
        table.take("until")
    else:
        until = table.date("until")
    by = table.choice("by", ("declaration", "signature", "default"), "declaration", required=True)
    return model.ProvisionalApplication(by=by, until=until, **common(table))


def duration(doc: Document, table: Table) -> model.Duration:
    """Read [duration]."""
    renewal = None
    below = table.table("renewal")
    if below is not None:
        renewal = model.Renewal(
            years=below.integer("years", most=999) or 0,
            months=below.integer("months", most=9999) or 0,
            tacit=below.boolean("tacit", default=True),
            unless_notice=period_at(doc, below, "unless_notice") or SAME_DAY,
        )
        if not renewal.years and not renewal.months:
            below.faults.add(below.path, "F011", say("a renewal needs 'years' or 'months'"))
            renewal = None
        below.finish()
    found = model.Duration(
        years=table.integer("years", most=999) or 0,
        months=table.integer("months", most=9999) or 0,
        until=table.date("until"),
        renewal=renewal,
        **common(table),
    )
    if found.until is not None and found.length() is not None:
        message = say("a duration is a term or a last day, not both")
        table.fault("until", "F025", message, say("leave out 'until' or 'years' and 'months'"))
    return found


def withdrawal(doc: Document, table: Table) -> model.Withdrawal:
    """Read [withdrawal]."""
    window = None
    below = table.table("window")
    if below is not None:
        every, opened = period_at(doc, below, "every"), period_at(doc, below, "open")
        below.finish()
        if every is None or opened is None:
            table.fault("window", "F011", say("a window needs 'every' and 'open', both periods"))
        else:
            window = model.Window(every=every, open=opened)
    other = table.text("with")
    return model.Withdrawal(
        permitted=table.typed("permitted", bool),
        after=period_at(doc, table, "after"),
        after_from=table.choice("after_from", ("entry-into-force", "party"), "entry-into-force"),
        window=window,
        notice=period_at(doc, table, "notice"),
        then=period_at(doc, table, "then"),
        with_agreement=doc.reference(table, "with", other) if other else None,
        not_while=table.choice("not_while", ("armed-conflict",)),
        revocable=table.boolean("revocable", default=True),
        **common(table),
    )


def termination(doc: Document, table: Table) -> model.Termination:
    """Read [termination]."""
    return model.Termination(parties_below=table.integer("parties_below", least=1), when=condition_at(doc, table, "when"), **common(table))


def amendment(doc: Document, table: Table) -> model.Amendment:
    """Read [amendment]."""
    adopt = table.text("adopt") if isinstance(table.data.get("adopt"), str) else condition_at(doc, table, "adopt")
    return model.Amendment(
        adopt=adopt or None,
        when=condition_at(doc, table, "when"),
        binds=table.choice("binds", ("accepting", "all"), "accepting"),
        **common(table),
    )


def reservations(doc: Document, table: Table) -> model.Reservations:
    """Read [reservations]."""
    default = model.NO_RESERVATIONS_CLAUSE
    return model.Reservations(
        permitted=table.choice("permitted", ("none", "listed", "compatible"), default.permitted),
        to=table.texts("to"),
        acceptance=table.choice("acceptance", ("tacit-12-months", "all", "organ"), default.acceptance),
        effect=table.choice("effect", ("acceptance", "deposit"), default.effect),
        objections_within=period_at(doc, table, "objections_within") or default.objections_within,
        late=table.choice("late", ("unanimous-tacit",)),
        counts=table.choice("counts", ("accepted",)),
        **common(table),
    )


def review(doc: Document, table: Table) -> model.Review:
    """Read [review]."""
    return model.Review(first=period_at(doc, table, "first"), every=period_at(doc, table, "every"), **common(table))


def dispute_step(doc: Document, table: Table) -> model.DisputeStep:
    """Read one [[dispute_settlement]]."""
    return model.DisputeStep(
        means=table.choice("means", MEANS, "negotiation", required=True),
        within=period_at(doc, table, "within"),
        compulsory=table.boolean("compulsory"),
        **common(table),
    )


def jurisdiction(_: Document, table: Table) -> model.Jurisdiction:
    """Read one [[jurisdiction]]."""
    return model.Jurisdiction(
        over=table.text("over", required=True),
        when=table.text("when"),
        holder=table.choice("holder", ("sending", "receiving"), "receiving", required=True),
        kind=table.choice("kind", ("exclusive", "primary", "concurrent"), "primary", required=True),
        waivable=table.boolean("waivable"),
        **common(table),
    )


def security(doc: Document, table: Table) -> model.Security:
    """Read [security]."""
    other = table.text("information_agreement")
    return model.Security(
        classification_ceiling=table.text("classification_ceiling"),
        originator_control=table.typed("originator_control", bool),
        third_party_rule=table.typed("third_party_rule", bool),
        information_agreement=doc.reference(table, "information_agreement", other) if other else None,
        **common(table),
    )


def finance(doc: Document, table: Table) -> model.Finance:
    """Read [finance]."""
    shares: list[tuple[str, Fraction]] = []
    below = table.table("shares")
    for code in below.data if below is not None else ():
        assert below is not None
        doc.codes_of(below, code, (code,))
        value = below.take(code)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            shares.append((code, Fraction(str(value))))
        else:
            below.fault(code, "F022", say("the share of {code} must be a number from 0 to 1", code=code))
    return model.Finance(key=table.choice("key", KEYS, ""), shares=tuple(shares), **common(table))


_SINGLE = {
    "entry_into_force": entry_into_force,
    "consent": consent,
    "provisional_application": provisional_application,
    "duration": duration,
    "withdrawal": withdrawal,
    "termination": termination,
    "amendment": amendment,
    "reservations": reservations,
    "review": review,
    "security": security,
    "finance": finance,
}
_REPEATED = {"dispute_settlement": dispute_step, "jurisdiction": jurisdiction}


def read_clauses(doc: Document, head: Table) -> dict[str, Any]:
    """Read every table of final clauses the file has, as arguments of `Agreement`."""
    found: dict[str, Any] = {}
    for name, read in _SINGLE.items():
        if head.has(name):
            table = head.table(name)
            if table is not None:
                found[name] = read(doc, table)
                table.finish()
    for name, read_one in _REPEATED.items():
        if head.has(name):
            steps = []
            for table in head.tables(name):
                steps.append(read_one(doc, table))
                table.finish()
            found[name] = tuple(steps)
    return found
