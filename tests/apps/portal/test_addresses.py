"""An address typed in the search: in which neighbourhood, or how far from the nearest."""

from datetime import date

import pytest
import shapely
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faire_ensemble.apps.territory.models import Address, Perimeter

FRENCH = {"accept-language": "fr"}


def put(world, number: int, lon: float) -> None:
    Address.objects.create(
        key=f"a{number}", commune=world.lille, postcode="59000", street="Rue <Haute>",
        street_key="rue haute", number=number, lon=lon, lat=50.05,
    )  # fmt: skip


@pytest.fixture
def streets(world):
    Perimeter.objects.create(
        territory=world.south, valid_from=date(2015, 1, 1), area_km2=1, source="essai",
        shape=shapely.to_wkb(shapely.box(3.0, 50.0, 3.1, 50.1)),
        west=3.0, south=50.0, east=3.1, north=50.1,
    )  # fmt: skip
    put(world, 2, 3.05)
    put(world, 4, 3.11)
    return world


def read(query: str) -> str:
    answer = Client().get("/recherche/", {"q": query}, headers=FRENCH)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_address_inside(streets) -> None:
    page = read("2 rue haute lille")
    assert "2 Rue &lt;Haute&gt;, 59000 Lille" in page and "<Haute>" not in page
    assert 'Dans le quartier prioritaire <a href="/quartiers/QP059074/">Secteur Sud</a>' in page
    assert "périmètre de 2014" in page and "1 réponse" in page
    assert "/aide/?ou=2+Rue+%3CHaute%3E%2C+59000+Lille" in page


def test_an_address_outside_says_the_nearest_and_how_far(streets) -> None:
    page = read("4 r. Haute 59000")
    assert "Pas dans un quartier prioritaire. Le plus proche :" in page
    assert "Secteur Sud" in page and ", à 720 m </span>" in page


def test_a_number_that_is_not_known_is_said(streets) -> None:
    assert "un autre bout de la rue peut être ailleurs" in read("5 rue haute lille")
    assert "un autre bout" not in read("4 rue haute lille")


def test_an_address_that_is_not_known_says_what_to_do(streets) -> None:
    page = read("4 rue Basse lille")
    assert "Cette adresse n&#39;est pas connue ici" in page
    assert "Cette adresse" not in read("Lille")


def test_the_number_of_queries_is_constant(streets, django_assert_num_queries) -> None:
    with CaptureQueriesContext(connection) as few:
        read("2 rue haute lille")
    for number in range(6, 200, 2):
        put(streets, number, 3.05)
    with django_assert_num_queries(len(few)):
        read("2 rue haute lille")
