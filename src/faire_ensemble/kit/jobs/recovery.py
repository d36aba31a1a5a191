"""Jobs whose worker died under them: taken back, or failed for all to see. Old rows: removed."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from faire_ensemble.kit.jobs.presence import ended, forget, is_gone

# A job of another machine's worker, of which no lock tells: no job of ours lasts as long.
LONGEST = timedelta(hours=1)
DEATHS = 3  # a job that was running when so many workers died is not tried again
KEPT_SUCCESSFUL = timedelta(days=7)
KEPT_FAILED = timedelta(days=60)
LOST = "faire_ensemble.kit.jobs.recovery.WorkerLost"


class WorkerLost(Exception):
    """What a job failed of when its workers kept dying: killed, out of memory, power cut."""


def take_back_lost() -> int:
    """Make ready again every job whose worker is gone; how many were.

    Several workers may do this at once: each row changes by a condition on what was read.
    """
    # Listed first: a worker that dies from now on is left to the next round, file and jobs.
    gone, count = ended(), 0
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    for each in running.only("pk", "worker_ids", "started_at"):
        last = each.worker_ids[-1] if each.worker_ids else ""
        if last and last not in gone:
            here = is_gone(last) is not None
            if here or (each.started_at and each.started_at > timezone.now() - LONGEST):
                continue
        same = running.filter(pk=each.pk, started_at=each.started_at)
        if len(each.worker_ids) >= DEATHS:
            count += same.update(
                status=TaskResultStatus.FAILED,
                finished_at=timezone.now(),
                exception_class_path=LOST,
                traceback=f"Le processus qui faisait ce travail s'est arrêté {DEATHS} fois.",
            )
        else:
            count += same.update(status=TaskResultStatus.READY, run_after=timezone.now())
    for worker_id in gone:
        forget(worker_id)
    return count


def remove_old() -> int:
    """Remove finished jobs after a while: their arguments (addresses of mails) are personal."""
    now = timezone.now()
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_SUCCESSFUL
    )
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__lt=now - KEPT_FAILED
    )
    return sum(
        DBTaskResult.objects.filter(pk__in=list(keys)).delete()[0]
        for keys in (rows.values_list("pk", flat=True)[:1000] for rows in (done, failed))
        if keys
    )
