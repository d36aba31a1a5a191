"""A contract with partners and people who write it, for tests and for the journey."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.year_of_a_call import Year

from faire_ensemble.apps.contract.models import Commitment, Partner
from faire_ensemble.apps.contract.services import (
    sign_version,
    write_commitment,
    write_operational,
)
from faire_ensemble.apps.contract.services.text import write_contract
from faire_ensemble.apps.observatory.models import Indicator

START, END = date(2015, 1, 1), date(2031, 1, 1)


class Agreement:
    """`year` and, in its contract, an officer, the metropolis, the CAF and their people."""

    def __init__(self, year: Year) -> None:
        self.year, self.contract = year, year.contract
        self.first, self.second = year.objectives
        self.state, self.metropolis, self.caf = year.funders
        for funder in year.funders:
            Partner.objects.create(contract=self.contract, organisation=funder)
        self.officer = year.mandated("cheffe", "officer", self.metropolis)
        self.partner = year.mandated("caf", "partner", self.caf)
        self.indicator = Indicator.objects.create(
            code="taux-emploi", label="Taux d'emploi", theme="employment", unit="percent",
            direction="good",
        )  # fmt: skip
        write_contract(
            actor=self.officer, contract_id=self.pk, name="Contrat de ville", ends_on=END,
            orientations="Trois piliers.",
        )  # fmt: skip

    @property
    def pk(self) -> int:
        return self.contract.pk

    def operational(self, title: str = "Ouvrir une permanence", **fields: Any) -> Any:
        values: dict[str, Any] = {"objective_id": self.first.pk, "title": title, **fields}
        return write_operational(actor=self.officer, contract_id=self.pk, **values)

    def commitment(self, title: str = "Financer deux postes", **fields: Any) -> Commitment:
        values: dict[str, Any] = {
            "organisation_id": self.caf.pk,
            "objective_id": self.first.pk,
            "title": title,
            "mainstream": Decimal("12000.50"),
            "due_on": date(2026, 6, 30),
            **fields,
        }
        return write_commitment(actor=self.officer, contract_id=self.pk, **values)

    def sign(self, title: str = "Contrat de ville", day: date = date(2015, 7, 15), **fields: Any):
        return sign_version(
            actor=self.officer, contract_id=self.pk, title=title, signed_on=day, **fields
        )
