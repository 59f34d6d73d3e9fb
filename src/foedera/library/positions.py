"""Where in a TOML file a key or value stands. `tomllib` does not say; this looks again, only once a fault is to be shown.

The text has been parsed before, so this scanner may trust it to be TOML.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

Path = tuple[str | int, ...]

_BARE_END = " \t\r\n=.]#,}"


class Places:
    """The places of all keys and array items of one text, worked out when the first is asked for."""

    def __init__(self, text: str) -> None:
        """Look into this text."""
        self.text = text

    @cached_property
    def _offsets(self) -> dict[Path, int]:
        return _Scanner(self.text).index()

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def of(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of the key or array item at a path, or of the nearest thing that holds it.

        >>> Places('id = "a/b"\\n[links]\\namends = ["c/d", "e/f"]\\n').of(("links", "amends", 1))
        (3, 18)
        """
        while path and path not in self._offsets:
            path = path[:-1]
        offset = self._offsets.get(path, 0)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def index(self) -> dict[Path, int]:
        """Return the offset of every key and array item, by path."""
        prefix: Path = ()
        while self._skip():
            start = self.at
            if self.text.startswith("[[", start):
                self.at += 2
                path = self._resolve(self._keys())
                self.counts[path] = self.counts.get(path, 0) + 1
                prefix = (*path, self.counts[path] - 1)
                self.found.setdefault(path, start)
                self.found[prefix] = start
                self.at += 2
            elif self.text[start] == "[":
                self.at += 1
                prefix = self._resolve(self._keys())
                self.found.setdefault(prefix, start)
                self.at += 1
            else:
                self._pair(prefix)
        return self.found

    def _skip(self) -> bool:
        """Pass over blanks, newlines, commas and comments; False at the end of the text."""
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if character == "#":
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            elif character in " \t\r\n,":
                self.at += 1
            else:
                return True
        return False

    def _resolve(self, keys: list[str]) -> Path:
        path: Path = ()
        for key in keys:
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            path = (*path, key)
        return path

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while self.at < len(self.text):
            while self.text[self.at] in " \t":
                self.at += 1
            if self.text[self.at] in "\"'":
                start = self.at
                self._string()
                keys.append(self.text[start + 1 : self.at - 1])
            else:
                start = self.at
                while self.at < len(self.text) and self.text[self.at] not in _BARE_END:
                    self.at += 1
                keys.append(self.text[start : self.at])
            while self.at < len(self.text) and self.text[self.at] in " \t":
                self.at += 1
            if self.at < len(self.text) and self.text[self.at] == ".":
                self.at += 1
                continue
            break
        return keys

    def _pair(self, prefix: Path) -> None:
        start = self.at
        path = prefix
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, start)
        while self.at < len(self.text) and self.text[self.at] in " \t=":
            self.at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        character = self.text[self.at] if self.at < len(self.text) else ""
        if character in ("'", '"'):
            self._string()
        elif character == "[":
            self.at += 1
            position = 0
            while self._skip() and self.text[self.at] != "]":
                self.found[(*path, position)] = self.at
                self._value((*path, position))
                position += 1
            self.at += 1
        elif character == "{":
            self.at += 1
            while self._skip() and self.text[self.at] != "}":
                self._pair(path)
            self.at += 1
        else:
            start = self.at
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1
            self.at = max(self.at, start + 1)

    def _string(self) -> None:
        quote = self.text[self.at]
        triple = self.text.startswith(quote * 3, self.at)
        end = quote * 3 if triple else quote
        self.at += len(end)
        while self.at < len(self.text) and not self.text.startswith(end, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(end)
        while triple and self.at < len(self.text) and self.text[self.at] == quote:
            self.at += 1
