"""`faire import anct-posts`: adultes-relais and FONJEP posts that the State pays for (ANCT).

One JSON object a post and a year: `id_poste`, `raison_sociale`, `code_tiers`, `annee`,
`montant`, `code_cv`. FONJEP files put a name in `code_tiers`, and some objects lack `code_cv`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from faire_ensemble.apps.contract.selectors import contracts_by_code
from faire_ensemble.apps.directory.services import Party, identify, is_nothing, read_number
from faire_ensemble.apps.funding.models import AidForm, FundingNature
from faire_ensemble.apps.funding.services.cells import BadCell, read_amount, read_moment, to_cents
from faire_ensemble.apps.funding.services.remarks import Remarks
from faire_ensemble.apps.funding.services.store import Draft, batches, save
from faire_ensemble.kit.tabular import ImportReport, Unreadable, stream_objects
from faire_ensemble.kit.tabular.runs import Progress

DATASET = "anct-posts"
STATE = identify("État (politique de la ville)", kind="state")
SCHEMES = (
    (re.compile(r"^\d{2}[0-9A-Z]\d{2}R"), "adulte-relais", "Adultes-relais"),
    (re.compile(r"^[A-Z]{1,2}\d{4,5}$"), "fonjep", "Postes FONJEP"),
)
CODE = re.compile(r"C[VN]\d+[A-Z]?(?=C[VN]|$)")
NEEDED = ("id_poste", "raison_sociale", "annee", "montant")


def import_anct_posts(path: Path, report: ImportReport, progress: Progress) -> None:
    """Load the posts of the open contracts; those of other contracts are counted apart."""
    contracts = contracts_by_code()
    if not contracts:
        raise Unreadable(
            f"{path.name} : aucun contrat de ville n'est ouvert avec un code. Lancez d'abord "
            "« faire open SIREN --contract-code CODE » (CODE est le code_cv du fichier)."
        )
    posts = _Posts(path, report, contracts)
    for batch in batches(posts.drafts()):
        save(DATASET, batch, report)
        progress(len(batch))
    posts.remarks.flush()
    if not report.read:
        raise Unreadable(f"{path.name} : le fichier ne contient aucun poste.")


class _Posts:
    """Turns objects into drafts; every object is counted, loaded, refused or out of scope."""

    def __init__(self, path: Path, report: ImportReport, contracts: dict[str, int]) -> None:
        self.path, self.report, self.contracts = path, report, contracts
        self.remarks = Remarks(report)
        self.occurrences: Counter[str] = Counter()

    def drafts(self) -> Iterator[Draft]:
        for rank, post in stream_objects(self.path):
            if rank == 1 and not set(NEEDED) <= set(post):
                raise Unreadable(
                    f"{self.path.name} : ce ne sont pas des postes ANCT (il faut "
                    f"{', '.join(NEEDED)} ; clés lues : {', '.join(post)})."
                )
            self.report.read += 1
            yield from self._draft(rank, post)

    def _draft(self, rank: int, post: dict[str, Any]) -> Iterator[Draft]:
        identifier = _text(post, "id_poste")
        kind, scheme = _scheme(identifier)
        if not kind:
            reason = "ce n'est pas un identifiant de poste adulte-relais ou FONJEP"
            self.report.refuse(reason, rank, "id_poste", identifier)
            return
        try:
            moment = read_moment(_text(post, "annee"))
        except BadCell as bad:
            self.report.refuse(str(bad), rank, "annee", _text(post, "annee"))
            return
        if moment is None:
            self.report.refuse("année absente", rank, "annee")
            return
        key = f"{kind}:{identifier}:{moment.year}"
        self.occurrences[key] += 1
        occurrence = self.occurrences[key]
        contract = self._contract(rank, _text(post, "code_cv"))
        if contract is None:
            self.report.out_of_scope += 1
            return
        amount, holder = self._amount(rank, post), self._holder(rank, post)
        if amount is None or holder is None:
            return
        if occurrence > 1:
            key = f"{key}:{occurrence}"
            self.remarks.note(
                "poste déjà présent pour la même année : les montants s'ajoutent, à vérifier",
                rank,
                "id_poste",
                identifier,
                each=True,
            )
        yield Draft(
            key,
            STATE,
            holder,
            f"ANCT, {self.path.name}",
            {
                "contract_id": contract,
                "scheme": scheme,
                "nature": FundingNature.SPECIFIC,
                "year": moment.year,
                "reference": identifier,
                "amount_awarded": amount,
                "aid_form": AidForm.CASH,
            },
        )

    def _contract(self, rank: int, text: str) -> int | None:
        """The open contract of a code, or of one of several codes written together."""
        if not text:
            self.remarks.note(
                "poste sans code de contrat de ville : hors périmètre", rank, "code_cv"
            )
            return None
        codes = CODE.findall(text) or [text]
        ours = [self.contracts[code] for code in codes if code in self.contracts]
        if not ours:
            self.remarks.note("poste d'un contrat de ville non ouvert ici : hors périmètre", rank)
            return None
        if len(codes) > 1:
            self.remarks.note(
                "poste de plusieurs contrats : compté en entier dans celui qui est ouvert ici",
                rank,
                "code_cv",
                text,
                each=True,
            )
        return ours[0]

    def _amount(self, rank: int, post: dict[str, Any]) -> Decimal | None:
        value = post.get("montant")
        text = "" if value is None else str(value)
        try:
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                amount = to_cents(Decimal(value))
            elif isinstance(value, str) and (read := read_amount(value)):
                amount = read
            else:
                raise BadCell("montant absent ou illisible")
        except (BadCell, InvalidOperation) as bad:
            self.report.refuse(str(bad), rank, "montant", text)
            return None
        if amount.repair:
            self.remarks.repair(amount.repair, rank, "montant", text)
        if amount.value <= 0:
            self.remarks.note("montant nul ou négatif, gardé", rank, "montant", text, each=True)
        return amount.value

    def _holder(self, rank: int, post: dict[str, Any]) -> Party | None:
        name, number = _text(post, "raison_sociale"), _text(post, "code_tiers")
        if is_nothing(name):
            self.report.refuse("porteur sans nom", rank, "raison_sociale", name)
            return None
        if not any(char.isdigit() for char in number) or number == name:
            self.remarks.note(
                "pas de SIRET : porteur reconnu par son nom", rank, "code_tiers", number
            )
            return identify(name)
        siret, siren, finding = read_number(number)
        if finding:
            say = self.remarks.repair if finding.repaired else self.remarks.note
            say(finding.reason, rank, "code_tiers", number, each=True)
        return identify(name, siret, siren)


def _scheme(identifier: str) -> tuple[str, str]:
    for pattern, kind, label in SCHEMES:
        if pattern.match(identifier):
            return kind, label
    return "", ""


def _text(post: dict[str, Any], key: str) -> str:
    value = post.get(key)
    return "" if value is None else str(value).strip()
