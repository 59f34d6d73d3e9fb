"""A shelf: the agreement files below a folder, found by id and by whom they mention without parsing them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from foedera.library.holding import held
from foedera.library.toml_text import LARGEST

_ID_LINE = re.compile(rb"^id\s*=\s*[\"']([^\"'\n]+)[\"']", re.MULTILINE)


class Shelf:
    """The `.toml` files of a folder; with `deep` also of the folders below it."""

    def __init__(self, folder: Path, *, deep: bool = True) -> None:
        """Look at a folder; its files are read when first asked for."""
        self.folder = folder
        self.deep = deep

    @cached_property
    def contents(self) -> dict[Path, bytes]:
        """Each file with its content; what is too large or cannot be read is left for `read_file` to fault."""
        found: dict[Path, bytes] = {}
        for path in sorted(self.folder.rglob("*.toml") if self.deep else self.folder.glob("*.toml")):
            try:
                found[path] = path.read_bytes() if path.stat().st_size <= LARGEST else b""
            except OSError:
                found[path] = b""
        return found

    @cached_property
    def by_id(self) -> dict[str, Path]:
        """The agreement file of each id, as its first line `id = "…"` has it; the first file where two claim the same."""
        found: dict[str, Path] = {}
        for path, content in self.contents.items():
            match = _ID_LINE.search(content)
            if match and not held(content):
                found.setdefault(match[1].decode("utf-8", "replace"), path)
        return found

    def mentioning(self, name: str, relation: str) -> Iterator[str]:
        """Yield the ids of the files in which an id and a relation are written; who so points to it is among them."""
        needle, word = name.encode(), relation.encode()
        for identity, path in self.by_id.items():
            content = self.contents[path]
            if identity != name and word in content and needle in content:
                yield identity
