"""What holds for a whole file while it is read: its declared participants, groups, weights, and the references it makes."""

from __future__ import annotations

from collections.abc import Iterable

from foedera.library.positions import Path
from foedera.library.tables import Faults, Table
from foedera.model.acts import KINDS
from foedera.model.parties import Parties, Party
from foedera.model.phrases import Phrase, say

ACT_KINDS = frozenset(KINDS)


def the_file_has(names: Iterable[str]) -> Phrase:
    """Return the advice which names of a kind a file has."""
    listed = ", ".join(names)
    return say("the file has: {names}", names=listed) if listed else say("the file has: none")


class Document:
    """The context in which the tables of one file are read."""

    def __init__(self, faults: Faults, vocabulary: Parties) -> None:
        """Read against a vocabulary of parties."""
        self.faults = faults
        self.vocabulary = vocabulary
        self.declared: dict[str, Party] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.weights: dict[str, object] = {}
        self.references: list[tuple[Path, str]] = []
        self.act_kinds = ACT_KINDS
        self.act_positions: list[int] = []

    def codes(self, table: Table, key: str) -> tuple[str, ...]:
        """Take codes: one, a group, or a list of both, groups resolved."""
        value = table.data.get(key)
        if type(value) is str and value[:1] != "@" and (value in self.vocabulary or value in self.declared):
            table.taken.add(key)
            return (value,)
        return self.codes_of(table, key, table.texts(key))

    def codes_of(self, table: Table, key: str, words: Iterable[str]) -> tuple[str, ...]:
        """Return the codes these words mean, each checked against the vocabulary and the file's own participants."""
        found: dict[str, None] = {}
        words = tuple(words)
        for position, word in enumerate(words):
            below: Path = (key, position) if isinstance(table.data.get(key), list) else (key,)
            if word.startswith("@"):
                if word[1:] in self.groups:
                    found.update(dict.fromkeys(self.groups[word[1:]]))
                else:
                    there = say("declare it under [groups]; there: {groups}", groups=", ".join(self.groups))
                    hint = there if self.groups else say("declare it under [groups]; there: none")
                    table.fault_at(below, "F015", say("no group '{group}'", group=word), hint)
            elif word in self.declared or word in self.vocabulary:
                found[word] = None
            else:
                table.fault_at(below, "F014", say("unknown party code '{code}'", code=word), self._advice(word))
        return tuple(found)

    def reference(self, table: Table, key: str, name: str) -> str:
        """Note a reference to another agreement, to be resolved when all files are read."""
        self.references.append(((*table.path, key), name))
        return name

    def _advice(self, word: str) -> str:
        close = self.vocabulary.named(word) if len(word) < 60 else ()
        if close:
            return say("'{name}' has the code {code}", name=close[0].name, code=close[0].code)
        return say("use ISO 3166-1 alpha-3, or declare it under [participants]")
