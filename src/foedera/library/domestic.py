"""What files of procedures, sittings and progress have in common: sources with ids, and periods."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from foedera.library.holding import each_once, needed
from foedera.library.tables import Table
from foedera.model.agreements import Source
from foedera.model.phrases import N_, Phrase, say
from foedera.ratification.procedures import UNITS, TimeLimit

#: What is said of an id the file does not have.
NO_STEP = N_("the path has no step '{name}'")
NO_CHAMBER = N_("the file has no chamber '{name}'")

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
    there = {source.id for source in sources}
    if value and value not in there:
        table.fault("source", "F302", say("the file has no source '{name}'", name=value[:60]), those(there))
    return value


def those(names: Iterable[str]) -> Phrase:
    """Return the remedy for a name that is none of these."""
    listed = ", ".join(sorted(filter(None, names)))
    return say("there are: {names}", names=listed[:300]) if listed else say("there are none")


def ids_of(table: Table, key: str, there: Collection[str], unknown: str) -> tuple[str, ...]:
    """Take ids of what the file itself describes; `unknown` is the message for one it does not, with a place for the name."""
    found = table.texts(key)
    for position, name in enumerate(found):
        if name not in there:
            below = (key, position) if isinstance(table.data[key], list) else (key,)
            table.fault_at(below, "F302", say(unknown, name=name[:60]), those(there))
    return found


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
        found.fault("from", "F302", say(NO_STEP, name=since[:60]), those(steps))
    houses = ids_of(found, "chambers", chambers, NO_CHAMBER)
    if unit == "sitting_days" and start and not houses and "sitting_days" in given:
        found.fault("sitting_days", "F303", say("whose sitting days is not said"), say('add chambers = ["…"]'))
    limit = TimeLimit(
        length=length,
        unit=unit,
        since=since,
        chambers=houses,
        counting=found.choice("counting", ("each", "any"), "each"),
        inclusive=found.boolean("inclusive"),
        if_not_working=found.choice("if_not_working", ("next",), ""),
        unless=ids_of(found, "unless", steps, NO_STEP) if start else (),
    )
    found.finish()
    return limit
