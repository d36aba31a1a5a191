"""A small metropolis to read: two neighbourhoods of 2014, one of 2024, a national set."""

from decimal import Decimal

import pytest

from faire_ensemble.apps.observatory.models import (
    Direction,
    Indicator,
    Source,
    Theme,
    Unit,
    Value,
    ValueStatus,
    Vintage,
)
from faire_ensemble.apps.territory.models import EpciSiren, Territory, TerritoryKind


class World:
    """Builds values in one line: `world.value("TP60", "QP059087", 2019, "56.3")`."""

    def __init__(self) -> None:
        self.epci = Territory.objects.create(
            kind=TerritoryKind.EPCI, code="200093201", name="Métropole d'essai"
        )
        EpciSiren.objects.create(epci=self.epci, siren="200093201")
        EpciSiren.objects.create(epci=self.epci, siren="245900410")
        self.territories = {"EPCI": self.epci}
        self.neighbourhood("QP059087", "Les Oliveaux")
        self.neighbourhood("QP059091", "Le Nouveau Mons")
        self.neighbourhood("QN05999A", "Un quartier de 2024", generation=2024)
        self.territories["NATIONAL"] = Territory.objects.create(
            kind=TerritoryKind.GROUP, code="QPV-ENSEMBLE", name="Ensemble des QPV"
        )
        self.source = Source.objects.create(
            code="insee-revn", name="Revenus des quartiers", publisher="INSEE"
        )
        self.census = Source.objects.create(
            code="insee-rp", name="Recensement", publisher="INSEE", rolling_years=5
        )

    def neighbourhood(self, code: str, name: str, generation: int = 2014) -> Territory:
        self.territories[code] = Territory.objects.create(
            kind=TerritoryKind.PRIORITY,
            code=code,
            name=name,
            epci=self.epci,
            generation=generation,
        )
        return self.territories[code]

    def indicator(self, official: str, unit: Unit = Unit.PERCENT, **fields) -> Indicator:
        defaults = {
            "official_code": official,
            "dataset": "REVN",
            "label": f"Libellé de {official}",
            "theme": Theme.INCOME,
            "unit": unit,
            "direction": Direction.BAD,
        }
        code = fields.pop("code", official.lower().replace("_", "-"))
        return Indicator.objects.create(code=code, **{**defaults, **fields})

    def value(
        self,
        indicator: Indicator,
        place: str,
        year: int,
        value: str | None,
        *,
        size: int | None = None,
        status: ValueStatus = ValueStatus.PUBLISHED,
        note: str = "",
        source: Source | None = None,
    ) -> Value:
        vintage, _made = Vintage.objects.get_or_create(source=source or self.source, year=year)
        return Value.objects.create(
            indicator=indicator,
            territory=self.territories[place],
            vintage=vintage,
            value=None if value is None else Decimal(value),
            denominator=size,
            status=status,
            note=note,
        )


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def income(world: World) -> Indicator:
    """Median income: 11 666 € against 20 940 € in 2019, no reference in 2018."""
    found = world.indicator("DISP_Q2", Unit.EUROS, direction=Direction.GOOD, headline=1)
    world.value(found, "QP059087", 2018, "11300")
    world.value(found, "QP059087", 2019, "11666")
    world.value(found, "QP059091", 2019, "14210")
    world.value(found, "EPCI", 2019, "20940")
    world.value(found, "NATIONAL", 2019, "13101")
    return found


@pytest.fixture
def poverty(world: World) -> Indicator:
    """Poverty rate, without any reference; one value is a statistical secret in 2018."""
    found = world.indicator("TP60", headline=2)
    world.value(found, "QP059087", 2019, "56.3")
    world.value(found, "QP059091", 2019, "32.9")
    world.value(found, "QP059087", 2018, "55.0")
    world.value(
        found, "QP059091", 2018, None, status=ValueStatus.SUPPRESSED, note="secret statistique"
    )
    return found
