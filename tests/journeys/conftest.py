"""A real browser on a real server, over a demonstration built for the occasion."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.conftest import missing

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: Playwright keeps an event loop running, which Django refuses."""
    if not Path(CHROMIUM).exists():
        missing("chromium is not installed: journeys need a real browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that serves the demonstration, compressed as in production.

    FAIRE_JOURNEY_SITE names one that already runs, while writing pages.
    """
    running = os.environ.get("FAIRE_JOURNEY_SITE")
    if running:
        yield running.rstrip("/")
        return
    home = tmp_path_factory.mktemp("site")
    env = {**os.environ, "FAIRE_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    for name in ("DATABASE_URL", "FAIRE_DEBUG", "FAIRE_TILES_URL"):
        env.pop(name, None)
    faire = [sys.executable, "-m", "faire_ensemble"]
    built = subprocess.run([*faire, "demo", "--build-only"], env=env, capture_output=True)
    assert built.returncode == 0, built.stderr.decode()[-3000:]
    port = _free_port()
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*faire, "serve", "--port", str(port), "--workers", "1"],
            env=env,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/mentions/", server, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


SETTINGS = "faire_ensemble.config.settings"


def _free_port() -> int:
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
