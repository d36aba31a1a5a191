"""A small metropolis with everything that a report can hold, and one that holds nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from faire_ensemble.apps.contract.models import (
    Contract,
    ContractCode,
    Objective,
    ObjectiveMeasure,
    Partner,
    PartnerRole,
    Pillar,
)
from faire_ensemble.apps.directory.models import Organisation, OrganisationKind
from faire_ensemble.apps.funding.models import FundingNature, Grant
from faire_ensemble.apps.observatory.models import (
    Direction,
    Indicator,
    Source,
    Target,
    Theme,
    Unit,
    Value,
    ValueStatus,
    Vintage,
)
from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind

HOSTILE = 'Bourgogne #pagebreak() <script>alert("x")</script>'


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


@pytest.fixture
def opened(db) -> Territory:
    """An EPCI just opened: two communes, nothing else."""
    epci = Territory.objects.create(
        kind=TerritoryKind.EPCI, code="200093201", name="Métropole d'essai", population=1000
    )
    for siren in ("200093201", "245900410"):
        EpciSiren.objects.create(epci=epci, siren=siren)
    for code, name in (("59599", "Tourcoing"), ("59650", "Wattrelos")):
        Territory.objects.create(
            kind=TerritoryKind.COMMUNE, code=code, name=name, epci=epci, population=500
        )
    return epci


@pytest.fixture
def metropolis(opened: Territory) -> Territory:
    """Two QPV of 2014 and one of 2024, figures of 2017 to 2021, a contract, grants, a target."""
    places = _places(opened)
    indicators = _figures(opened, places)
    contract = _contract(opened, indicators)
    _grants(contract)
    return opened


def _places(epci: Territory) -> dict[str, Territory]:
    towns = {each.name: each for each in Territory.objects.filter(kind=TerritoryKind.COMMUNE)}
    rows = (
        ("QP059087", HOSTILE, 2014, "Tourcoing"),
        ("QP059091", "Beaulieu", 2014, "Wattrelos"),
        ("QN05999A", "Quartier de 2024", 2024, "Tourcoing"),
    )
    places = {}
    for code, name, generation, town in rows:
        places[code] = Territory.objects.create(
            kind=TerritoryKind.PRIORITY, code=code, name=name, epci=epci, generation=generation
        )
        places[code].communes.add(towns[town])
    places["QPV"] = Territory.objects.create(
        kind=TerritoryKind.GROUP, code="MEL-QPV", name="Ensemble des quartiers", epci=epci
    )
    return places


def _figures(epci: Territory, places: dict[str, Territory]) -> dict[str, Indicator]:
    revenue = Source.objects.create(code="revn", name="Revenus des quartiers", publisher="Insee")
    labour = Source.objects.create(
        code="ipro", name="Insertion professionnelle", publisher="Insee", rolling_years=5
    )
    made = {
        code: Indicator.objects.create(
            code=code.lower().replace("_", "-"), official_code=code, **fields
        )
        for code, fields in {
            "DISP_Q2": _indicator("Revenu disponible médian", Theme.INCOME, Unit.EUROS, "good", 1),
            "TP60": _indicator("Taux de pauvreté", Theme.INCOME, Unit.PERCENT, "bad", 2),
            "TX_TOT_EMPL": _indicator("Taux d'emploi", Theme.EMPLOYMENT, Unit.PERCENT, "good", 1),
            "TX_F_EMPL": _indicator(
                "Taux d'emploi des femmes", Theme.EMPLOYMENT, Unit.PERCENT, "good", None
            ),
        }.items()
    }
    everywhere = {**places, "EPCI": epci}
    rows = (
        ("DISP_Q2", revenue, 2019, {"QP059087": "11666", "QP059091": "14158", "EPCI": "20940"}),
        ("DISP_Q2", revenue, 2021, {"QP059087": "12000", "QP059091": "14500"}),
        ("TP60", revenue, 2019, {"QP059087": "56.3", "QP059091": "32.9"}),
        ("TX_TOT_EMPL", labour, 2013, {"QPV": "44", "EPCI": "59"}),
        ("TX_TOT_EMPL", labour, 2017, {"QP059087": "40", "QP059091": None, "EPCI": "60"}),
        (
            "TX_TOT_EMPL",
            labour,
            2019,
            {"QP059087": "35.5", "QP059091": "50", "EPCI": "61", "QPV": "43"},
        ),
        ("TX_F_EMPL", labour, 2019, {"QP059087": "30.1", "QP059091": "45"}),
    )
    for code, source, year, values in rows:
        vintage, _created = Vintage.objects.get_or_create(source=source, year=year)
        for key, value in values.items():
            Value.objects.create(
                indicator=made[code],
                territory=everywhere[key],
                vintage=vintage,
                value=None if value is None else Decimal(value),
                status=ValueStatus.SUPPRESSED if value is None else ValueStatus.PUBLISHED,
            )
    Target.objects.create(
        indicator=made["TX_TOT_EMPL"],
        territory=places["QPV"],
        base_year=2013,
        base_gap=Decimal(-15),
        target_year=2020,
        source="Contrat de ville, pilier 1",
    )
    return made


def _indicator(label, theme, unit, direction, headline):
    return {
        "label": label,
        "theme": theme,
        "unit": unit,
        "direction": Direction(direction),
        "headline": headline,
        "dataset": "REVN",
    }


def _contract(epci: Territory, indicators: dict[str, Indicator]) -> Contract:
    contract = Contract.objects.create(
        epci=epci,
        name="Contrat de ville d'essai",
        signed_on=date(2015, 7, 15),
        starts_on=date(2015, 7, 15),
        orientations="Première orientation.\nSeconde orientation.",
        source="Contrat signé",
    )
    ContractCode.objects.create(contract=contract, code="CV192")
    pillar = Pillar.objects.create(contract=contract, rank=1, title="Économie et emploi")
    objective = Objective.objects.create(
        pillar=pillar, rank=1, title="Réduire l'écart d'emploi", theme=Theme.EMPLOYMENT
    )
    ObjectiveMeasure.objects.create(objective=objective, indicator=indicators["TX_TOT_EMPL"])
    state = Organisation.objects.create(
        name="Préfecture du Nord", name_key="prefecture du nord", kind=OrganisationKind.STATE
    )
    Partner.objects.create(contract=contract, organisation=state, role=PartnerRole.SIGNATORY)
    return contract


def _grants(contract: Contract) -> None:
    funder = Organisation.objects.create(name="ANCT", name_key="anct", kind=OrganisationKind.STATE)
    holders = [
        Organisation.objects.create(name=name, name_key=f"{name} {rank}", siren=str(rank))
        for rank, name in enumerate(("Association A", "Centre social B", "Association A"))
    ]
    rows = (
        (2018, 0, "Adultes-relais", "10000"),
        (2019, 0, "Adultes-relais", "22555.73"),
        (2019, 0, "FONJEP", "7000"),
        (2019, 1, "Adultes-relais", "22555.73"),
        (2019, 2, "", "-500.10"),
        (2020, 1, "FONJEP", "9999"),
    )
    for rank, (year, holder, scheme, amount) in enumerate(rows):
        Grant.objects.create(
            dataset="essai",
            external_key=str(rank),
            funder=funder,
            holder=holders[holder],
            contract=contract,
            scheme=scheme,
            nature=FundingNature.SPECIFIC,
            year=year,
            amount_awarded=Decimal(amount),
            source=f"ANCT, postes {year}",
        )
