"""The law speaks in phrases: whatever it answers about any agreement can be said in French, and says in English what it always said."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest
from attrs import asdict
from hypothesis import given, settings
from tests.law.test_properties import DAYS, agreements, docket

from foedera.law.deadlines import upcoming
from foedera.law.docket import Docket
from foedera.law.reasons import _VOID, TEMPLATES
from foedera.law.relations import between
from foedera.library import vocabularies
from foedera.library.clauses import KEYS, MEANS
from foedera.library.collection import BUNDLED, Collection
from foedera.model import acts, parties, provisions, standing
from foedera.model import agreements as heads
from foedera.model.agreements import Agreement
from foedera.model.phrases import ENGLISH, Day, Joined, Phrase, Tongue, dated, few, joined, render, say, say_n
from foedera.model.terms import TERMS, spoken, word
from foedera.model.words import clauses_in_words
from foedera.web.messages import kept

FRENCH = {
    form: said
    for message in kept("fr")
    for form, said in zip(
        message.id if isinstance(message.id, tuple) else (message.id,),
        message.string if isinstance(message.string, tuple) else (message.string,),
        strict=True,
    )
    if message.id and not message.context and said
}
IN_FRENCH = Tongue(FRENCH.__getitem__, lambda one, many, n: FRENCH[one if n < 2 else many], lambda day: f"le jour {day}", str)
CASES = Path(__file__).resolve().parents[1] / "cases" / "law"


def answers(agreement: Agreement, on: Docket, days: list[dt.date], pairs: int = 6) -> Iterator[str]:
    """Everything in words that the law answers about an agreement."""
    timeline = on.timeline(agreement.id)
    for label, words in clauses_in_words(agreement):
        yield from (label, words)
    for act in agreement.acts:
        yield act.describe()
    for provision in agreement.provisions:
        yield from (obligation.trigger.describe() for obligation in provision.obligations)
    for change in timeline.changes(dt.date(2040, 1, 1)):
        yield from change.because
    codes = sorted({code for act in agreement.acts for code in act.by})
    for day in days:
        answer = timeline.standing(day)
        yield from (*answer.because, *answer.open_questions)
        yield from (line for participation in answer.participants for line in participation.because)
        for deadline in upcoming(timeline, day, day + dt.timedelta(days=5000)):
            yield from (deadline.what, *deadline.because)
        for a, b in islice(combinations(codes, 2), pairs):
            yield from between(on, agreement.id, a, b, day).because


def texts_of(agreement: Agreement) -> set[str]:
    """Every text a file itself holds, however deep."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from (*inside(key), *inside(item))
        elif isinstance(value, list | tuple | set | frozenset):
            for item in value:
                yield from inside(item)

    return set(inside(asdict(agreement, recurse=True)))


def parts(text: str) -> Iterator[str]:
    """A phrase and everything in it, down to plain texts."""
    yield text
    if isinstance(text, Joined):
        for part in text.parts:
            yield from parts(part)
    elif isinstance(text, Phrase):
        for value in text.fields.values():
            if isinstance(value, str):
                yield from parts(value)


#: Plain texts are the same in every language: codes, ids, numbers of articles, shares; rows of them.
PLAIN = re.compile(
    r"(?:[A-Z][A-Z0-9-]*|[a-z0-9.-]+/[a-z0-9.-]+|[0-9][0-9A-Za-z().;/, -]*|[IVXLC]+[0-9().a-z]*)(?:, [A-Z0-9-]+)*(?:/\d{4}-\d\d-\d\d)?\Z"
)


def check(lines: Iterator[str], own: set[str]) -> int:
    """See that each line can be said in French, and in English is what it was; return how many there were."""
    count = 0
    seen: set[str] = set()
    for line in lines:
        count += 1
        if line in seen:
            continue
        seen.add(line)
        assert isinstance(line, Phrase) or line in own, f"a sentence no face can translate: {line}"
        assert render(line, ENGLISH).replace("-", " ") == line.replace("-", " ")
        assert not re.search(r"[{}]", render(line, IN_FRENCH))
        for part in parts(line):
            if isinstance(part, Phrase):
                assert type(part.msgid) is str
            elif not isinstance(part, Day):
                rows = part.split(", ")
                assert part in own or all(row in own for row in rows) or PLAIN.match(part), f"'{part}' in '{line}' stays English"
    return count


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The collection that ships."""
    return Collection()


def test_every_answer_about_the_collection_is_french_too(collection: Collection) -> None:
    """Status on several days, changes, deadlines, bonds, clauses and acts of every agreement that ships."""
    days = [dt.date(year, 7, 1) for year in (1950, 1966, 1989, 2003, 2014, 2026)]
    own = set().union(*map(texts_of, collection))
    total = sum(check(answers(agreement, collection.known(None), days), own) for agreement in collection)
    assert total > 10_000


@pytest.mark.parametrize("file", sorted(CASES.glob("*.toml")), ids=lambda f: f.stem)
def test_every_answer_about_the_cases_is_french_too(file: Path, tmp_path: Path) -> None:
    """The invented agreements of the cases, which reach the rules the collection has no example of."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    for number, texts in enumerate(
        [[a["text"] for a in data.get("agreement", [])], *(case["agreements"] for case in data["case"] if "agreements" in case)]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        for position, text in enumerate(texts):
            (folder / f"{position:03}.toml").write_text(text, encoding="utf-8")
        found = Collection([folder], bundled=False)
        own = set(found.parties.by_code).union(*map(texts_of, found))
        for agreement in found:
            check(answers(agreement, found.known(None), [dt.date(year, 3, 15) for year in range(1999, 2024, 4)]), own)


