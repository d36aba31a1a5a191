"""Which column holds what: SCDL names, their French titles, and headers over two rows.

Source: SCDL « subventions » v2.1 (schema.data.gouv.fr) and the order of 17 November 2017,
whose titles départements copy as headers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.kit.tabular import Row, Table, Unreadable

TITLES: dict[str, tuple[str, ...]] = {
    "nomAttribuant": ("Nom de l'attribuant", "Attribuant Nom"),
    "idAttribuant": ("Identification de l'attribuant", "Attribuant Identification"),
    "dateConvention": ("Date de la convention de subvention", "Date de convention"),
    "exerciceBudgetaire": ("Exercice budgétaire", "Exercice"),
    "referenceDecision": ("Référence de la décision",),
    "nomBeneficiaire": ("Nom du bénéficiaire", "Bénéficiaire", "Bénéficiaire Nom"),
    "idBeneficiaire": (
        "Identification du bénéficiaire",
        "Identification SIRET du bénéficiaire",
        "Bénéficiaire Identification",
    ),
    "rnaBeneficiaire": ("Identification RNA du bénéficiaire",),
    "objet": ("Objet de la subvention",),
    "montant": ("Montant total de la subvention", "Montant de la subvention"),
    "montantDemande": ("Montant de la demande de subvention",),
    "montantVerse": ("Montant versé",),
    "nature": ("Nature de la subvention",),
    "datesPeriodeVersement": ("Date ou période de versement", "datePremierVersement"),
    "pourcentageSubvention": (
        "Pourcentage du montant total de la subvention attribuée au bénéficiaire",
    ),
    "dispositifAide": ("Dispositif de subvention", "dispositif"),
    "statutLabel": ("Statut de la demande de subvention",),
    "montantPret": ("Montant du prêt",),
    "montantGarantie": ("Montant de la garantie",),
    "estimationAvantageNatures": (
        "Estimation des avantages en nature",
        "estimationAvantagesNature",
    ),
}
REQUIRED = ("nomAttribuant", "nomBeneficiaire", "montant")
PROBED_ROWS = 8


def _folded(title: str) -> str:
    return fold(title).replace(" ", "")


FIELD_OF = {_folded(title): name for name, titles in TITLES.items() for title in (name, *titles)}
WELL_WRITTEN = {title for name, titles in TITLES.items() for title in (name, *titles)}


@dataclass(slots=True)
class Sheet:
    """A table whose header is understood: where each field is, and the rows below."""

    columns: dict[str, int]
    titles: list[str]
    width: int
    rows: Iterator[Row]
    skipped: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def title(self, name: str) -> str:
        """The header of a field as the file writes it."""
        return self.titles[self.columns[name]] if name in self.columns else name


def understand(table: Table) -> Sheet:
    """Find the header among the first rows (a title above, merged cells over two rows).

    Raises `Unreadable` when a needed column is nowhere: it is another kind of file.
    """
    probed = [Row(1, table.header), *islice(table.rows, PROBED_ROWS)]
    best = _Candidate(0, 1, table.header)
    for rank, row in enumerate(probed):
        for candidate in _candidates(rank, row, probed[rank + 1 : rank + 2]):
            if len(candidate.columns) > len(best.columns):
                best = candidate
    missing = [name for name in REQUIRED if name not in best.columns]
    if not {"dateConvention", "exerciceBudgetaire"} & set(best.columns):
        missing.append("dateConvention")
    if missing:
        raise Unreadable(
            f"{table.path.name} : colonne(s) introuvable(s) : {', '.join(missing)}. "
            "Il faut un fichier de subventions (schéma SCDL ou ses titres français) ; "
            f"en-têtes lus : {', '.join(table.header[:8])}…"
        )
    rows = chain(probed[best.rank + best.height :], table.rows)
    return best.sheet(rows)


class _Candidate:
    """A possible header: `height` rows from `rank`, read as one title a column."""

    def __init__(self, rank: int, height: int, titles: list[str]) -> None:
        self.rank, self.height, self.titles = rank, height, titles
        self.columns: dict[str, int] = {}
        self.doubled: list[str] = []
        for index, title in enumerate(titles):
            name = FIELD_OF.get(_folded(title))
            if name in self.columns or (title and title in titles[:index]):
                self.doubled.append(title)
            elif name:
                self.columns[name] = index

    def sheet(self, rows: Iterable[Row]) -> Sheet:
        used = {self.titles[index] for index in self.columns.values()}
        return Sheet(
            columns=self.columns,
            titles=self.titles,
            width=len(self.titles),
            rows=iter(rows),
            skipped=self.rank,
            renamed=[
                (self.titles[index], name)
                for name, index in self.columns.items()
                if self.titles[index] not in WELL_WRITTEN
            ],
            unused=[
                title for title in self.titles if title and title not in (*used, *self.doubled)
            ],
            doubled=self.doubled,
        )


def _candidates(rank: int, row: Row, below: list[Row]) -> Iterator[_Candidate]:
    yield _Candidate(rank, 1, _trimmed(row.cells))
    if not below:
        return
    upper, titles, group = _trimmed(row.cells), [], ""
    lower = [" ".join(cell.split()) for cell in below[0].cells]
    for index in range(max(len(upper), len(lower))):
        group = (upper[index] if index < len(upper) else "") or group
        leaf = lower[index] if index < len(lower) else ""
        choices = (leaf, f"{group} {leaf}".strip(), group if not leaf else "")
        known = [title for title in choices if _folded(title) in FIELD_OF]
        titles.append(known[0] if known else choices[1])
    yield _Candidate(rank, 2, titles)


def _trimmed(cells: list[str]) -> list[str]:
    titles = [" ".join(cell.split()) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    return titles
