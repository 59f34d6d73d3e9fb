"""Instruments in a real browser: in two widths and themes; made, issued, recorded as an act and cancelled, without scripts too."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

ATT = "/agreements/arms-control/arms-trade-treaty-2013/instruments/"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("name", "path"), [("instruments", f"{ATT}?party=IND"), ("instrument-form", f"{ATT}new/full-powers/?party=IND")])
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, path: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host."""
    for scheme in ("light", "dark"):
        page = open_page(path, width=width, scheme=scheme, role="registrar")
        well(page, width, f"{name}-{scheme}")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_what_may_be_made_to_the_act(open_page: Any, well: Any, scripts: bool) -> None:
    """Prepared, wrong, mended, issued with its number, the form of the act filled, cancelled; the page looks well with faults and without."""
    page = open_page(f"{ATT}?party=IND", role="registrar", scripts=scripts)
    page.get_by_role("link", name="Prepare instrument of accession").click()
    if scripts:
        well(page, 1280, "instrument-consent-form")
    page.get_by_label("Who signs").fill("Maria Example")
    page.get_by_label("Place").fill("New Delhi" if scripts else "Geneva")
    page.get_by_label("Office", exact=True).select_option("minister")
    page.get_by_label("Language").select_option("en,fr")
    page.get_by_role("button", name="See it and check it").click()
    assert "VCLT 7(1)(a)" in page.locator("#faults").inner_text()
    assert page.locator("article.sheet[data-across]").count() == 2
    if scripts:
        well(page, 1280, "instrument-refused")
    page.get_by_label("Office", exact=True).select_option("foreign-minister")
    page.get_by_role("button", name="See it and check it again").click()
    assert page.locator("#faults").count() == 0
    page.get_by_role("button", name="Issue and number it").click()
    assert re.search(r"IND \d{4}/\d", page.locator("h1").inner_text())
    if scripts:
        well(page, 1280, "instrument-issued")
    page.get_by_role("link", name="Record the accession").click()
    assert page.locator("#f-by").input_value() == "IND"
    assert page.locator("#f-source").input_value().startswith("IND ")
    page.go_back()
    page.get_by_text("Issued wrongly?").click()
    page.get_by_label("What was wrong with it").fill("The place is wrong.")
    page.get_by_role("button", name="Cancel this instrument").click()
    assert "The place is wrong." in page.locator(".band.fault").inner_text()
    assert page.locator("article.sheet[data-across]").count() == 2
    if scripts:
        well(page, 1280, "instrument-cancelled")
    number = page.locator("h1 .count").inner_text()
    page.get_by_role("link", name="Foedera", exact=True).click()
    page.get_by_label("Search agreements").fill(number)
    page.get_by_label("Search agreements").press("Enter")
    page.wait_for_url("**/instruments/IND/**")
    assert page.locator("h1 .count").inner_text() == number


@pytest.mark.parametrize("width", [360, 1280])
def test_a_partys_instruments_look_well(open_page: Any, well: Any, width: int) -> None:
    """Listed on a page of their own, reached from the party's, by kind and by whether they stand."""
    page = open_page(f"{ATT}new/accession/?party=IND", width=width, role="registrar")
    page.get_by_label("Who signs").fill("Maria Example")
    page.get_by_label("Place").fill(f"Paris {width}")
    page.get_by_role("button", name="See it and check it").click()
    page.get_by_role("button", name="Issue and number it").click()
    number = page.locator("h1 .count").inner_text()
    page = open_page("/parties/IND/", width=width, role="registrar")
    page.get_by_role("link", name=re.compile("it has issued")).click()
    well(page, width, "party-instruments")
    page.get_by_label("Cancelled or not").select_option("no")
    page.get_by_label("Kind").select_option("accession")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=number).click()
    assert page.locator("h1 .count").inner_text() == number


def test_an_act_that_cannot_be_notified_looks_well(open_page: Any, well: Any) -> None:
    """The act is named, with the rule and what to do, narrow too."""
    page = open_page("/agreements/nato/accession-finland-2022/instruments/new/notice-of-deposit/?party=USA&act=32", width=360, role="registrar")
    well(page, 360, "instrument-barred")
