"""Building the demonstration, all or nothing."""

from collections.abc import Callable

from django.db import connection, transaction

from faire_ensemble.apps.territory.services import open_epci
from faire_ensemble.config.demonstration import (
    agreement,
    governing,
    helping,
    lots,
    money,
    official_figures,
    report_figures,
    territories,
    year,
)
from faire_ensemble.config.demonstration.state import VERB, sign
from faire_ensemble.kit import audit

Progress = Callable[[str, int], None]
# Weights of the steps for the progress bar, out of 100: opening reads every French commune.
OPENING, PLACES, FIGURES, MONEY, YEAR = 40, 7, 10, 13, 30
STEPS = OPENING + PLACES + FIGURES + MONEY + YEAR


@transaction.atomic
def build(progress: Progress = lambda label, steps: None) -> dict[str, int]:
    """Fill an empty database; return what was written. `progress` hears steps out of STEPS."""
    progress("Ouverture de la métropole", 0)
    epci = open_epci(territories.MEL)
    progress("Quartiers", OPENING)
    territories.add_neighbourhoods(epci)
    groups = territories.add_groups(epci)
    progress("Chiffres publiés", PLACES)
    indicators = report_figures.add_indicators()
    figures = report_figures.add_figures(indicators, groups)
    figures += official_figures.add_figures(epci)
    report_figures.add_target(groups)
    progress("Contrat et subventions", FIGURES)
    contract = agreement.add_contract(epci, indicators)
    holders, dossiers = money.add_grants(contract, epci)
    progress("Année de financement", MONEY)
    counts = {"figures": figures, "holders": holders, "dossiers": dossiers}
    counts |= year.add_year(contract)
    counts |= governing.add_governance(contract)
    counts |= lots.add_draws(contract)
    counts["help"] = helping.add_help()
    _measure_tables()
    audit.record(actor=None, verb=VERB, subject=sign(), detail=counts)
    progress("Démonstration prête", YEAR)
    return counts


def _measure_tables() -> None:
    """Let the database count what was just written: without it, PostgreSQL plans its first reads
    as if the tables were empty, and a page may take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
