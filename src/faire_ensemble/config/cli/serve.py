"""`faire serve`: the site on granian (WSGI)."""

import os

import click
from django.core.management import call_command

from faire_ensemble.config.cli.output import ready_database

TARGET = "faire_ensemble.config.wsgi:application"


@click.command("serve", epilog="Exemple : faire serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d'écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def command(host: str, port: int, workers: int) -> None:
    """Préparer la base et les fichiers statiques, puis servir le site."""
    ready_database()
    call_command("collectstatic", interactive=False, verbosity=0)
    click.echo(f"Faire ensemble : http://{host}:{port}/  (Ctrl+C pour arrêter)")
    arguments = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", TARGET,
    ]  # fmt: skip
    os.execvp(arguments[0], arguments)  # noqa: S606 - same process, arguments are ours
