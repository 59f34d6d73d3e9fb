"""The files of a sealed round as JSON: plan, share, receipt, signed outcome, a member's key; read strictly, since they come from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import asdict, fields

from foedera.model.errors import Unfit
from foedera.model.phrases import N_, say
from foedera.threats.sealed import Plan, Receipt, Share
from foedera.threats.sealed_outcomes import Key, Outcome, Signed, Told

Kind = TypeVar("Kind", Plan, Share, Receipt, Signed, Key)

#: What each kind of file is called in its key `foedera`.
KINDS: dict[type, str] = {
    Plan: "sealed-plan",
    Share: "sealed-share",
    Receipt: "sealed-receipt",
    Signed: "sealed-outcome",
    Key: "sealed-key",
}

#: What each is to who hands it in.
SPOKEN = {
    "sealed-plan": N_("a plan"),
    "sealed-share": N_("a piece of an answer"),
    "sealed-receipt": N_("a receipt"),
    "sealed-outcome": N_("a signed outcome"),
    "sealed-key": N_("a member's key"),
}

#: A larger file is none of these.
MOST = 1 << 20


def as_text(value: Plan | Share | Receipt | Signed | Key) -> str:
    """Return a value as a file holds it, with what kind it is, and its digest to be read out and compared."""
    own = {"digest": value.digest} if not isinstance(value, (Receipt, Key)) else {}
    return json.dumps({"foedera": KINDS[type(value)], **asdict(value), **own}, indent=1, ensure_ascii=False) + "\n"


def read(kind: type[Kind], content: bytes, name: str) -> Kind:
    """Return the value a file holds; Unfit, naming the file, where it is none of that kind, or not what its digest says.

    >>> keys = {"A": "a" * 64, "B": "b" * 64, "C": "c" * 64}
    >>> plan = Plan(round="r", threats=("cyber",), nations=("A", "B", "C", "D", "E"), committee=("A", "B", "C"), keys=keys)
    >>> read(Plan, as_text(plan).encode(), "plan.json") == plan
    True
    """
    try:
        found = _object(content)
        wanted = found.pop("foedera", None)
        if wanted != KINDS[kind]:
            it, other = say(SPOKEN[KINDS[kind]]), SPOKEN.get(wanted) if isinstance(wanted, str) else None
            raise ValueError(say("it is {other}, not {it}", other=say(other), it=it) if other else say("it is not {it} of a sealed round", it=it))
        digest = found.pop("digest", None)
        value = from_plain(kind, found)
        if not isinstance(value, (Receipt, Key)) and digest != value.digest:
            raise ValueError(say("it was changed after it was written: its digest does not fit"))
    except (ValueError, RecursionError) as error:
        raise Unfit(((name, error.args[0] if error.args else str(error)),)) from error
    return value


def _object(content: bytes) -> dict[str, Any]:
    if len(content) > MOST:
        raise ValueError(say("it is larger than any file of a sealed round"))
    try:
        found = json.loads(content)
    except ValueError as error:
        raise ValueError(say("it is no JSON: {why}", why=str(error))) from error
    if not isinstance(found, dict):
        raise ValueError(say("it is no JSON object"))  # noqa: TRY004 - one kind of error for all that is wrong with a file
    return found


def from_plain(kind: type[Kind], found: dict[str, Any]) -> Kind:
    """Return a value from its fields as JSON holds them; ValueError where they are not those of its kind."""
    names = {own.name for own in fields(kind)}
    if kind is Plan and names - set(found) == {"keys"}:
        raise ValueError(say("this plan names no keys to sign with; let members make them (`foedera threats sealed key`) and write the plan anew"))
    if names != set(found):
        off = ", ".join(sorted(names ^ set(found)))[:200]
        raise ValueError(say("its keys are not those of such a file; look at: {names}", names=off))
    values = {name: _READ.get(name, _text)(value, name) for name, value in found.items()}  # type: ignore[no-untyped-call]
    return kind(**values)


def _text(value: Any, name: str) -> str:
    # What cannot be printed belongs in no id, code or digest, and a database may refuse it.
    _fit(isinstance(value, str) and len(value) <= 200 and value.isprintable(), name)
    return str(value)


def _texts(value: Any, name: str) -> tuple[str, ...]:
    _fit(isinstance(value, list), name)
    return tuple(_text(item, name) for item in value)


def _whole(value: Any, name: str) -> int:
    _fit(isinstance(value, int) and not isinstance(value, bool), name)
    return int(value)


def _told(value: Any, name: str) -> tuple[Told, ...]:
    _fit(isinstance(value, list) and all(isinstance(row, dict) and set(row) == {"threat", "lowest", "highest"} for row in value), name)
    return tuple(Told(_text(row["threat"], name), _whole(row["lowest"], name), _whole(row["highest"], name)) for row in value)


def _outcome(value: Any, name: str) -> Outcome:
    _fit(isinstance(value, dict) and set(value) == {own.name for own in fields(Outcome)}, name)
    return Outcome(**{key: _READ.get(key, _text)(item, key) for key, item in value.items()})  # type: ignore[no-untyped-call]


def _secret(value: Any, name: str) -> str:
    _fit(isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None, name)
    return str(value)


def _texts_by_name(value: Any, name: str) -> dict[str, str]:
    _fit(isinstance(value, dict), name)
    return {_text(key, name): _text(item, name) for key, item in value.items()}


def _wholes(value: Any, name: str) -> tuple[int, ...]:
    _fit(isinstance(value, list), name)
    return tuple(_whole(item, name) for item in value)


def _yes(value: Any, name: str) -> bool:
    _fit(isinstance(value, bool), name)
    return bool(value)


def _fit(fit: bool, name: str) -> None:
    if not fit:
        raise ValueError(say("what stands under '{name}' is not what belongs there", name=name))


_READ: dict[str, Callable[[Any, str], Any]] = {
    "threats": _texts,
    "nations": _texts,
    "committee": _texts,
    "minimum": _whole,
    "illustrative": _yes,
    "values": _wholes,
    "digests": _texts_by_name,
    "splits": _texts_by_name,
    "told": _told,
    "keys": _texts_by_name,
    "outcome": _outcome,
    "secret": _secret,
}
