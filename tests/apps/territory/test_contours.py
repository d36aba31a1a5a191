"""The public GeoJSON of communes and neighbourhoods."""

from datetime import date

import pytest
import shapely
from django.utils import timezone
from tests.apps.territory.conftest import ACROSS, with_perimeter

from faire_ensemble.apps.territory.models import Territory, TerritoryKind

pytestmark = pytest.mark.django_db
COMMUNES, QUARTERS = "/carte/communes.geojson", "/carte/quartiers.geojson"


def test_communes_and_neighbourhoods_of_a_day(client, neighbourhood):
    data = client.get(COMMUNES).json()
    assert [each["properties"]["name"] for each in data["features"]] == [
        "Ouest-sur-Lys",
        "La Rivière",
    ]
    quarter = client.get(QUARTERS, {"on": "2019-06-01"}).json()["features"][0]
    assert quarter["id"] == "QP059901"
    assert quarter["properties"]["communes"] == ["59001", "59002"] or set(
        quarter["properties"]["communes"]
    ) == {"59001", "59002"}
    assert quarter["properties"]["url"] == "/quartiers/QP059901/"
    assert shapely.from_geojson(str(quarter["geometry"]).replace("'", '"')).equals(ACROSS)
    assert client.get(QUARTERS, {"on": "2025-01-01"}).json()["features"] == []


def test_without_a_day_the_last_geography_is_shown(client, neighbourhood):
    assert len(client.get(QUARTERS).json()["features"]) == 1


def test_lived_neighbourhoods_are_shown_beside_the_last_geography(client, epci, neighbourhood):
    lived = Territory.objects.create(
        kind=TerritoryKind.LIVED, code="LV1", name="Le Moulin", epci=epci
    )
    with_perimeter(lived, ACROSS, timezone.localdate())
    shown = [each["id"] for each in client.get(QUARTERS).json()["features"]]
    assert shown == ["LV1", "QP059901"]
    newer = Territory.objects.create(
        kind=TerritoryKind.PRIORITY, code="QN05901M", name="Les Rives", epci=epci, generation=2024
    )
    with_perimeter(newer, ACROSS, date(2024, 1, 1))
    shown = [each["id"] for each in client.get(QUARTERS).json()["features"]]
    assert shown == ["LV1", "QN05901M"]


def test_an_unchanged_answer_is_not_sent_again(client, communes):
    first = client.get(COMMUNES)
    assert first.headers["Content-Type"] == "application/geo+json"
    assert "public" in first.headers["Cache-Control"]
    again = client.get(COMMUNES, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    communes[0].name = "Autre"
    communes[0].save()
    changed = client.get(COMMUNES, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_what_is_wrong_is_said(client, communes):
    assert client.get(COMMUNES, {"on": "hier"}).status_code == 400
    assert client.get(COMMUNES, {"epci": "123456789"}).status_code == 404
    assert "ouverte" in client.get(COMMUNES, {"epci": "123456789"}).json()["error"]
    assert client.post(COMMUNES).status_code == 405


def test_nothing_open(client, db):
    assert client.get(COMMUNES).status_code == 404


def test_a_fixed_number_of_queries(client, neighbourhood, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get(QUARTERS)
