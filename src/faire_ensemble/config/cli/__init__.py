"""The `faire` command. Nothing heavy is imported until a command runs.

The registry gives each command its module and the line that `faire --help` prints, so that
help needs neither Django nor NumPy (budget: 0.5 s).
"""

import importlib
import os

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Construire et servir la démonstration (métropole de Lille)."),
    "open": ("open", "Ouvrir une intercommunalité à partir de son SIREN."),
    "import": ("import_", "Charger un fichier publié (qpv, insee-qpv, filosofi-epci…)."),
    "where": ("where", "Dire dans quels communes et quartiers tombe un point."),
    "gap": ("gap", "Comparer chaque quartier à sa métropole pour un indicateur."),
    "report": ("report", "Produire le rapport annuel (PDF)."),
    "allocate": ("allocate", "Calculer ou vérifier une répartition d'enveloppes (fichier JSON)."),
    "draw": ("draw", "Tirer un panel au sort sous quotas, ou refaire un tirage publié."),
    "tally": ("tally", "Dépouiller ou vérifier un budget participatif (fichier .pb)."),
    "serve": ("serve", "Servir le site."),
    "work": ("work", "Faire les travaux de fond : courriels, antivirus."),
    "audit": ("audit", "Vérifier le journal des actes."),
    "django": ("django", "Lancer une commande de Django (migrate, createsuperuser…)."),
}
WITHOUT_SETUP = {"allocate", "django", "draw", "tally"}


class LazyGroup(click.Group):
    """Commands are looked up in the registry and imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_SETUP:
            importlib.import_module("django").setup()
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    epilog="Exemple : faire open 200093201 && faire import qpv quartiers.geojson",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def cli() -> None:
    """Faire ensemble : l'outil partagé du contrat de ville.

    Les données sont dans le dossier FAIRE_HOME (./var par défaut) ; DATABASE_URL choisit une
    base PostgreSQL.
    """


def main() -> None:
    """Entry point of `faire` and of `python -m faire_ensemble`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faire_ensemble.config.settings")
    cli(prog_name="faire")
