"""Importing and administering in a real browser: a registrar takes a table in, decides a name, puts it on record; with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def table(name: str, rows: int = 0) -> dict[str, Any]:
    """Return a file to hand in: two agreements in order, one with a name to decide, one with a fault; and as many more as are wanted."""
    lines = [
        "Ref,Title,Countries,Date signed,Entry into force",
        f"{name}-1,Agreement on Visas,France; Germany,1963-01-22,1963-07-02",
        f"{name}-2,Agreement on Trade,France; {name}land,1970-05-01,1970-06-01",
        f"{name}-3,Agreement on Fisheries,France; Spain,1971-02-03,1971-01-01",
        *(f"{name}-{n},Agreement number {n},France; Spain,1981-02-03,1981-03-01" for n in range(10, 10 + rows)),
    ]
    return {"name": f"{name.lower()}.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_is_taken_in(open_page: Any, well: Any, scripts: bool) -> None:
    """File, columns, report, a name by its button, all days; the job runs; the agreement is there. Without scripts the page refreshes itself."""
    name = "Freedon" if scripts else "Grandfenwick"
    page = open_page("/import/", role="registrar", scripts=scripts)
    page.set_input_files("#file", table(name))
    page.click("button:has-text('Read the file')")
    page.wait_for_url("**/columns/")
    if scripts:
        well(page, 1280, "import-columns")
    page.fill("#f-source", "National Register")
    page.click("button:has-text('Show what it would bring')")
    assert page.locator(".t-new strong").inner_text() == "1"
    assert page.locator(".names li").count() == 1
    if scripts:
        well(page, 1280, "import-names")
    page.click("button:has-text('not a party')")
    assert "No name is open." in page.locator("main").inner_text()
    page.click("a.t-left_out")
    assert "entered into force on 1 January 1971" in page.locator("main").inner_text()
    if scripts:
        well(page, 1280, "import-left-out")
    page.click("button:text-is('Import')")
    page.wait_for_selector("main .band.success", timeout=60_000)
    assert "On record, as recording" in page.locator("main").inner_text()
    if scripts:
        well(page, 1280, "import-done")
    page.click("main .next a >> nth=0")
    assert page.locator("h1").inner_text().startswith("Agreement on")


def test_a_large_table_is_examined_in_the_background(open_page: Any, well: Any) -> None:
    """The progress is shown and leads on by itself; both ways of a job are accessible."""
    page = open_page("/import/", role="registrar")
    page.set_input_files("#file", table("Sylvan", rows=3500))
    page.click("button:has-text('Read the file')")
    page.wait_for_url("**/work/*/")
    assert page.locator("progress").count() == 1
    page.wait_for_url("**/columns/", timeout=90_000)
    page.click("button:has-text('Show what it would bring')")
    page.wait_for_url("**/import/*/", timeout=90_000)
    page.wait_for_selector(".t-new")
    assert page.locator(".t-new strong").inner_text() == "3,501"
    page.click("button:has-text('Throw the file away')")
    assert "thrown away" in page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_every_page_is_accessible(open_page: Any, well: Any, width: int, scheme: str) -> None:
    """Axe finds nothing on any page of importing and administering, and none is wider than the screen."""
    places = [("import", "/import/", "registrar"), ("names", "/import/names/", "registrar"), ("work", "/work/", "registrar")]
    places += [(name or "administration", f"/administration/{name}", "administrator") for name in ("", "people/", "people/1/", "log/", "about/")]
    for name, path, role in places:
        page = open_page(path, width=width, scheme=scheme, role=role)
        well(page, width, name.strip("/").replace("/", "-") if scheme == "light" else "")
    page = open_page("/import/", width=width, scheme=scheme, role="registrar")
    page.set_input_files("#file", table(f"Zubrowka{width}{scheme}"))
    page.click("button:has-text('Read the file')")
    for part in ("columns/", "?show=names", "?show=left_out", "?show=new"):
        page.goto(page.url.partition("/import/")[0] + "/import/" + page.url.partition("/import/")[2].split("/")[0] + "/" + part)
        well(page, width, f"import-{part.strip('/?').replace('show=', '')}" if scheme == "light" else "")
    page.click("button:has-text('Throw the file away')")


def test_who_may_not_import(open_page: Any, well: Any) -> None:
    """A reader is told, and finds no way in the navigation."""
    page = open_page("/import/", role="reader")
    well(page, 1280)
    assert "Your roles do not let you import." in page.locator("main").inner_text()
    assert page.locator("nav a:has-text('Import')").count() == 0
