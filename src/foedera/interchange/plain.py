"""An agreement as plain data: the tables, lists, texts, numbers and days its file holds, in the order a file has them.

The inverse of the strict reading in `foedera.library`; `files` writes it as TOML, `akoma_ntoso` carries it as metadata.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from foedera.model.acts import Act
from foedera.model.agreements import LINKS, Agreement, Source
from foedera.model.conditions import (
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
from foedera.model.errors import UsageError
from foedera.model.parties import Party
from foedera.model.periods import Period
from foedera.model.provisions import Obligation, Provision

#: What a table of a file holds: texts, days, numbers, truth values, lists and tables.
Plain = dict[str, Any]

#: Fields whose key in the file is another word, because the word is Python's or means more in a file than in a program.
_KEYS = {"with_agreement": "with", "since": "from"}

#: The head, in the order of a file; `acts` follow it.
_HEAD = (
    *("id", "title", "short_title", "kind", "binding", "adopted", "opened", "closed", "depositary", "negotiating", "languages", "place"),
    *("registration", "areas", "aims", "geography", "confidence", "uncertain", "illustrative", "incomplete", "sources"),
)

#: The tables of final clauses, in the order of a file.
CLAUSES = (
    *("entry_into_force", "consent", "provisional_application", "duration", "withdrawal", "termination", "amendment", "reservations", "review"),
    *("dispute_settlement", "jurisdiction", "security", "finance"),
)

#: Keys under which codes stand, where a group may stand for them.
_OF_CODES = frozenset({"by", "to", "named", "of", "only", "except", "negotiating", "depositary", "open_to", "bearer"})


def tables(agreement: Agreement) -> Plain:
    """Return an agreement as the plain data of its file, acts included; `foedera.library.agreements` reads it back equal.

    Codes that are exactly those of a group of the file stand as that group. UsageError where a number has no exact decimal form.

    >>> list(tables(Agreement(id="a/b", title="T")))
    ['foedera', 'id', 'title', 'kind', 'binding']
    """
    found: Plain = {"foedera": 1}
    for name in _HEAD:
        value = getattr(agreement, name)
        if name in ("id", "title", "kind", "binding") or value not in ("", None, (), False):
            found[name] = [_source(s) for s in value] if name == "sources" else _said(value)
    if agreement.negotiating is not None:
        found["negotiating"] = list(agreement.negotiating)
    if agreement.acts:
        found["acts"] = [act_table(act) for act in agreement.acts]
    if agreement.groups:
        found["groups"] = {name: list(codes) for name, codes in agreement.groups.items()}
    if agreement.participants:
        found["participants"] = {code: _participant(party) for code, party in agreement.participants.items()}
    if agreement.weights:
        found["weights"] = {name: {code: _number(n) for code, n in weights.items()} for name, weights in agreement.weights.items()}
    if agreement.links:
        found["links"] = {relation: _one_or_list(agreement.links[relation]) for relation in LINKS if relation in agreement.links}
    for name in CLAUSES:
        clause = getattr(agreement, name)
        if clause:
            found[name] = [_clause(step) for step in clause] if isinstance(clause, tuple) else _clause(clause)
    if agreement.provisions:
        found["provision"] = [_provision(p) for p in agreement.provisions]
    if agreement.assertions:
        found["assertion"] = [_table(a) for a in agreement.assertions]
    groups = [(list(codes), name) for name, codes in agreement.groups.items() if len(codes) > 1]
    return {key: value if key in ("groups", "reservations") else _by_groups(key, value, groups) for key, value in found.items()}


def act_table(act: Act) -> Plain:
    """Return an act as plain data, without what is the default.

    >>> act_table(Act(dt.date(1949, 5, 3), "ratification", ("CAN",)))
    {'on': datetime.date(1949, 5, 3), 'kind': 'ratification', 'by': 'CAN'}
    """
    found = _table(act, skip=("by", "known", "to"))
    table = {"on": found.pop("on"), "kind": found.pop("kind"), "by": _one_or_list(act.by)}
    if act.to:
        table["to"] = _one_or_list(act.to)
    if act.known != act.on:
        table["known"] = act.known
    return table | found


def _table(value: Any, *, skip: Iterable[str] = (), always: Iterable[str] = ()) -> Plain:
    """Return the fields of a value that differ from their defaults, by their keys in a file."""
    found: Plain = {}
    for field in attrs.fields(type(value)):
        content = getattr(value, field.name)
        if field.name in skip or (content == field.default and field.name not in always):
            continue
        found[_KEYS.get(field.name, field.name)] = _said(content)
    return found


def _said(value: object) -> Any:
    """Return a value of the model as a file states it."""
    if isinstance(value, Period):
        return _period(value)
    if isinstance(value, Condition):
        return _condition(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    if isinstance(value, Fraction):
        return _number(value)
    if attrs.has(type(value)):
        return _table(value)
    return value


def _clause(clause: Any) -> Plain:
    found = _table(clause)
    if "shares" in found:
        found["shares"] = dict(found["shares"])
    if isinstance(found.get("to"), list):
        found["to"] = _one_or_list(found["to"])
    tail = {key: found.pop(key) for key in ("confidence", "source", "note") if key in found}
    return found | tail


def _provision(provision: Provision) -> Plain:
    found = _table(provision, skip=("obligations",))
    if provision.obligations:
        found["obligation"] = [_obligation(o) for o in provision.obligations]
    return found


def _obligation(duty: Obligation) -> Plain:
    return {
        "id": duty.id,
        "bearer": _one_or_list(duty.bearer),
        "to": _one_or_list(duty.to),
        "force": duty.force,
        "what": duty.what,
        "trigger": _table(duty.trigger) if duty.trigger.deadline or duty.trigger.recurring or duty.trigger.invocation else {"standing": True},
    }


def _source(source: Source) -> Plain:
    found = _table(source)
    return {key: found[key] for key in ("id", "title", "url", "seen") if key in found}


def _participant(party: Party) -> Plain:
    found = _table(party, always=("name",))
    return {key: found[key] for key in ("name", "kind", "from", "until", "successors", "continuator", "unites") if key in found}


def _period(period: Period) -> Plain:
    found = _table(period, skip=("not_before", "from_known"))
    if period.not_before:
        bounds = [day if isinstance(day, dt.date) else f"entry-into-force:{day}" for day in period.not_before]
        found["not_before"] = bounds[0] if len(bounds) == 1 else bounds
    if period.from_known:
        found["from"] = "known"
    return found


def _condition(condition: Condition) -> Plain:
    match condition:
        case AllOf(conditions=parts):
            return {"all": [_condition(part) for part in parts]}
        case AnyOf(conditions=parts):
            return {"any": [_condition(part) for part in parts]}
        case InForce(agreement=name):
            return {"in_force": name}
        case OnDate(date=day):
            return {"date": day}
        case Elapsed(period=period, since=since):
            return {"elapsed": _period(period)} | ({"since": since} if since != "opened" else {})
        case Named(codes=codes):
            return {"named": _one_or_list(codes)} | _counting(condition.counting)
        case FractionOf():
            share = "majority" if condition.majority else str(condition.share)
            return {"fraction": share} | _population(condition.of) | ({"counting": "any"} if condition.anyone else {}) | _counting(condition.counting)
        case Share():
            total: Plain = {"total": _number(condition.total)} if condition.total is not None else {}
            more: Plain = {"more_than": True} if condition.more_than else {}
            whom = {"weights": condition.weights} | _population(condition.of)
            return {"share": _share(condition.share)} | whom | total | more | _counting(condition.counting)
        case Consents() | Signatures() | Notifications():
            return {_CONDITIONS[type(condition)]: condition.count} | _population(condition.of) | _counting(condition.counting)


#: The forms of a condition, each by the key that names it in a file.
_CONDITIONS: dict[type, str] = {
    Consents: "consents",
    Signatures: "signatures",
    Notifications: "notifications",
    FractionOf: "fraction",
    Named: "named",
    Share: "share",
    InForce: "in_force",
    OnDate: "date",
    Elapsed: "elapsed",
    AllOf: "all",
    AnyOf: "any",
}


def _population(of: Population | None) -> Plain:
    if of is None:
        return {}
    return {"of": _one_or_list(of.terms)} | ({"at": "adoption"} if of.at_adoption else {})


def _counting(counting: Counting) -> Plain:
    if counting == EVERYBODY:
        return {}
    found: Plain = {}
    if counting.only_states:
        found["only"] = "states"
    elif counting.only is not None:
        found["only"] = sorted(counting.only)
    if counting.but:
        found["except"] = sorted(counting.but)
    if counting.kinds is not None:
        found["kinds"] = sorted(counting.kinds)
    if counting.party_to:
        found["party_to"] = counting.party_to
    return found


def _share(share: Fraction) -> str:
    per_cent = share * 100
    return f"{per_cent}%" if per_cent.denominator == 1 else str(share)


def _number(value: Fraction) -> int | float:
    if value.denominator == 1:
        return value.numerator
    nearest = float(value)
    if Fraction(str(nearest)) != value:
        message = f"{value} has no exact decimal form, and weights and shares of a file are decimals; give it as a whole number or a finite decimal"
        raise UsageError(message)
    return nearest


def _one_or_list(items: Iterable[str]) -> str | list[str]:
    found = list(items)
    return found[0] if len(found) == 1 else found


def _by_groups(key: str, value: Any, groups: list[tuple[list[str], str]]) -> Any:
    """Return a value with every list of codes that is exactly a group's replaced by the group's name."""
    if not groups:
        return value
    if isinstance(value, Mapping):
        return {below: _by_groups(below, item, groups) for below, item in value.items()}
    if not isinstance(value, list):
        return value
    if key in _OF_CODES:
        unordered = key in ("only", "except")
        for codes, name in groups:
            if value == codes or (unordered and value == sorted(set(codes))):
                return f"@{name}"
    return [_by_groups("", item, groups) for item in value]
