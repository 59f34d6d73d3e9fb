"""PDF from data: what a report says, as plain values, drawn by one template (`report.typ`) with typst, which opens nothing outside."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from foedera.interchange.voices import Voice
from foedera.model.errors import FoederaError

#: The face reports are set in; it ships inside typst.
FONT = "Libertinus Serif"

_HERE = Path(__file__).parent
_REPORT = "report.typ"

Section = dict[str, Any]


class CannotDraw(FoederaError):
    """A report cannot be drawn: a font is missing, or the template meets data it cannot set."""


def table(heading: str, columns: list[tuple[str, str]], rows: list[list[str]], lead: str = "") -> Section:
    """Return a section that is a table; a column is its label and width: "auto", "rest", or a share of the rest as a number.

    A column in which nothing stands is left out.
    """
    used = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    shown = [{"label": columns[place][0], "width": columns[place][1]} for place in used]
    return {"kind": "table", "heading": heading, "lead": lead, "columns": shown, "rows": [[row[place] for place in used] for row in rows]}


def pairs(heading: str, found: list[tuple[str, str]]) -> Section:
    """Return a section of labels with what stands beside them."""
    return {"kind": "pairs", "heading": heading, "lead": "", "pairs": [list(pair) for pair in found]}


def listing(heading: str, items: list[str], *, numbered: bool = False, lead: str = "") -> Section:
    """Return a section that is a list."""
    return {"kind": "list", "heading": heading, "lead": lead, "items": items, "numbered": numbered}


def sources(heading: str, items: list[dict[str, str]]) -> Section:
    """Return a section of sources: id, title, url and when seen, each as text."""
    return {"kind": "sources", "heading": heading, "lead": "", "items": items}


def figure(heading: str, svg: str, alt: str, lead: str = "") -> Section:
    """Return a section that is a drawing; `alt` says what it shows to those who do not see it."""
    return {"kind": "figure", "heading": heading, "lead": lead, "svg": svg, "alt": alt}


def png(svg: str) -> bytes:
    """Return a drawing as PNG at 200 dots to the inch, in the face of the reports, for papers that take no SVG."""
    import typst

    found: bytes = typst.compile(str(_HERE / "figure.typ"), root=str(_HERE), format="png", ppi=200, sys_inputs={"svg": svg, "font": FONT})
    return found


def draw(content: dict[str, Any], stamp: dt.datetime, voice: Voice, template: str = _REPORT) -> bytes:
    """Return a report (or what another template here draws) as PDF/A-2a and PDF/UA-1; the same content and `stamp` give the same bytes.

    Where a text has signs for which no font on the machine has a shape, PDF/A cannot be had: the report is then an ordinary tagged PDF.
    Raises `CannotDraw`.
    """
    import typst

    if FONT not in _families():
        message = f"reports are set in {FONT}, which ships with typst and is missing here; reinstall the package typst"
        raise CannotDraw(message)
    data = {**content, "font": FONT, "lang": voice.code, "stamp": stamp.astimezone(dt.UTC).date().isoformat()}
    said = json.dumps(data, ensure_ascii=False)
    try:
        try:
            return _compiled(said, stamp, template, kept=True)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return _compiled(said, stamp, template, kept=False)
    except typst.TypstError as error:
        message = f"the report cannot be drawn: {error}; this is a fault of ours, please report it with the agreement's id"
        raise CannotDraw(message) from error


def _compiled(data: str, stamp: dt.datetime, template: str, *, kept: bool) -> bytes:
    """Return the template with its data as PDF; `kept` for decades (PDF/A-2a) and to be read aloud (PDF/UA-1), or as it comes."""
    import typst

    found: bytes = typst.compile(
        str(_HERE / template),
        root=str(_HERE),
        sys_inputs={"data": data},
        timestamp=int(stamp.timestamp()),
        pdf_standards=["a-2a", "ua-1"] if kept else None,
    )
    return found


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())
