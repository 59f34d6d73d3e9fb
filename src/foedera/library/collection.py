"""The collection: agreements by id, those named first, then what lies beside them, then added folders, then what ships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import foedera.data
from foedera.law.docket import Docket
from foedera.library import vocabularies
from foedera.library.agreements import Reading, read_file
from foedera.library.holding import held
from foedera.library.shelves import Shelf
from foedera.model.agreements import Agreement
from foedera.model.errors import FaultyFile, UnknownAgreement, UnknownParty
from foedera.model.parties import Parties
from foedera.model.phrases import say

BUNDLED = Path(foedera.data.__path__[0]) / "agreements"


class Holdings:
    """Agreements by id that resolve each other's references, wherever they are kept; a file collection or a register says where.

    Who keeps them gives `find`, `ids`, `citing` and `mentioning`; the rest follows.
    """

    def __init__(self, parties: Parties | None = None) -> None:
        """Open on a vocabulary of parties, by default the one that ships."""
        self.parties = parties if parties is not None else vocabularies.parties()
        self.docket = Docket(self.find, self.parties, self.citing)

    def find(self, name: str) -> Agreement | None:
        """Return the agreement of an id, None where there is none."""
        raise NotImplementedError

    def ids(self) -> set[str]:
        """Return every id."""
        raise NotImplementedError

    def citing(self, name: str, relation: str) -> Iterable[str]:
        """Return the ids of the agreements that point to one by a relation of `foedera.model.agreements.LINKS`."""
        raise NotImplementedError

    def mentioning(self, name: str) -> list[str]:
        """Return the ids of the agreements in whose law an id is written: those its standing may touch."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Agreement:
        """Return the agreement of an id; UnknownAgreement where there is none, FaultyFile where its file has errors."""
        found = self.find(name)
        if found is None:
            raise UnknownAgreement(_unknown(name, self))
        return found

    def __contains__(self, name: object) -> bool:
        """Return whether an agreement has this id."""
        return isinstance(name, str) and name in self.ids()

    def __iter__(self) -> Iterator[Agreement]:
        """Iterate over all agreements, in the order of their ids."""
        for name in sorted(self.ids()):
            yield self[name]

    def known(self, day: dt.date | None) -> Docket:
        """Return the docket on these agreements as they were on record on a day."""
        return self.docket.as_known(day)

    def code(self, text: str, declared: Iterable[str] = ()) -> str:
        """Return the code of a party given by code, in any case, or by name; UnknownParty with advice where there is none.

        >>> Collection().code("germany")
        'DEU'
        """
        for code in (text, text.upper()):
            if code in self.parties or code in declared:
                return code
        found = self.parties.named(text)
        if found:
            return found[0].code
        close = self.parties.nearly(text[:60])
        if close is None:
            raise UnknownParty(say("no party has the code or name '{text}'; the list of parties finds codes by name", text=text[:60]))
        name, code = close
        raise UnknownParty(say("no party has the code or name '{text}'; did you mean {name} ({code})?", text=text[:60], name=name, code=code))


