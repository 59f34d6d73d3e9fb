"""Reading how instruments are worded: a form for each kind and language, and the names of states, agreements and places as they write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import foedera.data
from foedera.library.holding import Read, confidence, read_whole, sources
from foedera.library.tables import Table
from foedera.model.phrases import say
from foedera.ratification.drafting import AGREEING, ALWAYS, OWN, PLACE, SOMETIMES, WITH
from foedera.ratification.instruments import ACTIONS, KINDS, LANGUAGES, OFFICES, Form, Wording
from foedera.ratification.naming import Names

_DATA = Path(foedera.data.__path__[0]) / "instruments"

#: How a form is set, and how one of its paragraphs is.
LAYOUTS = ("instrument", "letter", "notice", "certificate")
STYLES = ("plain", "quote", "numbered")


@cache
def form(kind: str, language: str) -> Form:
    """Return how an instrument of a kind is worded in a language.

    >>> form("ratification", "fr").title
    'Instrument de ratification'
    """
    file = _DATA / language / f"{kind}.toml"
    return read_form(file.read_bytes(), str(file)).sound()


@cache
def names() -> Names:
    """Return the names instruments are written with.

    >>> names().party("FIN", "fr")
    'la République de Finlande'
    """
    file = _DATA / "names.toml"
    return read_names(file.read_bytes(), str(file)).sound()


def read_form(content: bytes, name: str) -> Read[Form]:
    """Read a form: every place in it must be a fact its kind has, and one that may be missing must be asked for by `when`."""
    return read_whole(content, name, _form)


def _form(head: Table) -> Form:
    kind = head.choice("kind", KINDS, "", required=True)
    address, done = head.text("address"), head.text("done", required=True)
    wordings = tuple(_wording(table, kind) for table in head.tables("paragraph"))
    if not wordings:
        head.fault("paragraph", "F011", say("'{key}' is missing", key="paragraph"), say("add [[paragraph]] with its text"))
    for key, text in (("address", address), ("done", done)):
        _places(head, key, text, kind, ())
    return Form(
        kind=kind,
        language=head.choice("language", LANGUAGES, "", required=True),
        title=head.text("title", required=True),
        layout=head.choice("layout", LAYOUTS, "", required=True),
        done=done,
        wordings=wordings,
        address=address,
        tables=tuple(tuple(str(cell) for cell in heads) for heads in head.typed("tables", list) or ()),
    )


def _wording(table: Table, kind: str) -> Wording:
    text = table.text("text", required=True)
    when, unless = table.texts("when"), table.texts("unless")
    for key, facts in (("when", when), ("unless", unless)):
        for fact in facts:
            if fact not in SOMETIMES:
                table.fault(
                    key, "F340", say("'{fact}' is no fact that may be missing", fact=fact), say("one of: {words}", words=", ".join(sorted(SOMETIMES)))
                )
    _places(table, "text", text, kind, when)
    found = Wording(text=text, lead=table.text("lead"), when=when, unless=unless, style=table.choice("style", STYLES, "plain"))
    table.finish()
    return found


def _places(table: Table, key: str, text: str, kind: str, when: tuple[str, ...]) -> None:
    """Fault every place that names no fact of this kind, or one that may be missing and is not asked for."""
    there = ALWAYS | OWN.get(kind, set()) | set(when) | {name for fact in when for name in WITH.get(fact, ())}
    for name, one, _ in PLACE.findall(text):
        agreeing = f"{{{name}?" in text and name in AGREEING
        if not (agreeing or (not one and name.lower() in there)):
            hint = say('ask for it by when = ["{fact}"]', fact=name) if name in SOMETIMES else say("one of: {words}", words=", ".join(sorted(there)))
            table.fault(key, "F341", say("'{place}' stands for nothing here", place=name), hint)
    if PLACE.sub("", text).count("{") or PLACE.sub("", text).count("}"):
        table.fault(
            key, "F341", say("a brace that opens no place, or closes none"), say("write {place} or {fact}", place="{state}", fact="{state?one|other}")
        )


def read_names(content: bytes, name: str) -> Read[Names]:
    """Read the names: each in every language instruments are made in."""
    return read_whole(content, name, _names)


def _names(head: Table) -> Names:
    sources(head)
    confidence(head)
    nouns = head.table("nouns")
    found = Names(
        states=_said(head, "states"),
        organisations=_said(head, "organisations"),
        depositaries=_said(head, "depositaries"),
        places=_texts(head, "places"),
        titles=_texts(head, "titles"),
        languages=_said(head, "languages"),
        offices=_said(head, "offices", OFFICES),
        actions=_said(head, "actions", ACTIONS),
        acts=_said(head, "acts"),
        consents=_said(head, "consents"),
        english_nouns=nouns.texts("en") if nouns is not None else (),
        masculine=nouns.texts("masculine") if nouns is not None else (),
        feminine=nouns.texts("feminine") if nouns is not None else (),
        nouns=_texts(nouns, "kinds") if nouns is not None else {},
    )
    if nouns is not None:
        nouns.finish()
    return found


def _said(head: Table, key: str, wanted: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
    """Take a table of names by language; with `wanted` each of these must be there."""
    table = head.table(key)
    if table is None:
        return {}
    found = {}
    for code in table.data:
        entry = table.table(code)
        if entry is not None:
            found[code] = {language: entry.text(language, required=True) for language in LANGUAGES}
            entry.finish()
    for code in (wanted or {}).keys() - found.keys():
        table.fault(code, "F011", say("'{key}' is missing", key=code))
    return found


def _texts(head: Table, key: str) -> dict[str, str]:
    table = head.table(key)
    return {code: table.text(code) for code in table.data} if table is not None else {}
