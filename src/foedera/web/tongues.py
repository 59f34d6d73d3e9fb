"""The reader's language: phrases of the law, words of the vocabularies, names of parties and days, as English and French write them."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django.utils.translation import get_language, gettext, ngettext

from foedera.model.parties import Party
from foedera.model.phrases import Tongue, render
from foedera.model.terms import word as term


def long_day(day: dt.date | None) -> str:
    """Return a day as prose has it; a dash where it is not known."""
    if day is None:
        return "–"
    language = get_language() or "en"
    if language == "fr":
        text = format_date(day, "d MMMM y", locale="fr")
        return text.replace("1 ", "1er ", 1) if day.day == 1 else text
    return format_date(day, "d MMMM y", locale="en")


def tongue() -> Tongue:
    """Return how the reader's language says a phrase."""
    return Tongue(gettext, ngettext)


def translated(text: str) -> str:
    """Return a phrase in the reader's language; a text that is no phrase as it is."""
    return render(text, tongue())


def word(text: str) -> str:
    """Return a word of a vocabulary (a status, a kind of act, an area) in the reader's language."""
    return translated(term(text))


def party_name(party: Party, on: dt.date | None = None) -> str:
    """Return a party's name in the reader's language, on a day the one it then bore where that is known in it."""
    if (get_language() or "en") == "fr" and party.name_fr:
        return party.name_fr
    return party.name if on is None else party.name_on(on)
