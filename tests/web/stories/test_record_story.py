"""Recording in a real browser: a treaty officer records an accession, a negotiator drafts what a colleague records; with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

ATT = "arms-control/arms-trade-treaty-2013"
FORM = f"/record/?agreement={ATT}&kind=accession"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_every_page_is_accessible(open_page: Any, well: Any, width: int, scheme: str) -> None:
    """Axe finds nothing on any page of recording, and none is wider than the screen."""
    for name, path in (
        ("record", "/record/"),
        ("record-kind", f"/record/?agreement={ATT}"),
        ("record-act", f"/record/?agreement={ATT}&kind=objection"),
        ("record-agreement", "/record/agreement/"),
        ("record-revise", "/record/agreement/anzus/treaty/"),
        ("record-correct", "/record/correct/nato/north-atlantic-treaty/3/"),
        ("record-receipt", "/record/act/nato/north-atlantic-treaty/3/"),
        ("drafts", "/record/drafts/"),
    ):
        page = open_page(path, width=width, scheme=scheme, role="registrar")
        well(page, width, name if scheme == "light" else "")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_records_an_accession(open_page: Any, well: Any, scripts: bool) -> None:
    """From the list to the receipt; errors first, then the preview, then the record. Without scripts it is the same."""
    who, day = ("Belarus (BLR)", "2026-11-20") if scripts else ("Azerbaijan (AZE)", "2026-11-19")
    page = open_page("/record/?q=arms+trade", role="registrar", scripts=scripts)
    page.click(f"a[href*='{ATT.replace('/', '%2F')}'] >> nth=0")
    page.click("a:has-text('accession')")
    page.click("button[value=check]")
    assert page.locator("#faults li").count() == 2
    page.fill("#f-by", who)
    page.fill("#f-on", day)
    if scripts:
        page.fill(".with-add .add-party >> nth=0", "Angola (AGO)")
        assert page.input_value("#f-by") == f"{who}; Angola (AGO)"
        page.fill("#f-by", who)
    page.click("button[value=check]")
    assert "becomes a party on" in page.inner_text(".sentences >> nth=0")
    assert page.locator(".told li").count() > 100
    if scripts:
        well(page, 1280, "record-preview")
    page.click("button[value=record]")
    assert "/record/act/" in page.url
    assert "Recorded" in page.inner_text("main")
    assert who.split(" ")[0] in page.inner_text("h1")


def test_a_negotiator_drafts_and_an_officer_records(open_page: Any, well: Any) -> None:
    """The negotiator has no button to record; the officer finds the draft, completes and records it; the record names both."""
    page = open_page("/record/?agreement=nato/north-atlantic-treaty&kind=declaration", role="negotiator")
    page.fill("#f-by", "FRA")
    page.fill("#f-on", "2026-11-20")
    page.click("details.more summary")
    page.fill("#f-note", "Four eyes")
    page.click("button[value=check]")
    assert page.locator("button[value=record]").count() == 0
    page.click("button[value=draft]")
    assert "Only members of France see it." in page.inner_text("main")
    address = page.url
    officer = open_page("/record/drafts/", role="treaty-officer")
    officer.click("tbody a >> nth=0")
    assert officer.url == address
    well(officer, 1280, "draft")
    officer.click("a.button")
    officer.click("button[value=check]")
    officer.click("button[value=record]")
    assert "Drafted by Negotiator Example." in officer.inner_text("main")
    assert open_page("/record/drafts/", role="reader").locator("tbody tr").count() == 0


def test_the_file_leads_to_its_fault(open_page: Any, well: Any) -> None:
    """Questions write the file; a slip in it is shown with its line, and a click on the line goes there."""
    page = open_page("/record/agreement/", role="registrar")
    page.fill("#f-title", "Treaty on Baltic Mine Clearance")
    page.fill("#f-adopted", "2026-10-01")
    page.fill("#f-signed", "EST; LVA; LTU")
    page.select_option("#f-entry", "signatories")
    page.click("button[value=write]")
    assert "become signatories on 1 October 2026" in page.inner_text("main")
    well(page, 1280, "record-agreement-preview")
    page.fill("#file", page.input_value("#file").replace('"treaty"', '"treatie"'))
    page.click("button[value=check]")
    page.click("a[data-line]")
    chosen = page.evaluate("(() => { const f = document.getElementById('file'); return f.value.slice(f.selectionStart, f.selectionEnd); })()")
    assert chosen == 'kind = "treatie"'
    well(page, 1280)
