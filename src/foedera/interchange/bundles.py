"""Agreement files handed in: one, or a zip of them, unpacked in memory within bounds whatever its directory says. Nothing is written to disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from foedera.interchange.refusals import Refused
from foedera.interchange.sheets import LARGEST
from foedera.model.phrases import say

#: How much a zip may hold: files, bytes unpacked, bytes of one file.
FILES = 20_000
EXPANDED = 100 * 1024 * 1024
ONE = 2 * 1024 * 1024

_OUT_OF_PLACE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|[\x00-\x1f]")
_HINT = say("pack the agreement files anew, and nothing else")
_SHUT = say("do not open it; pack the agreement files anew, and nothing else")


def is_bundle(name: str) -> bool:
    """Return whether a file is handed in as agreement files, by its name; its content must agree."""
    return name.lower().endswith((".toml", ".zip"))


def files(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the agreement files in what was handed in: their names and contents, in order. Other files of a zip are left alone.

    Raises Refused where it is too large, damaged, not to be trusted, or holds no agreement file.
    """
    if len(content) > LARGEST:
        message = say("the file has {n} bytes, more than the {most} that are taken in", n=len(content), most=LARGEST)
        raise Refused(name, "F102", message, say("split it into several files"))
    if name.lower().endswith(".toml"):
        if content.startswith(b"PK\x03\x04"):
            raise Refused(name, "F101", say("the name ends in .toml, but the content is an archive (zip)"), say("rename it to .zip"))
        return [(name, content)]
    try:
        found = _unpacked(content, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused(name, "F103", say("the archive is damaged: {why}", why=str(error)[:120]), _HINT) from error
    if not found:
        raise Refused(name, "F101", say("the archive holds no agreement file (.toml)"), _HINT)
    return found


def _unpacked(content: bytes, name: str) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > FILES:
            message = say("the archive has {n} files, more than {most}", n=len(entries), most=FILES)
            raise Refused(name, "F103", message, say("split it into several archives"))
        for entry in entries:
            if _OUT_OF_PLACE.search(entry.filename):
                raise Refused(name, "F103", say("the archive names a file outside itself: '{file}'", file=entry.filename[:80]), _SHUT)
            if entry.flag_bits & 1:
                raise Refused(name, "F101", say("the archive is protected by a password"), say("pack it without one"))
        found: dict[str, bytes] = {}
        left = EXPANDED
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.is_dir() or not entry.filename.endswith(".toml"):
                continue
            if entry.filename in found:
                raise Refused(name, "F103", say("the archive has the file '{file}' twice", file=entry.filename[:80]), _HINT)
            with archive.open(entry) as part:
                data = part.read(min(ONE, left) + 1)
            left -= len(data)
            if len(data) > ONE:
                message = say("unpacked '{file}' has more than the {most} bytes a file of Foedera may have", file=entry.filename[:80], most=ONE)
                raise Refused(name, "F102", message, _HINT)
            if left < 0:
                message = say("unpacked the archive has more than {most} bytes", most=EXPANDED)
                raise Refused(name, "F102", message, say("split it into several archives"))
            found[entry.filename] = data
    return list(found.items())
