"""What is entered and declared, in a real browser and without scripts: a threat with its states, an item of a position revised."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def test_a_threat_is_entered_and_revised(open_page: Any, well: Any) -> None:
    """A fault leads to its field and keeps what was typed; entered, it has a page with its states."""
    page = open_page("/threats/", role="norway", scripts=False)
    page.click("a.button:has-text('Enter a threat')")
    page.fill("#f-id", "parcels")
    page.fill("#f-title", "Parcels that burn")
    page.click("button:has-text('Enter the threat')")
    assert page.locator("#f-kind[aria-invalid=true]").count() == 1
    assert page.input_value("#f-title") == "Parcels that burn"
    page.select_option("#f-kind", index=1)
    page.fill("#f-sources", "A report | https://example.org/report | 2026-01-31")
    page.click("button:has-text('Enter the threat')")
    page.click("a.button:has-text('Revise the threat')")
    page.fill("#f-description", "Parcels with a timer, sent by air freight.")
    page.click("button:has-text('Keep the revised threat')")
    assert page.locator("#states + div tbody tr").count() == 2
    well(open_page("/threats/parcels/revise/", 360, role="norway"), 360, "threat-revise")


def test_an_item_is_revised(open_page: Any, well: Any) -> None:
    """Declared, then revised from its place in the list; both states stand beneath the form."""
    page = open_page("/positions/new/", role="norway", scripts=False)
    page.fill("#f-id", "open-ports")
    page.fill("#f-topic", "Ports stay open to allied ships")
    page.fill("#f-sources", "White paper of the ministry, 2025")
    page.click("button:has-text('Keep the item')")
    page.locator("#i-open-ports").get_by_text("Revise …").click()
    page.fill("#f-topic", "Ports stay open to allied ships in peacetime")
    page.click("button:has-text('Keep the revised item')")
    page.locator("#i-open-ports").get_by_text("Revise …").click()
    assert page.locator("#states + div tbody tr").count() == 2
    for width in (360, 1280):
        well(open_page("/positions/open-ports/revise/?nation=NOR", width, "dark", role="norway"), width, "item-revise")
