"""Agreement files handed in: one, or a zip of them, unpacked in memory within bounds whatever its directory says. Nothing is written to disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from foedera.interchange.refusals import Refused
from foedera.interchange.sheets import LARGEST

#: How much a zip may hold: files, bytes unpacked, bytes of one file.
FILES = 20_000
EXPANDED = 100 * 1024 * 1024
ONE = 2 * 1024 * 1024

_OUT_OF_PLACE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|[\x00-\x1f]")
_HINT = "pack the agreement files anew, and nothing else"


def is_bundle(name: str) -> bool:
    """Return whether a file is handed in as agreement files, by its name; its content must agree."""
    return name.lower().endswith((".toml", ".zip"))


def files(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the agreement files in what was handed in: their names and contents, in order. Other files of a zip are left alone.

    Raises Refused where it is too large, damaged, not to be trusted, or holds no agreement file.
    """
    if len(content) > LARGEST:
        message = f"the file has {len(content):,} bytes, more than the {LARGEST:,} that are taken in"
        raise Refused(name, "F102", message, "split it into several files")
    if name.lower().endswith(".toml"):
        if content.startswith(b"PK\x03\x04"):
            raise Refused(name, "F101", "the name ends in .toml, but the content is an archive (zip)", "rename it to .zip")
        return [(name, content)]
    try:
        found = _unpacked(content, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused(name, "F103", f"the archive is damaged: {str(error)[:120]}", _HINT) from error
    if not found:
        raise Refused(name, "F101", "the archive holds no agreement file (.toml)", _HINT)
    return found


def _unpacked(content: bytes, name: str) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > FILES:
            raise Refused(name, "F103", f"the archive has {len(entries):,} files, more than {FILES:,}", "split it into several archives")
        for entry in entries:
            if _OUT_OF_PLACE.search(entry.filename):
                raise Refused(name, "F103", f"the archive names a file outside itself: '{entry.filename[:80]}'", "do not open it; " + _HINT)
            if entry.flag_bits & 1:
                raise Refused(name, "F101", "the archive is protected by a password", "pack it without one")
        found: dict[str, bytes] = {}
        left = EXPANDED
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.is_dir() or not entry.filename.endswith(".toml"):
                continue
            if entry.filename in found:
                raise Refused(name, "F103", f"the archive has the file '{entry.filename[:80]}' twice", _HINT)
            with archive.open(entry) as part:
                data = part.read(min(ONE, left) + 1)
            left -= len(data)
            if len(data) > ONE:
                raise Refused(name, "F102", f"unpacked '{entry.filename[:80]}' has more than the {ONE:,} bytes an agreement file may have", _HINT)
            if left < 0:
                raise Refused(name, "F102", f"unpacked the archive has more than {EXPANDED:,} bytes", "split it into several archives")
            found[entry.filename] = data
    return list(found.items())
