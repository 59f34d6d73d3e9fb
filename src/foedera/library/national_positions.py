"""Reading what a nation brings to the table: one file a nation, item by item; what ships are public legal sensitivities."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import foedera.data
from foedera.library import vocabularies
from foedera.library.holding import Read, cited, confidence, days_in_order, each_once, needed, read, slug, sources
from foedera.library.tables import Table
from foedera.library.threats import advice, taxonomy
from foedera.model.parties import Parties
from foedera.model.phrases import N_, say
from foedera.threats.positions import EVERYBODY, KINDS, Item
from foedera.threats.register import Taxonomy

_BUNDLED = Path(foedera.data.__path__[0]) / "positions"


@cache
def public_positions() -> tuple[Item, ...]:
    """Return the items that ships with Foedera: published law and declared policy, released to everybody.

    >>> next(item.topic for item in public_positions() if item.nation == "AUT")
    'Permanent neutrality'
    """
    parties, kinds = vocabularies.parties(), taxonomy()
    return tuple(item for file in sorted(_BUNDLED.glob("*.toml")) for item in read_positions(file.read_bytes(), str(file), parties, kinds).sound())


def read_positions(content: bytes, name: str, parties: Parties, kinds: Taxonomy) -> Read[tuple[Item, ...]]:
    """Read the file of one nation's position; an item nobody is named for is the nation's own."""
    return read(content, name, "positions", lambda head: _items(head, parties, kinds))


def _items(head: Table, parties: Parties, kinds: Taxonomy) -> tuple[Item, ...]:
    nation = code(head, "nation", parties)
    illustrative = head.boolean("illustrative")
    tables = head.tables("item")
    items = tuple(_item(table, nation, parties, kinds, illustrative=illustrative) for table in tables)
    each_once(tables, (item.id for item in items), N_("the item '{id}' is given twice"))
    return items


def _item(table: Table, nation: str, parties: Parties, kinds: Taxonomy, *, illustrative: bool) -> Item:
    days_in_order(table, "since", "until")
    about = table.texts("about")
    for position, word in enumerate(about):
        if word not in vocabularies.AREAS and word not in vocabularies.FUNCTIONS and kinds.find(word) is None:
            message = say("'{text}' is no area, no function of a provision and no kind of threat", text=word[:60])
            table.fault_at(("about", position), "F013", message, advice(word, kinds))
    item = Item(
        id=slug(table),
        nation=nation,
        kind=table.choice("kind", KINDS, "sensitivity", required=True),
        topic=needed(table, "topic"),
        effect=table.text("effect"),
        instrument=table.text("instrument"),
        about=about,
        agreements=table.texts("agreements"),
        since=table.date("since"),
        until=table.date("until"),
        confidence=confidence(table),
        sources=sources(table),
        released_to=frozenset(_released(table, parties)),
        illustrative=table.boolean("illustrative", default=illustrative),
    )
    cited(table, item.sources, illustrative=item.illustrative)
    table.finish()
    return item


def _released(table: Table, parties: Parties) -> tuple[str, ...]:
    named = table.texts("released_to")
    for position, word in enumerate(named):
        if word != EVERYBODY and word not in parties:
            below = ("released_to", position) if isinstance(table.data["released_to"], list) else ("released_to",)
            hint = say('name codes of parties, or "{everybody}" for everybody', everybody=EVERYBODY)
            table.fault_at(below, "F014", say("unknown party code '{code}'", code=word[:60]), hint)
    return named


def code(table: Table, key: str, parties: Parties) -> str:
    """Take the code of one party."""
    value = needed(table, key)
    if value.strip() and value not in parties:
        table.fault(key, "F014", say("unknown party code '{code}'", code=value[:60]), unknown_code(value, parties))
    return value


def unknown_code(word: str, parties: Parties) -> str:
    """Return how to find the code meant."""
    close = parties.named(word) if len(word) < 60 else ()
    if close:
        return say("'{name}' has the code {code}", name=close[0].name, code=close[0].code)
    return say("`foedera parties --search …` finds codes")
