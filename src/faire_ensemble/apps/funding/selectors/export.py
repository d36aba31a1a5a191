"""Grants as open data: SCDL columns first, then what SCDL does not hold."""

from collections.abc import Iterator

from faire_ensemble.apps.funding.models import AidForm
from faire_ensemble.apps.funding.selectors.listing import GrantFilters, matching
from faire_ensemble.kit.tabular.writers import Cell

COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "datesPeriodeVersement",
    "pourcentageSubvention",
    "dispositifAide",
    "exerciceBudgetaire",
    "montantDemande",
    "montantVerse",
    "estimationAvantageNatures",
    "origineCredits",
    "objectifContrat",
    "codeTerritoire",
    "nomTerritoire",
    "source",
)
FIELDS = (
    "funder__name",
    "funder__siret",
    "agreed_on",
    "reference",
    "holder__name",
    "holder__siret",
    "holder__rna",
    "purpose",
    "amount_awarded",
    "aid_form",
    "payment_period",
    "scheme",
    "year",
    "amount_asked",
    "amount_paid",
    "amount_in_kind",
    "nature",
    "objective__title",
    "territory__code",
    "territory__name",
    "source",
)
FORMS = {
    AidForm.CASH: "aide en numéraire",
    AidForm.IN_KIND: "aide en nature",
    AidForm.BOTH: "aide en numéraire;aide en nature",
}
NATURES = {"specific": "crédits spécifiques", "mainstream": "droit commun"}


def export_rows(filters: GrantFilters) -> Iterator[list[Cell]]:
    """One list of cells a grant, the latest first; memory does not grow with the list.

    The amount is what the holder is awarded, hence a share of 1.
    """
    found = matching(filters).order_by("-year", "-amount_awarded", "pk").values_list(*FIELDS)
    for row in found.iterator(chunk_size=2000):
        cells: list[Cell] = list(row)
        cells[9] = FORMS.get(row[9], "")
        cells[16] = NATURES.get(row[16], "")
        cells.insert(11, "1")
        yield cells
