"""`faire report annual`: the legal annual report, as an accessible PDF."""

import time
from pathlib import Path
from typing import Any

import click

from faire_ensemble.apps.observatory.selectors import UnknownEpci, epci_of
from faire_ensemble.apps.reporting.selectors import (
    AnnualReport,
    annual_pdf,
    annual_report,
    epci_asked,
    write_whole,
)
from faire_ensemble.config.cli.output import (
    fail,
    format_option,
    print_json,
    progress,
    ready_database,
)
from faire_ensemble.kit.documents import DocumentError
from faire_ensemble.kit.numbers import number

STEP = 100
"""The bar is drawn again every hundred steps: one for reading, composing, writing."""


@click.group("report", epilog="Exemple : faire report annual --year 2019 --out rapport-2019.pdf")
def command() -> None:
    """Les rapports."""


@command.command(
    "annual", epilog="Exemple : faire report annual --year 2019 --out rapport-2019.pdf"
)
@click.option("--year", type=int, required=True, metavar="ANNÉE", help="Année du rapport.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FICHIER.pdf",
    help="Fichier à écrire ; il n'est remplacé qu'une fois le rapport entier.",
)
@click.option("--epci", default="", metavar="SIREN", help="Quand plusieurs sont ouvertes.")
@format_option
def annual(year: int, out: Path, epci: str, output: str) -> None:
    """Composer le rapport annuel de la politique de la ville (décret 2015-1118).

    Chaque indicateur est celui du millésime le plus récent jusqu'à l'année demandée ; les aides
    sont celles de l'année. Ce que les données ne contiennent pas est écrit « à compléter par … ».
    """
    start = time.perf_counter()
    if not out.parent.is_dir():
        fail(f"Le dossier {out.parent} n'existe pas : créez-le, ou choisissez un autre --out.")
    ready_database()
    try:
        with progress(f"Rapport {year}", 3 * STEP) as bar:
            report = _report(epci, year)
            bar.update(STEP)
            content = annual_pdf(report)
            bar.update(STEP)
            write_whole(out, content)
            bar.update(STEP)
    except (DocumentError, OSError) as error:
        fail(f"{out} n'a pas été écrit : {error}")
    seconds = round(time.perf_counter() - start, 2)
    if output == "json":
        print_json({"file": str(out), "bytes": len(content), "seconds": seconds, **_data(report)})
    else:
        click.echo("\n".join(_lines(report, out, len(content), seconds)))


def _report(siren: str, year: int) -> AnnualReport:
    try:
        territory = epci_asked(epci_of(siren).code)
    except UnknownEpci as error:
        fail(str(error))
    if territory is None:
        fail("Cette intercommunalité n'est pas ouverte : faire open SIREN.")
    report = annual_report(territory, year)
    if year not in report.years:
        fail(_no_data(report, year))
    return report


def _no_data(report: AnnualReport, year: int) -> str:
    if not report.years:
        return (
            f"Aucune donnée n'est chargée pour {report.epci}. Chargez les fichiers publiés : "
            "faire import qpv …, faire import insee-qpv …, faire import anct-posts …."
        )
    years = ", ".join(map(str, report.years))
    return (
        f"Aucune donnée n'est chargée pour {year} (années présentes : {years}). Chargez un fichier "
        f"de {year} : faire import insee-qpv … ou faire import anct-posts …."
    )


def _data(report: AnnualReport) -> dict[str, Any]:
    return {
        "epci": report.epci,
        "year": report.year,
        "years": report.years,
        "parts": [
            {"number": part.number, "title": part.title, "blocks": len(part.blocks)}
            for part in report.parts
        ],
        "to_complete": [
            {"section": part.number, "who": gap.who, "what": gap.what}
            for part in report.sections
            for gap in part.gaps
        ],
    }


def _lines(report: AnnualReport, out: Path, size: int, seconds: float) -> list[str]:
    told = f"{report.title} : {report.epci}"
    taken = number(seconds, 1)
    written = f"Écrit dans {out} ({number(size // 1000)} ko, en {taken} s)."
    return [
        told,
        written,
        f"À compléter : {len(report.gaps)} contributions, dont la liste est en annexe B.",
    ]
