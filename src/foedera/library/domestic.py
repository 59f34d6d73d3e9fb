"""What files of procedures, sittings and progress have in common: sources with ids, periods, ids used once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from foedera.library.holding import Read, needed
from foedera.library.tables import Faults, Table
from foedera.library.toml_text import tables_of, version
from foedera.model.agreements import Source
from foedera.model.errors import Fault
from foedera.model.phrases import say
from foedera.ratification.procedures import UNITS, TimeLimit

T = TypeVar("T")

#: What such a file holds, as its line `holds = "…"` says.
DOMESTIC = ("procedure", "sittings", "progress")

_LONGEST = 10_000


def read_domestic(content: bytes, name: str, what: str, make: Callable[[Table], T]) -> Read[T]:
    """Read a file that holds one of `DOMESTIC`; `make` takes the keys of its table and notes what is wrong with them."""
    parsed = tables_of(content, name)
    if isinstance(parsed, Fault):
        return Read(name, None, (parsed,))
    faults, head = parsed
    version(head)
    if (found := _said(head)) not in ("", what):
        head.fault("holds", "F200", say("the file holds {found}, not {what}", found=found, what=what), say("name the file that holds it"))
    value = make(head)
    head.finish()
    return Read(name, None if _wrong(faults) else value, faults.placed())


def _said(head: Table) -> str:
    """Take what the file says it holds; empty, and a fault, where that is none of `DOMESTIC`."""
    value = head.text("holds", required=True)
    if value in DOMESTIC or not isinstance(head.data.get("holds"), str):
        return value
    message = say("'{text}' is nothing such a file holds", text=value[:60])
    head.fault("holds", "F200", message, say("write holds = one of: {words}", words=", ".join(DOMESTIC)))
    return ""


def _wrong(faults: Faults) -> bool:
    return any(severity == "error" for _, severity, _, _, _ in faults.found)


def sourced(head: Table, *, illustrative: bool) -> tuple[Source, ...]:
    """Take the sources of a file, which the rest of it names by their ids; what is no invention has some."""
    tables = head.tables("sources")
    found = []
    for table in tables:
        found.append(Source(title=needed(table, "title"), url=table.text("url"), seen=table.date("seen"), id=table.text("id")))
        table.finish()
    each_own(tables, [source.id for source in found])
    if not found and not illustrative:
        hint = say("add sources = [{example}], or illustrative = true if it is invented", example='{ id = "…", title = "…" }')
        head.fault("sources", "F211", say("no source is named"), hint)
    return tuple(found)


def cited_from(table: Table, sources: Iterable[Source], *, required: bool = False) -> str:
    """Take the id of the source something rests on."""
    value = table.text("source", required=required)
    there = sorted(source.id for source in sources if source.id)
    if value and value not in there:
        hint = say("there are: {names}", names=", ".join(there)[:300]) if there else say("there are none")
        table.fault("source", "F302", say("the file has no source '{name}'", name=value[:60]), hint)
    return value


def each_own(tables: Iterable[Table], ids: Iterable[str]) -> None:
    """Fault every table whose id one before it has."""
    seen: set[str] = set()
    for table, name in zip(tables, ids, strict=True):
        if name and name in seen:
            table.fault("id", "F202", say("the id '{id}' is given twice", id=name[:80]), say("leave one, or give it an id of its own"))
        seen.add(name)


def limit_of(table: Table, key: str, steps: Collection[str], chambers: Collection[str], *, start: bool = True) -> TimeLimit | None:
    """Take a period: a number of one unit, and with `start` the step it runs from."""
    found = table.table(key)
    if found is None:
        return None
    given = {unit: value for unit in UNITS if (value := found.integer(unit, least=1, most=_LONGEST)) is not None}
    if len(given) != 1 and not any(found.has(unit) for unit in UNITS if unit not in given):
        message = say("the period has no length") if not given else say("the period is given in several units: {units}", units=", ".join(given))
        table.fault(key, "F303", message, say("give one of: {words}", words=", ".join(UNITS)))
    unit, length = next(iter(given.items()), ("days", 1))
    since = needed(found, "from") if start else ""
    if since and since not in steps:
        hint = say("there are: {names}", names=", ".join(sorted(steps))[:300])
        found.fault("from", "F302", say("the path has no step '{name}'", name=since[:60]), hint)
    those = found.texts("chambers")
    for position, chamber in enumerate(those):
        if chamber not in chambers:
            found.fault_at(("chambers", position), "F302", say("the file has no {what} '{name}'", what="chamber", name=chamber[:60]))
    if unit == "sitting_days" and start and not those and "sitting_days" in given:
        found.fault("sitting_days", "F303", say("whose sitting days is not said"), say('add chambers = ["…"]'))
    unless = found.texts("unless") if start else ()
    for position, name in enumerate(unless):
        if name not in steps:
            found.fault_at(("unless", position), "F302", say("the path has no step '{name}'", name=name[:60]))
    limit = TimeLimit(
        length=length,
        unit=unit,
        since=since,
        chambers=those,
        counting=found.choice("counting", ("each", "any"), "each"),
        inclusive=found.boolean("inclusive"),
        if_not_working=found.choice("if_not_working", ("next",), ""),
        unless=unless,
    )
    found.finish()
    return limit
