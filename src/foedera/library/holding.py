"""Files that hold no agreement: what each says it holds (threats, rounds, procedures and the like), and how it is read, fault by fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from attrs import frozen

from foedera.library.tables import Faults, Table
from foedera.library.toml_text import tables_of, version
from foedera.model.errors import Fault, FaultyFile
from foedera.model.phrases import N_, dated, say
from foedera.threats.register import Source
from foedera.threats.scales import CONFIDENCE

#: What a file can hold, as its line `holds = "…"` says.
HOLDS = ("taxonomy", "threats", "positions", "round", "ballot", "answers", "procedure", "sittings", "progress")

_HOLDS_LINE = re.compile(rb"^holds\s*=\s*[\"']([^\"'\n]*)[\"']", re.MULTILINE)
#: Ids: words in lower case with hyphens.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

T = TypeVar("T")


@frozen
class Read(Generic[T]):
    """What reading a file gave: its value, None where it has errors, and every fault with its place."""

    file: str
    value: T | None
    faults: tuple[Fault, ...] = ()

    def sound(self) -> T:
        """Return the value; FaultyFile with every error where there is none."""
        if self.value is None:
            raise FaultyFile(tuple(fault for fault in self.faults if fault.severity == "error"))
        return self.value


def held(content: bytes) -> str:
    """Return what a file says it holds, before it is read; empty for an agreement, which says nothing of the kind.

    >>> held(b'foedera = 1\\nholds = "threats"\\n'), held(b'foedera = 1\\nid = "anzus/treaty"\\n')
    ('threats', '')
    """
    found = _HOLDS_LINE.search(content)
    return found[1].decode("utf-8", "replace") if found else ""


def read(content: bytes, name: str, what: str, make: Callable[[Table], T]) -> Read[T]:
    """Read a file that must hold one thing; `make` takes the keys of its table and notes what is wrong with them."""

    def of_its_kind(head: Table) -> T:
        if (found := _said(head)) not in ("", what):
            head.fault("holds", "F200", say("the file holds {found}, not {what}", found=found, what=what), say("name the file that holds it"))
        return make(head)

    return read_whole(content, name, of_its_kind)


def read_whole(content: bytes, name: str, make: Callable[[Table], T]) -> Read[T]:
    """Read a file to its last key, whatever it holds; `make` takes the keys of its table and notes what is wrong with them."""
    parsed = tables_of(content, name)
    if isinstance(parsed, Fault):
        return Read(name, None, (parsed,))
    faults, head = parsed
    version(head)
    value = make(head)
    head.finish()
    return Read(name, None if _wrong(faults) else value, faults.placed())


def _said(head: Table) -> str:
    """Take what a file says it holds; empty, and a fault, where it says nothing that is known."""
    value = head.text("holds", required=True)
    if value in HOLDS or not isinstance(head.data.get("holds"), str):
        return value
    message = say("'{text}' is nothing such a file holds", text=value[:60])
    head.fault("holds", "F200", message, say("write holds = one of: {words}", words=", ".join(HOLDS)))
    return ""


def _wrong(faults: Faults) -> bool:
    return any(severity == "error" for _, severity, _, _, _ in faults.found)


def needed(table: Table, key: str) -> str:
    """Take a text that must say something."""
    value = table.text(key, required=True)
    if isinstance(table.data.get(key), str) and not value.strip():
        table.fault(key, "F011", say("'{key}' is empty", key=key), say("write what it is"))
    return value


def slug(table: Table) -> str:
    """Take an id: words in lower case with hyphens."""
    value = table.text("id", required=True)
    if isinstance(table.data.get("id"), str) and not SLUG.match(value):
        hint = say("write lower case letters, digits and single hyphens, like armed-attack-europe")
        table.fault("id", "F201", say("'{id}' is not an id", id=value[:80]), hint)
    return value


def each_once(tables: Iterable[Table], ids: Iterable[str], twice: str = N_("the id '{id}' is given twice")) -> None:
    """Fault every table whose id another has taken; `twice` is the message, with a place for the id."""
    seen: set[str] = set()
    for table, name in zip(tables, ids, strict=True):
        if name and name in seen:
            table.fault("id", "F202", say(twice, id=name[:80]), say("leave one, or give it an id of its own"))
        seen.add(name)


def days_in_order(table: Table, first: str, last: str) -> None:
    """Take nothing; fault a pair of days of which the later-named comes first."""
    one, other = table.data.get(first), table.data.get(last)
    if type(one) is type(other) is dt.date and other < one:
        message = say("'{last}' is {other}, before '{first}', {one}", last=last, other=dated(other), first=first, one=dated(one))
        table.fault(last, "F205", message, say("exchange them, or correct one"))


def confidence(table: Table) -> str:
    """Take how sure the file is of what it says; empty: not said."""
    value: str = table.choice("confidence", CONFIDENCE, "")
    return value


def sources(table: Table) -> tuple[Source, ...]:
    """Take the sources of a table: title, address, the day each was looked at."""
    found = []
    for entry in table.tables("sources"):
        found.append(Source(title=needed(entry, "title"), url=entry.text("url"), seen=entry.date("seen")))
        entry.finish()
    return tuple(found)


def cited(table: Table, found: tuple[Source, ...], *, illustrative: bool) -> None:
    """Fault what is given as a fact and says from nowhere."""
    if not found and not illustrative:
        hint = say("add sources = [{example}], or illustrative = true if it is invented", example="{ title = …, url = …, seen = … }")
        table.fault("sources", "F211", say("no source is named"), hint)
