"""Asking the program as the cases do, and comparing a part of an answer with what is expected of it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from foedera.library.collection import Collection


def ask(collection: Collection, words: list[str]) -> list[dict[str, Any]]:
    """Return the objects a command prints with `--json`."""
    verb, *arguments = words
    module = import_module(f"foedera.cli.verbs.{verb.replace('-', '_')}")
    with module.command.make_context(verb, list(arguments)) as context:
        asked = {key: value for key, value in context.params.items() if key not in ("folders", "as_json")}
    return [item if isinstance(item, dict) else item.as_json() for item in module.answer(collection, **asked)]


def differences(expect: dict[str, Any], answer: list[dict[str, Any]]) -> list[str]:
    """Return where an answer is not as expected; `expect` names only a part of it (see the README of the oracle)."""
    found: list[str] = []
    first = answer[0] if answer else {}
    for key, wanted in expect.items():
        if key == "parties":
            pool = first.get("parties", [])
            found += [f"no party {w}; there: {[p for p in pool if p['party'] == w.get('party')]}" for w in wanted if not _some(w, pool)]
        elif key == "absent":
            pool = first["parties"] if "parties" in first else answer
            found += [f"{w} is there" for w in wanted if _some(w, pool)]
        elif key == "lines":
            found += [f"no line {w}" for w in wanted if not _some(w, answer)]
        elif key in ("modified_by", "not_applied"):
            if set(wanted) != set(first.get(key, ())):
                found.append(f"{key} is {first.get(key)}, not {wanted}")
        elif key in ("because", "open_questions"):
            lines = " | ".join(first.get(key, ()))
            found += [f"'{part}' is not in {key}: {lines}" for part in wanted if part not in lines]
        elif first.get(key) != wanted:
            found.append(f"{key} is {first.get(key)!r}, not {wanted!r}")
    return found


def _some(wanted: dict[str, Any], pool: list[dict[str, Any]]) -> bool:
    return any(all(item.get(key) == value for key, value in wanted.items()) for item in pool)


def shared() -> Path:
    """Return the folder of shared data beside the project, whether or not it is there."""
    return Path(__file__).resolve().parents[2] / "shared"
