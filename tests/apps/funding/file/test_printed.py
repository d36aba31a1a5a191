"""The PDF of a version, of a draft; read by those who read the file."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from faire_ensemble.apps.funding.models import ApplicationVersion, DraftField

pytestmark = pytest.mark.django_db


def words(answer):
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(page.extract_text() for page in reader.pages)


@pytest.fixture
def application(year):
    made = year.submitted(writer=year.person("porteuse"))
    now = timezone.now()
    ApplicationVersion.objects.create(
        application=made, number=2, digest="a" * 64, submitted_at=now,
        content={"fields": {
            "project.title": "Jardin partagé", "project.summary": "Un jardin *pour* #tous.",
            "budget.charges.641": "1 234,5", "place.QP059074": "1",
        }},
    )  # fmt: skip
    DraftField.objects.create(
        application=made, key="project.summary", value="Encore en chantier", saved_at=now
    )
    return made


def test_a_version_is_printed_with_its_number_and_digest(year, client, application):
    client.force_login(year.mandated("instructrice", "partner", year.funders[0]))
    answer = client.get(f"/dossiers/{application.pk}/dossier.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer)
    assert "Un jardin *pour* #tous." in text
    assert application.project.number in text
    assert "1 234,50" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Encore en chantier" not in text


def test_the_draft_is_printed_for_its_writers_only(year, client, application):
    type(application).objects.filter(pk=application.pk).update(state="correction")
    address = f"/dossiers/{application.pk}/dossier.pdf?brouillon=1"
    client.force_login(year.mandated("instructrice", "partner", year.funders[0]))
    assert client.get(address).status_code == 403
    client.force_login(application.members.get().person)
    assert "Encore en chantier" in words(client.get(address))


def test_a_file_that_does_not_exist_is_not_found(year, client):
    client.force_login(year.person("passante"))
    assert client.get("/dossiers/999/dossier.pdf").status_code == 404
