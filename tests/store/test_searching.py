"""Search on either database: the same words find the same agreements, and the same one first."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from typing import Any

import pytest

from foedera.store import searching
from foedera.store.catalogue import catalogue
from foedera.store.register import current

pytestmark = pytest.mark.usefixtures("register")

#: What somebody types, and what must stand first.
FIRST = {
    "anzus": "anzus/treaty",
    "élysée": "france-germany/elysee-1963",
    "arms trade": "arms-control/arms-trade-treaty-2013",
    "mine ban": "arms-control/mine-ban-1997",
    "good neighbourliness": "china-russia/good-neighbourliness-2001",
    "pesco": "eu/pesco",
}


class Texts:
    """The texts of the collection, ranked by BM25 as its authors wrote it down: what both databases are held to."""

    def __init__(self) -> None:
        """Read them off the register."""
        register = current()
        self.parts = {name: [self.words(part) for part in searching.words_of(register[name], register.parties)] for name in sorted(register.ids())}
        self.lengths = {name: sum(map(len, parts)) for name, parts in self.parts.items()}
        self.usual = sum(self.lengths.values()) / len(self.parts)

    @staticmethod
    def words(text: str) -> list[str]:
        """Return the words of a text."""
        return re.findall(r"[^\W_]+", text)

    def ranked(self, query: str) -> dict[str, float]:
        """Return what a query finds, with its score."""
        scores: Counter[str] = Counter()
        held: Counter[str] = Counter()
        asked = self.words(searching.folded(query))
        for word in asked:
            counts = {name: count for name, parts in self.parts.items() if (count := self.count(word, parts))}
            rarity = max(math.log((len(self.parts) - len(counts) + 0.5) / (len(counts) + 0.5)), 1e-6)
            for name, count in counts.items():
                held[name] += 1
                scores[name] += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * self.lengths[name] / self.usual))
        return {name: score for name, score in scores.items() if held[name] == len(asked)}

    @staticmethod
    def count(word: str, parts: list[list[str]]) -> int:
        """Return how much a word counts in a text."""
        return sum(weight * sum(own.startswith(word) for own in part) for weight, part in zip(searching.WEIGHTS, parts, strict=True))


def asked_for() -> list[str]:
    """Return things to ask for: titles, single words of them, and words side by side or apart in any part."""
    rng, register = random.Random(7), current()
    found: list[str] = []
    for name in rng.sample(sorted(register.ids()), 15):
        agreement = register[name]
        found += [agreement.title, agreement.short_title or agreement.title]
        for part in searching.words_of(agreement, register.parties):
            words = Texts.words(part)
            if len(words) > 3:
                start = rng.randrange(len(words) - 2)
                found += [" ".join(words[start : start + 2]), " ".join(rng.sample(words, 2)), rng.choice(words)[:5]]
    return found


def names(found: Any) -> list[str]:
    """Return the ids of what was found, the best first."""
    ids = {searching.key(name): name for name in current().ids()}
    return [ids[key] for key, _ in sorted(found, key=lambda row: -row[1])]


@pytest.mark.parametrize(("words", "first"), FIRST.items())
def test_what_is_meant_stands_first(words: str, first: str) -> None:
    """On SQLite and on PostgreSQL."""
    assert names(searching.found(words))[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("North Atlantic Treaty", "nato/north-atlantic-treaty"),
        (" brussels TREATY", "weu/brussels-treaty-1948"),
        ("aachen treaty", "france-germany/aachen-2019"),
        ("NATO", "nato/north-atlantic-treaty"),
    ],
)
def test_what_is_called_exactly_so_leads_the_list(words: str, first: str) -> None:
    """Who types a title means what bears it, not a protocol that repeats it; the rest follows as it is ranked."""
    shelf = catalogue()
    found = shelf.found(words)
    assert found is not None
    assert shelf.ids[found[0]] == first
    assert len(found) == len(searching.found(words) or ())


def test_both_databases_rank_by_the_same_rule() -> None:
    """Whatever is asked, the texts found and the first of them are those BM25 gives: so the same wherever the register is kept."""
    texts = Texts()
    for query in asked_for():
        expected = texts.ranked(" ".join(Texts.words(searching.folded(query))[:12]))
        found = names(searching.found(query))
        assert set(found) == set(expected), query
        assert found, query
        assert expected[found[0]] == pytest.approx(max(expected.values())), query


def test_what_is_found_in_plenty_is_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number ranked exactly nothing is lost, and nothing comes before what is."""
    whole = names(searching.found("treaty"))
    monkeypatch.setattr(searching, "_EXACT", 5)
    found = searching.found("treaty")
    assert set(names(found)) == set(whole)
    assert len(whole) > 50
    assert len({score > 0 for _, score in found or ()} - {True}) <= 1


@pytest.mark.parametrize("text", ["a/b.example.org/x-y?z=1", "10/2020", "-5", "o'neill", "foo_bar", "x" * 3000, "état-major"])
def test_words_are_taken_apart_alike(text: str) -> None:
    """Addresses, paths, numbers with a sign, and words too long for an index: each word of them finds the text."""
    searching.write([("test/words", searching.folded(text), "", "", "")])
    for word in Texts.words(searching.folded(text)):
        assert searching.key("test/words") in {key for key, _ in searching.found(word) or ()}, word
    searching.drop(["test/words"])
    assert searching.key("test/words") not in {key for key, _ in searching.found(text) or ()}
