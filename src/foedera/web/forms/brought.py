"""The forms of what is brought to the table: a threat of the register, an item of a nation's position; read from what was typed, and filled again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from foedera.model.errors import Fault as FileFault
from foedera.model.errors import Unfit
from foedera.model.phrases import N_
from foedera.threats.positions import Item
from foedera.threats.register import Source, Threat
from foedera.web import tongues
from foedera.web.forms.act import Fault, day_of
from foedera.web.templating import sentence

#: What the fields are called.
ITEM_LABELS = {
    "kind": N_("What it is"),
    "id": N_("Name of the item"),
    "topic": N_("In a sentence"),
    "effect": N_("What it means for cooperation"),
    "instrument": N_("The law or document it stands in"),
    "about": N_("What it touches"),
    "agreements": N_("Agreements it speaks of"),
    "since": N_("Since"),
    "until": N_("Until"),
    "confidence": N_("Confidence"),
    "sources": N_("Sources"),
}
THREAT_LABELS = {
    "id": N_("Name of the threat"),
    "title": N_("Title"),
    "kind": N_("Kind"),
    "description": N_("Description"),
    "actors": N_("Actors"),
    "regions": N_("Regions"),
    "confidence": N_("Confidence in the description"),
    "since": N_("Meant from"),
    "until": N_("Meant until"),
    "sources": N_("Sources"),
    "reference": N_("Elsewhere known as"),
}
_SOURCES = N_("One a line: title | address on the web | day it was looked at. The title alone will do.")
ITEM_HINTS = {
    "id": N_("Small letters, digits and hyphens, like no-foreign-bases."),
    "about": N_("Areas, functions of provisions or kinds of threat, with commas between."),
    "agreements": N_("Their ids, with commas between."),
    "sources": _SOURCES,
}
THREAT_HINTS = {
    "id": N_("Small letters, digits and hyphens, like strait-closed; it stands in the address."),
    "description": N_("What it is, from public sources; nobody's own assessment of it."),
    "actors": N_("Codes of parties or free words, with commas between."),
    "regions": N_("With commas between: Europe, Baltic Sea. None: bound to no region."),
    "until": N_("The first day it is no longer meant for; empty where that is not said."),
    "sources": _SOURCES,
    "reference": N_("Its id in another system, as in STIX."),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
LONGEST = 8000


def typed(data: Mapping[str, str], labels: Iterable[str], longest: int = LONGEST) -> dict[str, str]:
    """Return the fields as typed, every one of them, in bounds; lines end as they do in files, not as browsers send them."""
    return {name: data.get(name, "").replace("\r\n", "\n").strip()[:longest] for name in labels}


def item_of(values: Mapping[str, str], nation: str, former: Item | None = None) -> Item:
    """Return the item typed, of the name of the one it revises; Unfit where a day cannot be read."""
    texts = ("kind", "topic", "effect", "instrument", "confidence")
    return Item(nation=nation, about=_listed(values["about"]), agreements=_listed(values["agreements"]), **_read(values, texts, former))


def threat_of(values: Mapping[str, str], former: Threat | None = None) -> Threat:
    """Return the threat typed, of the name of the one it revises; Unfit where a day cannot be read."""
    texts = ("title", "kind", "description", "confidence", "reference")
    return Threat(actors=_listed(values["actors"]), regions=_listed(values["regions"]), **_read(values, texts, former))


def filled(found: Item | Threat, labels: Iterable[str]) -> dict[str, str]:
    """Return the fields as they would be typed to make an item or a threat.

    >>> threat = Threat(id="strait", title="A strait is closed", kind="blockade", regions=("Europe", "Asia"), sources=(Source(title="A report"),))
    >>> shown = filled(threat, THREAT_LABELS)
    >>> shown["regions"], shown["sources"], threat_of(shown) == threat
    ('Europe, Asia', 'A report', True)
    """
    return {name: _shown(getattr(found, name)) for name in labels}


def told(faults: Iterable[Fault]) -> dict[str, Any]:
    """Return what a page says of faults: in the summary, and at each field."""
    said = [(name, sentence(tongues.translated(text))) for name, text in faults]
    by_field: dict[str, list[str]] = {}
    for name, text in said:
        by_field.setdefault(name, []).append(text)
    return {"faults": said, "by_field": by_field}


def placed(faults: Iterable[FileFault]) -> list[dict[str, Any]]:
    """Return what a page says of the faults of a file: each with its line, its remedy and its code."""
    return [{"message": fault.message, "hint": fault.hint, "line": fault.line, "code": fault.code} for fault in faults]


def sources_of(text: str) -> tuple[tuple[Source, ...], list[Fault]]:
    """Return the sources typed, one a line, with the days that cannot be read.

    >>> sources_of("A report | Part 2 | https://example.org/a | 2026-01-31")[0]
    (Source(title='A report | Part 2', url='https://example.org/a', seen=datetime.date(2026, 1, 31)),)
    """
    found: list[Source] = []
    faults: list[Fault] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = [part.strip() for part in line.split("|")]
        seen = None
        if len(parts) > 1 and _DAY.match(parts[-1]):
            seen = day_of(parts.pop(), "sources", faults)
        url = parts.pop() if len(parts) > 1 and "://" in parts[-1] else ""
        found.append(Source(title=" | ".join(parts), url=url, seen=seen))
    return tuple(found), faults


def _read(values: Mapping[str, str], texts: Iterable[str], former: Item | Threat | None) -> dict[str, Any]:
    """Return these texts and the fields items and threats share; name and mark stay those of what is revised."""
    faults: list[Fault] = []
    days = {name: day_of(values[name], name, faults) for name in ("since", "until")}
    sources, wrong = sources_of(values["sources"])
    if faults := faults + wrong:
        raise Unfit(tuple(faults))
    kept = {"id": values["id"] if former is None else former.id, "illustrative": former is not None and former.illustrative}
    return {**{name: values[name] for name in texts}, **days, **kept, "sources": sources}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _shown(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple) and value and isinstance(value[0], Source):
        return "\n".join(" | ".join(filter(None, (one.title, one.url, one.seen.isoformat() if one.seen else ""))) for one in value)
    return ", ".join(value) if isinstance(value, tuple) else value or ""
