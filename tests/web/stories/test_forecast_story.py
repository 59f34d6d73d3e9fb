"""A forecast in a real browser: accessible in both themes at both widths, an event supposed and taken out, a change weighed; without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

FINLAND = "/agreements/nato/accession-finland-2022/"
ON = "?on=2022-10-01&known=2022-10-01&simulations=1000"

PAGES = {
    "forecast": f"{FINLAND}forecast/{ON}",
    "forecast-supposed": f"{FINLAND}forecast/{ON}&events=HUN+election+2022-11-01+2023-03-01",
    "forecast-in-force": f"{FINLAND}forecast/",
    "forecast-wrong": f"{FINLAND}forecast/{ON}&do=add&party=HUN",
    "change": f"{FINLAND}change/{ON}&party=TUR&turn=delays&until=2023-06-01",
    "change-law": "/agreements/nato/north-atlantic-treaty/change/?party=USA&turn=withdraws",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host, tables and forms opened too."""
    for scheme in ("light", "dark"):
        page = open_page(PAGES[name], width, scheme)
        assert page.locator("h1").count() == 1
        well(page, width, f"{name}-{scheme}")
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        well(page, width)


def test_an_event_is_supposed_and_taken_out(open_page: Any) -> None:
    """Without scripts: the forecast moves, that without the event stands beside it, and taken out it is as before."""
    page = open_page(PAGES["forecast"], scripts=False)
    before = page.locator(".answer .main").inner_text()
    page.click("summary:has-text('Suppose an event')")
    page.select_option("select[name=party]", "HUN")
    page.select_option("select[name=kind]", "election")
    page.fill("input[name=since]", "2022-11-01")
    page.fill("input[name=until]", "2023-03-01")
    page.click("button:has-text('Suppose it')")
    assert "events=HUN+election+2022-11-01+2023-03-01" in page.url
    assert page.locator(".answer .main").inner_text() != before
    assert page.locator("path.curve.other").count() == 1
    page.click("a:has-text('Take out')")
    assert page.locator(".answer .main").inner_text() == before


def test_from_the_agreement_to_a_change(open_page: Any) -> None:
    """The agreement leads to its forecast, a state that matters to what its refusal does."""
    page = open_page(f"{FINLAND}?on=2022-10-01&known=2022-10-01")
    page.click("nav.parts a:has-text('Forecast of entry into force')")
    page.click("a:has-text('If Hungary refuses')")
    assert "Supposed, not recorded." in page.locator(".not-yet").inner_text()
    assert page.locator("td.is-supposed:has-text('100%')").count() >= 1
