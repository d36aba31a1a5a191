"""The rows that the words of the facts stand for, read once for the whole build."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.contract.models import Contract, Objective
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.config.demonstration import draw, facts
from faire_ensemble.config.demonstration.money import Funders, funders_of


@dataclass(frozen=True, slots=True)
class Keys:
    """`objectives` in the order of the facts; `natures` and `schemes` by funder of the facts;
    `communes` and `territories` by code; primary keys everywhere."""

    contract: Contract
    objectives: list[int]
    titles: dict[int, str]
    holders: dict[str, int]
    funders: Funders
    funder_names: dict[int, str]
    natures: dict[str, str]
    communes: dict[str, int]
    territories: dict[str, int]
    words: dict[str, Any]

    def funder(self, name: str, commune: str) -> int:
        """The organisation behind « communes » is the town of the place."""
        return self.funders[name, commune]


def read(contract: Contract) -> Keys:
    """Seven queries."""
    people, _grants = draw.invented()
    objectives = Objective.objects.filter(pillar__contract=contract)
    titles = dict(objectives.order_by("pillar__rank", "rank").values_list("pk", "title"))
    names = dict(
        Organisation.objects.filter(partnerships__contract=contract).values_list("pk", "name")
    )
    places = Territory.objects.filter(epci=contract.epci)
    plan = facts.table("invented.toml")
    return Keys(
        contract=contract,
        objectives=list(titles),
        titles=titles,
        holders=dict(
            Organisation.objects.filter(name__in=[each.name for each in people]).values_list(
                "name", "pk"
            )
        ),
        funders=funders_of(contract),
        funder_names=names,
        natures={each["partner"]: each["nature"] for each in plan["funders"]},
        communes=dict(places.filter(kind=TerritoryKind.COMMUNE).values_list("code", "pk")),
        territories=dict(places.values_list("code", "pk")),
        words=facts.table("year.toml"),
    )


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day, at the clock of the site."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
