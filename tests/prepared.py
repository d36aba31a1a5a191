"""Data folders made once for a run of the tests, by the first of its processes that needs one, and
copied by the others: migrating takes seconds, the demonstration a quarter of a minute.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

FAIRE = [sys.executable, "-m", "faire_ensemble"]
SETTINGS = "faire_ensemble.config.settings"
ROOT = Path(__file__).parents[1]
# What whoever runs the tests may have set, and a site of the tests must not hear.
UNHEARD = ("DATABASE_URL", "FAIRE_DEBUG", "FAIRE_EMAIL_BACKEND", "FAIRE_TILES_URL")
READY = """
import django; django.setup()
from faire_ensemble.config.cli.output import ready_database
from faire_ensemble.config.cli.serve import collect_static
ready_database(); collect_static()
"""


def environment(home: Path) -> dict[str, str]:
    """Of a program that works on a data folder, as installed: the real settings, SQLite."""
    kept = {name: value for name, value in os.environ.items() if name not in UNHEARD}
    return kept | {
        "FAIRE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all processes of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder`, filled by the first process that asks; others wait. A failure leaves nothing."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = folder.with_name(f"{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder


def make_empty_site(home: Path) -> None:
    """Tables without rows, static files collected: what `faire serve` does first."""
    command = [sys.executable, "-c", READY]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def make_demonstration(folder: Path) -> None:
    """`faire demo` where there is nothing yet: its data folder, and what it said beside it."""
    command, env = [*FAIRE, "demo", "--build-only"], environment(folder / "home")
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    (folder / "said").write_text(done.stdout, encoding="utf-8")


@contextmanager
def connected(database: str) -> Iterator[None]:
    """The models are read and written in another database of the same server, or file."""
    before = connections[DEFAULT_DB_ALIAS]
    there = before.copy()
    there.settings_dict["NAME"] = database
    connections[DEFAULT_DB_ALIAS] = there
    try:
        yield
    finally:
        there.close()
        connections[DEFAULT_DB_ALIAS] = before
