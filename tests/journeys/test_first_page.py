"""Each person of the demonstration comes in: what waits is the first thing said, and each line
leads to a page that opens."""

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.test_every_page import WIDTHS, open_page, violations

pytestmark = pytest.mark.journey

PEOPLE = (
    "cheffe-de-projet", "etat", "caf", "conseil-citoyen", "elue", "association-1", "association-2",
)  # fmt: skip


def enter(browser: Browser, site: str, person: str) -> tuple[Page, list[str]]:
    """The first page of one of the persons to try."""
    page, wrong = open_page(browser)
    page.goto(site + "/demonstration/")
    page.locator(f"button[name=as][value={person}]").click()
    page.goto(site + "/")
    return page, wrong


@pytest.mark.parametrize("person", PEOPLE)
def test_the_first_page_of_each_person(browser: Browser, site: str, person: str):
    page, wrong = enter(browser, site, person)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    main = page.locator("main")
    if person == "elue":
        assert "Rien ne vous attend aujourd'hui." in main.inner_text()
        page.context.close()
        return
    first = main.locator("h1")
    assert first.inner_text() == "Ce qui vous attend"
    lines = page.locator("section:has(#attend) li a")
    addresses = [lines.nth(rank).get_attribute("href") or "" for rank in range(lines.count())]
    assert addresses
    # On a telephone, the first line is read without scrolling.
    page.set_viewport_size({"width": 360, "height": 740})
    box = lines.first.bounding_box()
    assert box is not None and box["y"] < 740
    for address in addresses:
        answer = page.goto(site + address)
        assert answer is not None and answer.ok, address
    assert wrong == []
    page.context.close()
