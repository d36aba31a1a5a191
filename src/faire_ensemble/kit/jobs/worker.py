"""The worker: our loop, which waits and claims, around django-tasks-db's way to run one job.

The library's loop opens an exclusive transaction at each look, every second, even when there is
nothing: on SQLite it would queue with the persons who write. Here an idle worker only reads.
"""

import logging
import os
import signal
import time
from types import FrameType

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils.module_loading import autodiscover_modules
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from faire_ensemble.kit.jobs.chores import chore, do_due_chores
from faire_ensemble.kit.jobs.presence import present
from faire_ensemble.kit.jobs.recovery import remove_old, take_back_lost

INTERVAL = 1.0  # seconds between two looks of an idle worker
PAUSE = 5.0  # seconds after the database refused

logger = logging.getLogger(__name__)

chore(seconds=60)(take_back_lost)
chore(seconds=3600)(remove_old)


def run_waiting() -> None:
    """Run every job that is ready, in this process, then return."""
    with present() as worker_id:
        worker = _worker(worker_id)
        while _run_next(worker):
            pass


def work(*, parent: int | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT; the job at hand is finished first, a second signal kills.

    `parent` is the process that must live: when it is no longer ours, the worker ends.
    """
    autodiscover_modules("tasks")
    with present() as worker_id:
        worker = _worker(worker_id)
        state = _State()
        _listen(state)
        while state.running and (parent is None or os.getppid() == parent):
            try:
                close_old_connections()
                do_due_chores()
                if not _run_next(worker):
                    time.sleep(INTERVAL)
            except OperationalError:
                logger.exception("the database refused; trying again in %s s", PAUSE)
                connection.close()
                time.sleep(PAUSE)


class _State:
    running = True


def _worker(worker_id: str) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


def _run_next(worker: Worker) -> bool:
    """Claim and run the first job that is ready; whether there was one.

    The claim is written before the job starts, in its own short transaction; a locked row is
    another worker's (PostgreSQL), and SQLite writers queue.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    with transaction.atomic():
        claimed = DBTaskResult.objects.ready().get_locked()
        if claimed is None:
            return False
        claimed.claim(worker.worker_id)
    worker.run_task(claimed)
    return True


def _listen(state: _State) -> None:
    def stop(signum: int, frame: FrameType | None) -> None:
        if not state.running:
            os._exit(1)  # the lock falls with us: the job at hand is taken back
        state.running = False

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
