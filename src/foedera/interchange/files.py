"""Agreement files: an agreement written as the TOML text a person would write, its acts one a line; and a zip of many.

What is written reads back equal. Comments are no part of an agreement: a file read and written again has lost them.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from foedera.interchange.plain import Plain, act_table, tables
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import UsageError

#: Lists longer than a line of this width are written an item a line.
WIDTH = 150

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_UNPLAIN = re.compile(r'[\x00-\x1f\x7f"\\]')
_TABLE = re.compile(r"^\[", re.MULTILINE)

#: Lists of the head whose items are tables, written one a line because there are many and each is short.
_ROWS = ("sources", "acts")


def write(agreement: Agreement) -> str:
    """Return an agreement as the text of its file: head, acts one a line, tables.

    >>> print(write(Agreement(id="a/b", title="Treaty", acts=(Act(dt.date(1949, 5, 3), "ratification", ("CAN",)),))), end="")
    foedera = 1
    id = "a/b"
    title = "Treaty"
    kind = "treaty"
    binding = true
    <BLANKLINE>
    acts = [
      { on = 1949-05-03, kind = "ratification", by = "CAN" },
    ]
    """
    return text(tables(agreement))


def law_text(agreement: Agreement) -> str:
    """Return the file of an agreement without its acts: its law, which a register keeps apart from its life."""
    return text({key: value for key, value in tables(agreement).items() if key != "acts"})


def act_line(act: Act) -> str:
    """Return one act as it stands on its line of a file, without the comma after it.

    >>> act_line(Act(dt.date(1986, 8, 11), "suspension", ("USA",), ("NZL",), note='"frozen"'))
    '{ on = 1986-08-11, kind = "suspension", by = "USA", to = "NZL", note = \\'"frozen"\\' }'
    """
    return inline(act_table(act))


def with_acts(law: str, lines: Iterable[str]) -> str:
    """Return a whole file again from its law and its acts, as `law_text` and `act_line` give them."""
    acts = "".join(f"  {line},\n" for line in lines)
    if not acts:
        return law
    first = _TABLE.search(law)
    cut = first.start() if first else len(law)
    if '"""' in law or "'''" in law:
        cut = 0  # a line of a long text may look like the head of a table; before everything else acts are always right
    parts = (law[:cut].strip("\n"), f"acts = [\n{acts}]", law[cut:].strip("\n"))
    return "\n\n".join(part for part in parts if part) + "\n"


def archive(agreements: Iterable[Agreement], stamp: dt.datetime) -> bytes:
    """Return a zip of agreement files, each at `family/name.toml`; unpacked, it is a folder `--collection` takes.

    The same agreements and `stamp` give the same bytes. UsageError where an id is no `family/name`, so that no path leads elsewhere.
    """
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        for agreement in sorted(agreements, key=lambda a: a.id):
            if not _ID.match(agreement.id):
                message = (
                    f"'{agreement.id[:80]}' is not an id, so it names no file; ids are family/name in lower case, like nato/north-atlantic-treaty"
                )
                raise UsageError(message)
            add(packed, f"{agreement.id}.toml", write(agreement).encode(), stamp)
    return found.getvalue()


def add(packed: zipfile.ZipFile, name: str, content: bytes, stamp: dt.datetime) -> None:
    """Put a file into a zip, dated when the export was made."""
    entry = zipfile.ZipInfo(name, stamp.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)


def text(found: Plain) -> str:
    """Return the plain data of an agreement as the text of its file."""
    head = [f"{key} = {_value(value, len(key) + 3)}" for key, value in found.items() if not _is_table(key, value)]
    parts = ["\n".join(head)]
    parts += [f"{key} = [\n" + "".join(f"  {inline(row)},\n" for row in found[key]) + "]" for key in _ROWS if key in found]
    for key, value in found.items():
        if _is_table(key, value) and key not in _ROWS:
            parts += _sections(_key(key), value)
    return "\n\n".join(parts) + "\n"


def _is_table(key: str, value: object) -> bool:
    return key in _ROWS or isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _sections(name: str, value: Any) -> list[str]:
    """Return the tables of one key: `[name]`, or `[[name]]` for each of a list, what is longest in its own tables below."""
    if isinstance(value, list):
        found = []
        for item in value:
            below = {key: part for key, part in item.items() if _is_table(key, part) and isinstance(part, list)}
            own = [f"[[{name}]]", *_lines({key: part for key, part in item.items() if key not in below})]
            for key, parts in below.items():
                for part in parts:
                    own += [f"[[{name}.{_key(key)}]]", *_lines(part)]
            found.append("\n".join(own))
        return found
    if name == "weights":
        return ["\n".join((f"[weights.{_key(table)}]", *_lines(rows))) for table, rows in value.items()]
    return ["\n".join((f"[{name}]", *_lines(value)))]


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value, len(key) + 3)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if _BARE.match(key) else _quoted(key)


def _value(value: Any, before: int) -> str:
    """Return a value after its key; a list of texts longer than a line on several."""
    line = inline(value)
    if isinstance(value, list) and value and isinstance(value[0], str) and before + len(line) > WIDTH:
        return "[\n" + "".join(f"  {_quoted(item)},\n" for item in value) + "]"
    return line


def inline(value: Any) -> str:
    """Return a value of a file on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {inline(item)}" for key, item in value.items()) + " }" if value else "{}"
        case list():
            return f"[{', '.join(inline(item) for item in value)}]"
        case _:
            return repr(value)


def _quoted(text: str) -> str:
    """Return a text in quotation marks; in single ones where it has double ones of its own and nothing to escape."""
    special = set(_UNPLAIN.findall(text))
    if special and special <= {'"', "\\"} and "'" not in text:
        return f"'{text}'"
    return '"' + _UNPLAIN.sub(lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'
