"""Declaring a job, whether one is still to be done, giving a failed one its next chance."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ParamSpec

from django.dispatch import receiver
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

P = ParamSpec("P")

_delays: dict[str, tuple[timedelta, ...]] = {}


def job(
    *, retry_after: Sequence[timedelta] = (), takes_context: bool = False
) -> Callable[[Callable[..., None]], Task]:
    """Declare a module-level function as a job.

    `retry_after` gives the wait before each new attempt: a job with three delays is tried four
    times, then stays failed, with its traceback, on `/admin/` and in `faire work --list`.
    """

    def declare(function: Callable[..., None]) -> Task:
        if takes_context:
            declared = task(takes_context=True)(function)
        else:
            declared = task(function)
        _delays[declared.module_path] = tuple(retry_after)
        return declared

    return declare


def is_alive(declared: Task, *arguments: Any) -> bool:
    """Whether such a job, with these arguments, waits or runs."""
    rows = DBTaskResult.objects.filter(
        task_path=declared.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    )
    return any(
        given["args"] == list(arguments) for given in rows.values_list("args_kwargs", flat=True)
    )


@receiver(task_finished)
def try_again(sender: Any, task_result: TaskResult, **kwargs: Any) -> None:
    """Put a failed job back, for later, while it has attempts left."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    delays = _delays.get(task_result.task.module_path, ())
    if task_result.attempts > len(delays):
        return
    DBTaskResult.objects.filter(pk=task_result.id, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY,
        finished_at=None,
        run_after=timezone.now() + delays[task_result.attempts - 1],
    )
