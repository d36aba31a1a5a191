"""Turns: who waits writes before who has just written; nothing on a database of one process."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from faire_ensemble.kit import turns


class Stand:
    """A connection to a SQLite file, as far as a turn looks at it."""

    vendor = "sqlite"

    def __init__(self, name: Path) -> None:
        self.settings_dict: dict[str, Any] = {"NAME": name}


def test_who_waits_comes_before_who_has_just_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(turns, "connection", Stand(tmp_path / "faire.sqlite3"))
    written: list[str] = []
    waits = threading.Event()

    def other() -> None:
        waits.set()
        with turns.turn():
            written.append("other")

    with turns.turn():
        thread = threading.Thread(target=other)
        thread.start()
        waits.wait(5)
        # Until the other holds the place of the next one.
        while not held(tmp_path / "faire.sqlite3-next"):
            pass
        written.append("first")
    with turns.turn():
        written.append("first again")
    thread.join(5)
    assert written == ["first", "other", "first again"]


def held(path: Path) -> bool:
    """Whether somebody holds the lock of a file."""
    with path.open("ab") as file:
        try:
            turns.fcntl.flock(file, turns.fcntl.LOCK_EX | turns.fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_a_turn_is_given_back_after_a_breakdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "connection", Stand(tmp_path / "faire.sqlite3"))
    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 / 0
    assert not held(tmp_path / "faire.sqlite3-turn")


def test_nothing_is_written_beside_another_database(tmp_path: Path, db: Any):
    with turns.turn():
        pass
    assert not list(Path.cwd().glob("*-turn")) and connection.settings_dict["NAME"]
