"""The contract of the metropolis: pillars, objectives, codes and signatories, from the report."""

from typing import Any

from faire_ensemble.apps.contract.models import (
    Contract,
    Objective,
    ObjectiveMeasure,
    Partner,
    PartnerRole,
    Pillar,
)
from faire_ensemble.apps.contract.services import open_contract
from faire_ensemble.apps.directory.models import Organisation, OrganisationKind
from faire_ensemble.apps.directory.services import identify, register
from faire_ensemble.apps.observatory.models import Indicator
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.signing import sign_versions


def add_contract(epci: Territory, indicators: dict[str, Indicator]) -> Contract:
    """Open the contract, write what the report says of it, its signatories and its versions."""
    fact = facts.table("contract.toml")
    contract = Contract.objects.get(pk=open_contract(actor=None, epci=epci).contract_id)
    for name in ("name", "signed_on", "ends_on", "source"):
        setattr(contract, name, fact[name])
    contract.orientations = fact["orientations"].strip()
    contract.save()
    for rank, pillar in enumerate(fact["pillars"], start=1):
        _add_pillar(contract, rank, pillar, indicators)
    _add_partners(contract, fact, epci)
    sign_versions(contract, indicators)
    return contract


def _add_pillar(
    contract: Contract, rank: int, fact: dict[str, Any], indicators: dict[str, Indicator]
) -> None:
    pillar = Pillar.objects.create(contract=contract, rank=rank, title=fact["title"])
    made = Objective.objects.bulk_create(
        Objective(pillar=pillar, rank=position, title=objective["title"], theme=objective["theme"])
        for position, objective in enumerate(fact["objectives"], start=1)
    )
    ObjectiveMeasure.objects.bulk_create(
        ObjectiveMeasure(objective=row, indicator=indicators[objective["indicator"]])
        for row, objective in zip(made, fact["objectives"], strict=True)
        if "indicator" in objective
    )


def _add_partners(contract: Contract, fact: dict[str, Any], epci: Territory) -> None:
    signatories = [
        (item, identify(item["name"], siren=item.get("siren", ""), kind=item["kind"]), "")
        for item in fact["partners"]
    ] + [
        ({}, identify(town.organisation, kind=OrganisationKind.COMMUNE), town.commune)
        for town in facts.towns()
    ]
    keys = register([party for _, party, _ in signatories])
    Partner.objects.bulk_create(
        Partner(
            contract=contract,
            organisation_id=key,
            role=item.get("role", PartnerRole.SIGNATORY),
        )
        for key, (item, _, _) in zip(keys, signatories, strict=True)
    )
    settle(dict(zip(keys, [code for _, _, code in signatories], strict=True)), epci)


def settle(communes_of: dict[int, str], epci: Territory) -> None:
    """Give organisations (by primary key) the commune (INSEE code, or nothing) they are in."""
    communes = dict(
        Territory.objects.filter(kind=TerritoryKind.COMMUNE, epci=epci).values_list("code", "pk")
    )
    organisations = list(Organisation.objects.filter(pk__in=communes_of))
    for organisation in organisations:
        organisation.commune_id = communes.get(communes_of[organisation.pk])
    Organisation.objects.bulk_update(organisations, ["commune"], batch_size=500)
