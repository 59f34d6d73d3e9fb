"""Between signature and being bound in a real browser: two widths and themes, time moved by the slider, from a board to a source without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

FINLAND = "/agreements/nato/accession-finland-2022/"
THEN = "?on=2022-10-01&known=2022-10-01"
PAGES = {
    "pending": f"/ratification/{THEN}",
    "board": f"{FINLAND}ratification/{THEN}",
    "way": f"{FINLAND}ratification/LVA/{THEN}",
    "depositary": f"{FINLAND}depositary/?on=2023-04-04&since=2023-03-01",
    "state-board": f"/parties/TUR/ratification/{THEN}",
    "procedures": "/procedures/",
    "procedure": "/procedures/GBR/",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host."""
    for scheme in ("light", "dark"):
        page = open_page(PAGES[name], width, scheme)
        well(page, width, f"{name}-{scheme}")


def test_from_the_list_to_the_source_of_a_vote(open_page: Any) -> None:
    """What is pending, the board, a state's way, its procedure: by links and forms alone."""
    page = open_page(f"/ratification/{THEN}", scripts=False)
    page.get_by_role("link", name="Finland protocol").click()
    page.locator(".chips a", has_text="signed").first.click()
    assert page.locator("table.board tbody tr").count() == 2
    page.locator(".chips a").first.click()
    page.locator("table.board th a", has_text="France").click()
    assert "on=2022-10-01" in page.url
    assert page.locator(".stage", has_text="Sénat").locator("dd a").first.get_attribute("href").startswith("https://")
    page.get_by_role("link", name="The whole procedure with its sources").click()
    assert page.locator("#sources").count() == 1


def test_the_slider_moves_the_board_and_what_was_known(open_page: Any) -> None:
    """Let go on another day, the page is of that day; as known that day goes on to mean that day."""
    page = open_page(f"{FINLAND}ratification/{THEN}")
    slider = page.locator(".rail-of input.slider")
    assert slider.is_visible()
    with page.expect_navigation():
        slider.press("ArrowRight")
    assert "on=2022-10-02" in page.url
    assert "known=2022-10-02" in page.url


@pytest.mark.parametrize("address", [f"{FINLAND}ratification/FRA/report/", "/procedures/FRA/sittings/senate/"])
def test_forms_are_accessible_when_faults_are_shown(open_page: Any, well: Any, address: str) -> None:
    """Sent empty: the faults first, each leading to its field; narrow and dark."""
    page = open_page(address, 360, "dark", role="treaty-officer")
    well(page, 360)
    page.locator("form.stack button").last.click()
    assert page.locator(".faults a[href^='#f-']").count() >= 2
    well(page, 360)


def test_an_officer_reports_a_step_without_scripts(open_page: Any) -> None:
    """From the board of an agreement to the step on record, and struck again."""
    page = open_page("/agreements/germany-uk/kensington-2025/ratification/FRA/report/", role="treaty-officer", scripts=False)
    page.locator("#f-step").select_option("law/lodged")
    page.locator("#f-on").fill("2026-01-15")
    page.locator("#f-source").fill("Journal officiel | https://example.org/jo")
    page.locator("#f-confidence").select_option("high")
    page.get_by_role("button", name="Report").click()
    assert page.locator(".stage", has_text="lays the bill").locator("time").first.inner_text() == "2026-01-15"
    page.get_by_role("link", name="Strike").first.click()
    page.locator("#f-reason").fill("a rehearsal")
    page.get_by_role("button", name="Strike").click()
    assert page.locator("#log ~ .scroll", has_text="a rehearsal").count() == 1
