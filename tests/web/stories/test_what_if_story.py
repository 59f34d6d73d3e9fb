"""What if in a real browser: acts are stacked by the form, compared on a day, handed on by the address; with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

NATO = "nato/north-atlantic-treaty"
TWO = f"/what-if/?acts={NATO}:+2027-01-01+withdrawal+USA%0Anato/status-of-forces-1951:+2027-03-01+withdrawal+USA"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_it_is_accessible(open_page: Any, well: Any, width: int, scheme: str) -> None:
    """Axe finds nothing, empty or answered, and neither is wider than the screen."""
    well(open_page("/what-if/", width=width, scheme=scheme), width)
    well(open_page(TWO, width=width, scheme=scheme), width, "what-if" if scheme == "light" else "")
    well(open_page("/what-if/kept/", width=width, scheme=scheme, role="analyst"), width)


@pytest.mark.parametrize("scripts", [True, False])
def test_stacking_and_comparing(open_page: Any, scripts: bool) -> None:
    """One act, then another, the first taken away again; the day compared is the reader's choice; the address is enough."""
    page = open_page("/what-if/", scripts=scripts)
    for name, day in ((NATO, "2027-01-01"), ("nato/status-of-forces-1951", "2027-03-01")):
        if not page.locator("details.add[open]").count():
            page.click("details.add > summary")
        page.fill("#a-agreement", name)
        page.fill("#a-on", day)
        page.select_option("#a-kind", "withdrawal")
        page.fill("#a-by", "USA")
        page.click("button[value=add]")
    assert page.locator(".supposed > li").count() == 2
    page.fill("#beside input[name=on]", "2028-02-01")
    page.click("#beside button")
    assert "31" in page.inner_text("table.beside >> nth=0")
    assert "31" not in page.inner_text("table.beside >> nth=1")
    shared = open_page("/" + page.url.split("/", 3)[3], scripts=scripts)
    assert shared.locator(".supposed > li").count() == 2
    page.click("button[value='remove:1']")
    assert page.locator(".supposed > li").count() == 1
    assert "NATO SOFA" in page.inner_text(".supposed")


def test_an_analyst_keeps_it(open_page: Any) -> None:
    """Kept under a short address that a visitor reads."""
    page = open_page(TWO, role="analyst")
    page.fill("input[name=title]", "Without America")
    page.click("button[value=keep]")
    assert "/what-if/kept/" in page.url
    visitor = open_page("/" + page.url.split("/", 3)[3])
    assert "Without America" in visitor.inner_text("h1")
    assert "Supposed, not recorded." in visitor.inner_text("main")
