"""Tables as TOML files, and every place in one: for tests that read what they wrote or change it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any


def value_of(value: object) -> str:
    """Return a value as TOML has it in one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{ " + ", ".join(f"{json.dumps(key)} = {value_of(each)}" for key, each in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(value_of, value)) + "]"
        case dt.date():
            return value.isoformat()
    return json.dumps(value)


def file_of(data: Mapping[str, Any]) -> bytes:
    """Return a table as a TOML file, each of its keys in a line."""
    return "".join(f"{json.dumps(key)} = {value_of(value)}\n" for key, value in data.items()).encode()


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in a table but itself."""
    if path:
        yield path
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(each, (*path, key))
