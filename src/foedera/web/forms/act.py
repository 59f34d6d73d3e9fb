"""The form of an act: the fields as typed, kept as they are, and the act they make or what is wrong at each field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from attrs import field, frozen
from django.utils.translation import gettext

from foedera.library.collection import Holdings
from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.acts import CONFIDENCES, PRECISIONS, Act
from foedera.model.agreements import Agreement
from foedera.model.errors import UnknownParty
from foedera.web.forms.kinds import KINDS
from foedera.web.tongues import word

#: Every field of an act's form, in the order of the page.
FIELDS = (
    *("kind", "by", "on", "to", "of", "articles", "precludes", "effective", "until", "known", "id"),
    *("source", "confidence", "precision", "note", "document", "audience", "remark"),
)
_DAYS = ("on", "known", "effective", "until")
_CODE_LAST = re.compile(r"\(([A-Z][A-Z0-9-]*)\)\s*\Z")
#: Kinds that others answer by name: without one typed they get one.
_ANSWERED = ("reservation", "objection")
LONGEST = 4000

Fault = tuple[str, str]


@frozen
class ActForm:
    """What was typed, and the act it makes; None with `faults`, pairs of field and words, where it makes none."""

    values: Mapping[str, str]
    act: Act | None = None
    faults: tuple[Fault, ...] = field(default=())


def typed(data: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an act as typed, every one of them, in bounds."""
    return {name: data.get(name, "").strip()[:LONGEST] for name in FIELDS}


def read(data: Mapping[str, str], agreement: Agreement, holdings: Holdings) -> ActForm:
    """Return the act typed for an agreement, or what keeps the fields from making one; all faults at once."""
    values = typed(data)
    faults: list[Fault] = []
    if values["kind"] not in KINDS:
        faults.append(("kind", gettext("Choose what was done.")))
    days = {name: day_of(values[name], name, faults) for name in _DAYS}
    if not values["on"]:
        faults.append(("on", gettext("Give the day in law: for an instrument the day of its deposit.")))
    by = codes(values["by"], "by", holdings, faults, agreement)
    if not values["by"]:
        faults.append(("by", gettext("Say who did it.")))
    to = codes(values["to"], "to", holdings, faults, agreement)
    if values["confidence"] and values["confidence"] not in CONFIDENCES:
        faults.append(("confidence", gettext("Choose one of the list.")))
    if (values["precision"] or "day") not in PRECISIONS:
        faults.append(("precision", gettext("Choose one of the list.")))
    on = days["on"]
    if faults or on is None:
        return ActForm(values, None, tuple(faults))
    name = values["id"] or (_name(by[0], agreement) if values["kind"] in _ANSWERED else "")
    act = Act(
        on,
        values["kind"],
        by,
        to,
        known=days["known"] or on,
        effective=days["effective"],
        until=days["until"],
        id=name,
        of=values["of"],
        articles=tuple(part.strip() for part in re.split(r"[;,]", values["articles"]) if part.strip()),
        precludes=values["precludes"] == "yes",
        note=values["note"],
        source=values["source"],
        confidence=values["confidence"],
        precision=values["precision"] or "day",
    )
    return ActForm(values, act)


def of_act(act: Act) -> dict[str, str]:
    """Return the fields as they would be typed to make an act."""
    values = {
        "kind": act.kind,
        "by": "; ".join(act.by),
        "to": "; ".join(act.to),
        "on": act.on.isoformat(),
        "known": act.known.isoformat() if act.known != act.on else "",
        "effective": act.effective.isoformat() if act.effective else "",
        "until": act.until.isoformat() if act.until else "",
        "articles": ", ".join(act.articles),
        "precludes": "yes" if act.precludes else "",
        "precision": act.precision if act.precision != "day" else "",
        **{name: getattr(act, name) for name in ("id", "of", "note", "source", "confidence")},
    }
    return typed(values)


def title(values: Mapping[str, str]) -> str:
    """Return a draft's title: what, by whom, as far as it is typed."""
    parts = [word(values.get("kind", "")), values.get("by", ""), values.get("on", "")]
    return " · ".join(part for part in parts if part)[:255]


def codes(text: str, name: str, holdings: Holdings, faults: list[Fault], agreement: Agreement | None = None) -> tuple[str, ...]:
    """Return the codes of the parties typed: codes, names, "Name (CODE)" or groups of the agreement, with semicolons or commas between them."""
    found: list[str] = []
    groups = agreement.groups if agreement is not None else {}
    try:
        parts = [text] if text and not text.startswith("@") and _is_one(text, holdings) else re.split(r"[;\n]" if ";" in text else r"[,\n]", text)
        for part in filter(None, (part.strip() for part in parts)):
            if part.startswith("@") and part[1:] in groups:
                found += groups[part[1:]]
                continue
            last = _CODE_LAST.search(part)
            found.append(holdings.code(last[1] if last else part, agreement.participants if agreement is not None else ()))
    except UnknownParty as error:
        faults.append((name, str(error)))
    return tuple(dict.fromkeys(found))


def _is_one(text: str, holdings: Holdings) -> bool:
    """Return whether a text with commas is the name of one party, as in "Korea, Republic of"."""
    if "," not in text or ";" in text:
        return False
    return bool(holdings.parties.named(text))


def day_of(text: str, name: str, faults: list[Fault]) -> dt.date | None:
    """Return a day as typed; None where there is none or it cannot be one, which is then among the faults."""
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        faults.append((name, gettext("“%(text)s” is not a day; write it like 2027-01-31.") % {"text": text[:40]}))
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        faults.append((name, gettext("%(day)s is outside the years %(first)s to %(last)s.") % {"day": text, "first": FIRST_YEAR, "last": LAST_YEAR}))
        return None
    return day


def _name(author: str, agreement: Agreement) -> str:
    """Return a name for an act others will answer: its author's code and the next number."""
    taken = {act.id for act in agreement.acts}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{author.lower()}-{n}") not in taken)
