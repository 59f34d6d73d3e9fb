"""Phrases: English sentences that remember what they were made of, so that a face can say them in another language.

Law and model know English only; `render` gives a phrase, and every phrase inside it, in the tongue a face brings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from attrs import frozen

#: What may fill a place of a sentence: a phrase, a day, a number, or a text that is the same in every language (a code, an id, a note).
Filling = str | int | Decimal

_PLACE = re.compile(r"\{(\w+)\}")
#: What gettext puts between a context and a message.
_CONTEXT = "\x04"
_NOTHING: Mapping[str, Filling] = {}


class Phrase(str):
    """A sentence with the message it was made from and what fills its places; as text it is the English sentence.

    `plural` is the message for other counts than one, empty where nothing is counted; the count is `fields["n"]`.
    """

    __slots__ = ("fields", "msgid", "plural")

    msgid: str
    plural: str
    fields: Mapping[str, Filling]


class Joined(Phrase):
    """Several phrases or texts in a row; `msgid` is what stands between them."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]


class Day(str):
    """A day as a filling: as text YYYY-MM-DD, in a tongue as that writes its days."""

    __slots__ = ()

    @property
    def date(self) -> dt.date:
        """The day itself."""
        return dt.date.fromisoformat(self)


class Grouped(int):
    """A large number as a filling: as text grouped by commas, in a tongue as that writes its numbers."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the number as English prose has it.

        >>> say("more than {most} bytes", most=Grouped(2097152))
        'more than 2,097,152 bytes'
        """
        return f"{int(self):,}"


@lru_cache(maxsize=1 << 15)
def dated(date: dt.date) -> Day:
    """Return a day as a filling; kept, because the same days stand in sentence after sentence.

    >>> dated(dt.date(1982, 5, 30))
    '1982-05-30'
    """
    return Day(date.isoformat())


class _Patterns(dict[str, tuple[str, Callable[[Any], Any]]]):
    """Messages as `%` patterns with what takes their fillings in order: several times faster than `str.format`. Made on first use."""

    def __missing__(self, msgid: str) -> tuple[str, Callable[[Any], Any]]:
        names = _PLACE.findall(msgid)
        found = self[msgid] = (_PLACE.sub("%s", msgid.replace("%", "%%")), itemgetter(*names) if names else tuple)
        return found


_PATTERNS = _Patterns()


def N_(msgid: str) -> str:  # noqa: N802 - the name extraction tools know
    """Return a message as it is; marks one that `say` is given elsewhere, so that it is found and translated."""
    return msgid


def say(msgid: str, /, **fields: Filling) -> Phrase:
    """Return the sentence a message makes when its places are filled.

    >>> phrase = say("bound since {day}", day=dated(dt.date(1982, 5, 30)))
    >>> phrase, phrase.msgid
    ('bound since 1982-05-30', 'bound since {day}')
    """
    pattern, fillings = _PATTERNS[msgid]
    phrase = Phrase(pattern % fillings(fields))
    phrase.msgid = msgid
    phrase.plural = ""
    phrase.fields = fields
    return phrase


def say_in(context: str, msgid: str) -> Phrase:
    """Return a word that languages say differently in different contexts: French makes a level of risk masculine, a confidence feminine.

    >>> word = say_in("level", "high")
    >>> word, render(word, Tongue({"level\\x04high": "élevé"}.get, ENGLISH.translate_n)), render(word, ENGLISH)
    ('high', 'élevé', 'high')
    """
    phrase = Phrase(msgid)
    phrase.msgid = f"{context}{_CONTEXT}{msgid}"
    phrase.plural = ""
    phrase.fields = _NOTHING
    return phrase


def say_n(singular: str, plural: str, /, n: int, **fields: Filling) -> Phrase:
    """Return the sentence for a count, whose place is `{n}`.

    >>> say_n("{n} party", "{n} parties", 1), say_n("{n} party", "{n} parties", 32)
    ('1 party', '32 parties')
    """
    fields["n"] = n
    pattern, fillings = _PATTERNS[singular if n == 1 else plural]
    phrase = Phrase(pattern % fillings(fields))
    phrase.msgid = singular
    phrase.plural = plural
    phrase.fields = fields
    return phrase


def joined(parts: Sequence[str], between: str) -> Phrase:
    """Return phrases in a row, with a message such as "; " or " and " between them.

    >>> joined((say("bound since {day}", day=dated(dt.date(1982, 5, 30))), "a note"), "; ")
    'bound since 1982-05-30; a note'
    """
    if len(parts) == 1 and isinstance(parts[0], Phrase):
        return parts[0]
    phrase = Joined(between.join(parts))
    phrase.msgid = between
    phrase.plural = ""
    phrase.fields = _NOTHING
    phrase.parts = tuple(parts)
    return phrase


