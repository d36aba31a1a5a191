"""What commands share: failing clearly, printing results, a progress bar."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PACKAGE = "faire_ensemble."

format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Forme du résultat.",
)


def fail(message: str) -> NoReturn:
    """Say what is wrong on standard error and end with code 1."""
    raise click.ClickException(message)


def print_json(data: Any) -> None:
    """Readable JSON on standard output."""
    click.echo(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))


def ready_database() -> None:
    """Create or migrate the tables when needed, so that the first command just works."""
    executor = MigrationExecutor(connection)
    strange = _unknown(executor)
    if strange:
        fail(
            "Cette base a été faite par une autre version de Faire ensemble, qui connaissait "
            f"{', '.join(strange[:3])}. Rien n'a été changé. Revenez à cette version, ou indiquez "
            "un dossier neuf (FAIRE_HOME), puis ouvrez le territoire et chargez à nouveau vos "
            "fichiers."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)


def _unknown(executor: MigrationExecutor) -> list[str]:
    """Changes of our tables that the database has had and that this version does not know.

    Version 0.1.0 began with one migration an app: databases of the trials before it are refused
    here rather than half read.
    """
    loader = executor.loader
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(PACKAGE)}
    known = set(loader.disk_migrations)
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in known
    )


@contextmanager
def progress(label: str, length: int | None = None) -> Iterator[Any]:
    """A progress bar on standard error, silent when that is not a terminal.

    Without a length (a file read once, lazily), it moves and counts instead of filling up.
    """
    unknown = length is None
    nothing: tuple[None, ...] = ()
    with click.progressbar(
        iterable=(step for step in nothing) if unknown else None,
        length=length,
        label=label,
        show_pos=unknown,
        file=sys.stderr,
        update_min_steps=500,
    ) as bar:
        yield bar
