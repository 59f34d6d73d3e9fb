"""Our own metadata in an Akoma Ntoso document: the plain data of an agreement file as elements of our namespace, and back.

A key is an element (`<f:entry_into_force>`), or `<f:entry name="…">` where it is a name somebody chose; `type` says what is not text.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from foedera.interchange.akoma_ntoso_names import OWN
from foedera.interchange.plain import Plain
from foedera.interchange.xml import clean, refusal
from foedera.model.phrases import N_, say

_KEY = re.compile(r"[a-z_]+\Z")


def put(parent: Any, key: str, value: Any) -> None:
    """Put a value of a file under a parent element."""
    plain = _KEY.match(key) is not None
    element = etree.SubElement(parent, f"{{{OWN}}}{key if plain else 'entry'}")
    if not plain:
        element.set("name", clean(key))
    match value:
        case dict():
            element.set("type", "table")
            for below, item in value.items():
                put(element, below, item)
        case list():
            element.set("type", "list")
            for item in value:
                put(element, "item", item)
        case bool():
            element.set("type", "boolean")
            element.text = "true" if value else "false"
        case int() | float():
            element.set("type", "number")
            element.text = repr(value)
        case dt.date():
            element.set("type", "date")
            element.text = value.isoformat()
        case _:
            element.text = clean(value)


def take(element: Any, file: str) -> Plain:
    """Return the table an element of ours holds; FaultyFile (F191) where something in it is not what its type says."""
    found: Plain = {}
    for child in element:
        name = etree.QName(child)
        key = child.get("name", "entry") if name.localname == "entry" else name.localname
        if name.namespace != OWN or key in found:
            twice, other = N_("in our metadata <{name}> stands there twice"), N_("in our metadata <{name}> is not of this format")
            message = say(twice if key in found else other, name=name.localname)
            raise refusal(file, child.sourceline, 1, message, say("export the document anew"), "F191")
        found[key] = _value(child, file)
    return found


def _value(element: Any, file: str) -> Any:
    text, kind = element.text or "", element.get("type", "text")
    try:
        match kind:
            case "text":
                return text
            case "table":
                return take(element, file)
            case "list":
                return [_value(item, file) for item in element]
            case "boolean":
                return {"true": True, "false": False}[text.strip()]
            case "number":
                return float(text) if "." in text or "e" in text else int(text)
            case "date":
                return dt.date.fromisoformat(text.strip())
    except (KeyError, ValueError):
        pass
    name = etree.QName(element).localname
    message = say("in our metadata <{name}> is said to be a {kind}, and is not: '{text}'", name=name, kind=kind[:20], text=text[:40])
    hint = say("correct the value or its type: text, table, list, boolean, number, date")
    raise refusal(file, element.sourceline, 1, message, hint, "F191")
