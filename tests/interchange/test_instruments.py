"""Instruments as papers: what the PDF and the DOCX say, in LibreOffice too; a draft says so on every page, invented data as well."""

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

from foedera.interchange.instruments import as_docx, as_pdf
from foedera.interchange.voices import ENGLISH
from foedera.library.collection import Collection
from foedera.library.instruments import form, names
from foedera.model.phrases import Tongue
from foedera.ratification.drafting import compose
from foedera.ratification.instruments import Facts, Instrument, Person

COLLECTION = Collection()
STAMP = dt.datetime(2026, 11, 26, 4, tzinfo=dt.UTC)
ATT = "arms-control/arms-trade-treaty-2013"
TEXT = "Article 6 <b>is</b> applied *consistently* with its #law."


def made(kind: str, language: str, *, issued: bool = False, **more: object) -> Instrument:
    """An instrument about the Arms Trade Treaty."""
    on, agreement = dt.date(2016, 5, 1), COLLECTION[ATT]
    if kind == "registration":
        agreement = evolve(agreement, incomplete=False, registration="")
    facts = Facts(
        docket=COLLECTION.known(None),
        agreement=agreement,
        state="UN" if kind == "registration" else "USA",
        on=on,
        signatory=Person("Maria Example", "foreign-minister"),
        place="Washington",
        number="7/2016" if issued else "",
        issued_on=on if issued else None,
    )
    return compose(form(kind, language), evolve(facts, **more), names())


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed (apt-get install poppler-utils)")


def pages(content: bytes) -> list[str]:
    """The pages of a PDF as a person reads them."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True, timeout=60)
    return [page for page in done.stdout.decode().split("\f") if page.strip()]


def sizes(content: bytes) -> list[str]:
    """The sizes of the pages of a PDF, in whole points."""
    done = subprocess.run(["pdfinfo", "-f", "1", "-l", "99", "-"], input=content, capture_output=True, check=True, timeout=60)
    return [f"{float(a):.0f}x{float(b):.0f}" for a, b in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", done.stdout.decode())]


def flat(text: str) -> str:
    """A text without blanks and hyphens: lines break words."""
    return re.sub(r"[\s\u00ad-]", "", text)


@needs_poppler
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pdf_says_everything(language: str) -> None:
    """Every paragraph, the signatory and the facts; a sheet of its own size follows; the same bytes again for the same facts."""
    instrument = made("ratification", language, text=TEXT, articles=("6",))
    content = as_pdf(instrument, STAMP)
    found = pages(content)
    assert sizes(content) == ["595x842", "420x595"]
    for part in instrument.paragraphs:
        assert flat(part.text) in flat(found[0]), part.text
    assert flat(instrument.done) in flat(found[0])
    assert "Maria Example" in found[0]
    assert "For the file: no part of the instrument" in found[1]
    assert as_pdf(instrument, STAMP) == content
    alone = as_pdf(instrument, STAMP, sheet=False)
    assert sizes(alone) == ["595x842"]


@needs_poppler
@pytest.mark.parametrize(("language", "word"), [("en", "CANCELLED"), ("fr", "ANNULÉ")])
def test_what_was_cancelled_says_so_on_every_page(language: str, word: str) -> None:
    """Across each page and at its head, in the language of the instrument; the certified statement goes over several."""
    given = made("registration", language, issued=True)
    found = pages(as_pdf(given, STAMP, sheet=False, cancelled=True))
    assert len(found) > 1
    assert all(word in page for page in found)
    assert word not in "".join(pages(as_pdf(given, STAMP, sheet=False)))
    with zipfile.ZipFile(io.BytesIO(as_docx(given, STAMP, cancelled=True))) as held:
        assert held.read("word/header1.xml").decode().count(word) >= 2


@needs_poppler
def test_a_draft_says_so_and_what_is_issued_does_not() -> None:
    """Across the page and at its head, in the language of the instrument; what is issued has its number."""
    assert "PROJET" in pages(as_pdf(made("ratification", "fr"), STAMP))[0]
    assert "DRAFT" in pages(as_pdf(made("ratification", "en"), STAMP))[0]
    issued = pages(as_pdf(made("ratification", "en", issued=True), STAMP))[0]
    assert "DRAFT" not in flat(issued)
    assert "No. 7/2016" in issued
    assert "DoneatWashingtonon1May2016." in flat(issued)


@needs_poppler
def test_invented_data_are_marked_on_every_page() -> None:
    """Real ones nowhere."""
    assert all("ILLUSTRATIVE" in page for page in pages(as_pdf(made("registration", "en", illustrative=True), STAMP)))
    assert not any("ILLUSTRATIVE" in page for page in pages(as_pdf(made("registration", "en"), STAMP)))


@needs_poppler
def test_a_table_over_several_pages_has_its_head_and_the_page_its_number() -> None:
    """All parties are listed; the sheet does not count among the pages."""
    found = pages(as_pdf(made("registration", "en"), STAMP))
    assert len(found) > 2
    assert all("Party since" in page for page in found[:2])
    last = len(found) - 1
    assert [f"{number}/{last}" in flat(page) for number, page in enumerate(found[:-1], 1)] == [True] * last
    assert "Republic of Finland" in " ".join(found)


def test_the_sheet_speaks_the_language_of_the_one_who_asked() -> None:
    """The instrument does not: its language is its own."""
    foreign = evolve(ENGLISH, tongue=Tongue("<{}>".format, lambda one, many, n: f"<{one if n == 1 else many}>"))
    content = as_docx(made("ratification", "en"), STAMP, foreign)
    text = [cell.text for table in docx.Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells]
    assert "<Acts it rests on>" in text
    assert "WHEREAS the Arms Trade Treaty" in "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_the_docx_says_everything() -> None:
    """No text becomes markup; the word for a draft is in the head, and gone with a number."""
    instrument = made("ratification", "fr", text=TEXT, articles=("6",))
    content = as_docx(instrument, STAMP)
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in instrument.paragraphs:
        assert part.text in text
    assert TEXT in text
    assert instrument.done in text
    assert len(document.sections) == 2
    assert len(docx.Document(io.BytesIO(as_docx(instrument, STAMP, sheet=False))).sections) == 1
    for issued in (False, True):
        with zipfile.ZipFile(io.BytesIO(as_docx(made("ratification", "fr", issued=issued), STAMP))) as parts:
            heads = b"".join(parts.read(name) for name in parts.namelist() if "header" in name)
        assert (b'string="PROJET"' in heads) is not issued


@needs_poppler
@pytest.mark.alone
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)")
def test_libreoffice_opens_the_docx(tmp_path: Path) -> None:
    """The instrument on one A4 page, the sheet on one of A5; a certified statement with all its parties."""
    (tmp_path / "ratification.docx").write_bytes(as_docx(made("ratification", "fr", text=TEXT, articles=("6",), illustrative=True), STAMP))
    (tmp_path / "registration.docx").write_bytes(as_docx(made("registration", "en"), STAMP))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(tmp_path / "ratification.docx"), str(tmp_path / "registration.docx")]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=180
    )
    content = (tmp_path / "ratification.pdf").read_bytes()
    assert sizes(content) == ["595x842", "420x595"]
    found = pages(content)
    assert all("DONNÉES FICTIVES" in page for page in found)
    assert flat(TEXT) in flat(found[0])
    assert "Maria Example" in found[0]
    text = " ".join(pages((tmp_path / "registration.pdf").read_bytes()))
    assert all(flat(row[0]) in flat(text) for table in made("registration", "en").schedules for row in table.rows)
