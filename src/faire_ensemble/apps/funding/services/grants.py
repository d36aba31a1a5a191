"""`faire import grants`: grants as funders publish them (SCDL v2.1 and what resembles it).

How each cell is read, and what makes two lines the same grant: docs/methods/subventions.md.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

from faire_ensemble.apps.directory.services import (
    Party,
    fold,
    identify,
    is_nothing,
    read_number,
    read_rna,
)
from faire_ensemble.apps.funding.models import AidForm
from faire_ensemble.apps.funding.services.cells import (
    BadCell,
    Moment,
    first_day,
    read_amount,
    read_moment,
    read_period,
    read_share,
    to_cents,
)
from faire_ensemble.apps.funding.services.headers import FIELD_OF, Sheet, understand
from faire_ensemble.apps.funding.services.rejoin import rejoin
from faire_ensemble.apps.funding.services.remarks import Remarks
from faire_ensemble.apps.funding.services.store import Draft, batches, save
from faire_ensemble.kit.tabular import ImportReport, Row, Unreadable, read_table
from faire_ensemble.kit.tabular.runs import Progress

DATASET = "scdl"
NOT_AWARDED = ("refus", "ineligible", "en cours")
PURPOSE_MAX, REFERENCE_MAX, SCHEME_MAX = 1000, 200, 120


class BadRow(Exception):
    """A line that is not loaded: the column, its value, the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def import_grants(path: Path, report: ImportReport, progress: Progress) -> None:
    """Load a file of grants. One bad line is refused alone; the same file again adds nothing."""
    table = read_table(path)
    sheet = understand(table)
    reader = _Reader(path, sheet, table.delimiter, report)
    for remark in table.remarks:
        report.repair(remark)
    reader.introduce()
    for batch in batches(reader.drafts()):
        save(DATASET, batch, report, fixed=True)
        progress(len(batch))
    reader.remarks.flush()
    if not report.read:
        raise Unreadable(f"{path.name} : aucune ligne sous les en-têtes. Le fichier est vide.")


