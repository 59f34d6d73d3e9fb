"""Reading conditions, periods and populations: the small language of final clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from foedera.library.documents import Document, the_file_has
from foedera.library.tables import Table
from foedera.model.conditions import (
    ALL,
    EVERYBODY,
    AllOf,
    AnyOf,
    Condition,
    Consents,
    Counting,
    Elapsed,
    FractionOf,
    InForce,
    Named,
    Notifications,
    OnDate,
    Population,
    Share,
    Signatures,
)
from foedera.model.periods import Period
from foedera.model.phrases import joined, say

_FORMS = ("consents", "fraction", "named", "share", "signatures", "notifications", "in_force", "date", "elapsed", "all", "any")
_WORDS = ("signatories", "negotiating", "parties")
_SINCE = ("opened", "adopted", "closed", "entry-into-force")


def read_condition(doc: Document, table: Table) -> Condition | None:
    """Read a condition, which has exactly one of the forms; None where it is faulty."""
    forms = [form for form in _FORMS if table.has(form)]
    if len(forms) != 1:
        message = say("a condition has exactly one form, here none")
        if forms:
            message = say("a condition has exactly one form, here {forms}", forms=joined(forms, " and "))
        table.faults.add(table.path, "F020", message, say("one of: {words}", words=", ".join(_FORMS)))
        table.taken.update(table.data)
        return None
    condition: Condition | None = _READERS[forms[0]](doc, table)
    table.finish()
    return condition


def read_period(doc: Document, table: Table) -> Period:
    """Read a period; faults leave the parts that can be read."""
    known = table.choice("from", ("known",)) is not None
    bounds = _not_before(doc, table)
    expired = table.boolean("expired")
    if table.has("date"):
        otherwise = table.table("otherwise")
        period = Period(
            date=table.date("date"),
            if_met_by=table.date("if_met_by"),
            otherwise=read_period(doc, otherwise) if otherwise is not None else None,
            expired=expired,
            not_before=bounds,
            from_known=known,
        )
    elif table.has("nth_month"):
        period = Period(nth_month=table.integer("nth_month", least=1, most=1200), expired=expired, not_before=bounds, from_known=known)
    else:
        period = Period(
            years=table.integer("years", most=999) or 0,
            months=table.integer("months", most=9999) or 0,
            days=table.integer("days", most=99999) or 0,
            first_of_month=table.boolean("first_of_month"),
            expired=expired,
            not_before=bounds,
            from_known=known,
        )
    table.finish()
    return period


def period_at(doc: Document, table: Table, key: str) -> Period | None:
    """Take a period below a table."""
    below = table.table(key)
    return read_period(doc, below) if below is not None else None


def condition_at(doc: Document, table: Table, key: str) -> Condition | None:
    """Take a condition below a table."""
    below = table.table(key)
    return read_condition(doc, below) if below is not None else None


def _not_before(doc: Document, table: Table) -> tuple[dt.date | str, ...]:
    value = table.take("not_before")
    if value is None:
        return ()
    found: list[dt.date | str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dt.date) and not isinstance(item, dt.datetime):
            found.append(item)
        elif isinstance(item, str) and item.startswith("entry-into-force:"):
            found.append(doc.reference(table, "not_before", item.removeprefix("entry-into-force:")))
        else:
            table.fault("not_before", "F021", say("'not_before' holds dates or \"entry-into-force:ID\""))
    return tuple(found)


def read_population(doc: Document, table: Table, key: str = "of") -> Population | None:
    """Take a population: words, `parties:ID`, groups, codes, or a list of these."""
    at_adoption = table.choice("at", ("adoption",)) is not None if table.has("at") else False
    if not table.has(key):
        if at_adoption:
            message = say("'at' says as of when a population is taken; there is none")
            table.fault("at", "F023", message, say("add of = …"))
        return None
    terms: list[str] = []
    for word in table.texts(key):
        if word in _WORDS:
            terms.append(word)
        elif word.startswith(("parties:", "contracting:")):
            kind, _, name = word.partition(":")
            terms.append(f"{kind}:{doc.reference(table, key, name)}")
        else:
            terms.extend(doc.codes_of(table, key, (word,)))
    return Population(tuple(dict.fromkeys(terms)), at_adoption)


def _counting(doc: Document, table: Table) -> Counting:
    only = table.data.get("only")
    only_states = only == "states"
    if only_states:
        table.take("only")
    chosen = doc.codes(table, "only") if only is not None and not only_states else None
    but = doc.codes(table, "except")
    kinds = table.texts("kinds") if table.has("kinds") else None
    for kind in kinds or ():
        if kind not in doc.act_kinds:
            table.fault("kinds", "F013", say("'{kind}' is not a kind of act", kind=kind))
    party_to = table.text("party_to")
    if party_to:
        party_to = doc.reference(table, "party_to", party_to)
    if chosen is None and not only_states and not but and kinds is None and not party_to:
        return EVERYBODY
    return Counting(
        only=frozenset(chosen) if chosen is not None else None,
        only_states=only_states,
        but=frozenset(but),
        kinds=frozenset(kinds) if kinds is not None else None,
        party_to=party_to or None,
    )


def _count(table: Table, key: str) -> Any:
    value = table.take(key)
    if value == ALL or (type(value) is int and 0 < value < 100_000):
        return value
    table.fault(key, "F020", say("'{key}' must be a number above 0 or \"all\"", key=key))
    return None


def _counted(form: type[Consents] | type[Signatures] | type[Notifications], key: str) -> Callable[[Document, Table], Any]:
    def read(doc: Document, table: Table) -> Any:
        count = _count(table, key)
        of = read_population(doc, table)
        counting = _counting(doc, table)
        return form(count, of, counting) if count is not None else None

    return read


def read_share(table: Table, key: str) -> Fraction | None:
    """Take a share of one: "2/3", "55%", or "majority" (which the caller handles)."""
    text = table.text(key)
    try:
        share = Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        message = say('\'{key}\' must be a share of the whole like "2/3" or "55%", not "{text}"', key=key, text=text[:40])
        table.fault(key, "F022", message)
        return None
    return share


def _fraction(doc: Document, table: Table) -> Condition | None:
    majority = table.data.get("fraction") == "majority"
    share = Fraction(1, 2) if majority else read_share(table, "fraction")
    table.taken.add("fraction")
    of = read_population(doc, table)
    anyone = table.choice("counting", ("any",)) is not None if table.has("counting") else False
    counting = _counting(doc, table)
    if of is None:
        hint = say('add of = "parties:ID", "signatories" or a list')
        table.fault("fraction", "F023", say("a fraction needs to say of whom"), hint)
        return None
    return FractionOf(share, of, majority, anyone, counting) if share is not None else None


def _named(doc: Document, table: Table) -> Condition | None:
    codes = doc.codes(table, "named")
    counting = _counting(doc, table)
    if not codes:
        table.fault("named", "F020", say("'named' must name at least one party"))
        return None
    return Named(codes, counting)


def _share(doc: Document, table: Table) -> Condition | None:
    share = read_share(table, "share")
    of = read_population(doc, table)
    weights = table.text("weights", required=True)
    if weights and weights not in doc.weights:
        message = say("no table [weights.{name}]", name=weights)
        table.fault("weights", "F024", message, the_file_has(doc.weights))
    total = table.take("total")
    if total is not None and (isinstance(total, bool) or not isinstance(total, int | float) or total <= 0):
        table.fault("total", "F012", say("'total' must be a number above 0"))
        total = None
    more_than = table.boolean("more_than")
    counting = _counting(doc, table)
    if share is None:
        return None
    return Share(share, weights, of, Fraction(str(total)) if total is not None else None, more_than, counting)


def _in_force(doc: Document, table: Table) -> Condition | None:
    name = table.text("in_force", required=True)
    return InForce(doc.reference(table, "in_force", name)) if name else None


def _date(_: Document, table: Table) -> Condition | None:
    day = table.date("date", required=True)
    return OnDate(day) if day is not None else None


def _elapsed(doc: Document, table: Table) -> Condition | None:
    period = period_at(doc, table, "elapsed")
    since = table.choice("since", _SINCE, "opened")
    return Elapsed(period, since) if period is not None else None


def _compound(form: type[AllOf] | type[AnyOf], key: str) -> Callable[[Document, Table], Condition | None]:
    def read(doc: Document, table: Table) -> Condition | None:
        parts = [read_condition(doc, part) for part in table.tables(key)]
        good = tuple(part for part in parts if part is not None)
        if not good:
            table.fault(key, "F020", say("'{key}' must hold at least one condition", key=key))
            return None
        return form(good)

    return read


_READERS: dict[str, Callable[[Document, Table], Any]] = {
    "consents": _counted(Consents, "consents"),
    "signatures": _counted(Signatures, "signatures"),
    "notifications": _counted(Notifications, "notifications"),
    "fraction": _fraction,
    "named": _named,
    "share": _share,
    "in_force": _in_force,
    "date": _date,
    "elapsed": _elapsed,
    "all": _compound(AllOf, "all"),
    "any": _compound(AnyOf, "any"),
}
