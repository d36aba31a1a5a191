"""Turns between processes that write to the same SQLite file.

SQLite has no queue: a writer that finds the file locked sleeps and tries again, and a busy process
can keep it out for seconds. Two advisory locks beside the file make a queue: who holds the first
is next, and takes the second before letting go of the first, so that a process that has just
written cannot come back before one that waits. A killed process lets go of both. Elsewhere
(PostgreSQL queues by itself, databases in memory belong to one process) this does nothing.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write. Not inside a transaction, which would hold the file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith((":memory:", "file:")):
        yield
        return
    with Path(f"{name}-next").open("ab") as queue, Path(f"{name}-turn").open("ab") as writing:
        fcntl.flock(queue, fcntl.LOCK_EX)
        fcntl.flock(writing, fcntl.LOCK_EX)
        fcntl.flock(queue, fcntl.LOCK_UN)
        yield
