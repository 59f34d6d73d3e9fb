"""The French of the program: complete, without doubt, compiled, and with the places of the English filled."""

from __future__ import annotations

import ast
import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from django.utils import translation

from foedera.library import vocabularies
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Duration, EntryIntoForce, Renewal
from foedera.model.conditions import Consents, Share
from foedera.model.parties import Party, Spell
from foedera.model.periods import Period
from foedera.model.phrases import say_n
from foedera.model.words import clauses_in_words
from foedera.web import messages, tongues

LANGUAGES = messages.LANGUAGES


def _all(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _forms(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_sources_is_translated(language: str) -> None:
    """No string reaches a reader untranslated: `make messages` lists what is new."""
    kept = messages.kept(language)
    missing = []
    for message in _all(messages.source()):
        found = kept.get(message.id, message.context)
        forms = _forms(found.string) if found is not None else ()
        if not forms or not all(forms) or len(_forms(message.id)) > len(forms):
            missing.append(message.id)
    assert not missing, f"{len(missing)} to translate; run `make messages` and fill them in"


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_is_as_the_program_writes_it(language: str) -> None:
    """Sorted, nothing fuzzy or obsolete, no places in the sources: changes of several people merge."""
    kept = messages.kept(language)
    assert not kept.obsolete
    assert not [message.id for message in _all(kept) if message.fuzzy]
    written = messages.file_of(language, "po").read_bytes()
    again = Catalog(locale=language, project="Foedera", version="1", header_comment=kept.header_comment, fuzzy=False)
    for message in _all(kept):
        again.add(message.id, message.string, context=message.context)
    assert messages.as_text(again) == written
    assert b"\n#:" not in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_file_is_that_of_the_kept_one(language: str) -> None:
    """What the pages read is what was translated."""
    compiled = read_mo(BytesIO(messages.file_of(language, "mo").read_bytes()))

    def content(catalog: Catalog) -> dict[Any, tuple[str, ...]]:
        return {(m.context, _forms(m.id)): _forms(m.string) for m in _all(catalog) if all(_forms(m.string))}

    assert content(compiled) == content(read_mo(BytesIO(messages.compiled(messages.kept(language)))))


PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places(language: str) -> None:
    """What fills a sentence stands in its translation too, under the same name."""
    wrong = []
    for message in _all(messages.kept(language)):
        wanted = {place for form in _forms(message.id) for place in PLACES.findall(form)}
        # A singular may say "one" in a word; the plural must have every place.
        said = [set(PLACES.findall(form)) for form in _forms(message.string) if form]
        if said and (said[-1] != wanted or any(not places <= wanted for places in said)):
            wrong.append((message.id, message.string))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_is_typeset(language: str) -> None:
    """French sets a space that does not break before a colon, a semicolon, a question mark, and inside guillemets."""
    wrong = [form for m in _all(messages.kept(language)) for form in _forms(m.string) if re.search(r"\w [:;?!](?!\w)|« | »", form)]
    assert not wrong


def test_messages_are_found_wherever_they_stand() -> None:
    """Inside the arguments of another message, in two lines, with a context, between parts of a row."""
    found = list(
        messages.of_python(
            """
            say("{a} of {b}", a=say("first" " second"), b=joined(parts, " or "))
            pgettext("month", "May"); ngettext("one", "many", n); say(name); self.translation.gettext("last")
            """.replace("            ", "")
        )
    )
    assert sorted(found, key=str) == sorted(
        [
            ("{a} of {b}", None),
            ("first second", None),
            (" or ", None),
            ("May", "month"),
            (("one", "many"), None),
            ("last", None),
        ],
        key=str,
    )


def test_bringing_up_to_date_keeps_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that stays keeps its French, a new one comes empty, one that is gone goes."""
    old, now = Catalog(locale="fr"), Catalog()
    for message, said in (("stays", "reste"), ("goes", "part"), ("grows", "grandit")):
        old.add(message, said)
    for message in ("stays", "new", ("grows", "grow")):
        now.add(message)
    monkeypatch.setattr(messages, "kept", lambda _: old)
    monkeypatch.setattr(messages, "source", lambda: now)
    brought = messages.brought_up_to_date("fr")
    assert {m.id: m.string for m in _all(brought)} == {"stays": "reste", "new": "", ("grows", "grow"): ("", "")}
    assert [m.id for m in messages.untranslated(brought)] == ["new", ("grows", "grow")]


#: Day, in English, in French.
DAYS = [
    (dt.date(1982, 5, 1), "1 May 1982", "1er mai 1982"),
    (dt.date(1982, 5, 30), "30 May 1982", "30 mai 1982"),
    (dt.date(1945, 8, 11), "11 August 1945", "11 août 1945"),
    (None, "–", "–"),
]


@pytest.mark.parametrize(("day", "english", "french"), DAYS)
def test_days(day: dt.date | None, english: str, french: str) -> None:
    """The first of a month has its ordinal in French."""
    with translation.override("en"):
        assert tongues.long_day(day) == english
    with translation.override("fr"):
        assert tongues.long_day(day) == french
    with translation.override("fr-ca"):
        assert tongues.long_day(day) == french


FRANCE = Act(dt.date(1949, 5, 1), "ratification", ("FRA",), confidence="low", until=dt.date(1950, 6, 2))
TERM = Duration(article="9", years=1, renewal=Renewal(years=5, unless_notice=Period(months=6)))
SHARE = Share(share=Fraction(1, 8), weights="emissions")

#: What is said, in English, in French.
SAID = [
    (
        FRANCE.describe(),
        "ratification by FRA, 1 May 1949, until 2 June 1950 [low confidence]",
        "ratification par FRA, 1er mai 1949, jusqu’au 2 juin 1950 [fiabilité faible]",
    ),
    (
        Period(nth_month=6).describe(),
        "the first day of the sixth month after the month of that day",
        "le premier jour du sixième mois suivant celui de cette date",
    ),
    (Period(years=1, months=3).describe(), "1 year and 3 months", "1 an et 3 mois"),
    (Consents(40).describe(), "40 instruments of consent", "40 instruments exprimant le consentement à être lié"),
    (Consents(1).describe(), "1 instrument of consent", "1 instrument exprimant le consentement à être lié"),
    (SHARE.describe(), "consent of at least 12.5 % of 'emissions'", "consentement représentant au moins 12,5\u202f% de «\u00a0emissions\u00a0»"),
    (say_n("{n} day", "{n} days", 1600), "1,600 days", "1\u202f600 jours"),
    ("a note of a file", "a note of a file", "a note of a file"),
]


@pytest.mark.parametrize(("phrase", "english", "french"), SAID)
def test_phrases_in_both_languages(phrase: str, english: str, french: str) -> None:
    """Days, numbers and plurals are written as the language has them; what is no phrase stays."""
    with translation.override("en"):
        assert tongues.translated(phrase) == english
    with translation.override("fr"):
        assert tongues.translated(phrase) == french


def test_words_in_both_languages() -> None:
    """Statuses and kinds are words of the field, not codes; what is in no vocabulary stays."""
    with translation.override("en"):
        assert tongues.word("in-force") == "in force"
    with translation.override("fr"):
        assert [tongues.word(code) for code in ("party", "accession", "withdrawing", "FRA")] == ["partie", "adhésion", "retrait en cours", "FRA"]


def test_clauses_in_french() -> None:
    """A clause in words is a sentence of French treaty law."""
    found = Agreement(id="t/t", title="T", entry_into_force=EntryIntoForce(article="11", when=Consents(2)), duration=TERM)
    with translation.override("fr"):
        said = {tongues.translated(label): tongues.translated(text) for label, text in clauses_in_words(found)}
    assert said["durée"] == "Article 9\u00a0: 1 an, puis tacite reconduction pour 5 ans sauf préavis donné 6 mois avant"
    assert said["entrée en vigueur"] == "Article 11\u00a0: 2 instruments exprimant le consentement à être lié"
    assert said["retrait"] == "aucune clause\u00a0: CVDT 56"


def test_names_of_parties() -> None:
    """French names of today; a name of the past, known in English alone, is not replaced by today's."""
    known = vocabularies.parties()
    upper = Party("X-UV", "New Name", name_fr="Nom nouveau", names=(Spell("Old Name", None, dt.date(1984, 8, 3)),))
    with translation.override("fr"):
        assert tongues.party_name(known["DEU"]) == "Allemagne"
        assert tongues.party_name(upper, dt.date(1990, 1, 1)) == "Nom nouveau"
        assert tongues.party_name(upper, dt.date(1970, 1, 1)) == "Old Name"
    with translation.override("en"):
        assert tongues.party_name(known["DEU"]) == "Germany"
        assert tongues.party_name(upper) == "New Name"


def test_numbers() -> None:
    """Thousands and decimals are set apart as the language does."""
    with translation.override("fr"):
        assert tongues.number(Decimal("55.5")) == "55,5"
    with translation.override("en"):
        assert tongues.number(8133) == "8,133"


def test_a_number_that_names_a_thing_is_said_as_a_text() -> None:
    """Prose groups the digits of a number; of "document 1234" it would make a document nobody finds. So what is called a number is a text."""
    for path in sorted(messages.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and path.parts[-2] != "model":
                for given in node.keywords:
                    text = isinstance(given.value, ast.Call) and isinstance(given.value.func, ast.Name) and given.value.func.id == "str"
                    assert given.arg != "number" or text, f"{path}:{node.lineno}: write number=str(…)"


def test_a_word_is_said_as_its_context_asks() -> None:
    """A level of risk is masculine in French, a confidence feminine; English has one word for both."""
    for language, said in (("fr", ("élevé", "élevée")), ("en", ("high", "high"))):
        with translation.override(language):
            assert (tongues.level(3), tongues.word("high")) == said
