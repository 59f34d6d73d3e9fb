"""What every template may use: how days, statuses and links are written."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from foedera.model.clauses import article

#: A shape beside the word and the colour of each status.
SHAPES = {
    "party": "●",
    "in-force": "●",
    "suspended": "◐",
    "withdrawing": "◑",
    "provisional": "◍",
    "contracting": "◌",
    "open": "◌",
    "signatory": "✎",
    "withdrawn": "○",
    "terminated": "✕",
    "not-open": "·",
}

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def long_day(day: dt.date | None) -> str:
    """Return a day as prose has it; a dash where it is not known."""
    return "–" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def query(**values: Any) -> str:
    """Return a query string of the values that are set."""
    return "?" + urlencode({key: value for key, value in values.items() if value not in (None, "")})


def environment(**options: Any) -> Environment:
    """Return the Jinja environment of the pages; an undefined name is an error, not an empty place."""
    found = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701 - autoescape comes in the options
    found.globals.update(static=static, url=reverse, query=query, shapes=SHAPES)
    found.filters.update(long_day=long_day, cite=article)
    return found
