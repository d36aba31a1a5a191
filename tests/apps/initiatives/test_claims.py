"""« C'est mon initiative »: a page that nobody keeps finds who carries it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.services.erasure import erase_person
from faire_ensemble.apps.initiatives.models import Claim, Initiative, Told
from faire_ensemble.apps.initiatives.selectors import initiatives_wait
from faire_ensemble.apps.initiatives.services import claiming
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit.verdicts import Refused


@pytest.fixture
def alone(place: Place) -> Initiative:
    """A published page that nobody keeps, as those of the panorama."""
    row = place.published()
    Initiative.objects.filter(pk=row.pk).update(carrier=None)
    row.refresh_from_db()
    return row


def test_it_is_said_read_and_entrusted(place: Place, alone: Initiative):
    page, where = f"/initiatives/{alone.pk}/", f"/initiatives/{alone.pk}/je-la-porte/"
    bruno, office = place.client(place.person("bruno")), place.client(place.officer)
    assert where in place.client().get(page).text
    assert place.client().get(where).status_code == 302
    assert bruno.post(where, {"words": " "}).status_code == 422
    said = bruno.post(where, {"words": "Je préside le jardin."}, follow=True).text
    assert "vous répondra" in said and where not in said
    assert "déjà partie" in bruno.post(where, {"words": "Encore."}).text
    (line,) = initiatives_wait(place.officer)
    assert line.words == "1 personne dit porter une initiative"
    read = office.get("/gestion/initiatives/").text
    assert "Je préside le jardin." in read and "Bruno" in read and "secret.exemple" not in read
    assert f'id="{line.query[1:]}"' in read
    made = Claim.objects.get()
    assert bruno.post(f"/gestion/initiatives/demandes/{made.pk}/").status_code == 403
    office.post(f"/gestion/initiatives/demandes/{made.pk}/", {"faire": "confier"})
    alone.refresh_from_db()
    assert alone.carrier == place.person("bruno") and initiatives_wait(place.officer) == []
    assert "Je préside" not in office.get("/gestion/initiatives/").text
    with pytest.raises(Refused, match="tient déjà"):
        claiming.claim(actor=place.person("chloe"), initiative_id=alone.pk, words="Moi.")
    assert place.client(place.person("chloe")).get(where).status_code == 403


def test_a_refusal_says_why_to_the_person_alone(place: Place, alone: Initiative):
    bruno = place.person("bruno")
    made = claiming.claim(actor=bruno, initiative_id=alone.pk, words="C'est moi.")
    with pytest.raises(BadInput, match="Dites pourquoi"):
        claiming.answer_claim(actor=place.officer, claim_id=made.pk, accept=False, site=SITE)
    with pytest.raises(Refused):
        claiming.answer_claim(actor=bruno, claim_id=made.pk, accept=True, site=SITE)
    claiming.answer_claim(
        actor=place.officer, claim_id=made.pk, accept=False, words="Le centre la porte.", site=SITE
    )
    told = Told.objects.get(person=bruno, key=f"claim-refused:{made.pk}")
    assert "Le centre la porte." in told.text
    page = f"/initiatives/{alone.pk}/"
    assert "Le centre la porte." in place.client(bruno).get(page).text
    assert "Le centre la porte." not in place.client().get(page).text
    with pytest.raises(BadInput, match="n'a pas retenu"):
        claiming.claim(actor=bruno, initiative_id=alone.pk, words="Encore moi.")
    with pytest.raises(BadInput, match="déjà sa réponse"):
        claiming.answer_claim(actor=place.officer, claim_id=made.pk, accept=True, site=SITE)


def test_officers_know_how_many_nobody_keeps(place: Place, alone: Initiative):
    page = place.client(place.officer).get("/gestion/initiatives/").text
    assert "1 fiche publiée" in page.replace("\xa0", " ")
    assert f"/gestion/initiatives/{alone.pk}/confier/" in page
    assert place.client(place.person("bruno")).get("/gestion/initiatives/").status_code == 403


def test_the_database_refuses_two_claims_or_a_silent_refusal(place: Place, alone: Initiative):
    bruno = place.person("bruno")
    claiming.claim(actor=bruno, initiative_id=alone.pk, words="C'est moi.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(initiative=alone, person=bruno, words="x", at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(refused_at=timezone.now())


def test_an_erased_account_leaves_no_claim(place: Place, alone: Initiative):
    bruno = place.person("bruno")
    claiming.claim(actor=bruno, initiative_id=alone.pk, words="C'est moi.")
    erase_person(actor=bruno, person=bruno)
    assert not Claim.objects.exists()
