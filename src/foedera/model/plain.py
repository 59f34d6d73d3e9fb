"""Values as JSON holds them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from attrs import AttrsInstance, asdict


def plain(value: AttrsInstance, *without: str) -> dict[str, Any]:
    """Return the fields of a value but these as JSON holds them: days and fractions as text, sets as lists in order, what is unknown as null.

    >>> from foedera.model.agreements import Source
    >>> plain(Source(title="Gazette", url="", seen=dt.date(2026, 1, 31)), "id", "url")
    {'title': 'Gazette', 'seen': '2026-01-31'}
    """
    return {name: found for name, found in asdict(value, value_serializer=_plain).items() if name not in without}


def _plain(_: Any, __: Any, found: Any) -> Any:
    if isinstance(found, dt.date):
        return found.isoformat()
    if isinstance(found, Fraction):
        return str(found)
    return sorted(found) if isinstance(found, frozenset) else found
