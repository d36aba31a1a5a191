"""A small invented territory: two square communes side by side and a neighbourhood on both."""

from datetime import date

import pytest
import shapely
from shapely import box

from faire_ensemble.apps.territory.models import EpciSiren, Perimeter, Territory, TerritoryKind

WEST, EAST = box(3.0, 50.0, 3.1, 50.1), box(3.1, 50.0, 3.2, 50.1)
ACROSS = box(3.08, 50.04, 3.12, 50.06)


def with_perimeter(place: Territory, shape: shapely.Geometry, start=None, end=None) -> Territory:
    west, south, east, north = shape.bounds
    Perimeter.objects.create(
        territory=place,
        valid_from=start,
        valid_to=end,
        shape=shapely.to_wkb(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        area_km2=1,
        source="essai",
    )
    return place


@pytest.fixture
def epci(db):
    place = Territory.objects.create(kind=TerritoryKind.EPCI, code="200000001", name="Métropole")
    EpciSiren.objects.create(epci=place, siren="200000001")
    return with_perimeter(place, WEST.union(EAST))


@pytest.fixture
def communes(epci):
    places = []
    for code, name, shape in (("59001", "Ouest-sur-Lys", WEST), ("59002", "La Rivière", EAST)):
        place = Territory.objects.create(
            kind=TerritoryKind.COMMUNE, code=code, name=name, epci=epci
        )
        places.append(with_perimeter(place, shape))
    return places


@pytest.fixture
def neighbourhood(epci, communes):
    place = Territory.objects.create(
        kind=TerritoryKind.PRIORITY, code="QP059901", name="Les Rives", epci=epci, generation=2014
    )
    place.communes.set(communes)
    return with_perimeter(place, ACROSS, date(2015, 1, 1), date(2024, 1, 1))
