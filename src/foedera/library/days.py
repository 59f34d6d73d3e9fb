"""Days as registers write them, read without guessing: what names no single day is a fault, never rounded to one.

Whether 03/04/1961 is the third of April or the fourth of March is decided once for a column, by its other cells or by a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from foedera.library.tables import FIRST_YEAR, LAST_YEAR
from foedera.model.phrases import say
from foedera.model.sheets import Cell

#: How a column writes days in figures; None while nothing decides it.
Order: TypeAlias = Literal["day-first", "month-first"]

#: The months in English and French, in full and as they are shortened.
_NAMES = (
    "January jan janvier janv",
    "February feb février fevrier févr fevr",
    "March mar mars",
    "April apr avril avr",
    "May mai",
    "June jun juin",
    "July jul juillet juil",
    "August aug août aout",
    "September sep sept septembre",
    "October oct octobre",
    "November nov novembre",
    "December dec décembre decembre déc",
)
_MONTHS = {name.casefold(): number for number, names in enumerate(_NAMES, 1) for name in names.split()}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?Z?)?\Z")
_FIGURES = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\Z")
_DAY_WORD_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?[\s./-]+([^\W\d_]{3,9})\.?,?[\s./-]+(\d{4}|\d{2})\Z")
_WORD_DAY_YEAR = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")
_YEAR = re.compile(r"(?:c\.?|ca\.?|about)?\s*(\d{4})\Z")
_MONTH = re.compile(r"(?:([^\W\d_]{3,9})\.?,?\s+(\d{4})|(\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2}))\Z")


@frozen
class NoDay:
    """Why a cell names no day: the code of the fault, what is wrong, how to mend it."""

    code: str
    message: str
    hint: str


_WHOLE = say("write the whole date, like 1949-04-04 or 4 April 1949")
_WHOLE_OR_NONE = say("write the whole date, like 1949-04-04 or 4 April 1949; leave the cell empty if the day is not known")


def order_of(cells: Iterable[Cell]) -> tuple[Order | None, str]:
    """Return how a column writes days in figures, and why one may say so; None where no cell decides it, or cells contradict each other.

    >>> order_of(["03/04/1961", "25/12/1961"])
    ('day-first', "'25/12/1961' has no month 25")
    >>> order_of(["03/04/1961"])[0] is None
    True
    """
    day_first = month_first = ""
    open_cell = ""
    for cell in cells:
        if not isinstance(cell, str):
            continue
        found = _FIGURES.match(cell.strip())
        if found is None or found[1] == found[3]:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            day_first = day_first or cell.strip()
        elif second > 12 >= first:
            month_first = month_first or cell.strip()
        else:
            open_cell = open_cell or cell.strip()
    if day_first and month_first:
        return None, say("'{one}' puts the day first and '{other}' the month", one=day_first, other=month_first)
    if day_first:
        return "day-first", say("'{cell}' has no month {month}", cell=day_first, month=day_first[:2])
    if month_first:
        return "month-first", say("'{cell}' puts the month first", cell=month_first)
    return None, say("'{cell}' can be read both ways", cell=open_cell) if open_cell else ""


def read_day(cell: Cell, order: Order | None = None) -> dt.date | NoDay | None:
    """Return the day a cell names, None where it is empty, a `NoDay` where it names none.

    >>> read_day("1 Nov 1945"), read_day("04.04.1949")
    (datetime.date(1945, 11, 1), datetime.date(1949, 4, 4))
    >>> read_day("Nov 1945").code, read_day("03/04/05").code, read_day("03/04/1961").code
    ('F121', 'F122', 'F123')
    """
    if isinstance(cell, dt.date):
        return _made(cell.isoformat(), cell.year, cell.month, cell.day)
    text = " ".join(cell.split())
    if not text:
        return None
    if found := _ISO.match(text):
        return _made(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.match(text):
        return _of_figures(text, int(found[1]), int(found[3]), found[4], order)
    if found := _DAY_WORD_YEAR.match(text):
        month = _MONTHS.get(found[2].casefold())
        if month is not None:
            return _made(text, int(found[3]), month, int(found[1])) if len(found[3]) == 4 else _short_year(text)
    if found := _WORD_DAY_YEAR.match(text):
        month = _MONTHS.get(found[1].casefold())
        if month is not None:
            return _made(text, int(found[3]), month, int(found[2]))
    return _incomplete(text)


def _incomplete(text: str) -> NoDay:
    """Return what is wrong with a text that names no day."""
    if _YEAR.match(text):
        return NoDay("F121", say("'{cell}' names a year, not a day", cell=text[:40]), _WHOLE_OR_NONE)
    month = _MONTH.match(text)
    if month and (month[1] is None or month[1].casefold() in _MONTHS):
        return NoDay("F121", say("'{cell}' names a month, not a day", cell=text[:40]), _WHOLE_OR_NONE)
    return NoDay("F120", say("'{cell}' is not a date", cell=text[:40]), _WHOLE)


def _short_year(text: str) -> NoDay:
    message = say("'{cell}' has a year of two figures, which may be of any century", cell=text[:40])
    return NoDay("F122", message, say("write the year with four figures"))


def _of_figures(text: str, first: int, second: int, year: str, order: Order | None) -> dt.date | NoDay:
    if len(year) != 4:
        return _short_year(text)
    if order is None and first <= 12 and second <= 12 and first != second:
        hint = say("say whether the column puts the day or the month first")
        return NoDay("F123", say("'{cell}' can be read with the day or the month first", cell=text[:40]), hint)
    day, month = (first, second) if order == "day-first" or (order is None and second <= 12) else (second, first)
    return _made(text, int(year), month, day)


def _made(text: str, year: int, month: int, day: int) -> dt.date | NoDay:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = say("'{cell}' lies outside the years {first} to {last}", cell=text[:40], first=str(FIRST_YEAR), last=str(LAST_YEAR))
        return NoDay("F124", message, say("correct the year"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return NoDay("F120", say("'{cell}' is not a day of the calendar", cell=text[:40]), say("correct the day or the month"))
