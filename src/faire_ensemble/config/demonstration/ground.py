"""What the facts of the governance stand on, read once for the build."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.contract.models import Contract, Objective
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts


@dataclass(frozen=True, slots=True)
class Ground:
    """What the facts stand on: the contract, its words, organisations, places, objectives."""

    contract: Contract
    words: dict[str, Any]
    organisations: dict[str, int]
    communes: dict[str, Territory]
    objectives: list[int]
    today: date


def read(contract: Contract) -> Ground:
    """Three queries."""
    places = Territory.objects.filter(epci=contract.epci, kind="commune")
    objectives = Objective.objects.filter(pillar__contract=contract)
    return Ground(
        contract=contract,
        words=facts.table("governance.toml"),
        organisations=dict(
            Organisation.objects.filter(partnerships__contract=contract).values_list("name", "pk")
        ),
        communes={place.code: place for place in places},
        objectives=list(objectives.order_by("pillar__rank", "rank").values_list("pk", flat=True)),
        today=timezone.localdate(),
    )
