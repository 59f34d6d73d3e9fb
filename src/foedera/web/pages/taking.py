"""Tables of the pages as files: the answer that carries one, and the links that offer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from foedera.deeds import take_table
from foedera.interchange.tables import Row, Table
from foedera.web.asking import actor
from foedera.web.templating import query, url


def links(name: str, args: Sequence[str] = (), **asked: str | None) -> list[tuple[str, str]]:
    """Return the links that offer a table in each form; the last argument of its address is the form."""
    return [(form.upper(), url(name, [*args, form]) + query(**asked)) for form in take_table.FORMS]


def handed(request: HttpRequest, table: Table, rows: Sequence[Row], form: str, told: Mapping[str, str]) -> HttpResponse:
    """Return a table as a file for whoever asks."""
    if form not in take_table.FORMS:
        raise Http404(gettext("A table can be taken as CSV, XLSX or JSON."))
    paper = take_table.take(actor(request), table, rows, form, told, dt.datetime.now(tz=dt.UTC))
    return HttpResponse(paper.content, content_type=paper.media_type, headers={"Content-Disposition": f'attachment; filename="{paper.name}"'})
