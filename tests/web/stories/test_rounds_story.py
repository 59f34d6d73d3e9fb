"""Rounds of assessment in a real browser: answered and revised, published by the chair, shared with a partner; by keys, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]

OPEN, CLOSED, SHARED = ("/rounds/open-round/", "/rounds/closed-round/", "/rounds/shared-round/")
EXAMPLE = "/rounds/illustrative-2026/second/picture/"

PAGES = {
    "rounds": ("/rounds/", "norway"),
    "round-open": (OPEN, "norway"),
    "round-answer": (f"{OPEN}answer/?nation=NOR", "norway"),
    "round-chair": (OPEN, "treaty-officer"),
    "round-call": ("/rounds/call/", "treaty-officer"),
    "round-shared": (SHARED, "norway"),
    "round-open-picture": (f"{SHARED}picture/", "finland"),
    "round-example": (EXAMPLE, ""),
    "round-release": (f"{SHARED}release/?nation=NOR", "norway"),
    "round-withdraw": (f"{OPEN}withdraw/", "norway"),
    "position-new": ("/positions/new/", "norway"),
    "threat-new": ("/threats/register/enter/", "norway"),
    "threat-stix": ("/threats/register/stix/", "norway"),
    "home-waiting": ("/", "norway"),
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_both_themes(open_page: Any, well: Any, name: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, nothing leaves the host, tables beside drawings opened too."""
    address, role = PAGES[name]
    for scheme in ("light", "dark"):
        page = open_page(address, width, scheme, role=role)
        assert page.locator("h1").count() == 1
        well(page, width, f"{name}-{scheme}")
        for summary in page.locator("details.table > summary").all():
            summary.click()
        well(page, width)


def _choose(page: Any, place: int, likelihood: str, impact: str) -> None:
    """Score the threat at a place of the form."""
    asked = page.locator("form.assess fieldset").nth(place)
    asked.locator("select[name$=':likelihood:best']").select_option(likelihood)
    asked.locator("select[name$=':impact:best']").select_option(impact)
    asked.locator("select[name$=':confidence']").select_option("moderate")


def test_a_nation_answers_and_revises(open_page: Any, well: Any) -> None:
    """Without scripts: levels out of order are said at their field, nothing is lost; handed in, it stands on the page; revised, the last counts."""
    page = open_page(OPEN, role="norway", scripts=False)
    page.click("a.button:has-text('Answer the round')")
    _choose(page, 0, "3", "2")
    page.locator("select[name$=':likelihood:lowest']").first.select_option("4")
    page.click("button:has-text('Hand in the answer')")
    wrong = page.locator("select[aria-invalid=true]").first
    assert page.locator(f"[id='{wrong.get_attribute('aria-describedby')}']").inner_text()
    assert page.locator("select[name$=':likelihood:best']").first.input_value() == "3"
    page.locator("select[name$=':likelihood:lowest']").first.select_option("2")
    page.click("button:has-text('Hand in the answer')")
    said = page.locator("h2:has-text('What Norway said') ~ .scroll tbody tr:has(.level)")
    assert said.count() == 1, "what was left empty has no score, no zero"
    page.click("a.button:has-text('Revise the answer')")
    assert page.locator("select[name$=':likelihood:best']").first.input_value() == "3"
    _choose(page, 1, "1", "4")
    page.click("button:has-text('Hand in the revised answer')")
    assert said.count() == 2
    well(open_page(OPEN, 360, role="norway"), 360, "round-answered")


