"""What the templates of recording are given: the fields of an act with what may be chosen in each, and what a check found, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from foedera.deeds import documents
from foedera.deeds.powers import Actor
from foedera.deeds.record import Check, Finding, may_record
from foedera.library import vocabularies
from foedera.library.consequences import Consequence
from foedera.model.acts import CONFIDENCES, PRECISIONS
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_
from foedera.web.asking import actor, holdings, today
from foedera.web.forms.kinds import KINDS, answerable
from foedera.web.sentences import sentences
from foedera.web.tongues import party_name

#: The name of each field, as its label says it.
LABELS = {
    "kind": N_("What was done"),
    "by": N_("Who did it"),
    "on": N_("Day in law"),
    "to": N_("Towards whom"),
    "of": N_("The act it answers"),
    "articles": N_("Articles concerned"),
    "precludes": N_("The agreement shall not be in force between the two"),
    "effective": N_("Effective on"),
    "until": N_("Until"),
    "known": N_("Known on"),
    "id": N_("Name of the act"),
    "source": N_("Source"),
    "confidence": N_("Confidence"),
    "precision": N_("How the day is known"),
    "note": N_("Note"),
    "document": N_("Source document"),
    "audience": N_("Who may see the document"),
    "remark": N_("Remark on the recording"),
    "reason": N_("Why it is struck"),
}

#: What each field asks, under its label.
HINTS = {
    "by": N_("Codes or names, several with semicolons between them: FRA; Germany."),
    "on": N_("Of an instrument: the day of its deposit with the depositary."),
    "to": N_("Codes or names, several with semicolons between them. Empty: towards all."),
    "articles": N_("Numbers as the text has them, with commas between: 5, 6(2)."),
    "effective": N_("Only where the act itself names a later day."),
    "until": N_("Only where the act itself names an end."),
    "known": N_("The day the others were notified, where it was later. Empty: the same day."),
    "id": N_("By which later acts answer it, like fra-1. Empty: one is given where it is needed."),
    "source": N_("Where it can be looked up: one of the agreement's sources, or in words."),
    "note": N_("What the act says, in a sentence; it is part of the record."),
    "document": N_("PDF, Word, Excel, OpenDocument, picture or text, up to 25 MB; kept byte for byte with the agreement."),
    "remark": N_("For the history: how it came to you, who agreed to it."),
    "reason": N_("The record keeps the act, struck, and this reason beside it."),
}

#: Fields every kind of act has in sight; the rest is under “More particulars”.
ALWAYS = ("by", "on", "source")
#: Fields that can be given with every kind of act.
_ACT_FIELDS = ("by", "on", "to", "of", "articles", "precludes", "effective", "until", "known", "id", "source", "confidence", "precision", "note")


def find_agreement(request: HttpRequest, name: str) -> Agreement:
    """Return an agreement on record, or say that there is none of that id."""
    found = holdings(request).find(name)
    if found is None:
        raise Http404(gettext("No agreement on record has the id “%(name)s”; search finds it by its title.") % {"name": name[:100]})
    return found


def act_context(request: HttpRequest, found: Agreement, values: Mapping[str, str], faults: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return what the form of an act shows: values as typed, faults by field and in a row, what may be chosen."""
    listed = list(faults)
    kind = KINDS.get(values.get("kind", ""))
    wanted = (*ALWAYS[:2], *(kind.fields if kind else ()), *ALWAYS[2:])
    by_field: dict[str, list[str]] = {}
    for name, text in listed:
        by_field.setdefault(name, []).append(text)
    more = [name for name in _ACT_FIELDS if name not in wanted]
    who = actor(request)
    return {
        "agreement": found,
        "kind": kind,
        "values": values,
        "faults": listed,
        "by_field": by_field,
        "labels": LABELS,
        "hints": HINTS,
        "main": wanted,
        "more": more,
        "more_open": any(values.get(name) or name in by_field for name in more),
        "answered": answerable(found, kind) if kind else [],
        "parties": choices(found),
        "confidences": CONFIDENCES,
        "precisions": PRECISIONS,
        "documents": documents.of_agreement(who, found.id),
        "audiences": documents.audiences(who, found),
    }


def choices(found: Agreement | None = None) -> list[tuple[str, str]]:
    """Return parties as a form offers them, name and code: the agreement's own first, then those there are today."""
    known = vocabularies.parties()
    own = dict.fromkeys(code for act in found.acts for code in act.by) if found is not None else {}
    declared = found.participants if found is not None else {}
    codes = [*own, *(party.code for party in known if party.exists(today()) and party.code not in own)]
    parties = [declared.get(code) or (known[code] if code in known else None) for code in codes]
    return [(party_name(party), party.code) for party in parties if party is not None]


@frozen
class Effect:
    """What would change in an agreement: the values, and the sentences that say them."""

    found: Consequence
    sentences: list[str]


def preview_context(who: Actor, checked: Check) -> dict[str, Any]:
    """Return what a preview shows: what the legal check says, every change in sentences and tables, who is to be told."""
    return {
        "findings": [(finding, LABELS.get(finding.field, "")) for finding in checked.findings if finding.severity != "error"],
        "effects": effects(checked.consequences),
        "questions": checked.questions,
        "told": checked.told,
        "may_record": may_record(who, checked.agreement, checked.acts),
    }


def effects(found: Iterable[Consequence]) -> list[Effect]:
    """Return consequences with their sentences."""
    return [Effect(one, sentences(one)) for one in found]


def words_of(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return findings as faults of a form: field, and what is wrong and how to mend it."""
    return [(f.field, f"{f.message}{f' ({f.hint})' if f.hint else ''}") for f in findings]
