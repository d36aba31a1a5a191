"""Workers as real processes, killed for real, on an SQLite file as `faire serve` has it."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.prepared import FAIRE, environment

WAIT = 40.0  # seconds: a shared machine starts Python slowly
ENQUEUE = """
import django, sys; django.setup()
from tests.kit.jobs import samples
getattr(samples, sys.argv[1]).enqueue(*[int(a) if a.isdigit() else a for a in sys.argv[2:]])
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, empty_site: Path) -> Path:
    folder = tmp_path_factory.mktemp("worker")
    shutil.copy(empty_site / "faire.sqlite3", folder)
    return folder


def faire(home: Path, *arguments: str) -> str:
    command = [*FAIRE, *arguments]
    ended = subprocess.run(command, env=environment(home), capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def enqueue(home: Path, *arguments: str) -> None:
    command = [sys.executable, "-c", ENQUEUE, *arguments]
    subprocess.run(command, env=environment(home), check=True)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [*FAIRE, "work"]
        started.append(subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL))
        return started[-1]

    yield begin
    for each in started:
        each.kill()
        each.wait(WAIT)


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def states(home: Path) -> list[str]:
    with sqlite3.connect(home / "faire.sqlite3") as database:
        rows = database.execute("SELECT status FROM django_tasks_database_dbtaskresult")
        return [status for (status,) in rows]


def test_a_job_whose_worker_is_killed_is_done_by_the_next(home, start, tmp_path):
    mark = tmp_path / "done"
    enqueue(home, "kill_its_worker_until", "2", str(mark))
    assert start().wait(WAIT) == -signal.SIGKILL
    assert not mark.exists() and states(home)[-1] == "RUNNING"
    assert "en cours" in faire(home, "work", "--list")
    start()
    until(mark.exists, "the job was lost")
    assert mark.read_text() == "attempt 2"


def test_sigterm_lets_the_job_end_and_takes_no_other(home, start, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    enqueue(home, "last_a_while", str(first))
    enqueue(home, "last_a_while", str(second))
    worker = start()
    until((tmp_path / "first.started").exists, "the worker did not start the job")
    worker.terminate()
    assert worker.wait(WAIT) == 0
    assert first.read_text() == "done" and not second.exists()
    faire(home, "work", "--once")
    assert second.read_text() == "done"
    assert "Aucun travail" in faire(home, "work", "--list")


def test_an_idle_worker_stops_within_seconds(home, start):
    left = home / "workers" / "left-by-a-dead-one"
    left.parent.mkdir(exist_ok=True)
    left.touch()
    worker = start()
    until(lambda: not left.exists(), "the worker did not start")
    worker.terminate()
    assert worker.wait(10) == 0
    assert list(left.parent.iterdir()) == []
