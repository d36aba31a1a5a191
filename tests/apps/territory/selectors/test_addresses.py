"""An address as people type it, and what it is to the priority neighbourhoods."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from shapely import box
from tests.apps.territory.conftest import with_perimeter

from faire_ensemble.apps.territory.models import Address, Territory, TerritoryKind
from faire_ensemble.apps.territory.selectors import (
    find_addresses,
    looks_like_address,
    standings_of,
)
from faire_ensemble.apps.territory.services import open_epci
from faire_ensemble.apps.territory.services.addresses import import_addresses
from faire_ensemble.core.addresses import street_key
from faire_ensemble.kit.tabular import run_import

pytestmark = pytest.mark.django_db


def put(commune: Territory, street: str, numbers, postcode="59100", lon=3.05) -> None:
    Address.objects.bulk_create(
        Address(
            key=f"{commune.code}-{postcode}-{street}-{number}{rep}",
            commune=commune,
            postcode=postcode,
            street=street,
            street_key=street_key(street),
            number=number,
            repetition=rep,
            lon=lon + 0.0001 * number,
            lat=50.02,
        )
        for number, rep in numbers
    )


@pytest.fixture
def streets(communes):
    west, east = communes
    put(west, "Rue Roger Salengro", [(1, ""), (3, ""), (3, "bis"), (12, "")])
    put(west, "Boulevard de la Liberté", [(7, "")])
    put(west, "Rue de la Rivière", [(2, "")])
    put(west, "Place Saint-Martin", [(4, "")])
    put(west, "Rue du 8 Mai 1945", [(5, "")])
    put(east, "Rue Roger Salengro", [(3, "")], "59200", 3.15)
    put(east, "Rue des Écoles", [(n, "") for n in range(1, 100)], "59200", 3.15)
    return communes


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("3 bis rue Roger Salengro 59100 Ouest sur Lys",
         ["3 bis Rue Roger Salengro, 59100 Ouest-sur-Lys"]),
        ("3B, R. ROGER SALENGRO OUEST-SUR-LYS", ["3 bis Rue Roger Salengro, 59100 Ouest-sur-Lys"]),
        ("3 rue salengro 59200", ["3 Rue Roger Salengro, 59200 La Rivière"]),
        ("3 rue Roger Salengro à La Rivière", ["3 Rue Roger Salengro, 59200 La Rivière"]),
        ("3 rue roger salengro", ["3 Rue Roger Salengro, 59100 Ouest-sur-Lys",
                                  "3 Rue Roger Salengro, 59200 La Rivière"]),
        ("7 bd de la liberte ouest sur lys", ["7 Boulevard de la Liberté, 59100 Ouest-sur-Lys"]),
        ("7 avenue de la Liberté 59100", ["7 Boulevard de la Liberté, 59100 Ouest-sur-Lys"]),
        ("3 rue Rogger Salangro 59100", ["3 Rue Roger Salengro, 59100 Ouest-sur-Lys"]),
        ("4 pl st martin BP 12 59100 Ouest sur Lys Cedex 2",
         ["4 Place Saint-Martin, 59100 Ouest-sur-Lys"]),
        ("5 rue du 8 mai 1945, 59100", ["5 Rue du 8 Mai 1945, 59100 Ouest-sur-Lys"]),
        ("2 rue de la Rivière", ["2 Rue de la Rivière, 59100 Ouest-sur-Lys"]),
        ("14 rue Roger Salengro 59100", ["Rue Roger Salengro, 59100 Ouest-sur-Lys"]),
        ("rue des ecoles 59200", ["Rue des Écoles, 59200 La Rivière"]),
        ("3 rue Gustave Delory 59100", []),
        ("rue 59100", []),
        ("", []),
        ("Ouest-sur-Lys", []),
    ],
)  # fmt: skip
def test_an_address_is_found_as_typed(streets, text: str, labels: list[str]) -> None:
    assert [each.label for each in find_addresses(text)] == labels


def test_a_number_not_published_gives_the_nearest_and_none_the_middle(streets) -> None:
    [near] = find_addresses("14 rue Roger Salengro 59100")
    assert not near.exact and near.lon == pytest.approx(3.05 + 0.0012)
    [middle] = find_addresses("rue des Écoles 59200")
    assert not middle.exact and middle.lon == pytest.approx(3.15 + 0.0050)
    [exact] = find_addresses("50 rue des Écoles 59200")
    assert exact.exact and exact.commune == streets[1]


def test_the_number_of_queries_is_constant(streets, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        assert find_addresses("3 rue Roger Salengro")
    for n in range(30):
        put(streets[0], f"Rue du Numéro {n}", [(k, "") for k in range(1, 30)])
    with django_assert_num_queries(3):
        assert find_addresses("3 rue Roger Salengro")
    with django_assert_num_queries(3):
        assert len(find_addresses("3 rue du Numéro 59100")) == 5


def test_what_looks_like_an_address() -> None:
    told = ["12 rue Haute", "rue Haute", "3 Carrière", "pl. de la mairie", "Lille", "59000", "rue"]
    assert [looks_like_address(text) for text in told] == [True, True, False, True] + [False] * 3


def test_inside_at_the_edge_and_the_nearest(communes, neighbourhood) -> None:
    assert standings_of([(3.10, 50.05)])[0].inside == (neighbourhood,)
    assert standings_of([(3.12, 50.05)])[0].inside == (neighbourhood,)
    away = standings_of([(3.134, 50.05)])[0]
    assert (away.inside, away.nearest) == ((), neighbourhood)
    # 0.014 degree of longitude at 50.05 degrees north: 1 003 m on the ellipsoid.
    assert away.metres == pytest.approx(1003, abs=3)


def test_a_neighbourhood_of_today_hides_those_of_before(epci, communes, neighbourhood) -> None:
    new = Territory.objects.create(
        kind=TerritoryKind.PRIORITY, code="QN05999M", name="Le Port", epci=epci, generation=2024
    )
    with_perimeter(new, box(3.15, 50.04, 3.16, 50.06), date(2024, 1, 1))
    away = standings_of([(3.10, 50.05)])[0]
    assert away.inside == () and away.nearest == new


def test_without_any_neighbourhood_nothing_is_near(communes) -> None:
    assert standings_of([(3.1, 50.05)])[0].nearest is None


def test_real_addresses_of_the_metropolis(shared_data: Path) -> None:
    """Every address loaded is found by what people typed for it, with a town or a postcode."""
    open_epci("200093201")
    path = shared_data / "addresses" / "test_addresses.csv"
    run_import("addresses", import_addresses, path, actor=None)
    loaded = {(each.number, each.street_key): each for each in Address.objects.all()}
    asked, missed = 0, []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            digits = re.match(r"\d+", row["expected_housenumber"])
            number = int(digits[0]) if digits else None
            wanted = loaded.get((number, street_key(row["expected_street"])))
            if row["lon"] or wanted is None:
                continue
            asked += 1
            found = find_addresses(row["query"])
            if not found or (found[0].lon, found[0].lat) != (wanted.lon, wanted.lat):
                missed.append((row["query"], str(wanted), [f.label for f in found]))
    assert (asked, missed) == (138, [])
