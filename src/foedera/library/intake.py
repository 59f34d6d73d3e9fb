"""Tables taken in as proposals: agreements with their acts, each with the rows it came from, and for every row left out the reason.

Nothing is recorded here. The same table with the same decisions gives the same proposals, under the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import evolve

from foedera.library import intake_lists, intake_participants
from foedera.library.columns import Columns, open_questions
from foedera.library.intake_values import Intake, Origin, Proposal, Row, Table
from foedera.library.names import Names
from foedera.model.errors import Fault, UsageError
from foedera.model.phrases import say
from foedera.model.sheets import Sheet

#: Told how many rows are done, of how many.
Progress = Callable[[int, int], None]

_STEP = 200


def take_in(sheet: Sheet, columns: Columns, names: Names, origin: Origin, progress: Progress | None = None) -> Intake:
    """Return what a table proposes, and every row with what is wrong with it. A row with an error proposes nothing.

    Questions about whole columns come first: while one is open no row is read. UsageError where the participants of an agreement are
    given without saying of which.
    """
    if sheet.refused:
        return Intake(questions=sheet.faults)
    table = Table(sheet, columns, names, origin)
    if columns.shape == "participants" and not origin.title:
        message = say("the table lists the participants of one agreement: say which, by its title")
        raise UsageError(message)
    numbers = set(sheet.numbers)
    beside = tuple(fault for fault in sheet.faults if fault.line not in numbers)
    questions = tuple(open_questions(sheet, columns))
    if questions:
        return Intake(questions=questions, beside=beside)
    rows = _reported(_rows(table), len(sheet.rows), progress)
    return evolve(_participants(table, rows) if columns.shape == "participants" else _agreements(rows), beside=beside)


def _rows(table: Table) -> Iterator[Row]:
    sheet = table.sheet
    found: dict[int, list[Fault]] = {}
    for fault in sheet.faults:
        found.setdefault(fault.line, []).append(fault)
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        yield Row(table, number, cells, found.get(number, []))


def _reported(rows: Iterator[Row], total: int, progress: Progress | None) -> Iterator[Row]:
    for done, row in enumerate(rows, 1):
        yield row
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)


def _agreements(rows: Iterator[Row]) -> Intake:
    """Return the proposals of a list of agreements; an id that two rows claim is proposed for neither."""
    read = [(row, intake_lists.agreement(row)) for row in rows]
    claims = Counter(found.id for _, found in read if found is not None)
    proposals, lines = [], []
    for row, found in read:
        if found is not None and claims[found.id] > 1:
            hint = say("give each row a reference of its own, or remove the one that repeats")
            row.fault("F144", say("{n} rows give the agreement '{id}'", n=claims[found.id], id=found.id), hint)
        if found is None or row.wrong:
            lines.append(row.line(""))
        else:
            proposals.append(Proposal(found, (row.number,)))
            lines.append(row.line(found.id))
    return Intake(tuple(proposals), tuple(lines))


def _participants(table: Table, rows: Iterator[Row]) -> Intake:
    """Return the one proposal of a table of participants, from the rows that are in order."""
    key = table.origin.key or Path(table.sheet.name).stem
    read = [(row, *intake_participants.acts(row)) for row in rows]
    good = [(row, acts, doubts) for row, acts, doubts in read if not row.wrong]
    found = intake_participants.agreement(
        table.origin, key, [act for _, acts, _ in good for act in acts], [doubt for _, _, doubts in good for doubt in doubts]
    )
    used = {row.number for row, _, _ in good}
    lines = tuple(row.line(found.id if row.number in used else "") for row, _, _ in read)
    proposals = (Proposal(found, tuple(row.number for row, _, _ in good)),) if found.acts else ()
    return Intake(proposals, lines if proposals else tuple(evolve(line, proposed="") for line in lines))
