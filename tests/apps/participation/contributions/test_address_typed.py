"""An address typed fills the neighbourhood, says which, can be changed; nothing more is kept."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.participation.contributions.test_places import draw
from tests.apps.participation.words import Room

from faire_ensemble.apps.participation.models import Contribution
from faire_ensemble.apps.territory.models import Address, Perimeter

TYPED = {"title": "Des bancs", "body": "Pour s'asseoir.", "email": "jeanne@exemple.org"}


def put(room: Room, street: str, number: int, lon: float) -> None:
    Address.objects.create(
        key=f"{street}{number}", commune=room.year.commune, postcode="59100", street=street,
        street_key=street.lower(), number=number, lon=lon, lat=50.15,
    )  # fmt: skip


@pytest.fixture
def streets(room: Room) -> Room:
    """« Rue Haute » is in the neighbourhood, « Rue Basse » outside, « Rue Longue » in two."""
    draw(room.year.commune, 3.0, 50.0, 4.0, 51.0)
    draw(room.year.quarter, 3.1, 50.1, 3.2, 50.2)
    put(room, "Rue Haute", 2, 3.15)
    put(room, "Rue Basse", 4, 3.5)
    put(room, "Rue Longueville A", 1, 3.15)
    put(room, "Rue Longueville B", 1, 3.5)
    return room


def post(room: Room, step: str = "relire", **typed: Any) -> str:
    answer = Client().post(
        reverse("participation:propose", args=[room.process.code]), TYPED | typed | {"etape": step}
    )
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def chosen(page: str) -> str:
    """The neighbourhood selected in the visible list of a page."""
    listed = re.search(r'<select name="territory_id".*?</select>', page, re.S)
    assert listed is not None
    picked = re.search(r'value="(\d*)" selected', listed.group())
    return picked.group(1) if picked else ""


def test_the_neighbourhood_is_filled_said_and_sent(streets: Room) -> None:
    page = post(streets, place="2 rue haute roubaix")
    quarter = streets.year.quarter
    assert f"« 2 Rue Haute, 59100 Roubaix » est dans le quartier {quarter.name}." in page
    assert chosen(page) == str(quarter.pk) and "un autre bout" not in page
    post(streets, "envoyer", place="2 rue haute roubaix", territory_id=chosen(page))
    made = Contribution.objects.get()
    assert made.territory == quarter and made.place == "2 rue haute roubaix"
    assert made.longitude is None and made.latitude is None


def test_the_last_contours_serve_when_no_newer_ones_are_loaded(streets: Room) -> None:
    Perimeter.objects.filter(territory=streets.year.quarter).update(
        valid_from=date(2015, 1, 1), valid_to=date(2024, 1, 1)
    )
    assert chosen(post(streets, place="2 rue haute roubaix")) == str(streets.year.quarter.pk)


def test_it_is_kept_for_correction_and_may_be_changed(streets: Room) -> None:
    other = streets.year.place("priority", "QP059099", "Autre quartier")
    page = post(streets, place="2 rue haute roubaix", territory_id=other.pk)
    assert "vous en avez choisi un autre : vérifiez" in page and chosen(page) == str(other.pk)
    back = post(streets, "corriger", place="2 rue haute roubaix", territory_id=other.pk)
    assert chosen(back) == str(other.pk)
    post(streets, "envoyer", place="2 rue haute roubaix", territory_id="")
    assert Contribution.objects.get().territory is None


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("9 rue haute roubaix", "Ce numéro n'est pas connu"),
        ("4 rue basse roubaix", "n'est dans aucun des quartiers connus ici"),
        ("12 rue de nulle part roubaix", "Cette adresse n'est pas connue ici"),
        ("1 rue longueville roubaix", "Plusieurs adresses répondent : "),
    ],
)
def test_what_is_not_sure_is_said(streets: Room, place: str, words: str) -> None:
    page = post(streets, place=place)
    assert words in page
    inside = str(streets.year.quarter.pk)
    assert chosen(page) == (inside if place.startswith("9") else "")


def test_what_is_no_address_and_a_point_on_the_map_are_left(streets: Room) -> None:
    for typed in (
        {"place": "le square"},
        {"place": ""},
        {"place": "2 rue haute roubaix", "longitude": "3.5", "latitude": "50.5"},
    ):
        page = post(streets, **typed)
        assert "<select" not in page and "est dans le quartier" not in page


def test_while_writing_the_address_is_posted_and_read(streets: Room) -> None:
    client, where = Client(), reverse("participation:address_json", args=[streets.process.code])
    read = client.post(where, {"place": "2 rue haute roubaix"}).json()
    assert read["territory"] == streets.year.quarter.pk and "est dans le quartier" in read["words"]
    assert client.post(where, {"place": "le square"}).json() == {"words": "", "territory": None}
    assert client.get(where).status_code == 405
    assert not Contribution.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(where, {"place": "2 rue haute roubaix"}).status_code == 403
