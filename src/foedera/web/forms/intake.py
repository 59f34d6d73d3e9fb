"""What a person says of a file handed in, as a form: where it comes from, what each column means, how its days are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve
from django.utils.translation import gettext

from foedera.deeds import consult
from foedera.deeds.consult import Line, Wanted
from foedera.deeds.powers import Actor
from foedera.deeds.take_in import Said
from foedera.library.columns import DAYS, ROLES
from foedera.model.acts import KINDS
from foedera.model.phrases import N_

#: The roles of columns as a person chooses among them.
ROLE_LABELS = {
    "key": N_("the source's own reference"),
    "title": N_("title of the agreement"),
    "sides": N_("bilateral or multilateral"),
    "kind": N_("form of the instrument"),
    "subject": N_("subject"),
    "participants": N_("all participants, in one cell"),
    "participant": N_("one participant"),
    "signed": N_("day of signature"),
    "adopted": N_("day of adoption"),
    "in-force": N_("day of entry into force"),
    "in-force-effective": N_("day from which entry into force has effect"),
    "provisional": N_("day of provisional entry into force"),
    "terminated": N_("day of the act that ended it"),
    "terminated-effective": N_("day it ended"),
    "withdrawn": N_("day of a withdrawal"),
    "place": N_("place"),
    "references": N_("registration and publication"),
    "notes": N_("remarks"),
    "status": N_("status as the source says (not taken over: it is computed)"),
    "acts": N_("acts, as the heading says"),
    "ignored": N_("not taken over"),
}
ORDERS = {"day-first": N_("day first: 31/12/1999"), "month-first": N_("month first: 12/31/1999")}
#: Kinds of acts a column of days can be said to hold.
ACT_KINDS = tuple(kind for kind in KINDS if kind not in ("correction", "armed-conflict"))

#: How many agreements are offered where words find several.
_OFFERED = 8

_FAMILY = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}\Z")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*\Z")

Faults = list[tuple[str, str]]


def agreement_meant(who: Actor, data: Mapping[str, str], today: dt.date) -> tuple[str, list[Line]]:
    """Return which agreement on record a form means, and those to choose from where it is named by words that several have.

    What was chosen of several counts before what was typed; words that one agreement alone has mean that one.
    """
    meant = data.get("chosen", "").strip() or data.get("agreement", "").strip()
    if not meant or _ID.match(meant):
        return meant, []
    found = agreements_found(who, meant, today)
    return (found[0].agreement, []) if len(found) == 1 else (meant, found)


def agreements_found(who: Actor, words: str, today: dt.date) -> list[Line]:
    """Return the first agreements on record that words find, the closest first; none where there are no words."""
    return list(consult.listing(who, Wanted(words=words, on=today, size=_OFFERED), counting=False).lines) if words else []


def read(data: Mapping[str, str], before: Said, columns: Sequence[Mapping[str, Any]], agreement: str, *, several: bool) -> tuple[Said, Faults]:
    """Return what the form says, and what is wrong with it; of a column only what differs from the guess is kept.

    `agreement` is the one it means, or words that none has or (`several`) more than one.
    """
    faults: Faults = []
    values = {name: data.get(name, "").strip() for name in ("family", "source", "url", "title", "sheet")} | {"agreement": agreement}
    if not _FAMILY.match(values["family"]):
        faults.append(("family", gettext("Write it in lower case letters, digits and hyphens, like uk-treaties.")))
    if not values["source"]:
        faults.append(("source", gettext("Say where the file comes from: it stands as the source of everything recorded from it.")))
    if values["agreement"] and not _ID.match(values["agreement"]):
        choose, find = (
            gettext("Several agreements have these words: choose one."),
            gettext("No agreement on record has these words; write others, or its id."),
        )
        faults.append(("agreement", choose if several else find))
    seen = before.seen
    try:
        seen = dt.date.fromisoformat(data.get("seen", ""))
    except ValueError:
        faults.append(("seen", gettext("Write the day like 2026-11-25.")))
    # Another sheet has other columns: what was said of these does not carry over.
    same = values["sheet"] == before.sheet
    roles, orders = (dict(before.roles), dict(before.orders)) if same else ({}, {})
    for position, column in enumerate(columns if same else ()):
        name = column["column"]
        role, order = data.get(f"role-{position}", ""), data.get(f"order-{position}", "")
        if role and role != role_of(column) and (role in ROLES or role.removeprefix("act:") in KINDS):
            roles[name] = role
        if order in ORDERS and order != column["order"]:
            orders[name] = order
    texts: Any = {name: value[:300] for name, value in values.items()}
    return evolve(before, **texts, seen=seen, roles=roles, orders=orders), faults


def role_of(column: Mapping[str, Any]) -> str:
    """Return the role of a column as the form names it: of one whose acts a person has named, with their kind."""
    if column["role"] == "acts" and column["confidence"] == "given" and column["legend"] in KINDS:
        return f"act:{column['legend']}"
    return str(column["role"])


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a column can mean, in groups."""
    plain = [(role, gettext(label)) for role, label in ROLE_LABELS.items() if role not in DAYS and role != "ignored"]
    days = [(role, gettext(label)) for role, label in ROLE_LABELS.items() if role in DAYS]
    acts = [(f"act:{kind}", kind) for kind in ACT_KINDS]
    return [
        ("", [("ignored", gettext(ROLE_LABELS["ignored"]))]),
        (gettext("What it says of the agreement"), plain),
        (gettext("Days of the agreement"), days),
        (gettext("Acts of the participant in the row"), acts),
    ]
