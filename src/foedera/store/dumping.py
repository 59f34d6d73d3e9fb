"""Backups: every table of the register in one file, from one moment while it runs; and a register from such a file, all of it or none.

A backup is a zip: `manifest.json` says what it holds, `tables/NAME.jsonl` has a row a line. Nothing in it depends on the database it came from.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, Field, JSONField, Model

from foedera.store.models import Agenda, Area, Entry, Reference, Span
from foedera.store.register import revision

FORMAT, VERSION = "foedera-backup", 1
MANIFEST = "manifest.json"

#: Tables that do not travel, and why.
LEFT_OUT = {
    **{view._meta.db_table: "a view; it is computed anew from the record" for view in (Entry, Area, Span, Reference, Agenda)},
    "store_words": "the search index; it is computed anew from the record",
    "store_cache": "counts of rate limits; they begin anew",
    "django_session": "sessions; everybody signs in again",
    "usersessions_usersession": "sessions; everybody signs in again",
    "django_migrations": "the shape of the tables; this file names the one it needs",
}


@frozen
class Contents:
    """What a backup holds: when and by which version it was made, of which revision, how many rows of each table.

    `same_secret` says whether this register's secret is that of the one it was made of: it opens the secrets of one-time codes.
    """

    made: str
    version: str
    revision: int
    rows: dict[str, int]
    same_secret: bool


def tables() -> list[type[Model]]:
    """Return the tables that travel, by name."""
    found = (table for table in apps.get_models(include_auto_created=True) if table._meta.db_table not in LEFT_OUT)
    return sorted(found, key=lambda table: table._meta.db_table)


def shape() -> dict[str, str]:
    """Return the last step taken in the making of each application's tables: a backup fits a register of the same shape."""
    steps: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        steps[app] = max(name, steps.get(app, ""))
    return steps


def dump(target: Path, made: dt.datetime, version: str) -> Contents:
    """Write the register as it is at one moment; whoever records meanwhile neither waits nor shows in it.

    The file appears under its name when it is whole and on disk, readable by its owner alone; before that it has another name beside it.
    """
    handle, partial = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            with _one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                listed = [_dump_table(packed, table) for table in tables()]
                manifest = {
                    "format": FORMAT,
                    "version": VERSION,
                    "foedera": version,
                    "made": made.isoformat(),
                    "revision": revision(),
                    "shape": shape(),
                    "secret": secret_mark(),
                    "tables": listed,
                    "left_out": LEFT_OUT,
                }
                packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    _settle(target.parent)
    return contents_of(manifest)


def contents_of(manifest: dict[str, Any]) -> Contents:
    """Return what a manifest says."""
    rows = {table["name"]: table["rows"] for table in manifest["tables"]}
    return Contents(manifest["made"], manifest["foedera"], manifest["revision"], rows, manifest.get("secret") == secret_mark())


def secret_mark() -> str:
    """Return what tells the register's secret from others without giving it away: it is random and long, and travels apart from backups."""
    return hashlib.sha256(b"foedera-backup:" + settings.SECRET_KEY.encode()).hexdigest()[:16]


@contextmanager
def _one_moment() -> Iterator[None]:
    """See one state of the database, whatever is recorded meanwhile, and keep nobody from recording."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # The framework's own transactions take SQLite's lock for writing at once; reading from the write-ahead log needs none.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _dump_table(packed: zipfile.ZipFile, table: type[Model]) -> dict[str, Any]:
    fields = table._meta.concrete_fields
    names = [field.attname for field in fields]
    wide = any(isinstance(field, BinaryField) for field in fields)
    digest = hashlib.sha256()
    rows = size = 0
    with packed.open(f"tables/{table._meta.db_table}.jsonl", "w", force_zip64=True) as file:
        found = table._default_manager.order_by("pk").values_list(*names)
        for row in found.iterator(chunk_size=1 if wide else 2000):
            line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            file.write(line)
            digest.update(line)
            rows += 1
            size += len(line)
    return {"name": table._meta.db_table, "rows": rows, "bytes": size, "sha256": digest.hexdigest(), "columns": names}


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    return value


def from_plain(field: Field[Any, Any], value: Any) -> Any:
    """Return a value of a backup as its column holds it. Raises ValueError or the framework's ValidationError where it is none."""
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)


def _settle(folder: Path) -> None:
    """Have the folder's new entry on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
