"""`faire import KIND FILE…`: load published files and print the report of each."""

import importlib
from pathlib import Path

import click

from faire_ensemble.config.cli.output import (
    fail,
    format_option,
    print_json,
    progress,
    ready_database,
)
from faire_ensemble.kit.tabular import Importer, Unreadable, run_import

APPS = "faire_ensemble.apps"
KINDS: dict[str, tuple[str, str]] = {
    "qpv": (
        f"{APPS}.territory.services.qpv",
        "contours des quartiers (shapefile, GeoPackage, GeoJSON)",
    ),
    "addresses": (
        f"{APPS}.territory.services.addresses",
        "adresses et leur position (Base Adresse Nationale, .csv ou .csv.gz)",
    ),
    "insee-qpv": (f"{APPS}.observatory.services", "tableaux INSEE par quartier (DEMO, IPRO, REVN)"),
    "filosofi-epci": (f"{APPS}.observatory.services", "revenus INSEE par intercommunalité"),
    "anct-posts": (f"{APPS}.funding.services", "postes adultes-relais et FONJEP (ANCT)"),
    "grants": (f"{APPS}.funding.services", "subventions (SCDL et fichiers proches)"),
    "pabulib": (
        f"{APPS}.participation.services.pabulib",
        "votes de budgets participatifs (.pb), à recompter",
    ),
    "france-services": (
        f"{APPS}.directory.services.france_services",
        "maisons France services (liste de l'ANCT)",
    ),
    "decidim": (f"{APPS}.participation.services.decidim", "dossier des exports CSV de Decidim"),
}
# Kinds whose files belong together: the folder that holds them is named.
FOLDERS = frozenset({"decidim"})
KIND_LINES = "\n".join(f"  {kind:<16} {text}" for kind, (_, text) in KINDS.items())


def importer_of(kind: str) -> Importer:
    """The importer is the `import_<kind>` service of its app."""
    module = importlib.import_module(KINDS[kind][0])
    importer: Importer = getattr(module, "import_" + kind.replace("-", "_"))
    return importer


@click.command(
    "import",
    help=f"Charger des fichiers publiés.\n\n\b\nNatures de fichier :\n{KIND_LINES}",
    epilog="Exemple : faire import insee-qpv REVN_2019.csv DEMO_2019.csv",
)
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="NATURE")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FICHIER…"
)
@click.option("--dry-run", is_flag=True, help="Tout lire et tout vérifier sans rien enregistrer.")
@format_option
def command(kind: str, files: tuple[Path, ...], dry_run: bool, output: str) -> None:
    ready_database()
    importer = importer_of(kind)
    reports, failures = [], []
    for path in files:
        try:
            with progress(path.name) as bar:
                report = run_import(
                    kind, importer, path, actor=None, dry_run=dry_run, progress=bar.update,
                    folder=kind in FOLDERS,
                )  # fmt: skip
        except Unreadable as error:
            failures.append(str(error))
            click.echo(f"Erreur : {error}", err=True)
            continue
        reports.append(report)
        if output == "text":
            click.echo("\n".join(report.lines()))
    if output == "json":
        print_json([report.as_data() for report in reports])
    if failures:
        fail(f"{len(failures)} fichier(s) sur {len(files)} non chargé(s), rien n'en a été gardé.")
