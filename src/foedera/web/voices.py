"""The languages exports speak beside English, for whoever makes them: a page, the interface for programs, or a worker nobody is reading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext, ngettext, override

from foedera.interchange.voices import Voice
from foedera.model.parties import Party
from foedera.model.phrases import Tongue
from foedera.web import tongues


def french() -> Voice:
    """Return the voice of French, whatever the reader's language is."""
    return Voice("fr", Tongue(_message, _messages, _day, _number), _name)


@lru_cache(maxsize=1 << 13)
def _message(message: str) -> str:
    with override("fr"):
        return gettext(message)


@lru_cache(maxsize=1 << 13)
def _messages(singular: str, plural: str, n: int) -> str:
    with override("fr"):
        return ngettext(singular, plural, n)


def _day(day: dt.date) -> str:
    with override("fr"):
        return tongues.long_day(day)


def _number(value: int | Decimal) -> str:
    with override("fr"):
        return tongues.number(value)


def _name(party: Party, on: dt.date) -> str:
    with override("fr"):
        return tongues.party_name(party, on)
