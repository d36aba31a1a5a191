"""`faire audit verify`: recompute the hash chain of the audit trail."""

import click

from faire_ensemble.config.cli.output import fail, format_option, print_json, ready_database
from faire_ensemble.kit import audit


@click.group("audit", epilog="Exemple : faire audit verify")
def command() -> None:
    """Le journal des actes."""


@command.command("verify", epilog="Exemple : faire audit verify --format json")
@format_option
def verify(output: str) -> None:
    """Recalculer toute la chaîne et dire si une entrée a été changée, ôtée ou ajoutée."""
    ready_database()
    count, broken = audit.verify()
    if output == "json":
        print_json(
            {
                "entries": count,
                "intact": broken is None,
                "break": broken and {"sequence": broken.sequence, "reason": broken.reason},
            }
        )
    if broken:
        fail(f"Journal rompu à l'entrée {broken.sequence} : {broken.reason}.")
    if output == "text":
        click.echo(f"Journal intact : {count} entrées vérifiées.")
