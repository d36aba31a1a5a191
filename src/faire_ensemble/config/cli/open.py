"""`faire open SIREN`: an EPCI with all its communes, their contours and populations."""

import click

from faire_ensemble.apps.territory.services import UnknownEpci, open_epci_with_report
from faire_ensemble.config.cli.output import fail, format_option, print_json, ready_database
from faire_ensemble.kit.numbers import number


@click.command("open", epilog="Exemple : faire open 200093201")
@click.argument("siren", metavar="SIREN")
@format_option
def command(siren: str, output: str) -> None:
    """Ouvrir une intercommunalité française : ses communes, leurs contours, leur population.

    SIREN est le numéro à 9 chiffres, présent ou passé. Un nom donne la liste de celles qui lui
    ressemblent. Ouvrir deux fois ne change rien.
    """
    ready_database()
    try:
        epci, report = open_epci_with_report(siren)
    except UnknownEpci as error:
        fail(str(error))
    if output == "json":
        print_json(
            {"siren": epci.code, "name": epci.name, "population": epci.population}
            | {"report": report.as_data()}
        )
        return
    click.echo(f"{epci.name} ({epci.code})")
    click.echo(f"  {report.read - 1} communes, {number(epci.population)} habitants")
    click.echo(f"  {report.created} créés, {report.updated} modifiés, {report.unchanged} inchangés")
    click.echo(f"  Source : {report.file_name}")
    for remark in report.remarks:
        click.echo(f"  {remark}")
