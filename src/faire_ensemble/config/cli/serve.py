"""`faire serve`: the site on granian (WSGI)."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from faire_ensemble.config.cli.output import fail, ready_database
from faire_ensemble.config.identity import FOLDER

TARGET = "faire_ensemble.config.wsgi:application"


@click.command("serve", epilog="Exemple : faire serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d'écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def command(host: str, port: int, workers: int) -> None:
    """Préparer la base et les fichiers statiques, puis servir le site."""
    serve(host, port, workers)


def serve(host: str, port: int, workers: int) -> None:
    """Replace this process by the server; fails first, with a sentence, on a port taken."""
    check_port(host, port)
    if "FAIRE_HOSTS" not in os.environ:  # mails of the worker then lead to this very server
        os.environ.setdefault("FAIRE_ADDRESS", f"http://{host}:{port}")
    ready_database()
    collect_static()
    start_worker()
    if settings.EMAIL_BACKEND == FOLDER:
        click.echo(f"Les courriels s'écrivent dans {settings.FAIRE_HOME / 'mail'}")
    click.echo(f"Faire ensemble : http://{host}:{port}/  (Ctrl+C pour arrêter)")
    arguments = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", TARGET,
    ]  # fmt: skip
    os.execv(arguments[0], arguments)  # noqa: S606 - same process, arguments are ours


def start_worker() -> None:
    """Start `faire work` beside the server, for as long as this process lives (FAIRE_WORKER=0: no).

    The server that takes this process's place keeps its number, which the worker watches.
    """
    if not settings.FAIRE_WORKER:
        return
    arguments = [sys.executable, "-m", "faire_ensemble", "work", "--parent", str(os.getpid())]
    subprocess.Popen(arguments, stdin=subprocess.DEVNULL)  # noqa: S603 - arguments are ours


def collect_static() -> None:
    """Copy, hash and compress static files, unless none changed since the last time."""
    stamp, state = Path(settings.STATIC_ROOT) / ".collected", _static_state()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state, encoding="ascii")


def _static_state() -> str:
    """A digest of the names, sizes and dates of every static file."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            held = Path(storage.path(name)).stat()
            found.append((name, held.st_size, held.st_mtime_ns))
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


def check_port(host: str, port: int) -> None:
    """Fail with a sentence when another program listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(
                f"Impossible d'écouter sur {host}:{port} ({error.strerror}). "
                f"Choisissez un autre port : --port {port + 1 if port < 65535 else 8000}"
            )
