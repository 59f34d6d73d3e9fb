"""Back the register up into one file while it runs, and restore it into an empty one, on either database."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version
from pathlib import Path

from foedera.deeds.powers import Actor, require
from foedera.model.errors import UsageError
from foedera.store import dumping, loading, logs
from foedera.store.dumping import Contents

__all__ = ["Contents", "backup", "restore"]


def backup(actor: Actor, target: Path, now: dt.datetime, *, replace: bool = False) -> Contents:
    """Write every table into a file, from one moment, readable by its owner alone: accounts, digests of passwords and keys travel with it.

    Raises UsageError where the file is there already (unless it is to be replaced) or its folder is not.
    """
    require(actor, "administer", "backup", target.name)
    if target.exists() and not replace:
        message = f"{target} is there already; name another file, or replace it with --replace"
        raise UsageError(message)
    if not target.parent.is_dir():
        message = f"there is no folder {target.parent}; make it first"
        raise UsageError(message)
    try:
        found = dumping.dump(target, now, version("foedera"))
    except OSError as error:
        message = f"the backup cannot be written to {target}: {error.strerror or error}; free some space, or name another file"
        raise UsageError(message) from error
    logs.note(actor.name, "backup", target.name, allowed=True, why=f"revision {found.revision}", address=actor.address)
    return found


def restore(actor: Actor, source: Path, today: dt.date) -> Contents:
    """Fill the empty register from a backup, all or nothing, its views computed anew; return what it held.

    Raises FaultyFile where the file is damaged, no backup, or of another version; UsageError where the register is not empty.
    """
    require(actor, "administer", "restore", source.name)
    found = loading.load(source, today)
    logs.note(actor.name, "restore", source.name, allowed=True, why=f"made {found.made}, revision {found.revision}", address=actor.address)
    return found
