"""A served site with people already signed in, each in a browser of their own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from tests.journeys.conftest import serving
from tests.journeys.test_accounts import axe
from tests.journeys.test_every_page import open_page
from tests.prepared import environment, make_empty_site

PHONE, DESK = 360, 1280


class Story:
    """What the acts share: addresses, browsers, what was learned, and what was found wrong."""

    def __init__(self, browser: Browser, address: str, home: Path, facts: dict[str, Any]) -> None:
        self.browser, self.address, self.home = browser, address, home
        self.facts, self.wrong = facts, list[str]()
        self.year: int = facts["year"]
        self.code = ""
        self.file = self.session = self.scenario = self.programme = 0

    @contextmanager
    def person(self, name: str = "", *, refused: bool = False, status: str = "") -> Iterator[Page]:
        """A phone of somebody (of a passer-by without a name); `refused`: it shall meet 403, or
        the `status` named, which browsers note."""
        page, wrong = open_page(self.browser, PHONE)
        if name:
            key = self.facts["sessions"][name]
            page.context.add_cookies([{"name": "sessionid", "value": key, "url": self.address}])
        yield page
        met = status or ("403" if refused else "")
        self.wrong += [each for each in wrong if not (met and met in each)]
        page.context.close()

    def go(self, page: Page, path: str) -> None:
        """Open a page, which must answer, and look at it."""
        answer = page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        self.look(page)

    def look(self, page: Page) -> None:
        """Axe and the width of the page, on a phone and on a desk.

        The whole page is shown at once: the bar that sticks to the bottom of a form covers only
        what can be scrolled, which axe would take for a target too small.
        """
        page.wait_for_load_state()
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": tall})
            self.wrong += [f"{width} px, {each}" for each in axe(page)]
        page.set_viewport_size({"width": PHONE, "height": 900})

    def press(self, page: Page, button: str) -> None:
        """Click a button of the page that leads to another page, and look at that one."""
        found = page.get_by_role("button", name=button, exact=True)
        assert found.count() == 1, f"{page.url}, {button}: {page.inner_text('main')}"
        with page.expect_navigation():
            found.click()
        self.look(page)

    def mail_to(self, address: str, subject: str) -> str:
        """The text of a mail the worker sent, which the site without a mail server keeps."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for kept in (self.home / "mail").glob(f"*{address}*"):
                text = kept.read_text(encoding="utf-8")
                if subject in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} about {subject}")


def number_in(page: Page) -> int:
    """The last number of an address such as /comites/seances/7/."""
    return int([part for part in page.url.split("?")[0].split("/") if part.isdigit()][-1])


@contextmanager
def served(home: Path, filler: str, *options: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a new site that `filler` (a module) filled, and what it printed.

    `home` is a copy of the empty site (`new_home`), or nothing yet: made then, which takes longer.
    """
    if not (home / "faire.sqlite3").exists():
        make_empty_site(home)
    command = [sys.executable, "-m", filler]
    filled = subprocess.run(command, env=environment(home), capture_output=True)
    assert filled.returncode == 0, filled.stderr.decode()[-3000:]
    with serving(home, *(options or ("--workers", "1"))) as port:
        yield f"http://127.0.0.1:{port}", json.loads(filled.stdout)
