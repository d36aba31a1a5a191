"""`faire demo`: build the demonstration when it is not there yet, then serve it."""

import importlib
import sys
from pathlib import Path

import click
from django.conf import settings
from django.db import connection

from faire_ensemble.config.cli.output import fail, ready_database
from faire_ensemble.config.cli.serve import check_port, serve
from faire_ensemble.config.demonstration import state as states
from faire_ensemble.config.demonstration.state import State

LABEL_WIDTH = 26
FOREIGN = (
    "La base de {home} contient déjà des données qui ne sont pas celles de la démonstration : "
    "rien n'a été changé. Choisissez un autre dossier, par exemple "
    "« FAIRE_HOME=./demo faire demo »."
)
OUTDATED = (
    "La démonstration de {home} vient d'une autre version de l'outil. Elle est servie telle "
    "quelle ; « faire demo --rebuild » la refait, sans ce que vous y avez ajouté."
)
SERVER_DATABASE = (
    "--rebuild efface un fichier SQLite et DATABASE_URL désigne un serveur : créez une base "
    "vide et lancez « faire demo » dessus."
)


@click.command("demo", epilog="Exemple : faire demo --port 8080")
@click.option("--build-only", is_flag=True, help="Construire sans servir.")
@click.option(
    "--rebuild", is_flag=True, help="Effacer la démonstration (et ses ajouts) puis la refaire."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d'écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def command(build_only: bool, rebuild: bool, host: str, port: int, workers: int) -> None:
    """Construire et servir la démonstration : la métropole de Lille en 2016.

    Communes, quartiers et chiffres publiés sont réels et sourcés ; les porteurs et les dossiers
    sont inventés, et chaque page le dit. La page /demonstration/ fait entrer sans mot de passe
    comme une des personnes inventées ; aucun compte d'administration n'est fourni.
    """
    if not build_only:
        check_port(host, port)
    ready_database()
    state = states.state_of()
    if state is State.FOREIGN:
        fail(FOREIGN.format(home=settings.FAIRE_HOME))
    if rebuild and state is not State.EMPTY:
        erase()
        ready_database()
        state = State.EMPTY
    if state is State.EMPTY:
        build()
    else:
        states.mark(settings.FAIRE_HOME)
    if state is State.OUTDATED:
        click.echo(OUTDATED.format(home=settings.FAIRE_HOME), err=True)
    click.echo(
        "Pour essayer un rôle : la page /demonstration/ (personnes inventées, sans mot de passe)"
    )
    click.echo("Pour un compte d'administration : faire django createsuperuser")
    if not build_only:
        serve(host, port, workers)


def build() -> None:
    """Mark first, so that nothing invented is ever shown unmarked; unmark when it fails."""
    # Only building needs geometry and the catalogue: serving again does not wait for them.
    building = importlib.import_module("faire_ensemble.config.demonstration.build")
    states.mark(settings.FAIRE_HOME)
    try:
        with click.progressbar(length=building.STEPS, file=sys.stderr, width=20) as bar:

            def advance(label: str, steps: int) -> None:
                bar.label = label.ljust(LABEL_WIDTH)
                bar.update(steps)

            counts = building.build(advance)
    except BaseException:
        states.unmark(settings.FAIRE_HOME)
        raise
    click.echo(
        f"Démonstration prête dans {settings.FAIRE_HOME} : {counts['figures']} chiffres publiés, "
        f"{counts['holders']} porteurs et {counts['dossiers']} dossiers inventés."
    )


def erase() -> None:
    """Remove the SQLite file of the demonstration (its audit trail cannot be emptied)."""
    if connection.vendor != "sqlite":
        fail(SERVER_DATABASE)
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
