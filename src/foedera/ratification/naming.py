"""How instruments write states, agreements, places and days in English and in French, with the articles and contractions French needs."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from foedera.model.agreements import Agreement
from foedera.model.clauses import article

Said = Mapping[str, Mapping[str, str]]

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
}
_AND = {"en": " and ", "fr": " et "}
_OR = {"en": " or ", "fr": " ou "}
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôùûœAEIOUYHÀÂÉÈÊËÎÏÔÙÛŒ]")
_ARTICLE = re.compile(r"^(?:(?:the|les?|la) |l['’])", re.IGNORECASE)


@frozen(kw_only=True)
class Names:
    """The words instruments are written with: for each code or kind, by language. French titles and places stand by their id or English name."""

    states: Said = field(factory=dict)
    organisations: Said = field(factory=dict)
    depositaries: Said = field(factory=dict)
    places: Mapping[str, str] = field(factory=dict)
    titles: Mapping[str, str] = field(factory=dict)
    languages: Said = field(factory=dict)
    offices: Said = field(factory=dict)
    actions: Said = field(factory=dict)
    acts: Said = field(factory=dict)
    consents: Said = field(factory=dict)
    english_nouns: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    nouns: Mapping[str, str] = field(factory=dict)

    def party(self, code: str, language: str) -> str:
        """Return a party's formal name with its article; empty where none is known."""
        return (self.states.get(code) or self.organisations.get(code) or {}).get(language, "")

    def title(self, agreement: Agreement, language: str) -> str:
        """Return the title of an agreement; empty where it is not known in that language."""
        return agreement.title if language == "en" else self.titles.get(agreement.id, "")

    def place(self, place: str, language: str) -> str:
        """Return where a text was concluded, as the language calls it.

        >>> names = Names(places={"Brussels": "Bruxelles"})
        >>> names.place("Brussels (ministerial meeting)", "fr"), names.place("Ottawa and Washington", "fr")
        ('Bruxelles', 'Ottawa et Washington')
        """
        first = re.split(r"[;(]", place)[0].strip()
        if language == "en":
            return first
        return _AND[language].join(self.places.get(part, part) for part in first.split(" and "))


@frozen
class Text:
    """What an agreement is called in a sentence: in full with its article, its noun, and whether French takes the noun as feminine."""

    full: str
    noun: str
    feminine: bool = False

    def said(self, language: str) -> str:
        """Return how it is called once it has been named: the said Treaty, ladite Convention."""
        return f"the said {self.noun}" if language == "en" else f"{'ladite' if self.feminine else 'ledit'} {self.noun}"


def text_of(title: str, agreement: Agreement, names: Names, language: str) -> Text:
    """Return what an agreement of that title is called in a sentence, without day and place.

    A French title that begins with no noun known here is quoted: its gender would be a guess.
    """
    words = re.findall(r"\w+", title)
    if language == "en":
        noun = next((word for word in words if word in names.english_nouns), names.nouns.get(agreement.kind, "Agreement"))
        return Text(title if title.lower().startswith("the ") else f"the {title}", noun)
    noun = words[0] if words else ""
    if noun in names.masculine or noun in names.feminine:
        feminine = noun in names.feminine
        the = "l'" if _VOWEL.match(noun) else "la " if feminine else "le "
        return Text(f"{the}{title}", noun, feminine)
    return Text(f"l'instrument intitulé « {title} »", "instrument")


def of(the: str, language: str) -> str:
    """Return a name in the genitive.

    >>> of("le Royaume de Suède", "fr"), of("les États-Unis d'Amérique", "fr"), of("l'Ukraine", "fr"), of("Japan", "en")
    ('du Royaume de Suède', "des États-Unis d'Amérique", "de l'Ukraine", 'of Japan')
    """
    if language == "en":
        return f"of {the}"
    for start, contracted in (("le ", "du "), ("les ", "des "), ("ledit ", "dudit ")):
        if the.startswith(start):
            return contracted + the[len(start) :]
    return f"d'{the}" if not _ARTICLE.match(the) and _VOWEL.match(the) else f"de {the}"


def to(the: str, language: str) -> str:
    """Return a name in the dative.

    >>> to("le Royaume de Suède", "fr"), to("ledit Traité", "fr"), to("ladite Convention", "fr")
    ('au Royaume de Suède', 'audit Traité', 'à ladite Convention')
    """
    if language == "en":
        return f"to {the}"
    for start, contracted in (("le ", "au "), ("les ", "aux "), ("ledit ", "audit ")):
        if the.startswith(start):
            return contracted + the[len(start) :]
    return f"à {the}"


def that(the: str, language: str) -> str:
    """Return a name as the subject of a clause that follows a verb of saying."""
    if language == "en":
        return f"that {the}"
    return f"qu'{the}" if not _ARTICLE.match(the) and _VOWEL.match(the) else f"que {the}"


def bare(the: str) -> str:
    """Return a name without its article, as a letterhead has it.

    >>> bare("the Republic of Finland"), bare("l'Ukraine")
    ('Republic of Finland', 'Ukraine')
    """
    return capital(_ARTICLE.sub("", the, count=1))


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sorted_as(text: str) -> str:
    """Return what a name is sorted by: without accents and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


def day(date: dt.date, language: str) -> str:
    """Return a day in prose.

    >>> day(dt.date(2023, 4, 1), "fr"), day(dt.date(2023, 4, 4), "en")
    ('1er avril 2023', '4 April 2023')
    """
    number = "1er" if language == "fr" and date.day == 1 else str(date.day)
    return f"{number} {_MONTHS[language][date.month - 1]} {date.year}"


def row(items: Sequence[str], language: str) -> str:
    """Return "A, B and C"."""
    return _joined(items, _AND[language])


def one_of(items: Sequence[str], language: str) -> str:
    """Return "A, B or C"."""
    return _joined(items, _OR[language])


def _joined(items: Sequence[str], last: str) -> str:
    return last.join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def articles(numbers: Sequence[str], language: str) -> str:
    """Return the articles of a reservation, in French with their article.

    >>> articles(("3", "5"), "en"), articles(("3", "5"), "fr"), articles(("XI(2)",), "fr"), articles(("Annex B",), "fr")
    ('Articles 3 and 5', 'les articles 3 et 5', "l'article XI(2)", 'les dispositions suivantes (Annex B)')
    """
    if not all(numbered(number) for number in numbers):
        return (
            row([str(article(number)) for number in numbers], language)
            if language == "en"
            else f"les dispositions suivantes ({row(numbers, language)})"
        )
    if language == "en":
        return f"Article{'s' if len(numbers) > 1 else ''} {row(numbers, language)}"
    return f"les articles {row(numbers, language)}" if len(numbers) > 1 else f"l'article {numbers[0]}"


def numbered(number: str) -> bool:
    """Return whether a place in a text is an article with a number."""
    return bool(number) and article(number) != number
