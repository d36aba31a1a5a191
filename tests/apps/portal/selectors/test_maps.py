"""Maps: drawn on the server, coloured by classes of as many neighbourhoods each."""

from datetime import date
from decimal import Decimal

import pytest
import shapely
from tests.apps.portal.conftest import indicator, place, value

from faire_ensemble.apps.observatory.selectors import find_indicator, gaps_of_indicator
from faire_ensemble.apps.portal.selectors.maps import (
    classes,
    commune_svg,
    map_page,
    metropolis_svg,
    neighbourhood_svg,
)
from faire_ensemble.apps.territory.models import Perimeter, Territory


def outline(territory: Territory, west: float, south: float, side: float) -> None:
    box = shapely.box(west, south, west + side, south + side)
    bounds = dict(zip(("west", "south", "east", "north"), box.bounds, strict=True))
    Perimeter.objects.create(
        territory=territory, shape=shapely.to_wkb(box), area_km2=1, source="dessin d'essai",
        valid_from=date(2015, 1, 1), **bounds,
    )  # fmt: skip


@pytest.fixture
def drawn(world):
    outline(world.lille, 3.0, 50.6, 0.1)
    outline(world.hem, 3.1, 50.6, 0.1)
    outline(world.south, 3.02, 50.62, 0.02)
    outline(world.wood, 3.06, 50.66, 0.02)
    return world


def address(territory: Territory) -> str:
    return f"/{territory.code}"


def test_map_links_every_shape_to_its_page(drawn):
    page = map_page(address)
    for code in ("59350", "59299", "QP059074", "QP059087"):
        assert f'href="/{code}"' in page.svg
    assert [link.name for link in page.communes] == ["Hem", "Lille"]
    assert [link.code for link, _communes in page.places] == ["LV1", "QP059087", "QP059074"]


def test_map_is_coloured_by_the_indicator_asked_and_says_what_is_not_known(drawn):
    page = map_page(address, "poverty")
    assert page.chosen.name == "Taux de pauvreté" and "Insee" in page.source
    assert "56,3" in page.svg and "non connu" in page.svg
    assert map_page(address, "inconnu").chosen is None


def test_small_maps_hold_no_link(drawn):
    for svg in (metropolis_svg(), neighbourhood_svg("QP059074"), commune_svg("59350")):
        assert svg.startswith("<svg") and "<a " not in svg and "<script" not in svg


def test_maps_of_unknown_places(world):
    assert neighbourhood_svg("59350") is None
    assert commune_svg("QP059074") is None


def test_no_map_before_anything_is_open(db):
    assert map_page(address) is None
    assert metropolis_svg() is None


def test_contour_and_its_source_are_on_the_page(drawn, client):
    page = client.get("/quartiers/QP059074/").content.decode()
    assert "dessin d&#39;essai" in page
    svg = client.get("/quartiers/QP059074/carte.svg")
    assert svg["Content-Type"] == "image/svg+xml" and "max-age" in svg["Cache-Control"]
    assert {"Accept-Language", "Cookie"} <= set(svg["Vary"].split(", "))
    assert client.get("/quartiers/XX/carte.svg").status_code == 404
    assert client.get("/communes/59350/carte.svg").status_code == 200
    assert client.get("/carte/?indicateur=poverty").status_code == 200


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (3, 3), (5, 5), (12, 5)])
def test_classes_hold_as_many_neighbourhoods_each(world, count, expected):
    held = indicator("rate", "Taux", "health", "bad", None)
    ids = {}
    for rank in range(count):
        one = place("priority", f"QPX{rank:04}", f"Q{rank}", world.epci, generation=2014)
        value(world.source, held, one, 2019, str(Decimal(rank)))
        ids[one.code] = one.pk
    table = gaps_of_indicator(find_indicator("rate"), world.epci)
    legends, step_of = classes(table, ids)
    assert len(legends) == expected
    sizes = [list(step_of.values()).count(step) for step in range(expected)]
    assert sum(sizes) == count and max(sizes) - min(sizes) <= 1
    assert [step_of[pk] for pk in ids.values()] == sorted(step_of.values())


def test_equal_values_share_a_class(world):
    held = indicator("rate", "Taux", "health", "bad", None)
    ids = {}
    for rank in range(6):
        one = place("priority", f"QPX{rank:04}", f"Q{rank}", world.epci, generation=2014)
        value(world.source, held, one, 2019, "7")
        ids[one.code] = one.pk
    legends, step_of = classes(gaps_of_indicator(find_indicator("rate"), world.epci), ids)
    assert len(legends) == 1 and set(step_of.values()) == {0}
