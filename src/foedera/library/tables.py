"""Strict tables: each key is taken once, of the type it must have; what nobody took is a fault with its line.

Faults are collected while reading goes on with a harmless stand-in, so that one run reports all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from foedera.library.positions import Path, Places
from foedera.model.errors import Fault
from foedera.model.phrases import N_, dated, say

#: Dates outside these years are taken for slips of the pen.
FIRST_YEAR, LAST_YEAR = 1500, 2999

_TYPES = {
    str: N_("text"),
    bool: N_("true or false"),
    int: N_("a whole number"),
    dt.date: N_("a date like 1949-04-04"),
    list: N_("a list"),
    dict: N_("a table"),
    float: N_("a number"),
}


class Faults:
    """The faults of one file, with what is needed to place them."""

    def __init__(self, file: str, text: str) -> None:
        """Start with no fault."""
        self.file = file
        self.text = text
        self.found: list[tuple[Path, str, str, str, str]] = []
        self.fixed: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, fault: Fault) -> Faults:
        """Return the one fault of a file that could not be read."""
        faults = cls(fault.file, "")
        faults.fixed = (fault,)
        faults.found.append(((), fault.severity, fault.code, fault.message, fault.hint))
        return faults

    def add(self, path: Path, code: str, message: str, hint: str = "", severity: str = "error") -> None:
        """Note a fault at the key or item of that path."""
        self.found.append((path, severity, code, message, hint))

    def placed(self) -> tuple[Fault, ...]:
        """Return the faults with their lines and columns, in the order of the file."""
        if self.fixed:
            return self.fixed
        faults = []
        places = Places(self.text)
        for path, severity, code, message, hint in self.found:
            line, column = places.of(path)
            faults.append(Fault(self.file, line, column, severity, code, message, hint))
        return tuple(sorted(set(faults)))


class Table:
    """One table of a file being read strictly."""

    __slots__ = ("data", "faults", "path", "taken")

    def __init__(self, data: Mapping[str, Any], path: Path, faults: Faults) -> None:
        """Read `data`, which stands at `path`."""
        self.data = data
        self.path = path
        self.faults = faults
        self.taken: set[str] = set()

    def has(self, key: str) -> bool:
        """Return whether the key is there, without taking it."""
        return key in self.data

    def take(self, key: str) -> Any:
        """Take a value of any type, None where the key is absent."""
        self.taken.add(key)
        return self.data.get(key)

    def typed(self, key: str, kind: type, *, required: bool = False) -> Any:
        """Take a value of one type; None, and a fault, where it is of another or missing though required."""
        self.taken.add(key)
        value = self.data.get(key)
        if value is None:
            if required:
                self.fault(key, "F011", say("'{key}' is missing", key=key), say("add {key} = … ({kind})", key=key, kind=say(_TYPES[kind])))
            return None
        if type(value) is kind:
            if isinstance(value, dt.date):
                return self._plausible(key, value)
            return value
        if kind is dt.date and isinstance(value, dt.datetime):
            hint = say("acts have a day only: write the date without the time")
            self.fault(key, "F017", say("'{key}' has a time of day", key=key), hint)
            return None
        self.fault(key, "F012", say("'{key}' must be {kind}, not {value}", key=key, kind=say(_TYPES[kind]), value=_shown(value)))
        return None

    def text(self, key: str, *, required: bool = False) -> str:
        """Take a text, empty where absent."""
        return self.typed(key, str, required=required) or ""

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        """Take a date."""
        found: dt.date | None = self.typed(key, dt.date, required=required)
        return found

    def integer(self, key: str, *, least: int = 0, most: int = 100_000) -> int | None:
        """Take a whole number within bounds."""
        value: int | None = self.typed(key, int)
        if value is not None and not least <= value <= most:
            message = say("'{key}' is {value}, outside {least} … {most}", key=key, value=str(value), least=str(least), most=str(most))
            self.fault(key, "F019", message)
            return None
        return value

    def boolean(self, key: str, *, default: bool = False) -> bool:
        """Take true or false."""
        value: bool | None = self.typed(key, bool)
        return default if value is None else value

    def choice(self, key: str, options: Iterable[str], default: str | None = None, *, required: bool = False) -> Any:
        """Take a word of a closed vocabulary."""
        value = self.text(key, required=required)
        if not value and not isinstance(self.data.get(key), str):
            return default
        if value not in options:
            self.fault(key, "F013", say("'{value}' is not a {key}", value=value, key=key), _did_you_mean(value, options))
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take one text or a list of texts."""
        value = self.take(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        good = []
        for position, item in enumerate(values):
            if isinstance(item, str):
                good.append(item)
            else:
                below: Path = (key, position) if isinstance(value, list) else (key,)
                self.fault_at(below, "F012", say("'{key}' must hold text, not {value}", key=key, value=_shown(item)))
        return tuple(good)

    def table(self, key: str) -> Table | None:
        """Take a table below this one."""
        value = self.typed(key, dict)
        return None if value is None else Table(value, (*self.path, key), self.faults)

    def tables(self, key: str) -> list[Table]:
        """Take a list of tables."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            message = say("'{key}' must be a list of tables, not {value}", key=key, value=_shown(value))
            self.fault(key, "F012", message, say("write [[{key}]]", key=key))
            return []
        found = []
        for position, item in enumerate(value):
            if isinstance(item, dict):
                found.append(Table(item, (*self.path, key, position), self.faults))
            else:
                self.fault_at((key, position), "F012", say("'{key}' must hold tables, not {value}", key=key, value=_shown(item)))
        return found

    def finish(self, known: Iterable[str] = ()) -> None:
        """Fault every key that nobody has taken; `known` are further keys that may stand here, for the advice."""
        if len(self.data) == len(self.taken) and self.data.keys() == self.taken:
            return
        for key in self.data:
            if key not in self.taken:
                hint = _did_you_mean(key, self.taken | set(known)) or say("remove it or check its spelling")
                self.fault(key, "F010", say("unknown key '{key}'", key=key), hint)

    def fault(self, key: str, code: str, message: str, hint: str = "", severity: str = "error") -> None:
        """Note a fault at one of this table's keys, at the table itself where the key is absent."""
        self.faults.add((*self.path, key) if key in self.data else self.path, code, message, hint, severity)

    def fault_at(self, below: Path, code: str, message: str, hint: str = "") -> None:
        """Note a fault at a path below this table."""
        self.faults.add((*self.path, *below), code, message, hint)

    def _plausible(self, key: str, value: dt.date) -> dt.date | None:
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return value
        message = say("'{key}' is {day}, which cannot be right", key=key, day=dated(value))
        self.fault(key, "F017", message, say("years run from {first} to {last}", first=str(FIRST_YEAR), last=str(LAST_YEAR)))
        return None


def _shown(value: object) -> str:
    kind = say(_TYPES[type(value)]) if type(value) in _TYPES else type(value).__name__
    if isinstance(value, str | int | float | bool) and len(repr(value)) < 40:
        return say("{kind} ({value})", kind=kind, value=repr(value))
    return kind


def _did_you_mean(word: str, options: Iterable[str]) -> str:
    from difflib import get_close_matches

    options = list(options)
    close = get_close_matches(word[:60], options, 1, 0.6)
    if close:
        return say("did you mean '{word}'?", word=close[0])
    return say("one of: {words}", words=", ".join(sorted(options))) if len(options) <= 16 else ""
