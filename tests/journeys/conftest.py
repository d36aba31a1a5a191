"""A real browser on a real server, over a demonstration built for the occasion."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from tests.conftest import missing
from tests.prepared import FAIRE, environment

# FAIRE_CHROMIUM names another browser of the family.
CHROMIUM = os.environ.get("FAIRE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60


class Running:
    """The browser of this process: one for the journeys that follow each other."""

    def __init__(self) -> None:
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None

    def open(self) -> Browser:
        if self.browser is None:
            self.playwright = sync_playwright().start()
            self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        return self.browser

    def close(self) -> None:
        if self.browser is not None and self.playwright is not None:
            self.browser.close()
            self.playwright.stop()
            self.browser = self.playwright = None


RUNNING = Running()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        missing("chromium is not installed: journeys need a real browser")
    opened = RUNNING.open()
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Closed before a test that is no journey: Playwright keeps an event loop running, in which
    Django refuses its database."""
    if nextitem is None or nextitem.get_closest_marker("journey") is None:
        RUNNING.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a site that serves the demonstration, compressed as in production.

    FAIRE_JOURNEY_SITE names one that already runs, while writing pages.
    """
    running = os.environ.get("FAIRE_JOURNEY_SITE")
    if running:
        yield running.rstrip("/")
        return
    built: Path = request.getfixturevalue("demonstration_folder")
    empty: Path = request.getfixturevalue("empty_site")
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(built / "home", home)
    shutil.copytree(empty / "static", home / "static", dirs_exist_ok=True)
    with serving(home, "--workers", "1") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def new_home(empty_site: Path, tmp_path: Path) -> Path:
    """The data folder of a site that nobody has written in yet."""
    return shutil.copytree(empty_site, tmp_path / "home")


@contextmanager
def serving(home: Path, *options: str, **heard: str) -> Iterator[int]:
    """The port where a data folder is served until the end; what the server says is in its log."""
    port, log = free_port(), home / "server.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*FAIRE, "serve", "--port", str(port), *options],
            env=environment(home) | heard,
            stdout=file,
            stderr=file,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/mentions/", server, log)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer in {START_SECONDS} s: {log.read_text()}")
