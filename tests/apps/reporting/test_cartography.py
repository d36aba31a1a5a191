"""The maps: shown when contours are known, coloured in classes of equal numbers."""

from datetime import date
from decimal import Decimal

import pytest
import shapely

from faire_ensemble.apps.observatory.models import Indicator, Value, Vintage
from faire_ensemble.apps.reporting.selectors import annual_report
from faire_ensemble.apps.reporting.selectors.blocks import Picture
from faire_ensemble.apps.reporting.selectors.cartography import class_bounds, class_of, map_day
from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind


def square(west: float) -> shapely.Geometry:
    return shapely.box(west, 50.0, west + 0.01, 50.01)


def contour(place: Territory, west: float, valid_from: date | None, valid_to: date | None = None):
    shape = square(west)
    bounds = dict(zip(("west", "south", "east", "north"), shape.bounds, strict=True))
    Perimeter.objects.create(
        territory=place,
        shape=shapely.to_wkb(shape),
        valid_from=valid_from,
        valid_to=valid_to,
        area_km2=1,
        source="contours d'essai",
        **bounds,
    )


@pytest.fixture
def drawn(metropolis):
    """Twelve neighbourhoods with a contour and an income, and their communes."""
    income = Indicator.objects.get(official_code="DISP_Q2")
    vintage = Vintage.objects.get(source__code="revn", year=2019)
    for rank, commune in enumerate(Territory.objects.filter(kind=TerritoryKind.COMMUNE)):
        contour(commune, 3.0 + rank / 10, None)
    for rank in range(12):
        place = Territory.objects.create(
            kind=TerritoryKind.PRIORITY,
            code=f"QP0001{rank:02}",
            name=f"Quartier {rank}",
            epci=metropolis,
            generation=2014,
        )
        contour(place, 3.0 + rank / 50, date(2015, 1, 1), date(2024, 1, 1))
        Value.objects.create(
            indicator=income, territory=place, vintage=vintage, value=Decimal(10000 + rank)
        )
    return metropolis


def pictures(report) -> dict[str, Picture]:
    return {
        block.uid: block
        for part in report.parts
        for block in part.blocks
        if isinstance(block, Picture)
    }


def test_without_contours_there_is_no_map(metropolis):
    assert pictures(annual_report(metropolis, 2019)) == {}


def test_the_map_shows_the_neighbourhoods_in_force_with_their_source(drawn):
    shown = pictures(annual_report(drawn, 2019))
    assert set(shown) == {"carte", "carte-valeurs"}
    names = [row[0] for row in shown["carte"].numbers.table.rows]
    assert len(names) == 12 and "Quartier 0" in names
    assert shown["carte"].source == "contours d'essai"
    assert "<svg " in shown["carte"].drawn()


def test_the_values_are_classed_from_low_to_high(drawn):
    drawing = pictures(annual_report(drawn, 2019))["carte-valeurs"]
    assert drawing.map.title == "Revenu disponible médian, 2019"
    assert len(drawing.map.steps) == 5
    assert drawing.map.steps[0].startswith("10\u202f000\u00a0€")
    assert "Revenus des quartiers, 2019" in drawing.source


def test_the_map_of_2014_is_shown_until_its_last_day():
    places = [Territory(generation=2014)]
    assert map_day(places, 2019) == date(2019, 12, 31)
    assert map_day(places, 2024) < date(2024, 1, 1)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([1, 2, 3, 4, 5], [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        ([7, 7, 7, 7, 7], [(7, 7)]),
        ([1, 1, 1, 2, 9], [(1, 1), (2, 2), (9, 9)]),
        ([], []),
    ],
)
def test_equal_values_share_a_class(values, bounds):
    made = class_bounds([Decimal(value) for value in values])
    assert made == bounds
    for value in values:
        low, high = made[class_of(Decimal(value), made)]
        assert low <= value <= high
