"""A register from a backup: into an empty database only, all of it or none, every line checked; the views computed anew."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from foedera.model.errors import Fault, FaultyFile, UsageError
from foedera.store import rebuilding
from foedera.store.dumping import FORMAT, MANIFEST, VERSION, Contents, contents_of, from_plain, shape, tables
from foedera.store.opening import place
from foedera.store.register import BATCH, forget
from foedera.store.rows import Row, insert, ready

#: Tables a register has rows in before anything was done in it: what its own making wrote. They are replaced.
_OF_ITS_MAKING = ("auth_permission", "django_content_type")


def load(source: Path, today: dt.date) -> Contents:
    """Fill the empty register from a backup. FaultyFile where that is damaged, none, or of another shape; UsageError where the register is not empty.

    Whatever goes wrong, the register is as empty as before.
    """
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = _manifest(source, packed)
            _must_be_empty()
            with transaction.atomic():
                _load(source, packed, manifest)
                rebuilding.rebuild(today)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _fault(source, "", 1, "F130", f"the file is damaged or no backup: {error}", "take another copy of it") from error
    except OSError as error:
        raise _fault(source, "", 1, "F130", f"the file cannot be read: {error.strerror or error}") from error
    finally:
        forget()
    return contents_of(manifest)


def _manifest(source: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    try:
        found = json.loads(packed.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise _fault(source, "", 1, "F131", "the zip is no backup of Foedera: it has no readable manifest.json") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("version") != VERSION:
        raise _fault(source, MANIFEST, 1, "F131", f"this is no backup of version {VERSION}", "it may be of a newer Foedera: restore with that one")
    wanted, here = found.get("shape"), shape()
    if wanted != here:
        differing = sorted(app for app in {*here, *(wanted or {})} if here.get(app) != (wanted or {}).get(app))
        message = f"it was made by Foedera {found.get('foedera')}, whose tables have another shape than this version's ({', '.join(differing)})"
        hint = f"restore it with Foedera {found.get('foedera')}, then start this version on that register: it brings the tables up to date"
        raise _fault(source, MANIFEST, 1, "F132", message, hint)
    return found


def _must_be_empty() -> None:
    for table in tables():
        if table._meta.db_table not in _OF_ITS_MAKING and table._default_manager.exists():
            message = (
                f"the register in {place()} is not empty ({table._meta.db_table} has rows); a backup is restored into a new one: "
                "name another FOEDERA_HOME, or an empty database with DATABASE_URL, before it has been served"
            )
            raise UsageError(message)


def _load(source: Path, packed: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    listed = {table["name"]: table for table in manifest["tables"]}
    expected = tables()
    if set(listed) != {table._meta.db_table for table in expected}:
        raise _fault(source, MANIFEST, 1, "F131", "the list of tables is not that of a register of this shape")
    with connection.cursor() as cursor:
        for name in _OF_ITS_MAKING:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own
    for table in expected:
        _load_table(source, packed, table, listed[table._meta.db_table])
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise _fault(source, "", 1, "F134", f"its tables do not fit together: {str(error).strip()}", "take another copy of it") from error
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), expected):
            cursor.execute(statement)


def _load_table(source: Path, packed: zipfile.ZipFile, table: type[Model], told: dict[str, Any]) -> None:
    name = f"tables/{told['name']}.jsonl"
    fields = table._meta.concrete_fields
    if list(told["columns"]) != [field.attname for field in fields]:
        raise _fault(source, name, 1, "F131", "its columns are not those of this version")
    waiting: list[Row] = []
    count = 0

    def write() -> None:
        try:
            with transaction.atomic():
                insert(table, waiting, fields)
        except DatabaseError as error:
            message = f"the database refuses lines {count - len(waiting) + 1} to {count}: {str(error).strip()}"
            raise _fault(source, name, count, "F134", message) from error
        waiting.clear()

    for line in _lines(source, packed, name, told):
        count += 1
        try:
            row = json.loads(line)
            waiting.append(ready(fields, [from_plain(field, row.pop(field.attname)) for field in fields]))
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError, UsageError) as error:
            raise _fault(source, name, count, "F133", f"the line is no row of {told['name']}: {error}") from error
        if row:
            raise _fault(source, name, count, "F133", f"the line has columns {told['name']} does not have: {', '.join(row)}")
        if len(waiting) >= BATCH or len(line) > 1_000_000:
            write()
    write()


def _lines(source: Path, packed: zipfile.ZipFile, name: str, told: dict[str, Any]) -> Iterator[bytes]:
    """Yield the lines of a table, and at its end make sure that they are those written."""
    digest = hashlib.sha256()
    size = rows = 0
    try:
        file = packed.open(name)
    except KeyError as error:
        raise _fault(source, name, 1, "F130", "the table is missing", "the backup is incomplete: take another copy of it") from error
    with file:
        for line in file:
            size += len(line)
            if size > told["bytes"]:
                break
            digest.update(line)
            rows += 1
            yield line
    if size != told["bytes"] or rows != told["rows"] or digest.hexdigest() != told["sha256"]:
        message = "the table is not as it was written: its length or its checksum differs from the manifest's"
        raise _fault(source, name, max(rows, 1), "F130", message, "the backup is damaged or was altered: take another copy of it")


def _fault(source: Path, member: str, line: int, code: str, message: str, hint: str = "") -> FaultyFile:
    return FaultyFile((Fault(f"{source}/{member}" if member else str(source), line, 1, "error", code, message, hint),))
