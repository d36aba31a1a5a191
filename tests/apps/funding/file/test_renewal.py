"""Last year's application becomes this year's draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import ApplicationVersion, DraftField
from faire_ensemble.apps.funding.services.renewal import renew_application
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(year):
    """A file submitted to last year's call, closed since."""
    writer = year.person("porteuse")
    application = year.submitted(writer=writer, year=2025, title="Jardin")
    type(application).objects.filter(pk=application.pk).update(state="decided")
    ApplicationVersion.objects.create(
        application=application,
        number=2,
        digest="1" * 64,
        submitted_at=timezone.now(),
        content={
            "fields": {
                "project.title": "Jardin",
                "project.summary": "Un jardin.",
                "project.first_day": "2025-01-01",
                "declaration.republican": "1",
                f"request.{year.funders[0].pk}.asked": "1000",
                "question.disparue": "perdue",
            }
        },
    )
    now = timezone.now()
    year.call.closes_at = now - timedelta(days=1)
    year.call.save()
    return writer, application


def test_what_holds_is_carried_and_the_number_stays(year, past):
    writer, before = past
    call = year.make_call()
    made = renew_application(actor=writer, application_id=before.pk, call=call)
    texts = dict(DraftField.objects.filter(application=made).values_list("key", "value"))
    assert made.project == before.project
    assert made.previous == before
    assert texts["project.summary"] == "Un jardin."
    assert texts[f"request.{year.funders[0].pk}.asked"] == "1000"
    assert not {"project.first_day", "declaration.republican", "question.disparue"} & set(texts)
    assert renew_application(actor=writer, application_id=before.pk, call=call).pk == made.pk


def test_nobody_renews_the_project_of_others(year, past):
    _writer, before = past
    with pytest.raises(Refused):
        renew_application(
            actor=year.person("passante"), application_id=before.pk, call=year.make_call()
        )


def test_pages_choose_the_call_and_show_what_changed(year, past, client):
    writer, before = past
    call = year.make_call()
    client.force_login(writer)
    address = f"/dossiers/{before.pk}/reconduire/"
    assert call.title in client.get(address).content.decode()
    answer = client.post(address, {"call": call.code}, follow=True)
    assert "Ce qui change par rapport à 2025" in answer.content.decode()
    versions = client.get(f"/dossiers/{before.pk}/versions/").content.decode()
    assert "De la version 1 à la version 2" in versions
