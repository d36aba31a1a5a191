"""Work done beside the pages: mail, antivirus, whatever a person should not wait for.

    @job(retry_after=DELAYS)                  # in the `tasks` shelf of an app, at module level
    def remind(application_id: int) -> None: ...

    remind.enqueue(application.pk)            # in a service, inside the act's transaction

A job is a row of the same database: written in the act's transaction, it exists if and only if
the act does. It runs at least once, more than once after a kill (docs/adr/0008): write it so that
running it twice does no harm. Arguments are JSON: numbers and texts, never objects.
"""

from faire_ensemble.kit.jobs.chores import chore
from faire_ensemble.kit.jobs.declaring import is_alive, job
from faire_ensemble.kit.jobs.presence import someone_works
from faire_ensemble.kit.jobs.worker import run_waiting, work

__all__ = ["chore", "is_alive", "job", "run_waiting", "someone_works", "work"]
