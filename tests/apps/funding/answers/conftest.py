"""Decisions, written as an adoption would."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Decision, FundingRequest, Programme


class Deciding:
    """`decide(request, "award", "800")` writes the row; `programme` is adopted."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.programme = Programme.objects.create(
            call=year.call, year=2026, title="Programmation 2026", state="adopted",
            created_at=timezone.now(), adopted_at=timezone.now(),
            decided_by_body="comité de pilotage du 12 mars 2026",
        )  # fmt: skip

    def __call__(
        self, request: FundingRequest, outcome: str = "award", amount: str = "0",
        reason: str = "Utile au quartier.", **fields: Any,
    ) -> Decision:  # fmt: skip
        values = {
            "request": request, "number": request.decisions.count() + 1,
            "programme": self.programme, "outcome": outcome, "amount": Decimal(amount),
            "asked": request.asked, "reason": reason,
            "body": self.programme.decided_by_body, "decided_at": timezone.now(),
        } | fields  # fmt: skip
        return Decision.objects.create(**values)


@pytest.fixture
def decide(year: Year) -> Deciding:
    return Deciding(year)
