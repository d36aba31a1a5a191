"""The form of a record: whom it serves, and where it is from its address, confirmed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.directory.test_records import entered

from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.territory.models import Address, Territory
from faire_ensemble.kit.models import AuditEntry

BOX = re.compile(
    r'<input class="form-check-input" type="checkbox" name="areas" id="id_areas_(\d+)"'
    r' value="(\d+)"( checked)?> <label class="form-check-label" for="id_areas_\1">([^<]+)</label>'
)
POINT = re.compile(r'type="radio" name="point" id="[\w-]+" value="([^"]+)"')


def ticked(page: str) -> dict[int, str]:
    """Areas whose box is ticked."""
    return {int(box[2]): box[4] for box in BOX.finditer(page) if box[3]}


def typed(**changed: Any) -> dict[str, Any]:
    sent = {
        "name": "Cours de français",
        "kinds": ["reading"],
        "address": "3 rue des Lilas",
        "postcode": "59999",
        "commune_name": "Rivebourg",
        "lon": "3,02",
        "lat": "50,02",
    }
    return sent | changed  # fmt: skip


def test_the_form_says_whom_a_record_serves(write, officer, quarter, town) -> None:
    made = write()
    client = entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    assert client.post(path, typed(areas=[quarter.pk, town.pk])).status_code == 302
    assert set(made.areas.all()) == {quarter, town}
    page = Client().get(reverse("directory:service", args=[made.pk])).text
    assert "Les Rives, Rivebourg" in page
    form = client.get(path).text
    assert ticked(form) == {quarter.pk: "Les Rives", town.pk: "toute la commune de Rivebourg"}
    assert '<details class="fold" open><summary>Rivebourg <span class="note">(2 cochés)' in form
    assert '<details class="fold"><summary>Autres communes</summary>' in form
    assert "areas" in AuditEntry.objects.order_by("-sequence")[0].detail["champs"]
    refused = client.post(path, typed(areas=["999999"]))
    assert refused.status_code == 422 and set(made.areas.all()) == {quarter, town}
    assert client.post(path, typed(areas=[])).status_code == 302
    assert not made.areas.exists()


def test_the_form_keeps_an_area_that_it_does_not_offer(write, officer, town) -> None:
    made = write()
    made.areas.set([town.epci])
    page = entered(officer).get(reverse("directory:edit_record", args=[made.pk])).text
    assert ticked(page) == {town.epci.pk: "Métropole"} and "<summary>Ailleurs" in page


def test_each_area_is_offered_once_in_as_many_queries_for_many(write, officer, town) -> None:
    made, client = write(), entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for rank in range(20):
        added = Territory.objects.create(
            kind="lived", code=f"LV{rank}", name="Le Bourg", epci=town.epci
        )
        added.communes.set([town, Territory.objects.get(code="59002")])
    with CaptureQueriesContext(connection) as many:
        page = client.get(path).text
    assert len(many) == len(few)
    offered = [int(box[2]) for box in BOX.finditer(page)]
    assert len(offered) == len(set(offered)) == 23
    assert "Le Bourg (LV7)" in page  # told apart by their codes


@pytest.fixture
def street(town) -> None:
    """Published numbers of one street of Rivebourg, in the neighbourhood and out of it."""
    Address.objects.bulk_create(
        Address(key=f"a{number}", commune=town, postcode="59999", street="Rue Haute",
                street_key="rue haute", number=number, lon=lon, lat=50.01)
        for number, lon in ((1, 3.01), (2, 3.09))
    )  # fmt: skip


def test_a_new_address_is_found_shown_and_kept_once_confirmed(write, officer, street) -> None:
    made, client = write(), entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    moved = typed(address="1 rue haute", postcode="", hours="lundi : 9h-12h")
    page = client.post(path, moved)
    made.refresh_from_db()
    assert page.status_code == 200 and made.place is not None
    assert made.place.address == "3 rue des Lilas" and made.place.lon == 3.02
    text = page.text
    assert "Où est-ce exactement" in text and "1. 1 Rue Haute" in text
    assert "quartier : Les Rives" in text and "lundi : 9h-12h" in text
    assert "<svg" in text and "La fiche n&#39;est pas encore enregistrée" in text
    [key, nowhere] = POINT.findall(text)
    assert nowhere == "aucun" and 'name="asked_address" value="1 rue haute, Rivebourg"' in text
    answer = client.post(path, moved | {"asked_address": "1 rue haute, Rivebourg", "point": key})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.place is not None
    assert (made.place.lon, made.place.lat, made.place.postcode) == (3.01, 50.01, "59999")
    assert made.place.address == "1 rue haute"
    assert [each.name for each in made.place.neighbourhoods.all()] == ["Les Rives"]
    assert "Sur la carte, dans : Les Rives." in client.get(path).text.replace("\xa0", " ")
    # Nothing to ask when the address is the same.
    again = typed(address="1 rue haute", name="Autre nom", lon="3,01", lat="50,01")
    assert client.post(path, again).status_code == 302
    assert Service.objects.get(pk=made.pk).place.lon == 3.01


def test_none_of_those_found_and_an_answer_to_another_address(write, officer, street) -> None:
    made, client = write(), entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    moved = typed(address="2 rue haute")
    asked = {"asked_address": "1 rue haute, 59999 Rivebourg", "point": "3.010000 50.010000"}
    text = client.post(path, moved | asked).text
    assert "1. 2 Rue Haute" in text and "hors des quartiers connus" in text
    unknown = {"asked_address": "2 rue haute, 59999 Rivebourg", "point": "1.0 45.0"}
    text = client.post(path, moved | unknown).text
    assert "Choisissez une des adresses trouvées" in text
    answer = client.post(path, moved | unknown | {"point": "aucun"})
    assert answer.status_code == 302
    place = Service.objects.get(pk=made.pk).place
    assert place.address == "2 rue haute" and place.lon is None


def test_what_is_not_found_is_saved_off_the_map_and_said(write, officer, street) -> None:
    made, client = write(), entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    answer = client.post(path, typed(address="8 chemin perdu"), follow=True)
    assert "n&#39;a pas été trouvée : la fiche n&#39;est pas sur la carte" in answer.text
    place = Service.objects.get(pk=made.pk).place
    assert place.address == "8 chemin perdu" and place.lon is None
    assert place.commune.name == "Rivebourg" and not place.neighbourhoods.exists()


def test_coordinates_typed_by_hand_count_before_the_address(write, officer, street) -> None:
    made, client = write(), entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    sent = typed(address="1 rue haute", lon="3,04", lat="50,04")
    assert client.post(path, sent).status_code == 302
    assert Service.objects.get(pk=made.pk).place.lon == 3.04
    half = client.post(path, typed(address="1 rue haute", lon="3,05", lat=""))
    assert "Donnez la longitude et la latitude" in half.text


def test_looking_for_an_address_saves_nothing_and_blames_nothing(officer, town, street) -> None:
    client, path = entered(officer), reverse("directory:new_record")
    page = client.post(path, {"address": "1 rue haute", "chercher": "1"}).text
    assert "1. 1 Rue Haute" in page and 'value="1 rue haute"' in page
    assert "errorlist" not in page and not Service.objects.exists()
    page = client.post(path, {"address": "8 chemin perdu", "chercher": "1"}).text
    assert "Adresse non trouvée" in page and "chemin perdu" in page
    page = client.post(path, {"name": "Aide", "chercher": "1"}).text
    assert "Il manque l&#39;adresse" in page and 'value="Aide"' in page


def test_a_street_without_the_number_says_so(write, officer, street) -> None:
    path = reverse("directory:edit_record", args=[write().pk])
    page = entered(officer).post(path, typed(address="rue haute", chercher="1")).text
    assert "le point le plus proche dans la rue" in page


def test_the_list_shows_those_to_check_alone(write, officer) -> None:
    fresh, stale = write("Halte"), write("Garage solidaire")
    Service.objects.filter(pk=stale.pk).update(checked_on=None)
    client, path = entered(officer), reverse("directory:records")
    page = client.get(path).text
    assert 'href="?vue=a-verifier"' in page and "Halte" in page
    page = client.get(path, {"vue": "a-verifier"}).text
    assert f"/aide/{stale.pk}/" in page and f"/aide/{fresh.pk}/" not in page
    assert 'à vérifier <span class="count">1</span>' in page
    assert "Aucune fiche" in client.get(path, {"vue": "a-verifier", "q": "halte"}).text
    assert client.get(path, {"page": "9" * 40}).status_code == 200
