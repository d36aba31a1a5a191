"""`faire serve` brings a worker, which lives and dies with it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.journeys.conftest import free_port

WAIT = 60.0  # seconds: a shared machine starts Python slowly
SERVE = [sys.executable, "-m", "faire_ensemble", "serve", "--workers", "1", "--port"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve")


@pytest.fixture
def serving(home: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A site that answers; `request.param` adds to its environment."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = kept | {
        "FAIRE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "faire_ensemble.config.settings",
        **getattr(request, "param", {}),
    }
    port = free_port()
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [*SERVE, str(port)], env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until(lambda: answers(port) or server.poll() is not None, "the site does not answer")
        assert server.poll() is None, (home / "log").read_text()
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # granian's own children too
        server.wait(WAIT)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/mentions/", timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def until(true, what: str) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    """Processes that run « work --parent » for this server."""
    mark = f"work\0--parent\0{server.pid}\0".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_the_server(serving, home, how):
    until(lambda: list((home / "workers").glob("[!.]*")), "the worker did not start")
    assert len(workers_of(serving)) == 1
    serving.send_signal(how)
    serving.wait(WAIT)
    until(lambda: not workers_of(serving), "the worker outlives the server")
    assert list((home / "workers").iterdir()) == []
    assert "Les courriels s'écrivent dans" in (home / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize("serving", [{"FAIRE_WORKER": "0"}], indirect=True)
def test_no_worker_when_told_so(serving):
    assert workers_of(serving) == []
