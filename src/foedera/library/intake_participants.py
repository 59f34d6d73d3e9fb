"""The participants of one agreement taken in, one a row, as a depositary publishes them: acts with their days, no clauses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from foedera.library.columns import Guess
from foedera.library.days import NoDay, read_day
from foedera.library.headings import Meaning
from foedera.library.intake_values import Origin, Row, once
from foedera.model.acts import Act
from foedera.model.agreements import Agreement, Source
from foedera.model.phrases import dated, say
from foedera.model.sheets import Cell
from foedera.model.terms import word

NO_CLAUSES = "The final clauses are not on record: whether and when it entered into force is not computed from them."

#: A date with what may stand around it: square brackets (no longer so), a letter for the kind of act, numbers of footnotes.
_CELL = re.compile(
    r"(?P<open>\[)?\s*(?P<date>\d{1,2}\s+[^\W\d_]{3,9}\.?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"\s*(?P<letter>[A-Za-z]{1,2})?\s*(?:\d{1,3}(?:\s*,\s*\d{1,3})*)?\s*(?P<close>\])?\Z"
)
_TITLE = re.compile(r"(?P<title>.+?)[.,]?\s+(?P<place>[^\W\d_][^.\d]{1,60}),\s+(?P<day>\d{1,2}\s+[^\W\d_]{3,9}\s+\d{4})\s*\Z", re.DOTALL)


def acts(row: Row) -> tuple[list[Act], list[str]]:
    """Return the acts of one participant and what the source leaves open about them; faults are noted on the row."""
    participant = row.table.columns.column("participant")
    assert participant is not None, "asked for before rows are read"
    text = row.text("participant")
    if not text:
        row.fault("F140", say("the row names no participant"), say("add it, or remove the row"), participant.column)
        return [], []
    found: list[Act] = []
    doubts: list[str] = []
    for column in row.table.columns.acts():
        cell = row.cells[row.table.position(column.column)]
        for part in [cell] if isinstance(cell, dt.date) else re.split(r"[;\n]", cell):
            read = _dated(row, part, column)
            if read is None:
                continue
            on, meaning, ended = read
            name = row.table.names.resolve(text, on)
            if not name.acts:
                row.open_name(name, participant.column)
                continue
            assert name.code is not None
            found.append(Act(on, meaning.kind, (name.code,), note=_note(meaning), source="register"))
            if ended:
                doubts.append(f"The source marks the {meaning.kind} by {name.code} of {on} as no longer standing, not since when or by which act.")
    return found, doubts


def _dated(row: Row, cell: Cell, column: Guess) -> tuple[dt.date, Meaning, bool] | None:
    """Return what a cell records: the day, the act, whether the source marks it as ended; None where empty or faulty."""
    assert column.legend is not None
    if isinstance(cell, str) and not cell.strip():
        return None
    found = _CELL.match(cell.strip()) if isinstance(cell, str) else None
    if isinstance(cell, str) and found is None:
        wrong = read_day(cell, column.order)
        assert not isinstance(wrong, dt.date)
        wrong = wrong or NoDay("F120", say("the cell holds no date"), say("write a date"))
        row.fault(wrong.code, wrong.message, wrong.hint, column.column)
        return None
    day = row.day_in(found["date"] if found else cell, column.column, column.order)
    letter = (found["letter"] or "") if found else ""
    meaning = column.legend.meaning(letter)
    if meaning is None:
        legend = column.legend.describe()
        if letter:
            what = say("the heading does not explain the letter '{letter}': {legend}", letter=letter, legend=legend)
        else:
            what = say("the heading gives every act a letter, and this date has none: {legend}", legend=legend)
        row.fault("F145", what, say("correct the letter, or say which act the column holds"), column.column)
        return None
    if day is None:
        return None
    if day > row.table.origin.seen:
        seen = dated(row.table.origin.seen)
        message = say("{kind} on {day}, after the day the source shows, {seen}", kind=word(meaning.kind), day=dated(day), seen=seen)
        row.fault("F142", message, say("correct one of the two"), column.column)
        return None
    return day, meaning, bool(found and found["open"] and found["close"])


def _note(meaning: Meaning) -> str:
    """Return what the source says of an act beyond its kind."""
    if meaning.note:
        return meaning.note
    plain = meaning.words.casefold().replace("-", " ") == meaning.kind.replace("-", " ")
    return "" if plain else meaning.words


def agreement(origin: Origin, key: str, found: Sequence[Act], doubts: Sequence[str]) -> Agreement:
    """Return the agreement whose participants a table lists."""
    title, place, adopted = split_title(origin.title)
    log = tuple(sorted(found, key=lambda act: act.on))
    return Agreement(
        id=origin.id(key),
        title=title,
        acts=log,
        adopted=adopted if adopted and all(act.on >= adopted for act in log) else None,
        place=place,
        sources=(Source(origin.source, origin.url, origin.seen, "register"),),
        uncertain=once([NO_CLAUSES, *doubts]),
        incomplete=True,
    )


def split_title(text: str) -> tuple[str, str, dt.date | None]:
    """Return a depositary's title apart from the place and day that end it.

    >>> split_title("Convention on the Privileges and Immunities of the United Nations. New York, 13 February 1946")
    ('Convention on the Privileges and Immunities of the United Nations', 'New York', datetime.date(1946, 2, 13))
    """
    whole = " ".join(text.split())
    found = _TITLE.match(whole)
    day = read_day(found["day"]) if found else None
    if found is None or not isinstance(day, dt.date):
        return whole, "", None
    return found["title"], found["place"], day
