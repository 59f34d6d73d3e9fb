"""Foedera in a notebook: load an agreement, ask it questions, turn the answers into tables.

>>> import foedera as fo
>>> treaty = fo.load("nato/north-atlantic-treaty")
>>> len(treaty.status(on="1982-05-30").parties)
16
>>> treaty.timeline().to_polars().columns
['agreement', 'on', 'party', 'change', 'because']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

from foedera.law import relations
from foedera.library.checking import check as check_files
from foedera.library.collection import Collection
from foedera.model.agreements import Agreement
from foedera.model.errors import Fault, UsageError
from foedera.model.standing import Bond, Change, Participation, Standing

if TYPE_CHECKING:
    import pandas
    import polars

Day = dt.date | str


class Row(Protocol):
    """What a table is made of: an answer that can say itself as one object."""

    def as_json(self) -> dict[str, object]:
        """Return the answer as an object of plain values."""


R = TypeVar("R", bound=Row)


class Rows(Sequence[R], Generic[R]):
    """A list of answers that becomes a table.

    >>> Rows([Participation("BEL", "party", dt.date(1949, 8, 24), None)]).to_polars().shape
    (1, 4)
    """

    def __init__(self, items: Iterable[R], columns: Sequence[str] = ()) -> None:
        """Hold the answers, in their order; `columns` are those of the table when there is none."""
        self._items = tuple(items)
        self._columns = tuple(columns)

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[R]: ...
    def __getitem__(self, index: int | slice) -> R | Rows[R]:
        """Return one answer, or some of them as rows again."""
        return Rows(self._items[index], self._columns) if isinstance(index, slice) else self._items[index]

    def __repr__(self) -> str:
        """Return the answers, a line each."""
        return "\n".join(repr(item) for item in self._items) or "(none)"

    def objects(self) -> list[dict[str, Any]]:
        """Return the answers as objects, days as dates."""
        return [{key: _dated(value) for key, value in item.as_json().items()} for item in self._items]

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame; unknown is null. Needs the extra `foedera[notebook]`."""
        import polars as pl

        return pl.DataFrame(self.objects() or {name: [] for name in self._columns}, infer_schema_length=None)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame; unknown is None or NaT. Needs the extra `foedera[notebook]`."""
        import pandas as pd

        return pd.DataFrame(self.objects(), columns=None if self._items else list(self._columns))


class Treaty:
    """An agreement with the collection its references are resolved in."""

    def __init__(self, collection: Collection, agreement: Agreement) -> None:
        """Ask about this agreement."""
        self.collection = collection
        self.agreement = agreement

    def __repr__(self) -> str:
        """Return the title and the id."""
        return f"<{self.agreement.short_title or self.agreement.title} ({self.agreement.id})>"

    def status(self, on: Day | None = None, known: Day | None = None) -> Standing:
        """Return how the agreement stands on a day (default: today), from what was on record on `known` (default: all).

        >>> load("anzus/treaty").status(on="1990-01-01").status
        'in-force'
        """
        return self.collection.known(_day(known)).timeline(self.agreement.id).standing(_day_or_today(on))

    def participants(self, on: Day | None = None, known: Day | None = None) -> Rows[Participation]:
        """Return the participants on a day as rows."""
        return Rows(self.status(on, known).participants, ("party", "status", "since", "until"))

    def timeline(self, known: Day | None = None) -> Rows[Change]:
        """Return every change in the agreement's life as rows, certain ones to come included."""
        found = self.collection.known(_day(known)).timeline(self.agreement.id).changes(_day_or_today(None))
        return Rows(found, ("agreement", "on", "party", "change", "because"))

    def between(self, a: str, b: str, on: Day | None = None, known: Day | None = None) -> Bond:
        """Return what binds two participants to one another on a day.

        >>> bond = load("anzus/treaty").between("USA", "NZL", on="1990-01-01")
        >>> bond.in_force, bond.suspended
        (True, True)
        """
        return relations.between(self.collection.known(_day(known)), self.agreement.id, a, b, _day_or_today(on))


def load(ref: str | Path, *collections: str | Path) -> Treaty:
    """Return an agreement by id or file; further folders of agreement files may be added to the bundled collection.

    Raises `UnknownAgreement` where there is none, `FaultyFile` with every fault where the file has errors.

    >>> load("anzus/treaty")
    <ANZUS (anzus/treaty)>
    """
    collection = Collection([Path(folder) for folder in collections])
    paths = collection.resolve(str(ref))
    if len(paths) != 1:
        message = f"'{ref}' means {len(paths)} agreements; use load_all, or name one"
        raise UsageError(message)
    return Treaty(collection, collection.agreement_at(paths[0]))


def load_all(*refs: str | Path) -> list[Treaty]:
    """Return the agreements these ids, families, files or folders mean; without any, the whole bundled collection."""
    collection = Collection()
    if not refs:
        return [Treaty(collection, agreement) for agreement in collection]
    paths = [path for ref in refs for path in collection.resolve(str(ref))]
    return [Treaty(collection, collection.agreement_at(path)) for path in paths]


def check(*refs: str | Path) -> Rows[Fault]:
    """Return the faults of agreement files, with place, reason and remedy."""
    collection = Collection()
    return Rows(check_files(collection, [path for ref in refs for path in collection.resolve(str(ref), held_too=True)]))


def _day(day: Day | None) -> dt.date | None:
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, str):
        try:
            return dt.date.fromisoformat(day)
        except ValueError as error:
            message = f"'{day}' is not a day; write it like 1949-08-24"
            raise UsageError(message) from error
    return day


def _day_or_today(day: Day | None) -> dt.date:
    """Return the day asked about, today where none was: the only place of this face that reads the clock."""
    found = _day(day)
    return found if found is not None else dt.datetime.now(tz=dt.UTC).astimezone().date()


def _dated(value: object) -> object:
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value
