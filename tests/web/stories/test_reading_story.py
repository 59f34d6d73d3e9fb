"""The reading pages in a real browser: found while one types, shared by address, in two widths and themes, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

PAGES = {
    "home": "/",
    "agreements": "/agreements/",
    "parties": "/parties/?on=1990-01-01",
    "party": "/parties/FRA/",
    "party-of-the-past": "/parties/SUN/?on=1985-06-01",
    "between": "/between/?a=USA&b=NZL&on=1990-01-01",
    "calendar": "/calendar/?months=60",
    "calendar-month": "/calendar/?month=2026-12",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host."""
    for scheme in ("light", "dark"):
        page = open_page(PAGES[name], width, scheme)
        well(page, width, name if scheme == "light" else "")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_of_a_treaty_officer(open_page: Any, well: Any, width: int) -> None:
    """Home for somebody who works for a party, and the list with searches kept."""
    well(open_page("/", width, role="treaty-officer"), width, "home-officer")
    well(open_page("/agreements/?q=nato", width, role="treaty-officer"), width, "agreements-officer")


def test_results_follow_what_is_typed(open_page: Any) -> None:
    """Each key stroke narrows the list, the focus stays in the field, and the address can be handed on."""
    page = open_page("/agreements/")
    field = page.locator(".list-search input[name=q]")
    field.focus()
    page.keyboard.type("anzus", delay=30)
    page.wait_for_function("() => document.querySelector('.agreements tbody').rows.length < 10")
    page.wait_for_function("() => location.search.includes('q=anzus')")
    assert "ANZUS" in page.inner_text(".agreements tbody tr:first-child")
    assert page.evaluate("document.activeElement.name") == "q"
    again = open_page("/agreements/" + page.evaluate("location.search"))
    assert again.inner_text(".list-head strong") == page.inner_text(".list-head strong")


def test_facets_narrow_and_open_again(open_page: Any) -> None:
    """A facet chosen stands as chosen, the counts follow, and it is taken away again."""
    page = open_page("/agreements/")
    count = page.locator(".facets li", has_text="terminated").first.locator(".n").inner_text()
    page.click(".facets a:has-text('terminated')")
    assert page.inner_text(".list-head strong") == count
    assert page.locator(".facets .chosen").inner_text().startswith("terminated")
    page.click(".facets .chosen a")
    assert int(page.inner_text(".list-head strong")) > int(count)


def test_a_day_on_the_list_moves_it(open_page: Any) -> None:
    """Every date is a link that moves the page to that day, which a band says."""
    page = open_page("/agreements/?q=anzus")
    page.click(".agreements tbody tr:first-child td a.day")
    assert "As of" in page.inner_text("aside.band")
    assert "on=1952-04-29" in page.url
    page.click("aside.band a")
    assert "on=" not in page.url


def test_without_scripts(open_page: Any) -> None:
    """Search, facets, pages, two parties compared: all by forms and links."""
    page = open_page("/agreements/", scripts=False)
    page.fill(".list-search input[name=q]", "anzus")
    page.click(".list-search button")
    assert "ANZUS" in page.inner_text(".agreements tbody tr:first-child")
    page = open_page("/between/", scripts=False)
    page.fill("input[name=a]", "France")
    page.fill("input[name=b]", "deu")
    page.click("main form button")
    assert page.inner_text("h1") == "Between France and Germany"
    page.click(".tie:first-of-type .why summary")
    assert page.locator(".tie:first-of-type .why li").first.is_visible()


def test_a_search_is_kept_and_opened(open_page: Any) -> None:
    """A person names a search, finds it on the list, opens it, deletes it."""
    page = open_page("/agreements/?status=in-force&area=cyber", role="analyst")
    found = page.inner_text(".list-head strong")
    page.fill(".searches input[name=name]", "Cyber in force")
    page.click(".searches button:has-text('Keep')")
    page.goto(page.url.partition("?")[0])
    page.click("a:has-text('Cyber in force')")
    assert page.inner_text(".list-head strong") == found
    page.click("button[aria-label*='Cyber in force']")
    assert page.locator("a:has-text('Cyber in force')").count() == 0


def test_keyboard_alone(open_page: Any) -> None:
    """The slash focuses the search, arrows choose among suggestions, Enter opens the agreement."""
    page = open_page("/parties/")
    page.keyboard.press("/")
    page.keyboard.type("elysee", delay=30)
    page.wait_for_selector(".suggestions li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/france-germany/elysee-1963/**")


def test_pages_print(open_page: Any) -> None:
    """On paper the forms and links of the screen are left out, and all that is folded in is there."""
    page = open_page("/between/?a=USA&b=NZL&on=1990-01-01")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator("main form.filters").is_visible()
    assert page.locator(".tie .why li").first.is_visible()
