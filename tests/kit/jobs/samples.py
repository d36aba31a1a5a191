"""Jobs that only tests know; imported by name, in this process and in workers of their own."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import TaskContext

from faire_ensemble.kit.jobs import job

done: list[str] = []


@job()
def note(word: str) -> None:
    done.append(word)


@job(retry_after=(timedelta(minutes=1), timedelta(hours=1)))
def fail(word: str) -> None:
    done.append(word)
    raise ValueError("no luck")


@job(takes_context=True)
def kill_its_worker_until(context: TaskContext, attempt: int, path: str) -> None:
    if context.attempt < attempt:
        os.kill(os.getpid(), signal.SIGKILL)
    Path(path).write_text(f"attempt {context.attempt}", encoding="utf-8")


@job()
def last_a_while(path: str) -> None:
    Path(path + ".started").touch()
    time.sleep(1.5)
    Path(path).write_text("done", encoding="utf-8")
