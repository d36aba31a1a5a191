"""Corrections are objects of their own; both versions stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.services.corrections import (
    BadCorrection,
    accept_correction,
    ask_correction,
    drop_correction,
)
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(year):
    return year.mandated("instructrice", "partner", year.funders[0])


def ask(actor, application, **fields):
    values = {"section": "budget", "message": "Le loyer manque."} | fields
    return ask_correction(actor=actor, application_id=application.pk, **values)


def test_asking_opens_the_file_again_and_is_recorded(year, state):
    application = year.submitted()
    made = ask(state, application)
    application.refresh_from_db()
    assert (application.state, made.state, made.on_version.number) == ("correction", "asked", 1)
    assert AuditEntry.objects.filter(
        verb="correction demandée", subject=f"dossier:{application.pk}"
    ).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"section": "nulle"}, "partie du dossier"),
        ({"message": "  "}, "ce qu'il faut corriger"),
        ({"message": "x" * 3001}, "trop long"),
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "déjà passée"),
    ],
)
def test_a_correction_says_what_where_and_when(year, state, fields, said):
    application = year.submitted()
    with pytest.raises(BadCorrection, match=said):
        ask(state, application, **fields)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_funder_that_is_not_asked_nothing_asks_for_no_correction(year):
    other = year.mandated("voisin", "partner", year.funders[2])
    application = year.submitted("1000", "2000")
    with pytest.raises(Refused):
        ask(other, application)


def test_dropping_the_last_one_closes_the_file(year, state):
    application = year.submitted()
    first, second = ask(state, application), ask(state, application, section="project")
    drop_correction(actor=state, correction_id=first.pk)
    application.refresh_from_db()
    assert application.state == "correction"
    drop_correction(actor=state, correction_id=second.pk)
    application.refresh_from_db()
    assert application.state == "submitted"
    with pytest.raises(BadCorrection, match="déjà close"):
        drop_correction(actor=state, correction_id=second.pk)


def test_an_answer_is_accepted_only_once_given(year, state):
    application = year.submitted()
    made = ask(state, application)
    with pytest.raises(BadCorrection, match="pas encore répondu"):
        accept_correction(actor=state, correction_id=made.pk)
    made.state = "answered"
    made.save()
    assert accept_correction(actor=state, correction_id=made.pk).state == "accepted"


def test_the_page_asks_shows_and_closes(year, state, client):
    writer = year.person("ecrivaine")
    application = year.submitted(writer=writer)
    client.force_login(state)
    address = f"/dossiers/{application.pk}/corrections/"
    refused = client.post(address, {"section": "budget", "message": ""})
    assert refused.status_code == 422
    assert (
        client.post(address, {"section": "budget", "message": "Le loyer manque."}).status_code
        == 302
    )
    client.force_login(writer)
    page = client.get(address).content.decode()
    assert "Le loyer manque." in page
    assert "Demander cette correction" not in page
    stranger = year.person("passante")
    client.force_login(stranger)
    assert client.get(address).status_code == 403
