"""Papers as DOCX from the same plain content reports are drawn from (`pdf.py`): for offices that go on writing in them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from foedera.interchange import pdf
from foedera.interchange.voices import Voice

#: How wide the text of a page is, in centimetres.
_WIDTH = 16.6
#: With more columns than this a table is set smaller.
_MANY = 5

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def paper(content: dict[str, Any], stamp: dt.datetime, voice: Voice) -> bytes:
    """Return a report's content as DOCX; what label it bears stands at the head of every page."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document: Document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = content["title"], content["office"], voice.code
    properties.created = properties.modified = stamp.astimezone(dt.UTC).replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    head = section.header.paragraphs[0]
    head.text = f"{content['office']} – {content['kind']}"
    if content["label"]:
        mark = head.add_run(f"   {content['label'].upper()}")
        mark.bold, mark.font.color.rgb = True, RGBColor(0x8A, 0x1C, 0x1C)
    foot = section.footer.paragraphs[0]
    foot.text = f"{content['footer']} "
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page_number(foot)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(content["title"], 0)
    for text in (content["subtitle"], content["headline"], content["below"]):
        if text:
            document.add_paragraph(text)
    for text in content["marks"]:
        run = document.add_paragraph().add_run(text)
        run.bold, run.font.color.rgb = True, RGBColor(0x8A, 0x1C, 0x1C)
    _grid(document, content["facts"], [{"label": "", "width": "1"}, {"label": "", "width": "3"}])
    for part in content["sections"]:
        document.add_heading(part["heading"], 1)
        if part["lead"]:
            document.add_paragraph(part["lead"]).paragraph_format.keep_with_next = True
        _part(document, part)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def steady(content: bytes, stamp: dt.datetime) -> bytes:
    """Return a DOCX with `stamp` as the time of all its parts: the same paper then gives the same bytes."""
    held, when = io.BytesIO(), stamp.astimezone(dt.UTC).timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, max(when, (1980, 1, 1, 0, 0, 0)))
            part.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(part, made.read(name))
    return held.getvalue()


def _part(document: Document, part: dict[str, Any]) -> None:
    from docx.shared import Cm

    match part["kind"]:
        case "table":
            _grid(document, part["rows"], part["columns"])
        case "list":
            for item in part["items"]:
                document.add_paragraph(item, style="List Number" if part["numbered"] else "List Bullet")
        case "sources":
            for source in part["items"]:
                seen = f" ({source['seen']})" if source["seen"] else ""
                document.add_paragraph(f"{source['title']}{seen} {source['url']}".strip(), style="List Number")
        case "figure":
            shape = document.add_picture(io.BytesIO(pdf.png(part["svg"])), width=Cm(_WIDTH))
            shape._inline.docPr.set("descr", part["alt"])


def _grid(document: Document, rows: list[list[str]], columns: list[dict[str, str]]) -> None:
    """Add a table; its head, where it has one, comes again on every page it goes over, and no row is torn apart."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    if not rows:
        return
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    many = len(columns) > _MANY
    shares = [
        1.0 if column["width"] == "auto" else (2.2 if many else 3.0) if column["width"] == "rest" else 2 * float(column["width"])
        for column in columns
    ]
    heads = [column["label"] for column in columns]
    for number, row in enumerate([heads, *rows] if any(heads) else rows):
        line = table.add_row()
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        head = not number and any(heads)
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, share in zip(line.cells, row, shares, strict=True):
            cell.width = Cm(_WIDTH * share / sum(shares))
            run = cell.paragraphs[0].add_run(text)
            run.bold = head
            # Many columns stand beside one another only where words in them are not torn apart.
            run.font.size = Pt(8) if many else None
    # In the grid as well: programs differ in which of the two they look at.
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(_WIDTH * share / sum(shares))


def page_number(paragraph: Paragraph) -> None:
    """Add the number of the page, which the program that opens the paper fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
