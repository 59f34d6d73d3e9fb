"""The register as holdings the engine can ask: agreements read from the record, folded once a process, refreshed when something was recorded."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import evolve
from django.db.models import Max

from foedera.law.docket import Docket
from foedera.law.timeline import Timeline
from foedera.library.agreements import read_text
from foedera.library.collection import Holdings
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import FaultyFile
from foedera.model.parties import Parties
from foedera.store.models import RecordedAct, Recording, Reference, Text

#: How an act is answered by its number in the log.
_NUMBER = re.compile(r"(?:act-)?([0-9]{1,6})\Z", re.ASCII)
#: How many ids one query names at most: both databases bound the number of parameters.
BATCH = 500


class _Docket(Docket):
    """A docket several threads ask: one folds at a time. Reading what is folded needs no lock."""

    def __init__(self, register: Register, known: dt.date | None = None) -> None:
        super().__init__(register.find, register.parties, register.citing, known)
        self._register = register
        self._lock = threading.RLock()

    def as_known(self, known: dt.date | None) -> Docket:
        with self._lock:
            return super().as_known(known)

    def _sibling(self, known: dt.date | None) -> Docket:
        found = _Docket(self._register, known)
        found._lock = self._lock
        return found

    def own(self, name: str) -> Timeline:
        found = self._own.get(name)
        if found is None:
            with self._lock:
                found = super().own(name)
        return found

    def timeline(self, name: str) -> Timeline:
        found = self._full.get(name)
        if found is None:
            with self._lock:
                self._register.fetch((name,))
                found = super().timeline(name)
        return found


class Register(Holdings):
    """The agreements on record at one revision (see the module). Ask `current()` for the one that holds now."""

    def __init__(
        self,
        revision: int,
        kept: dict[str, Agreement] | None = None,
        references: Iterable[tuple[str, str, str]] | None = None,
        lawful: Mapping[str, tuple[int, Agreement]] | None = None,
    ) -> None:
        """Open on a revision.

        `kept` are agreements read already, `lawful` what laws make, read already, with the numbers of their texts; `references` who points to whom
        (by default as on record).
        """
        self.revision = revision
        self._lawful = lawful or {}
        self._agreements: dict[str, Agreement | None] = {**(kept or {})}
        self._pointing: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._pointed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        if references is None:
            references = Reference.objects.order_by("agreement", "id").values_list("agreement", "relation", "target")
        for agreement, relation, target in references:
            self._pointing[agreement].append((relation, target))
            self._pointed[target].append((relation, agreement))
        super().__init__()
        self.docket = _Docket(self)

    def unchanged(self, changed: set[str]) -> dict[str, Agreement]:
        """Return the agreements read that are not among those changed."""
        return {name: found for name, found in self._agreements.items() if found is not None and name not in changed}

    def beside(self, agreements: Mapping[str, Agreement], references: Mapping[str, Iterable[tuple[str, str]]]) -> Register:
        """Return the register as it will be with these agreements; `references` are those of the ones whose law is new."""
        pointing = ((name, relation, target) for name, found in self._pointing.items() if name not in references for relation, target in found)
        added = ((name, relation, target) for name, found in references.items() for relation, target in found)
        return Register(self.revision, {**self.unchanged(set()), **agreements}, sorted((*pointing, *added), key=lambda row: row[0]))

    def find(self, name: str) -> Agreement | None:
        """Return the agreement of an id as recorded, None where there is none; what it refers to is read with it."""
        if name not in self._agreements:
            self.fetch((name,))
        return self._agreements[name]

    def fetch(self, names: Iterable[str]) -> None:
        """Read agreements and all that their law looks at, in two queries however many they are."""
        wanted: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in wanted:
                continue
            wanted.add(name)
            waiting += [target for _, target in self._pointing.get(name, ())]
            waiting += [other for relation, other in self._pointed.get(name, ()) if relation]
        missing = [name for name in wanted if name not in self._agreements]
        if missing:
            found = read_agreements(self.parties, missing, self._lawful)
            for name in missing:
                self._agreements[name] = found.get(name)

    def ids(self) -> set[str]:
        """Return every id on record."""
        return set(Text.objects.values_list("agreement", flat=True).distinct())

    def __contains__(self, name: object) -> bool:
        """Return whether an agreement has this id."""
        return isinstance(name, str) and self.find(name) is not None

    def citing(self, name: str, relation: str) -> Iterable[str]:
        """Return the ids of the agreements that point to one by a relation."""
        return [other for kind, other in self._pointed.get(name, ()) if kind == relation]

    def linked(self, relations: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield every agreement that points to another by one of these relations, with that other."""
        return ((name, target) for name, found in self._pointing.items() for relation, target in found if relation in relations)

    def mentioning(self, name: str) -> list[str]:
        """Return the ids of the agreements in whose law an id is written."""
        return sorted({other for _, other in self._pointed.get(name, ())})

    def related(self, name: str) -> list[tuple[str, str, bool]]:
        """Return the agreements one points to (`True`) and that point to it, each with the relation; empty where it stands in a clause."""
        return [(r, t, True) for r, t in self._pointing.get(name, ())] + [(r, o, False) for r, o in self._pointed.get(name, ())]

    def touched_by(self, names: Iterable[str]) -> set[str]:
        """Return these agreements and every one whose standing may depend on theirs."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [other for _, other in self._pointed.get(name, ())]
                waiting += [target for relation, target in self._pointing.get(name, ()) if relation in ("supersedes", "amends")]
        return found


def read_agreements(parties: Parties, names: Iterable[str], lawful: Mapping[str, tuple[int, Agreement]] | None = None) -> dict[str, Agreement]:
    """Return agreements read from the record by id. An id that is not on record is left out; a law read already is not read again."""
    laws: dict[str, tuple[int, str]] = {}
    acts: dict[str, list[Act]] = defaultdict(list)
    for batch in batches(names):
        texts = Text.objects.filter(agreement__in=batch)
        for name, number, law in texts.order_by("agreement", "number").values_list("agreement", "number", "law"):
            laws[name] = (number, law)
        rows = RecordedAct.objects.filter(agreement__in=batch)
        for row in rows.order_by("agreement", "number").values_list("agreement", *ACT_FIELDS):
            acts[row[0]].append(act_of(row[1:]))
    read = lawful or {}
    found = {}
    for name, (number, law) in laws.items():
        had, made = read.get(name, (0, None))
        if made is None or had != number:
            made = read_law(name, law, parties)[0]
        found[name] = evolve(made, acts=named(acts[name]))
    return found


def act_name(number: int) -> str:
    """Return the name by which others answer an act that has none of its own: its number in the log of its agreement."""
    return f"act-{number}"


def named(acts: list[Act]) -> tuple[Act, ...]:
    """Return the acts, those answered or struck by their number under the name it gives them."""
    wanted = {act.of for act in acts if act.of} - {act.id for act in acts}
    if not wanted:
        return tuple(acts)
    return tuple(evolve(act, id=act_name(n)) if not act.id and act_name(n) in wanted else act for n, act in enumerate(acts, 1))


def answering(agreement: Agreement, acts: Iterable[Act]) -> tuple[Agreement, tuple[Act, ...]]:
    """Return an agreement with a name for each act on record that these answer by its number, and these answering by that name.

    The number may stand alone (3) or as the name it gives (act-3). An act with a name of its own is then answered by that.
    """
    ids = {act.id for act in agreement.acts}
    given = [act if act.of in ids else evolve(act, of=_of_number(agreement, act.of, ids)) for act in acts]
    return evolve(agreement, acts=named([*agreement.acts, *given])[: len(agreement.acts)]), tuple(given)


def _of_number(agreement: Agreement, of: str, ids: set[str]) -> str:
    found = _NUMBER.match(of)
    if found is None or not 1 <= int(found[1]) <= len(agreement.acts):
        return of
    number = int(found[1])
    own = agreement.acts[number - 1].id
    return own or (of if act_name(number) in ids else act_name(number))


def read_law(name: str, law: str, parties: Parties) -> tuple[Agreement, list[tuple[str, str]]]:
    """Return the agreement a law makes, without acts, and what it points to: pairs of a relation (empty: in a clause) and an id."""
    reading = read_text(law.encode(), name, parties)
    if reading.agreement is None:
        raise FaultyFile(reading.errors)
    pointing = {(str(path[1]) if path[:1] == ("links",) and len(path) > 1 else "", target) for path, target in reading.references}
    return reading.agreement, sorted(pointing)


ACT_FIELDS = (
    "on", "kind", "by", "to", "known", "effective", "until", "name", "of", "articles",
    "precludes", "strikes", "note", "source", "confidence", "precision",
)  # fmt: skip


def act_of(row: tuple[object, ...]) -> Act:
    """Return the act a row of `ACT_FIELDS` holds."""
    values: dict[str, object] = dict(zip(ACT_FIELDS, row, strict=True))
    values["id"] = values.pop("name")
    for key in ("by", "to", "articles"):
        values[key] = tuple(values[key])  # type: ignore[arg-type]
    return Act(**values)  # type: ignore[arg-type]


def row_of(act: Act) -> dict[str, object]:
    """Return the columns of an act's row."""
    values: dict[str, object] = {key: getattr(act, "id" if key == "name" else key) for key in ACT_FIELDS}
    for key in ("by", "to", "articles"):
        values[key] = list(values[key])  # type: ignore[call-overload]
    return values