@settings(max_examples=150, deadline=None)
@given(agreements(), DAYS)
def test_every_answer_about_any_agreement_is_french_too(agreement: Agreement, on: dt.date) -> None:
    """Agreements with clauses and acts of every sort."""
    check(answers(agreement, docket(agreement), [on], pairs=3), texts_of(agreement))


@pytest.mark.parametrize("key", TEMPLATES)
def test_sentence_has_what_fills_it(key: str) -> None:
    """Each place of a sentence of the table is among what its reason carries, and each is used."""
    row = TEMPLATES[key]
    if not isinstance(row, tuple):
        return
    carried = row[0].split()
    filled = {name for name in carried if name not in ("act", "clause")} | ({"kind", "on"} if "act" in carried else set())
    filled |= {"rule"} if "clause" in carried else set()
    places = set(re.findall(r"\{(\w+)\}", row[1]))
    assert places <= filled
    assert filled - places <= {"kind", "on"}


@pytest.mark.parametrize("fault", _VOID)
def test_void_reservation_is_french_too(fault: str) -> None:
    """Each cause for which a reservation has no effect has its French."""
    assert FRENCH[_VOID[fault]]


VOCABULARIES = (
    *(acts.KINDS, acts.PRECISIONS, acts.CONFIDENCES, heads.KINDS, heads.LINKS, parties.KINDS, provisions.FORCES),
    *(standing.STATUSES, standing.AGREEMENT_STATUSES, vocabularies.AREAS, vocabularies.FUNCTIONS, vocabularies.ROLES, MEANS, KEYS),
)


@pytest.mark.parametrize("code", sorted({code for words in VOCABULARIES for code in words}))
def test_word_is_spoken(code: str) -> None:
    """Each word of a closed vocabulary stays its code in data and has its words in both languages."""
    assert word(code) == code
    assert render(word(code), ENGLISH) == spoken(code) == TERMS[code]
    assert render(word(code), IN_FRENCH)


def test_what_is_in_no_vocabulary_stays() -> None:
    """A code of a party, or a word nobody knows, is the same in every language."""
    assert not isinstance(word("FRA"), Phrase)
    assert spoken("made-up") == "made up"


def test_phrases_survive_copying_and_storing() -> None:
    """What a phrase is made of is not lost when an answer is copied, pickled or written as JSON."""
    phrase = say("{act}, until {day}", act=say("bound since {day}", day=dated(dt.date(1982, 5, 1))), day=dated(dt.date(1990, 1, 1)))
    for twin in (copy.deepcopy(phrase), pickle.loads(pickle.dumps(phrase))):
        assert twin == phrase
        assert render(twin, IN_FRENCH) == "partie liée depuis le le jour 1982-05-01, jusqu’au le jour 1990-01-01"
    assert json.dumps([phrase]) == '["bound since 1982-05-01, until 1990-01-01"]'


def test_counts_and_rows() -> None:
    """One is singular, none and several are plural; rows keep their parts; long rows are counted."""
    assert [say_n("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [render(say_n("{n} day", "{n} days", n), IN_FRENCH) for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    row = joined((say("{n} day", n=1), "FRA"), " or ")
    assert render(row, Tongue({"{n} day": "{n} jour", " or ": " ou "}.__getitem__, ENGLISH.translate_n)) == "1 jour ou FRA"
    assert few(("A",), 2) == "A"
    assert few(("A", "B", "C", "D"), 2) == "A, B and 2 more"


def test_signs_that_mean_something_to_patterns_are_text() -> None:
    """Per cent signs and braces in what fills a place stay as they are."""
    phrase = say("consent of at least {percent} % of '{weights}'", percent=Decimal("55.5"), weights="100 % {n} %s")
    assert phrase == "consent of at least 55.5 % of '100 % {n} %s'"
    assert render(phrase, ENGLISH) == phrase
    with pytest.raises(KeyError):
        say("bound since {day}", on="x")


def test_the_bundled_folder_is_the_one_read() -> None:
    """The collection the answers are about is not empty."""
    assert len(list(BUNDLED.rglob("*.toml"))) > 80
