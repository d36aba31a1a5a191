"""Every public page: accessible, narrow enough, alone on its origin, readable without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from tests.journeys.pages import one_of_each, public_names

pytestmark = pytest.mark.journey

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1440, 768, 360)
RUN_AXE = """async rules => {
  // What passes is not described: a fifth of the time.
  const found = await axe.run(document,
    {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']});
  return found.violations.map(v => v.id + ' (' + v.impact + '): ' +
    v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' — ' + n.failureSummary).join(' | '));
}"""
MAX_FIRST_LOAD = 300_000
# Linked only where there are several contracts, or a programme that started from a published
# scenario: the demonstration has neither (test_year_of_a_call.py opens the latter).
UNLINKED = {
    "contract:contract_by_id",
    "funding:scenario",
    # Reached from a mail, or by sending a form.
    "participation:enter_by_link",
    "participation:stop_mails",
    "participation:support",
    "participation:comment",
    "participation:withdraw_contribution",
    "participation:withdraw_comment",
    "directory:confirm",
    "directory:withdraw",
    "initiatives:stop_digest",
    "governance:joined_draw",
    "governance:my_draw",
    # Files of a draw already made; of the three in the demonstration, the walk opens the open one.
    "governance:draw_table",
    # Needs an election counted elsewhere, which the demonstration has not.
    "participation:election",
}
# Not pages: files to download, addresses for programs.
NOT_PAGES = ("_csv", "_ics", "_pdf", "_svg", "_geojson", "_json", "_data", "_download")


@pytest.fixture(scope="module")
def pages(site: str) -> dict[str, str]:
    return one_of_each(site)


def open_page(
    browser: Browser, width: int = 1440, *, script: bool = True
) -> tuple[Page, list[str]]:
    """A page in a browser without history, and the list of what went wrong in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="fr-FR",
        java_script_enabled=script,
        # Colours at rest: axe would read those of a button that is still changing.
        reduced_motion="reduce",
    )
    page = context.new_page()
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    return page, wrong


def violations(page: Page) -> list[str]:
    """What axe finds on a page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, RULES)
    return found


def test_links_lead_to_every_public_page(pages: dict[str, str]):
    ours = {name for name in public_names() if ":" in name and not name.endswith(NOT_PAGES)}
    assert sorted(ours - UNLINKED - set(pages)) == []


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit of a page found, on the screens of a desk, a tablet and two phones."""

    weight: int  # bytes received, headers included, by a browser with nothing in its cache
    wrong: list[str]  # script errors, breaches of the policy, requests to another origin
    violations: dict[int, list[str]]  # what axe finds, by width in pixels
    narrowest: int  # pixels that the content takes on a screen of 320
    words: set[str]


def visit(browser: Browser, site: str, address: str) -> Visit:
    """Open a page for the first time, then look at it at each width."""
    page, wrong = open_page(browser)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    def asked(request: Request) -> None:
        if not request.url.startswith((site + "/", "data:", "blob:")):
            wrong.append(f"{address} asks {request.url}")

    page.on("request", asked)
    page.goto(site + address, wait_until="load")
    words = set(page.locator("main").inner_text().split())
    weight, found = int(sum(sizes)), {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = violations(page)
    page.set_viewport_size({"width": 320, "height": 900})
    narrowest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    return Visit(weight, wrong, found, narrowest, words)


@pytest.fixture(scope="module")
def visits(browser: Browser, site: str, pages: dict[str, str]) -> dict[str, Visit]:
    """Address → its visit: every page once, whatever the number of things asked of it."""
    return {address: visit(browser, site, address) for address in pages.values()}


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(visits: dict[str, Visit], width: int):
    found = [f"{a} {each}" for a, visit in visits.items() for each in visit.violations[width]]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_where_there_is_no_page(browser: Browser, site: str):
    found = visit(browser, site, "/aucune-page-ici/")
    assert not any(found.violations.values()), found.violations
    assert not [each for each in found.wrong if "404" not in each]


def test_no_page_scrolls_sideways_at_320_pixels(visits: dict[str, Visit]):
    assert {a: v.narrowest for a, v in visits.items() if v.narrowest > 320} == {}


def test_everything_reads_without_javascript(browser: Browser, site: str, visits: dict[str, Visit]):
    without, _wrong = open_page(browser, script=False)
    poorer: dict[str, float] = {}
    for address, full in visits.items():
        without.goto(site + address)
        assert without.locator("h1").count() == 1, address
        read = set(without.locator("main").inner_text().split())
        share = len(full.words & read) / max(1, len(full.words))
        if share < 0.9:
            poorer[address] = share
    without.context.close()
    assert not poorer


def test_first_visit_is_light_and_asks_nothing_elsewhere(visits: dict[str, Visit]):
    weights = {address: visit.weight for address, visit in visits.items()}
    assert min(weights.values()) > 10_000, "the measure sees nothing"
    assert {a: w for a, w in weights.items() if w >= MAX_FIRST_LOAD} == {}
    assert [each for visit in visits.values() for each in visit.wrong] == []


@pytest.fixture
def home(browser: Browser, site: str) -> Iterator[Page]:
    page, _wrong = open_page(browser)
    page.goto(site + "/")
    yield page
    page.context.close()


def test_first_key_press_offers_to_skip_to_the_content(home: Page):
    home.keyboard.press("Tab")
    assert home.evaluate("document.activeElement.className") == "skip-link"
    assert home.locator(".skip-link").bounding_box()["x"] >= 0
    home.keyboard.press("Enter")
    assert home.evaluate("document.activeElement.id") == "contenu"


def test_keyboard_focus_is_always_visible(home: Page):
    hidden = []
    for _press in range(25):
        home.keyboard.press("Tab")
        seen = home.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.outerHTML.slice(0, 90), e === document.body ||
              (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)]; }"""
        )
        if not seen[1]:
            hidden.append(seen[0])
    assert not hidden


def test_small_menu_opens_without_script(browser: Browser, site: str):
    page, _wrong = open_page(browser, 360, script=False)
    page.goto(site + "/mentions/")
    page.get_by_text("Menu", exact=True).click()
    page.locator(".site-menu-small a").first.click()
    assert page.url != site + "/mentions/"
    page.context.close()


def test_printed_page_keeps_the_content_and_drops_the_menu(
    browser: Browser, site: str, pages: dict[str, str]
):
    page, _wrong = open_page(browser)
    page.goto(site + pages["portal:neighbourhood"])
    page.emulate_media(media="print")
    assert not page.locator(".site-menu-wide").is_visible()
    assert page.locator("h1").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.context.close()


def test_language_switch_works_without_script_and_keeps_the_page(browser: Browser, site: str):
    page, _wrong = open_page(browser, script=False)
    page.goto(site + "/accessibilite/")
    page.get_by_role("button", name="English").click()
    assert page.url == site + "/accessibilite/"
    assert page.locator("html").get_attribute("lang") == "en"
    page.context.close()
