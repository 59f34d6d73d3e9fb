"""The reader's language: phrases of the law, words of the vocabularies, names of parties and days, as English and French write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, gettext, ngettext

from foedera.interchange.voices import AHEAD
from foedera.model.parties import Party
from foedera.model.phrases import Tongue, render
from foedera.model.terms import word as term
from foedera.threats.scales import LEVELS, SPOKEN

#: English names made of a common noun, which have an article in a sentence.
_COMMON = re.compile(
    r"^(?:Bahamas|Comoros|Gambia|Holy See|Maldives|Netherlands|Philippines|Isle of Man)\b|"
    r"\b(?:Agency|Association|Authority|Bank|Commission|Committee|Commonwealth|Communit(?:y|ies)|Confederation|Council|Emirates|Empire|"
    r"Federation|Force|Forum|Fund|Islands|Jamahiriya|Kingdom|League|Market|Nations|Organi[sz]ation|Programme|Provinces|Republic|Settlements|"
    r"States|System|Territor(?:y|ies)|Union)\b"
)
#: Beyond this nothing is counted, and the library of languages counts no further than 28 digits.
_LARGEST = 10**15


def language() -> str:
    """Return the reader's language: "fr", or "en" for every other."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def long_day(day: dt.date | None) -> str:
    """Return a day as prose has it: 30 May 1982, 1er mai 1982; a dash where it is not known."""
    return "–" if day is None else _long_day(day, language())


@lru_cache(maxsize=1 << 15)
def _long_day(day: dt.date, language: str) -> str:
    text = format_date(day, "d MMMM y", locale=language)
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def language_name(code: str) -> str:
    """Return what a language is called in the reader's own; the code (ISO 639-3) where it has no name there."""
    return _language_name(code, language())


@lru_cache(maxsize=1 << 10)
def _language_name(code: str, language: str) -> str:
    try:
        return str(Locale.parse(language).languages.get(Locale.parse(code).language, code))
    except (UnknownLocaleError, ValueError):
        return code


def number(value: int | Decimal) -> str:
    """Return a number as the reader's language writes it: 1,600 and 1 600, 55.5 and 55,5; what somebody made up of many digits as it is."""
    return _minus(format_decimal(value, locale=language())) if -_LARGEST < value < _LARGEST else str(value)


def _minus(written: str) -> str:
    """Return a number with the sign of a minus where it begins with a hyphen."""
    return f"\N{MINUS SIGN}{written[1:]}" if written.startswith("-") else written


def percent(share: float) -> str:
    """Return a share of one in whole hundredths, as the reader's language writes it: 55% and 55 %."""
    return format_percent(share, locale=language())


def figure(value: float) -> str:
    """Return a computed figure with two decimals at most, as the reader's language writes it: 0.67 and 0,67; a whole number as it is."""
    return _minus(format_decimal(value, format="#,##0.##", locale=language()))


def level(place: int) -> str:
    """Return what a level of likelihood, impact or risk (0 to 4) is called in the reader's language."""
    return translated(SPOKEN[LEVELS[place]])


def tongue() -> Tongue:
    """Return how the reader's language says a phrase; its messages are looked up once, since a page of reasons says thousands."""
    return _tongue(language())


@lru_cache
def _tongue(language: str) -> Tongue:
    def day(day: dt.date) -> str:
        return _long_day(day, language)

    return Tongue(lru_cache(maxsize=1 << 13)(gettext), lru_cache(maxsize=1 << 13)(ngettext), day, number)


def translated(text: str) -> str:
    """Return a phrase in the reader's language; a text that is no phrase as it is."""
    return render(text, tongue())


def word(text: str) -> str:
    """Return a word of a vocabulary (a status, a kind of act, an area) in the reader's language."""
    return _word(text, language())


@lru_cache(maxsize=1 << 12)
def _word(text: str, language: str) -> str:  # noqa: ARG001 - a word a language
    return translated(term(text))


def ahead(text: str) -> str:
    """Return what a deadline says in the reader's language: a status as what will happen, all else as it is."""
    return gettext(AHEAD[text]) if text in AHEAD else translated(text)


def party_name(party: Party, on: dt.date | None = None) -> str:
    """Return a party's name in the reader's language, on a day the one it then bore.

    Names of the past are known in English alone: where a party then bore another name than today's, that one is returned.
    """
    name = party.name if on is None else party.name_on(on)
    return party.name_fr if party.name_fr and name == party.name and language() == "fr" else name


def party_in_sentence(party: Party, on: dt.date | None = None) -> str:
    """Return a party's name as it stands inside a sentence: English puts an article before names that are made of a common noun.

    >>> from foedera.library.vocabularies import parties
    >>> [party_in_sentence(parties()[code]) for code in ("USA", "NLD", "COD", "EU", "FRA")]
    ['the United States', 'the Netherlands', 'the Democratic Republic of the Congo', 'the European Union', 'France']
    """
    name = party_name(party, on)
    return f"the {name}" if language() != "fr" and _COMMON.search(name.partition(" (")[0]) else name
