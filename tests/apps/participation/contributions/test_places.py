"""A point of the map finds its neighbourhood; far from here it is refused in words."""

import json
from datetime import date

import pytest
import shapely
from django.test import Client
from django.urls import reverse
from tests.apps.participation.words import Room

from faire_ensemble.apps.accounts.services import erase_person
from faire_ensemble.apps.participation.models import Contributor
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.territory.models import Perimeter, Territory


def draw(place: Territory, west: float, south: float, east: float, north: float) -> None:
    Perimeter.objects.create(
        territory=place, shape=shapely.to_wkb(shapely.box(west, south, east, north)),
        west=west, south=south, east=east, north=north, area_km2=1, source="test",
    )  # fmt: skip


@pytest.fixture
def drawn(room: Room) -> Room:
    draw(room.year.commune, 3.0, 50.0, 4.0, 51.0)
    draw(room.year.quarter, 3.1, 50.1, 3.2, 50.2)
    return room


def test_a_point_finds_its_neighbourhood_whatever_was_chosen(drawn: Room):
    other = drawn.year.place("priority", "QP059099", "Autre quartier")
    inside = drawn.write("Dedans", longitude=3.15, latitude=50.15, territory_id=other.pk)
    outside = drawn.write("Dehors", longitude=3.5, latitude=50.5)
    chosen = drawn.write("Choisi", territory_id=other.pk)
    assert inside.territory_id == drawn.year.quarter.pk
    assert outside.territory_id is None and chosen.territory_id == other.pk


def test_a_point_elsewhere_is_refused_in_words(drawn: Room):
    with pytest.raises(BadInput, match="hors du territoire"):
        drawn.write(longitude=2.35, latitude=48.85)


def test_points_are_open_data(drawn: Room):
    row = drawn.published("Un banc « ici »", longitude=3.15, latitude=50.15)
    drawn.published("Sans point")
    address = reverse("participation:contributions_geojson", args=[drawn.process.code])
    data = json.loads(b"".join(Client().get(address)))
    (feature,) = data["features"]
    assert feature["geometry"]["coordinates"] == [3.15, 50.15]
    assert feature["properties"]["number"] == row.number
    assert feature["properties"]["name"] == "Un banc « ici »"


def test_an_erased_account_leaves_its_words_without_its_name(room: Room):
    person = room.account("jeanne")
    author = services.contributor_of_person(room.process, person)
    author.name = "Jeanne"
    author.save()
    row = room.published(author=author)
    erase_person(actor=person, person=person)
    kept = Contributor.objects.get(pk=author.pk)
    assert (kept.email, kept.email_digest, kept.name) == ("", "", "")
    page = Client().get(reverse("participation:contribution", args=[room.process.code, row.number]))
    assert page.status_code == 200 and "Jeanne" not in page.content.decode()


def test_a_partner_who_owes_the_answer_finds_the_way(room: Room):
    row = room.published()
    partner, other = (
        room.year.mandated(name, "partner", organisation)
        for name, organisation in (("ville", room.city), ("caf", room.year.funders[2]))
    )
    address = reverse("participation:contribution", args=[room.process.code, row.number])
    door = reverse("participation:answer", args=[room.process.code])
    seen = []
    for person in (partner, other):
        client = Client()
        client.force_login(person)
        seen.append(door in client.get(address).content.decode())
    assert seen == [True, False]


def test_a_point_is_read_by_the_last_contours_when_none_is_of_today(drawn: Room):
    Perimeter.objects.filter(territory=drawn.year.quarter).update(
        valid_from=date(2015, 1, 1), valid_to=date(2024, 1, 1)
    )
    made = drawn.write("Dedans", longitude=3.15, latitude=50.15)
    assert made.territory_id == drawn.year.quarter.pk
