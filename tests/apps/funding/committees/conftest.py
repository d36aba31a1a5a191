"""A committee with three voices, its officer, and a session to hold."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.funding.models import Application, Committee, FundingRequest, Session
from faire_ensemble.apps.funding.services import agenda, committees, holding, sessions


class Table:
    """A committee around its table; every act goes through the services."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.officer: User = year.mandated("cheffe", "officer")
        self.committee: Committee = committees.create_committee(
            actor=self.officer, contract_id=year.contract.pk, name="Comité de Roubaix",
            territory_id=year.commune.pk,
        )  # fmt: skip
        self.seats = [
            committees.add_seat(
                actor=self.officer, committee_id=self.committee.pk, label=funder.name,
                organisation_id=funder.pk,
            )
            for funder in year.funders
        ]  # fmt: skip
        self.guest = committees.add_seat(
            actor=self.officer, committee_id=self.committee.pk, label="Un témoin", voting=False
        )

    def planned(self, *files: Application, **fields: Any) -> Session:
        """A session of today with these files on its agenda."""
        noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
        values = {"starts_at": noon} | fields
        session = sessions.plan_session(
            actor=self.officer, committee_id=self.committee.pk, **values
        )
        if files:
            added = agenda.add_files(
                actor=self.officer, session_id=session.pk, application_ids=[f.pk for f in files]
            )
            assert not added.left
        return session

    def held(self, *files: Application, present: int = 3, **fields: Any) -> Session:
        """The same, opened, with the first `present` voices around the table."""
        session = self.planned(*files, **fields)
        day = session.starts_at
        sessions.open_session(actor=self.officer, session_id=session.pk, now=day)
        holding.record_attendance(
            actor=self.officer, session_id=session.pk,
            seats={seat.pk: (rank < present, f"Personne {rank}")
                   for rank, seat in enumerate(self.seats)},
        )  # fmt: skip
        return session

    def propose(
        self, session: Session, request: FundingRequest, outcome: str = "award",
        amount: str | None = "800", reason: str = "Utile au quartier.",
    ) -> None:  # fmt: skip
        item = session.agenda.get(application=request.application_id)
        holding.examine(
            actor=self.officer, item=item, discussion="",
            proposals=[holding.Proposed(
                request.pk, outcome, Decimal(amount) if amount and outcome == "award" else None,
                reason,
            )],
        )  # fmt: skip


@pytest.fixture
def table(year: Year) -> Table:
    return Table(year)
