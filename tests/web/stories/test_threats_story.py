"""The pages of threats in a real browser: in two widths and themes, and the way from a threat to the clause that answers it, without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

PAGES = {
    "threats": "/threats/",
    "threat-kinds": "/threats/kinds/",
    "positions": "/positions/?nation=AUT",
    "alignment": "/alignment/?nation=FIN",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host; every drawing has its table beside it, opened here."""
    for scheme in ("light", "dark"):
        page = open_page(PAGES[name], width, scheme)
        well(page, width, f"{name}-{scheme}")
        for summary in page.locator("details.table > summary").all():
            summary.click()
        well(page, width)


def test_from_a_threat_to_the_clause_that_answers_it(open_page: Any) -> None:
    """Found by its kind, opened, and followed into the agreement; by forms and links alone."""
    page = open_page("/alignment/", scripts=False)
    page.locator("#trace ~ .scroll tbody tr").first.locator("th a").click()
    assert page.locator("h2#answers").count() == 1
    page.locator("h2#answers ~ .scroll tbody tr").first.locator("td a").first.click()
    assert "/agreements/" in page.url


def test_the_list_of_threats_follows_what_is_typed(open_page: Any) -> None:
    """Each key stroke narrows the list, and the address can be handed on."""
    page = open_page("/threats/")
    everything = page.locator(".threats tbody tr").count()
    page.locator(".filters input[name=q]").focus()
    page.keyboard.type("cable", delay=30)
    page.wait_for_function(f"() => document.querySelector('.threats tbody').rows.length < {everything}")
    page.wait_for_function("() => location.search.includes('q=cable')")
