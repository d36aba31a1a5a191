"""`faire django …`: any command of Django, with our settings."""

import click
from django.core.management import execute_from_command_line


@click.command(
    "django",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    epilog="Exemple : faire django createsuperuser",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Lancer une commande de Django."""
    execute_from_command_line(["faire django", *arguments])
