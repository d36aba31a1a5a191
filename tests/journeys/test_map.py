"""The map that moves, on top of the one drawn by the server."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.journeys.test_every_page import open_page, violations

pytestmark = pytest.mark.journey


def open_map(page: Page, site: str) -> None:
    page.goto(f"{site}/carte/")


def test_without_script_the_drawing_leads_to_the_pages(browser: Browser, site: str):
    page, _ = open_page(browser, script=False)
    open_map(page, site)
    assert page.locator("svg.map a").count() >= 26
    assert page.locator(".map-switch").count() == 0


def test_the_map_moves_on_request_and_comes_back(browser: Browser, site: str):
    page, wrong = open_page(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page, site)
    assert not [url for url in asked if url.endswith(".geojson")]
    button = page.get_by_role("button", name="Carte à déplacer")
    button.focus()
    page.keyboard.press("Enter")
    live = page.locator(".map-live")
    expect(live.locator("path.leaflet-interactive").first).to_be_attached()
    assert live.locator("path.leaflet-interactive").count() >= 26
    expect(page.locator("svg.map")).to_be_hidden()
    assert all(url.startswith((site, "data:")) for url in asked)
    assert violations(page) == []
    live.locator("path.leaflet-interactive").last.dispatch_event("click")
    expect(live.locator(".leaflet-popup-content a")).to_have_attribute(
        "href", re.compile(r"^/quartiers/\w+/$")
    )
    page.get_by_role("button", name="Carte fixe").click()
    expect(page.locator("svg.map")).to_be_visible()
    expect(live).to_be_hidden()
    assert wrong == []


def test_when_contours_do_not_come_the_drawing_stays(browser: Browser, site: str):
    page, _ = open_page(browser)

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/*.geojson", refuse)
    open_map(page, site)
    page.get_by_role("button", name="Carte à déplacer").click()
    expect(page.get_by_text("ne s'est pas chargée")).to_be_visible()
    expect(page.locator("svg.map")).to_be_visible()
    assert page.locator(".map-switch:visible").count() == 0
