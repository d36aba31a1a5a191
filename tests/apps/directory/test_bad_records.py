"""What goes wrong when somebody writes a record, as they see it: the sentence stands beside the
question and what was typed is still there. Merges that would lose help or leave a place behind.
"""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.directory.test_records import entered

from faire_ensemble.apps.directory.models import Contact, Merge, Service
from faire_ensemble.apps.directory.selectors.finding import Asked, find, whereabouts
from faire_ensemble.apps.directory.services import (
    BadRecord,
    close_service,
    merge_services,
    undo_merge,
)
from faire_ensemble.core.opening import write_week

SENT: dict[str, Any] = {
    "name": "Café des langues",
    "kinds": ["reading"],
    "commune_name": "Rivebourg",
    "description": "Un soir sur deux.",
}
ROW = re.compile(r'<th scope="row">(\w+).*?</th><td>([^<]+)</td>')


def faults(page: str, field: str) -> str:
    """The faults told in the block of a question."""
    blocks = re.split(r'<(?:div|fieldset) class="mb-3" id="question-', page)
    block = next(each for each in blocks if f'name="{field}"' in each)
    return html.unescape(" ".join(re.findall(r"<li>([^<]+)</li>", block)))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " "}, "name", "Donnez un nom : c'est ce que les gens liront"),
        ({"kinds": []}, "kinds", "Cochez au moins une sorte d'aide"),
        ({"hours": "lundi : 14h-9h"}, "hours", "écrivez par exemple « 22h-2h »"),
        ({"hours": "lundi : 9h-12h / 11h-14h"}, "hours",
         "9h-12h et 11h-14h se recouvrent. Écrivez « 9h-14h »"),
        ({"hours": "vendredi : 22h-2h\nsamedi : 1h-5h"}, "hours", "0h-2h et 1h-5h se recouvrent"),
        ({"changes": "24/12/2026 : 22h-2h"}, "changes", "s'arrêtent à minuit au plus"),
        ({"changes": "24/12/2026 : 9h-12h / 10h-13h"}, "changes", "se recouvrent"),
        ({"commune_name": ""}, "commune_name", "Dites où aller (au moins la commune)"),
        ({"commune_name": "", "address": "3 rue des Lilas"}, "commune_name",
         "Dites dans quelle commune est ce lieu"),
        ({"postcode": "5951"}, "postcode", "Un code postal a cinq chiffres"),
        ({"lon": "3,02"}, "lon", "Donnez la longitude et la latitude"),
    ],
)  # fmt: skip
def test_a_bad_record(officer, town, typed: dict[str, Any], field: str, sentence: str) -> None:
    page = entered(officer).post(reverse("directory:new_record"), SENT | typed)
    assert page.status_code == 422 and not Service.objects.exists()
    text = page.text.replace("\xa0", " ")
    assert sentence in faults(text, field)
    assert "Un soir sur deux." in text and "<title>Erreur · " in text
    for name, value in typed.items():
        if isinstance(value, str) and value.strip():
            assert html.escape(value).replace("&#x27;", "&#39;") in text, name


def test_all_faults_are_told_at_once_with_links_to_their_questions(officer, town) -> None:
    sent = SENT | {"name": "", "kinds": [], "hours": "lundi : 9h-25h", "changes": "demain"}
    page = entered(officer).post(reverse("directory:new_record"), sent).text
    links = re.findall(r'<li><a href="#question-(\w+)">', page)
    assert links == ["name", "kinds", "hours", "changes"]
    assert all(f'id="question-{name}"' in page for name in links)
    fold = page[page.index("Jours à part et précisions") - 60 :]
    assert fold[: fold.index("<summary>")].rstrip().endswith("open>")


def test_help_without_a_place_says_how_it_comes(officer, town, quarter) -> None:
    sent = SENT | {"commune_name": "", "areas": [quarter.pk]}
    client, path = entered(officer), reverse("directory:new_record")
    page = client.post(path, sent)
    assert page.status_code == 422 and "checked" in page.text
    assert client.post(path, sent | {"coming": ["home"]}).status_code == 302
    made = Service.objects.get()
    assert made.place is None and list(made.areas.all()) == [quarter]


def test_a_night_is_shown_as_one_and_open_until_its_end(
    officer, write, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = write(hours="vendredi : 22h-2h\nsamedi : 10h-12h")
    assert write_week(made.week) == "vendredi : 22h-2h\nsamedi : 10h-12h"
    page = reverse("directory:service", args=[made.pk])
    rows = dict(ROW.findall(Client().get(page).text))
    assert (rows["vendredi"], rows["samedi"], rows["dimanche"]) == ("22h-2h", "10h-12h", "fermé")
    friday = timezone.localtime().replace(year=2026, month=11, day=27, hour=23, minute=0)
    monkeypatch.setattr("faire_ensemble.apps.directory.selectors.records.cards.now", lambda: friday)
    assert "Ouvert jusqu'à 2h" in html.unescape(Client().get(page).text)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"consent": ""}, "consent", "sans accord, son nom ne peut pas être montré"),
        ({"consent": "  "}, "consent", "sans accord, son nom ne peut pas être montré"),
        ({"name": ""}, "name", "Donnez le nom de la personne"),
        ({"consented_on": "31/02/2026"}, "consented_on", "Ce n'est pas une date"),
        ({"consented_on": ""}, "consented_on", "Dites quel jour la personne"),
        ({"consented_on": "2999-01-01"}, "consented_on", "dans l'avenir"),
        ({"email": "zoe"}, "email", "adresse"),
    ],
)
def test_a_contact_without_consent(
    officer, write, typed: dict[str, Any], field: str, sentence: str
) -> None:
    made = write()
    sent = {"name": "Zoé Martin", "role": "accueil", "consent": "de vive voix",
            "consented_on": "2026-11-02"}  # fmt: skip
    page = entered(officer).post(reverse("directory:contacts", args=[made.pk]), sent | typed)
    assert page.status_code == 422 and not Contact.objects.exists()
    assert sentence in faults(page.text, field) and 'value="accueil"' in page.text
    assert "<title>Erreur · " in page.text


