"""Decisions as open data: one line a file and a funder, funded ones only."""

from collections.abc import Iterator
from itertools import islice

from django.utils import timezone

from faire_ensemble.apps.funding.models import ApplicationPlace, Decision
from faire_ensemble.apps.funding.selectors.decisions import DecisionFilters, funded
from faire_ensemble.kit.tabular.writers import Cell, Column

CHUNK = 1000
NATURES = {"specific": "crédits spécifiques", "mainstream": "droit commun"}
COLUMNS = (
    Column("exerciceBudgetaire"),
    Column("appel"),
    Column("numeroDossier"),
    Column("objet"),
    Column("nomBeneficiaire"),
    Column("idBeneficiaire"),
    Column("rnaBeneficiaire"),
    Column("nomAttribuant"),
    Column("idAttribuant"),
    Column("origineCredits"),
    Column("montantDemande", euros=True),
    Column("montantDecide", euros=True),
    Column("objectifContrat"),
    Column("codesTerritoires"),
    Column("nomsTerritoires"),
    Column("motif"),
    Column("decidePar"),
    Column("dateDecision"),
)


def decision_rows(filters: DecisionFilters) -> Iterator[list[Cell]]:
    """Streamed; places are read a thousand decisions at a time."""
    rows = iter(
        funded(filters)
        .select_related(
            "request__funder",
            "request__application__project",
            "request__application__lead",
            "request__application__call",
            "request__application__objective",
        )
        .order_by("-request__application__year", "request__application", "request")
        .iterator(chunk_size=CHUNK)
    )
    while chunk := list(islice(rows, CHUNK)):
        places: dict[int, list[tuple[str, str]]] = {}
        found = ApplicationPlace.objects.filter(
            application__in={row.request.application_id for row in chunk}
        ).order_by("territory__name")
        for pk, code, name in found.values_list(
            "application", "territory__code", "territory__name"
        ):
            places.setdefault(pk, []).append((code, name))
        for row in chunk:
            yield _cells(row, places.get(row.request.application_id, []))


def _cells(row: Decision, places: list[tuple[str, str]]) -> list[Cell]:
    file, funder = row.request.application, row.request.funder
    return [
        file.year,
        file.call.title,
        file.project.number,
        file.title or file.project.title,
        file.lead.name,
        file.lead.siret or "",
        file.lead.rna or "",
        funder.name,
        funder.siret or "",
        NATURES.get(row.request.nature, ""),
        row.asked,
        row.amount,
        file.objective.title if file.objective else "",
        ", ".join(code for code, _name in places),
        ", ".join(name for _code, name in places),
        row.reason,
        row.body,
        timezone.localdate(row.decided_at),
    ]
