"""What taking a table in works with and gives: where the table comes from, its rows with their faults, the agreements proposed."""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from foedera.library.columns import DAYS, Columns
from foedera.library.days import NoDay, Order, read_day
from foedera.library.names import Names, Resolution
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault, UsageError
from foedera.model.phrases import N_, joined, say
from foedera.model.sheets import Cell, Sheet

_FAMILY = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_SLUG = 80

#: The codes of faults of names, by why they did not resolve.
NAME_FAULTS = {"unknown": "F150", "not-then": "F151", "ambiguous": "F152"}


@frozen
class Origin:
    """Where a table comes from, as a person says once for all its rows.

    `family` is the first part of every id, `source` the title of the register or document, `seen` the day whose state it shows. For the
    participants of one agreement `title` is its title and `key` the second part of its id.
    """

    family: str = field()
    source: str
    seen: dt.date
    url: str = ""
    title: str = ""
    key: str = ""

    @family.validator
    def _is_part_of_an_id(self, _: object, value: str) -> None:
        if not _FAMILY.match(value):
            unfit = N_("'{text}' cannot be the first part of ids: write it in lower case letters, digits and '-', like uk-treaties")
            raise UsageError(say(unfit, text=value[:60]))

    def id(self, key: str) -> str:
        """Return the id of the agreement with this key in the source.

        >>> Origin("uk-treaties", "UK Treaties Online", dt.date(2018, 1, 1)).id("TS No. 14/1939")
        'uk-treaties/ts-no-14-1939'
        """
        return f"{self.family}/{slug(key)}"


@frozen
class Line:
    """One row of the table as it was found: its faults, the names left open in it, the id it was proposed under (empty: left out)."""

    number: int
    content: tuple[tuple[str, str], ...]
    proposed: str = ""
    faults: tuple[Fault, ...] = ()
    unresolved: tuple[Resolution, ...] = ()


@frozen
class Proposal:
    """An agreement the rows of a table give, to be recorded by a deed; `numbers` are those rows."""

    agreement: Agreement
    numbers: tuple[int, ...]

    @property
    def id(self) -> str:
        """The id under which it is proposed, the same at every import."""
        return self.agreement.id


@frozen
class OpenName:
    """A name a person has to decide: how often it stands in the table, for which days, why it is open and whom it may mean."""

    text: str
    count: int
    why: str
    reason: str
    suggestions: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    numbers: tuple[int, ...]


@frozen
class Intake:
    """What a table gives: the proposals, and every row with what was found in it.

    `questions` must be answered before any row can be read; `beside` are faults of the file that belong to no row that could be read.
    """

    proposals: tuple[Proposal, ...] = ()
    lines: tuple[Line, ...] = ()
    questions: tuple[Fault, ...] = ()
    beside: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults: of the file, then in the order of the rows."""
        return (*self.questions, *self.beside, *(fault for line in self.lines for fault in line.faults))

    @property
    def left_out(self) -> tuple[Line, ...]:
        """The rows that propose nothing."""
        return tuple(line for line in self.lines if not line.proposed)

    def open_names(self) -> tuple[OpenName, ...]:
        """Return the names a person has to decide, the most frequent first; one name twice where it is open for two reasons."""
        found: dict[tuple[str, str, tuple[str, ...]], list[tuple[int, Resolution]]] = {}
        for line in self.lines:
            for name in line.unresolved:
                found.setdefault((name.text, name.why, name.suggestions), []).append((line.number, name))
        names = []
        for (text, why, suggestions), places in found.items():
            days = [name.on for _, name in places if name.on is not None]
            numbers = tuple(dict.fromkeys(number for number, _ in places))
            first, last = (min(days), max(days)) if days else (None, None)
            names.append(OpenName(text, len(places), why, places[0][1].reason, suggestions, first, last, numbers))
        return tuple(sorted(names, key=lambda name: (-name.count, name.text, name.why, name.suggestions)))


@frozen
class Table:
    """A sheet with the meaning of its columns, and all that is needed to read its rows."""

    sheet: Sheet
    columns: Columns
    names: Names
    origin: Origin

    def position(self, column: str) -> int:
        """Return the place of a column, from 0."""
        return self.sheet.columns.index(column)


@frozen
class Row:
    """One row being read; its faults and open names are collected while the rest of it is read."""

    table: Table
    number: int
    cells: Sequence[Cell]
    faults: list[Fault] = field(factory=list)
    unresolved: list[Resolution] = field(factory=list)

    def text(self, role: str) -> str:
        """Return the text of the column of a role, without runs of spaces and codes of web pages; empty where there is none."""
        guess = self.table.columns.column(role)
        cell = self.cells[self.table.position(guess.column)] if guess else ""
        return " ".join(html.unescape(cell).split()) if isinstance(cell, str) else cell.isoformat()

    def raw(self, role: str) -> str:
        """Return the text of the column of a role as it stands."""
        guess = self.table.columns.column(role)
        cell = self.cells[self.table.position(guess.column)] if guess else ""
        return cell if isinstance(cell, str) else cell.isoformat()

    def day(self, role: str) -> dt.date | None:
        """Return the day of the column of a role; a fault and None where the cell names none."""
        assert role in DAYS
        guess = self.table.columns.column(role)
        return self.day_in(self.cells[self.table.position(guess.column)], guess.column, guess.order) if guess else None

    def day_in(self, cell: Cell, column: str, order: Order | None) -> dt.date | None:
        """Return the day a cell names; a fault and None where it names none."""
        found = read_day(cell, order)
        if isinstance(found, NoDay):
            self.fault(found.code, found.message, found.hint, column)
            return None
        return found

    def fault(self, code: str, message: str, hint: str, column: str = "", severity: str = "error") -> None:
        """Note a fault of this row, at a column or at its beginning."""
        place = self.table.position(column) + 1 if column else 1
        self.faults.append(Fault(self.table.sheet.name, self.number, place, severity, code, message, hint))

    def open_name(self, name: Resolution, column: str) -> None:
        """Note a name that a person has to decide."""
        self.unresolved.append(name)
        meant = joined(name.suggestions, ", ")
        hint = say("decide what it means: {parties}?", parties=meant) if meant else say("decide what it means")
        self.fault(NAME_FAULTS.get(name.why, "F153"), name.reason, hint, column)

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with the row, so that it proposes nothing."""
        return any(fault.severity == "error" for fault in self.faults)

    def line(self, proposed: str) -> Line:
        """Return the row as it is reported."""
        pairs = zip(self.table.sheet.columns, self.cells, strict=True)
        content = tuple((column, cell if isinstance(cell, str) else cell.isoformat()) for column, cell in pairs if cell)
        return Line(self.number, content, proposed, tuple(self.faults), tuple(self.unresolved))


@frozen
class Days:
    """The days a row states."""

    signed: dt.date | None
    adopted: dt.date | None
    force: dt.date | None
    effect: dt.date | None
    provisional: dt.date | None
    ended: dt.date | None
    end: dt.date | None
    withdrawn: dt.date | None

    @property
    def first(self) -> dt.date | None:
        """The day the agreement's participants are taken for: signature, else adoption, else entry into force."""
        return self.signed or self.adopted or self.provisional or self.force


@frozen
class Listed:
    """The names of a row: who can have acted on its day, who came into being later, which territories are named."""

    acting: tuple[str, ...]
    small: tuple[str, ...]
    later: Mapping[str, Resolution]
    territories: tuple[str, ...]


def slug(text: str) -> str:
    """Return a text as the second part of an id: lower case, without accents, everything else a '-'."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:_SLUG].strip("-")


def once(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences without empty ones, each once, in order."""
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))
