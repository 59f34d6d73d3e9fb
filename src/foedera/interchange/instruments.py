"""Instruments as papers: PDF to be signed, DOCX for offices that go on writing in it.

A draft, and one that was cancelled, say so across every page, invented data at its head.

After the instrument stands a sheet for the file, in the language of the one who asked; it is no part of the instrument and can be left out.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from attrs import evolve

from foedera.interchange import pdf
from foedera.interchange.voices import ENGLISH, Voice
from foedera.interchange.word_papers import page_number, steady
from foedera.model.phrases import say
from foedera.ratification.instruments import Instrument

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table
    from docx.text.paragraph import Paragraph

#: Where the seal goes (locus sigilli), on papers that bear one.
_SEAL = "L.S."
_SEALED = ("instrument", "certificate")
#: How wide the text of a page is, in centimetres.
_WIDTH = 15.0
_SHEET = say("For the file: no part of the instrument")


def as_pdf(
    instrument: Instrument, stamp: dt.datetime, voice: Voice = ENGLISH, *, office: str = "Foedera", sheet: bool = True, cancelled: bool = False
) -> bytes:
    """Return an instrument as PDF, with or without the sheet for the file; the same facts and `stamp` give the same bytes."""
    return pdf.draw(
        _content(instrument, voice, office, sheet=sheet, cancelled=cancelled), stamp, evolve(voice, code=instrument.language), "instrument.typ"
    )


def _content(instrument: Instrument, voice: Voice, office: str, *, sheet: bool, cancelled: bool) -> dict[str, Any]:
    return {
        "office": office,
        "layout": instrument.layout,
        "head": instrument.head,
        "title": instrument.title,
        "address": instrument.address,
        "number": instrument.numbered,
        "across": instrument.across(cancelled=cancelled),
        "illustrative": instrument.warning,
        "paragraphs": [{"lead": part.lead, "text": part.text, "style": part.style} for part in instrument.paragraphs],
        "schedules": [{"heads": list(table.heads), "rows": [list(row) for row in table.rows]} for table in instrument.schedules],
        "done": instrument.done,
        "seal": _SEAL if instrument.layout in _SEALED else "",
        "name": instrument.name,
        "holds": instrument.office,
        "sheet-title": voice.says(_SHEET),
        "sheet": [[voice.says(label), voice.says(text)] for label, text in instrument.sheet] if sheet else [],
    }


def as_docx(
    instrument: Instrument, stamp: dt.datetime, voice: Voice = ENGLISH, *, office: str = "Foedera", sheet: bool = True, cancelled: bool = False
) -> bytes:
    """Return an instrument as DOCX, with or without the sheet for the file on a page of its own; the same facts and `stamp` give the same bytes."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    content = _content(instrument, voice, office, sheet=sheet, cancelled=cancelled)
    document: Document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = instrument.title, office, instrument.language
    properties.created = properties.modified = stamp.astimezone(dt.UTC).replace(tzinfo=None)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(10), 1.2
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    section.top_margin = section.bottom_margin = Cm(2.8)
    _marks(section, content)
    if content["schedules"]:
        section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        page_number(section.footer.paragraphs[0])
    _opening(document, content)
    for part in _numbered(content["paragraphs"]):
        _paragraph(document, part)
    for table in content["schedules"]:
        _table(document, [table["heads"], *table["rows"]])
    _signing(document, content)
    if content["sheet"]:
        _sheet(document, content)
    held = io.BytesIO()
    document.save(held)
    return steady(held.getvalue(), stamp)


