"""`faire work`: the jobs that pages leave behind them (mail, antivirus)."""

from typing import Any

import click
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from faire_ensemble.config.cli.output import format_option, print_json, ready_database
from faire_ensemble.kit.jobs import run_waiting, work
from faire_ensemble.kit.numbers import moment

LABELS = {
    TaskResultStatus.READY: "en attente",
    TaskResultStatus.RUNNING: "en cours",
    TaskResultStatus.FAILED: "échoué",
}


@click.command("work", epilog="Exemple : faire work --list")
@click.option("--once", is_flag=True, help="Faire ce qui attend, puis finir.")
@click.option("--list", "listing", is_flag=True, help="Montrer ce qui attend et ce qui a échoué.")
@click.option("--parent", type=int, hidden=True)
@format_option
def command(once: bool, listing: bool, parent: int | None, output: str) -> None:
    """Faire les travaux de fond : envoyer les courriels, analyser les fichiers reçus.

    « faire serve » le fait déjà ; lancez cette commande à part, autant de fois que vous voulez,
    avec FAIRE_WORKER=0 pour le site. Elle s'arrête par Ctrl+C, après le travail en cours.
    """
    if parent is None:
        ready_database()
    if listing:
        show(output)
    elif once:
        run_waiting()
    else:
        work(parent=parent)


def show(output: str) -> None:
    """Every job that is not done, the oldest first; arguments are left out: they are personal."""
    unfinished = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
    rows: list[dict[str, Any]] = [
        {
            "job": each.task_path.removeprefix("faire_ensemble."),
            "state": LABELS[TaskResultStatus(each.status)],
            "asked_at": each.enqueued_at,
            "attempts": len(each.worker_ids),
            "error": each.exception_class_path,
        }
        for each in unfinished.order_by("enqueued_at")
    ]
    if output == "json":
        print_json(rows)
        return
    if not rows:
        click.echo("Aucun travail en attente, aucun échec.")
    for row in rows:
        click.echo(
            f"{row['state']:<10}  {moment(row['asked_at'])}  {row['job']}  "
            f"essais : {row['attempts']}  {row['error']}"
        )
