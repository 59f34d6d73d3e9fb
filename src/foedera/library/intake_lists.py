"""A list of agreements taken in, one a row, as a national register keeps it: head, participants, days, without clauses and single acts.

What the register does not say is not made up. Of a bilateral agreement it knows that both sides were bound when it entered into force; of a
multilateral one only who is listed.
"""

from __future__ import annotations

import re

from foedera.library import intake_heads, intake_law
from foedera.library.columns import parts_of
from foedera.library.intake_values import Days, Listed, Row, slug
from foedera.library.names import Resolution
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_, dated, joined, say

_BILATERAL = re.compile(r"bi", re.IGNORECASE)


def agreement(row: Row) -> Agreement | None:
    """Return the agreement a row gives, None where something is wrong with it."""
    title = row.text("title")
    if not title:
        row.fault("F140", say("the row has no title"), say("add it"), _column(row, "title"))
    elif "\ufffd" in title:
        lost = say("the title has a letter the source has lost (\ufffd)")
        row.fault("F146", lost, say("correct it in the source"), _column(row, "title"), "warning")
    days = _days(row)
    key = _key(row, title, days)
    bilateral = _is_bilateral(row)
    listed = _listed(row, days, bilateral=bilateral)
    sides = _sides(row, listed, days) if bilateral and not row.wrong else None
    if row.wrong or not title:
        return None
    head = intake_heads.head(row, title, key, days, listed)
    return intake_law.of_two(head, row, days, listed, sides) if sides else intake_law.of_many(head, row, days, listed, bilateral=bilateral)


def _column(row: Row, role: str) -> str:
    guess = row.table.columns.column(role)
    return guess.column if guess else ""


def _key(row: Row, title: str, days: Days) -> str:
    """Return what tells the agreement from all others of the source: its own reference, else title and day."""
    key = row.text("key")
    if row.table.columns.column("key") is None:
        return f"{slug(title)[:60]}-{days.first or 'undated'}"
    if not slug(key):
        row.fault("F140", say("the row has no reference of its own, by which it would be found again"), say("add it"), _column(row, "key"))
    return key


def _is_bilateral(row: Row) -> bool:
    """Return whether the source calls the agreement bilateral; where it does not say, whether it names two participants."""
    sides = row.text("sides")
    return bool(_BILATERAL.match(sides)) if sides else len(_written(row)) == 2


def _written(row: Row) -> list[str]:
    return [*dict.fromkeys(parts_of(row.raw("participants"), row.table.columns.separator, row.table.names.knows))]


def _days(row: Row) -> Days:
    """Return the days of a row, with a fault where their order is impossible."""
    roles = ("signed", "adopted", "in-force", "in-force-effective", "provisional", "terminated", "terminated-effective", "withdrawn")
    days = Days(*(row.day(role) for role in roles))
    known, seen = days.signed or days.adopted, row.table.origin.seen
    for day, role, message in (
        (days.force, "in-force", N_("entered into force on {day}, before it was signed or adopted on {known}")),
        (days.provisional, "provisional", N_("provisionally applied on {day}, before it was signed or adopted on {known}")),
        (days.ended, "terminated", N_("ended on {day}, before it was signed or adopted on {known}")),
    ):
        if day is not None and known is not None and day < known:
            _out_of_order(row, role, say(message, day=dated(day), known=dated(known)))
    last = days.end or days.ended
    if days.force and days.ended and last and last < days.force:
        _out_of_order(row, "terminated", say("ended on {day}, before it entered into force on {force}", day=dated(last), force=dated(days.force)))
    if days.end and days.ended and days.end < days.ended:
        what = say("its end took effect on {day}, before the act of {act} that ended it", day=dated(days.end), act=dated(days.ended))
        _out_of_order(row, "terminated-effective", what)
    for day, role in ((days.signed, "signed"), (days.adopted, "adopted")):
        if day is not None and day > seen:
            _out_of_order(row, role, say("signed or adopted on {day}, after the day the source shows, {seen}", day=dated(day), seen=dated(seen)))
    return days


def _out_of_order(row: Row, role: str, message: str) -> None:
    row.fault("F142", message, say("correct one of the two dates"), _column(row, role))


def _listed(row: Row, days: Days, *, bilateral: bool) -> Listed:
    """Return the participants of a row by what is known of them, with a fault for each name a person has to decide."""
    column, on = _column(row, "participants"), days.first
    names, capitals = row.table.names, row.table.columns.capitals
    written = _written(row)
    if not written:
        row.fault("F140", say("the row names no participant"), say("add at least one"), column)
    acting: dict[str, None] = {}
    small: dict[str, None] = {}
    later: dict[str, Resolution] = {}
    territories: list[str] = []
    for text in written:
        as_territory = capitals and text != text.upper()
        found = names.resolve(text, on, None if bilateral or as_territory else row.table.origin.seen)
        if not found.settled and not as_territory:
            row.open_name(found, column)
        elif not found.settled or found.code is None:
            territories.append(text)
            if not found.settled:
                kept = say("'{name}' is kept as a territory as it is written", name=text[:80])
                row.fault("F154", kept, say("name it in the vocabulary to find it"), column, "note")
        elif not found.acts and not as_territory:
            later[found.code] = found
        elif as_territory and (not found.acts or names.parties[found.code].kind == "territory"):
            territories.append(text)
        else:
            (small if as_territory else acting)[found.code] = None
    return Listed(tuple(acting), tuple(code for code in small if code not in acting), later, tuple(territories))


def _sides(row: Row, listed: Listed, days: Days) -> tuple[str, str] | None:
    """Return the two sides of a bilateral agreement; None, with the row left as a list, where more may be sides."""
    parties = row.table.names.parties
    persons = [code for code in listed.acting if parties[code].kind != "territory"]
    for codes in (persons, [*listed.acting], [*persons, *listed.small]):
        if len(codes) == 2:
            return codes[0], codes[1]
    if len({*listed.acting, *listed.small}) < 2:
        if listed.acting:
            alone = say("called bilateral, but only {party} can have acted", party=listed.acting[0])
        else:
            alone = say("called bilateral, but none of those named can have acted")
        what = [say("{what} on {day}", what=alone, day=dated(days.first)) if days.first else alone]
        for code in listed.later:
            since = parties[code].since
            what += [say("{party} came into being on {since}", party=code, since=dated(since))] if since else []
        hint = say("decide who the other side was, or correct the date")
        row.fault("F143", joined(what, "; "), hint, _column(row, "participants"))
        row.unresolved.extend(listed.later.values())
    return None
