"""The invented files of the demonstration, kept as grants: plainly marked, within real totals."""

from faire_ensemble.apps.contract.models import Contract, Objective
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.directory.services import identify, register
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import draw, facts
from faire_ensemble.config.demonstration.agreement import settle


def add_grants(contract: Contract, epci: Territory) -> tuple[int, int]:
    """Holders and files: how many of each."""
    people, files = draw.invented()
    keys = register([identify(person.name, kind=person.kind) for person in people])
    settle(
        {key: person.commune for key, person in zip(keys, people, strict=True)},
        epci,
    )
    holder_of = dict(zip((person.name for person in people), keys, strict=True))
    funder_of = funders_of(contract)
    objectives = list(
        Objective.objects.filter(pillar__contract=contract)
        .order_by("pillar__rank", "rank")
        .values_list("pk", flat=True)
    )
    territories = dict(Territory.objects.filter(epci=epci).values_list("code", "pk"))
    plan = facts.table("invented.toml")
    Grant.objects.bulk_create(
        (
            Grant(
                dataset=plan["dataset"],
                external_key=item.key,
                funder_id=funder_of[item.funder, item.place.commune],
                holder_id=holder_of[item.holder.name],
                contract=contract,
                objective_id=objectives[item.objective],
                territory_id=territories[item.place.code],
                scheme=item.scheme,
                nature=item.nature,
                purpose=item.purpose,
                year=item.agreed_on.year,
                agreed_on=item.agreed_on,
                reference=item.reference,
                amount_asked=item.asked,
                amount_awarded=item.awarded,
                amount_paid=item.paid,
                source=plan["source"],
            )
            for item in files
        ),
        batch_size=500,
    )
    return len(people), len(files)


class Funders(dict[tuple[str, str], int]):
    """The organisation behind a funder's name; « communes » is the town of the place."""

    def __init__(self, by_name: dict[str, int], towns: dict[str, str]) -> None:
        self._by_name, self._towns = by_name, towns

    def __missing__(self, key: tuple[str, str]) -> int:
        funder, commune = key
        name = self._towns[commune] if funder == draw.COMMUNES else funder
        self[key] = self._by_name[name]
        return self[key]


def funders_of(contract: Contract) -> Funders:
    by_name = dict(
        Organisation.objects.filter(partnerships__contract=contract).values_list("name", "pk")
    )
    towns: dict[str, str] = {}
    for town in facts.towns():
        towns.setdefault(town.commune, town.organisation)
    return Funders(by_name, towns)
