"""Free-text names of parties resolved by date: a name in a list of names, what else was written with it, and the day it stands for.

A name resolves by the vocabulary or by what a person has decided, never by likeness: what looks alike is only suggested.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from attrs import define, evolve, field, frozen

from foedera.library.spellings import fold, key, variants
from foedera.model.parties import Parties, Party, Spell
from foedera.model.phrases import dated, joined, say

#: The verdict that a name is no party: a mere place, a heading, a slip of the source.
NOT_A_PARTY = "not-a-party"

#: How a name resolved, in the order of the steps; of the last three only `decision` may name a party that acts.
How: TypeAlias = Literal[
    "code", "name", "alias", "former name", "normalised", "predecessor", "decision", "before-statehood", "not-a-party", "unresolved"
]

#: Why a name did not resolve.
Why: TypeAlias = Literal["", "unknown", "not-then", "ambiguous"]

_SUGGESTED = 5
_ALIKE = 0.72
_LOOKED_AT = 60


@frozen
class Decision:
    """What a person decided a name means: the code of a party or `NOT_A_PARTY`, for all days or those from `since` to `until`."""

    name: str
    verdict: str
    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Return whether the decision is about a name written for that day; one for some days needs a day."""
        if self.since is None and self.until is None:
            return True
        return on is not None and Spell("", self.since, self.until).holds(on)


class Decisions:
    """The decisions on record, by name in any spelling of case and spaces. Of several that hold the last one counts."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """Keep the decisions in the order they were made."""
        self._by_name: dict[str, list[Decision]] = {}
        for decision in decisions:
            self._by_name.setdefault(fold(decision.name), []).append(decision)

    def __contains__(self, text: object) -> bool:
        """Return whether a decision about the name was made for any day."""
        return isinstance(text, str) and fold(text) in self._by_name

    def find(self, text: str, on: dt.date | None) -> Decision | None:
        """Return the decision about a name on a day, None where none was made."""
        return next((decision for decision in reversed(self._by_name.get(fold(text), ())) if decision.holds(on)), None)


@frozen
class Resolution:
    """What a name written for a day means.

    `code` is the party, None where no party could be named; `how` says by which step, `why` what stood in the way, `suggestions` up
    to five codes a person may mean, the likeliest first. `reason` is `why` in words.
    """

    text: str
    on: dt.date | None
    code: str | None = None
    how: How = "unresolved"
    suggestions: tuple[str, ...] = ()
    why: Why = ""
    reason: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person to decide."""
        return self.how != "unresolved"

    @property
    def acts(self) -> bool:
        """Whether the name stands for a party that can have acted that day (not for the territory a state later came out of)."""
        return self.code is not None and self.how != "before-statehood"


@frozen
class _Name:
    party: Party
    how: How
    spell: Spell | None = None

    def borne(self, on: dt.date) -> bool:
        return self.spell is None or self.spell.holds(on)


