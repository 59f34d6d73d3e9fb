"""Parties: states, territories and organisations, dated. Who existed on a day, under which name and code, and who came after.

A state that goes on under another code has a `continuator` (USSR-Russia); one that broke up has `successors`; one that
earlier states formed together `unites` them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import define, field, frozen

KINDS = ("state", "organisation", "territory")

_FIRST, _LAST = dt.date.min, dt.date.max


@frozen
class Spell:
    """A name or code held from a day to a day (inclusive; open where unknown or still so)."""

    value: str
    since: dt.date | None = None
    until: dt.date | None = None
    abbreviation: str = ""

    def holds(self, on: dt.date) -> bool:
        """Return whether it was held on that day."""
        return (self.since or _FIRST) <= on <= (self.until or _LAST)


@frozen
class Party:
    """A state, territory or organisation, with the days it existed (`until`: its last day).

    `inherits` says what a continuator takes over: `"all"` acts (Russia those of the USSR), or only the `"seat"` in
    organisations (the People's Republic of China, which did not take over treaty acts of the Republic).

    >>> csk = Party("CSK", "Czechoslovakia", until=dt.date(1992, 12, 31), successors=("CZE", "SVK"))
    >>> csk.exists(dt.date(1992, 12, 31)), csk.exists(dt.date(1993, 1, 1))
    (True, False)
    """

    code: str
    name: str
    kind: str = "state"
    since: dt.date | None = None
    until: dt.date | None = None
    successors: tuple[str, ...] = ()
    continuator: str = ""
    unites: tuple[str, ...] = ()
    name_fr: str = ""
    iso2: str = ""
    iso_numeric: str = ""
    names: tuple[Spell, ...] = ()
    aliases: tuple[str, ...] = ()
    cow: tuple[Spell, ...] = ()
    gw: tuple[Spell, ...] = ()
    un_member: dt.date | None = None
    note: str = ""
    inherits: str = "all"

    def exists(self, on: dt.date) -> bool:
        """Return whether the party existed on that day, as far as the vocabulary knows."""
        return (self.since or _FIRST) <= on <= (self.until or _LAST)

    def name_on(self, on: dt.date) -> str:
        """Return the name it bore that day, its present one where no other is recorded.

        Names it still bears are formal ones beside the present name: they are given for days on which a former name held too.

        >>> germany = Party("DEU", "Germany", names=(
        ...     Spell("Federal Republic of Germany", dt.date(1949, 5, 23)), Spell("West Germany", dt.date(1949, 5, 23), dt.date(1990, 10, 2))))
        >>> germany.name_on(dt.date(1960, 1, 1)), germany.name_on(dt.date(2000, 1, 1))
        ('Federal Republic of Germany', 'Germany')
        """
        held = [spell for spell in self.names if spell.holds(on)]
        return held[0].value if any(spell.until is not None for spell in held) else self.name

    def cow_on(self, on: dt.date) -> int | None:
        """Return its Correlates of War code on that day, None outside the state system."""
        return next((int(spell.value) for spell in self.cow if spell.holds(on)), None)

    def gw_on(self, on: dt.date) -> int | None:
        """Return its Gleditsch-Ward code on that day, None outside the state system."""
        return next((int(spell.value) for spell in self.gw if spell.holds(on)), None)


@define
class Parties:
    """The parties known, by code; a vocabulary, or one with the participants a file declares laid over it."""

    by_code: Mapping[str, Party] = field(factory=dict)

    def __getitem__(self, code: str) -> Party:
        """Return the party of that code; KeyError where there is none."""
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        """Return whether the vocabulary holds the code."""
        return code in self.by_code

    def __iter__(self) -> Iterator[Party]:
        """Iterate over the parties in the vocabulary's order."""
        return iter(self.by_code.values())

    def __len__(self) -> int:
        """Return how many parties there are."""
        return len(self.by_code)

    def over(self, declared: Mapping[str, Party]) -> Parties:
        """Return these parties with those a file declares laid over them."""
        return Parties({**self.by_code, **declared}) if declared else self

    @cached_property
    def mortal(self) -> frozenset[str]:
        """The codes of parties that ceased to exist: few, so that the fold can pass over all others."""
        return frozenset(code for code, party in self.by_code.items() if party.until is not None)

    @cached_property
    def heirs(self) -> dict[str, str]:
        """For each party that merged into another, the code of the state that unites it."""
        return {old: party.code for party in self.by_code.values() for old in party.unites}

    @cached_property
    def continued(self) -> dict[str, str]:
        """For each code with a continuator, the code its acts count for now (followed to the end)."""
        found: dict[str, str] = {}
        for code, party in self.by_code.items():
            heir, seen = party, {code}
            while heir.inherits == "all" and heir.continuator in self.by_code and heir.continuator not in seen:
                seen.add(heir.continuator)
                heir = self.by_code[heir.continuator]
            if heir is not party:
                found[code] = heir.code
        return found

    def is_state(self, code: str) -> bool:
        """Return whether the code is that of a state; a code unknown here is taken for one."""
        party = self.by_code.get(code)
        return party is None or party.kind == "state"

    def is_organisation(self, code: str) -> bool:
        """Return whether the code is that of an international organisation."""
        party = self.by_code.get(code)
        return party is not None and party.kind == "organisation"

    def by_cow(self, code: int, on: dt.date) -> Party | None:
        """Return the party that bore this Correlates of War code on that day."""
        return next((party for party in self if party.cow_on(on) == code), None)

    def by_gw(self, code: int, on: dt.date) -> Party | None:
        """Return the party that bore this Gleditsch-Ward code on that day."""
        return next((party for party in self if party.gw_on(on) == code), None)

    def named(self, name: str, on: dt.date | None = None) -> tuple[Party, ...]:
        """Return the parties that bear this name or alias, those that existed on the day first asked for if one is given."""
        wanted = _folded(name)
        found = [party for party in self if wanted in {_folded(n) for n in _all_names(party)}]
        if on is not None:
            found = [party for party in found if party.exists(on)]
        return tuple(found)

    def nearly(self, name: str) -> tuple[str, str] | None:
        """Return the name, as it is spelled, and the code of the party that something mistyped is most like; None where it is like none."""
        from difflib import get_close_matches

        spelled = {_folded(known): (party.name if known == party.code else known, party.code) for party in self for known in _all_names(party)}
        close = get_close_matches(_folded(name), spelled, 1, ALIKE)
        return spelled[close[0]] if close else None


#: How alike two names are, of 1, for one to be a slip of the pen for the other: Germny for Germany, and neither Estland for Poland nor GER for Niger.
ALIKE = 0.78


def _all_names(party: Party) -> Iterable[str]:
    yield party.code
    yield party.name
    yield from party.aliases
    yield from (spell.value for spell in party.names)
    if party.name_fr:
        yield party.name_fr


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").split())
