"""A small metropolis: two communes, three neighbourhoods, four indicators, a target."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from faire_ensemble.apps.observatory.models import Indicator, Source, Target, Value, Vintage
from faire_ensemble.apps.territory.models import Territory


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """A request in English leaves its language to the thread."""
    with override("fr"):
        yield


def place(kind: str, code: str, name: str, epci: Territory | None = None, **fields) -> Territory:
    return Territory.objects.create(kind=kind, code=code, name=name, epci=epci, **fields)


@pytest.fixture
def world(db) -> SimpleNamespace:
    epci = place("epci", "200093201", "Métropole d'essai", population=1_000_000)
    lille = place("commune", "59350", "Lille", epci, population=236_710)
    hem = place("commune", "59299", "Hem", epci, population=18_600)
    fields = {"generation": 2014, "population_source": "Insee, 2018"}
    south = place("priority", "QP059074", "Secteur Sud", epci, population=21_000, **fields)
    wood = place("priority", "QP059087", "Pont-de-Bois", epci, population=4_000, **fields)
    lost = place("lived", "LV1", "Les Écoles", epci)
    south.communes.add(lille, hem)
    wood.communes.add(lille)
    source = Source.objects.create(code="s", name="Revenus", publisher="Insee", licence="LO 2.0")
    made = SimpleNamespace(
        epci=epci, lille=lille, hem=hem, south=south, wood=wood, lost=lost, source=source
    )
    poverty = indicator("poverty", "Taux de pauvreté", "income", "bad", 1)
    jobs = indicator("jobs", "Taux d'emploi", "employment", "good", 2)
    indicator("detail", "Un détail", "employment", "good", None)
    women = indicator("women", "Part des femmes", "population", "neutral", 3)
    for year, here, there in ((2017, "50", "20"), (2019, "56.3", "21")):
        value(source, poverty, south, year, here)
        value(source, poverty, epci, year, there)
    value(source, jobs, south, 2019, "40", size=1200)
    value(source, jobs, epci, 2019, "60", size=20000)
    value(source, women, south, 2019, "52")
    value(source, poverty, wood, 2019, None, status="suppressed")
    Target.objects.create(
        indicator=poverty, territory=south, base_year=2017, base_gap=Decimal(30),
        target_year=2023, source="Contrat 2015",
    )  # fmt: skip
    return made


def indicator(code: str, label: str, theme: str, direction: str, rank: int | None) -> Indicator:
    return Indicator.objects.create(
        code=code, label=label, theme=theme, unit="percent", direction=direction, headline=rank
    )


def value(
    source: Source,
    what: Indicator,
    where: Territory,
    year: int,
    number: str | None,
    size: int | None = None,
    status: str = "published",
) -> None:
    vintage, _made = Vintage.objects.get_or_create(source=source, year=year)
    Value.objects.create(
        indicator=what, territory=where, vintage=vintage, denominator=size, status=status,
        value=None if number is None else Decimal(number),
    )  # fmt: skip