@define
class Names:
    """The names of a vocabulary, ready to be asked; answers are remembered, so that a register of thousands of rows asks each once.

    >>> from foedera.library.vocabularies import parties
    >>> names = Names(parties())
    >>> names.resolve("IRELAND, REPUBLIC OF", dt.date(1968, 10, 3)).code
    'IRL'
    >>> late = names.resolve("SOVIET UNION", dt.date(1995, 1, 1))
    >>> late.code, late.why, late.suggestions[0]
    (None, 'not-then', 'RUS')
    """

    parties: Parties
    decisions: Decisions = field(factory=Decisions)
    _written: dict[str, list[_Name]] = field(init=False, factory=dict)
    _keyed: dict[str, list[_Name]] = field(init=False, factory=dict)
    _by_gram: dict[str, list[str]] = field(init=False, factory=dict)
    _meant: dict[str, list[_Name]] = field(init=False, factory=dict)
    _answers: dict[tuple[str, dt.date | None, dt.date | None], Resolution] = field(init=False, factory=dict)
    _alike: dict[str, tuple[str, ...]] = field(init=False, factory=dict)
    _foregoers: dict[str, list[Party]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Index every name of the vocabulary, as written and by its words."""
        for party in self.parties:
            for text, name in _names_of(party):
                self._written.setdefault(fold(text), []).append(name)
                self._keyed.setdefault(key(text), []).append(name)
        for known in self._keyed:
            for gram in _grams(known):
                self._by_gram.setdefault(gram, []).append(known)
        for code, heir in self.parties.continued.items():
            self._foregoers.setdefault(heir, []).append(self.parties[code])

    def resolve(self, text: str, on: dt.date | None, until: dt.date | None = None) -> Resolution:
        """Return what a name means on a day; with `until`, of one written at some time from `on` to then.

        The steps: the vocabulary's own names, the same words otherwise written, what a person decided. One that goes on under another code
        later (the Soviet Union as Russia) is given the code of the day.
        """
        asked = (text, on, until)
        found = self._answers.get(asked)
        if found is None:
            found = self._answers[asked] = self._resolve(text, on, until)
        return found

    def knows(self, text: str) -> bool:
        """Return whether the vocabulary or a decision has something to say about a name on some day."""
        return bool(self._names(text)) or text in self.decisions

    def _resolve(self, text: str, on: dt.date | None, until: dt.date | None) -> Resolution:
        found = self._by_vocabulary(text, on, until)
        if found.acts:
            return found
        decision = self.decisions.find(text, on)
        if decision is None:
            return found
        if decision.verdict == NOT_A_PARTY:
            return Resolution(text, on, None, "not-a-party")
        return Resolution(text, on, decision.verdict, "decision")

    def _names(self, text: str) -> list[_Name]:
        """Return the names a text can be: those written so, and those of the same words."""
        found = self._meant.get(text)
        if found is None:
            written = self._written.get(fold(text), [])
            known = {(name.party.code, name.spell) for name in written}
            found = self._meant[text] = written + [name for name in self._by_words(text) if (name.party.code, name.spell) not in known]
        return found

    def _by_words(self, text: str) -> list[_Name]:
        """Return the names that consist of the same words; of a text that gives two names, those of the parties both mean."""
        for variant in variants(text):
            sets = [self._keyed.get(part, []) for part in variant]
            if all(sets):
                common = set.intersection(*({name.party.code for name in names} for names in sets))
                found = [evolve(name, how="normalised") for name in sets[0] if name.party.code in common]
                if found:
                    return found
        return []

    def _by_vocabulary(self, text: str, on: dt.date | None, until: dt.date | None) -> Resolution:
        names = self._names(text)
        if not names:
            reason = say("no party is known as '{name}'", name=text[:80])
            return Resolution(text, on, None, "unresolved", self._suggested(text), "unknown", reason)
        for step in _borne(names, on, until):
            order = tuple(dict.fromkeys(name.party.code for name in step))
            if len(order) == 1:
                before = [old.code for old in self._foregoers.get(order[0], ()) if on is not None and lives(old, on)]
                return Resolution(text, on, before[0], "predecessor") if len(before) == 1 else Resolution(text, on, order[0], step[0].how)
            if order:
                reason = say("'{name}' may be {parties}", name=text[:80], parties=joined([self._shown(code) for code in order], " or "))
                return Resolution(text, on, None, "unresolved", order[:_SUGGESTED], "ambiguous", reason)
        assert on is not None, "without a day every name is borne"
        return self._not_then(text, [*{name.party.code: name.party for name in names}.values()], on, until or on)

    def _not_then(self, text: str, named: list[Party], on: dt.date, until: dt.date) -> Resolution:
        """Return what a name means on a day on which none of those called so existed."""
        coming = [party for party in named if party.since is not None and on < party.since]
        before = [old for party in coming for old in self._foregoers.get(party.code, ()) if lives(old, on, until)]
        if len(coming) == 1 and len(before) == 1:
            return Resolution(text, on, before[0].code, "predecessor")
        if len(coming) == 1 and not coming[0].unites:
            party, since = self._shown(coming[0].code), coming[0].since
            assert since is not None, "it came into being later"
            reason = say("{party} came into being on {since}; before, its name is taken for that of a territory", party=party, since=dated(since))
            return Resolution(text, on, coming[0].code, "before-statehood", (coming[0].code,), reason=reason)
        related = [code for party in named for code in (party.continuator, *party.successors, *party.unites) if code]
        related += [old.code for old in before]
        alive = [code for code in dict.fromkeys(related) if lives(self.parties[code], on, until)]
        lives_of = joined([_lifetime(party) for party in named], "; ")
        reason = say("no party was called '{name}' on {day}: {lives}", name=text[:80], day=dated(on), lives=lives_of)
        others = [party.code for party in named]
        return Resolution(text, on, None, "unresolved", tuple(dict.fromkeys([*alive, *others]))[:_SUGGESTED], "not-then", reason)

    def _shown(self, code: str) -> str:
        return f"{self.parties[code].name} ({code})"

    def _suggested(self, text: str) -> tuple[str, ...]:
        """Return the parties whose names look most like a text; nothing is concluded from it."""
        found = self._alike.get(text)
        if found is None:
            found = self._alike[text] = tuple(self._most_alike(key(text)))
        return found

    def _most_alike(self, wanted: str) -> Iterator[str]:
        from difflib import SequenceMatcher

        shared = Counter(known for gram in _grams(wanted) for known in self._by_gram.get(gram, ()))
        words = set(wanted.split())
        scores: dict[str, float] = {}
        for known, _ in shared.most_common(_LOOKED_AT):
            common = len(words.intersection(known.split()))
            score = SequenceMatcher(None, wanted[:60], known, autojunk=False).ratio()
            if common:
                score = max(score, 0.5 + 0.5 * common / len(words.union(known.split())))
            for name in self._keyed[known] if score >= _ALIKE else ():
                scores[name.party.code] = max(score, scores.get(name.party.code, 0.0))
        yield from sorted(scores, key=lambda code: (-scores[code], code))[:_SUGGESTED]


def lives(party: Party, on: dt.date, until: dt.date | None = None) -> bool:
    """Return whether a party was a person of international law on a day (or some day until another).

    Where the vocabulary dates only the latest form of one that stayed the same person, its earlier life counts too: membership of the
    state system (Germany), or an organisation's former name (the European Economic Community).
    """
    last = until or on
    if (party.since or dt.date.min) <= last and on <= (party.until or dt.date.max):
        return True
    if party.kind == "organisation":
        return any(spell.holds(on) for spell in party.names)
    return party.cow_on(on) is not None or party.gw_on(on) is not None


def _borne(names: list[_Name], on: dt.date | None, until: dt.date | None) -> Iterator[list[_Name]]:
    """Yield the names by how well they fit the day: borne on it, borne on another day by one who lived then, borne by one who lived later."""
    if on is None:
        yield names
        return
    living = [name for name in names if lives(name.party, on)]
    yield [name for name in living if name.borne(on)]
    yield living
    if until is not None:
        yield [name for name in names if lives(name.party, on, until)]


def _grams(words: str) -> set[str]:
    """Return the threes of letters in a text, by which names like it are looked up."""
    padded = f" {words} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _names_of(party: Party) -> Iterator[tuple[str, _Name]]:
    yield party.code, _Name(party, "code")
    yield party.name, _Name(party, "name")
    if party.name_fr:
        yield party.name_fr, _Name(party, "name")
    for alias in party.aliases:
        yield alias, _Name(party, "alias")
    for spell in party.names:
        yield spell.value, _Name(party, "former name", spell)


def _lifetime(party: Party) -> str:
    if party.since and party.until:
        return say("{party} existed from {since} until {until}", party=party.code, since=dated(party.since), until=dated(party.until))
    if party.since:
        return say("{party} existed from {since}", party=party.code, since=dated(party.since))
    return say("{party} existed until {until}", party=party.code, until=dated(party.until)) if party.until else party.code
