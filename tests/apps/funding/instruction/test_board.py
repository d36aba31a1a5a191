"""The board: filters, counts, bulk acts, the file it gives, a constant number of queries."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from faire_ensemble.apps.funding.models import Presence, SavedView


@pytest.fixture
def officer(year, client):
    person = year.mandated("chef", "officer", year.funders[1])
    client.force_login(person)
    return person


# Drawn at random: it may hold any figure that a test looks for.
TOKEN = r'name="csrfmiddlewaretoken" value="[^"]*"'


def shown(client, **query):
    page = client.get("/instruction/", query)
    assert page.status_code == 200
    return re.sub(TOKEN, "", page.content.decode())


def test_filters_find_whatever_the_accents(year, client, officer):
    garden = year.submitted(title="Fête des potagers", score=Decimal(80))
    other = year.submitted("500", title="Atelier", score=Decimal(20))
    other.state = "decided"
    other.save()
    kept = {
        "q": "fete", "etat": "submitted", "note_min": "50", "lieu": year.commune.code,
        "financeur": str(year.funders[2].pk),
    }  # fmt: skip
    for name, value in kept.items():
        assert "Fête des potagers" in shown(client, **{name: value}), name
    for name in ("q", "etat", "note_min", "financeur"):
        assert "Atelier" not in shown(client, **{name: kept[name]}), name
    assert garden.title_key == "fete des potagers"


def test_the_number_of_queries_is_constant(year, client, officer):
    year.submitted()
    shown(client)
    with CaptureQueriesContext(connection) as one:
        shown(client)
    for rank in range(12):
        year.submitted(title=f"Projet {rank}")
    with CaptureQueriesContext(connection) as many:
        shown(client)
    assert len(many) == len(one) <= 26


def test_the_page_of_a_file_has_a_bounded_number_of_queries(
    year, client, officer, django_assert_max_num_queries
):
    file = year.submitted()
    with django_assert_max_num_queries(40):
        assert client.get(f"/instruction/{file.pk}/").status_code == 200


def test_bulk_acts_say_what_was_refused_and_why(year, client, officer):
    mine = year.submitted(title="À confier")
    not_mine = year.submitted("500", title="Sans la métropole")
    page = client.post(
        "/instruction/actes/",
        {"acte": "confier", "personne": officer.pk, "dossier": [mine.pk, not_mine.pk]},
    ).content.decode()
    assert "Fait pour 1 dossier" in page and "Sans la métropole" in page
    assert mine.requests.get(funder=year.funders[1]).instructor == officer


def test_a_view_is_kept_shared_and_removed_by_its_owner_only(year, client, officer):
    client.post("/instruction/vues/", {"nom": "À lire", "q": "jardin", "partagee": "1"})
    view = SavedView.objects.get()
    assert (view.query, view.shared) == ("q=jardin", True)
    client.force_login(year.mandated("etat", "partner", year.funders[0]))
    assert "À lire" in shown(client)
    assert client.post(f"/instruction/vues/{view.pk}/retirer/").status_code == 403
    client.force_login(officer)
    client.post(f"/instruction/vues/{view.pk}/retirer/")
    assert not SavedView.objects.exists()


def test_the_file_has_one_row_a_request_and_runs_no_formula(year, client, officer):
    file = year.submitted("1000", "2000.50", title="=1+1")
    rows = list(csv.reader(io.StringIO(client.get("/instruction.csv").getvalue().decode())))
    assert len(rows) == 3 and len(rows[0]) == len(rows[1])
    assert rows[1][0] == file.project.number and rows[1][5] == "'=1+1"
    assert [row[20] for row in rows[1:]] == ["1000.00", "2000.50"]


def test_the_workbook_holds_the_same_rows(year, client, officer):
    year.submitted("1000", "2000.50", title="=1+1")
    content = client.get("/instruction.xlsx").getvalue()
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[20] for row in rows[1:]] == [1000, 2000.5]
    assert (rows[1][5], sheet["F2"].data_type) == ("=1+1", "s")


def test_scores_are_hidden_from_councils_in_rows_filters_and_orders(year, client):
    year.submitted(title="Bien noté", score=Decimal(91))
    client.force_login(year.mandated("conseil", "council", "Conseil"))
    assert "91" not in shown(client).split("<table", 1)[1]
    assert "Bien noté" in shown(client, note_max="10")


def test_two_instructors_see_each_other(year, client, officer):
    file = year.submitted()
    client.get(f"/instruction/{file.pk}/")
    other = year.mandated("etat", "partner", year.funders[0])
    client.force_login(other)
    assert (
        "chef regarde aussi ce dossier" in client.get(f"/instruction/{file.pk}/").content.decode()
    )
    assert "chef" in client.post(f"/instruction/{file.pk}/presence/").json()["text"]
    assert Presence.objects.count() == 2


@pytest.mark.parametrize("role", ["", "holder", "analyst", "resident", "steward"])
def test_others_do_not_enter(year, client, role):
    person = year.mandated("autre", role) if role else year.person("autre")
    client.force_login(person)
    file = year.submitted()
    for address in ("/instruction/", "/instruction.csv", f"/instruction/{file.pk}/"):
        assert client.get(address).status_code == 403
