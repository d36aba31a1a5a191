"""The pages of help: what they say, how many queries, exports, booklets."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.directory.services import close_service


def text_of(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def pages_of(path: str) -> list[str]:
    """The words of each page of a PDF, on one line."""
    read = PdfReader(io.BytesIO(Client().get(path).content))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def test_the_first_page_asks_two_things(town) -> None:
    page = text_of("/aide/")
    assert "Que cherchez-vous" in page and "Où" in page and "Lire, écrire, parler français" in page


def test_an_answer_says_where_when_how_and_why(write) -> None:
    write(phone="03 53 01 00 00", hours="tous les jours : 24h/24", free=True, coming=["walk_in"])
    page = text_of("/aide/?q=apprendre+a+lire&ou=Rivebourg")
    said = ("1 réponse", "près de Rivebourg", "Cours de français", "Ouvert jusqu", "vérifié",
            "3 rue des Lilas", "tel:+33353010000", "sans rendez-vous", "gratuit",
            "sorte d&#39;aide")  # fmt: skip
    for words in said:
        assert words in page, words
    assert 'class="map"' in page and 'href="?q=apprendre+a+lire&amp;ou=Rivebourg#fiche-' in page


def test_a_typo_an_unknown_place_and_nothing_are_said(write) -> None:
    write()
    page = text_of("/aide/?q=francias&ou=Tombouctou")
    assert "« francias » a été lu comme « français »" in page.replace("\xa0", " ")
    assert "Nous ne connaissons pas" in page
    page = text_of("/aide/?q=francais&ou=12+rue+des+Iris,+Rivebourg").replace("\xa0", " ")
    assert "« 12 rue des Iris, Rivebourg »" in page and "depuis le milieu de Rivebourg" in page
    for known in ("Rivebourg", "Les+Rives", "3+rue+des+Lilas,+Rivebourg"):
        assert "ne connaissons pas" not in text_of(f"/aide/?q=francais&ou={known}"), known
    page = text_of("/aide/?q=francais&aide=health")
    assert "Rien avec tous ces choix" in page and "pour toutes les sortes" in page


@pytest.mark.parametrize(
    "path",
    [
        "/aide/?q=cours&ou=Rivebourg",
        "/aide/",
        "/aide/fiches.geojson",
        "/aide/imprimer.pdf?q=cours",
    ],
)
def test_the_number_of_queries_does_not_grow(
    write: Callable[..., Service], quarter, path: str
) -> None:
    counts = []
    for more in (2, 15):
        for rank in range(more):
            write(f"Cours {more} {rank}")
        Client().get(path)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_records_has_a_constant_number_of_queries(write, officer) -> None:
    client, counts = Client(), []
    client.force_login(officer)
    for more in (2, 15):
        for rank in range(more):
            write(f"Cours {more} {rank}")
        with CaptureQueriesContext(connection) as queries:
            text_of(reverse("directory:records"), client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_csv_keeps_the_filters_and_runs_no_formula(write) -> None:
    write("=HYPERLINK(1)", hours="lundi : 9h-12h")
    write("Chorale", kinds=["leisure"])
    answer = Client().get("/aide/fiches.csv?aide=reading")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["nom"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["horaires"] == "lundi : 9h-12h" and rows[0]["longitude"] == "3.02"
    assert rows[0]["commune"] == "Rivebourg" and rows[0]["code commune"] == "59001"


def test_geojson_has_points_and_addresses(write) -> None:
    made = write()
    write("Par téléphone", kinds=["rights"], commune_name="", address="", lon=None, lat=None,
          coming=["phone"])  # fmt: skip
    data = json.loads(Client().get("/aide/fiches.geojson").content)
    points = {each["id"]: each["geometry"] for each in data["features"]}
    assert points[made.pk] == {"type": "Point", "coordinates": [3.02, 50.02]}
    assert None in points.values()
    assert f"/aide/{made.pk}/" in data["features"][0]["properties"]["url"]


def test_a_booklet_by_neighbourhood_and_of_answers(write, quarter) -> None:
    write()
    for path in (f"/aide/livret/{quarter.code}.pdf", "/aide/imprimer.pdf?q=cours&ou=Rivebourg",
                 "/aide/imprimer.pdf?q=rien"):  # fmt: skip
        answer = Client().get(path)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert Client().get("/aide/livret/QP000000.pdf").status_code == 404


def test_the_booklet_opens_on_what_there_is_and_whom_to_call(write, quarter) -> None:
    write("Cours du soir", kinds=["reading", "jobs"], hours="lundi et mardi : 18h-20h",
          accessibility=["step_free"])  # fmt: skip
    write("Vélos réparés", kinds=["moving"], hours="samedi : 10h-12h")
    pages = pages_of(f"/aide/livret/{quarter.code}.pdf")
    first, every = pages[0], " ".join(pages)
    assert "Les Rives" in first and "Rivebourg" in first and "2 aides ici" in first
    for kind in ("Lire, écrire, parler français", "Travail et formation", "Se déplacer"):
        assert kind in first, kind
    assert first.count("Cours du soir") >= 2  # under both kinds
    assert "3919" in first and "En cas d'urgence" in first.replace("’", "'")
    assert every.count("lundi et mardi") == 1 and "18h-20h" in every
    assert "entrée sans marche" in every
    assert "3919" not in " ".join(pages_of("/aide/imprimer.pdf?q=cours"))


def test_a_booklet_in_english_names_its_days_in_english(write, quarter) -> None:
    write(hours="lundi au mercredi : 18h-20h\nvendredi : 9h-12h")
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/aide/livret/{quarter.code}.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Monday" in text and "Wednesday" in text and "Friday" in text
    assert "lundi" not in text and "vendredi" not in text


def test_a_record_with_a_point_leads_to_a_plan_of_the_streets(write) -> None:
    made = write()
    page = text_of(reverse("directory:service", args=[made.pk]))
    assert "openstreetmap.org/?mlat=50.02000&amp;mlon=3.02000#map=17/50.02000/3.02000" in page
    afar = write("Par téléphone", commune_name="", address="", lon=None, lat=None, coming=["phone"])
    assert "openstreetmap" not in text_of(reverse("directory:service", args=[afar.pk]))


def test_a_record_without_hours_says_to_call_when_one_can(write) -> None:
    silent, called = write(), write("Chorale", phone="03 53 01 00 00")
    page = text_of(reverse("directory:service", args=[silent.pk])).replace("\xa0", " ")
    assert page.count("Horaires non connus") == 2 and "téléphonez avant" not in page
    page = text_of(reverse("directory:service", args=[called.pk])).replace("\xa0", " ")
    assert "Horaires non connus : téléphonez avant" in page


def test_a_closed_record_says_so_and_is_not_found(write, officer) -> None:
    made = write()
    close_service(actor=officer, service_id=made.pk)
    assert "n&#39;existe plus depuis" in text_of(reverse("directory:service", args=[made.pk]))
    assert "Aucune réponse" in text_of("/aide/?q=cours")
    assert Client().get("/aide/999999/").status_code == 404


def test_what_people_typed_is_never_markup(write) -> None:
    write("<script>alert(1)</script>", description="<b>gras</b>")
    page = text_of("/aide/?q=%3Cimg+onerror%3E&ou=%22%3E") + text_of("/aide/?q=alert")
    assert "<script>alert" not in page and "<img onerror" not in page and "<b>gras" not in page
