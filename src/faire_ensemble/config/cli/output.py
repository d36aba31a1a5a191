"""What commands share: failing clearly, printing results, a progress bar."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)


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
