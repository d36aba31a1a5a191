"""Opening the contrat de ville of an EPCI, with the codes under which State files name it."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from faire_ensemble.apps.contract.models import Contract, ContractCode
from faire_ensemble.apps.contract.permissions.opening import can_open_contract
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

FACTS = Path(__file__).with_name("contract_codes.csv")
CODE = re.compile(r"^C[VN]\d{3,6}[A-Z]?$")
# Law 2014-173, art. 6: contracts were signed for 2015 on; a contract signed later is corrected
# by its officers.
FIRST_DAY = date(2015, 1, 1)
SOURCE = "loi n° 2014-173 du 21 février 2014, article 6"


class ContractCodeRefused(Exception):
    """A contract code that cannot be this contract's; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class ContractOpened:
    """What opening did. `codes` are all those of the contract, `added` the new ones."""

    contract_id: int
    name: str
    created: bool
    codes: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeFact:
    """A published code of a contract: who bears it, and for which years."""

    siren: str
    code: str
    first_year: int | None
    last_year: int | None
    source: str


def known_codes(sirens: Iterable[str]) -> list[CodeFact]:
    """The codes that the facts table holds for any of these SIRENs."""
    wanted = set(sirens)
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [
            CodeFact(
                row["siren"],
                row["code"],
                int(row["first_year"]) if row["first_year"] else None,
                int(row["last_year"]) if row["last_year"] else None,
                row["source"],
            )
            for row in csv.DictReader(file)
            if row["siren"] in wanted
        ]


@transaction.atomic
def open_contract(*, actor: Any, epci: Any, codes: Iterable[str] = ()) -> ContractOpened:
    """Open the contract of an EPCI (a `Territory`), or add codes to the one it has.

    Codes of the facts table are added by themselves. Opening again changes nothing.
    Raises `Refused`, or `ContractCodeRefused` for a malformed code or another EPCI's code.
    """
    require(can_open_contract(actor))
    given = [CodeFact("", code.strip().upper(), None, None, "saisi") for code in codes]
    for fact in given:
        if not CODE.match(fact.code):
            raise ContractCodeRefused(
                f"« {fact.code} » n'est pas un code de contrat de ville : il ressemble à CV192 "
                "ou CN05911M (champ code_cv des fichiers de l'ANCT)."
            )
    sirens = {epci.code, *epci.sirens.values_list("siren", flat=True)}
    contract, created = Contract.objects.get_or_create(
        epci=epci,
        starts_on=FIRST_DAY,
        defaults={"name": f"Contrat de ville – {epci.name}"[:200], "source": SOURCE},
    )
    added = tuple(fact.code for fact in (*known_codes(sirens), *given) if _add_code(contract, fact))
    if created or added:
        audit.record(
            actor=actor,
            verb="contrat ouvert",
            subject=contract.name,
            detail={"epci": epci.code, "created": created, "codes": list(added)},
        )
    return ContractOpened(
        contract_id=contract.pk,
        name=contract.name,
        created=created,
        codes=tuple(contract.codes.values_list("code", flat=True)),
        added=added,
    )


def _add_code(contract: Contract, fact: CodeFact) -> bool:
    """Whether the code is new; the database keeps a code to one contract."""
    code, created = ContractCode.objects.get_or_create(
        code=fact.code,
        defaults={
            "contract": contract,
            "first_year": fact.first_year,
            "last_year": fact.last_year,
            "source": fact.source,
        },
    )
    if code.contract_id != contract.pk:
        raise ContractCodeRefused(
            f"Le code {fact.code} est déjà celui de « {code.contract} » : vérifiez le code."
        )
    return created
