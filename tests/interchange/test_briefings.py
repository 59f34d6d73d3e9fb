"""Briefings as people read them, as PDF, as DOCX, in LibreOffice: an invented round is marked on every page, what is withheld is no number."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from attrs import evolve

from foedera.interchange import pdf
from foedera.interchange.briefings import Briefing, Ranked, Setting, as_docx, as_pdf, spans
from foedera.threats.register import Source

SETTING = Setting(dt.date(2026, 11, 25), dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC), office="Treaty Office")
ROWS = tuple(
    Ranked(
        title=f"Threat {number} & <more>",
        place=number,
        rank=number,
        borda=1 - number / 40,
        copeland=20 - number,
        median=(number % 5, number % 5),
        scored=9,
        first=max(1, number - 2),
        last=min(40, number + 3),
        holds=4,
        named=("FIN", "SWE") if number == 1 else (),
    )
    for number in range(1, 40)
)
WITHHELD = Ranked(title="Rare threat", why="fewer than 3 nations scored it: withheld")
BRIEFING = Briefing(
    title="Round of autumn",
    horizon="2026 to 2030",
    closed=dt.date(2026, 10, 31),
    illustrative=True,
    called=12,
    answered=11,
    level=3,
    ranking=(*ROWS, WITHHELD),
    proven=True,
    agreement=("Kendall's W is 0.42 over 31 threats.",),
    outlook=("Cyber rose by two places.",),
    gaps=("Floods",),
    limits=(("FIN, red line: no bases", "x/alliance, Article 7: about basing"),),
    sources=(Source(title="Strategic Concept", url="https://example.org/a_b", seen=dt.date(2026, 1, 2)),),
    seed=7,
    simulations=10_000,
)
SAID = (
    "Round of autumn",
    "Illustrative: an invented round",
    "11 of 12 nations answered",
    "the order is proven the best",
    "Threat 39 & <more>",
    "Rare threat *",
    "fewer than 3 nations scored it: withheld",
    "FIN and SWE",
    "Kendall's W is 0.42",
    "Cyber rose by two places.",
    "Floods",
    "FIN, red line: no bases",
    "seed 7",
    "Strategic Concept",
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed (apt-get install poppler-utils)")


def words(content: bytes) -> list[str]:
    """The pages of a PDF as a person reads them."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True, timeout=60)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f") if page.strip()]


def flat(text: str) -> str:
    """A text without blanks: narrow columns break words, and typographers' quotes are quotes."""
    return re.sub(r"\s", "", text.replace("’", "'"))


@needs_poppler
def test_the_pdf_says_everything() -> None:
    """And on each of its pages that the round is invented; the same bytes again for the same content."""
    content = as_pdf(BRIEFING, SETTING)
    pages = words(content)
    for said in SAID:
        assert flat(said) in flat(" ".join(pages)), said
    assert len(pages) > 1
    assert all("ILLUSTRATIVE" in page for page in pages)
    assert as_pdf(BRIEFING, SETTING) == content


@needs_poppler
def test_a_round_that_is_not_invented_is_not_marked() -> None:
    """Neither at the head nor in the text."""
    assert "illustrative" not in " ".join(words(as_pdf(evolve(BRIEFING, illustrative=False), SETTING))).lower()
    document = docx.Document(io.BytesIO(as_docx(evolve(BRIEFING, illustrative=False), SETTING)))
    assert "ILLUSTRATIVE" not in document.sections[0].header.paragraphs[0].text


def test_the_docx_says_everything() -> None:
    """Its head marks every page; the drawing is there with words for those who do not see it; no text becomes markup."""
    content = as_docx(BRIEFING, SETTING)
    document = docx.Document(io.BytesIO(content))
    assert "ILLUSTRATIVE" in document.sections[0].header.paragraphs[0].text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for said in SAID:
        assert said in text, said
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if name.endswith(".png")]
        assert b'descr="The ranks each threat can have' in parts.read("word/document.xml")


@needs_poppler
@pytest.mark.alone
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)")
def test_libreoffice_opens_the_docx(tmp_path: Path) -> None:
    """And prints the mark at the head of every page."""
    (tmp_path / "briefing.docx").write_bytes(as_docx(BRIEFING, SETTING))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "briefing.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = words((tmp_path / "briefing.pdf").read_bytes())
    assert len(pages) > 1
    assert all("ILLUSTRATIVE" in page for page in pages)
    assert flat("Threat 39 & <more>") in flat(" ".join(pages))


def test_what_is_withheld_is_no_number() -> None:
    """A row without figures has dashes, is not drawn, and its reason is said; a briefing of nothing but such rows has no drawing."""
    nothing = evolve(BRIEFING, ranking=(WITHHELD,), proven=None, seed=None)
    document = docx.Document(io.BytesIO(as_docx(nothing, SETTING)))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["Rare threat *"] in rows
    mixed = docx.Document(io.BytesIO(as_docx(BRIEFING, SETTING)))
    assert ["–", "Rare threat *", "–", "–", "–", "–", "–"] in [[cell.text for cell in row.cells] for table in mixed.tables for row in table.rows]
    assert not document.inline_shapes
    assert "seed" not in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_drawing_puts_each_mark_within_its_bar() -> None:
    """The place of a threat lies between its lowest and highest rank, on one scale; titles are text, not markup."""
    drawn = spans(ROWS)
    bars = [(float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="12"', drawn)]
    marks = [float(x) for x in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="8"', drawn)]
    assert len(bars) == len(marks) == len(ROWS)
    assert all(x <= mark and mark + 8 <= x + width for (x, width), mark in zip(bars, marks, strict=True))
    assert "Threat 1 &amp; &lt;more&gt;" in drawn
    assert pdf.png(drawn)[:8] == b"\x89PNG\r\n\x1a\n"
