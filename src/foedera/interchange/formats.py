"""The formats an export may have: for each its media type, the ending of its file, and what writes it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

from attrs import evolve, field, frozen

from foedera.interchange.files import add, archive
from foedera.interchange.tables import Asked
from foedera.interchange.voices import ENGLISH, Voice
from foedera.law.periods import add_months
from foedera.model.agreements import Agreement
from foedera.model.errors import UsageError
from foedera.model.phrases import say

#: How many months ahead a calendar looks.
AHEAD = 24


def _silent(_: int, __: int) -> None:
    return


@frozen(kw_only=True)
class Export:
    """What is exported: what is asked, where it comes from, when it is made, its title; `base` is where pages of agreements are (for links)."""

    asked: Asked
    source: str
    stamp: dt.datetime
    title: str
    base: str = "http://127.0.0.1:8321"
    voice: Voice = ENGLISH
    progress: Callable[[int, int], None] = field(default=_silent)

    def as_known(self) -> list[Agreement]:
        """Return the agreements with the acts that were on record on the day of knowledge."""
        known = self.asked.known
        if known is None:
            return list(self.asked.agreements)
        return [evolve(found, acts=tuple(act for act in found.acts if act.known <= known)) for found in self.asked.agreements]

    def page(self, agreement: str) -> str:
        """Return the address of an agreement's page."""
        return f"{self.base.rstrip('/')}/agreements/{agreement}/"


@frozen
class Format:
    """A format: its media type, the ending of a file of it, and what makes its content."""

    media_type: str
    ending: str
    write: Callable[[Export], bytes]


def write(form: str, export: Export) -> bytes:
    """Return an export in a format of `FORMATS`; UsageError where there is none of that name."""
    if form not in FORMATS:
        raise UsageError(say("there is no format '{form}'; there is {formats}", form=form[:40], formats=", ".join(FORMATS)))
    total = len(export.asked.agreements)
    for done, agreement in enumerate(export.asked.agreements):
        export.progress(done, total)
        export.asked.docket.timeline(agreement.id)
    content = FORMATS[form].write(export)
    export.progress(total, total)
    return content


def _files(export: Export) -> bytes:
    return archive(export.as_known(), export.stamp)


def _csv(export: Export) -> bytes:
    from foedera.interchange.table_files import packed

    return packed(export.asked, "csv", export.source, export.stamp)


def _parquet(export: Export) -> bytes:
    from foedera.interchange.table_files import packed

    return packed(export.asked, "parquet", export.source, export.stamp)


def _xlsx(export: Export) -> bytes:
    from foedera.interchange.table_files import as_xlsx

    return as_xlsx(export.asked, export.source, export.stamp)


def _akoma_ntoso(export: Export) -> bytes:
    from foedera.interchange.akoma_ntoso import write as document
    from foedera.interchange.akoma_ntoso_making import Related

    docket = export.asked.docket
    related = Related(docket.find, docket.citing)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for found in export.as_known():
            text = document(found, docket.parties, export.stamp, timeline=docket.timeline(found.id), related=related)
            add(packed, f"{found.id}.xml", text, export.stamp)
    return content.getvalue()


def _pdf(export: Export) -> bytes:
    from foedera.interchange.reports import Setting, of_agreement, of_list

    setting = Setting(export.asked.docket.parties, export.asked.on, export.stamp, export.voice)
    timelines = [export.asked.docket.timeline(found.id) for found in export.asked.agreements]
    return of_agreement(timelines[0], setting) if len(timelines) == 1 else of_list(timelines, export.title, setting)


def _calendar(export: Export) -> bytes:
    from foedera.interchange.calendars import calendar, of_agreements

    on = export.asked.on
    deadlines = of_agreements((export.asked.docket.timeline(found.id) for found in export.asked.agreements), on, add_months(on, AHEAD))
    titles = {found.id: found.short_title or found.title for found in export.asked.agreements}
    return calendar(export.title, deadlines, titles, export.stamp, link=lambda due: export.page(due.agreement), voice=export.voice)


def _atom(export: Export) -> bytes:
    from foedera.interchange.atom import feed, notices

    entries = [notice for notice in notices(export.asked.agreements, export.asked.known) if notice.act.on <= export.asked.on]
    url = f"{export.base.rstrip('/')}/feed.atom"
    return feed(export.title, url, entries, export.asked.docket.parties, lambda n: export.page(n.agreement.id), export.stamp, export.voice)


#: The formats by the name a person asks for.
FORMATS: dict[str, Format] = {
    "files": Format("application/zip", "zip", _files),
    "csv": Format("application/zip", "csv.zip", _csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _xlsx),
    "parquet": Format("application/zip", "parquet.zip", _parquet),
    "akoma-ntoso": Format("application/zip", "xml.zip", _akoma_ntoso),
    "pdf": Format("application/pdf", "pdf", _pdf),
    "ics": Format("text/calendar", "ics", _calendar),
    "atom": Format("application/atom+xml", "atom", _atom),
}
