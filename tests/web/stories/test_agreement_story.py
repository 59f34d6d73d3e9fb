"""The agreement's page in a real browser: the slider moves everything and keeps what one is doing; without scripts links do the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.alone]

NATO = "/agreements/nato/north-atlantic-treaty/"
PAGES = {
    "agreement": f"{NATO}?on=1982-05-30",
    "agreement-today": "/agreements/arms-control/mine-ban-1997/",
    "agreement-suspended": "/agreements/anzus/treaty/?on=1990-01-01",
    "agreement-record": f"{NATO}record/",
    "agreement-documents": f"{NATO}documents/",
    "agreement-discussion": f"{NATO}discussion/",
    "agreement-file": f"{NATO}file/",
    "agreement-participant": f"{NATO}participants/ESP/?on=1982-05-30",
}
Opens = Callable[..., Page]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_looks_well(open_page: Opens, well: Callable[..., None], name: str, width: int, scheme: str) -> None:
    """Axe finds nothing and nothing sticks out, on small and large screens, light and dark, as somebody who may do all of it."""
    page = open_page(PAGES[name], width, scheme, "treaty-officer")
    well(page, width, name if scheme == "light" else "")


def slide(page: Page, day: str) -> None:
    """Move the slider to a day, as a hand does."""
    page.evaluate(
        """day => { const range = document.querySelector('input.slider');
            const first = Date.parse(document.querySelector('.time').dataset.first);
            range.value = Math.round((Date.parse(day) - first) / 86400000);
            range.dispatchEvent(new Event('input', { bubbles: true })); range.dispatchEvent(new Event('change', { bubbles: true })); }""",
        day,
    )
    page.wait_for_function("day => location.search.includes('on=' + day)", arg=day)


def test_members_appear_one_by_one(open_page: Opens) -> None:
    """NATO's members appear as the slider moves, in the count, the table, the news and on the map, each with article and act; the address follows."""
    page = open_page(f"{NATO}?on=1949-08-23")
    for day, count, new, area in (
        ("1949-08-24", 12, "Belgium", "FRA"),
        ("1952-02-18", 14, "Greece", "TUR"),
        ("1955-05-06", 15, "Germany", "DEU"),
        ("1982-05-30", 16, "Spain", "ESP"),
        ("1999-03-12", 19, "Poland", "POL"),
        ("2004-03-29", 26, "Bulgaria", "EST"),
        ("2024-03-07", 32, "Albania", "SWE"),
    ):
        slide(page, day)
        expect(page.locator("#p-status .parties-count strong")).to_have_text(str(count))
        expect(page.locator("#p-time .news .joined")).to_contain_text(new)
        expect(page.locator(f"#w-{area}")).to_have_class(re.compile(r"\bon fresh\b"))
        expect(page.locator("table.participants tbody tr")).to_have_count(count)
    assert page.locator("#map .area.on").count() == 32
    row = page.locator("#r-SWE")
    expect(row.locator("summary")).to_have_text("Article 11 · accession, 2024-03-07")
    row.locator("summary").click()
    expect(row).to_contain_text("accession by SWE")
    expect(page.locator("#said")).to_contain_text("32 parties")
    expect(page.locator("#answer > aside.band")).to_contain_text("7 March 2024")
    page.go_back()
    expect(page.locator("#p-status .parties-count strong")).to_have_text("26")
    page.reload()
    expect(page.locator("#p-status .parties-count strong")).to_have_text("26")


def test_what_one_is_doing_is_kept(open_page: Opens) -> None:
    """What is opened stays open and what has the focus keeps it, step after step; words to find in the table still hold."""
    page = open_page(f"{NATO}?on=1982-05-30")
    page.locator("#r-FRA summary").click()
    page.fill("#seek", "fra")
    page.focus("#p-time a[rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('on=1999-03-12')")
    expect(page.locator("#r-FRA details")).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.rel") == "next"
    assert page.locator("table.participants tbody tr:visible").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('on=2004-03-29')")
    assert page.evaluate("scrollY") == 0 or page.locator("#p-time").is_visible()


def test_keyboard_moves_time(open_page: Opens) -> None:
    """Arrows a day, Page Up and Page Down a year, Home and End to the ends; the day is said."""
    page = open_page(f"{NATO}?on=1982-05-30")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("input.slider")
    for key, day in (("ArrowRight", "1982-05-31"), ("PageUp", "1983-05-31"), ("PageDown", "1982-05-31"), ("ArrowLeft", "1982-05-30")):
        page.keyboard.press(key)
        page.wait_for_function("day => location.search.includes('on=' + day)", arg=day)
        expect(page.locator("input.slider")).to_have_attribute("aria-valuetext", day)
    page.keyboard.press("Home")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("0")
    assert page.evaluate("document.activeElement.className") == "slider"
    page.keyboard.press("End")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("32")


