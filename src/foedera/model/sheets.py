"""A table as it was handed in: named columns and rows of cells, each row with the number a spreadsheet program shows for it."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from attrs import frozen

from foedera.model.errors import Fault

#: What a cell holds: text as typed, or a day where the file itself says that it is one. An empty cell is an empty text.
Cell: TypeAlias = str | dt.date


@frozen
class Sheet:
    """One table, read. `numbers` are the rows' places in the file; the faults have row and column for line and column.

    A file that was refused has no columns, and the reason in its faults.
    """

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing of the file can be used."""
        return not self.columns

    @property
    def faulty(self) -> frozenset[int]:
        """The numbers of the rows that cannot be used as they stand."""
        return frozenset(fault.line for fault in self.faults if fault.severity == "error")
