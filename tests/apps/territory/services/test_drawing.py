"""Drawing a lived neighbourhood: who may, what is kept, what is refused."""

import json
from datetime import date

import pytest
import shapely
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from shapely import box

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.apps.territory.permissions import can_draw_neighbourhood
from faire_ensemble.apps.territory.services import BadDrawing, draw_neighbourhood
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
SHAPE = box(3.05, 50.02, 3.15, 50.04)
GEOMETRY = shapely.to_geojson(SHAPE)
FEATURES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": json.loads(GEOMETRY)}],
    }
)


def person(email="agent@exemple.fr", role=None):
    user = get_user_model().objects.create_user(email=email, password=None)
    if role:
        Mandate.objects.create(
            person=user, role=role, organisation="Métropole", valid_from=date(2015, 1, 1)
        )
    return user


def draw(actor, epci, **changes):
    asked = {"name": " Le  Vieux Moulin ", "shape": GEOMETRY, "valid_from": date(2016, 1, 1)}
    return draw_neighbourhood(actor=actor, epci=epci, **(asked | changes))


def test_a_drawing_is_kept_with_its_communes_and_audited(epci, communes):
    place = draw(person(role="officer"), epci, shape=FEATURES)
    assert (place.kind, place.code, place.name) == ("lived", f"LV{place.pk}", "Le Vieux Moulin")
    assert set(place.communes.all()) == set(communes)
    kept = place.perimeters.get()
    assert kept.geometry.equals(SHAPE)
    assert kept.valid_from == date(2016, 1, 1)
    assert 10 < kept.area_km2 < 20
    assert "exemple.fr" not in kept.source
    entry = AuditEntry.objects.get(verb="quartier vécu dessiné")
    assert entry.detail["communes"] == ["59001", "59002"]


@pytest.mark.parametrize("role", [None, "resident", "holder", "council", "partner", "elected"])
def test_others_may_not_and_read_why(epci, communes, role):
    actor = person(role=role)
    assert "mandat de chef de projet" in can_draw_neighbourhood(actor).reason
    with pytest.raises(Refused, match="chef de projet"):
        draw(actor, epci)
    assert "Connectez-vous" in can_draw_neighbourhood(None).reason
    assert not Territory.objects.filter(kind=TerritoryKind.LIVED).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "Donnez un nom"),
        ({"shape": ""}, "Dessinez le contour"),
        ({"shape": "POLYGON"}, "pas un contour en GeoJSON"),
        ({"shape": "[" * 100_000}, "pas un contour en GeoJSON"),
        ({"shape": '{"type": "Polygon"}'}, "pas un contour|vide"),
        ({"shape": '{"type": "Point", "coordinates": [3.05, 50.05]}'}, "n'est pas un polygone"),
        ({"shape": shapely.to_geojson(box(700000, 7e6, 700100, 7000100))}, "degrés"),
        ({"shape": shapely.to_geojson(box(5, 45, 5.1, 45.1))}, "hors de Métropole"),
        ({"shape": " " * 2_000_001}, "Dessinez|trop lourd"),
    ],
)
def test_what_cannot_be_a_neighbourhood_is_refused(epci, communes, changes, words):
    with pytest.raises(BadDrawing, match=words):
        draw(person(role="analyst"), epci, **changes)
    assert not Territory.objects.filter(kind=TerritoryKind.LIVED).exists()


def test_a_knot_is_mended_and_said(epci, communes):
    knot = shapely.to_geojson(
        shapely.Polygon([(3.02, 50.02), (3.06, 50.06), (3.06, 50.02), (3.02, 50.06)])
    )
    place = draw(person(role="steward"), epci, shape=knot)
    assert place.perimeters.get().geometry.is_valid
    assert place.perimeters.get().repair.startswith("polygone réparé")


class TestPage:
    url = "/quartiers-vecus/dessiner/"

    def post(self, client, epci, **changes):
        today = timezone.localdate().isoformat()
        return client.post(
            self.url,
            {
                "name": "Le Moulin",
                "kind": "lived",
                "epci": epci.pk,
                "valid_from": today,
                "shape": GEOMETRY,
            }
            | changes,
            follow=True,
        )

    def test_visitors_sign_in_and_residents_read_why(self, client):
        assert reverse("territory:draw") == self.url
        assert client.get(self.url).status_code == 302
        client.force_login(person())
        answer = client.get(self.url)
        assert answer.status_code == 403
        assert "chef de projet" in answer.text

    def test_an_officer_draws_without_script(self, client, epci, communes):
        client.force_login(person(role="officer"))
        page = client.get(self.url).text
        assert "<textarea" in page and 'type="file"' in page
        assert "style=" not in page
        answer = self.post(client, epci)
        assert "Quartier enregistré : Le Moulin (LV" in answer.text
        assert Territory.objects.get(kind=TerritoryKind.LIVED).name == "Le Moulin"

    def test_a_neighbourhood_still_watched_is_drawn_too(self, client, epci, communes):
        client.force_login(person(role="officer"))
        assert (
            "Quartier enregistré : Le Moulin (QV" in self.post(client, epci, kind="monitored").text
        )
        place = Territory.objects.get(kind=TerritoryKind.MONITORED)
        assert AuditEntry.objects.filter(
            verb="quartier de veille dessiné", subject__startswith=place.code
        ).exists()

    def test_an_official_kind_is_not_drawn(self, client, epci, communes):
        client.force_login(person(role="officer"))
        self.post(client, epci, kind="priority")
        assert not Territory.objects.filter(kind=TerritoryKind.PRIORITY).exists()

    def test_a_file_counts_too(self, client, epci, communes):
        client.force_login(person(role="officer"))
        file = SimpleUploadedFile("q.geojson", FEATURES.encode())
        assert "Quartier enregistré" in self.post(client, epci, shape="", file=file).text
        both = SimpleUploadedFile("q.geojson", FEATURES.encode())
        assert "pas les deux" in self.post(client, epci, file=both).text
        binary = SimpleUploadedFile("q.geojson", b"\xff\xfe\x00")
        assert "pas du texte" in self.post(client, epci, shape="", file=binary).text

    def test_a_bad_contour_stays_in_the_form_with_the_reason(self, client, epci, communes):
        client.force_login(person(role="officer"))
        answer = self.post(client, epci, shape="rien")
        assert "pas un contour en GeoJSON" in answer.text
        assert ">\nrien</textarea>" in answer.text
