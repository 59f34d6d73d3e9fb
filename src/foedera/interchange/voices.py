"""The voice a document speaks with: a language for its sentences and reasons, long days, and names of parties instead of codes.

English is the source; a face brings its own translation, so that nothing here knows a catalogue or a locale.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence

from attrs import field, frozen

from foedera.model.parties import Parties, Party
from foedera.model.phrases import ENGLISH as PLAIN_ENGLISH
from foedera.model.phrases import N_, Tongue, render, say
from foedera.model.terms import word

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

#: How a status is said of a day that is still to come; what happens on it is not over.
AHEAD = {
    "in force": N_("enters into force"),
    "terminated": N_("the agreement ends"),
    "suspended": N_("is suspended"),
    "renewed": N_("is renewed"),
    "extended": N_("is extended"),
    "party": N_("becomes a party"),
    "withdrawing": N_("notice of leaving begins to run"),
    "withdrawn": N_("leaves"),
}


def english_day(day: dt.date) -> str:
    """Return a day as English prose writes it.

    >>> english_day(dt.date(1949, 8, 24))
    '24 August 1949'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@frozen
class Voice:
    """A language by its code (BCP 47), the tongue that says its phrases and days, and the name a party bears in it on a day."""

    code: str = "en"
    tongue: Tongue = field(default=Tongue(PLAIN_ENGLISH.translate, PLAIN_ENGLISH.translate_n, english_day), repr=False)
    name: Callable[[Party, dt.date], str] = Party.name_on

    def says(self, text: str) -> str:
        """Return a phrase in this language; a text that is no phrase as it is."""
        return str(render(text, self.tongue))

    def day(self, day: dt.date | None) -> str:
        """Return a day in prose, a dash where it is unknown."""
        return self.tongue.day(day) if day is not None else "–"

    def word(self, code: str) -> str:
        """Return a word of the vocabularies (a kind of act, a status) as a reader says it.

        >>> ENGLISH.word("in-force")
        'in force'
        """
        return self.says(word(code))

    def ahead(self, what: str) -> str:
        """Return what a deadline says: a status as what will happen, all else as it is.

        >>> ENGLISH.ahead("terminated")
        'the agreement ends'
        """
        return self.tongue.translate(AHEAD[what]) if what in AHEAD else self.says(what)

    def language(self, code: str) -> str:
        """Return what a language is called; the code (ISO 639-3) where it has no name here.

        >>> ENGLISH.language("eng"), ENGLISH.language("qqq")
        ('English', 'qqq')
        """
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(self.code).languages.get(Locale.parse(code).language, code))
        except (UnknownLocaleError, ValueError):
            return code

    def party(self, parties: Parties, code: str, on: dt.date) -> str:
        """Return the name a party bore on a day; its code where the vocabulary does not hold it."""
        return self.name(parties[code], on) if code in parties else code

    def listed(self, items: Sequence[str]) -> str:
        """Return "A", "A and B", "A, B and C".

        >>> ENGLISH.listed(["Denmark", "France", "Italy"])
        'Denmark, France and Italy'
        """
        if len(items) < 2:
            return "".join(items)
        return self.says(say("{others} and {last}", others=", ".join(items[:-1]), last=items[-1]))


ENGLISH = Voice()


def capital(text: str) -> str:
    """Return a text with a capital first letter, as a headline or a cell of a table begins.

    >>> capital("in force")
    'In force'
    """
    return text[:1].upper() + text[1:]


def in_order(text: str) -> str:
    """Return what a text is sorted by in a list of names: without accents and case.

    >>> sorted(["Zambie", "Éthiopie", "Égypte", "Fidji"], key=in_order)
    ['Égypte', 'Éthiopie', 'Fidji', 'Zambie']
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