def batches(names: Iterable[str]) -> Iterable[list[str]]:
    """Return names in lists short enough for one query."""
    listed = list(names)
    return [listed[start : start + BATCH] for start in range(0, len(listed), BATCH)]


class _Kept:
    """The register this process has read last, and the gate through which one thread at a time reads a newer one."""

    register: Register | None = None
    gate = threading.Lock()


def revision() -> int:
    """Return the number of the latest recording, 0 where nothing is on record."""
    return Recording.objects.aggregate(latest=Max("id"))["latest"] or 0


def current() -> Register:
    """Return the register as it stands now; one query where nothing was recorded since it was last asked for."""
    latest = revision()
    found = _Kept.register
    if found is not None and found.revision == latest:
        return found
    with _Kept.gate:
        found = _Kept.register
        if found is None or found.revision > latest:
            found = Register(latest)
        elif found.revision < latest:
            changed = set(Text.objects.filter(recording__gt=found.revision).values_list("agreement", flat=True))
            changed.update(RecordedAct.objects.filter(recording__gt=found.revision).values_list("agreement", flat=True))
            found = Register(latest, found.unchanged(changed))
        _Kept.register = found
        return found


def forget() -> None:
    """Drop what this process has read, after the database under it was replaced."""
    _Kept.register = None