def test_dragging_asks_no_more_than_it_must(open_page: Opens) -> None:
    """Two hundred moves of the hand ask one question at a time, and end on the day the hand stopped."""
    page = open_page(f"{NATO}?on=1949-08-24")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/day/" in request.url else None)
    page.evaluate(
        """async () => { const range = document.querySelector('input.slider');
            for (let i = 0; i < 200; i += 1) {
                range.value = 2000 + i * 100; range.dispatchEvent(new Event('input', { bubbles: true }));
                await new Promise((done) => setTimeout(done, 4));
            }
            range.dispatchEvent(new Event('change', { bubbles: true })); }"""
    )
    last = page.evaluate("new Date(Date.parse(document.querySelector('.time').dataset.first) + 21900 * 86400000).toISOString().slice(0, 10)")
    page.wait_for_function("day => location.search.includes('on=' + day)", arg=last)
    expect(page.locator("#p-time .at strong").first).to_contain_text(last[:4])
    assert 1 <= len(asked) < 150
    assert page.evaluate("history.length") <= 4


def test_play_the_life(open_page: Opens) -> None:
    """The play button goes from change to change and can be stopped; who wants no motion is not offered it."""
    page = open_page(f"{NATO}?on=1949-08-01")
    page.get_by_role("button", name="Play the life").click()
    page.wait_for_function("() => location.search.includes('on=1952-02-18')", timeout=20_000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play the life")).to_be_visible()
    still = page.context.new_page()
    still.emulate_media(reduced_motion="reduce")
    still.goto(page.url)
    expect(still.locator("button.play")).to_be_hidden()


def test_every_day_on_the_page_moves_it(open_page: Opens) -> None:
    """A day in the table, a mark under the slider, the date field: each moves the page, the first two without loading it anew."""
    page = open_page(f"{NATO}?on=1982-05-30")
    page.evaluate("window.same = true")
    page.click("#r-TUR .since a")
    page.wait_for_function("() => location.search.includes('on=1952-02-18')")
    page.locator(".ticks a").last.dispatch_event("click")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("32")
    assert page.evaluate("window.same") is True
    page.click(".choose summary")
    page.fill(".choose input[name=on]", "1990-10-03")
    page.click(".choose button")
    page.wait_for_url("**on=1990-10-03*")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("16")


def test_very_many_participants(open_page: Opens) -> None:
    """Where participants are very many, reasons are fetched when asked for, in place."""
    page = open_page("/agreements/arms-control/mine-ban-1997/?on=2025-12-01")
    page.click("#r-FIN a.because")
    expect(page.locator("#r-FIN ol")).to_contain_text("withdrawal takes effect 6 months after the notice")
    assert page.url.endswith("on=2025-12-01")
    page.click("#r-FIN a.because")
    expect(page.locator("#r-FIN ol")).to_have_count(0)


def test_without_scripts(open_page: Opens) -> None:
    """The links to the change before and after, the date field and the marks under the slider do the same; reasons open."""
    page = open_page(f"{NATO}?on=1949-08-24", scripts=False)
    expect(page.locator("input.slider")).to_be_hidden()
    page.click("a[rel=next]")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("14")
    page.click(".choose summary")
    page.fill(".choose input[name=on]", "1982-05-30")
    page.click(".choose button")
    expect(page.locator("#p-status .parties-count strong")).to_have_text("16")
    assert page.locator("#map .area.on").count() == 16
    page.click("#r-ESP summary")
    expect(page.locator("#r-ESP ol")).to_be_visible()


def test_an_officer_keeps_a_document(open_page: Opens, tmp_path: Path) -> None:
    """Chosen, kept, fetched byte for byte; a wrong one is refused at the field with what was typed still there."""
    content = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nNote verbale"
    right, wrong = tmp_path / "Note verbale.pdf", tmp_path / "macro.pdf"
    right.write_bytes(content)
    wrong.write_bytes(b"MZ\x90\x00\x03")
    page = open_page(f"{NATO}documents/", role="treaty-officer")
    page.set_input_files("#f-document", wrong)
    page.fill("input[name=title]", "Note of the embassy")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("of no kind that is taken")
    expect(page.locator("input[name=title]")).to_have_value("Note of the embassy")
    page.set_input_files("#f-document", right)
    page.get_by_role("button", name="Keep").click()
    link = page.get_by_role("link", name="Note of the embassy")
    with page.expect_download() as fetched:
        link.click()
    assert Path(fetched.value.path()).read_bytes() == content
    assert fetched.value.suggested_filename == "Note verbale.pdf"


def test_a_party_talks_among_itself(open_page: Opens) -> None:
    """What a member writes for its party its members read; a visitor is asked to sign in."""
    page = open_page(f"{NATO}discussion/", role="negotiator")
    page.fill("#f-text", "Shall we propose the wording of 1999?")
    page.select_option("select[name=party]", "FRA")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".remark").last).to_contain_text("Shall we propose")
    assert "Shall we propose" in open_page(f"{NATO}discussion/", role="treaty-officer").content()
    for role in ("", "reader", "analyst"):
        assert "Shall we propose" not in open_page(f"{NATO}discussion/", role=role).content()


def test_prints_what_matters(browser: Browser, host: str) -> None:
    """On paper the page has its day, status, map and table, without what one clicks."""
    page = browser.new_page()
    page.goto(f"{host}{NATO}?on=1982-05-30")
    page.emulate_media(media="print")
    for kept in ("#p-status", "#map", "table.participants", "#lanes"):
        assert page.locator(kept).is_visible()
    for gone in ("nav.parts", "input.slider", "button.play", ".choose"):
        assert not page.locator(gone).is_visible()
    page.close()
