"""The pages in a real browser: the slider moves the whole answer, axe finds nothing, nothing is asked of another host, at 360 and 1280 pixels.

`FOEDERA_PICTURES=docs/pictures` keeps a picture of each page there.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed (apt-get install chromium)")]

NATO = "/agreements/nato/north-atlantic-treaty/"
PAGES = {
    "agreements": "/",
    "agreement": f"{NATO}?on=1982-05-30",
    "agreement-today": "/agreements/arms-control/mine-ban-1997/",
    "parties": "/parties/?on=1990-01-01",
    "party": "/parties/FRA/",
    "between": "/between/?a=USA&b=NZL&on=1990-01-01",
    "what-if": "/what-if/?ref=nato/north-atlantic-treaty&acts=2027-01-01+withdrawal+USA",
    "calendar": "/calendar/?on=2026-11-21&months=60",
    "not-found": "/nowhere/",
}


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The program serving its pages on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([str(Path(sys.executable).parent / "foedera"), "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(address, timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield found
        found.close()


def open_page(browser: Browser, address: str, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """Open a page and collect what goes wrong on it: errors of scripts, and requests that leave the host."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("http://127.0.0.1") else wrong.append(request.url))
    page.goto(address, wait_until="networkidle")
    return page, wrong


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_keeps_to_itself(host: str, browser: Browser, name: str, width: int) -> None:
    """Axe finds nothing, in light and dark; the page is no wider than the screen; nothing leaves the host."""
    for scheme in ("light", "dark"):
        page, wrong = open_page(browser, host + PAGES[name], width, scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wrong == []
        if scheme == "light" and (kept := os.environ.get("FOEDERA_PICTURES")):
            page.screenshot(path=Path(kept) / f"{name}-{width}.png")
        page.close()


def test_slider_moves_the_whole_answer(host: str, browser: Browser) -> None:
    """NATO's members appear one by one as the slider moves, each with the act that made it a member; the address follows."""
    page, wrong = open_page(browser, f"{host}{NATO}?on=1949-08-24", 1280)
    for day, count in (("1949-08-23", 0), ("1952-02-18", 14), ("1982-05-30", 16), ("1999-03-12", 19), ("2004-03-29", 26), ("2024-03-07", 32)):
        page.evaluate(
            """day => { const range = document.querySelector('.slider input');
                const first = Date.parse(document.querySelector('.time').dataset.first);
                range.value = Math.round((Date.parse(day) - first) / 86400000);
                range.dispatchEvent(new Event('input', { bubbles: true })); }""",
            day,
        )
        page.wait_for_function("day => location.search.includes('on=' + day)", arg=day)
        assert page.inner_text(".parties-count strong") == str(count)
    sweden = page.locator('[aria-label="Table of participants"] tr', has_text="SWE")
    sweden.locator("summary").click()
    assert "accession by SWE, 2024-03-07" in sweden.inner_text()
    assert wrong == []
    page.close()


def test_keyboard_alone_reaches_the_answer(host: str, browser: Browser) -> None:
    """The first key stroke offers to skip to the content; the slider obeys the arrow keys."""
    page, _ = open_page(browser, f"{host}{NATO}?on=1949-08-24", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus(".slider input")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('on=1949-08-25')")
    page.close()


def test_without_scripts_the_date_field_does_the_same(host: str, browser: Browser) -> None:
    """A reader without scripts moves the page by the form and by the links to the changes before and after."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}{NATO}?on=1949-08-24")
    page.click("a[rel=next]")
    assert page.inner_text(".parties-count strong") == "14"
    page.fill("input[name=on]", "1982-05-30")
    page.click(".as-of button")
    assert page.inner_text(".parties-count strong") == "16"
    context.close()
