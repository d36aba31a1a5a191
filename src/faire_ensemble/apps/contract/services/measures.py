"""Binding indicators to objectives, with a value aimed at for a year."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import ObjectiveMeasure
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import keep, locked_draft, texts
from faire_ensemble.apps.contract.services.text import live_objective
from faire_ensemble.apps.observatory.selectors import all_indicators

YEARS = (1990, 2100)


@transaction.atomic
def write_measure(
    *,
    actor: Any,
    contract_id: int,
    objective_id: int,
    indicator_id: int,
    target_value: Decimal | None = None,
    target_year: int | None = None,
    source: str = "",
    pk: int | None = None,
) -> ObjectiveMeasure:
    """Measure an objective by an indicator. A target is a value and its year, both or none.

    Raises `Refused`, `BadInput`.
    """
    locked_draft(actor, contract_id)
    objective = live_objective(contract_id, objective_id)
    if indicator_id not in {each.id for each in all_indicators()}:
        raise BadInput(_("Choisissez un indicateur de l'observatoire."), "indicator_id")
    _check_target(target_value, target_year)
    mine = ObjectiveMeasure.objects.filter(objective__pillar__contract=contract_id)
    row = (mine.filter(pk=pk).first() if pk else None) or ObjectiveMeasure()
    before = texts(row) if row.pk else {}
    same = ObjectiveMeasure.objects.filter(
        objective=objective, indicator=indicator_id, target_year=target_year
    )
    if same.exclude(pk=row.pk).exists():
        raise BadInput(
            _("Cet objectif a déjà cet indicateur pour cette année : changez la ligne qui existe."),
            "indicator_id",
        )
    row.objective, row.indicator_id = objective, indicator_id
    row.target_value, row.target_year = target_value, target_year
    row.source = source.strip()
    keep(actor, contract_id, row, "mesure", before)
    return row


def _check_target(value: Decimal | None, year: int | None) -> None:
    if value is not None and year is None:
        raise BadInput(
            _("Une valeur visée l'est pour une année : écrivez laquelle."), "target_year"
        )
    if year is not None and value is None:
        raise BadInput(
            _("Écrivez la valeur visée pour %(year)s, ou videz l'année.") % {"year": year},
            "target_value",
        )
    if year is not None and not YEARS[0] <= year <= YEARS[1]:
        raise BadInput(
            _("« %(year)s » n'est pas une année du contrat : écrivez quatre chiffres, comme 2030.")
            % {"year": year},
            "target_year",
        )
