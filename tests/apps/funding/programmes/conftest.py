"""Envelopes and decisions for the tests of arbitration."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import (
    Application,
    Decision,
    Envelope,
    FundingRequest,
    Programme,
    Scenario,
)
from faire_ensemble.apps.funding.selectors.rules import Rules
from faire_ensemble.apps.funding.services import envelopes as services
from faire_ensemble.apps.funding.services import programmes, scenarios


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


@pytest.fixture
def files(year: Year, opened: Callable[..., Envelope]) -> list[Application]:
    """Three scored files asking 3 000 € of the State and of the metropolis each."""
    opened("5000", 0, name="P147")
    opened("4000", 1, name="MEL")
    made = [year.submitted("3000", "3000", title=f"Projet {rank}") for rank in range(3)]
    for rank, each in enumerate(made):
        Application.objects.filter(pk=each.pk).update(score=Decimal(80 - 20 * rank))
    return made


@pytest.fixture
def make(year: Year, officer: Any) -> Callable[..., Scenario]:
    """Makes and computes a scenario of the year."""

    def make(title: str = "A", **rules: Any) -> Scenario:
        made = scenarios.make_scenario(
            actor=officer, call=year.call, year=2026, title=title, rules=Rules(**rules)
        )
        scenarios.compute_scenario(made.pk)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def started(year: Year, officer: Any) -> Callable[..., Programme]:
    """Starts the programme of the year."""

    def make(**fields: Any) -> Programme:
        values = {"title": "Programmation 2026", "body": "Comité de pilotage du 12 mars 2026"}
        return programmes.start_programme(
            actor=officer, call=year.call, year=2026, **(values | fields)
        )

    return make
