"""Envelopes and decisions for the tests of arbitration."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Decision, Envelope, FundingRequest
from faire_ensemble.apps.funding.services import envelopes as services


@pytest.fixture
def officer(year: Year) -> Any:
    return year.mandated("cheffe", "officer")


@pytest.fixture
def opened(year: Year, officer: Any) -> Callable[..., Envelope]:
    """Opens an envelope of the n-th funder (the State's by default)."""

    def make(amount: str = "10000", funder: int = 0, **fields: Any) -> Envelope:
        values: dict[str, Any] = {"name": f"Enveloppe {amount}", "year": 2026}
        return services.open_envelope(
            actor=officer, contract_id=year.contract.pk, funder_id=year.funders[funder].pk,
            amount=Decimal(amount), **(values | fields),
        )  # fmt: skip

    return make


@pytest.fixture
def decided(officer: Any) -> Callable[..., Decision]:
    """Writes the next decision of a request."""

    def make(request: FundingRequest, envelope: Envelope, amount: str) -> Decision:
        number = request.decisions.count() + 1
        return Decision.objects.create(
            request=request, number=number, envelope=envelope, amount=Decimal(amount),
            outcome="award" if Decimal(amount) else "refuse", asked=request.asked,
            reason="Retenu", body="Comité de pilotage", decided_by=officer,
            decided_at=timezone.now(),
        )  # fmt: skip

    return make
