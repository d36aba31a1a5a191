"""`faire audit verify`: recompute the hash chain of the audit trail."""

import re

import click

from faire_ensemble.config.cli.output import fail, format_option, print_json, ready_database
from faire_ensemble.kit import audit

WITNESS = re.compile(r"(\d+):([0-9a-f]{64})")


@click.group("audit", epilog="Exemple : faire audit verify")
def command() -> None:
    """Le journal des actes."""


@command.command("verify", epilog="Exemple : faire audit verify --format json")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="RANG:EMPREINTE",
    help="Sceau noté ailleurs lors d'une vérification passée, que la chaîne doit contenir.",
)
@format_option
def verify(witnesses: tuple[str, ...], output: str) -> None:
    """Recalculer toute la chaîne et dire si une entrée a été changée, ôtée ou ajoutée."""
    noted = dict(_witness(text) for text in witnesses)
    ready_database()
    count, broken = audit.verify(noted)
    sequence, digest = audit.seal() if broken is None else (0, "")
    if output == "json":
        print_json(
            {
                "entries": count,
                "intact": broken is None,
                "seal": f"{sequence}:{digest}" if sequence else None,
                "break": broken and {"sequence": broken.sequence, "reason": broken.reason},
            }
        )
    if broken:
        fail(f"Journal rompu à l'entrée {broken.sequence} : {broken.reason}.")
    if output == "text":
        click.echo(f"Journal intact : {count} entrées vérifiées.")
        if sequence:
            click.echo(f"Sceau à noter hors de la base : {sequence}:{digest}")


def _witness(text: str) -> tuple[int, str]:
    found = WITNESS.fullmatch(text.strip())
    if not found:
        fail(
            f"Témoin illisible « {text} » : écrivez le rang, deux-points, puis les 64 caractères "
            "de l'empreinte."
        )
    return int(found[1]), found[2]
