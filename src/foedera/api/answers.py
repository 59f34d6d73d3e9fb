"""What routes share: the answers an operation may give, the day asked, and pages of a list."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Schema
from pydantic import Field

from foedera.api.forms import Code, Day
from foedera.api.problems import Problem
from foedera.deeds.powers import Actor


class AsOf(Schema):
    """The day in law, and the state of the record."""

    on: Day | None = Field(None, description="The day asked about; default: today.")
    known: Day | None = Field(None, description="Answer from what was on record that day; default: all that is.")

    @property
    def day(self) -> dt.date:
        """The day asked about."""
        return self.on or today()


AsOfQuery = Query[AsOf]

#: The number of a row in an address; larger ones no database holds.
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]

__all__ = ["AsOf", "AsOfQuery", "Code", "Day", "Number", "actor", "either", "link_pages", "today"]


def today() -> dt.date:
    """Return today where the server stands: the only place of this face that reads the clock for a day in law."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def actor(request: HttpRequest) -> Actor:
    """Return who calls."""
    return cast("Actor", request.auth)  # type: ignore[attr-defined]


def either(answer: Any, status: int = 200) -> dict[Any, Any]:
    """Return the answers of an operation: its own, or a problem."""
    return {status: answer, frozenset({400, 401, 403, 404, 409, 413, 422, 429}): Problem}


def link_pages(request: HttpRequest, response: HttpResponse, page: int, pages: int) -> None:
    """Add the `Link` header (RFC 8288) of a page of a list."""
    asked = {key: value for key, value in request.GET.items() if key != "page"}
    places = {"first": 1, "prev": page - 1 if page > 1 else None, "next": page + 1 if page < pages else None, "last": pages}
    links = (f'<{request.path}?{urlencode({**asked, "page": n})}>; rel="{name}"' for name, n in places.items() if n is not None)
    response["Link"] = ", ".join(links)