class _Reader:
    """Turns rows into drafts; every row is counted, loaded or refused."""

    def __init__(self, path: Path, sheet: Sheet, delimiter: str, report: ImportReport) -> None:
        self.path, self.sheet, self.delimiter, self.report = path, sheet, delimiter, report
        self.remarks = Remarks(report)
        self.occurrences: Counter[bytes] = Counter()
        self.fields = [FIELD_OF.get(fold(title).replace(" ", ""), title) for title in sheet.titles]
        self.line = 0
        self.cells: list[str] = []

    def introduce(self) -> None:
        """Say what was understood of the header."""
        sheet = self.sheet
        if sheet.skipped:
            self.report.note(f"{sheet.skipped} ligne(s) sautée(s) au-dessus des en-têtes")
        for title, name in sheet.renamed:
            self.report.repair(f"en-tête lu comme « {name} »", column=title)
        for title in sheet.doubled:
            self.report.note("colonne en double, la première est lue", column=title)
        if sheet.unused:
            self.report.note("colonnes non reprises ici : " + ", ".join(sheet.unused))

    def drafts(self) -> Iterator[Draft]:
        for row, last in _and_last(self.sheet.rows):
            self.report.read += 1
            self.line = row.line
            try:
                self.cells = self._fit(row, last)
                if self._is_awarded():
                    yield self._draft()
            except BadRow as bad:
                self.report.refuse(bad.reason, row.line, bad.column, bad.value)

    def _fit(self, row: Row, last: bool) -> list[str]:
        """As many cells as columns."""
        width, cells = self.sheet.width, list(row.cells)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            joined = rejoin(cells, self.fields, self.delimiter)
            if joined is None:
                raise BadRow(
                    "",
                    self.delimiter.join(cells),
                    f"{len(cells)} cellules au lieu de {width} : un séparateur sans guillemets, "
                    "et aucune ou plusieurs lectures possibles",
                )
            self.remarks.repair("virgule sans guillemets : cellules recollées", row.line)
            return joined
        if len(cells) < width and self.delimiter:
            if last and not self._ends_with_a_line():
                raise Unreadable(
                    f"{self.path.name}, ligne {row.line} : le fichier est coupé au milieu d'une "
                    "ligne. Téléchargez-le à nouveau."
                )
            self.remarks.repair("cellules absentes en fin de ligne, lues vides", row.line)
        return cells + [""] * (width - len(cells))

    def _ends_with_a_line(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, 2)
            return file.read(1) in b"\r\n"

    def _text(self, name: str) -> str:
        index = self.sheet.columns.get(name)
        return "" if index is None else self.cells[index].strip()

    def _bad(self, name: str, reason: str) -> BadRow:
        return BadRow(self.sheet.title(name), self._text(name), reason)

    def _is_awarded(self) -> bool:
        status = self._text("statutLabel")
        if not any(word in fold(status) for word in NOT_AWARDED):
            return True
        self.report.out_of_scope += 1
        title = self.sheet.title("statutLabel")
        self.remarks.note("demande qui n'est pas attribuée", self.line, title, status, each=True)
        return False

    def _draft(self) -> Draft:
        funder = self._party("nomAttribuant", "idAttribuant", "", "financeur")
        holder = self._party("nomBeneficiaire", "idBeneficiaire", "rnaBeneficiaire", "bénéficiaire")
        moment = self._moment()
        awarded, in_kind = self._amounts()
        period = self._period()
        reference = self._text("referenceDecision").removesuffix(" 00:00:00")
        values = {
            "scheme": self._words("dispositifAide", SCHEME_MAX),
            "purpose": self._words("objet", PURPOSE_MAX),
            "year": moment.year,
            "agreed_on": moment.day,
            "reference": "" if is_nothing(reference) else reference[:REFERENCE_MAX],
            "amount_asked": self._money("montantDemande"),
            "amount_awarded": awarded,
            "amount_paid": self._money("montantVerse"),
            "amount_in_kind": in_kind,
            "aid_form": self._form(),
            "payment_period": period,
        }
        key = self._key(funder, holder, values)
        return Draft(key, funder, holder, f"Subventions publiées, {self.path.name}", values)

    def _key(self, funder: Party, holder: Party, values: dict[str, object]) -> str:
        """A digest of what the line says, and its rank among identical lines of the file."""
        said = [funder.key, fold(funder.name), holder.key, fold(holder.name)]
        said += [
            fold(str(value)) if isinstance(value, str) else str(value) for value in values.values()
        ]
        digest = blake2b("\x1f".join(said).encode(), digest_size=16).digest()
        self.occurrences[digest] += 1
        rank = self.occurrences[digest]
        if rank == 1:
            return digest.hex()
        self.remarks.note(
            "ligne qui dit la même chose qu'une autre du fichier : les deux sont gardées", self.line
        )
        return f"{digest.hex()}:{rank}"

    def _party(self, name: str, number: str, rna: str, who: str) -> Party:
        text = self._text(name)
        siret, siren, finding = read_number(self._text(number))
        if finding:
            say = self.remarks.repair if finding.repaired else self.remarks.note
            say(finding.reason, self.line, self.sheet.title(number), self._text(number), each=True)
        association = ""
        if rna:
            association, finding = read_rna(self._text(rna))
            if finding:
                say = self.remarks.repair if finding.repaired else self.remarks.note
                say(finding.reason, self.line, self.sheet.title(rna), self._text(rna), each=True)
        if is_nothing(text):
            text = next((number for number in (siret, siren, association) if number), "")
            if not text:
                raise self._bad(name, f"{who} sans nom ni numéro utilisable")
            text = f"Organisation {text}"
            self.remarks.note(f"{who} sans nom : désigné par son numéro", self.line)
        if not (siret or siren or association):
            self.remarks.note(f"{who} sans numéro utilisable : reconnu par son nom", self.line)
        return identify(text, siret, siren, association)

    def _moment(self) -> Moment:
        """The day of the agreement, else the budget year, else the year of the payments."""
        try:
            year = read_moment(self._text("exerciceBudgetaire"))
        except BadCell as bad:
            raise self._bad("exerciceBudgetaire", str(bad)) from bad
        try:
            moment = read_moment(self._text("dateConvention"))
        except BadCell as bad:
            raise self._bad("dateConvention", str(bad)) from bad
        if moment and moment.remark:
            say = self.remarks.repair if moment.repaired else self.remarks.note
            say(
                moment.remark,
                self.line,
                self.sheet.title("dateConvention"),
                self._text("dateConvention"),
            )
        if year:
            return Moment(year.year, moment.day if moment else None)
        if moment:
            return moment
        return self._fallback_year()

    def _fallback_year(self) -> Moment:
        for name, words in (
            ("datesPeriodeVersement", "de la période de versement"),
            ("referenceDecision", "de la référence de la décision"),
        ):
            if day := first_day(self._text(name)):
                self.remarks.repair(
                    f"convention sans date : année prise {words}",
                    self.line,
                    self.sheet.title(name),
                    self._text(name),
                )
                return Moment(day.year)
        raise self._bad("dateConvention", "date absente : l'année de la subvention est inconnue")

    def _amounts(self) -> tuple[Decimal, Decimal | None]:
        """What the holder is awarded (its share of the total), and the value of aid in kind."""
        in_kind = self._money("estimationAvantageNatures")
        loans = [name for name in ("montantPret", "montantGarantie") if self._money(name)]
        total = self._money("montant")
        if total is None and in_kind is None:
            raise self._bad(
                "montant",
                "montant absent : la ligne porte un prêt ou une garantie, pas une subvention"
                if loans
                else "montant absent",
            )
        for name in loans:
            self.remarks.note(
                "prêt ou garantie non compté : ce n'est pas une subvention",
                self.line,
                self.sheet.title(name),
                self._text(name),
            )
        if total is None:
            self.remarks.note("aide en nature seule : montant attribué 0 €", self.line)
            total = Decimal("0.00")
        if total < 0:
            self.remarks.note(
                "montant négatif (reversement), gardé",
                self.line,
                self.sheet.title("montant"),
                self._text("montant"),
                each=True,
            )
        return self._share_of(total), in_kind

    def _share_of(self, total: Decimal) -> Decimal:
        try:
            share = read_share(self._text("pourcentageSubvention"))
        except BadCell as bad:
            raise self._bad("pourcentageSubvention", str(bad)) from bad
        if share is None or share == 1:
            return total
        self.remarks.note(
            "montant attribué = montant total × part du bénéficiaire",
            self.line,
            self.sheet.title("pourcentageSubvention"),
            self._text("pourcentageSubvention"),
        )
        return to_cents(total * share).value

    def _money(self, name: str) -> Decimal | None:
        try:
            amount = read_amount(self._text(name))
        except BadCell as bad:
            raise self._bad(name, str(bad)) from bad
        if amount is None:
            return None
        if amount.repair:
            self.remarks.repair(amount.repair, self.line, self.sheet.title(name), self._text(name))
        return amount.value

    def _period(self) -> str:
        text = self._text("datesPeriodeVersement")
        period, remark = read_period(text)
        if remark:
            say = self.remarks.repair if "réécrite" in remark else self.remarks.note
            say(remark, self.line, self.sheet.title("datesPeriodeVersement"), text)
        return period

    def _words(self, name: str, limit: int) -> str:
        text = " ".join(self._text(name).split())
        if is_nothing(text):
            return ""
        if len(text) > limit:
            self.remarks.repair(
                f"texte coupé à {limit} signes", self.line, self.sheet.title(name), text
            )
        return text[:limit]

    def _form(self) -> str:
        text = fold(self._text("nature"))
        cash, in_kind = "numeraire" in text, "nature" in text
        if cash and in_kind:
            return AidForm.BOTH
        return AidForm.CASH if cash else AidForm.IN_KIND if in_kind else AidForm.UNKNOWN


def _and_last(rows: Iterator[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether it is the last one."""
    held = next(rows, None)
    while held is not None:
        following = next(rows, None)
        yield held, following is None
        held = following
