"""A small governance for tests: a steering committee with seats, people in each role.

Rows are written straight to the database, upstream of what a test is about; the services
themselves are tested in their own files.
"""

from datetime import date
from typing import Any

from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.governance.models import Body, Seat, SeatTerm


class Room:
    """`officer` runs the contract; `secretary` keeps the body; `member` sits; `stranger` none."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.contract = year.contract
        self.officer = year.mandated("cheffe", "officer")
        self.secretary = year.person("secretaire")
        self.member = year.person("membre")
        self.stranger = year.person("passante")
        self.body = self.make_body()
        self.state = self.seat("Préfecture du Nord", year.funders[0])
        self.metropolis = self.seat("Métropole", year.funders[1])
        self.residents = self.seat("Conseil citoyen des Trois Ponts")
        self.desk = self.seat("Secrétariat", office="secretary", voting=False)
        self.term(self.residents, self.member)
        self.term(self.desk, self.secretary)

    def make_body(self, name: str = "Comité de pilotage", **fields: Any) -> Body:
        values: dict[str, Any] = {"contract": self.contract, "kind": "steering", "name": name}
        return Body.objects.create(**(values | fields))

    def seat(self, label: str, organisation: Any = None, body: Body | None = None,
             **fields: Any) -> Seat:  # fmt: skip
        return Seat.objects.create(
            body=body or self.body, label=label, organisation=organisation, **fields
        )

    def term(self, seat: Seat, who: User | str, **fields: Any) -> SeatTerm:
        somebody = {"name": who} if isinstance(who, str) else {"person": who}
        values: dict[str, Any] = {"seat": seat, "starts_on": date(2020, 1, 1), **somebody}
        return SeatTerm.objects.create(**(values | fields))