@pytest.fixture
def pair(write) -> tuple[Service, Service]:
    return write("Épicerie", kinds=["food"], address="3 rue des Lilas"), write(
        "Epicerie", kinds=["food"], address="12 quai des Brumes", lon=3.07, lat=50.07
    )


def told(client: Client, path: str, sent: dict[str, Any]) -> str:
    answer = client.post(path, sent, follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.text).replace("\xa0", " ")


def test_merging_badly_is_said_on_the_page(officer, pair) -> None:
    one, two = pair
    client, path = entered(officer), reverse("directory:merge")
    assert "Choisissez la fiche à garder" in told(client, path, {"kept": "x", "absorbed": "2"})
    huge = {"kept": "9" * 30, "absorbed": str(two.pk)}
    assert "Choisissez la fiche à garder" in told(client, path, huge)
    sent = {"kept": str(one.pk), "absorbed": str(two.pk)}
    assert "Les deux fiches n'en font plus qu'une" in told(client, path, sent)
    assert "est déjà réunie avec une autre" in told(client, path, sent)
    undo = reverse("directory:undo_merge", args=[Merge.objects.get().pk])
    assert "de nouveau séparées" in told(client, undo, {})
    assert "déjà défaite" in told(client, undo, {})
    assert "n'existe pas" in told(client, reverse("directory:undo_merge", args=[987]), {})


def test_a_closed_record_does_not_swallow_one_that_helps(officer, pair) -> None:
    one, two = pair
    close_service(actor=officer, service_id=one.pk)
    with pytest.raises(BadRecord, match="« Épicerie » est fermée : gardez l'autre"):
        merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    merge_services(actor=officer, kept_id=two.pk, absorbed_id=one.pk)
    assert [hit.service_id for hit in find(Asked(text="epicerie")).hits] == [two.pk]


def test_merges_are_undone_from_the_last(officer, pair, write) -> None:
    one, two = pair
    three = write("L'épicerie", kinds=["food"])
    contact = Contact.objects.create(
        service=two, name="Zoé", consent="écrit", consented_on=timezone.localdate()
    )
    first = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    last = merge_services(actor=officer, kept_id=three.pk, absorbed_id=one.pk)
    with pytest.raises(BadRecord, match="défaites d'abord cette réunion-là"):
        undo_merge(actor=officer, merge_id=first.pk)
    undo_merge(actor=officer, merge_id=last.pk)
    undo_merge(actor=officer, merge_id=first.pk)
    contact.refresh_from_db()
    assert contact.service == two and Service.objects.filter(merged_into=None).count() == 3


def test_the_place_of_a_merged_record_is_not_found_until_undone(officer, pair, write) -> None:
    one, two = pair
    other = write("Chorale", kinds=["leisure"], address="3 rue des Lilas")
    where = "12 quai des Brumes"
    assert whereabouts(where) is not None
    merge = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    assert whereabouts(where) is None
    page = Client().get(reverse("directory:help"), {"q": "epicerie"}).text
    assert "quai des Brumes" not in page and "rue des Lilas" in page
    assert "quai des Brumes" not in Client().get(reverse("directory:help_csv")).getvalue().decode()
    assert "Brumes" not in Client().get(reverse("directory:help_geojson")).text
    two.refresh_from_db()
    assert two.place is not None and two.place.address == where
    undo_merge(actor=officer, merge_id=merge.pk)
    found = whereabouts(where)
    assert found is not None and (found.lon, found.lat) == (3.07, 50.07)
    page = Client().get(reverse("directory:help"), {"q": "epicerie"}).text
    assert "quai des Brumes" in page and other.place is not None


def test_a_place_taken_from_a_merged_record_goes_back_with_it(officer, write) -> None:
    one = write("Écoute", commune_name="", address="", postcode="", lon=None, lat=None,
                coming=["phone"])  # fmt: skip
    two = write("Écoute", address="12 quai des Brumes")
    merge = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    one.refresh_from_db()
    assert one.place_id == two.place_id and whereabouts("12 quai des Brumes") is not None
    undo_merge(actor=officer, merge_id=merge.pk)
    one.refresh_from_db()
    assert one.place is None and Service.objects.get(pk=two.pk).place is not None


def test_what_is_not_known_any_more_is_not_where_one_starts(officer, pair) -> None:
    close_service(actor=officer, service_id=pair[1].pk)
    assert whereabouts("12 quai des Brumes") is None