def _marks(section: Section, content: dict[str, Any]) -> None:
    """Set what every page bears at its head: the mark of invented data, and across a draft, or what was cancelled, the word for it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _warning(head, " – ".join(word for word in (content["across"], content["illustrative"]) if word))
    if content["across"]:
        head.add_run()._r.append(parse_xml(_WATERMARK.format(word=content["across"])))


def _warning(paragraph: Paragraph, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0x8A, 0x1C, 0x1C)


def _opening(document: Document, content: dict[str, Any]) -> None:
    """Add number, letterhead, title and addressee."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    solemn = content["layout"] == "instrument"
    number = document.add_paragraph(content["number"])
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(content["head"].upper())
    run.font.size = Pt(13)
    title = document.add_heading(content["title"].upper() if solemn else content["title"], 1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(22), Pt(24)
    for run in title.runs:
        run.font.name, run.font.size, run.font.color.rgb = "Times New Roman", Pt(20 if solemn else 15), RGBColor(0x14, 0x14, 0x14)
    if content["address"]:
        document.add_paragraph().add_run(content["address"]).italic = True


def _numbered(parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the paragraphs, those to be numbered with their number before them."""
    found, number = [], 0
    for part in parts:
        number += part["style"] == "numbered"
        found.append({**part, "lead": f"{number}."} if part["style"] == "numbered" else part)
    return found


def _paragraph(document: Document, part: dict[str, str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    if part["style"] == "numbered":
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
        paragraph.add_run(f"{part['lead']}\t{part['text']}")
        return
    if part["style"] == "quote":
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(1.2)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if part["lead"]:
        paragraph.add_run(part["lead"]).bold = True
        paragraph.add_run(" ")
    paragraph.add_run(part["text"])


def _table(document: Document, rows: list[list[str]]) -> None:
    """Add a table under its head, which comes again on every page it goes over."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for place, row in enumerate(rows):
        line = table.add_row()
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not place:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text in zip(line.cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = not place, Pt(10)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    rest = 3.4 if len(rows[0]) > 3 else 4.4
    _widths(table, [_WIDTH - rest * (len(rows[0]) - 1), *[rest] * (len(rows[0]) - 1)])
    document.add_paragraph()


def _widths(table: Table, widths: list[float]) -> None:
    """Set how wide columns are, in the grid and in every cell: programs differ in which of the two they look at."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _signing(document: Document, content: dict[str, Any]) -> None:
    """Add place and day, room for the seal, and the line to sign above the name and the office; all on one page."""
    from docx.shared import Pt, RGBColor

    done = document.add_paragraph(content["done"])
    done.paragraph_format.space_before, done.paragraph_format.space_after = Pt(14), Pt(50)
    done.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=2)
    left, right = grid.rows[0].cells
    _widths(grid, [6.5, _WIDTH - 6.5])
    seal = left.paragraphs[0].add_run(content["seal"])
    seal.font.color.rgb = RGBColor(0x82, 0x82, 0x82)
    right.paragraphs[0].add_run("_" * 30)
    right.paragraphs[0].paragraph_format.space_after = Pt(2)
    name = right.add_paragraph()
    name.add_run(content["name"]).bold = True
    name.paragraph_format.space_after = Pt(0)
    right.add_paragraph(content["holds"])
    for paragraph in (*left.paragraphs, *right.paragraphs):
        paragraph.paragraph_format.keep_with_next = paragraph is not right.paragraphs[-1]


def _sheet(document: Document, content: dict[str, Any]) -> None:
    """Add the sheet for the file on an A5 page of its own, without the word across."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Cm, Pt

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = Cm(14.8), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    section.header.is_linked_to_previous = False
    _warning(section.header.paragraphs[0], content["illustrative"])
    heading = document.add_paragraph()
    heading.add_run(content["sheet-title"]).bold = True
    table = document.add_table(rows=0, cols=2)
    for row in content["sheet"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
            cell.paragraphs[0].paragraph_format.space_after, cell.paragraphs[0].paragraph_format.line_spacing = Pt(3), 1.0
    _widths(table, [3.2, 8.6])


#: A word across the page, as word processors keep a watermark.
_WATERMARK = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{word}" '
    'style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:130pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:\'Times New Roman\';font-size:1pt" string="{word}"/>'
    '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict>'
)