class Collection(Holdings):
    """Agreements that resolve each other's references (see the module).

    >>> collection = Collection()
    >>> collection["nato/north-atlantic-treaty"].short_title
    'North Atlantic Treaty'
    """

    def __init__(self, folders: Iterable[Path] = (), *, bundled: bool = True, parties: Parties | None = None) -> None:
        """Open a collection on folders and, unless told otherwise, on what ships with Foedera."""
        self.shelves = [Shelf(folder) for folder in folders]
        self._bundled = Shelf(BUNDLED) if bundled else None
        self._readings: dict[Path, Reading] = {}
        self._named: dict[str, Agreement] = {}
        self._citing: dict[tuple[str, str], list[str]] = {}
        super().__init__(parties)

    def __contains__(self, name: object) -> bool:
        """Return whether an agreement has this id."""
        return isinstance(name, str) and self.path_of(name) is not None

    def ids(self) -> set[str]:
        """Return every id of the collection."""
        found = set(self._named)
        for shelf in self._all():
            found.update(shelf.by_id)
        return found

    def path_of(self, name: str) -> Path | None:
        """Return the file of an id, None where there is none."""
        named = self._named.get(name)
        if named is not None:
            return Path(named.file)
        return next((shelf.by_id[name] for shelf in self._all() if name in shelf.by_id), None)

    def find(self, name: str) -> Agreement | None:
        """Return the agreement of an id, None where there is none."""
        named = self._named.get(name)
        if named is not None:
            return named
        path = self.path_of(name)
        if path is None:
            return None
        agreement = self.agreement_at(path)
        if agreement.id == name:
            self._named[name] = agreement
        return agreement

    def citing(self, name: str, relation: str) -> Iterable[str]:
        """Return the ids of the agreements that point to one by a relation of `foedera.model.agreements.LINKS`."""
        found = self._citing.get((name, relation))
        if found is None:
            found = self._citing[(name, relation)] = []
            for other in sorted({other for shelf in self._all() for other in shelf.mentioning(name, relation)}):
                try:
                    agreement = self.find(other)
                except FaultyFile:
                    continue
                if agreement is not None and name in agreement.linked(relation):
                    found.append(other)
        return found

    def mentioning(self, name: str) -> list[str]:
        """Return the ids of the agreements in whose files an id is written: those its standing may touch."""
        return sorted({other for shelf in self._all() for other in shelf.mentioning(name, "") if self.find(other) is not None})

    def reading(self, path: Path) -> Reading:
        """Return the reading of a file, with its faults; each file is read once."""
        found = self._readings.get(path)
        if found is None:
            found = self._readings[path] = read_file(path, self.parties)
        return found

    def agreement_at(self, path: Path) -> Agreement:
        """Return the agreement of a file; FaultyFile, with every fault, where it has errors."""
        reading = self.reading(path)
        if reading.agreement is None:
            raise FaultyFile(reading.errors)
        return reading.agreement

    def resolve(self, ref: str, *, held_too: bool = False) -> list[Path]:
        """Return the files a reference of the command line means: an id, a family of ids, a file, or a folder.

        A file brings the files beside it into the collection, a folder those below it. With `held_too` a folder means its files of threats,
        positions, rounds and answers as well.
        """
        path = Path(ref)
        if path.is_file():
            self._beside(path)
            return [path]
        own = self.path_of(ref.rstrip("/"))
        if own is not None:
            return [own]
        if path.is_dir():
            shelf = Shelf(path)
            files = [file for file, content in shelf.contents.items() if held_too or not held(content)]
            if not files:
                message = f"no {'file of Foedera' if held_too else 'agreement file'} lies below the folder '{ref}'"
                raise UnknownAgreement(message)
            self.shelves.insert(0, shelf)
            self._citing.clear()
            return files
        family = sorted(name for name in self.ids() if name.startswith(ref.rstrip("/") + "/"))
        if family:
            paths = [found for name in family if (found := self.path_of(name)) is not None]
            return sorted(paths, key=lambda path: (self.agreement_at(path).adopted or dt.date.max, str(path)))
        raise UnknownAgreement(_unknown(ref, self))

    def _beside(self, path: Path) -> None:
        folder = path.parent
        if not any(shelf.folder == folder for shelf in self.shelves):
            self.shelves.append(Shelf(folder, deep=False))
            self._citing.clear()
        reading = self.reading(path)
        if reading.agreement is not None:
            self._named[reading.agreement.id] = reading.agreement

    def _all(self) -> list[Shelf]:
        return [*self.shelves, self._bundled] if self._bundled is not None else self.shelves


def _unknown(name: str, collection: Holdings) -> str:
    from difflib import get_close_matches

    if name.endswith(".toml") or name.startswith((".", "/")):
        return f"there is no file '{name}'"
    word = name.casefold()
    close = sorted(i for i in collection.ids() if word in i.casefold())[:6] if len(word) > 2 else []
    close = close or get_close_matches(word, collection.ids(), 1, 0.5)
    advice = f"did you mean {' or '.join(repr(found) for found in close)}?" if close else "`foedera list WORD` finds ids by title"
    return f"no agreement and no file is called '{name}'; {advice}"