def few(codes: Sequence[str], most: int) -> str:
    """Return codes (or words) in a row, those beyond `most` as a number.

    >>> few(("BEL", "FRA", "GBR"), 2)
    'BEL, FRA and 1 more'
    """
    if len(codes) == 1:
        return codes[0]
    shown = joined(codes[:most], ", ")
    return shown if len(codes) <= most else say("{codes} and {n} more", codes=shown, n=len(codes) - most)


def signed(number: int) -> str:
    """Return a number with its sign before it, as prose has it.

    >>> signed(3), signed(-1), signed(0)
    ('+3', '−1', '+0')
    """
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")


def keep(text: str) -> Any:
    """Return a text as plain values that JSON holds and `kept` reads: of a phrase what it was made of, so that it can be said in any tongue later.

    >>> keep(say("bound since {day}", day=dated(dt.date(1982, 5, 30)))), keep("a note")
    ({'say': 'bound since {day}', 'fields': {'day': {'day': '1982-05-30'}}, 'as': 'bound since 1982-05-30'}, 'a note')
    """
    match text:
        case Joined():
            return {"parts": [keep(part) for part in text.parts], "between": text.msgid}
        case Phrase():
            fields = {name: keep(value) if isinstance(value, str) else _kept_number(value) for name, value in text.fields.items()}
            whole = {"say": text.msgid, "plural": text.plural, "fields": fields, "as": str(text)}
            return {name: value for name, value in whole.items() if value}
        case Day():
            return {"day": str(text)}
        case _:
            return str(text)


def _kept_number(value: int | Decimal) -> Any:
    return {"number": str(value)} if isinstance(value, Decimal) else value


def kept(value: Any) -> str:
    """Return the text that `keep` gave these values for; a plain text as it is.

    >>> kept(keep(say("bound since {day}", day=dated(dt.date(1982, 5, 30))))).fields
    {'day': '1982-05-30'}
    """
    if isinstance(value, str):
        return value
    if "parts" in value:
        return joined([kept(part) for part in value["parts"]], value["between"])
    if "day" in value:
        return Day(value["day"])
    phrase = Phrase(value["as"])
    phrase.msgid, phrase.plural = value["say"], value.get("plural", "")
    phrase.fields = {name: _filling(filling) for name, filling in value.get("fields", {}).items()}
    return phrase


def _filling(value: Any) -> Filling:
    if isinstance(value, int):
        return value
    return Decimal(value["number"]) if isinstance(value, dict) and "number" in value else kept(value)


@frozen
class Tongue:
    """How a language says a phrase: its messages, its plurals, its days and numbers."""

    translate: Callable[[str], str]
    translate_n: Callable[[str, str, int], str]
    day: Callable[[dt.date], str] = dt.date.isoformat
    number: Callable[[int | Decimal], str] = str


ENGLISH = Tongue(lambda message: message, lambda singular, plural, n: singular if n == 1 else plural)


def render(text: str, tongue: Tongue) -> str:
    """Return a phrase in another tongue, all that fills its places too; a text that is neither phrase nor day as it is.

    >>> french = Tongue({"bound since {day}": "liée depuis le {day}"}.get, ENGLISH.translate_n)
    >>> render(say("bound since {day}", day=dated(dt.date(1982, 5, 30))), french)
    'liée depuis le 1982-05-30'
    """
    if isinstance(text, Phrase):
        return _rendered(text, tongue)
    return tongue.day(text.date) if isinstance(text, Day) else text


def _rendered(phrase: Phrase, tongue: Tongue) -> str:
    if isinstance(phrase, Joined):
        between = tongue.translate(phrase.msgid) if phrase.msgid else ""
        return between.join(render(part, tongue) for part in phrase.parts)
    fields = phrase.fields
    count = fields.get("n")
    if phrase.plural and isinstance(count, int):
        message = tongue.translate_n(phrase.msgid, phrase.plural, count)
    else:
        message = tongue.translate(phrase.msgid)
        if _CONTEXT in message:  # the language has no word of its own for it
            message = message.rpartition(_CONTEXT)[2]
    if not fields:
        return message
    return message.format_map({name: render(value, tongue) if isinstance(value, str) else tongue.number(value) for name, value in fields.items()})
