"""What files of procedures, sittings and progress have in common: sources with ids, and periods."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from foedera.library.holding import each_once, needed
from foedera.library.tables import Table
from foedera.model.agreements import Source
from foedera.model.phrases import say
from foedera.ratification.procedures import UNITS, TimeLimit

_LONGEST = 10_000


def sourced(head: Table, *, illustrative: bool) -> tuple[Source, ...]:
    """Take the sources of a file, which the rest of it names by their ids; what is no invention has some."""
    tables = head.tables("sources")
    found = []
    for table in tables:
        found.append(Source(title=needed(table, "title"), url=table.text("url"), seen=table.date("seen"), id=table.text("id")))
        table.finish()
    each_once(tables, (source.id for source in found))
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
