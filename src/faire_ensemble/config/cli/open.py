"""`faire open SIREN`: an EPCI, its communes, contours and populations, its contrat de ville."""

import click
from django.db import transaction

from faire_ensemble.apps.contract.services import (
    ContractCodeRefused,
    ContractOpened,
    open_contract,
)
from faire_ensemble.apps.territory.services import UnknownEpci, open_epci_with_report
from faire_ensemble.config.cli.output import (
    fail,
    format_option,
    print_json,
    progress,
    ready_database,
)
from faire_ensemble.kit.numbers import number


@click.command("open", epilog="Exemple : faire open 200093201 --contract-code CV192")
@click.argument("siren", metavar="SIREN")
@click.option(
    "--contract-code",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Code du contrat de ville dans les fichiers de l'État (plusieurs fois si besoin).",
)
@format_option
def command(siren: str, codes: tuple[str, ...], output: str) -> None:
    """Ouvrir une intercommunalité française : communes, contours, population, contrat de ville.

    SIREN est le numéro à 9 chiffres, présent ou passé. Un nom donne la liste de celles qui lui
    ressemblent. Ouvrir deux fois ne change rien.
    """
    ready_database()
    try:
        with progress(f"Ouverture de {siren}", 2) as bar, transaction.atomic():
            epci, report = open_epci_with_report(siren)
            bar.update(1)
            contract = open_contract(actor=None, epci=epci, codes=codes)
            bar.update(1)
    except (UnknownEpci, ContractCodeRefused) as error:
        fail(str(error))
    if output == "json":
        print_json(
            {"siren": epci.code, "name": epci.name, "population": epci.population}
            | {"report": report.as_data(), "contract": _contract_data(contract)}
        )
        return
    click.echo(f"{epci.name} ({epci.code})")
    click.echo(f"  {report.read - 1} communes, {number(epci.population)} habitants")
    click.echo(f"  {report.created} créés, {report.updated} modifiés, {report.unchanged} inchangés")
    click.echo(f"  Source : {report.file_name}")
    for remark in report.remarks:
        click.echo(f"  {remark}")
    _say(contract)


def _contract_data(contract: ContractOpened) -> dict[str, object]:
    return {
        "name": contract.name,
        "created": contract.created,
        "codes": list(contract.codes),
        "added": list(contract.added),
    }


def _say(contract: ContractOpened) -> None:
    click.echo(f"  {contract.name}{' : ouvert' if contract.created else ''}")
    if contract.codes:
        click.echo(f"  Codes dans les fichiers de l'État : {', '.join(contract.codes)}")
    else:
        click.echo(
            "  Aucun code de contrat connu : ajoutez-le avec --contract-code pour charger les "
            "postes (champ code_cv des fichiers de l'ANCT)"
        )
