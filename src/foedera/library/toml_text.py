"""The text of a TOML file of ours: fetched within bounds, parsed into strict tables, or the one fault that says why it cannot be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from foedera.library.tables import Faults, Table
from foedera.model.errors import Fault
from foedera.model.phrases import N_, Grouped, say

#: Larger files are refused unread: no file comes near it, and garbage must cost a bounded time.
LARGEST = 2 * 1024 * 1024

#: Dotted keys with more parts are refused unread: parsing them takes time that grows with the square of their length.
DEEPEST = 64

_NOT_OURS = N_("is it a file of Foedera at all?")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_NOT_IN_KEYS = re.compile(r"[^\w.-]+")


def bytes_of(path: Path) -> bytes | Fault:
    """Return the content of a file, or the fault that it cannot be read or is too large."""
    name = str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            message = say("the file has {size} bytes, more than the {most} a file of Foedera may have", size=Grouped(size), most=Grouped(LARGEST))
            return Fault(name, 1, 1, "error", "F002", message, say(_NOT_OURS))
        return path.read_bytes()
    except OSError as error:
        return Fault(name, 1, 1, "error", "F002", say("the file cannot be read: {why}", why=str(error.strerror or error)))


def tables_of(content: bytes, name: str) -> tuple[Faults, Table] | Fault:
    """Return the faults to be collected and the table of the whole file, or the fault that it is no TOML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return Fault(name, line, column, "error", "F002", say("the file is not UTF-8 text"), say("save the file as UTF-8"))
    if (endless := _endless_key(text)) is not None:
        return Fault(name, endless, 1, "error", "F001", say("a key of more than {most} parts", most=DEEPEST), say(_NOT_OURS))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax_fault(name, text, str(error))
    except (RecursionError, ValueError, OverflowError) as error:
        deep = isinstance(error, RecursionError)
        what = say("tables or lists are nested too deeply") if deep else say("not valid TOML: {why}", why=str(error))
        return Fault(name, 1, 1, "error", "F001", what)
    faults = Faults(name, text)
    return faults, Table(data, (), faults)


def _endless_key(text: str) -> int | None:
    """Return the line of a dotted key with too many parts, None where there is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > DEEPEST:
            bare = _QUOTED.sub("", line).replace(" ", "").replace("\t", "")
            if any(word.count(".") > DEEPEST for word in _NOT_IN_KEYS.split(bare)):
                return number
    return None


def _syntax_fault(name: str, text: str, message: str) -> Fault:
    match = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if match:
        line, column, message = int(match[1]), int(match[2]), message[: match.start()]
    else:
        line, column, message = text.count("\n") + 1, 1, message.removesuffix(" (at end of document)")
    inline = "inline table" in message or "'}'" in message
    hint = say("an inline table { … } must stay on one line and has no comma before }") if inline else ""
    return Fault(name, line, column, "error", "F001", say("not valid TOML: {why}", why=message[:200]), hint)


def version(head: Table) -> None:
    """Take the version of the format, the first line of every file of ours."""
    version = head.take("foedera")
    if version is None:
        head.fault("foedera", "F011", say("'{key}' is missing", key="foedera"), say("the first line says the format version: foedera = 1"))
    elif version != 1 or isinstance(version, bool):
        message = say("format version {version} is not known", version=repr(version))
        head.fault("foedera", "F003", message, say("this program reads version 1"))