def test_the_form_is_filled_by_keys_alone(open_page: Any) -> None:
    """From field to field by Tab, a level by its number, handed in by Enter; no pointer is used."""
    page = open_page(f"{OPEN}answer/?nation=FIN", role="finland")
    page.locator("form.assess fieldset select").first.focus()
    ends = page.locator("form.assess fieldset").first.locator("select")
    for number in range(ends.count()):
        name = page.evaluate("document.activeElement.name")
        assert name == ends.nth(number).get_attribute("name"), "in the order read"
        if name.endswith(":best"):
            page.keyboard.type("3")
        elif name.endswith(":confidence"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.locator("button:has-text('Hand in')").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{OPEN}")
    assert page.locator("h2:has-text('What Finland said')").count() == 1


def test_the_chair_sees_progress_and_publishes(open_page: Any, well: Any) -> None:
    """Who has answered and never what; published once, all called read ranges without names, and each only its own answer."""
    page = open_page(CLOSED, role="treaty-officer", scripts=False)
    assert page.locator(".progress li:has-text('answered')").count() == 7
    assert page.locator("h2:has-text('What Norway said')").count() == 0
    page.click("button:has-text('Publish the common picture')")
    ranges = page.locator("aside tbody tr")
    assert ranges.count() == 4
    assert page.locator("button:has-text('Publish the common picture')").count() == 0, "once"
    called = open_page(CLOSED, role="finland")
    assert called.locator("aside tbody tr").count() == 4
    assert called.locator(".progress").count() == 0
    assert called.locator("h2:has-text('What Norway said')").count() == 0
    shown = called.locator("aside").inner_text()
    assert not any(name in shown for name in ("Norway", "Germany", "Spain", "Italy", "Poland"))
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            well(open_page(CLOSED, width, scheme, role="finland"), width, f"round-published-{scheme}")
    assert open_page(CLOSED).locator("h1").inner_text() != "A round that has closed", "visitors find nothing"


def test_every_drawing_of_the_worked_example_has_its_table(open_page: Any) -> None:
    """Heat map, firmness of ranks, who shares what: each drawing named, its table with a row for each threat, and all of it marked as invented."""
    page = open_page(EXAMPLE, scripts=False)
    drawings = page.locator("main .figure")
    assert drawings.count() >= 3
    for number in range(drawings.count()):
        drawing = drawings.nth(number)
        assert drawing.locator("svg[role=img]").first.get_attribute("aria-label") or drawing.locator("svg title").count()
        table = drawing.locator("xpath=following-sibling::details[1]")
        table.locator("summary").click()
        assert table.locator("tbody tr").count() >= 18
    assert page.locator("main .tag:has-text('illustrative')").count() >= 1
    for name, kind in (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json")):
        links = page.locator(f"main .takes a:text-is('{name}')")
        assert links.count() >= 3
        with page.expect_download() as taken:
            links.first.click()
        assert taken.value.suggested_filename.endswith(f".{kind}")


def test_one_score_is_released_to_one_partner(open_page: Any, well: Any) -> None:
    """Norway opens one score to Finland: Finland's page and picture have that one and name it, another's have not; withdrawn, it is out again."""
    picture = open_page(f"{SHARED}picture/", role="finland", scripts=False)
    assert "Norway" not in picture.locator("main .band").first.inner_text()
    page = open_page(SHARED, role="norway", scripts=False)
    page.click("a.button:has-text('Release or withdraw')")
    page.locator("select[name=to]").select_option("FIN")
    page.check("input[name=what][value=some]")
    page.locator("input[name=threats]").first.check()
    page.click("button:text-is('Release')")
    assert page.locator("[id='x-sure']").count() == 1, "only when the nation agrees"
    assert page.locator("select[name=to]").input_value() == "FIN"
    page.check("input[name=sure]")
    page.click("button:text-is('Release')")
    assert page.locator("h2:has-text('Released now') + .scroll tbody tr").count() == 1
    well(open_page(f"{SHARED}release/?nation=NOR", 360, "dark", role="norway"), 360, "round-released-dark")
    picture.reload()
    counted = picture.locator("main .band").first.inner_text()
    assert "Norway" in counted
    assert "1 of 3 threats" in counted, "in part only"
    finland = open_page(SHARED, role="finland", scripts=False)
    assert finland.locator("h2:has-text('What Norway said') + .scroll tbody tr").count() == 1
    other = open_page(SHARED, role="treaty-officer", scripts=False)
    assert other.locator("h2:has-text('What Norway said')").count() == 0
    page.click("h2:has-text('Released now') + .scroll button:has-text('Withdraw')")
    finland.reload()
    assert finland.locator("h2:has-text('What Norway said')").count() == 0
    picture.reload()
    assert "Norway" not in picture.locator("main .band").first.inner_text()


def test_what_waits_for_a_nation_is_on_its_first_page(open_page: Any) -> None:
    """From the first page to the answer that is asked for, by its link."""
    page = open_page("/", role="finland", scripts=False)
    waits = page.locator(".waits li")
    assert waits.count() >= 1
    waits.locator("a").first.click()
    assert "/rounds/" in page.url
    assert page.locator("main form").count() >= 1
