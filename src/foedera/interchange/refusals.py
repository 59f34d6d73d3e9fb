"""The refusal of a file handed in: raised while reading it, caught by `sheets.read`, which returns its fault."""

from __future__ import annotations

from foedera.model.errors import Fault, FaultyFile


class Refused(FaultyFile):
    """A file of which nothing can be used, with the one fault that says so."""

    def __init__(self, name: str, code: str, message: str, hint: str, line: int = 1, column: int = 1) -> None:
        """Make the fault."""
        super().__init__((Fault(name, line, column, "error", code, message, hint),))
