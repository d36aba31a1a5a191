"""Whether a worker still lives, told by the kernel.

A worker holds a lock on a file of FAIRE_HOME/workers for as long as it runs. The kernel frees it
at the worker's end, however brutal: no heartbeat to write, no delay to guess.
"""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def _folder() -> Path:
    return Path(settings.FAIRE_HOME) / "workers"


@contextmanager
def present() -> Iterator[str]:
    """The name of a new worker (machine and a random part), known as living inside the block."""
    worker_id = f"{socket.gethostname()[:30]}-{uuid4().hex}"[:64]
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    path, coming = folder / worker_id, folder / f".coming-{worker_id}"
    with coming.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        coming.rename(path)  # never seen unlocked under its name
        try:
            yield worker_id
        finally:
            path.unlink(missing_ok=True)


def is_gone(worker_id: str) -> bool | None:
    """Whether this worker has ended; `None` when it runs, or ran, on another machine.

    The file of a worker that ended without a word stays until `forget`.
    """
    try:
        with (_folder() / worker_id).open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True
    except FileNotFoundError:
        return None


def someone_works() -> bool:
    """Whether a worker runs on this machine; one may run on another, with the same database."""
    return any(is_gone(path.name) is False for path in _folder().glob("[!.]*"))


def ended() -> set[str]:
    """Workers of this machine that ended without a word, and were not forgotten yet."""
    names = {path.name for path in _folder().glob("[!.]*")}
    return {name for name in names if is_gone(name)}


def forget(worker_id: str) -> None:
    """Remove what a dead worker left, once its jobs are taken back."""
    (_folder() / worker_id).unlink(missing_ok=True)
